"""Opening a database and bringing it up to date: whoever starts, in whatever order, nothing is left half done."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, inspect, select, text

from bot.storage.engine import StorageProblem, open_database
from bot.storage.migrating import script, upgrade
from bot.storage.tables import metadata

UPGRADE = "import sys; from bot.storage import engine, migrating; migrating.upgrade(engine.open_database(sys.argv[1]))"


@pytest.fixture
def fresh(new_url):
    opened = open_database(new_url)
    yield opened
    opened.close()


def differences(database, wanted):
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, wanted)


def test_the_migrations_arrive_at_the_tables_that_the_code_uses(fresh):
    upgrade(fresh)

    assert differences(fresh, metadata) == []


def test_a_column_that_no_migration_makes_would_be_noticed(fresh):
    upgrade(fresh)
    wanted = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(wanted)
    wanted.tables["threads"].append_column(Column("extra", Integer))

    assert [each[0] for each in differences(fresh, wanted)] == ["add_column"]


def test_every_row_is_kept_under_its_workspace():
    keys = {table.name: [column.name for column in table.primary_key][:2] for table in metadata.sorted_tables}

    assert set(map(tuple, keys.values())) == {("enterprise", "team")}
    assert [table.name for table in metadata.sorted_tables if "channel" not in table.c] == []


def test_replicas_that_start_at_once_make_the_tables_once(new_url):
    started = [subprocess.Popen([sys.executable, "-c", UPGRADE, new_url], stderr=subprocess.PIPE) for _ in range(3)]
    ended = [process.communicate()[1].decode() for process in started]

    assert [process.returncode for process in started] == [0, 0, 0], ended


def test_upgrading_again_keeps_what_is_there(fresh):
    upgrade(fresh)
    with fresh.writing() as connection:
        connection.execute(
            metadata.tables["threads"].insert(),
            dict.fromkeys(("enterprise", "team", "channel", "ts"), "x") | {"quiet": True},
        )
    upgrade(fresh)

    with fresh.reading() as connection:
        assert connection.execute(select(metadata.tables["threads"].c.quiet)).scalars().all() == [True]


def test_a_database_from_the_future_is_refused_untouched(fresh):
    upgrade(fresh)
    with fresh.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))

    with pytest.raises(StorageProblem, match=r"newer Lensbot.*9999_later"):
        upgrade(fresh)
    with fresh.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999_later"


def test_steps_can_be_gone_back(fresh):
    upgrade(fresh)
    with fresh.writing() as connection:
        command.downgrade(script(connection), "base")

    assert inspect(fresh.engine).get_table_names() == ["alembic_version"]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "not a URL"),
        ("mysql://user:secret@host/name", "not in mysql"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_an_address_that_is_none_of_ours_is_explained(url, says):
    with pytest.raises(StorageProblem, match=says) as caught:
        open_database(url)

    assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there_is_explained_without_the_password(tmp_path):
    database = open_database(f"postgresql://me:hush@/lensbot?host={tmp_path}")

    with pytest.raises(StorageProblem, match="can't be used") as caught:
        upgrade(database)
    assert "hush" not in str(caught.value)


def test_postgresql_is_reached_by_the_address_that_people_write(postgres_url):
    for beginning in ("postgres:", "postgresql:"):
        database = open_database(postgres_url.replace("postgresql+psycopg:", beginning))
        with database.reading() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        database.close()


def test_what_was_begun_and_raised_is_undone(fresh):
    upgrade(fresh)
    row = dict.fromkeys(("enterprise", "team", "channel", "ts"), "x") | {"quiet": True}

    def half():
        with fresh.writing() as connection:
            connection.execute(metadata.tables["threads"].insert(), row)
            raise LookupError

    with pytest.raises(LookupError):
        half()
    with fresh.reading() as connection:
        assert connection.execute(select(metadata.tables["threads"])).all() == []


def test_writing_within_writing_is_refused_rather_than_waiting_for_itself(fresh):
    def nested():
        with fresh.writing(), fresh.writing():
            pass

    for _ in range(2):
        with pytest.raises(RuntimeError, match="inside another"):
            nested()


def test_no_writer_is_ever_told_that_the_database_is_locked(fresh, new_url):
    counter = Table("counter", MetaData(), Column("value", Integer))
    counter.create(fresh.engine)
    with fresh.writing() as connection:
        connection.execute(counter.insert(), {"value": 0})
    other = open_database(new_url)  # as another process would be: it doesn't share our turn-taking

    def step(number):
        with (fresh, other)[number % 2].writing() as connection:
            # Locking the row is what the port does on PostgreSQL; SQLite has locked everything already.
            seen = connection.scalar(select(counter.c.value).with_for_update())
            connection.execute(counter.update().values(value=seen + 1))

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(step, range(240)))
    with fresh.reading() as connection:
        assert connection.scalar(select(counter.c.value)) == 240
    other.close()
