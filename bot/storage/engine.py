"""Opening the database. SQLite and PostgreSQL behave alike behind `Database`: readers never wait, writers take turns.

SQLite takes its write lock when a writing transaction begins. Taken later, at the first change, two people who click
at once would deadlock, and one of them would be told "database is locked".
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

#: How long a writer of another process is waited for, in seconds.
PATIENCE = 30
_POSTGRES = "postgresql+psycopg"
_DRIVERS = {"sqlite": "sqlite", "postgresql": _POSTGRES, "postgres": _POSTGRES, _POSTGRES: _POSTGRES}


class StorageProblem(Exception):
    """The database cannot be used. The message says why and what to do; it holds no password."""


@dataclass(frozen=True)
class Database:
    """An open database. Close it when done, so that SQLite folds its log into the file."""

    engine: Engine
    _turn: threading.Lock | None = field(default=None, repr=False)
    _here: threading.local = field(default_factory=threading.local, repr=False)

    @property
    def lite(self) -> bool:
        """Whether this is SQLite, where all writers share one lock."""
        return self._turn is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout and changes nothing."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or undone when something is raised.

        On SQLite it is alone from the start. Threads wait for each other here, in turn, rather than in SQLite,
        which looks for a free lock only every now and then and may pass over somebody for long. A second one within
        the first, in the same thread, would wait for itself; RuntimeError instead.
        """
        if getattr(self._here, "writing", False):
            raise RuntimeError("Something is written within a transaction of its own, inside another one.")
        writer = self.engine.execution_options(lensbot_writing=True)
        with self._turn or nullcontext():
            self._here.writing = True
            try:
                with writer.begin() as connection:
                    yield connection
            finally:
                self._here.writing = False

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def address(url: str) -> URL:
    """A database's address with the driver that we use; StorageProblem when it is not one of ours."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageProblem(
            "The database's address is not a URL such as postgresql://user:password@host/name."
        ) from None
    if parsed.drivername not in _DRIVERS:
        raise StorageProblem(f"Lensbot keeps its data in SQLite or PostgreSQL, not in {parsed.drivername}.")
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def open_database(url: str) -> Database:
    """Open the database at this address; a SQLite file and its folder are made when they are missing.

    Nothing is read yet: a PostgreSQL server that is down shows when the tables are brought up to date.
    """
    where = address(url)
    if where.get_backend_name() == "sqlite":
        return Database(_open_file(where), threading.Lock())
    return Database(create_engine(where, pool_pre_ping=True, pool_size=10, max_overflow=20))


def _open_file(where: URL) -> Engine:
    if not where.database or where.database == ":memory:":
        raise StorageProblem("A SQLite database needs a file, as in sqlite:///path/to/lensbot.sqlite.")
    Path(where.database).absolute().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(where, connect_args={"timeout": PATIENCE}, pool_size=10, max_overflow=50)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # Python's driver would otherwise begin transactions by itself, and late.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("lensbot_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
