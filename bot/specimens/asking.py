"""One of everything that is said when somebody asks, filled to the brim. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.asking import (
    AboutSheet,
    AnswerCard,
    AskingCard,
    AskingSheet,
    Failure,
    Help,
    HomeSheet,
    Note,
    OpinionSheet,
    PracticeSheet,
    RulesSheet,
    StackCard,
    Welcome,
)
from bot.channel_rules import ChannelRules, Listening, Managers
from bot.places import Place, Tenant
from knowledge.model import Answer, AskBack, Citation, Grade, Line, LineKind, Option, Side, Span, Verdict
from lens_corpus.model import Lens, Practice

_QUESTION = "q0123456789abcdef0123"
_PLACE = Place(Tenant("", "T00000000"), "C00000000")
_ASKED = "We retrain by hand every quarter & nobody compares the <new> model with the *old* one. Is that ok? " * 5


def cards(lens: Lens) -> Iterator[AskingCard]:
    """Every kind of message."""
    answer = _answer(lens)
    yield AnswerCard(_QUESTION, answer, private=True, notes=("A note below the answer.",))
    yield AnswerCard(_QUESTION, Answer(answer.lines[:1], abstained=True))
    yield Note("A sentence or two.")
    yield StackCard(("We use Vertex AI & <!channel>. " * 20)[:500], ("Vertex AI",) * 20, ("SageMaker",), changed=True)
    yield StackCard("nothing that we know")
    yield StackCard("", changed=True)
    yield StackCard("")
    yield Help()
    yield Help("settigns")
    yield Welcome()
    yield Failure("a1b2c3")


def sheets(lens: Lens) -> Iterator[AskingSheet]:
    """Every kind of modal, and the Home tab."""
    installed = ((lens.id, lens.name),)
    yield PracticeSheet(lens, _longest(lens))
    yield RulesSheet(_PLACE, ChannelRules(), installed)
    yield RulesSheet(_PLACE, _strict(lens), installed, model=True)
    yield RulesSheet(_PLACE, _strict(lens), installed, locked="Only workspace admins may change this.")
    yield AboutSheet(_QUESTION, _ASKED, _PLACE.channel, thread_possible=True)
    yield AboutSheet(_QUESTION, _ASKED, _PLACE.channel, thread_possible=False)
    yield OpinionSheet(_QUESTION)
    yield HomeSheet(((_ASKED, _answer(lens).text),) * 5)


def _strict(lens: Lens) -> ChannelRules:
    return ChannelRules(Listening.QUESTIONS, True, (lens.id,), Managers.ADMINS, "We use Vertex. " * 30)  # noqa: FBT003


def _longest(lens: Lens) -> Practice:
    return max(lens.practices, key=lambda practice: len(practice.meaning) + sum(map(len, practice.trouble)))


def _answer(lens: Lens) -> Answer:
    """An answer with all that one can have: a verdict, quotes, steps, sources near and far, and a question back."""
    cited = tuple(_citation(lens, practice, number) for number, practice in enumerate(lens.practices[:5], 1))
    first = lens.practices[0]
    return Answer(
        lines=(
            Line((Span("At risk.", strong=True), Span(_ASKED[:300], quoted=True), Span(first.advice, cites=(1, 2)))),
            *(Line((Span(f"{step.lead} {step.text}", cites=(1,)),), LineKind.STEP) for step in first.steps),
        ),
        citations=cited,
        verdict=Verdict.MIXED,
        ask_back=AskBack(
            first.id,
            "Which of these describes you better?",
            (Option(first.good[0], Side.GOOD, 0), Option(first.trouble[0], Side.TROUBLE, 0)),
        ),
    )


def _citation(lens: Lens, practice: Practice, number: int) -> Citation:
    return Citation(
        number=number,
        lens=lens.id,
        id=practice.id,
        title=practice.title,
        url=practice.url,
        pillar=practice.pillar,
        risk=practice.risk,
        grade=Grade.MAIN if number < 4 else Grade.SEE_ALSO,
    )
