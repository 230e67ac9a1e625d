"""One of everything that the bot can say, filled to the brim: what `lensbot doctor` has Slack check. Pure.

A test holds that no kind of card or sheet is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Card, Sheet
from bot.specimens import asking, lending, reminding, reviewing, wording
from lens_corpus.model import Lens


def cards(lens: Lens) -> Iterator[Card]:
    """Every kind of message."""
    yield from asking.cards(lens)
    yield from reviewing.cards(lens)
    yield from lending.cards(lens)
    yield from reminding.cards(lens)
    yield from wording.cards(lens)


def sheets(lens: Lens) -> Iterator[Sheet]:
    """Every kind of modal, and the Home tab."""
    yield from asking.sheets(lens)
    yield from reviewing.sheets(lens)
    yield from lending.sheets(lens)
    yield from reminding.sheets(lens)
    yield from wording.sheets(lens)
