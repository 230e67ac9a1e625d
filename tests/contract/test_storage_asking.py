"""What asking keeps: one contract for the memory that other tests use, for SQLite and for PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channel_rules import ChannelRules, Listening, Managers
from bot.places import Place, Posted, Tenant, Thread
from bot.review.rights import Rights, Who
from bot.storage.feedback import Pick, SqlFeedback, View
from bot.storage.questions import SqlQuestions
from bot.storage.rules import SqlRules
from bot.storage.threads import SqlThreads
from bot.usecases.questions import Asked, Attendance, Kept, Way
from bot.usecases.refusals import Refusal
from knowledge.model import Answer, Line, Span, Turn
from tests.support.databases import empty
from tests.support.memory import MemoryFeedback, MemoryQuestions, MemoryRules, MemoryThreads

HERE = Tenant("E1", "T1")
ELSEWHERE = [Tenant("E1", "T2"), Tenant("", "T1"), Tenant("T1", "E1")]
CHANNEL = Place(HERE, "C1")
THREAD = Thread(CHANNEL, "100.000001")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SAID = Posted(CHANNEL, "100.000009")


def asked(number=1, **changes):
    fresh = Asked(f"Q{number}", CHANNEL, "U1", f"Question {number}?", Way.MENTION, NOON, f"100.00000{number}", THREAD)
    return replace(fresh, **changes)


def answer(text="Yes.", **changes):
    return replace(Answer((Line((Span(text),)),)), **changes)


def sql(database):
    return SimpleNamespace(
        questions=SqlQuestions(database),
        threads=SqlThreads(database),
        rules=SqlRules(database),
        feedback=SqlFeedback(database),
    )


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request, _databases):
    if request.param == "memory":
        questions = MemoryQuestions()
        return SimpleNamespace(
            questions=questions, threads=MemoryThreads(), rules=MemoryRules(), feedback=MemoryFeedback(questions)
        )
    empty(_databases[request.param])
    return sql(_databases[request.param])


class TestQuestions:
    def test_a_question_comes_back_as_it_was_asked(self, store):
        question = asked(private=True, reply_url="https://hooks.example/1", way=Way.COMMAND)

        assert store.questions.take(question)
        assert store.questions.find(HERE, "Q1") == Kept(question)

    def test_a_question_outside_any_thread_comes_back_without_one(self, store):
        store.questions.take(asked(thread=None, ts=""))

        assert store.questions.find(HERE, "Q1").asked.thread is None

    def test_the_same_id_is_taken_once_and_the_first_stays(self, store):
        store.questions.take(asked())

        assert not store.questions.take(asked(text="Something else?"))
        assert store.questions.find(HERE, "Q1").asked.text == "Question 1?"

    def test_of_many_at_once_one_takes_it(self, store):
        with ThreadPoolExecutor(8) as pool:
            taken = list(pool.map(lambda _: store.questions.take(asked()), range(8)))

        assert sum(taken) == 1

    @pytest.mark.parametrize("other", ELSEWHERE, ids=str)
    def test_another_workspace_neither_sees_nor_changes_it(self, store, other):
        store.questions.take(asked())
        store.questions.settle(other, "Q1", answer(), None)
        store.questions.begun(other, "Q1", SAID)

        assert store.questions.find(other, "Q1") is None
        assert store.questions.find(HERE, "Q1") == Kept(asked())
        assert store.questions.take(asked(place=Place(other, "C1"), thread=None))

    def test_any_zone_comes_back_as_the_same_moment_in_utc(self, store):
        store.questions.take(asked(at=NOON.astimezone(timezone(timedelta(hours=-7)))))

        at = store.questions.find(HERE, "Q1").asked.at
        assert at == NOON
        assert at.utcoffset() == timedelta(0)

    def test_a_moment_without_a_zone_is_refused(self, store):
        vague = asked(at=datetime(2026, 11, 2, 12))  # noqa: DTZ001

        with pytest.raises(Exception, match="zone"):
            store.questions.take(vague)

    def test_a_thread_in_another_channel_is_refused(self, store):
        astray = asked(thread=Thread(Place(HERE, "C2"), "1.0"))

        with pytest.raises(ValueError, match="channel"):
            store.questions.take(astray)

    def test_an_answer_is_kept_with_where_it_stands(self, store):
        store.questions.take(asked())
        whisper = Posted(Place(HERE, "D7"), "101.0", ephemeral=True)
        store.questions.settle(HERE, "Q1", answer(), whisper)

        assert store.questions.find(HERE, "Q1") == Kept(asked(), answer(), whisper)

    def test_settling_again_replaces_and_counts_as_a_refinement(self, store):
        store.questions.take(asked())
        store.questions.begun(HERE, "Q1", SAID)
        for text in ("One.", "Two.", "Three."):
            store.questions.settle(HERE, "Q1", answer(text), SAID)

        assert store.questions.find(HERE, "Q1") == Kept(asked(), answer("Three."), SAID, refined=2)

    def test_settling_what_is_not_there_changes_nothing(self, store):
        store.questions.settle(HERE, "Q1", answer(), SAID)

        assert store.questions.find(HERE, "Q1") is None


class TestEarlierTurns:
    def test_are_what_was_asked_and_answered_before_oldest_first(self, store):
        for number in (2, 1, 3):
            store.questions.take(asked(number))
            store.questions.settle(HERE, f"Q{number}", answer(f"Answer {number}."), SAID)

        assert store.questions.earlier(THREAD, "100.000003", 10) == (
            Turn("user", "Question 1?"),
            Turn("bot", "Answer 1."),
            Turn("user", "Question 2?"),
            Turn("bot", "Answer 2."),
        )

    def test_are_the_latest_when_there_are_too_many(self, store):
        for number in (1, 2):
            store.questions.take(asked(number))
            store.questions.settle(HERE, f"Q{number}", answer(f"Answer {number}."), SAID)

        turns = store.questions.earlier(THREAD, "100.000009", 3)
        assert [turn.text for turn in turns] == ["Answer 1.", "Question 2?", "Answer 2."]
        assert store.questions.earlier(THREAD, "100.000009", 0) == ()

    def test_hold_no_answer_that_nobody_saw(self, store):
        store.questions.take(asked(1))
        store.questions.take(asked(2))
        store.questions.settle(HERE, "Q1", answer("Kept to ourselves."), None)

        assert {turn.role for turn in store.questions.earlier(THREAD, "100.000009", 10)} == {"user"}

    @pytest.mark.parametrize(
        "changes",
        [
            {"thread": Thread(CHANNEL, "100.000002")},
            {"thread": None},
            {"place": Place(HERE, "C2"), "thread": Thread(Place(HERE, "C2"), THREAD.ts)},
            {"place": Place(ELSEWHERE[0], "C1"), "thread": Thread(Place(ELSEWHERE[0], "C1"), THREAD.ts)},
        ],
        ids=str,
    )
    def test_are_of_this_thread_only(self, store, changes):
        store.questions.take(asked(**changes))

        assert store.questions.earlier(THREAD, "100.000009", 10) == ()

    @pytest.mark.parametrize(
        "posted",
        [None, Posted(CHANNEL, "1.0", ephemeral=True), Posted(CHANNEL, ""), Posted(Place(HERE, "D7"), "1.0")],
        ids=str,
    )
    def test_do_not_tell_the_thread_what_one_person_asked_in_private(self, store, posted):
        store.questions.take(asked(private=True))
        store.questions.settle(HERE, "Q1", answer(), posted)

        assert store.questions.earlier(THREAD, "100.000009", 10) == ()

    def test_hold_what_was_asked_in_private_and_shared_afterwards(self, store):
        store.questions.take(asked(private=True))
        store.questions.settle(HERE, "Q1", answer(), Posted(CHANNEL, "1.0", ephemeral=True))
        store.questions.settle(HERE, "Q1", answer(), SAID)

        assert len(store.questions.earlier(THREAD, "100.000009", 10)) == 2


class TestPlacing:
    def test_a_message_is_noted_before_the_answer_is_finished(self, store):
        store.questions.take(asked())
        store.questions.begun(HERE, "Q1", Posted(CHANNEL, ""))

        assert store.questions.find(HERE, "Q1") == Kept(asked(), posted=Posted(CHANNEL, ""))

    def test_stopping_marks_the_unfinished_questions_of_a_thread_once(self, store):
        for number in (1, 2, 3):
            store.questions.take(asked(number))
        store.questions.take(asked(4, thread=None))
        store.questions.settle(HERE, "Q3", answer(), SAID)

        assert store.questions.stop(THREAD) == 2
        assert store.questions.stop(THREAD) == 0
        assert [store.questions.stopped(HERE, f"Q{number}") for number in (1, 2, 3, 4)] == [True, True, False, False]
        assert store.questions.find(HERE, "Q1").stopped

    def test_an_unknown_question_is_not_stopped(self, store):
        assert store.questions.stopped(HERE, "Q1") is False

    def test_the_recent_ones_of_a_person_come_newest_first(self, store):
        for number in (1, 2, 3):
            store.questions.take(asked(number, at=NOON + timedelta(minutes=number)))
        store.questions.take(asked(4, by="U2"))
        store.questions.take(asked(5, place=Place(ELSEWHERE[0], "C1"), thread=None))

        assert [kept.asked.id for kept in store.questions.recent(HERE, "U1", 2)] == ["Q3", "Q2"]


class TestThreads:
    def test_a_thread_that_we_never_were_in_is_strange(self, store):
        assert store.threads.attendance(THREAD) is Attendance.STRANGER

    def test_joining_listens_and_quiet_ends_it_until_somebody_asks_again(self, store):
        states = []
        for step in (lambda: store.threads.join(THREAD, "U1"), lambda: store.threads.quiet(THREAD)) * 2:
            step()
            states.append(store.threads.attendance(THREAD))

        assert states == [Attendance.LISTENING, Attendance.QUIET] * 2

    def test_a_thread_can_be_made_quiet_before_we_ever_spoke(self, store):
        store.threads.quiet(THREAD)

        assert store.threads.attendance(THREAD) is Attendance.QUIET

    def test_the_askers_are_those_who_asked_here(self, store):
        store.threads.join(THREAD, "U1")
        store.threads.join(THREAD, "U1")
        store.threads.join(Thread(CHANNEL, "200.0"), "U2")

        assert [store.threads.asker(THREAD, user) for user in ("U1", "U2")] == [True, False]

    @pytest.mark.parametrize("other", ELSEWHERE, ids=str)
    def test_another_workspace_has_its_own(self, store, other):
        store.threads.join(THREAD, "U1")
        same = Thread(Place(other, "C1"), THREAD.ts)

        assert store.threads.attendance(same) is Attendance.STRANGER
        assert not store.threads.asker(same, "U1")


class TestRules:
    def test_a_channel_that_set_nothing_has_the_defaults(self, store):
        assert store.rules.of(CHANNEL) == ChannelRules()

    def test_what_was_set_last_counts_in_that_channel_only(self, store):
        lenses, notes = ("machine-learning", "iot"), "Küche 🍲"
        wanted = ChannelRules(Listening.QUESTIONS, private=True, lenses=lenses, managers=Managers.ADMINS, notes=notes)
        wanted = replace(wanted, rights=Rights(delete=Who.ADMINS))
        store.rules.put(CHANNEL, ChannelRules(private=True), "U1")
        store.rules.put(CHANNEL, wanted, "U2")

        assert store.rules.of(CHANNEL) == wanted
        assert [store.rules.of(Place(other, "C1")) for other in ELSEWHERE] == [ChannelRules()] * 3

    def test_nothing_is_lost_where_many_change_a_channels_rules_at_once_even_the_first(self, store):
        channels = [Place(HERE, f"C{number}") for number in range(10)]
        together = Barrier(8, timeout=30)

        def line(number):
            for place in channels:
                together.wait()
                store.rules.change(place, lambda now: replace(now, notes=f"{now.notes}{number}\n"), "U1")

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(line, range(8)))

        assert [sorted(store.rules.of(place).notes.split()) for place in channels] == [list("01234567")] * 10

    def test_a_change_that_is_refused_changes_nothing(self, store):
        def refuse(_now):
            raise Refusal("No.")

        before = store.rules.change(CHANNEL, lambda now: replace(now, private=True), "U1")
        for place in (CHANNEL, Place(ELSEWHERE[0], "C1")):
            with pytest.raises(Refusal):
                store.rules.change(place, refuse, "U2")

        assert store.rules.of(CHANNEL) == before == ChannelRules(private=True)
        assert store.rules.of(Place(ELSEWHERE[0], "C1")) == ChannelRules()


class TestFeedback:
    def test_a_later_view_replaces_and_an_empty_note_keeps_the_earlier_one(self, store):
        store.questions.take(asked())
        store.feedback.give(HERE, "Q1", "U1", helpful=False, note="Wrong practice")
        store.feedback.give(HERE, "Q1", "U1", helpful=True)
        store.feedback.give(HERE, "Q1", "U2", helpful=True)

        views = store.feedback.views(HERE, "Q1")
        assert views == (View("U1", helpful=True, note="Wrong practice"), View("U2", helpful=True, note=""))

    def test_a_later_choice_replaces_the_earlier_one(self, store):
        store.questions.take(asked())
        for statement in ("By hand", "By pipeline"):
            store.feedback.pick(HERE, "Q1", "U1", "MLOPS01-BP01", statement)

        assert store.feedback.picks(HERE, "Q1") == (Pick("U1", "MLOPS01-BP01", "By pipeline"),)

    def test_a_view_of_a_question_that_is_not_there_is_dropped(self, store):
        store.questions.take(asked())
        store.feedback.give(ELSEWHERE[0], "Q1", "U1", helpful=True)
        store.feedback.pick(HERE, "Q9", "U1", "MLOPS01-BP01", "By hand")

        assert store.feedback.views(ELSEWHERE[0], "Q1") == store.feedback.picks(HERE, "Q9") == ()


plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
st.register_type_strategy(str, plain)
st.register_type_strategy(float, st.floats(allow_nan=False))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.from_type(Answer))
def test_any_answer_comes_back_exactly(database, said):
    questions = SqlQuestions(database)
    questions.take(asked())
    questions.settle(HERE, "Q1", said, None)
    back = questions.find(HERE, "Q1").answer

    assert [(f.name, getattr(back, f.name)) for f in fields(Answer)] == [
        (f.name, getattr(said, f.name)) for f in fields(Answer)
    ]
    assert back.text == said.text


def test_text_that_no_database_can_hold_is_kept_as_far_as_it_goes(database):
    store = sql(database)
    store.questions.take(asked(text="a\x00b\ud83d'; DROP TABLE questions; --"))
    store.questions.settle(HERE, "Q1", answer("x\ud800y\x00z"), SAID)
    store.rules.put(CHANNEL, ChannelRules(notes="\udfff"), "U1")

    kept = store.questions.find(HERE, "Q1")
    assert kept.asked.text == "a\ufffdb\ufffd'; DROP TABLE questions; --"
    assert kept.answer.text in ("x\ufffdy\x00z", "x\ufffdy\ufffdz")
    assert store.rules.of(CHANNEL).notes == "\ufffd"
