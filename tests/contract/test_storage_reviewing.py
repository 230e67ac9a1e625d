"""What reviewing keeps: one contract for the memory that other tests use, for SQLite and for PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from bot.places import Place, Tenant
from bot.review.comparing import QuestionThen, Snapshot
from bot.review.model import Review, Scope, State, Status, Turn, Workload
from bot.review.move import AddNote, Entry, Finish, Skip
from bot.review.scoring import Standing
from bot.storage.engine import open_database
from bot.storage.milestones import SqlMilestones
from bot.storage.review_posts import SqlReviewPosts
from bot.storage.reviews import SqlReviews
from bot.usecases.reviewing_ports import AlreadyOpen, Milestone, PostKind, ReviewPost, UnknownReview
from tests.support.databases import empty
from tests.support.memory_reviews import MemoryMilestones, MemoryReviewPosts, MemoryReviews

HERE = Place(Tenant("E1", "T1"), "C1")
ELSEWHERE = [Place(Tenant("E1", "T1"), "C2"), Place(Tenant("E1", "T2"), "C1"), Place(Tenant("", "T1"), "C1")]
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def review(key="R1", name="Fraud scoring", **changes):
    scope, asked = Scope(), ("Q1", "Q2", "Q3")
    fresh = Review(key, "machine-learning", "2025", Workload(name), scope, asked, "U1", NOON, cursor="Q1")
    return replace(fresh, **changes)


def standing(edition):
    states = (("Q1-BP1", State.IN_PLACE), ("Q1-BP2", None))
    return Snapshot("machine-learning", edition, (QuestionThen("Q1", "security", next(iter(Standing)), states),))


def noted(text="Noted.", at=NOON, **rest):
    return Entry(AddNote(by="U1", at=at, question="Q1", text=text), **rest)


def sql(database):
    return SimpleNamespace(
        reviews=SqlReviews(database), milestones=SqlMilestones(database), posts=SqlReviewPosts(database)
    )


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request, _databases):
    if request.param == "memory":
        reviews = MemoryReviews()
        return SimpleNamespace(reviews=reviews, milestones=MemoryMilestones(reviews), posts=MemoryReviewPosts())
    empty(_databases[request.param])
    return sql(_databases[request.param])


def step(store, place=HERE, key="R1", **changes):
    """One move that puts the table one turn on."""
    with store.reviews.open(place, key) as draft:
        draft.review = replace(draft.review, turns=draft.review.turns + 1, **changes)
        draft.record(noted(str(draft.review.turns)))


class TestReviews:
    def test_a_review_comes_back_as_it_was_started(self, store):
        started = review(skipped=("Q2",), pillar_priorities=("security",))

        assert store.reviews.start(HERE, started)
        assert store.reviews.peek(HERE, "R1") == started
        assert store.reviews.moves(HERE, "R1") == ()

    def test_starting_it_again_changes_nothing(self, store):
        store.reviews.start(HERE, review())

        assert not store.reviews.start(HERE, review(turns=7))
        assert store.reviews.peek(HERE, "R1").turns == 0

    def test_another_channel_neither_sees_nor_changes_it(self, store):
        store.reviews.start(HERE, review())
        for place in ELSEWHERE:
            assert store.reviews.peek(place, "R1") is None
            assert store.reviews.of(place) == store.reviews.moves(place, "R1") == ()
            with pytest.raises(UnknownReview):
                step(store, place)
            assert store.reviews.start(place, review(turns=3))
        assert store.reviews.peek(HERE, "R1") == review()

    def test_state_and_log_are_kept_together(self, store):
        store.reviews.start(HERE, review())
        entries = [noted("first", turn=Turn("R1", "Q1", 0)), Entry(Skip(by="U2", at=NOON, question="Q1"))]
        with store.reviews.open(HERE, "R1") as draft:
            draft.review = replace(draft.review, turns=1, cursor="Q2", skipped=("Q1",))
            for entry in entries:
                draft.record(entry)
        step(store)

        assert store.reviews.peek(HERE, "R1") == review(turns=2, cursor="Q2", skipped=("Q1",))
        assert store.reviews.moves(HERE, "R1") == (*entries, noted("2"))

    def test_what_raises_leaves_both_as_they_were(self, store):
        store.reviews.start(HERE, review())

        def half():
            with store.reviews.open(HERE, "R1") as draft:
                draft.review = replace(draft.review, turns=1)
                draft.record(noted())
                raise OSError("cut short")

        with pytest.raises(OSError, match="cut short"):
            half()
        assert store.reviews.peek(HERE, "R1") == review()
        assert store.reviews.moves(HERE, "R1") == ()

    def test_a_change_that_no_move_explains_is_refused(self, store):
        store.reviews.start(HERE, review())

        def silent():
            with store.reviews.open(HERE, "R1") as draft:
                draft.review = replace(draft.review, turns=1)

        with pytest.raises(RuntimeError, match="no move"):
            silent()
        assert store.reviews.peek(HERE, "R1") == review()

    def test_looking_into_it_changes_nothing(self, store):
        store.reviews.start(HERE, review())
        with store.reviews.open(HERE, "R1") as draft:
            assert draft.review == review()

        assert store.reviews.moves(HERE, "R1") == ()

    def test_the_channels_reviews_come_with_the_last_changed_first(self, store):
        for number in (1, 2, 3):
            store.reviews.start(HERE, review(f"R{number}", f"Workload {number}"))
        with store.reviews.open(HERE, "R2") as draft:
            draft.record(noted(at=NOON + timedelta(hours=1)))

        assert [each.id for each in store.reviews.of(HERE)] == ["R2", "R1", "R3"]


class TestOneOpenReviewOfAWorkload:
    def test_a_second_one_is_refused_with_the_first_ones_id(self, store):
        store.reviews.start(HERE, review())

        with pytest.raises(AlreadyOpen) as caught:
            store.reviews.start(HERE, review("R2", " fraud  SCORING "))
        assert caught.value.review == "R1"
        assert store.reviews.peek(HERE, "R2") is None

    def test_other_workloads_and_other_channels_are_free(self, store):
        store.reviews.start(HERE, review())

        assert store.reviews.start(HERE, review("R2", "Churn"))
        assert store.reviews.start(ELSEWHERE[0], review("R3"))

    def test_once_it_is_finished_the_next_can_start_and_it_cannot_be_reopened_meanwhile(self, store):
        store.reviews.start(HERE, review())
        with store.reviews.open(HERE, "R1") as draft:
            draft.review = replace(draft.review, status=Status.FINISHED)
            draft.record(Entry(Finish(by="U1", at=NOON)))
        assert store.reviews.start(HERE, review("R2"))

        with pytest.raises(AlreadyOpen) as caught:
            step(store, status=Status.PAUSED)
        assert caught.value.review == "R2"
        assert store.reviews.peek(HERE, "R1").status is Status.FINISHED
        assert len(store.reviews.moves(HERE, "R1")) == 1

    def test_a_new_name_must_be_free(self, store):
        store.reviews.start(HERE, review())
        store.reviews.start(HERE, review("R2", "Churn"))

        with pytest.raises(AlreadyOpen):
            step(store, key="R2", workload=Workload("Fraud Scoring"))
        step(store, key="R2", workload=Workload("Churn, daily"))
        assert store.reviews.peek(HERE, "R2").workload.name == "Churn, daily"

    def test_of_many_starts_at_once_one_wins(self, store):
        def start(number):
            try:
                return store.reviews.start(HERE, review(f"R{number}"))
            except AlreadyOpen:
                return False

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(start, range(8))) == 1
        assert len(store.reviews.of(HERE)) == 1


def test_nobodys_move_is_lost_when_fifty_people_click_at_once(store):
    keys = [f"R{number}" for number in range(4)]
    for key in keys:
        store.reviews.start(HERE, review(key, key))

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda number: step(store, key=keys[number % 4]), range(200)))
    for key in keys:
        assert store.reviews.peek(HERE, key).turns == 50
        assert [entry.move.text for entry in store.reviews.moves(HERE, key)] == [str(turn) for turn in range(1, 51)]


def test_a_second_process_waits_and_sees_what_the_first_did(database):
    """As another process would be: a database object of its own, which doesn't share our turn-taking."""
    ours = sql(database)
    ours.reviews.start(HERE, review())
    other = open_database(database.engine.url.render_as_string(hide_password=False))
    theirs, inside = sql(other), threading.Event()

    def second():
        inside.wait(10)
        step(theirs)

    thread = threading.Thread(target=second)
    thread.start()
    with ours.reviews.open(HERE, "R1") as draft:
        inside.set()
        thread.join(0.3)
        assert thread.is_alive()
        draft.review = replace(draft.review, turns=1)
        draft.record(noted("1"))
    thread.join(30)

    assert [entry.move.text for entry in ours.reviews.moves(HERE, "R1")] == ["1", "2"]
    other.close()


def test_looking_never_waits_for_somebody_who_is_changing(store):
    store.reviews.start(HERE, review())
    seen = []
    with store.reviews.open(HERE, "R1") as draft:
        draft.record(noted())
        thread = threading.Thread(target=lambda: seen.append((store.reviews.peek(HERE, "R1"), store.reviews.of(HERE))))
        thread.start()
        thread.join(20)

    assert seen == [(review(), (review(),))]


def test_what_a_click_asks_of_the_database_does_not_grow_with_the_reviews_there_are(database):
    store, asked = sql(database), []

    def statements():
        asked.clear()
        step(store)
        return [statement.split()[0] for statement in asked]

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    store.reviews.start(HERE, review())
    event.listen(database.engine, "after_cursor_execute", note)
    try:
        alone = statements()
        for number in range(60):
            store.reviews.start(HERE, review(f"X{number}", f"Workload {number}"))
        among_many = statements()
    finally:
        event.remove(database.engine, "after_cursor_execute", note)

    assert among_many == alone
    assert len(alone) < 10


class TestMilestones:
    def test_are_kept_by_name_oldest_first(self, store):
        store.reviews.start(HERE, review())
        later = Milestone("After the sprint", "U2", NOON + timedelta(days=7), standing("2026"))
        first = Milestone("Before", "U1", NOON, standing("2025"))

        assert store.milestones.add(HERE, "R1", later)
        assert store.milestones.add(HERE, "R1", first)
        assert not store.milestones.add(HERE, "R1", replace(first, snapshot=standing("2027")))
        assert store.milestones.of(HERE, "R1") == (first, later)

    def test_of_a_review_that_is_not_there_are_refused(self, store):
        store.reviews.start(HERE, review())
        with pytest.raises(UnknownReview):
            store.milestones.add(ELSEWHERE[0], "R1", Milestone("Before", "U1", NOON, standing("2025")))
        assert store.milestones.of(ELSEWHERE[0], "R1") == ()


class TestReviewPosts:
    def test_a_message_is_found_by_where_it_stands(self, store):
        shown = ReviewPost(HERE, "1.0", HERE, "R1", PostKind.QUESTION, "Q1")
        store.posts.put(shown)

        assert store.posts.find(HERE, "1.0") == shown
        assert store.posts.find(HERE, "2.0") is None
        assert [store.posts.find(place, "1.0") for place in ELSEWHERE] == [None] * 3

    def test_a_later_note_replaces_the_earlier_one(self, store):
        for question in ("Q1", "Q2"):
            store.posts.put(ReviewPost(HERE, "1.0", HERE, "R1", PostKind.QUESTION, question))

        assert [post.question for post in store.posts.of(HERE, "R1")] == ["Q2"]

    def test_all_messages_of_a_review_are_known_wherever_they_stand(self, store):
        direct = Place(HERE.tenant, "D7")
        progress = ReviewPost(HERE, "1.0", HERE, "R1", PostKind.PROGRESS)
        question = ReviewPost(direct, "2.0", HERE, "R1", PostKind.QUESTION, "Q1")
        for post in (question, progress, ReviewPost(HERE, "3.0", HERE, "R2", PostKind.PROGRESS)):
            store.posts.put(post)

        assert store.posts.of(HERE, "R1") == (progress, question)
        assert store.posts.of(direct, "R1") == ()
        store.posts.forget(direct, "2.0")
        assert store.posts.of(HERE, "R1") == (progress,)

    def test_another_workspaces_review_is_refused(self, store):
        astray = ReviewPost(HERE, "1.0", ELSEWHERE[1], "R1", PostKind.PROGRESS)

        with pytest.raises(ValueError, match="workspace"):
            store.posts.put(astray)
