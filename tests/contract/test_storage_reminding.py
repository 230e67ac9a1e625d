"""What reminding keeps: one contract for the memory that other tests use, for SQLite and for PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from bot.places import Place, Posted, Tenant
from bot.review import item_moves
from bot.review.firings import Timing
from bot.review.item_moves import Press
from bot.review.items import Item
from bot.review.nudges import Told
from bot.review.schedules import Schedule
from bot.storage.items import SqlItems
from bot.storage.schedules import SqlSchedules
from bot.storage.tables.reminding import schedules as schedules_table
from bot.storage.tellings import SqlTellings
from bot.usecases.reminding_ports import Begun, Planned
from lens_corpus.model import Effort
from lens_corpus.risk import Risk
from tests.support.databases import empty
from tests.support.memory_reminding import MemoryItems, MemorySchedules, MemoryTellings

HERE = Place(Tenant("E1", "T1"), "C1")
ELSEWHERE = [Place(Tenant("E1", "T1"), "C2"), Place(Tenant("E1", "T2"), "C1"), Place(Tenant("", "T1"), "C1")]
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def item(key="i1", **changes):
    made = Item(key, "r1", "ml", "Q1", "Q1-BP1", "Write it", Risk.HIGH, Effort.S, "ops", NOON)
    return replace(made, **changes)


def press(by="U1"):
    return Press(by, NOON, NOON.date())


def planned(channel="C1", next_at=NOON, checked=NOON - timedelta(hours=1), **changes):
    place = Place(HERE.tenant, channel)
    made = Planned(place, Schedule(), "Europe/Madrid", Timing(checked, next_at, date(2026, 11, 1)), "U1")
    return replace(made, **changes)


def sql(database):
    tellings = SqlTellings(database)
    return SimpleNamespace(items=SqlItems(database), schedules=SqlSchedules(database), tellings=tellings)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request, _databases):
    if request.param == "memory":
        return SimpleNamespace(items=MemoryItems(), schedules=MemorySchedules(), tellings=MemoryTellings())
    empty(_databases[request.param])
    return sql(_databases[request.param])


class TestItems:
    def test_come_back_as_they_were_put_the_oldest_first(self, store):
        older, newer = item("i2", created_at=NOON - timedelta(1)), item_moves.working(item("i1"), press())

        assert store.items.put(HERE, newer, older)
        assert store.items.of(HERE) == (older, newer)
        assert store.items.find(HERE, "i1") == newer
        assert store.items.find(HERE, "i9") is None

    def test_another_channel_neither_sees_nor_changes_them(self, store):
        store.items.put(HERE, item())
        for place in ELSEWHERE:
            assert store.items.of(place) == ()
            assert store.items.find(place, "i1") is None
            assert not store.items.put(place, item_moves.working(item(), press()), over=item())
        assert store.items.of(HERE) == (item(),)

    def test_one_that_is_known_stays_as_it_is_when_it_is_added_again(self, store):
        store.items.put(HERE, item())
        store.items.put(HERE, item(title="Another"), item("i2"))

        assert [each.title for each in store.items.of(HERE)] == ["Write it", "Write it"]

    def test_of_two_changes_to_the_same_state_the_second_is_refused_whole(self, store):
        store.items.put(HERE, item())
        assert store.items.put(HERE, item_moves.working(item(), press()), over=item())

        late = item_moves.done(item(), press("U2"))
        assert not store.items.put(HERE, item("i3"), late, over=item())
        assert [each.id for each in store.items.of(HERE)] == ["i1"]
        assert store.items.find(HERE, "i1").owner == "U1"

    def test_what_somebody_has_is_found_in_all_channels_of_the_workspace(self, store):
        mine = item(owner="U7")
        for place in (HERE, *ELSEWHERE):
            store.items.put(place, mine, item("i2", owner="U8"))

        assert {place for place, _ in store.items.owned_by(HERE.tenant, "U7")} == {HERE, ELSEWHERE[0]}
        assert [each for _, each in store.items.owned_by(HERE.tenant, "U7")] == [mine, mine]

    def test_nobodys_move_is_lost_when_many_press_at_once(self, store):
        store.items.put(HERE, item())

        def link(number):
            while True:
                before = store.items.find(HERE, "i1")
                after = item_moves.link(before, press(f"U{number}"), f"https://example.com/{number}")
                if store.items.put(HERE, after, over=before):
                    return

        with ThreadPoolExecutor(10) as pool:
            list(pool.map(link, range(20)))
        if not isinstance(store.items, MemoryItems):
            assert len(store.items.find(HERE, "i1").links) == 20


class TestSchedules:
    def test_come_back_as_they_were_put(self, store):
        made = planned(schedule=Schedule(muted=True, escalate_to="U9"), off="is_archived")

        assert store.schedules.put(made)
        assert store.schedules.find(HERE.tenant, ("C1", "C2")) == {"C1": replace(made, revision=1)}
        assert store.schedules.find(ELSEWHERE[1].tenant, ("C1",)) == {}

    def test_of_two_changes_to_the_same_revision_the_second_is_refused(self, store):
        store.schedules.put(planned())
        assert not store.schedules.put(planned(by="U2"))
        assert store.schedules.put(planned(by="U3", revision=1))
        assert not store.schedules.put(planned(by="U4", revision=1))
        assert store.schedules.find(HERE.tenant, ("C1",))["C1"].by == "U3"

    def test_due_is_what_has_come_the_longest_due_first_and_what_a_wrong_clock_looked_at(self, store):
        for channel, minutes in (("C1", 0), ("C2", -5), ("C3", 1)):
            store.schedules.put(planned(channel, NOON + timedelta(minutes=minutes)))
        store.schedules.put(planned("C4", NOON + timedelta(days=3), checked=NOON + timedelta(days=2)))
        store.schedules.put(planned("C5", None))
        store.schedules.put(planned("C6", off="is_archived"))

        assert [each.place.channel for each in store.schedules.due(NOON, 9)] == ["C2", "C1", "C4"]
        assert [each.place.channel for each in store.schedules.due(NOON, 1)] == ["C2"]

    def test_how_far_one_was_looked_at_is_kept_unless_it_has_changed(self, store):
        store.schedules.put(planned())
        store.schedules.put(planned("C2"))
        seen = store.schedules.due(NOON, 9)
        store.schedules.put(planned("C2", by="U2", revision=1))
        after = Timing(NOON, NOON + timedelta(days=1), NOON.date())

        store.schedules.keep([(each, after) for each in seen])

        found = store.schedules.find(HERE.tenant, ("C1", "C2"))
        assert found["C1"].timing == after
        assert found["C2"].timing == planned().timing

    def test_keeping_nothing_is_nothing(self, store):
        store.schedules.keep([])


def test_one_schedule_that_cannot_be_read_keeps_no_other_from_firing(database):
    schedules = SqlSchedules(database)
    for channel in ("C1", "C2"):
        schedules.put(planned(channel))
    with database.writing() as connection:
        broken = schedules_table.update().where(schedules_table.c.channel == "C1")
        connection.execute(broken.values(schedule={"changers": "the moon"}))

    assert [each.place.channel for each in schedules.due(NOON, 9)] == ["C2"]


def test_looking_for_what_is_due_uses_the_indexes(database):
    explain = "EXPLAIN QUERY PLAN " if database.lite else "EXPLAIN "
    with database.writing() as connection:
        if not database.lite:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        for column, sign in (("next_at", "<="), ("checked", ">")):
            query = f"SELECT * FROM schedules WHERE {column} {sign} '2026-11-02' AND \"off\" = '' ORDER BY {column}"  # noqa: S608
            plan = str(connection.execute(text(explain + query)).all())
            assert f"ix_schedules_{column}" in plan


class TestClaims:
    def test_whoever_comes_first_has_it_and_may_ask_again(self, store):
        assert store.tellings.claim(HERE, "k", "first", NOON)
        assert not store.tellings.claim(ELSEWHERE[0], "k", "second", NOON)
        assert store.tellings.claim(HERE, "k", "first", NOON)
        assert store.tellings.claim(ELSEWHERE[1], "k", "second", NOON)

    def test_of_many_at_once_one_has_it(self, store):
        with ThreadPoolExecutor(8) as pool:
            got = list(pool.map(lambda n: store.tellings.claim(HERE, "k", f"h{n}", NOON), range(16)))

        assert sum(got) == 1

    def test_what_nothing_was_said_with_is_given_back(self, store):
        store.tellings.claim(HERE, "k", "k", NOON)
        store.tellings.claim(HERE, "person", "k", NOON)
        store.tellings.claim(HERE, "other", "other", NOON)
        store.tellings.release(HERE.tenant, "k")

        assert store.tellings.claim(HERE, "person", "x", NOON)
        assert not store.tellings.claim(HERE, "other", "x", NOON)

    def test_what_has_become_a_message_is_never_given_back(self, store):
        store.tellings.claim(HERE, "k", "k", NOON)
        store.tellings.note(HERE, Begun("k", NOON, "item:1", Posted(HERE, "1.0")))
        store.tellings.release(HERE.tenant, "k")

        assert not store.tellings.claim(HERE, "k", "x", NOON)


class TestTellings:
    def test_a_firing_is_known_from_its_beginning_to_its_message(self, store):
        assert store.tellings.begun(HERE.tenant, "k") is None
        store.tellings.claim(HERE, "k", "k", NOON)
        assert store.tellings.begun(HERE.tenant, "k") == Begun("k", NOON)

        chosen = Begun("k", NOON, "item:1", None, 3)
        store.tellings.note(HERE, chosen)
        assert store.tellings.begun(HERE.tenant, "k") == chosen
        said = replace(chosen, posted=Posted(Place(HERE.tenant, "D1"), "1.0"))
        store.tellings.note(HERE, said, Told(1, NOON.date()))

        assert store.tellings.begun(HERE.tenant, "k") == said
        assert store.tellings.begun(ELSEWHERE[1].tenant, "k") is None

    def test_what_was_told_is_counted_by_subject_and_place(self, store):
        told = Told(2, date(2026, 11, 2))
        for count in (Told(1, date(2026, 11, 1)), told):
            store.tellings.note(HERE, Begun("k", NOON, "item:1", Posted(HERE, "1.0")), count)

        assert store.tellings.told(HERE) == {"item:1": told}
        assert [store.tellings.told(place) for place in ELSEWHERE] == [{}, {}, {}]

    def test_the_last_is_the_latest_that_became_a_message(self, store):
        for hours, posted in ((0, Posted(HERE, "1.0")), (24, Posted(HERE, "2.0")), (48, None)):
            at = NOON + timedelta(hours=hours)
            store.tellings.note(HERE, Begun(f"k{hours}", at, "item:1", posted, hours))

        assert store.tellings.last(HERE).items_in_a_row == 24
        assert store.tellings.last(ELSEWHERE[0]) is None
