"""Which replicas are alive, so that the work of a dead one is taken over and that of a slow one is not.

A replica holds a lock for as long as it lives. The operating system (SQLite: one process for each file) or the
server (PostgreSQL: a lock for each replica) lets go of it when the process dies, however it dies. A replica that
only stands still for a while, because it loads a model or its machine sleeps, keeps its lock; a heartbeat would
give it up, and its work would be done twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Protocol
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot.storage.engine import StorageProblem

#: So that a server notices within some 15 s that a replica's machine is gone; the default is two hours.
_KEEPALIVE = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3"


class Presence(Protocol):
    """That we are here, under a name."""

    @property
    def name(self) -> str:
        """What others know us by."""

    def hold(self) -> None:
        """Be here; say so again after the connection was lost."""

    def gone(self, others: Collection[str]) -> tuple[str, ...]:
        """Which of the others are dead for certain."""

    def leave(self) -> None:
        """Be gone."""


class FilePresence:
    """The only process on a SQLite file. It always has the same name, so its predecessor's work is its own."""

    name = "alone"

    def __init__(self, where: URL) -> None:
        self._file = where.database
        self._lock = FileLock(f"{where.database}.running", thread_local=False)

    def hold(self) -> None:
        """Keep others out; StorageProblem when somebody is in already."""
        if self._lock.is_locked:
            return
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise StorageProblem(
                f"Another Lensbot is running on {self._file}. Stop it, or set LENSBOT_DATA_DIR to a folder of its own."
            ) from None

    def gone(self, others: Collection[str]) -> tuple[str, ...]:
        """All of them: nobody else can be here."""
        return tuple(others)

    def leave(self) -> None:
        """Let others in."""
        self._lock.release(force=True)


class ServerPresence:
    """One of several replicas on a PostgreSQL server. The address must reach the server itself, not a pooler of it."""

    def __init__(self, where: URL, name: str) -> None:
        self.name = f"{name}-{uuid4().hex}"
        self._engine = create_engine(
            where, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"options": _KEEPALIVE}
        )
        self._connection: Connection | None = None
        self._missed: frozenset[str] = frozenset()

    def hold(self) -> None:
        """Take the lock on our name, or see that we still have it."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return
        except DBAPIError:
            self._drop()
        self._connection = self._engine.connect()
        if not _locked(self._connection, self.name):
            # Somebody is just looking whether we are dead; the next beat takes it.
            self._drop()

    def gone(self, others: Collection[str]) -> tuple[str, ...]:
        """Those who were missing the last time as well: a server that restarts drops everybody for a moment."""
        if self._connection is None:
            return ()
        missing = frozenset(name for name in others if self._lets_go(self._connection, name))
        before, self._missed = self._missed, missing
        return tuple(sorted(missing & before))

    def leave(self) -> None:
        """Let go of the lock with the connection."""
        self._drop()
        self._engine.dispose()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    @staticmethod
    def _lets_go(connection: Connection, name: str) -> bool:
        free = _locked(connection, name)
        if free:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _key(name)})
        return free


def presence(where: URL, name: str) -> Presence:
    """How a replica shows that it lives, on this database."""
    return FilePresence(where) if where.get_backend_name() == "sqlite" else ServerPresence(where, name)


def _locked(connection: Connection, name: str) -> bool:
    return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _key(name)}))


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
