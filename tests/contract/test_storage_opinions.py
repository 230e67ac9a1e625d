"""What people said about answers can be found again, by workspace, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.places import Place, Tenant, Thread
from bot.storage.feedback import SqlFeedback
from bot.storage.questions import SqlQuestions
from bot.usecases import learning
from bot.usecases.learning import Heard, Pick, View
from bot.usecases.questions import Asked, Way
from knowledge.model import Answer, Line, Span, Turn, Verdict

HERE, SAME_TEAM, OTHER = Tenant("E1", "T1"), Tenant("", "T1"), Tenant("E1", "T2")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def take(database, tenant, question, minute=0, text="we do it by hand"):
    place = Place(tenant, "C1")
    ts = f"100.00000{minute}"
    at = NOON + timedelta(minutes=minute)
    asked = Asked(question, place, "U1", text, Way.MENTION, at, ts, Thread(place, "100.000000"))
    SqlQuestions(database).take(asked)
    return asked


def test_every_question_with_a_view_or_a_pick_is_found_once(database):
    feedback = SqlFeedback(database)
    for tenant in (HERE, SAME_TEAM, OTHER):
        for question in ("Q1", "Q2", "Q3"):
            take(database, tenant, question)
        feedback.give(tenant, "Q1", "U1", helpful=False)
        feedback.give(tenant, "Q1", "U2", helpful=True)
        feedback.pick(tenant, "Q1", "U1", "P", "By hand")
        feedback.pick(tenant, "Q2", "U1", "P", "By hand")

    assert feedback.heard_about("T1") == ((SAME_TEAM, "Q1"), (SAME_TEAM, "Q2"), (HERE, "Q1"), (HERE, "Q2"))
    assert len(feedback.heard_about("")) == 6
    assert feedback.heard_about("T9") == ()


def test_what_was_heard_comes_oldest_first_with_the_turns_before_it(database):
    feedback, questions = SqlFeedback(database), SqlQuestions(database)
    late = take(database, HERE, "A", 2, "and for batch?")
    early = take(database, HERE, "B", 1)
    answer = replace(Answer((Line((Span("Automate it."),)),)), verdict=Verdict.AT_RISK)
    questions.settle(HERE, "B", answer, None)
    feedback.pick(HERE, "B", "U1", "P", "By hand")
    feedback.give(HERE, "A", "U2", helpful=False, note="no")

    first, second = learning.gather(feedback, questions, "T1")

    assert (first.kept.asked, second.kept.asked) == (early, late)
    assert first.picked is Verdict.AT_RISK
    assert first.picks == (Pick("U1", "P", "By hand"),)
    assert second == Heard(
        second.kept, (View("U2", helpful=False, note="no"),), (), (Turn("user", "we do it by hand"),)
    )
