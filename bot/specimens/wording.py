"""One of everything that a language model proposes in a review and in the plan, filled to the brim. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.cards.reminding import ItemCard, ItemSheet
from bot.cards.reviewing import ProposalsCard, QuestionCard
from bot.cards.wording import NoteSheet, Source, WaitSheet, WordingSheet, WordsSheet
from bot.review import item_moves
from bot.review.errors import NOTE_LIMIT
from bot.review.items import Wording
from bot.review.model import Proposal, Said
from bot.specimens import reminding, reviewing
from lens_corpus.model import Lens

_LONG = "They compare the <new> model with the *old* one & nobody may stop it. "
_SAID = "The language model gave me nothing to propose this time. You can write the note yourself."


def cards(lens: Lens) -> Iterator[ProposalsCard | QuestionCard | ItemCard]:
    """Messages that are there only with a model."""
    asked = next(card for card in reviewing.cards(lens) if isinstance(card, QuestionCard))
    yield replace(asked, summary=True)
    yield ProposalsCard(asked.review, asked.question, _twice(asked), _titles(asked))
    shown = next(card for card in reminding.cards(lens) if isinstance(card, ItemCard))
    yield replace(shown, item=replace(shown.item, wording=_wording()))


def sheets(lens: Lens) -> Iterator[WordsSheet | ItemSheet]:
    """Every kind of modal."""
    asked = next(card for card in reviewing.cards(lens) if isinstance(card, QuestionCard))
    item = next(sheet for sheet in reminding.sheets(lens) if isinstance(sheet, ItemSheet))
    yield WaitSheet("Note of the thread", "Reading the thread…")
    sources = (Source("U00000000", _LONG * 12, "https://example.slack.com/archives/C0/p1?thread_ts=1&cid=C0"),) * 6
    yield NoteSheet(asked.review, asked.question, item.home, (_LONG * 40)[:NOTE_LIMIT], sources)
    yield NoteSheet(asked.review, asked.question, item.home, said=_SAID)
    wording = _wording()
    yield WordingSheet(item.home, item.item, wording.title, wording.steps)
    yield WordingSheet(item.home, item.item, item.item.title, said=_SAID)
    yield replace(item, item=replace(item.item, wording=wording), wording=True)


def _wording() -> Wording:
    title, step = (_LONG * 3)[: item_moves.TITLE], (_LONG * 3)[:190]
    return Wording(title, (step,) * item_moves.MOST_STEPS, "U00000000")


def _twice(asked: QuestionCard) -> tuple[Proposal, ...]:
    at = asked.review.started_at
    return tuple(
        Proposal(asked.question.id, each, Said.IN_PLACE, _LONG * 7, "U00000000", "1.0", at, otherwise=Said.PARTLY)
        for each in asked.question.practices[:12]
    )


def _titles(asked: QuestionCard) -> tuple[tuple[str, str], ...]:
    return tuple((each, asked.lens.practice(each).title) for each in asked.question.practices)
