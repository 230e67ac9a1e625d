"""Named states of reviews, in SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.places import Place
from bot.review import codec
from bot.storage.engine import Database
from bot.storage.inserting import once
from bot.storage.reviews import where
from bot.storage.tables.reviewing import milestones as table
from bot.storage.tables.reviewing import reviews
from bot.usecases.reviewing_ports import Milestone, UnknownReview


@dataclass(frozen=True)
class SqlMilestones:
    """The port Milestones."""

    database: Database

    def add(self, place: Place, review: str, milestone: Milestone) -> bool:
        """Keep a state under its name."""
        key = where(place) | {"review": review, "name": milestone.name}
        said = {"named_by": milestone.by, "at": milestone.at, "snapshot": codec.encode_snapshot(milestone.snapshot)}
        known = select(reviews.c.id).filter_by(**where(place), id=review).with_for_update(key_share=True, read=True)
        with self.database.writing() as connection:
            if connection.scalar(known) is None:
                raise UnknownReview(review)
            return once(connection, table, key | said)

    def of(self, place: Place, review: str) -> tuple[Milestone, ...]:
        """A review's milestones, oldest first."""
        wanted = select(table).filter_by(**where(place), review=review).order_by(table.c.at, table.c.name)
        with self.database.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Milestone(row.name, row.named_by, row.at, codec.decode_snapshot(row.snapshot)) for row in rows)
