"""Reading a reply of a review: by the corpus, and where the channel has a language model, by that one as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.places import Place
from bot.usecases.pens import Pens, quietly
from knowledge import second_reading
from knowledge.calling import NoAnswer
from knowledge.proposing import Proposed
from knowledge.second_reading import Heard
from lens_corpus.model import Lens


@dataclass(frozen=True)
class Rereading:
    """The port `Reading` of a review's results. `propose` reads by the corpus: lens, question, text."""

    propose: Callable[[str, str, str], Sequence[Proposed]]
    lenses: Callable[[], Mapping[str, Lens]]
    pens: Pens

    def __call__(self, place: Place, lens: str, question: str, text: str) -> tuple[Heard, ...]:
        """What both make of the words. A model that fails leaves the corpus's reading, which needs no excuse."""
        found = self.propose(lens, question, text)
        known = self.lenses()[lens]
        return second_reading.merged(
            found, self._second(place, known, question, text), known.question(question).practices
        )

    def _second(self, place: Place, lens: Lens, question: str, text: str) -> tuple[Heard, ...]:
        pen = self.pens.of(place)
        if pen is None:
            return ()
        try:
            return second_reading.read(pen, lens, question, text)
        except NoAnswer as why:
            quietly(why, "A reply was read by the corpus alone")
            return ()
