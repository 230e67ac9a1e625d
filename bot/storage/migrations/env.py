"""What Alembic runs. The connection, in its transaction, is handed in; see `bot.storage.migrating`."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

# A batch copies the table where SQLite cannot change a column in place.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
