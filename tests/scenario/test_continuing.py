"""Going on with a channel's review in one's own conversation with the bot."""

import re

import pytest

from tests.support.dialog import Dialog, words
from tests.support.reviewing import ReviewDialog

COST = ["pillars:cost-optimization"]
IN_WORDS = (
    "everybody has a learning plan for their role and four hours a week for it, and every model has an owner who may "
    "stop it. how transparent the scores must be nobody ever asked before we built"
)


@pytest.fixture
def review(control):
    """A review in a channel of ana and ben, with its first question on the table."""
    held = ReviewDialog(Dialog(control))
    held.start("ana", name=f"Fraud of {held.dialog.channel}")
    held.card()
    return held


class Direct:
    """What one person writes to the bot alone, and sees there."""

    def __init__(self, review, user):
        self.review, self.dialog, self.control, self.user = review, review.dialog, review.control, user

    def write(self, text, **more):
        return self.dialog.write(self.user, text, channel="app", **more)

    def replies(self, ts):
        return [each for each in self.dialog.thread(self.user, ts, "app") if each.get("bot_id")]

    def told(self, ts, text):
        return self.dialog.until(lambda: next((each for each in self.replies(ts) if text in words(each)), None))

    def card(self, ts, after=None):
        """The question that is to be answered in this thread, once there is one that isn't `after`."""

        def newest():
            found = [each for each in self.replies(ts) if "Which of these are in place" in words(each)]
            return found[-1] if found and (after is None or found[-1]["ts"] != after["ts"]) else None

        return self.dialog.until(newest)

    def press(self, message, label):
        room = self.control.view(self.user)["app"]["dm"]
        return self.dialog.press(self.user, message, label, room)

    def settled(self, ts, card, text):
        return self.dialog.until(
            lambda: next((e for e in self.replies(ts) if e["ts"] == card["ts"] and text in words(e)), None)
        )


@pytest.fixture
def ben(review):
    return Direct(review, "ben")


def test_an_answer_in_the_conversation_lands_in_the_channels_review(review, ben):
    first = review.card()
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    here = ben.card(root)
    assert "MLOPS01" in words(here)

    ben.press(here, "None of these")

    answered = review.settled(first, "*High risk*")
    me = review.control.view("ben")["user"]["id"]
    assert f"Answered by <@{me}>" in words(answered)
    assert "MLOPS02" in words(review.card(after=first))
    assert "MLOPS02" in words(ben.card(root, after=here))
    ben.settled(root, here, "*High risk*")
    review.dialog.until(lambda: "1 of 35 answered" in words(review.progress()))


def test_what_the_channel_answers_meanwhile_is_shown_there_too_and_going_on_takes_up_the_next(review, ben):
    first = review.card()
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    here = ben.card(root)
    review.dialog.press("ana", first, "None of these")
    ben.settled(root, here, "*High risk*")

    ben.write("continue", thread_ts=root)

    assert "MLOPS02" in words(ben.card(root, after=here))


def test_a_late_press_in_the_conversation_changes_nothing_and_brings_the_question_of_now(review, ben, control):
    first = review.card()
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    here = ben.card(root)
    control.fault("latency", method="chat.update", seconds=2, times=3)
    review.dialog.press("ana", first, "None of these")

    ben.press(here, "Skip")

    whispered(ben, root, "Nothing was changed")
    assert "MLOPS02" in words(ben.card(root, after=here))


def test_the_long_form_goes_on_in_the_conversation(review, ben, control):
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    here = ben.card(root)
    ben.press(here, "Does not apply…")
    review.dialog.modal("ben")

    control.submit("ben", {"reason": {"text": "a vendor's model, we only call it"}})

    ben.settled(root, here, "Does not apply")
    assert "MLOPS02" in words(ben.card(root, after=here))


def test_words_in_the_conversation_become_proposals_of_the_channels_review(review, ben):
    first = review.card()
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    ben.card(root)
    ben.write(IN_WORDS, thread_ts=root)
    read = ben.told(root, "I read your words")

    ben.press(read, "Yes")

    review.dialog.until(lambda: "in place" in words(review.message(first["ts"])))


def test_words_that_say_nothing_are_answered_and_a_question_is_one_for_the_bot(review, ben):
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    ben.card(root)

    ben.write("hm, let me think about that over lunch", thread_ts=root)
    ben.told(root, "could not read from that")
    ben.write("we retrain by hand every quarter and never compare, is that ok?", thread_ts=root)

    ben.told(root, "At risk")


def test_somebody_who_is_not_in_the_channel_sees_nothing_of_it(review):
    chen = Direct(review, "chen")
    root = chen.write(f"continue the review of #{review.dialog.channel}")

    chen.told(root, "no such channel that both of us are in")

    assert not any("MLOPS" in words(each) for each in chen.replies(root))


def test_a_private_channel_looks_like_none_to_who_is_not_in_it(control):
    hidden = ReviewDialog(Dialog(control, private=True))
    hidden.start("ana", name="Hidden work")
    hidden.card()
    chen = Direct(hidden, "chen")

    by_name = chen.write(f"continue the review of {hidden.dialog.channel}")
    chen.told(by_name, "I know no channel and no open review called")
    nowhere = chen.write("continue the review of Hidden work")

    chen.told(nowhere, "I know no channel and no open review called")


def test_who_has_left_the_channel_changes_nothing_any_more(review, ben, control):
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    here = ben.card(root)
    control.act("remove", "ana", channel=review.dialog.channel, who="ben")

    ben.press(here, "None of these")

    whispered(ben, root, "no such channel that both of us are in")
    assert "0 of 35" in words(review.progress())


def whispered(ben, since, text):
    """Told in our conversation, to this person alone, after a message of this scenario's."""
    room = ben.control.view(ben.user)["app"]["dm"]

    def told():
        found = ben.dialog.whispers(ben.user, channel=room)
        return any(text in each["text"] for each in found if each["ts"] > since)

    ben.dialog.until(told)


def leave(review, who="ben"):
    review.control.act("remove", "ana", channel=review.dialog.channel, who=who)


def test_what_is_answered_after_somebody_left_the_channel_is_not_shown_to_them(review, ben):
    first = review.card()
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    here = ben.card(root)
    leave(review)

    review.dialog.press("ana", first, "None of these")

    review.settled(first, "*High risk*")
    gone = ben.settled(root, here, "not in that channel any more")
    assert "MLOPS01" not in words(gone)
    assert "High risk" not in words(gone)


def test_a_form_that_was_open_when_somebody_left_the_channel_changes_nothing(review, ben, control):
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    ben.press(ben.card(root), "Does not apply…")
    review.dialog.modal("ben")
    leave(review)

    control.submit("ben", {"reason": {"text": "I am not here any more"}})

    whispered(ben, root, "no such channel that both of us are in")
    control.idle()
    assert "0 of 35" in words(review.progress())
    assert not any("MLOPS02" in words(each) for each in ben.replies(root))


def test_where_slack_is_too_busy_to_say_who_is_in_the_channel_the_press_can_be_repeated(review, ben, control, provoked):
    provoked.add(("users.conversations", "ratelimited"))
    root = ben.write(f"continue the review of #{review.dialog.channel}")
    here = ben.card(root)
    control.idle()
    control.fault("rate_limit", method="users.conversations", retry_after=30, times=1)

    ben.press(here, "None of these")

    whispered(ben, root, "try it once more")
    ben.press(here, "None of these")
    ben.settled(root, here, "*High risk*")


def through(ben, root, label):
    """Press this on every question in the conversation; the last card, and how often we said that none is left."""
    card, left = ben.card(root), int(re.search(r"of (\d+) answered", words(ben.review.progress()))[1])
    while True:
        left -= 1
        if not left:  # the last card is drawn anew a while later, so that it can be pressed once more
            ben.control.idle()
            ben.control.fault("latency", method="chat.update", seconds=2, times=3)
        ben.press(card, label)
        now = ben.dialog.until(lambda before=card: _after(ben, root, before))
        if "MLCOST" not in words(now):
            return card, now
        card = now


def _after(ben, root, before):
    return next((e for e in ben.replies(root) if e["ts"] > before["ts"] and not e.get("ephemeral")), None)


@pytest.fixture
def cost(control):
    """A review of one pillar, to be gone through by ben alone."""
    held = ReviewDialog(Dialog(control))
    held.start("ana", name=f"Costs of {held.dialog.channel}", scope=COST)
    held.card()
    return held


def test_where_only_skipped_questions_are_left_that_is_said_once_and_going_on_takes_them_up(cost):
    ben = Direct(cost, "ben")
    root = ben.write(f"continue the review of #{cost.dialog.channel}")

    last, said = through(ben, root, "Skip")
    ben.press(last, "Skip")

    assert "Only what was skipped" in words(said)
    whispered(ben, root, "Nothing was changed")
    cost.control.idle()
    assert len([each for each in ben.replies(root) if "Only what was skipped" in words(each)]) == 1
    ben.write("continue", thread_ts=root)
    assert "MLCOST" in words(ben.card(root, after=last))


def test_where_everything_is_answered_that_is_said(cost):
    ben = Direct(cost, "ben")
    root = ben.write(f"continue the review of #{cost.dialog.channel}")

    _last, said = through(ben, root, "None of these")

    assert "Nothing is left to ask" in words(said)


def test_a_channel_called_like_a_workload_does_not_hide_it(review, control):
    ana, name = Direct(review, "ana"), f"namesake-{review.dialog.channel}"
    control.act("create_channel", "ana", name=name)
    control.act("invite", "ana", channel=name, who="app")
    review.dialog.command("ana", "review new")
    review.dialog.modal("ana")
    control.submit("ana", {"name": {"text": name}, "scope": {"pick": COST}})
    review.dialog.until(lambda: [card for card in review.cards() if "MLCOST" in words(card)])

    assert "MLCOST" in words(ana.card(ana.write(f"continue the review of {name}")))


def test_a_channel_without_an_open_review_says_so(review, control):
    empty = Dialog(control)
    ana = Direct(review, "ana")

    ana.told(ana.write(f"continue the review of #{empty.channel}"), f"no open review in #{empty.channel}")


def test_of_several_reviews_one_is_chosen(review, control):
    review.dialog.command("ana", "review new")
    review.dialog.modal("ana")
    control.submit("ana", {"name": {"text": "Churn, too"}, "scope": {"pick": COST}})
    review.dialog.until(lambda: [card for card in review.cards() if "MLCOST" in words(card)])
    ana = Direct(review, "ana")
    root = ana.write(f"continue the review of #{review.dialog.channel}")
    listed = ana.told(root, "several open reviews")
    assert f"Fraud of {review.dialog.channel}" in words(listed)

    line = next(block for block in listed["blocks"] if "Churn, too" in str(block.get("text")))
    where = {"channel": control.view("ana")["app"]["dm"], "ts": listed["ts"], "block_id": line["block_id"]}
    control.click("ana", "review.go_on", **where)

    assert "MLCOST" in words(ana.card(root))
    chen = Direct(review, "chen")
    chen.told(chen.write(f"continue the review of #{review.dialog.channel}"), "no such channel")


def test_a_workload_is_named_in_its_channel_or_alone(review):
    ana = Direct(review, "ana")
    name = f"Fraud of {review.dialog.channel}"

    assert "MLOPS01" in words(ana.card(ana.write(f"please continue the review of {name.upper()}")))
    ana.told(ana.write(f"continue the review of Nonsense in #{review.dialog.channel}"), f"Open there: “{name}”")


def test_a_paused_review_goes_on(review, ben):
    review.dialog.press("ana", review.progress(), "Pause")
    review.dialog.until(lambda: "(paused)" in words(review.progress()))

    ben.card(ben.write(f"continue the review of #{review.dialog.channel}"))

    review.dialog.until(lambda: "(paused)" not in words(review.progress()))


def test_where_were_we_lists_mine_and_nobody_elses(review, control):
    ana, dana = Direct(review, "ana"), Direct(review, "dana")

    listed = ana.told(ana.write("where were we?"), "Your open reviews")
    assert f"Fraud of {review.dialog.channel}" in words(listed)
    assert "0 of 35 answered" in words(listed)

    dana.told(dana.write("where were we?"), "You take part in no open review")
