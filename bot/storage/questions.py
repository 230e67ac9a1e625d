"""Questions and where their answers stand, in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, case, not_, or_, select, update

from bot.places import Place, Posted, Tenant, Thread
from bot.storage.engine import Database
from bot.storage.inserting import once
from bot.storage.tables.asking import questions as table
from bot.usecases.questions import Asked, Kept, Way
from knowledge.model import Answer, Turn

_c = table.c


@dataclass(frozen=True)
class SqlQuestions:
    """The ports Questions and Placing."""

    database: Database

    def take(self, asked: Asked) -> bool:
        """Keep a question unless its id is known."""
        with self.database.writing() as connection:
            return once(connection, table, _row(asked))

    def find(self, tenant: Tenant, question: str) -> Kept | None:
        """A question of this workspace."""
        with self.database.reading() as connection:
            row = connection.execute(select(table).where(_one(tenant, question))).first()
        return None if row is None else _kept(row)

    def settle(self, tenant: Tenant, question: str, answer: Answer, posted: Posted | None) -> None:
        """Keep the answer; a question that is gone stays gone."""
        refined = case((_c.answer.is_(None), _c.refined), else_=_c.refined + 1)
        self._change(tenant, question, answer=answer, refined=refined, **_placed(posted))

    def earlier(self, thread: Thread, before: str, most: int) -> tuple[Turn, ...]:
        """The last turns before a message, without what only one person was told."""
        mine = and_(_of(thread), _c.ts != "", _c.ts < before, not_(_unshared()))
        wanted = select(_c.text, _c.answer, _c.posted_channel).where(mine).order_by(_c.ts.desc(), _c.id.desc())
        with self.database.reading() as connection:
            rows = connection.execute(wanted.limit(most)).all()
        turns = [turn for row in reversed(rows) for turn in _turns(row)]
        return tuple(turns[len(turns) - most :]) if len(turns) > most else tuple(turns)

    def begun(self, tenant: Tenant, question: str, posted: Posted) -> None:
        """A message for this question exists."""
        self._change(tenant, question, **_placed(posted))

    def stop(self, thread: Thread) -> int:
        """Mark what is unfinished in a thread as stopped."""
        open_ones = and_(_of(thread), _c.answer.is_(None), not_(_c.stopped))
        with self.database.writing() as connection:
            return connection.execute(update(table).where(open_ones).values(stopped=True)).rowcount

    def stopped(self, tenant: Tenant, question: str) -> bool:
        """Whether a person stopped this question."""
        with self.database.reading() as connection:
            return bool(connection.scalar(select(_c.stopped).where(_one(tenant, question))))

    def recent(self, tenant: Tenant, by: str, most: int) -> tuple[Kept, ...]:
        """What a person asked last."""
        wanted = _workspace(select(table), tenant).where(_c.asked_by == by)
        with self.database.reading() as connection:
            return tuple(map(_kept, connection.execute(wanted.order_by(_c.at.desc(), _c.id.desc()).limit(most))))

    def _change(self, tenant: Tenant, question: str, **values: Any) -> None:
        with self.database.writing() as connection:
            connection.execute(update(table).where(_one(tenant, question)).values(**values))


def _workspace(wanted: Select[Any], tenant: Tenant) -> Select[Any]:
    return wanted.where(_c.enterprise == tenant.enterprise, _c.team == tenant.team)


def _one(tenant: Tenant, question: str) -> Any:
    return and_(_c.enterprise == tenant.enterprise, _c.team == tenant.team, _c.id == question)


def _of(thread: Thread) -> Any:
    place = thread.place
    workspace = and_(_c.enterprise == place.tenant.enterprise, _c.team == place.tenant.team)
    return and_(workspace, _c.channel == place.channel, _c.thread == thread.ts)


def _unshared() -> Any:
    """Asked in private, and not shown to the channel since."""
    shown = and_(_c.posted_channel == _c.channel, _c.posted_ts != "", not_(_c.posted_ephemeral))
    return and_(_c.private, or_(_c.posted_channel.is_(None), not_(shown)))


def _turns(row: Row[Any]) -> Iterator[Turn]:
    yield Turn("user", row.text)
    said = row.answer.text if row.answer and row.posted_channel is not None else ""
    if said:
        yield Turn("bot", said)


def _row(asked: Asked) -> dict[str, Any]:
    if asked.thread is not None and asked.thread.place != asked.place:
        raise ValueError("A question's thread is in the channel where it was asked.")
    return {
        "enterprise": asked.place.tenant.enterprise,
        "team": asked.place.tenant.team,
        "channel": asked.place.channel,
        "id": asked.id,
        "asked_by": asked.by,
        "text": asked.text,
        "way": asked.way.value,
        "at": asked.at,
        "ts": asked.ts,
        "thread": asked.thread and asked.thread.ts,
        "private": asked.private,
        "reply_url": asked.reply_url,
    }


def _placed(posted: Posted | None) -> dict[str, Any]:
    return {
        "posted_channel": posted and posted.place.channel,
        "posted_ts": posted and posted.ts,
        "posted_ephemeral": posted and posted.ephemeral,
    }


def _kept(row: Row[Any]) -> Kept:
    tenant = Tenant(row.enterprise, row.team)
    place = Place(tenant, row.channel)
    thread = None if row.thread is None else Thread(place, row.thread)
    asked = Asked(
        row.id, place, row.asked_by, row.text, Way(row.way), row.at, row.ts, thread, row.private, row.reply_url
    )
    posted = None
    if row.posted_channel is not None:
        posted = Posted(Place(tenant, row.posted_channel), row.posted_ts, row.posted_ephemeral)
    return Kept(asked, row.answer, posted, row.stopped, row.refined)
