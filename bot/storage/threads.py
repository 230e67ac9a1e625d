"""The threads that we take part in, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, exists, select

from bot.places import Thread
from bot.storage.engine import Database
from bot.storage.inserting import once, over
from bot.storage.tables.asking import thread_askers, threads
from bot.usecases.questions import Attendance


@dataclass(frozen=True)
class SqlThreads:
    """The port Threads."""

    database: Database

    def attendance(self, thread: Thread) -> Attendance:
        """Whether we listen to this thread."""
        with self.database.reading() as connection:
            quiet = connection.scalar(select(threads.c.quiet).where(_is(threads, thread)))
        return Attendance.STRANGER if quiet is None else Attendance.QUIET if quiet else Attendance.LISTENING

    def join(self, thread: Thread, by: str) -> None:
        """Listen from now on, because this person asked us."""
        with self.database.writing() as connection:
            over(connection, threads, _key(thread) | {"quiet": False})
            once(connection, thread_askers, _key(thread) | {"user": by})

    def quiet(self, thread: Thread) -> None:
        """Answer here only when mentioned."""
        with self.database.writing() as connection:
            over(connection, threads, _key(thread) | {"quiet": True})

    def asker(self, thread: Thread, user: str) -> bool:
        """Whether this person has asked us in this thread."""
        asked = exists().where(_is(thread_askers, thread), thread_askers.c.user == user)
        with self.database.reading() as connection:
            return bool(connection.scalar(select(asked)))


def _key(thread: Thread) -> dict[str, Any]:
    tenant = thread.place.tenant
    return {"enterprise": tenant.enterprise, "team": tenant.team, "channel": thread.place.channel, "ts": thread.ts}


def _is(table: Table, thread: Thread) -> Any:
    return and_(*(table.c[name] == value for name, value in _key(thread).items()))
