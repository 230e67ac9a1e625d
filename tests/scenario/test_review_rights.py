"""Who may start, decide, finish and delete a review is a channel's to set, and who may not is told who may."""

import pytest

from bot.playground.client import ControlError
from tests.support.dialog import words
from tests.support.reviewing import ReviewDialog

OWNERS, ADMINS, EVERYBODY = "owners", "admins", "everybody"
COST = ["pillars:cost-optimization"]


@pytest.fixture
def review(dialog):
    for who in ("chen", "farah"):  # farah is an admin
        dialog.control.act("invite", "ana", channel=dialog.channel, who=who)
    return ReviewDialog(dialog)


def setting(dialog, **who):
    """Set who may: `delete="admins"`."""
    dialog.command("farah", "settings")
    dialog.modal("farah")
    dialog.control.submit("farah", {f"may_{right}": {"pick": chosen} for right, chosen in who.items()})
    assert "Saved" in dialog.whispers("farah")[-1]["text"]


def user(dialog, name):
    return dialog.control.view(name)["user"]["id"]


def disputed(review):
    """Ana and Ben see a practice differently; the message that shows it."""
    first = review.card()
    review.tick("ben", first, "BP01")
    review.dialog.control.fault("latency", method="chat.update", seconds=1, times=2)
    review.save("ana", first, "BP01", "BP02", "BP03")
    review.dialog.press("ben", first, "Save")
    return review.settled(first, "differently")


def told(dialog, who):
    return dialog.whispers(who)[-1]["text"]


def test_by_default_the_owners_and_who_started_it_end_a_review_and_others_are_told_who_they_are(review, dialog):
    review.start(owners=[user(dialog, "chen")], scope=COST)
    review.card()

    dialog.command("ben", "review finish")
    assert "(Chen Wei, Ana Ruiz)" in told(dialog, "ben")
    assert "finish this review" in told(dialog, "ben")
    dialog.command("ben", "review delete")
    dialog.until(lambda: "delete this review" in told(dialog, "ben"))

    dialog.command("chen", "review finish")
    dialog.until(lambda: [each for each in dialog.seen("ben") if "high and" in words(each)])


def test_an_owner_decides_a_disagreement_and_nobody_else(review, dialog):
    review.start(owners=[user(dialog, "chen")])
    shown = disputed(review)

    dialog.press("ben", shown, "Decide: in place")
    assert "(Chen Wei, Ana Ruiz)" in told(dialog, "ben")
    assert "differently" in words(review.message(shown["ts"]))
    dialog.press("chen", shown, "Decide: in place")

    dialog.until(lambda: words(review.message(shown["ts"])).count("differently") == 1)


def test_where_everybody_may_the_owners_are_not_asked_for(review, dialog):
    setting(dialog, decide=EVERYBODY, finish=EVERYBODY)
    review.start(owners=[user(dialog, "chen")])
    shown = disputed(review)

    dialog.press("ben", shown, "Decide: in place")
    dialog.until(lambda: words(review.message(shown["ts"])).count("differently") == 1)
    dialog.press("ben", review.progress(), "Finish")

    dialog.until(lambda: [each for each in dialog.seen("ben") if "high and" in words(each)])


def test_where_only_admins_may_delete_even_an_old_button_asks_who_presses(review, dialog):
    review.start(owners=[user(dialog, "ana")], scope=COST)
    review.card()
    dialog.command("ana", "review delete")
    asked = dialog.whispers("ana")[-1]
    setting(dialog, delete=ADMINS)

    dialog.press("ana", asked, "Delete the review")

    dialog.until(lambda: "Only workspace admins may delete this review" in told(dialog, "ana"))
    dialog.command("farah", "review delete")
    dialog.press("farah", dialog.whispers("farah", 2)[-1], "Delete the review")
    dialog.until(lambda: any("is deleted" in words(each) for each in dialog.seen("ben")), 60)


def test_where_only_admins_may_start_nobody_else_gets_the_form(review, dialog, control):
    setting(dialog, start=ADMINS)

    dialog.command("ana", "review")

    assert "Only workspace admins may start a review" in told(dialog, "ana")
    assert control.view("ana")["modals"] == []
    review.start("farah")
    review.card()


def test_a_form_that_was_open_when_the_setting_changed_starts_nothing(review, dialog, control):
    dialog.command("ana", "review")
    dialog.modal("ana")
    setting(dialog, start=ADMINS)

    control.submit("ana", {"name": {"text": "Fraud scoring"}})

    assert "Only workspace admins may start a review" in told(dialog, "ana")
    assert review.cards() == []


def test_where_owners_start_a_review_again_others_can_still_start_one_of_something_new(review, dialog, control):
    setting(dialog, start=OWNERS)
    review.start(owners=[user(dialog, "chen")], scope=COST)
    review.card()
    dialog.command("ana", "review finish")
    dialog.until(lambda: [each for each in dialog.seen("ben") if "high and" in words(each)])

    review.start("ben", name="fraud  SCORING", scope=COST)
    assert "(Chen Wei, Ana Ruiz)" in told(dialog, "ben")
    before = review.cards()[-1]

    review.start("ben", name="Churn", scope=COST)
    review.card(after=before)


def test_settings_are_kept_from_form_to_form(review, dialog, control):
    setting(dialog, start=OWNERS, decide=ADMINS, finish=EVERYBODY, delete=ADMINS)

    dialog.command("ben", "settings")

    shown = {block["block_id"]: block["element"] for block in dialog.modal("ben")["blocks"] if "element" in block}
    chosen = {each: shown[f"may_{each}"]["initial_option"]["value"] for each in ("start", "decide", "finish", "delete")}
    assert chosen == {"start": OWNERS, "decide": ADMINS, "finish": EVERYBODY, "delete": ADMINS}
    with pytest.raises(ControlError):
        control.submit("ben", {"may_start": {"pick": "strangers"}})
