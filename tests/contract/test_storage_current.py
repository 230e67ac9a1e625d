"""The open reviews of a workspace, or of some of its channels, those changed last first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.places import Place
from bot.review.model import Status
from bot.storage.reviews import SqlReviews
from tests.contract.test_storage_reviewing import ELSEWHERE, HERE, NOON, review
from tests.support.databases import empty

THERE = Place(HERE.tenant, "C-there")


@pytest.fixture(params=["sqlite", "postgresql"])
def reviews(request, _databases):
    empty(_databases[request.param])
    return SqlReviews(_databases[request.param])


def test_newer_reviews_of_other_channels_take_no_room_from_those_of_ours(reviews):
    reviews.start(HERE, review("R1"))
    for number in range(3):
        later = NOON + timedelta(hours=number + 1)
        reviews.start(THERE, replace(review(f"R2{number}", f"Other {number}"), started_at=later))

    found = reviews.current(HERE.tenant, 2, (HERE.channel,))

    assert [(place, each.id) for place, each in found] == [(HERE, "R1")]
    assert [each.id for _, each in reviews.current(HERE.tenant, 2)] == ["R22", "R21"]


def test_nobody_is_told_of_finished_ones_or_of_another_workspace(reviews):
    reviews.start(HERE, review("R1", status=Status.FINISHED))
    for place in ELSEWHERE[1:]:
        reviews.start(place, review("R2"))

    assert reviews.current(HERE.tenant, 2, (HERE.channel,)) == ()
    assert reviews.current(HERE.tenant, 2, ()) == ()
