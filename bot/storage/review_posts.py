"""Which message shows which review, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select

from bot.places import Place, Tenant
from bot.storage.engine import Database
from bot.storage.inserting import over
from bot.storage.reviews import where
from bot.storage.tables.reviewing import review_posts as table
from bot.usecases.reviewing_ports import PostKind, ReviewPost


@dataclass(frozen=True)
class SqlReviewPosts:
    """The port ReviewPosts."""

    database: Database

    def put(self, post: ReviewPost) -> None:
        """Note a message."""
        if post.place.tenant != post.home.tenant:
            raise ValueError("A message shows a review of its own workspace.")
        shows = {"home": post.home.channel, "review": post.review, "kind": post.kind.value, "question": post.question}
        with self.database.writing() as connection:
            over(connection, table, where(post.place) | {"ts": post.ts} | shows)

    def find(self, place: Place, ts: str) -> ReviewPost | None:
        """What a message shows."""
        with self.database.reading() as connection:
            row = connection.execute(select(table).filter_by(**where(place), ts=ts)).first()
        return None if row is None else _post(row)

    def of(self, home: Place, review: str) -> tuple[ReviewPost, ...]:
        """All messages that show a review, the oldest first."""
        tenant = {"enterprise": home.tenant.enterprise, "team": home.tenant.team}
        wanted = select(table).filter_by(**tenant, home=home.channel, review=review)
        with self.database.reading() as connection:
            return tuple(map(_post, connection.execute(wanted.order_by(table.c.ts, table.c.channel))))

    def forget(self, place: Place, ts: str) -> None:
        """A message is gone."""
        with self.database.writing() as connection:
            connection.execute(delete(table).filter_by(**where(place), ts=ts))


def _post(row: Row[Any]) -> ReviewPost:
    tenant = Tenant(row.enterprise, row.team)
    home = Place(tenant, row.home)
    return ReviewPost(Place(tenant, row.channel), row.ts, home, row.review, PostKind(row.kind), row.question)
