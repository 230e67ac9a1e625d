"""Bringing the tables up to date at start, by one replica at a time, and refusing a database from the future."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from bot.storage.engine import Database, StorageProblem

#: The key of PostgreSQL's lock for this; any number that nobody else uses.
_LOCK = 7_503_140_226
_SCRIPTS = "bot.storage:migrations"


def upgrade(database: Database, to: str = "head") -> None:
    """Make the tables what this version needs. StorageProblem when a newer version was here, or nobody answers."""
    try:
        with _alone(database), database.writing() as connection:
            _upgrade(connection, database.lite, to)
    except OperationalError as error:
        raise StorageProblem(
            f"The database {database.engine.url.render_as_string()} can't be used: {_reason(error)}\n"
            "Check LENSBOT_DATABASE_URL, and that the server is running and lets this user make tables."
        ) from error


def _upgrade(connection: Connection, lite: bool, to: str) -> None:  # noqa: FBT001  # which of two databases
    if not lite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = script(connection)
    _refuse_the_future(connection, ScriptDirectory.from_config(config))
    command.upgrade(config, to)


def script(connection: Connection) -> Config:
    """What Alembic's commands need to work on this connection."""
    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_the_future(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    unknown = sorted(set(MigrationContext.configure(connection).get_current_heads()) - known)
    if unknown:
        raise StorageProblem(
            f"The database was last used by a newer Lensbot (its tables are at {', '.join(unknown)}), which this "
            "version can't read. Install that version again, or restore a backup from before the upgrade."
        )


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Before there is a SQLite file it has no lock to take, and two processes that make it trip over each other."""
    if database.lite:
        with FileLock(f"{database.engine.url.database}.lock"):
            yield
    else:
        yield


def _reason(error: OperationalError) -> str:
    return str(error.orig).strip().splitlines()[0]
