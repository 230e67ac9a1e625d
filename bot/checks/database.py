"""Whether the database answers, and whether its tables are those of this version. Changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot.checks import Result
from bot.settings import Settings
from bot.storage.engine import StorageProblem, address, open_database
from bot.storage.migrating import script

NAME = "database"
#: Seconds that a server may take to answer.
PATIENCE = 5


def database(settings: Settings) -> Result:
    """Look at the database that the settings name."""
    try:
        where = address(settings.database)
        if _not_made(where):
            return Result(NAME, f"{where.database} is not there yet; the first start makes it")
        return _tables(where)
    except StorageProblem as problem:
        return Result(NAME, "not usable", str(problem), failed=True)
    except (DBAPIError, sqlite3.Error, OSError) as error:
        return Result(NAME, f"{_shown(where)} does not answer", _remedy(error), failed=True)


def _not_made(where: URL) -> bool:
    name = where.database or ""
    return where.get_backend_name() == "sqlite" and name not in ("", ":memory:") and not Path(name).exists()


def _tables(where: URL) -> Result:
    opened = open_database(_impatient(where).render_as_string(hide_password=False))
    try:
        with opened.reading() as connection:
            return _compared(_shown(where), connection)
    finally:
        opened.close()


def _compared(shown: str, connection: Connection) -> Result:
    scripts = ScriptDirectory.from_config(script(connection))
    wanted, held = set(scripts.get_heads()), set(MigrationContext.configure(connection).get_current_heads())
    if held == wanted:
        return Result(NAME, f"{shown}, tables up to date")
    if not held:
        return Result(NAME, f"{shown}, no tables yet; the first start makes them")
    known = {each.revision for each in scripts.walk_revisions()}
    if held <= known:
        return Result(NAME, f"{shown}, tables of an earlier version", "the next start of `lensbot run` renews them")
    remedy = "install that version again, or restore a backup from before the upgrade"
    return Result(NAME, f"{shown}, tables of a newer Lensbot", remedy, failed=True)


def _impatient(where: URL) -> URL:
    if where.get_backend_name() == "sqlite" or "connect_timeout" in where.query:
        return where
    return where.update_query_dict({"connect_timeout": str(PATIENCE)})


def _shown(where: URL) -> str:
    return str(where.database) if where.get_backend_name() == "sqlite" else where.render_as_string()


def _remedy(error: Exception) -> str:
    told = str(getattr(error, "orig", None) or error).strip().splitlines()
    return f"{told[0] if told else type(error).__name__}; check LENSBOT_DATABASE_URL, and that the server is running"
