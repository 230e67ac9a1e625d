"""What is said to go on with a review, and what only sounds like it."""

import pytest

from bot.usecases.going_on import GoingOn, asks_where, going_on


@pytest.mark.parametrize(
    ("text", "channel", "name"),
    [
        ("continue the review of <#C123|fraud-ml>", "C123", ""),
        ("continue the review of <#C123>", "C123", ""),
        ("Continue the review of #fraud-ml", "", "fraud-ml"),
        ("continue the review of fraud-ml.", "", "fraud-ml"),
        ("continue the review of the fraud-ml channel", "", "fraud-ml"),
        ("continue #fraud-ml", "", "fraud-ml"),
        ("continue <#C123|>", "C123", ""),
        ("resume the <#G1|x> review", "G1", ""),
        ("let’s go on with the fraud scoring review", "", "fraud scoring"),
        ("continue the review of Fraud scoring in <#C1|x>", "C1", "Fraud scoring"),
        ("carry on with the review in the channel <#C1>", "C1", ""),
        ("Could you please resume our review of <#C9|a>, please?", "C9", ""),
        ("can we continue the review of “Churn”?", "", "Churn"),
        ("please continue our review", "", ""),
        ("continue", "", ""),
        ("hey, can we pick up the review of search ranking now", "", "search ranking"),
    ],
)
def test_a_review_is_named_by_its_channel_its_workload_or_not_at_all(text, channel, name):
    assert going_on(text) == GoingOn(channel, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how do we resume a review?",
        "we continue the review of models by hand every quarter",
        "continue training the model on drift, is that ok?",
        "continue the review process for model governance: should we?",
        "continue fraud-ml",
        "is it fine to go on with the old model while the review is open?",
        "the review of <#C1|x> continues",
    ],
)
def test_a_question_or_a_description_stays_one(text):
    assert going_on(text) is None
    assert not asks_where(text)


@pytest.mark.parametrize(
    "text", ["where were we?", "Where were we", "so, where did we leave off?", "my reviews", "show my open reviews"]
)
def test_where_we_were_is_asked_in_several_ways(text):
    assert asks_where(text)
    assert going_on(text) is None


@pytest.mark.parametrize(
    "text", ["where are we storing features?", "where were we wrong about drift?", "my reviews are late"]
)
def test_other_questions_about_where_are_questions(text):
    assert not asks_where(text)


def test_a_long_message_is_a_description_and_is_not_searched():
    assert going_on("continue the review of " + "drift and " * 5000) is None
