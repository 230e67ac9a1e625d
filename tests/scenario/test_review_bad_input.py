"""What goes wrong around a review: old and strange cards, long notes, names of every script, channels and people that change.

Each time: nothing is lost, nothing is stuck, nothing is logged as an error, and the person learns what to do.
"""

import json
from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.playground.client import ControlError
from bot.review.errors import NOTE_LIMIT
from bot.slack import actions
from tests.support.dialog import words
from tests.support.logged import errors_logged
from tests.support.reviewing import ReviewDialog

COST = ["pillars:cost-optimization"]


@pytest.fixture(autouse=True)
def errors():
    """What is logged as an error meanwhile: nothing, at the end of each of these."""
    with errors_logged() as heard:
        yield heard
    assert heard == []


@pytest.fixture
def review(dialog):
    return ReviewDialog(dialog)


def channel_id(dialog, who="ana"):
    return next(each["id"] for each in dialog.control.view(who)["channels"] if each["name"] == dialog.channel)


def web(control):
    app = control.get("app")
    return WebClient(app["bot_token"], base_url=app["api_url"])


def told(dialog, who, text):
    """Wait until this person, and nobody else, has been told this."""
    return dialog.until(lambda: [each for each in dialog.whispers(who) if text in words(each) or text in each["text"]])


def carried(card):
    """What the buttons of a card carry."""
    return next(each["value"] for block in card["blocks"] for each in block.get("elements") or [] if "value" in each)


def boxes(card):
    """The ids of the practices that a card offers."""
    groups = [each for block in card["blocks"] for each in block.get("elements") or [] if each["type"] == "checkboxes"]
    return [option["value"] for group in groups for option in group["options"]]


class TestCards:
    def test_choices_of_another_question_change_nothing(self, review, dialog, control):
        review.start()
        first = review.card()
        dialog.press("ana", first, "Skip")
        second = review.card(after=first)
        offered = [{"text": {"type": "plain_text", "text": "x"}, "value": boxes(first)[0]}]
        group = {"type": "checkboxes", "action_id": actions.BOXES, "options": offered, "initial_options": offered}
        save = {"type": "button", "action_id": actions.ANSWER, "value": carried(second)}
        save["text"] = {"type": "plain_text", "text": "Save"}
        forged = [
            {"type": "actions", "block_id": "boxes", "elements": [group]},
            {"type": "actions", "elements": [save]},
        ]
        posted = web(control).chat_postMessage(channel=channel_id(dialog), text="x", blocks=forged)

        dialog.press("ana", review.message(posted["ts"]), "Save")

        told(dialog, "ana", "belongs to another question")
        assert "0 of 35" in words(review.progress())

    @pytest.mark.parametrize(
        "value", ["[1,{review},{question},99]", "[1,{review},{other},0]", "[1,{gone},{question},0]"]
    )
    def test_a_card_that_cannot_be_is_refused_in_words(self, review, dialog, control, value):
        review.start()
        first = review.card()
        _version, known, question, _turn = json.loads(carried(first))
        names = {"review": known, "question": question, "other": "MLNONE99", "gone": "r000000000000"}
        value = value.format(**{name: json.dumps(each) for name, each in names.items()})
        none = {"type": "button", "action_id": actions.NONE, "value": value}
        none["text"] = {"type": "plain_text", "text": "None of these"}
        posted = web(control).chat_postMessage(
            channel=channel_id(dialog), text="x", blocks=[{"type": "actions", "elements": [none]}]
        )

        dialog.press("ben", review.message(posted["ts"]), "None of these")

        assert dialog.whispers("ben")[-1]["text"]
        assert "wrong on my side" not in dialog.whispers("ben")[-1]["text"]
        assert "0 of 35" in words(review.progress())

    def test_a_card_of_a_review_that_was_deleted_says_so(self, review, dialog):
        review.start(scope=COST)
        first = review.card()
        dialog.command("ana", "review delete")
        dialog.press("ana", dialog.whispers("ana")[-1], "Delete the review")
        dialog.until(lambda: any("is deleted" in words(each) for each in dialog.seen("ben")), 60)

        for label in ("None of these", "In detail…", "What does this mean?", "Skip"):
            dialog.press("ben", first, label)

        dialog.until(lambda: len(dialog.whispers("ben")) >= 4)
        assert all("no longer here" in each["text"] for each in dialog.whispers("ben"))

    def test_a_card_of_an_earlier_review_changes_nothing_in_the_next(self, review, dialog, control):
        review.start(scope=COST)
        first = review.card()
        review.progress()
        control.idle()
        dialog.press("ana", review.progress(), "Finish")
        dialog.until(lambda: [each for each in dialog.seen("ben") if "high and" in words(each)])
        before = dialog.seen("ana")[-1]
        review.start()
        review.card(after=first)

        dialog.press("ben", first, "None of these")

        told(dialog, "ben", "finished")
        later = [each for each in dialog.seen("ana") if each["ts"] > before["ts"] and "Review of" in words(each)]
        assert "0 of 35" in words(later[-1])


@pytest.fixture
def next_edition(world):
    """Have the lens upgraded: an edition without its first two questions."""
    lenses = world[1].bot.lenses
    before = lenses["machine-learning"]

    def upgrade():
        lenses["machine-learning"] = replace(before, edition="2030-01-01", questions=before.questions[2:])

    yield upgrade
    lenses["machine-learning"] = before


class TestEditions:
    def test_what_an_upgrade_of_the_lens_removed_is_told_and_moved_when_somebody_says_so(
        self, review, dialog, next_edition
    ):
        review.start()
        first = review.card()
        dialog.press("ana", first, "None of these")
        second = review.card(after=first)
        review.settled(first, "*High risk*")
        next_edition()

        for label in ("None of these", "What does this mean?", "Skip"):
            dialog.press("ben", second, label)
            told(dialog, "ben", "new edition")
        dialog.command("ben", "review status")
        dialog.until(lambda: len(dialog.whispers("ben")) == 4)
        dialog.command("ana", "review upgrade")
        shown = told(dialog, "ana", "It can be moved")[-1]
        assert "`MLOPS01` (its answer goes with it), `MLOPS02`" in words(shown)
        dialog.press("ana", shown, "Move it to this edition")

        third = review.card(after=second)
        assert "MLOPS03" in words(third)
        assert "question 1 of 33" in words(third)
        assert "moved this review" in str(dialog.seen("ben"))
        review.settled(first, "no longer asked")
        dialog.until(lambda: "0 of 33" in words(review.progress()))
        dialog.press("ana", third, "None of these")
        dialog.until(lambda: "1 of 33" in words(review.progress()))

    def test_words_about_a_question_that_waits_for_a_new_edition_are_answered(self, review, dialog, next_edition):
        review.start()
        first = review.card()
        next_edition()

        dialog.write("ben", "everybody has a learning plan for their role", thread_ts=first["ts"])

        dialog.until(lambda: [each for each in dialog.thread("ana", first["ts"]) if "new edition" in each["text"]])

    def test_there_is_nothing_to_move_where_the_edition_is_the_same(self, review, dialog):
        review.start()
        review.card()

        dialog.command("ana", "review upgrade")

        told(dialog, "ana", "nothing to move")

    def test_a_press_to_move_that_comes_twice_moves_once(self, review, dialog, next_edition):
        review.start()
        card = review.card()
        next_edition()
        dialog.command("ana", "review upgrade")
        shown = told(dialog, "ana", "It can be moved")[-1]
        dialog.press("ana", shown, "Move it to this edition")
        review.card(after=card)

        dialog.press("ana", shown, "Move it to this edition")

        told(dialog, "ana", "nothing to move")


class TestNotes:
    def test_slack_holds_a_note_to_its_limit_and_all_of_that_is_kept(self, review, dialog, control):
        review.start()
        first = review.card()
        dialog.press("ana", first, "In detail…")
        modal = dialog.modal("ana")
        practice = next(each["block_id"] for each in modal["blocks"] if each["type"] == "input")
        long = "n" * (NOTE_LIMIT - 3) + "end"

        control.submit("ana", {practice: {"pick": "in_place"}, "note": {"text": long + "!"}})
        assert "note" in control.view("ana")["modal_errors"]
        control.submit("ana", {"note": {"text": long}})

        dialog.until(lambda: "nnn" in words(review.message(first["ts"])))
        assert control.view("ana")["modals"] == []

    def test_a_note_of_pictures_counts_each_as_slack_does_and_is_kept(self, review, dialog, control):
        review.start()
        first = review.card()
        dialog.press("ana", first, "In detail…")
        modal = dialog.modal("ana")
        practice = next(each["block_id"] for each in modal["blocks"] if each["type"] == "input")

        control.submit("ana", {practice: {"pick": "in_place"}, "note": {"text": "👩‍🔬 שלום " * 100}})

        review.settled(first, "👩‍🔬 שלום")

    def test_a_long_story_in_the_thread_breaks_nothing(self, review, dialog):
        review.start()
        first = review.card()

        dialog.write("ben", "everybody has a learning plan for their role. " * 200, thread_ts=first["ts"])

        dialog.until(lambda: [each for each in dialog.thread("ana", first["ts"]) if "I read your words" in words(each)])


@pytest.mark.parametrize(
    "name", ["👩‍🔬🚀 Churn", "زبائن يغادرون", "הונאה \u202e3 of 5", "<!channel> & *Fraud*", "é" * 100]
)
def test_a_workload_of_any_name_is_reviewed_shown_and_reported(review, dialog, name):
    review.start(name=name, scope=COST)
    first = review.card()
    dialog.press("ana", first, "None of these")
    review.card(after=first)

    head = dialog.until(lambda: [each for each in dialog.seen("ben") if "1 of 6 answered" in words(each)])[0]
    assert "<!channel>" not in head["text"]
    assert head["blocks"][0]["text"]["type"] == "plain_text"
    dialog.command("ana", "review report")

    def files():
        found = [file["name"] for message in dialog.seen("ben") for file in message.get("files") or []]
        return {each.rsplit(".", 1)[-1] for each in found} >= {"pdf", "md", "csv", "json"}

    dialog.until(files, 60)


class TestChannels:
    def test_a_question_whose_message_was_deleted_is_shown_again_and_goes_on(self, review, dialog, control, provoked):
        provoked |= {("chat.update", "message_not_found")}
        review.start()
        first = review.card()
        dialog.write("ben", "let me think", thread_ts=first["ts"])
        _joined(dialog, "farah")
        control.act("delete", "farah", channel=dialog.channel, ts=first["ts"])

        dialog.command("ana", "review")
        again = review.card(after=first)
        dialog.press("ana", again, "None of these")

        review.card(after=again)
        dialog.until(lambda: "1 of 35" in words(review.progress()))

    def test_somebody_asked_in_a_deleted_thread_is_told_all_the_same(self, review, dialog, control, provoked):
        provoked |= {("chat.postMessage", "thread_not_found"), ("chat.update", "message_not_found")}
        provoked |= {("chat.getPermalink", "message_not_found")}
        review.start()
        first = review.card()
        dialog.press("ana", first, "Ask someone…")
        dialog.modal("ana")
        _joined(dialog, "farah")
        control.act("delete", "farah", channel=dialog.channel, ts=first["ts"])

        control.submit("ana", {"who": {"pick": control.view("ben")["user"]["id"]}})

        dialog.until(lambda: [each for each in dialog.seen("ben") if "asks you" in words(each)])

    def test_a_message_that_was_deleted_is_no_evidence(self, review, dialog, control, provoked):
        provoked |= {("chat.getPermalink", "message_not_found")}
        review.start()
        review.card()
        said = dialog.write("ana", "here is our charter")
        control.act("shortcut", "ana", callback_id="use_as_evidence", channel=dialog.channel, ts=said)
        dialog.modal("ana")
        control.act("delete", "ana", channel=dialog.channel, ts=said)

        control.submit("ana")

        told(dialog, "ana", "no longer there")

    def test_the_bot_removed_and_invited_again_goes_on_where_it_was(self, review, dialog, control, provoked):
        provoked |= {(method, "not_in_channel") for method in ("chat.postMessage", "chat.update", "chat.postEphemeral")}
        provoked |= {
            (method, "channel_not_found") for method in ("chat.postMessage", "chat.update", "chat.postEphemeral")
        }
        review.start()
        first = review.card()
        control.idle()
        control.act("remove", "ana", channel=dialog.channel, who="app")
        dialog.press("ana", first, "None of these")
        control.idle()

        control.act("invite", "ana", channel=dialog.channel, who="app")
        dialog.command("ana", "review")

        again = review.card(after=first)
        assert "MLOPS02" in words(again)
        dialog.press("ana", again, "None of these")
        dialog.until(lambda: [each for each in dialog.seen("ana") if "2 of 35 answered" in words(each)])

    def test_a_renamed_channel_keeps_its_review(self, review, dialog, control):
        review.start()
        first = review.card()
        control.act("rename_channel", "ana", channel=dialog.channel, name=f"{dialog.channel}-new")
        dialog.channel += "-new"

        dialog.press("ben", first, "None of these")

        assert "MLOPS02" in words(review.card(after=first))
        dialog.command("ana", "review status")
        told(dialog, "ana", "1 of 35")

    def test_a_channel_made_private_keeps_its_review(self, review, dialog, control):
        review.start()
        first = review.card()
        control.act("make_private", "ana", channel=dialog.channel)

        dialog.press("ben", first, "None of these")

        second = review.card(after=first)
        dialog.write("ben", "everybody has a learning plan for their role", thread_ts=first["ts"])
        dialog.until(lambda: [each for each in dialog.thread("ana", first["ts"]) if "I read your words" in words(each)])
        dialog.press("ben", second, "Skip")
        review.card(after=second)

    def test_an_archived_channel_keeps_what_was_pressed_and_goes_on_when_it_is_back(
        self, review, dialog, control, provoked
    ):
        provoked |= {(each, "is_archived") for each in ("chat.postMessage", "chat.update", "chat.postEphemeral")}
        review.start()
        first = review.card()
        control.idle()
        control.act("archive", "ana", channel=dialog.channel)
        dialog.press("ben", first, "None of these")
        control.idle()

        control.act("unarchive", "ana", channel=dialog.channel)
        dialog.command("ana", "review")

        assert "MLOPS02" in words(review.card(after=first))
        dialog.command("ana", "review status")
        told(dialog, "ana", "1 of 35")


def _joined(dialog, *people):
    for each in people:
        dialog.control.act("invite", "ana", channel=dialog.channel, who=each)


class TestPeople:
    def test_a_review_whose_owner_has_left_can_still_be_finished(self, review, dialog, control):
        olu = control.act("person", "ana", who=f"olu-{dialog.channel}", real_name="Olu Ade")["id"]
        _joined(dialog, "farah")
        review.start("farah", owners=[olu], scope=COST)
        review.card("farah")
        control.act("person", "ana", who=f"olu-{dialog.channel}", deleted=True)

        dialog.command("ben", "review finish")
        assert "Olu" not in dialog.whispers("ben")[-1]["text"]
        assert "admins" in dialog.whispers("ben")[-1]["text"]
        dialog.command("farah", "review finish")

        dialog.until(lambda: [each for each in dialog.seen("ben") if "high and" in words(each)])

    def test_who_has_left_cannot_be_asked(self, review, dialog, control):
        olu = control.act("person", "ana", who=f"olu-{dialog.channel}", real_name="Olu Ade")["id"]
        review.start()
        first = review.card()
        dialog.press("ana", first, "Ask someone…")
        dialog.modal("ana")
        control.act("person", "ana", who=f"olu-{dialog.channel}", deleted=True)

        control.submit("ana", {"who": {"pick": olu}})

        told(dialog, "ana", "has left")
        assert len(review.cards()) == 1

    def test_a_question_that_waits_for_somebody_who_left_can_be_answered_by_others(self, review, dialog, control):
        olu = control.act("person", "ana", who=f"olu-{dialog.channel}", real_name="Olu Ade")["id"]
        review.start()
        first = review.card()
        dialog.press("ana", first, "Ask someone…")
        dialog.modal("ana")
        control.submit("ana", {"who": {"pick": olu}})
        second = review.card(after=first)
        control.act("person", "ana", who=f"olu-{dialog.channel}", deleted=True)

        dialog.press("ben", review.settled(first, "Waiting for"), "Change the answer")
        again = review.card(after=second)
        dialog.press("ben", again, "None of these")

        dialog.until(lambda: "1 of 35" in words(review.progress()))

    def test_a_guest_answers_but_neither_starts_nor_ends_a_review(self, review, dialog, control):
        gus = f"gus-{dialog.channel}"
        control.act("person", "ana", who=gus, real_name="Gus Guest", is_restricted=True)
        _joined(dialog, gus)
        dialog.command(gus, "review")
        told(dialog, gus, "not start a review")
        assert control.view(gus)["modals"] == []
        review.start()
        first = review.card(gus)

        dialog.press(gus, first, "None of these")

        review.card(gus, after=first)
        control.idle()
        dialog.press(gus, review.progress(gus), "Finish")
        told(dialog, gus, "not finish this review")
        assert "(finished)" not in words(review.progress())

    def test_somebody_of_another_organisation_answers_in_every_way_but_does_not_finish(self, review, dialog, control):
        sam = f"sam-{dialog.channel}"
        control.act("person", "ana", who=sam, real_name="Sam Strange", team="T999999999")
        _joined(dialog, sam)
        with pytest.raises(ControlError):
            dialog.command(sam, "review")
        review.start()
        first = review.card(sam)
        dialog.press(sam, first, "Does not apply…")
        dialog.modal(sam)

        control.submit(sam, {"reason": {"text": "a vendor's model"}})

        second = review.card(sam, after=first)
        review.save(sam, second, "BP01")
        third = review.card(sam, after=second)
        dialog.write(sam, "everybody has a learning plan for their role", thread_ts=first["ts"])
        dialog.until(lambda: "2 of 35" in words(review.progress()))
        control.idle()
        dialog.press(sam, review.progress(sam), "Finish")
        told(dialog, sam, "not finish this review")
        dialog.press(sam, third, "Skip")
        review.card(after=third)
