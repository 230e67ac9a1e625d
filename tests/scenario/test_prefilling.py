"""A review begins with answers: of another channel, if that agrees; of a template."""

import pytest

from bot.playground.client import ControlError
from tests.support.dialog import Dialog, words
from tests.support.reviewing import ReviewDialog

COST = ["pillars:cost-optimization"]


@pytest.fixture
def there(control):
    """A channel of ana and ben, with a review that has one answer: MLCOST01 has nothing in place."""
    review = ReviewDialog(Dialog(control))
    review.start("ben", name="Search ranking", scope=COST)
    first = review.card()
    review.dialog.press("ben", first, "None of these")
    review.card(after=first)
    return review


@pytest.fixture
def here(control):
    """A channel with chen in it, who is not in the other one."""
    review = ReviewDialog(Dialog(control))
    control.act("invite", "ana", channel=review.dialog.channel, who="chen")
    return review


def channel_id(control, user, name):
    return next(each["id"] for each in control.view(user)["channels"] if each["name"] == name)


def ask(here, there, user="chen", **more):
    """Start a review that asks the other channel; what is whispered."""
    there_id = channel_id(here.control, user, there.dialog.channel)
    here.start(user, name="Churn", scope=COST, channel=there_id, **more)
    here.card()
    return here.dialog.whispers(user)[-1]["text"]


def request(there, user="ben"):
    def found():
        return next((each for each in there.dialog.seen(user) if "asks whether this channel" in words(each)), None)

    return there.dialog.until(found)


def told(dialog, text, user="chen", channel=None):
    return dialog.until(lambda: next((each for each in dialog.seen(user, channel) if text in words(each)), None))


def test_answers_come_over_once_somebody_there_agrees_and_count_once_somebody_here_takes_them_over(here, there):
    assert f"#{there.dialog.channel}" in ask(here, there)
    asked = request(there)
    assert "Search ranking" in words(asked)
    assert "1 question" in words(asked)

    there.dialog.press("ben", asked, "Share our answers")

    lent = told(here.dialog, "shares its answers")
    assert "1 open question has something to take over" in words(lent)
    card = here.settled(here.card(), "Not counted until somebody here confirms it")
    assert "0 of" in words(here.progress())
    assert "missing" in words(card)
    here.dialog.press("ana", card, "Same with us")
    answered = here.settled(card, "*High risk*")
    ana = here.control.view("ana")["user"]["id"]
    assert f"Answered by <@{ana}>" in words(answered)
    there.dialog.until(lambda: "shared this channel's answers" in words(there.message(asked["ts"])))


def test_what_is_shared_has_no_names_notes_or_evidence(here, there, control):
    card = there.card()
    there.dialog.press("ben", card, "In detail…")
    ids = [block["block_id"] for block in there.dialog.modal("ben")["blocks"] if block["type"] == "input"]
    control.submit("ben", {ids[0]: {"pick": "in_place"}, "note": {"text": "the budget is Priya's secret"}})
    there.settled(card, "secret")
    ask(here, there)
    asked = request(there)
    assert "2 questions" in words(asked)

    there.dialog.press("ben", asked, "Share our answers")

    told(here.dialog, "shares its answers")
    assert not any("secret" in words(each) for each in here.dialog.seen("chen"))


def test_the_long_form_begins_with_what_was_shared(here, there):
    ask(here, there)
    there.dialog.press("ben", request(there), "Share our answers")
    card = here.settled(here.card(), "Not counted until")

    here.dialog.press("ana", card, "In detail…")

    modal = here.dialog.modal("ana")
    chosen = [
        block["element"].get("initial_option", {}).get("value")
        for block in modal["blocks"]
        if block["type"] == "input" and block["block_id"] != "note"
    ]
    assert set(chosen) == {"missing"}
    assert "begins with what was shared" in words(modal)


def test_a_no_is_told_kindly_to_whoever_asked_and_holds(here, there):
    ask(here, there)
    asked = request(there)
    there.dialog.press("ben", asked, "No")

    told(here.dialog, "would rather keep its answers", channel="app")
    there.dialog.until(lambda: "kept this channel's answers here" in words(there.message(asked["ts"])))
    assert not any("shares its answers" in words(each) for each in here.dialog.seen("chen"))


def test_somebody_who_looks_into_the_channel_and_is_not_in_it_cannot_agree(here, there):
    ask(here, there)
    asked = request(there)

    there.dialog.press("dana", asked, "Share our answers")

    assert "Only people who are in this channel" in there.dialog.whispers("dana")[-1]["text"]
    assert "asks whether" in words(there.message(asked["ts"]))


@pytest.mark.parametrize("who", [{"is_restricted": True}, {"team": "T999999999"}], ids=["guest", "stranger"])
def test_a_guest_or_somebody_of_another_organisation_cannot_agree(here, there, control, who):
    name = f"olu-{there.dialog.channel}"
    control.act("person", "ana", who=name, real_name="Olu Ade", **who)
    control.act("invite", "ana", channel=there.dialog.channel, who=name)
    ask(here, there)
    asked = request(there)

    there.dialog.press(name, asked, "Share our answers")

    assert "can't decide that" in there.dialog.whispers(name)[-1]["text"]
    assert "asks whether" in words(there.message(asked["ts"]))


def test_who_lends_is_told_that_people_of_other_organisations_would_read_it(here, there, control):
    name = f"eva-{here.dialog.channel}"
    control.act("person", "ana", who=name, real_name="Eva Elsewhere", team="T999999999")
    control.act("invite", "ana", channel=here.dialog.channel, who=name)

    ask(here, there)

    assert "People of other organisations are in" in words(request(there))


def looked_up(control, method="users.info"):
    return sum(line.get("method") == method for line in control.journal("response"))


def test_who_makes_a_template_is_looked_up_no_more_than_once_before_the_window_opens(there, control):
    result = finished(there)
    control.idle()
    before = looked_up(control)

    there.dialog.press("ben", result, "Use as template…")
    there.dialog.modal("ben")

    assert looked_up(control) <= before + 1


def test_where_slack_is_too_busy_an_answer_can_be_given_again(here, there, control, provoked):
    provoked.add(("users.conversations", "ratelimited"))
    ask(here, there)
    asked = request(there)
    control.idle()
    control.fault("rate_limit", method="users.conversations", retry_after=30, times=1)

    there.dialog.press("ben", asked, "Share our answers")

    assert "try it once more" in there.dialog.whispers("ben")[-1]["text"]
    there.dialog.press("ben", asked, "Share our answers")
    told(here.dialog, "shares its answers")


def test_guests_are_shown_no_templates(there, control):
    name = f"gus-{there.dialog.channel}"
    control.act("person", "ana", who=name, real_name="Gus Guest", is_restricted=True)
    control.act("invite", "ana", channel=there.dialog.channel, who=name)
    made(there, f"Not for {name}")

    there.dialog.command(name, "review templates")

    assert "members of this workspace" in there.dialog.whispers(name)[-1]["text"]
    there.dialog.press(name, told(there.dialog, "high and", name), "Use as template…")
    there.dialog.until(lambda: len(there.dialog.whispers(name, 2)) > 1)
    assert control.view(name)["modals"] == []


def dm(control, user):
    try:
        return control.messages(user, "app")
    except ControlError:
        return []


def test_who_asked_does_not_agree_alone_unless_the_review_is_theirs(here, there):
    ask(here, there, user="ana")
    asked = request(there)

    there.dialog.press("ana", asked, "Share our answers")

    assert "somebody else here decides" in there.dialog.whispers("ana")[-1]["text"]
    there.dialog.press("ben", asked, "Share our answers")
    told(here.dialog, "shares its answers", "ana")


def test_nobody_outside_learns_that_a_channel_has_no_review(here, control):
    empty = ReviewDialog(Dialog(control))

    said = ask(here, empty)

    assert said.startswith(f"If #{empty.dialog.channel} has a review")
    control.idle()
    assert not any("asks whether" in words(each) for each in empty.dialog.seen("ben"))
    assert not any("no review by this lens" in words(each) for each in dm(control, "chen"))


def test_somebody_inside_is_told_that_there_is_nothing_to_share(here, control):
    empty = ReviewDialog(Dialog(control))

    ask(here, empty, user="ana")

    told(here.dialog, f"no review by this lens in #{empty.dialog.channel}", "ana", "app")


def test_a_private_channel_that_one_is_not_in_cannot_be_asked(here, control):
    hidden = Dialog(control, private=True)
    hidden_id = channel_id(control, "ana", hidden.channel)

    answer = here.start("chen", name="Churn", channel=hidden_id)

    assert "public, or that you are in" in answer["errors"]["channel"]
    assert here.cards() == []


def test_a_channel_without_us_cannot_be_asked(here, control):
    dialog = Dialog(control, with_bot=False)

    answer = here.start("ana", name="Churn", channel=channel_id(control, "ana", dialog.channel))

    assert "I am not in that channel" in answer["errors"]["channel"]


def test_consent_after_the_review_is_finished_shares_nothing_and_says_so(here, there):
    ask(here, there)
    asked = request(there)
    here.dialog.press("chen", here.progress(), "Finish")
    told(here.dialog, "high and")

    there.dialog.press("ben", asked, "Share our answers")

    there.dialog.until(lambda: "nothing was shared" in words(there.message(asked["ts"])))
    assert not any("shares its answers" in words(each) for each in here.dialog.seen("chen"))


def test_consent_after_the_review_is_deleted_shares_nothing_and_says_so(here, there):
    ask(here, there)
    asked = request(there)
    here.dialog.command("chen", "review delete")
    here.dialog.press("chen", here.dialog.whispers("chen", 2)[-1], "Delete the review")
    here.dialog.until(lambda: any("is deleted" in words(each) for each in here.dialog.seen("chen")), 60)

    there.dialog.press("ben", asked, "Share our answers")

    there.dialog.until(lambda: "nothing was shared" in words(there.message(asked["ts"])))


def finished(there):
    there.dialog.press("ben", there.progress(), "Finish")
    return told(there.dialog, "high and", "ben")


def made(there, name):
    there.dialog.press("ben", finished(there), "Use as template…")
    there.dialog.modal("ben")
    there.control.submit("ben", {"name": {"text": name}})
    return told(there.dialog, "made a template", "ben")


def offered(dialog, user):
    dialog.command(user, "review new")
    modal = dialog.modal(user)
    found = [block for block in modal["blocks"] if block.get("block_id") == "template"]
    dialog.control.act("close", user, all=True)
    return {each["text"]["text"]: each["value"] for block in found for each in block["element"]["options"]}


def test_a_template_is_offered_by_name_to_everybody_and_counts_for_nothing_by_itself(here, there):
    made(there, "Baseline for all")
    template = offered(here.dialog, "chen")["Baseline for all"]

    here.start("chen", name="Churn", scope=COST, template=template)

    card = here.card()
    assert "In the template *Baseline for all*" in words(card)
    assert "0 of" in words(here.progress())
    here.dialog.press("chen", card, "Same with us")
    here.settled(card, "*High risk*")


def test_a_template_that_answers_nothing_of_the_scope_is_said_in_the_form(here, there):
    made(there, "Only costs")
    template = offered(here.dialog, "chen")["Only costs"]

    answer = here.start("chen", name="Churn", scope=["pillars:security"], template=template)

    assert "answers a question of this review" in answer["errors"]["template"]
    assert here.cards() == []


def removal(there, listed, name):
    line = next(block for block in listed["blocks"] if name in block["text"]["text"])
    return {"channel": there.dialog.channel, "ts": listed["ts"], "block_id": line["block_id"]}


def test_a_template_is_removed_by_who_made_it_and_by_nobody_else(here, there):
    made(there, "Short-lived")
    here.dialog.command("chen", "review templates")
    listed = here.dialog.whispers("chen")[-1]
    assert "Short-lived" in words(listed)
    assert not [block for block in listed["blocks"] if "accessory" in block]

    there.dialog.command("ben", "review templates")
    mine = there.dialog.whispers("ben")[-1]
    there.control.click("ben", "review.template.remove", **removal(there, mine, "Short-lived"))

    there.dialog.until(lambda: "Short-lived" not in offered(here.dialog, "chen"))


def test_a_name_that_is_taken_is_said(there):
    result = finished(there)
    for _ in range(2):
        there.dialog.press("ben", result, "Use as template…")
        there.dialog.modal("ben")
        there.control.submit("ben", {"name": {"text": "Twice"}})

    assert "of that name already" in there.dialog.whispers("ben")[-1]["text"]


def test_an_unfinished_review_becomes_no_template_but_its_milestone_does(there):
    there.dialog.command("ben", "review result")
    result = told(there.dialog, "high and", "ben")
    there.dialog.press("ben", result, "Use as template…")
    assert "finished review, or of a milestone" in there.dialog.whispers("ben")[-1]["text"]
    there.dialog.command("ben", "review milestone spring")
    told(there.dialog, "spring", "ben")

    there.dialog.press("ben", result, "Use as template…")
    there.dialog.modal("ben")
    there.control.submit("ben", {"name": {"text": "As in spring"}})

    told(there.dialog, "As in spring", "ben")
