"""Who is alive: the dead are known for certain, and nobody who only stumbled is taken for one."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.storage.engine import StorageProblem, address
from bot.storage.presence import presence
from tests.playground.running import eventually


@pytest.fixture
def present(postgres_url):
    """Makes replicas on one PostgreSQL server."""
    made = []

    def arrive(name):
        made.append(presence(address(postgres_url), name))
        made[-1].hold()
        return made[-1]

    yield arrive
    for each in made:
        each.leave()


def cut(postgres_url):
    """Every connection is lost, as when the server restarts."""
    engine = create_engine(make_url(postgres_url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%advisory%'"
        connection.execute(text(others)).all()
    engine.dispose()


def held(postgres_url):
    """How many names are held on the server."""
    engine = create_engine(make_url(postgres_url))
    with engine.connect() as connection:
        here = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE locktype = 'advisory' AND datname = current_database()"
        count = connection.scalar(text(here))
    engine.dispose()
    return count


def test_replicas_of_one_name_are_told_apart(present):
    assert present("bot").name != present("bot").name


def test_who_left_is_gone_at_the_second_look(present, postgres_url):
    one, two = present("bot"), present("bot")
    assert held(postgres_url) == 2
    two.leave()
    # The server lets go of a name a moment after the connection was closed.
    eventually(lambda: held(postgres_url) == 1)

    assert [one.gone([two.name]) for _ in range(3)] == [(), (two.name,), (two.name,)]


def test_who_is_here_is_never_gone(present):
    one, two = present("bot"), present("bot")

    assert [one.gone([two.name]) for _ in range(3)] == [()] * 3
    assert [two.gone([one.name]) for _ in range(3)] == [()] * 3


def test_who_lost_the_connection_and_came_back_is_not_gone(present, postgres_url):
    one, two = present("bot"), present("bot")
    cut(postgres_url)
    one.hold()
    first = one.gone([two.name])
    two.hold()

    assert (first, one.gone([two.name])) == ((), ())
    assert two.gone([one.name]) == ()


def test_a_name_that_never_was_here_is_gone_as_well(present):
    one = present("bot")

    assert [one.gone(["bot-of-last-week"]) for _ in range(2)] == [(), ("bot-of-last-week",)]


def test_on_a_file_there_is_one_process_at_a_time_and_its_predecessors_are_gone(tmp_path):
    where = address(f"sqlite:///{tmp_path / 'lensbot.sqlite'}")
    one, two = presence(where, "one"), presence(where, "two")
    one.hold()
    one.hold()
    with pytest.raises(StorageProblem, match="LENSBOT_DATA_DIR"):
        two.hold()
    one.leave()
    two.hold()

    assert one.name == two.name
    assert two.gone(["somebody"]) == ("somebody",)
    two.leave()
