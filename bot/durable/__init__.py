"""Work that must not be lost: kept before `start` returns, done once for each key, taken over when a replica dies.

The only package that knows DBOS, an engine for durable workflows, which keeps its own tables: beside a SQLite file in
another one, on PostgreSQL in the schema `lensbot_work`. A piece of work is one workflow with one step, its handler.
What a crash has cut short is run again from the beginning, so a handler must find what it has done before.
"""

from bot.durable.doing import CutShort, Durable

__all__ = ["CutShort", "Durable"]
