"""A channel tells the bot of its stack, and its answers put the steps for it first."""

import re

import pytest

from tests.support.dialog import Dialog, words

BY_HAND = "we retrain by hand every quarter, is that ok?"
STEP = re.compile(r"^\d\. (.*)$", re.M)


def answered(dialog):
    """The text of an answer to the same question."""
    return dialog.answer("ana", dialog.mention("ana", BY_HAND))["text"]


def steps(text):
    return STEP.findall(text)


def tell(dialog, text, user="ana"):
    return words(dialog.answer(user, dialog.mention(user, text)))


def test_steps_for_what_a_channel_uses_come_first_until_it_is_forgotten(dialog, control):
    before = answered(dialog)
    told = tell(dialog, "remember: we use SageMaker")
    after = answered(dialog)

    assert "SageMaker" not in before
    assert "> we use SageMaker" in told
    assert "steps that name *SageMaker* come first" in told
    assert "SageMaker" in steps(after)[0]
    assert steps(after)[-1] == steps(before)[0]
    assert answered(Dialog(control)) == before

    assert "Forgotten" in tell(dialog, "forget our stack")
    assert answered(dialog) == before


def test_what_a_channel_does_not_use_makes_way_and_comparable_services_are_named_as_such(dialog):
    before = answered(dialog)
    told = tell(dialog, "remember that we use Vertex AI, not SageMaker")
    text = answered(dialog)

    assert "Steps for *SageMaker* come last" in told
    assert steps(text) == steps(before)
    assert "(comparable to SageMaker" in text
    assert "by name only" in text
    assert "we use Vertex AI, not SageMaker" in tell(dialog, "our stack")


def test_a_pick_is_answered_for_the_stack_too(dialog, control):
    tell(dialog, "remember: we use SageMaker")
    asked = dialog.mention("ana", "we do have something for drift")
    answer = dialog.answer("ana", asked)
    _, trouble = [each for each in answer["blocks"] if each.get("accessory", {}).get("action_id") == "answer.pick"]
    where = {"channel": dialog.channel, "ts": answer["ts"], "block_id": trouble["block_id"]}
    control.click("ana", "answer.pick", **where)

    settled = dialog.until(lambda: steps(dialog.answer("ana", asked)["text"]))
    assert "SageMaker" in settled[0]


def test_the_words_are_in_the_settings_and_can_be_changed_there(dialog, control):
    tell(dialog, "remember: we use Weights & Biases <!here>")
    dialog.command("ana", "settings")
    shown = next(block for block in dialog.modal("ana")["blocks"] if block["block_id"] == "notes")
    control.submit("ana", {"notes": {"text": "we use SageMaker"}})
    dialog.whispers("ana")

    assert shown["element"]["initial_value"] == "we use Weights & Biases <!here>"
    assert "SageMaker" in steps(answered(dialog))[0]


def test_who_may_not_change_the_settings_may_not_change_the_notes(dialog, control):
    dialog.command("ana", "settings")
    dialog.modal("ana")
    control.submit("ana", {"managers": {"pick": "admins"}})
    dialog.mention("ben", "remember: we use SageMaker")

    assert "Only workspace admins" in dialog.whispers("ben")[-1]["text"]
    assert "know nothing" in tell(dialog, "our stack", "ben")


@pytest.mark.parametrize(
    ("text", "said"), [("remember:", "Write it after the word"), ("remember: " + "x" * 501, "500")]
)
def test_nothing_and_too_much_are_refused_in_words(dialog, text, said):
    dialog.mention("ana", text)

    assert said in dialog.whispers("ana")[-1]["text"]


def test_nobody_is_notified_by_what_is_remembered(dialog):
    told = tell(dialog, "remember: we use Vertex AI <!channel> @here")

    assert "<!" not in told
    assert "@here" not in told


def test_our_own_conversation_has_a_stack_of_its_own(dialog):
    told = dialog.write("ben", "remember: we use SageMaker", channel="app")
    assert "come first" in words(dialog.answer("ben", told, "app"))
    asked = dialog.write("ben", BY_HAND, channel="app")

    assert "SageMaker" in steps(dialog.answer("ben", asked, "app")["text"])[0]
    assert "SageMaker" not in answered(dialog)


def test_somebody_of_another_organisation_who_shares_the_channel_may_not_change_the_notes(dialog, control):
    sam = f"sam-{dialog.channel}"
    control.act("person", "ana", who=sam, real_name="Sam Strange", team="T999999999")
    control.act("invite", "ana", channel=dialog.channel, who=sam)
    tell(dialog, "remember: we use SageMaker")

    for count, text in enumerate(("remember: we use Vertex AI", "forget our stack"), 1):
        dialog.mention(sam, text)
        assert "people of other organisations" in dialog.whispers(sam, count)[-1]["text"]

    shown = tell(dialog, "our stack", sam)
    assert "> we use SageMaker" in shown
    assert "Vertex" not in shown


def form(dialog, control, told, **filled):
    """Ana has the settings open while Ben tells something, then saves them."""
    dialog.command("ana", "settings")
    dialog.modal("ana")
    tell(dialog, told, "ben")
    control.submit("ana", {"private": {"pick": "private"}, **filled})
    return dialog.whispers("ana")[-1]["text"]


def test_what_is_told_while_the_settings_are_open_stays(dialog, control):
    tell(dialog, "remember: we use SageMaker")

    assert form(dialog, control, "remember: no Airflow").startswith("Saved. ")

    shown = tell(dialog, "our stack")
    assert "> we use SageMaker" in shown
    assert "> no Airflow" in shown
    dialog.command("ana", "settings")
    chosen = next(each for each in dialog.modal("ana")["blocks"] if each["block_id"] == "private")
    assert chosen["element"]["initial_option"]["value"] == "private"


def test_who_changes_the_notes_in_a_form_while_somebody_else_tells_more_is_told_that_they_were_not_saved(
    dialog, control
):
    said = form(dialog, control, "remember: no Airflow", notes={"text": "we use Vertex AI"})

    assert "somebody changed that while your form was open" in said
    shown = tell(dialog, "our stack")
    assert "> no Airflow" in shown
    assert "Vertex" not in shown


@pytest.mark.parametrize("text", ["remember: we use SageMaker", "our stack", "forget our stack"])
def test_what_slack_delivers_twice_is_answered_once_even_where_our_answer_seemed_lost(dialog, control, text):
    control.fault("duplicate", of="event", times=2)
    control.fault("lost_response", method="chat.postMessage")

    said = dialog.mention("ana", text)

    dialog.answer("ana", said)
    control.idle(quiet_ms=1500, timeout_ms=20_000)
    assert len(dialog.replies("ana", said, 1)) == 1
