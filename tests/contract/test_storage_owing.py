"""What is kept beside improvements: work that follows from them, and whom reviews and schedules concern."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from alembic import command

from bot.places import Place, Tenant
from bot.review import item_moves
from bot.review.firings import Timing
from bot.review.item_moves import Press
from bot.review.items import Item
from bot.review.model import Assignment, Review, Scope, Status, Workload
from bot.review.move import Assign, Entry
from bot.review.schedules import Schedule
from bot.storage.concerns import SqlConcerns
from bot.storage.engine import open_database
from bot.storage.items import SqlItems
from bot.storage.migrating import script, upgrade
from bot.storage.reviews import SqlReviews
from bot.storage.schedules import SqlSchedules
from bot.usecases.reminding_ports import Owed, Planned
from lens_corpus.model import Effort
from lens_corpus.risk import Risk
from tests.support.databases import empty
from tests.support.memory_reminding import MemoryItems

HERE = Place(Tenant("E1", "T1"), "C1")
ELSEWHERE = [Place(Tenant("E1", "T1"), "C2"), Place(Tenant("E1", "T2"), "C1"), Place(Tenant("", "T1"), "C1")]
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ITEM = Item("i1", "r1", "ml", "Q1", "Q1-BP1", "Write it", Risk.HIGH, Effort.S, "ops", NOON)
DONE = item_moves.done(ITEM, Press("U1", NOON, NOON.date()))


def owed(key="k1", place=HERE):
    return Owed(place, "item-done", key, {"item": "i1", "before": ["HIGH", 1, 2]})


class TestOwed:
    @pytest.fixture(params=["memory", "sqlite", "postgresql"])
    def items(self, request, _databases):
        if request.param == "memory":
            return MemoryItems()
        empty(_databases[request.param])
        return SqlItems(_databases[request.param])

    def test_is_kept_with_the_change_and_gone_once_it_is_started(self, items):
        items.put(HERE, ITEM)
        assert items.owed(9) == ()

        assert items.put(HERE, DONE, over=ITEM, owes=owed())
        assert items.owed(9) == (owed(),)
        items.started(owed())

        assert items.owed(9) == ()

    def test_is_not_kept_with_a_change_that_came_too_late(self, items):
        items.put(HERE, ITEM)
        items.put(HERE, DONE, over=ITEM)

        assert not items.put(HERE, DONE, over=ITEM, owes=owed())
        assert items.owed(9) == ()

    def test_of_one_key_is_kept_once_and_others_stay_when_one_is_started(self, items):
        for each in (owed(), owed("k2"), *(owed(place=place) for place in ELSEWHERE), owed()):
            items.put(each.place, replace(ITEM, id=each.key), owes=each)
        items.started(owed())

        assert owed() not in items.owed(9)
        assert len(items.owed(9)) == 4
        assert len(items.owed(2)) == 2


def review(*asked, status=Status.OPEN):
    made = Review("R1", "ml", "2025", Workload("Fraud"), Scope(), ("Q1", "Q2"), "U1", NOON, cursor="Q1")
    given = tuple(Assignment("Q1", to, "U1", NOON) for to in asked)
    return replace(made, assignments=given, status=status)


def planned(to, revision=0, place=HERE):
    timing = Timing(NOON - timedelta(hours=1), NOON)
    return Planned(place, Schedule(escalate_to=to), "UTC", timing, "U1", revision=revision)


class TestConcerns:
    @pytest.fixture
    def store(self, database):
        parts = (SqlReviews(database), SqlSchedules(database), SqlConcerns(database))
        return SimpleNamespace(**dict(zip(("reviews", "schedules", "concerns"), parts, strict=True)))

    def turned(self, store, after):
        with store.reviews.open(HERE, "R1") as draft:
            draft.review = after
            draft.record(Entry(Assign(by="U1", at=NOON, question="Q1", to="U7")))

    def test_begin_with_a_question_and_end_with_the_review(self, store):
        store.reviews.start(HERE, review())
        assert store.concerns.of(HERE.tenant, "U7") == ()

        self.turned(store, review("U7", "U8"))
        assert store.concerns.of(HERE.tenant, "U7") == (HERE,)
        assert store.concerns.of(ELSEWHERE[1].tenant, "U7") == ()
        self.turned(store, review("U8"))
        assert store.concerns.of(HERE.tenant, "U7") == ()
        self.turned(store, review("U8", status=Status.FINISHED))

        assert store.concerns.of(HERE.tenant, "U8") == ()

    def test_end_when_the_review_is_deleted(self, store):
        store.reviews.start(HERE, review("U7"))
        assert store.concerns.of(HERE.tenant, "U7") == (HERE,)
        store.reviews.remove(HERE, "R1")

        assert store.concerns.of(HERE.tenant, "U7") == ()

    def test_follow_whom_a_schedule_names_in_each_channel_once(self, store):
        store.reviews.start(HERE, review("U7"))
        store.schedules.put(planned("U7"))
        store.schedules.put(planned("U7", place=ELSEWHERE[0]))
        assert store.concerns.of(HERE.tenant, "U7") == (HERE, ELSEWHERE[0])
        store.schedules.put(planned("U8", revision=1, place=ELSEWHERE[0]))
        store.schedules.put(planned("U9", revision=0))

        assert store.concerns.of(HERE.tenant, "U7") == (HERE,)
        assert store.concerns.of(HERE.tenant, "U8") == (ELSEWHERE[0],)
        assert store.concerns.of(HERE.tenant, "U9") == ()


def test_an_upgrade_finds_whom_the_reviews_and_schedules_of_before_concern(new_url):
    database = open_database(new_url)
    upgrade(database)
    SqlReviews(database).start(HERE, review("U7"))
    SqlSchedules(database).put(planned("U8"))
    with database.writing() as connection:
        command.downgrade(script(connection), "0004_spending")

    upgrade(database)

    concerns = SqlConcerns(database)
    assert [concerns.of(HERE.tenant, person) for person in ("U7", "U8", "U9")] == [(HERE,), (HERE,), ()]
    database.close()
