"""Submitting and closing modals, and every answer an app can give."""

import pytest

from bot.playground.client import ControlError
from tests.playground.running import eventually, modal, options, plain, section, text_input, three_seconds_later


@pytest.fixture
def opened(app, web, trigger):
    """Opens a modal for ana; its submissions are answered with what `opened.answer` is then set to."""

    class Opened:
        answer = {}
        bodies = []
        closed = []

        def __call__(self, *blocks, **more):
            view = modal(*(blocks or (text_input(),)), callback_id="review", **more)
            return web.views_open(trigger_id=trigger(), view=view)["view"]

    made = Opened()
    made.bodies, made.closed = [], []

    @app.view("review")
    def submitted(ack, body):
        made.bodies.append(body)
        ack(**made.answer)

    @app.view_closed("review")
    def closed(ack, body):
        made.closed.append(body)
        ack()

    return made


def test_a_submission_carries_the_view_and_every_input(control, opened):
    view = opened(text_input(), text_input("more", optional=True), private_metadata="m1")

    told = control.submit("ana", {"notes": {"typed": "we label twice"}})
    body = opened.bodies[0]

    assert told["ack"]["status"] == "acked"
    assert told["modals"] == []
    assert (body["type"], body["user"]["id"], body["api_app_id"]) == ("view_submission", "U000000001", "A000000001")
    assert (body["view"]["id"], body["view"]["private_metadata"]) == (view["id"], "m1")
    assert body["view"]["state"]["values"] == {
        "notes": {"typed": {"type": "plain_text_input", "value": "we label twice"}},
        "more": {"typed": {"type": "plain_text_input", "value": None}},
    }
    assert (body["response_urls"], body["is_enterprise_install"]) == ([], False)


def test_slack_asks_for_required_inputs_itself(control, opened):
    opened(text_input(), text_input("more", optional=True))

    told = control.submit("ana")

    assert told["ack"]["status"] == "not_sent"
    assert told["errors"] == {"notes": "Please complete this required field."}
    assert control.view("ana")["modal_errors"] == told["errors"]
    assert opened.bodies == []


@pytest.mark.parametrize(
    ("element", "wrong", "right"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "no", "yes"),
        ({"type": "plain_text_input", "max_length": 3}, "long", "yes"),
        ({"type": "email_text_input"}, "ana", "ana@x.example"),
        ({"type": "url_text_input"}, "x.example", "https://x.example"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "2"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1", "max_value": "5"}, "5.5", "4.5"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1"}, "0", "1"),
    ],
)
def test_slack_checks_what_was_typed_itself(control, opened, element, wrong, right):
    opened(text_input(element=element))

    assert list(control.submit("ana", {"notes": {"typed": wrong}})["errors"]) == ["notes"]
    assert control.submit("ana", {"notes": {"typed": right}})["ack"]["status"] == "acked"


def test_errors_are_shown_and_the_modal_stays(control, opened):
    view = opened()
    opened.answer = {"response_action": "errors", "errors": {"notes": "Say why"}}

    told = control.submit("ana", {"notes": {"typed": "x"}})

    assert (told["response_action"], told["errors"]) == ("errors", {"notes": "Say why"})
    assert [shown["id"] for shown in told["modals"]] == [view["id"]]
    assert control.view("ana")["modal_errors"] == {"notes": "Say why"}
    opened.answer = {}
    assert control.submit("ana")["modals"] == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"heading": "not an input"}},
        {"response_action": "errors", "errors": {"nowhere": "no such block"}},
        {"response_action": "update"},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "explode"},
    ],
)
def test_an_answer_that_slack_cannot_use_is_shown_as_trouble(control, opened, answer):
    view = opened(section(block_id="heading"), text_input())
    opened.answer = answer

    told = control.submit("ana", {"notes": {"typed": "x"}})

    assert [shown["code"] for shown in told["shown"]] == ["invalid_ack"]
    assert [shown["id"] for shown in told["modals"]] == [view["id"]]
    assert control.view("ana")["notices"][0]["code"] == "invalid_ack"


def test_an_update_replaces_the_view(control, opened):
    view = opened()
    opened.answer = {"response_action": "update", "view": modal(section("thank you"))}

    told = control.submit("ana", {"notes": {"typed": "x"}})

    assert [(shown["id"], shown["blocks"][0]["text"]["text"]) for shown in told["modals"]] == [
        (view["id"], "thank you")
    ]


def test_a_push_puts_a_view_on_top_and_its_submission_leaves_the_lower_one(control, opened):
    first = opened()
    opened.answer = {"response_action": "push", "view": modal(text_input("second"), callback_id="review")}
    pushed = control.submit("ana", {"notes": {"typed": "x"}})["modals"]
    opened.answer = {}

    left = control.submit("ana", {"second": {"typed": "y"}})["modals"]

    assert [view["previous_view_id"] for view in pushed] == [None, first["id"]]
    assert [view["id"] for view in left] == [first["id"]]
    assert left[0]["state"]["values"]["notes"]["typed"]["value"] == "x"


def test_only_the_modal_in_front_can_be_submitted(control, opened):
    first = opened()
    opened.answer = {"response_action": "push", "view": modal(text_input("second"), callback_id="review")}
    control.submit("ana", {"notes": {"typed": "x"}})

    with pytest.raises(ControlError) as refused:
        control.submit("ana", view_id=first["id"])
    assert refused.value.error == "not_visible"


def test_a_fourth_view_cannot_be_pushed(control, opened):
    opened()
    for number in range(2):
        opened.answer = {"response_action": "push", "view": modal(text_input(f"n{number}"), callback_id="review")}
        block = "notes" if number == 0 else "n0"
        control.submit("ana", {block: {"typed": "x"}})
    opened.answer["view"] = modal(section())

    told = control.submit("ana", {"n1": {"typed": "x"}})

    assert len(told["modals"]) == 3
    assert "push_limit_reached" in told["shown"][0]["text"]


def test_clear_closes_all_views(control, opened):
    opened()
    opened.answer = {"response_action": "push", "view": modal(text_input("second"), callback_id="review")}
    control.submit("ana", {"notes": {"typed": "x"}})
    opened.answer = {"response_action": "clear"}

    assert control.submit("ana", {"second": {"typed": "y"}})["modals"] == []


def test_the_app_hears_of_a_closed_modal_only_when_it_asked_to(control, opened):
    opened()
    quietly = control.act("close", "ana")
    opened(notify_on_close=True)
    loudly = control.act("close", "ana")

    assert quietly["ack"]["status"] == "not_sent"
    assert loudly["ack"]["status"] == "acked"
    assert [body["type"] for body in opened.closed] == ["view_closed"]
    assert opened.closed[0]["is_cleared"] is False
    assert "trigger_id" not in opened.closed[0]


def test_clear_on_close_closes_the_whole_stack(control, opened):
    opened(notify_on_close=True)
    top = modal(text_input("second"), callback_id="review", clear_on_close=True, notify_on_close=True)
    opened.answer = {"response_action": "push", "view": top}
    control.submit("ana", {"notes": {"typed": "x"}})

    assert control.act("close", "ana")["modals"] == []
    assert [body["is_cleared"] for body in opened.closed] == [True, True]


def test_the_whole_stack_can_be_closed(control, opened):
    opened(notify_on_close=True)
    opened.answer = {"response_action": "push", "view": modal(text_input("second"))}
    control.submit("ana", {"notes": {"typed": "x"}})

    assert control.act("close", "ana", all=True)["modals"] == []
    assert [body["is_cleared"] for body in opened.closed] == [True]


def test_a_lost_ack_leaves_the_modal_and_tells_the_person(control, opened):
    view = opened()
    control.fault("drop_ack", of="view_submission")

    with three_seconds_later(control):
        told = control.submit("ana", {"notes": {"typed": "x"}})

    assert told["ack"] == {"status": "timeout", "ms": None, "payload": None}
    assert [shown["code"] for shown in told["shown"]] == ["operation_timeout"]
    assert [shown["id"] for shown in told["modals"]] == [view["id"]]
    assert control.get("state")["counts"]["ack_timeouts"] == 1


def test_a_response_url_comes_with_a_conversation_that_was_chosen_for_it(control, opened, general):
    chooser = {"type": "conversations_select", "action_id": "typed", "response_url_enabled": True}
    opened(text_input(element=chooser))

    control.submit("ana", {"notes": {"typed": general}})
    urls = opened.bodies[0]["response_urls"]

    assert [(url["block_id"], url["action_id"], url["channel_id"]) for url in urls] == [("notes", "typed", general)]
    assert urls[0]["response_url"].startswith("http://127.0.0.1:")


def test_inputs_begin_with_what_the_app_put_in(control, opened):
    opened(
        text_input(element={"initial_value": "so far"}),
        {
            "type": "input",
            "block_id": "choice",
            "label": plain("Choice"),
            "element": {
                "type": "checkboxes",
                "action_id": "typed",
                "options": options("a", "b"),
                "initial_options": options("b"),
            },
        },
    )

    control.submit("ana")
    values = opened.bodies[0]["view"]["state"]["values"]

    assert values["notes"]["typed"]["value"] == "so far"
    assert [option["value"] for option in values["choice"]["typed"]["selected_options"]] == ["b"]


def test_an_input_that_dispatches_is_sent_while_typing(app, control, opened):
    pressed = []

    @app.action("typed")
    def typed(ack, body):
        pressed.append(body)
        ack()

    view = opened(text_input(dispatch_action=True), text_input("quiet", optional=True))
    loud = control.act("select", "ana", view_id=view["id"], block_id="notes", action_id="typed", value="x")
    quiet = control.act("select", "ana", view_id=view["id"], block_id="quiet", action_id="typed", value="y")

    assert (loud["ack"]["status"], quiet["ack"]["status"]) == ("acked", "not_sent")
    assert pressed[0]["container"] == {"type": "view", "view_id": view["id"]}
    assert pressed[0]["actions"][0]["value"] == "x"
    assert pressed[0]["view"]["state"]["values"]["notes"]["typed"]["value"] == "x"


def test_only_the_visible_modal_with_a_submit_button_can_be_submitted(control, opened):
    for wanted in ("no_modal", "no_submit_button"):
        with pytest.raises(ControlError) as refused:
            control.submit("ana")
        assert refused.value.error == wanted
        opened(section())


def test_an_app_can_update_a_modal_while_its_submission_waits(app, control, web, opened):
    view = opened()

    @app.middleware
    def first(body, next_):
        if body.get("type") == "view_submission":
            web.views_update(view_id=view["id"], view=modal(section("working"), text_input(), callback_id="review"))
        next_()

    opened.answer = {"response_action": "update", "view": modal(section("done"))}
    told = control.submit("ana", {"notes": {"typed": "x"}})

    assert told["modals"][0]["blocks"][0]["text"]["text"] == "done"
    assert eventually(lambda: control.view("ana")["modals"][0]["blocks"][0]["text"]["text"] == "done")


def test_files_are_uploaded_for_a_modal_and_sent_as_whole_objects(control, opened):
    element = {"type": "file_input", "action_id": "picked", "filetypes": ["md"], "max_files": 2}
    opened({"type": "input", "block_id": "plan", "label": plain("Plan"), "element": element})
    sent = [{"name": "plan.md", "content": "# Plan"}, {"name": "plan.pdf", "content": "%PDF"}]
    text, other = control.act("upload", "ana", files=sent)["files"]

    for wrong in (other["id"], "F999999999"):
        with pytest.raises(ControlError) as refused:
            control.select("ana", "picked", [wrong], view_id=control.view("ana")["modals"][0]["id"])
        assert refused.value.error == "unfit_value"
    control.submit("ana", {"plan": {"picked": [text["id"]]}})

    [held] = opened.bodies[0]["view"]["state"]["values"]["plan"]["picked"]["files"]
    assert (held["name"], held["size"], held["channels"]) == ("plan.md", 6, [])
