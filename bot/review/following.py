"""An improvement after its review has spoken of its practice again."""

from __future__ import annotations

from datetime import datetime

from bot.review import item_moves
from bot.review.answers import WHOLE, Answer
from bot.review.item_moves import Press
from bot.review.items import Act, Item, Status, settled
from bot.review.model import Review, State
from lens_corpus.model import Lens

#: What stands as the evidence of an item that the review closed.
FOUND = "The review says that it is in place."


def followed(item: Item, review: Review, lens: Lens, all_items: tuple[Item, ...], now: datetime) -> Item:
    """The item after the review has spoken of its practice again."""
    item = item_moves.under(item, lens, now)
    if item.practice is None or item.question is None or item.question not in review.questions:
        return item
    answer = review.answer(item.question)
    state, press = answer.state(item.practice), Press("", now, now.date())
    to_do = item.status in (Status.OPEN, Status.DOING, Status.SNOOZED) and _news(item, answer)
    if to_do and state is State.IN_PLACE:
        return item_moves.done(item, press, FOUND)
    if to_do and (state is State.NOT_APPLICABLE or not answer.applies):
        return item_moves.dismiss(item, press, "The review says that this does not apply.")
    if state is State.MISSING and _missed_since(item, answer) and settled(item, all_items):
        return item_moves.reopen(item, press, "The review found this gap again.")
    return item


def _missed_since(item: Item, answer: Answer) -> bool:
    """Whether somebody has spoken of its practice in the review after the item was done."""
    closed = max((line.at for line in item.history if line.what is Act.DONE), default=None)
    return closed is not None and any(mark.at > closed for mark in answer.views(item.practice or WHOLE))


def _news(item: Item, answer: Answer) -> bool:
    """Whether the review has spoken since somebody reopened the item: what they saw then did not convince them."""
    reopened = max((line.at for line in item.history if line.what is Act.REOPENED and line.by), default=None)
    views = (*answer.views(item.practice or WHOLE), *answer.views(WHOLE))
    return reopened is None or any(mark.at > reopened for mark in views)
