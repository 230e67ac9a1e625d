"""views.*: opening, pushing, updating, publishing; triggers; hashes."""

import pytest

from tests.playground.running import answer_of, manifest, modal, refusal, section, text_input


def home(*blocks, **more):
    return {"type": "home", "blocks": list(blocks) or [section()], **more}


def test_a_modal_opens_for_the_person_of_the_trigger_and_comes_back_whole(control, web, trigger):
    view = web.views_open(trigger_id=trigger(), view=modal(text_input(), private_metadata="m", callback_id="c"))["view"]

    assert view["id"] == "V000000001"
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert (view["private_metadata"], view["callback_id"], view["external_id"]) == ("m", "c", "")
    assert (view["clear_on_close"], view["notify_on_close"], view["close"]) == (False, False, None)
    assert view["state"]["values"] == {"notes": {"typed": {"type": "plain_text_input", "value": None}}}
    assert (view["app_id"], view["bot_id"], view["team_id"]) == ("A000000001", "B000000001", "T000000001")
    assert view["app_installed_team_id"] == "T000000001"
    assert view["hash"]
    assert [shown["id"] for shown in control.view("ana")["modals"]] == [view["id"]]
    assert control.view("ben")["modals"] == []


def test_a_trigger_opens_one_modal_only(web, trigger):
    once = trigger()
    web.views_open(trigger_id=once, view=modal())

    assert refusal(web.views_open, trigger_id=once, view=modal()) == "exchanged_trigger_id"


def test_a_trigger_is_too_old_after_three_seconds(control, web, trigger):
    control.post("clock", freeze=True)
    young, old = trigger(), trigger()
    control.advance(3)
    assert web.views_open(trigger_id=young, view=modal())["ok"]
    control.advance(0.1)
    assert refusal(web.views_open, trigger_id=old, view=modal()) == "expired_trigger_id"
    control.post("clock", freeze=False)


def test_triggers_can_be_made_to_expire(control, web, trigger):
    old = trigger()

    assert control.post("expire", what=["triggers"])["expired"] == {"triggers": 1}
    assert refusal(web.views_open, trigger_id=old, view=modal()) == "expired_trigger_id"


def test_a_made_up_trigger_and_none_are_refused(web):
    assert refusal(web.views_open, trigger_id="1.2.abc", view=modal()) == "invalid_trigger_id"
    assert refusal(web.views_open, view=modal()) == "invalid_arguments"


def test_a_wrong_view_does_not_use_the_trigger_up(web, trigger):
    fresh = trigger()
    answer = answer_of(
        web.views_open, trigger_id=fresh, view=modal(section(), title={"type": "plain_text", "text": ""})
    )

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/view/title/text]"
    ]
    assert web.views_open(trigger_id=fresh, view=modal())["ok"]


def test_a_home_view_is_no_modal_and_a_modal_no_home_view(web, trigger, ana):
    assert refusal(web.views_open, trigger_id=trigger(), view=home()) == "invalid_arguments"
    assert refusal(web.views_publish, user_id=ana, view=modal()) == "invalid_arguments"


def test_a_view_has_a_size(web, trigger):
    large = [section(f"{number:04d}" + "x" * 2_900) for number in range(85)]

    assert web.views_open(trigger_id=trigger(), view=modal(*large[:84]))["ok"]
    assert refusal(web.views_open, trigger_id=trigger(), view=modal(*large)) == "view_too_large"


def test_an_external_id_is_unique(web, trigger):
    web.views_open(trigger_id=trigger(), view=modal(external_id="mine"))

    assert refusal(web.views_open, trigger_id=trigger("ben"), view=modal(external_id="mine")) == "duplicate_external_id"


def test_an_update_finds_a_view_by_id_or_external_id_and_keeps_what_was_typed(control, web, trigger):
    view = web.views_open(trigger_id=trigger(), view=modal(text_input(), external_id="mine"))["view"]
    control.act("select", "ana", view_id=view["id"], action_id="typed", value="we label twice")

    changed = web.views_update(view_id=view["id"], view=modal(section("new"), text_input(), external_id="mine"))["view"]
    again = web.views_update(external_id="mine", view=modal(section("newer"), external_id="mine"))["view"]

    assert changed["id"] == again["id"] == view["id"]
    assert len({view["hash"], changed["hash"], again["hash"]}) == 3
    assert changed["state"]["values"]["notes"]["typed"]["value"] == "we label twice"
    assert again["state"]["values"] == {}
    assert control.view("ana")["modals"][0]["blocks"][0]["text"]["text"] == "newer"


def test_an_update_with_an_old_hash_conflicts(web, trigger):
    view = web.views_open(trigger_id=trigger(), view=modal())["view"]
    web.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("new")))

    assert refusal(web.views_update, view_id=view["id"], hash=view["hash"], view=modal()) == "hash_conflict"


def test_an_update_needs_a_view_that_is_open(control, web, trigger):
    view = web.views_open(trigger_id=trigger(), view=modal())["view"]
    control.act("close", "ana")

    assert refusal(web.views_update, view_id=view["id"], view=modal()) == "not_found"
    assert refusal(web.api_call, "views.update", json={"view": modal()}) == "invalid_arguments"


@pytest.fixture
def pushes(app, control, web, trigger):
    """Opens a modal with a button, and gives a function that pushes with the trigger of a click in it."""
    seen = []
    pressed = {
        "type": "actions",
        "block_id": "acts",
        "elements": [{"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}],
    }

    @app.action("more")
    def more(ack, body):
        seen.append(body["trigger_id"])
        ack()

    web.views_open(trigger_id=trigger(), view=modal(pressed))

    def push():
        visible = control.view("ana")["modals"][-1]["id"]
        control.click("ana", "more", view_id=visible)
        return web.views_push(trigger_id=seen[-1], view=modal(pressed))

    return push


def test_a_push_stacks_up_to_three_views(control, pushes):
    second = pushes()["view"]
    third = pushes()["view"]

    assert second["root_view_id"] == third["root_view_id"] == second["previous_view_id"]
    assert third["previous_view_id"] == second["id"]
    assert len(control.view("ana")["modals"]) == 3
    assert refusal(pushes) == "push_limit_reached"


def test_a_push_needs_a_trigger_that_was_made_in_the_modal(web, trigger):
    web.views_open(trigger_id=trigger(), view=modal())

    assert refusal(web.views_push, trigger_id=trigger(), view=modal()) == "not_found"


def test_closing_shows_the_view_below_again(control, pushes):
    first = control.view("ana")["modals"][0]["id"]
    pushes()

    assert [view["id"] for view in control.act("close", "ana")["modals"]] == [first]


def test_a_home_view_is_published_and_replaced(control, web, ana):
    first = web.views_publish(user_id=ana, view=home(section("one")))["view"]
    second = web.views_publish(user_id=ana, view=home(section("two")), hash=first["hash"])["view"]

    assert first["id"] == second["id"]
    assert control.view("ana")["home"]["blocks"][0]["text"]["text"] == "two"
    assert control.view("ben")["home"] is None


def test_publishing_with_an_old_hash_conflicts(web, ana):
    first = web.views_publish(user_id=ana, view=home())["view"]
    web.views_publish(user_id=ana, view=home(section("two")))

    assert refusal(web.views_publish, user_id=ana, view=home(), hash=first["hash"]) == "hash_conflict"


def test_publishing_needs_a_person_and_the_home_tab(control, web, ana):
    assert refusal(web.views_publish, user_id="U999999999", view=home()) == "user_not_found"
    without = manifest()
    without["features"]["app_home"]["home_tab_enabled"] = False
    control.post("reset", manifest=without)

    assert refusal(web.views_publish, user_id=ana, view=home()) == "not_enabled"
