"""Asking: a message in, a cited answer out. Orchestration only; every decision is a pure function elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge import composing, judging, messages, ranking, stack
from knowledge.composing import Cited
from knowledge.heads import LensHeads, Linear
from knowledge.judging import Signs
from knowledge.model import (
    Answer,
    AskBack,
    Grade,
    Hit,
    Message,
    Option,
    Piece,
    Ranked,
    Reading,
    Turn,
    Vector,
)
from knowledge.ports import Embedder, Index
from knowledge.stack import Fit, Names
from lens_corpus.model import Lens

#: Passages looked at for one message.
NEAREST = 60
OUTSIDE = (
    "I don't find that in my sources ({names}), so I won't guess. They cover how a machine-learning workload is "
    "planned, built, secured, run and paid for. If yours is such a question, tell me a little more about what your "
    "team does."
)
#: How much a follow-up's own words count against the whole conversation (DECISIONS.md, 4).
OWN_SHARE = 0.5
UNKNOWN = "One id in your message is not in the editions that I know; I left it out."
CUT = "Your message is long; I read its first {count:,} characters."


@dataclass(frozen=True)
class Answering:
    """Answers from these lenses, by id. Deterministic: one message, index and heads give one answer."""

    lenses: Mapping[str, Lens]
    index: Index
    embedder: Embedder
    heads: Mapping[str, LensHeads]
    lexical: Mapping[str, ranking.WordScores]
    stance: Linear

    @cached_property
    def names(self) -> Names:
        """The products that are recognised in what a channel says of its stack."""
        return stack.names(self.lenses.values())

    def ask(self, raw: str, history: Sequence[Turn] = (), lenses: Sequence[str] = (), notes: str = "") -> Answer:
        """Answer a message. `history` are the turns before it, oldest first; `lenses` limits the sources.

        `notes` is what the channel has said of its stack: steps for it come first.
        """
        message = messages.read(raw, self._resolve)
        if message.refusal or not (message.pieces or message.named):
            return composing.decline(message.refusal or messages.NOTHING)
        chosen = self._chosen(lenses)
        said, reading = self._read(message, history)
        near = () if len(chosen) <= ranking.MOST_LENSES else self._near(reading, chosen)
        found = self._rank(message, said, reading, ranking.lenses_near(near) or chosen, near)
        if not found.covered and not message.named:
            return composing.decline(self._outside(message, chosen))
        return self._answer(message, reading, found, self._fit(notes))

    def look(self, raw: str, history: Sequence[Turn] = (), lenses: Sequence[str] = ()) -> ranking.Found:
        """What is retrieved for a message, best first, with the score of each leg."""
        message = messages.read(raw, self._resolve)
        chosen = self._chosen(lenses)
        said, reading = self._read(message, history)
        near = self._near(reading, chosen)
        return self._rank(message, said, reading, ranking.lenses_near(near) or chosen, near)

    def settle(self, asked: AskBack, picked: Option, *, further: bool = True, notes: str = "") -> Answer:
        """The answer once a person has picked one of the statements that were asked back: always a verdict.

        After a first good pick it asks about one more aspect, which may turn it to mixed, unless `further` is off.
        """
        lens = next(lens for lens in self.lenses.values() if lens.has(asked.practice))
        cited = Cited(1, lens, lens.practice(asked.practice), Grade.MAIN)
        judgement = composing.settled(cited.practice, asked, picked, further=further)
        return composing.write([cited], judgement, (), fit=self._fit(notes))

    def _fit(self, notes: str) -> Fit:
        return Fit(self.names, self.names.read(notes)) if notes else composing.ANYBODY

    def _near(self, reading: Reading, lenses: Sequence[str]) -> Sequence[Hit]:
        """The nearest statements; they choose among many lenses, so few lenses are answered from without them."""
        return self.index.search(reading.whole, NEAREST, () if len(lenses) == len(self.lenses) else lenses)

    def _rank(
        self, message: Message, said: str, reading: Reading, lenses: Sequence[str], near: Sequence[Hit]
    ) -> ranking.Found:
        heads = [self.heads[lens] for lens in lenses[: ranking.MOST_LENSES]]
        return ranking.rank(message, reading.whole, said, near, heads, self.lexical)

    def _read(self, message: Message, history: Sequence[Turn]) -> tuple[str, Reading]:
        """What is searched for, in words and as vectors; orders to the bot are not part of it."""
        text, pieces = messages.kept(message)
        said, shift = messages.in_context(text, history)
        if not shift:
            return said, self.embedder.read(said, pieces)
        own = Piece(shift, len(said))
        both = self.embedder.read(said, [own, *(piece.moved(shift) for piece in pieces)])
        return said, Reading(leaning(both.whole, both.pieces[0]), both.pieces[1:])

    def _answer(self, message: Message, reading: Reading, found: ranking.Found, fit: Fit) -> Answer:
        main, more = ranking.select(found)
        grades = [(each, Grade.MAIN) for each in main] + [(each, Grade.SEE_ALSO) for each in more]
        cited = [self._cited(number, each, grade) for number, (each, grade) in enumerate(grades, 1)]
        spoken = cited[: len(main)]
        signs = {each.practice.id: Signs(*self.heads[each.lens.id].signs_of(each.practice.id)) for each in spoken}
        judgement = judging.judge(message, reading, self.stance, [each.practice for each in spoken], signs)
        notes = [UNKNOWN] if message.unknown else []
        if message.cut:
            notes.append(CUT.format(count=messages.MOST_CHARACTERS))
        return composing.write(cited, judgement, found.ranking, notes, fit)

    def _cited(self, number: int, ranked: Ranked, grade: Grade) -> Cited:
        lens = self.lenses[ranked.lens]
        return Cited(number, lens, lens.practice(ranked.practice), grade)

    def _outside(self, message: Message, lenses: Sequence[str]) -> str:
        if message.unknown:
            return UNKNOWN
        return OUTSIDE.format(names=", ".join(self.lenses[lens].name for lens in lenses))

    def _chosen(self, lenses: Sequence[str]) -> tuple[str, ...]:
        return tuple(lens for lens in lenses if lens in self.lenses) or tuple(self.lenses)

    def _resolve(self, written: str) -> tuple[str, ...]:
        return next((found for lens in self.lenses.values() if (found := lens.resolve(written))), ())


def leaning(whole: Vector, own: Vector) -> Vector:
    """A follow-up's vector: the conversation's, leaning towards what the person said last."""
    mixed = whole + OWN_SHARE * own
    return np.asarray(mixed / np.linalg.norm(mixed), np.float32)
