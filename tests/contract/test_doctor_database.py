"""The doctor, looking at both databases in every state that an installation can be in."""

import socket

import pytest
from sqlalchemy import text

from bot.checks.database import database
from bot.settings import Settings
from bot.storage.engine import open_database
from bot.storage.migrating import upgrade


@pytest.fixture
def nobody():
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_database_with_todays_tables_is_sound(new_url, tmp_path):
    made = open_database(new_url)
    upgrade(made)
    made.close()
    result = database(Settings(tmp_path, database_url=new_url))

    assert str(result)[0] == "✓"
    assert result.found.endswith("tables up to date")


def test_a_database_of_an_earlier_version_is_renewed_by_the_next_start(new_url, tmp_path):
    made = open_database(new_url)
    upgrade(made, "0001_asking")
    made.close()
    result = database(Settings(tmp_path, database_url=new_url))

    assert str(result)[0] == "!"
    assert "lensbot run" in result.remedy


def test_a_database_of_a_newer_version_is_a_failure(new_url, tmp_path):
    made = open_database(new_url)
    upgrade(made)
    with made.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    made.close()
    result = database(Settings(tmp_path, database_url=new_url))

    assert result.failed
    assert "newer Lensbot" in result.found


def test_looking_at_a_database_that_is_not_there_yet_does_not_make_it(tmp_path):
    result = database(Settings(tmp_path / "data"))

    assert "the first start makes it" in result.found
    assert not (tmp_path / "data").exists()


def test_an_empty_postgresql_is_filled_by_the_first_start(postgres_url, tmp_path):
    result = database(Settings(tmp_path, database_url=postgres_url))

    assert not result.failed
    assert "the first start makes them" in result.found


def test_a_server_that_is_down_is_named_without_its_password(tmp_path, nobody):
    url = f"postgresql://lensbot:hush@127.0.0.1:{nobody}/lensbot"
    result = database(Settings(tmp_path, database_url=url))

    assert result.failed
    assert "refused" in result.remedy
    assert "LENSBOT_DATABASE_URL" in result.remedy
    assert "hush" not in str(result)


def test_a_file_that_is_no_database_is_a_failure(tmp_path):
    (tmp_path / "lensbot.sqlite").write_text("Dear diary, " * 100, encoding="utf-8")
    result = database(Settings(tmp_path))

    assert result.failed
    assert "not a database" in result.remedy


def test_an_address_of_another_kind_of_database_is_a_failure(tmp_path):
    result = database(Settings(tmp_path, database_url="mysql://user:hush@host/name"))

    assert result.failed
    assert "SQLite or PostgreSQL" in result.remedy
    assert "hush" not in str(result)
