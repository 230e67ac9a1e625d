"""One of everything that is said when a review begins with answers from elsewhere, or goes on elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.cards.asking import Mine
from bot.cards.continuing import ContinuingCard, SeatsCard
from bot.cards.lending import (
    DeclinedCard,
    LendingCard,
    LendingSheet,
    LentCard,
    Outcome,
    SettledCard,
    ShareCard,
    TemplateLine,
    TemplateMadeCard,
    TemplatesCard,
    TemplateSheet,
)
from bot.cards.reviewing import QuestionCard
from bot.places import Place, Tenant
from bot.review.errors import NAME_LIMIT
from bot.review.model import Borrowed, Lent, State
from bot.specimens import reviewing
from lens_corpus.model import Lens

_PLACE = Place(Tenant("", "T00000000"), "C00000000")
_USER, _ELSEWHERE, _REVIEW = "U00000000", "C00000001", "r0123456789ab"
_NOON = datetime(2027, 3, 8, 12, tzinfo=UTC)
_NAME = ("What we & every <team> have *in place*, שלום 👩‍🔬. " * 4)[:NAME_LIMIT]


def cards(lens: Lens) -> Iterator[LendingCard | ContinuingCard | QuestionCard]:
    """Every kind of message, and a question for which there is something to take over."""
    asked = next(card for card in reviewing.cards(lens) if isinstance(card, QuestionCard))
    review = asked.review
    yield ShareCard(review, lens.name, 35, _ELSEWHERE, _REVIEW, _USER)
    yield ShareCard(review, lens.name, 1, _ELSEWHERE, _REVIEW, _USER, outsiders=True)
    for outcome in Outcome:
        yield SettledCard(outcome, _ELSEWHERE, _USER)
    yield LentCard(review, _ELSEWHERE, _USER, 35)
    yield DeclinedCard(review, _ELSEWHERE)
    yield TemplateMadeCard(_NAME, _USER, 1)
    line = TemplateLine("t0123456789ab", _NAME, lens.name, 35, _USER, _NOON, mine=True)
    yield TemplatesCard(tuple(replace(line, mine=number % 2 == 0) for number in range(60)))
    yield TemplatesCard(())
    waiting = tuple(each.id for each in lens.questions)
    yield SeatsCard(_NAME, tuple(Mine(_PLACE, _NAME, 1, 35, waiting, _REVIEW, paused=True) for _ in range(60)))
    yield SeatsCard("There is no review that you take part in.", ())
    states = tuple((practice, State.IN_PLACE) for practice in asked.question.practices)
    given = Borrowed(_REVIEW, _ELSEWHERE, "", _USER, _NOON, (Lent(asked.question.id, states),))
    named = replace(given, source="t0123456789ab", channel="", name=_NAME)
    yield replace(asked, review=replace(review, borrowed=(given, named) * 4))


def sheets(lens: Lens) -> Iterator[LendingSheet]:
    """Every kind of modal."""
    del lens
    yield TemplateSheet(_PLACE, _REVIEW, tuple((_NAME, f"m{number}") for number in range(120)))
    yield TemplateSheet(_PLACE, _REVIEW, (("As it is now", "now"),))
