"""States of reviews that others begin with, in SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from bot.places import Place, Tenant
from bot.review import codec
from bot.review.rights import plain
from bot.storage.engine import Database
from bot.storage.inserting import once
from bot.storage.reviews import where
from bot.storage.tables.reviewing import reviews
from bot.storage.tables.reviewing import templates as table
from bot.usecases.prefilling_ports import Template, TemplateName
from bot.usecases.reviewing_ports import UnknownReview


@dataclass(frozen=True)
class SqlTemplates:
    """The port Templates."""

    database: Database

    def add(self, template: Template) -> bool:
        """Keep a template under its name."""
        row = where(template.place) | {"id": template.id, "review": template.review, "name": template.name}
        row |= {"plain": plain(template.name), "named_by": template.by}
        said = {"at": template.at, "snapshot": codec.encode_snapshot(template.snapshot)}
        known = select(reviews.c.id).filter_by(**where(template.place), id=template.review)
        with self.database.writing() as connection:
            if connection.scalar(known.with_for_update(key_share=True, read=True)) is None:
                raise UnknownReview(template.review)
            return once(connection, table, row | said)

    def named(self, tenant: Tenant) -> tuple[TemplateName, ...]:
        """What they are called. The lens is that of the review, which keeps its lens."""
        wanted = select(table.c.id, table.c.name, reviews.c.lens).join(reviews)
        wanted = wanted.where(table.c.enterprise == tenant.enterprise, table.c.team == tenant.team)
        with self.database.reading() as connection:
            rows = connection.execute(wanted.order_by(table.c.plain)).all()
        return tuple(TemplateName(row.id, row.name, row.lens) for row in rows)

    def of(self, tenant: Tenant, template: str = "") -> tuple[Template, ...]:
        """A workspace's templates, by name."""
        wanted = select(table).filter_by(enterprise=tenant.enterprise, team=tenant.team)
        wanted = wanted.filter_by(id=template) if template else wanted
        with self.database.reading() as connection:
            rows = connection.execute(wanted.order_by(table.c.plain)).all()
        return tuple(
            Template(
                row.id,
                row.name,
                Place(tenant, row.channel),
                row.review,
                row.named_by,
                row.at,
                codec.decode_snapshot(row.snapshot),
            )
            for row in rows
        )

    def remove(self, tenant: Tenant, template: str) -> None:
        """Forget a template."""
        key = {"enterprise": tenant.enterprise, "team": tenant.team, "id": template}
        with self.database.writing() as connection:
            connection.execute(delete(table).filter_by(**key))
