"""What the engine's tables say of work: what is unfinished, over, or was cut short too often; and where they are."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dbos import DBOS, DBOSConfig
from sqlalchemy.engine import URL

from bot.storage.engine import open_database

_APPLICATION, _SCHEMA = "lensbot", "lensbot_work"
#: The same for every version of ours, so that an upgrade finishes what the version before has begun.
_VERSION = "1"
#: Given up by the engine, because it was cut short too often, and nobody has been told.
_LOST = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"
_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", _LOST]
_BATCH = 500


@dataclass(frozen=True)
class Lost:
    """Work that was cut short too often. `workflow` is the engine's name for it."""

    workflow: str
    identity: str
    kind: str
    payload: str
    attempt: int


def unfinished(workflows: Sequence[str]) -> bool:
    """Whether the outcome of one of these is not noted yet."""
    return bool(workflows) and bool(
        DBOS.list_workflows(workflow_ids=list(workflows), status="PENDING", load_input=False, load_output=False)
    )


def owners() -> set[str]:
    """The replicas that have work in hand."""
    pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    return {each.executor_id for each in pending if each.executor_id}


def take_over(replicas: Sequence[str]) -> None:
    """Have the work of these replicas, which are dead, done again."""
    # DBOS offers this to its own paid service only, but it is what a restart of the same replica calls; it takes
    # nothing that somebody else has taken over in between, and it counts crashes.
    DBOS._recover_pending_workflows(list(replicas))  # noqa: SLF001 - has no public name; see above


def lost() -> Iterator[Lost]:
    """Work that was cut short too often, of which nobody has been told."""
    for each in DBOS.list_workflows(status=_LOST, limit=_BATCH, load_output=False):
        identity, kind, payload, attempt = (each.input or {"args": ()})["args"]
        yield Lost(each.workflow_id, identity, kind, payload, attempt)


def told(work: Lost) -> None:
    """Note that it is seen to that somebody hears of it. Its key stays taken."""
    DBOS.cancel_workflow(work.workflow)


def sweep(memory: timedelta) -> None:
    """Forget what has been finished for so long."""
    before = (datetime.now(UTC) - memory).isoformat()
    while old := _finished(before):
        DBOS.delete_workflows(old)


def config(where: URL, executor: str, workers: int) -> DBOSConfig:
    """How the engine runs beside our database, for a replica of this name with so many workers."""
    return {
        "name": _APPLICATION,  # the queues are its own, so replicas must agree on it
        "system_database_url": _beside(where),
        "dbos_system_schema": _SCHEMA,
        "sys_db_pool_size": workers + 4,
        "application_version": _VERSION,
        "executor_id": executor,
        "max_executor_threads": workers,
        "enable_otlp": False,
        # The wait for messages between workflows, of which we send none; it holds up `close`.
        "notification_listener_polling_interval_sec": 0.2,
        "log_level": "WARNING",
    }


def quiet() -> None:
    """DBOS would write to the terminal by itself; a handler of our own keeps it from adding its one."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _finished(before: str) -> list[str]:
    done = DBOS.list_workflows(
        status=_FINISHED, completed_before=before, limit=_BATCH, load_input=False, load_output=False
    )
    return [each.workflow_id for each in done]


def _beside(where: URL) -> str:
    """Where DBOS keeps its tables. A SQLite file is put into the mode in which readers and writers get along."""
    if where.get_backend_name() == "sqlite":
        file = Path(where.database or "")
        where = where.set(database=str(file.with_name(f"{file.stem}-work{file.suffix}")))
        made = open_database(where.render_as_string())
        with made.reading():
            pass
        made.close()
    return where.render_as_string(hide_password=False)
