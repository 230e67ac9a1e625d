"""A review whose lens has a new edition waits until somebody has seen what that changes, and says so."""

import io
from datetime import UTC, datetime

import pytest

from bot.places import Place, Tenant
from bot.review.errors import Refusal, WrongEdition
from bot.review.model import Scope, Workload
from bot.review.move import Skip
from bot.terminal import upgrading as in_terminal
from bot.usecases import reviewing
from bot.usecases.reviewing import Reviewing
from bot.usecases.upgrading import Upgrading
from tests.support.memory import MemoryWork
from tests.support.memory_reviews import MemoryReviews
from tests.unit.review.shaped import next_edition, shaped

PLACE = Place(Tenant("", "T1"), "C1")
OLD, NEW = shaped(), next_edition()


class Noon:
    def now(self):
        return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def installed():
    """The lenses as they are installed; a new edition is put there."""
    return {"shaped": OLD}


@pytest.fixture
def reviews(installed):
    stored = MemoryReviews()
    work = MemoryWork(dict.fromkeys((reviewing.CARD, reviewing.REDRAW), lambda _payload: None))
    return Reviewing(stored, stored, work, Noon(), lambda: installed)


@pytest.fixture
def review(reviews, installed):
    """A review with its first question answered, and a new edition of its lens."""
    begun = reviews.start(PLACE, "shaped", Workload("Fraud"), Scope(), "UANA")
    answered = reviews.none(PLACE, begun.turn, "UANA")
    installed["shaped"] = NEW
    return answered


def test_nothing_is_read_or_moved_by_another_edition(reviews, review):
    skip = Skip(by="UANA", at=Noon().now(), question=review.cursor)

    with pytest.raises(WrongEdition, match="upgrade"):
        reviews.do(PLACE, review.id, skip)
    with pytest.raises(WrongEdition):
        reviews.get(PLACE, review.id)
    with pytest.raises(WrongEdition):
        reviews.current(PLACE)
    assert reviews.reviews.peek(PLACE, review.id) == review


def test_what_was_previewed_is_what_is_done_and_it_is_in_the_log(reviews, review):
    shown = Upgrading(reviews).preview(PLACE)

    done = Upgrading(reviews).upgrade(PLACE, review.id, NEW.edition, "UBEN")

    assert (done.changes, done.by) == (shown.changes, "UBEN")
    assert reviews.get(PLACE, review.id) == (shown.changes.review, NEW)
    assert reviews.log.moves(PLACE, review.id)[-1].move.by == "UBEN"
    with pytest.raises(Refusal, match="nothing to move"):
        Upgrading(reviews).upgrade(PLACE, review.id, NEW.edition, "UBEN")


def test_a_preview_of_an_edition_that_was_replaced_moves_nothing(reviews, review):
    with pytest.raises(WrongEdition):
        Upgrading(reviews).upgrade(PLACE, review.id, "1999-01-01", "UBEN")
    assert reviews.reviews.peek(PLACE, review.id) == review


@pytest.mark.parametrize(("typed", "edition"), [("y\n", NEW.edition), ("n\n", OLD.edition), ("", OLD.edition)])
def test_a_terminal_asks_first(reviews, review, typed, edition):
    out = io.StringIO()

    try:
        in_terminal.moved(reviews, PLACE, review, "UANA", (io.StringIO(typed), out))
    except Refusal as refusal:
        out.write(refusal.text)

    assert reviews.reviews.peek(PLACE, review.id).lens_edition == edition
    assert "another edition" in out.getvalue()
    assert ("stays as it is" in out.getvalue()) is (edition == OLD.edition)
