"""The databases, for every contract that has one."""

from tests.support.databases import _databases, database, new_url, postgres_url

__all__ = ["_databases", "database", "new_url", "postgres_url"]
