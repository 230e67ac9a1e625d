"""Replies of a review, read for real, against floors a little below what was measured when they were set."""

from pathlib import Path

import pytest

from knowledge import evaluating_replies

LABELS = Path(__file__).with_name("free_text_dev.jsonl")


@pytest.fixture(scope="module")
def figures(bot):
    replies = evaluating_replies.read(LABELS.read_text(encoding="utf-8"))
    given = evaluating_replies.propose(replies, bot.proposing)
    texts = {reply.id: reply.text for reply in replies}
    assert all(each.quote in texts[one.id] for one in given for each in one.proposed)
    return evaluating_replies.score(replies, given)


def test_what_is_proposed_as_in_place_mostly_is_and_most_of_it_is_found(figures):
    assert figures["in_place"]["precision"] >= 0.85
    assert figures["in_place"]["recall"] >= 0.70
    assert figures["partly_told_as_in_place"] == 0


def test_what_is_proposed_as_not_in_place_mostly_is_not(figures):
    assert figures["not_in_place"]["precision"] >= 0.85
    assert figures["not_in_place"]["recall"] >= 0.55


def test_quotes_are_the_words_that_say_so(figures):
    assert figures["quote_overlap"] >= 0.80


def test_hardly_a_reply_gets_a_proposal_on_what_it_does_not_speak_of(figures):
    assert len(figures["false_proposals"]) <= 1


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("MLREL04", "We plan canary releases with automatic rollback for Q3."),
        ("MLREL04", "We used to do canary releases with automatic rollback, then the tool was dropped."),
        ("MLREL04", "Canary releases only for the payments model, everything else goes out at once."),
        ("MLREL04", "Do you mean canary releases with automatic rollback?"),
        ("MLREL05", "Autoscaling works in staging only"),
        ("MLPERF06", "Nobody compares live inputs with a reference sample."),
        ("MLPERF06", "In the new platform, retraining will start by itself on written triggers."),
        ("MLOPS04", "the idea is that all packages come from an internal mirror with pinned versions"),
        ("MLCOST04", "Could somebody remind me what warm start means?"),
        ("MLSEC03", "thanks, reading through the question now, back after lunch"),
    ],
)
def test_no_trap_is_proposed_as_in_place(bot, question, text):
    found = bot.proposing.propose("machine-learning", question, text)

    assert [each for each in found if each.state.value == "in_place"] == []
