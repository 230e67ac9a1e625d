"""An improvement in the words of the team's workload: proposed by a language model, corrected and kept by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.wording import WordingSheet
from bot.places import Place
from bot.review import item_moves
from bot.review.item_moves import Press
from bot.review.items import Item
from bot.usecases.improving import Improving
from bot.usecases.pens import WITHOUT, Pens, quietly
from bot.usecases.refusals import Refusal
from knowledge import rewording
from knowledge.calling import NoAnswer, Pen
from knowledge.rewording import Workload
from lens_corpus.model import Lens

OWN = "That improvement is the team's own, in its own words already."
YOURSELF = "You can word it yourself."
FASTER = "Somebody has worded this meanwhile. Close this window and look at their words first."


@dataclass(frozen=True)
class PlanWording:
    """What a model proposes for a plan."""

    improving: Improving
    pens: Pens

    def check(self, home: Place, item: Item) -> Lens:
        """The lens behind an item. Refusal where there is none, or the channel has no model."""
        lens = self.improving.lenses().get(item.lens)
        if lens is None or item.practice is None or not lens.has(item.practice):
            raise Refusal(OWN)
        if not self.pens.offered(home):
            raise Refusal(WITHOUT)
        return lens

    def offered(self, home: Place, item: Item) -> bool:
        """Whether an item can be worded."""
        lens = self.improving.lenses().get(item.lens)
        known = lens is not None and item.practice is not None and lens.has(item.practice)
        return known and self.pens.offered(home)

    def sheet(self, home: Place, item_id: str) -> WordingSheet:
        """What is proposed; where that is nothing, the words that there are, and why."""
        item = self.improving.find(home, item_id)
        lens, pen = self.check(home, item), self.pens.of(home)
        if pen is None:
            raise Refusal(WITHOUT)
        try:
            return self._proposed(home, item, lens, pen)
        except NoAnswer as why:
            said = f"{quietly(why, 'An improvement was not worded')} {YOURSELF}"
            kept = item.wording.steps if item.wording else ()
            return WordingSheet(home, item, item.headline, kept, said)

    def keep(self, home: Place, item_id: str, by: str, seen: int, title: str, steps: Sequence[str]) -> Item:
        """Keep the words as a person has corrected them; `seen` is how often it had been worded when they began.

        Refusal where they are too long, or somebody else has been faster: nobody's words are overwritten unread.
        """

        def worded(item: Item, press: Press) -> Item:
            if item.wordings != seen:
                raise Refusal(FASTER)
            return item_moves.word(item, press, title, steps)

        return self.improving.act(home, item_id, by, None, worded)

    def _proposed(self, home: Place, item: Item, lens: Lens, pen: Pen) -> WordingSheet:
        review, notes = self.improving.reviews.peek(home, item.review), self.pens.rules.of(home).notes
        told = review.workload if review else None
        workload = Workload(told.name, told.description, told.environment, notes) if told else Workload("", notes=notes)
        found = rewording.reword(pen, lens, lens.practice(item.practice or ""), item.title, workload)
        return WordingSheet(home, item, found.title or item.title, found.steps)
