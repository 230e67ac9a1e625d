"""What people thought of answers, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select, union

from bot.places import Tenant
from bot.storage.engine import Database
from bot.storage.inserting import over
from bot.storage.tables.asking import feedback, picks, questions
from bot.usecases.learning import Pick, View

__all__ = ["Pick", "SqlFeedback", "View"]


@dataclass(frozen=True)
class SqlFeedback:
    """The port Feedback, and Opinions, which reads what it kept."""

    database: Database

    def give(self, tenant: Tenant, question: str, by: str, *, helpful: bool, note: str = "") -> None:
        """Keep one person's view; of a question that is gone, nothing."""
        row = {"given_by": by, "helpful": helpful, "note": note}
        self._keep(feedback, tenant, question, row, keep=() if note else ("note",))

    def pick(self, tenant: Tenant, question: str, by: str, practice: str, statement: str) -> None:
        """Keep what a person chose."""
        row = {"picked_by": by, "practice": practice, "statement": statement}
        self._keep(picks, tenant, question, row)

    def views(self, tenant: Tenant, question: str) -> tuple[View, ...]:
        """Everybody's view of an answer, by who gave it."""
        rows = self._read(feedback, tenant, question)
        return tuple(sorted((View(row.given_by, row.helpful, row.note) for row in rows), key=lambda view: view.by))

    def picks(self, tenant: Tenant, question: str) -> tuple[Pick, ...]:
        """What was chosen, by who chose it."""
        rows = self._read(picks, tenant, question)
        chosen = (Pick(row.picked_by, row.practice, row.statement) for row in rows)
        return tuple(sorted(chosen, key=lambda pick: (pick.by, pick.practice)))

    def heard_about(self, team: str) -> tuple[tuple[Tenant, str], ...]:
        """Questions with a view or a pick, by workspace and id; of every workspace where `team` is empty."""
        each = [select(table.c.enterprise, table.c.team, table.c.question) for table in (feedback, picks)]
        wanted = [one.where(one.selected_columns.team == team) if team else one for one in each]
        with self.database.reading() as connection:
            rows = connection.execute(union(*wanted)).all()
        return tuple(sorted((Tenant(row.enterprise, row.team), row.question) for row in rows))

    def _keep(
        self, table: Table, tenant: Tenant, question: str, row: dict[str, Any], keep: tuple[str, ...] = ()
    ) -> None:
        with self.database.writing() as connection:
            channel = _channel(connection, tenant, question)
            if channel is not None:
                key = {"enterprise": tenant.enterprise, "team": tenant.team, "question": question, "channel": channel}
                over(connection, table, key | row, keep)

    def _read(self, table: Table, tenant: Tenant, question: str) -> list[Any]:
        key = {"enterprise": tenant.enterprise, "team": tenant.team, "question": question}
        with self.database.reading() as connection:
            return list(connection.execute(select(table).where(*(table.c[name] == key[name] for name in key))))


def _channel(connection: Connection, tenant: Tenant, question: str) -> str | None:
    key = {"enterprise": tenant.enterprise, "team": tenant.team, "id": question}
    one = select(questions.c.channel).where(*(questions.c[name] == key[name] for name in key))
    # The question must not go away before the row that points at it is in; SQLite has locked everything anyway.
    return connection.scalar(one.with_for_update(key_share=True, read=True))
