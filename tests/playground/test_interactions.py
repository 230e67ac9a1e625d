"""Commands, buttons, inputs, suggestions and shortcuts, to a real Bolt app by Socket Mode; and acks that come, or not."""

import threading

import pytest

from bot.playground.client import ControlError
from tests.playground.running import (
    actions,
    button,
    eventually,
    manifest,
    options,
    plain,
    section,
    text_input,
    three_seconds_later,
)


@pytest.fixture
def heard(app):
    """Acks every action and keeps what came."""
    bodies = []

    @app.middleware
    def keep(body, next_):
        bodies.append(body)
        next_()

    @app.action({"action_id": "press"})
    def pressed(ack):
        ack()

    @app.action({"action_id": "pick"})
    def picked(ack):
        ack()

    return bodies


def posted(web, general, *blocks, **more):
    return web.chat_postMessage(channel=general, text="x", blocks=list(blocks), **more)["ts"]


def test_a_command_brings_what_slack_sends_and_shows_the_ack_to_one_person(app, control, general):
    heard = []

    @app.command("/review")
    def review(ack, body):
        heard.append(body)
        ack("Started.")

    told = control.command("ana", "general", "/review", "start now")
    body = heard[0]

    assert told["ack"]["status"] == "acked"
    assert told["ack"]["payload"] == {"text": "Started."}
    seen = control.messages("ana", "general")
    assert [(message["text"], message["ephemeral"], message["ts"]) for message in seen] == [
        ("Started.", True, told["ephemeral_ts"])
    ]
    assert control.messages("ben", "general") == []
    assert (body["command"], body["text"], body["channel_id"]) == ("/review", "start now", general)
    assert (body["channel_name"], body["user_name"], body["user_id"]) == ("general", "ana", "U000000001")
    assert (body["team_id"], body["team_domain"]) == ("T000000001", "harbour-analytics")
    assert (body["is_enterprise_install"], body["api_app_id"]) == ("false", "A000000001")
    assert body["response_url"]
    assert body["trigger_id"]


def test_a_command_may_answer_to_all_with_blocks(app, control):
    @app.command("/review")
    def review(ack):
        ack(text="For all", blocks=[section("For all")], response_type="in_channel")

    told = control.command("ana", "general", "/review")

    assert told["ephemeral_ts"] is None
    assert [message["blocks"][0]["text"]["text"] for message in control.messages("ben", "general")] == ["For all"]


def test_a_command_whose_ack_slack_cannot_show_is_reported(app, control):
    @app.command("/review")
    def review(ack):
        ack(text="x", blocks=[{"type": "nonsense"}])

    told = control.command("ana", "general", "/review")

    assert [shown["code"] for shown in told["shown"]] == ["invalid_ack"]
    assert control.messages("ana", "general") == []


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"command": "/unknown"}, "unknown_command"),
        ({"command": "/review", "thread_ts": "1.000001"}, "not_supported_in_thread"),
    ],
)
def test_a_command_that_is_none_or_stands_in_a_thread_is_refused(control, given, error):
    with pytest.raises(ControlError) as refused:
        control.act("command", "ana", channel="general", **given)
    assert refused.value.error == error


def test_a_command_that_nobody_listens_to_runs_into_the_timeout(app, control):
    with three_seconds_later(control):
        told = control.command("ana", "general", "/review")

    assert told["ack"]["status"] == "timeout"
    assert [shown["code"] for shown in told["shown"]] == ["operation_timeout"]
    assert [notice["code"] for notice in control.view("ana")["notices"]] == ["operation_timeout"]
    assert control.view("ben")["notices"] == []
    control.act("dismiss", "ana")
    assert control.view("ana")["notices"] == []


def test_an_ack_is_measured_and_a_late_one_comes_too_late(app, control):
    let_go = threading.Event()

    @app.command("/review")
    def review(ack):
        let_go.wait(5)
        ack("Too late.")

    with three_seconds_later(control):
        told = control.command("ana", "general", "/review")
    let_go.set()
    acks = eventually(lambda: control.journal("ack"))

    assert told["ack"]["status"] == "timeout"
    assert [ack["payload"]["of"] for ack in acks] == ["slash_command"]
    assert control.messages("ana", "general") == []


def test_an_ack_on_time_is_in_the_journal_with_its_milliseconds(app, control):
    @app.command("/review")
    def review(ack):
        ack()

    control.command("ana", "general", "/review")
    ack = control.journal("ack")[0]["payload"]

    assert ack["of"] == "slash_command"
    assert 0 <= ack["ms"] < 3_000


def test_a_lost_ack_is_a_timeout_for_the_person(app, control):
    @app.command("/review")
    def review(ack):
        ack("lost")

    control.fault("drop_ack", of="slash_command")
    with three_seconds_later(control):
        told = control.command("ana", "general", "/review")

    assert told["ack"]["status"] == "timeout"
    assert control.command("ana", "general", "/review")["ack"]["status"] == "acked"


def test_a_button_brings_its_message_and_where_it_was(heard, control, web, general):
    root = web.chat_postMessage(channel=general, text="root")["ts"]
    ts = posted(web, general, section(), actions(button(value="7", style="primary")), thread_ts=root)

    told = control.click("ana", "press", channel="general", ts=ts)
    body = heard[-1]

    assert told["ack"]["status"] == "acked"
    assert told["trigger_id"] == body["trigger_id"]
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": general,
        "is_ephemeral": False,
        "thread_ts": root,
    }
    assert body["channel"] == {"id": general, "name": "general"}
    assert (body["message"]["ts"], body["message"]["bot_id"]) == (ts, "B000000001")
    assert body["user"] == {"id": "U000000001", "username": "ana", "name": "ana", "team_id": "T000000001"}
    action = body["actions"][0]
    assert (action["type"], action["action_id"], action["block_id"], action["value"]) == (
        "button",
        "press",
        "acts",
        "7",
    )
    assert action["text"] == plain("Press")
    assert action["action_ts"]
    assert body["response_url"].startswith("http://127.0.0.1:")
    assert body["state"] == {"values": {}}


def test_a_button_in_an_ephemeral_message_says_so(heard, control, web, general, ana):
    ts = web.chat_postEphemeral(channel=general, user=ana, text="x", blocks=[actions(button())])["message_ts"]

    control.click("ana", "press", channel="general", ts=ts)

    assert heard[-1]["container"]["is_ephemeral"] is True
    with pytest.raises(ControlError) as refused:
        control.click("ben", "press", channel="general", ts=ts)
    assert refused.value.error == "unknown_message"


def test_a_button_with_a_url_answers_it_and_is_still_sent(heard, control, web, general):
    ts = posted(web, general, actions(button(url="https://x.example")))

    assert control.click("ana", "press", channel="general", ts=ts)["url"] == "https://x.example"
    assert heard[-1]["type"] == "block_actions"


def test_a_button_in_a_home_view_brings_the_view(heard, control, web, ana):
    view = web.views_publish(user_id=ana, view={"type": "home", "blocks": [actions(button())]})["view"]

    control.click("ana", "press", view_id=view["id"])
    body = heard[-1]

    assert body["container"] == {"type": "view", "view_id": view["id"]}
    assert body["view"]["type"] == "home"
    assert "message" not in body
    assert "response_url" not in body


def test_feedback_buttons_bring_the_value_that_was_pressed(heard, control, web, general):
    element = {
        "type": "feedback_buttons",
        "action_id": "press",
        "positive_button": {"text": plain("Good"), "value": "good"},
        "negative_button": {"text": plain("Bad"), "value": "bad"},
    }
    ts = posted(web, general, {"type": "context_actions", "elements": [element]})

    control.click("ana", "press", channel="general", ts=ts, value="bad")

    action = heard[-1]["actions"][0]
    assert (action["type"], action["value"], action["text"]) == ("feedback_buttons", "bad", plain("Bad"))


def test_an_overflow_menu_brings_the_option(heard, control, web, general):
    ts = posted(
        web, general, section(accessory={"type": "overflow", "action_id": "press", "options": options("a", "b")})
    )

    control.click("ana", "press", channel="general", ts=ts, value="b")

    assert heard[-1]["actions"][0]["selected_option"]["value"] == "b"
    with pytest.raises(ControlError) as refused:
        control.click("ana", "press", channel="general", ts=ts, value="c")
    assert refused.value.error == "unknown_option"


CHOICES = [
    ({"type": "static_select", "options": options("a", "b")}, "b", "selected_option", options("b")[0]),
    ({"type": "radio_buttons", "options": options("a", "b")}, "a", "selected_option", options("a")[0]),
    ({"type": "checkboxes", "options": options("a", "b")}, ["a", "b"], "selected_options", options("a", "b")),
    ({"type": "datepicker"}, "2026-12-01", "selected_date", "2026-12-01"),
    ({"type": "timepicker"}, "14:30", "selected_time", "14:30"),
    ({"type": "datetimepicker"}, 1764000000, "selected_date_time", 1764000000),
    ({"type": "users_select"}, "U000000002", "selected_user", "U000000002"),
    ({"type": "channels_select"}, "C000000001", "selected_channel", "C000000001"),
    ({"type": "conversations_select"}, "C000000001", "selected_conversation", "C000000001"),
]


@pytest.mark.parametrize(("element", "value", "key", "held"), CHOICES, ids=[each[0]["type"] for each in CHOICES])
def test_an_input_in_a_message_is_sent_when_it_is_set(heard, control, web, general, element, value, key, held):
    ts = posted(web, general, actions({**element, "action_id": "pick"}))

    control.select("ana", "pick", value, channel="general", ts=ts)
    body = heard[-1]

    assert body["actions"][0][key] == held
    assert body["state"]["values"]["acts"]["pick"] == {"type": element["type"], key: held}
    assert control.messages("ana", "general")[0]["state"]["values"]["acts"]["pick"][key] == held
    assert control.messages("ben", "general")[0]["state"]["values"] == {}


@pytest.mark.parametrize("kind", ["users", "channels", "conversations"])
def test_a_multi_select_of_ids_is_sent_from_a_section(heard, control, web, general, kind):
    element = {"type": f"multi_{kind}_select", "action_id": "pick", "max_selected_items": 1}
    ts = posted(web, general, section(accessory=element, block_id="s"))

    control.select("ana", "pick", ["U000000002"], channel="general", ts=ts)

    assert heard[-1]["actions"][0][f"selected_{kind}"] == ["U000000002"]
    with pytest.raises(ControlError) as refused:
        control.select("ana", "pick", ["U000000001", "U000000002"], channel="general", ts=ts)
    assert refused.value.error == "unfit_value"


def test_the_state_of_all_inputs_comes_with_every_click(heard, control, web, general):
    two = actions({"type": "checkboxes", "action_id": "pick", "options": options("a", "b")}, button())
    ts = posted(web, general, two, text_input("note"))
    control.select("ana", "pick", ["b"], channel="general", ts=ts)
    quiet = control.act("select", "ana", channel="general", ts=ts, action_id="typed", value="why not")

    control.click("ana", "press", channel="general", ts=ts)
    values = heard[-1]["state"]["values"]

    assert quiet["ack"]["status"] == "not_sent"
    assert values["acts"]["pick"]["selected_options"] == options("b")
    assert values["note"]["typed"] == {"type": "plain_text_input", "value": "why not"}


def test_what_was_chosen_is_forgotten_when_its_block_gets_another_id(heard, control, web, general):
    def shown(block_id):
        return [actions({"type": "checkboxes", "action_id": "pick", "options": options("a")}, block_id=block_id)]

    ts = posted(web, general, *shown("one"))
    control.select("ana", "pick", ["a"], channel="general", ts=ts)
    web.chat_update(channel=general, ts=ts, text="x", blocks=shown("one"))
    assert control.messages("ana", "general")[0]["state"]["values"] != {}
    web.chat_update(channel=general, ts=ts, text="x", blocks=shown("two"))

    assert control.messages("ana", "general")[0]["state"]["values"] == {}


@pytest.mark.parametrize(
    ("act", "given", "error"),
    [
        ("click", {"action_id": "nothing"}, "unknown_element"),
        ("click", {"action_id": "pick"}, "not_a_button"),
        ("select", {"action_id": "press", "value": "x"}, "not_an_input"),
        ("select", {"action_id": "pick", "value": "z"}, "unfit_value"),
        ("suggest", {"action_id": "pick", "value": "z"}, "not_external"),
        ("click", {"action_id": "twice"}, "ambiguous_element"),
    ],
)
def test_what_is_not_there_cannot_be_used(control, web, general, act, given, error):
    pick = {"type": "static_select", "action_id": "pick", "options": options("a")}
    ts = posted(
        web,
        general,
        actions(button(), pick),
        actions(button("twice"), block_id="x"),
        actions(button("twice"), block_id="y"),
    )

    with pytest.raises(ControlError) as refused:
        control.act(act, "ana", channel="general", ts=ts, **given)
    assert refused.value.error == error


def test_a_button_for_some_people_is_there_for_them_only(heard, control, web, general, ana):
    ts = posted(web, general, actions(button(visible_to_user_ids=[ana])))

    assert control.click("ana", "press", channel="general", ts=ts)["ack"]["status"] == "acked"
    with pytest.raises(ControlError) as refused:
        control.click("ben", "press", channel="general", ts=ts)
    assert refused.value.error == "unknown_element"


def test_without_interactivity_a_button_does_nothing(control, web, general):
    control.post("reset", manifest=manifest(interactivity={"is_enabled": False}))
    ts = posted(web, general, actions(button()))

    with pytest.raises(ControlError) as refused:
        control.click("ana", "press", channel="general", ts=ts)
    assert refused.value.error == "interactivity_disabled"


@pytest.fixture
def suggests(app):
    """Offers what begins with the letters typed, and acks a choice."""

    @app.options("search")
    def offer(ack, payload):
        found = [each for each in ("drift", "data", "cost") if each.startswith(payload["value"])]
        ack(options=options(*found))

    @app.action("search")
    def chosen(ack):
        ack()


def test_an_external_select_asks_the_app_and_takes_what_it_offered(suggests, control, web, general):
    ts = posted(web, general, actions({"type": "external_select", "action_id": "search", "min_query_length": 0}))

    offered = control.act("suggest", "ana", channel="general", ts=ts, action_id="search", value="d")
    chosen = control.select("ana", "search", "drift", channel="general", ts=ts)
    asked = control.journal("block_suggestion")[0]["payload"]

    assert [option["value"] for option in offered["options"]] == ["drift", "data"]
    assert chosen["ack"]["status"] == "acked"
    assert (asked["action_id"], asked["block_id"], asked["value"]) == ("search", "acts", "d")
    assert asked["container"]["message_ts"] == ts
    assert control.journal("options_ack")[0]["payload"]["options"] == offered["options"]
    with pytest.raises(ControlError) as refused:
        control.select("ana", "search", "nothing", channel="general", ts=ts)
    assert refused.value.error == "unfit_value"


def test_a_global_shortcut_brings_no_channel(app, control):
    heard = []

    @app.shortcut("go")
    def went(ack, body):
        heard.append(body)
        ack()

    told = control.act("shortcut", "ana", callback_id="go")

    assert told["trigger_id"] == heard[0]["trigger_id"]
    assert (heard[0]["type"], heard[0]["callback_id"]) == ("shortcut", "go")
    assert "channel" not in heard[0]


def test_a_message_shortcut_brings_the_message(app, control, general):
    heard = []

    @app.shortcut("ask")
    def asked(ack, body):
        heard.append(body)
        ack()

    ts = control.message("ben", "general", "we never test")["ts"]
    control.act("shortcut", "ana", callback_id="ask", channel="general", ts=ts)
    body = heard[0]

    assert (body["type"], body["callback_id"], body["message_ts"]) == ("message_action", "ask", ts)
    assert body["message"]["text"] == "we never test"
    assert body["channel"] == {"id": general, "name": "general"}
    assert body["response_url"]
    assert "api_app_id" not in body


def test_a_shortcut_that_the_manifest_lacks_is_refused(control):
    with pytest.raises(ControlError) as refused:
        control.act("shortcut", "ana", callback_id="ask")
    assert refused.value.error == "unknown_shortcut"


def test_a_late_delivery_comes_with_a_trigger_that_is_too_old(app, control, web):
    errors = []

    @app.shortcut("go")
    def went(ack, body):
        ack()
        errors.append(refusal_of(web, body["trigger_id"]))

    control.fault("late", of="shortcut", seconds=4)
    acting = threading.Thread(target=lambda: control.act("shortcut", "ana", callback_id="go"))
    acting.start()
    eventually(lambda: not control.get("faults")["faults"])
    control.advance(4.1)
    acting.join()

    assert eventually(lambda: errors) == ["expired_trigger_id"]


def refusal_of(web, trigger_id):
    from tests.playground.running import modal, refusal

    return refusal(web.views_open, trigger_id=trigger_id, view=modal())
