"""Reviews and what was done in them, in SQL.

Whoever changes a review has it alone from the first look to the commit: on SQLite with the write lock of the whole
file, on PostgreSQL with the lock of its row. Two clicks at once become one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from bot.places import Place, Tenant
from bot.review import codec
from bot.review.model import Review, Status
from bot.review.move import Entry
from bot.review.rights import plain
from bot.storage.concerns import asked, concern
from bot.storage.engine import Database
from bot.storage.inserting import once
from bot.storage.tables.reviewing import review_moves, reviews
from bot.usecases.reviewing_ports import AlreadyOpen, Draft, UnknownReview

_r = reviews.c


@dataclass(frozen=True)
class SqlReviews:
    """The ports Reviews, ReviewLog and Shredder."""

    database: Database

    def start(self, place: Place, review: Review) -> bool:
        """Keep a new review."""
        row = where(place) | _columns(review, review.started_at) | {"id": review.id}
        with self.database.writing() as connection:
            if once(connection, reviews, row):
                concern(connection, where(place), review.id, asked(review))
                return True
            if _state(connection, place, review.id) is None:
                raise AlreadyOpen(_open_one(connection, place, review))
            return False

    @contextmanager
    def open(self, place: Place, review: str) -> Iterator[Draft]:
        """Change a review, alone."""
        with self.database.writing() as connection:
            state = _state(connection, place, review, lock=True)
            if state is None:
                raise UnknownReview(review)
            before = codec.decode_review(state)
            draft = Draft(before)
            yield draft
            if draft.entries:
                _save(connection, place, draft)
            elif draft.review != before:
                raise RuntimeError("A review was changed, and no move says how.")

    def peek(self, place: Place, review: str) -> Review | None:
        """A review as it stands."""
        with self.database.reading() as connection:
            state = _state(connection, place, review)
        return None if state is None else codec.decode_review(state)

    def of(self, place: Place) -> tuple[Review, ...]:
        """The channel's reviews, the last changed first."""
        wanted = select(_r.state).filter_by(**where(place)).order_by(_r.updated_at.desc(), _r.id)
        with self.database.reading() as connection:
            return tuple(codec.decode_review(state) for state in connection.scalars(wanted))

    def remove(self, place: Place, review: str) -> bool:
        """Delete a review; what hangs on it goes with it."""
        with self.database.writing() as connection:
            concern(connection, where(place), review, frozenset())
            return connection.execute(reviews.delete().filter_by(**where(place), id=review)).rowcount > 0

    def current(
        self, tenant: Tenant, most: int, channels: Collection[str] | None = None
    ) -> tuple[tuple[Place, Review], ...]:
        """A workspace's unfinished reviews, the last changed first, each with its channel; of these `channels` only."""
        wanted = select(_r.channel, _r.state).filter_by(enterprise=tenant.enterprise, team=tenant.team)
        wanted = wanted if channels is None else wanted.where(_r.channel.in_(channels))
        wanted = wanted.where(_r.status != Status.FINISHED.value).order_by(_r.updated_at.desc(), _r.id).limit(most)
        with self.database.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple((Place(tenant, row.channel), codec.decode_review(row.state)) for row in rows)

    def moves(self, place: Place, review: str) -> tuple[Entry, ...]:
        """Everything that was recorded, oldest first."""
        wanted = select(review_moves.c.entry).filter_by(**where(place), review=review).order_by(review_moves.c.seq)
        with self.database.reading() as connection:
            return tuple(codec.decode_entry(entry) for entry in connection.scalars(wanted))


def where(place: Place) -> dict[str, str]:
    """The columns that say which channel a row is of."""
    return {"enterprise": place.tenant.enterprise, "team": place.tenant.team, "channel": place.channel}


def _columns(review: Review, at: datetime) -> dict[str, Any]:
    return {
        "workload": review.workload.name,
        "open_as": None if review.status is Status.FINISHED else plain(review.workload.name),
        "lens": review.lens,
        "lens_edition": review.lens_edition,
        "status": review.status.value,
        "turns": review.turns,
        "updated_at": at,
        "state": codec.encode_review(review),
    }


def _state(connection: Connection, place: Place, review: str, *, lock: bool = False) -> Any:
    wanted = select(_r.state).filter_by(**where(place), id=review)
    return connection.scalar(wanted.with_for_update() if lock else wanted)


def _open_one(connection: Connection, place: Place, review: Review) -> str:
    wanted = select(_r.id).filter_by(**where(place), open_as=plain(review.workload.name))
    return connection.scalar(wanted) or ""


def _save(connection: Connection, place: Place, draft: Draft) -> None:
    review, last = draft.review, draft.entries[-1].move.at
    try:
        with connection.begin_nested():
            change = reviews.update().filter_by(**where(place), id=review.id)
            connection.execute(change.values(**_columns(review, last)))
    except IntegrityError:
        raise AlreadyOpen(_open_one(connection, place, review)) from None
    concern(connection, where(place), review.id, asked(review))
    of_review = where(place) | {"review": review.id}
    seq = connection.scalar(select(func.max(review_moves.c.seq)).filter_by(**of_review)) or 0
    rows = [
        of_review | {"seq": seq + n, "moved_by": e.move.by, "at": e.move.at, "entry": codec.encode_entry(e)}
        for n, e in enumerate(draft.entries, 1)
    ]
    connection.execute(review_moves.insert(), rows)
