"""A language model's reading of a reply in a review, beside the corpus's own, as proposals that a person confirms.

It counts only with proof: the words that it quotes stand in the reply, the practice is one of the question's, and the
words don't say of themselves that they are a question, a plan or hearsay. Where the two readings contradict each other,
both are handed on, and neither is more than a question to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import messages, polarity, prompting, screening
from knowledge.calling import Pen
from knowledge.polarity import Cue
from knowledge.ports import Prompt
from knowledge.prompting import Words
from knowledge.proposing import Proposed
from knowledge.standing import State
from lens_corpus.model import Lens, Practice

#: A quote of fewer words proves nothing; a longer one than this is the whole reply.
FEWEST_QUOTED, LONGEST_QUOTE = 3, 400
#: Readings that are looked at.
MOST = 30
_SILENT = frozenset({Cue.ASKED, Cue.DEFERRED})
_NOT_YET = frozenset({Cue.PLANNED, Cue.WISHED, Cue.ENDED, Cue.HEARSAY, Cue.UNSURE})
SHAPE: Mapping[str, Any] = {
    "title": "Reply",
    "description": "What the reply says of the question's practices.",
    "type": "object",
    "properties": {
        "readings": {
            "type": "array",
            "description": "one for each practice that the reply speaks of",
            "items": {
                "type": "object",
                "properties": {
                    "practice": {"type": "integer", "description": "the practice's number"},
                    "state": {"type": "string", "enum": [each.value for each in State]},
                    "quote": {"type": "string", "description": "words of the reply, copied letter by letter"},
                },
                "required": ["practice", "state", "quote"],
            },
        }
    },
    "required": ["readings"],
}


@dataclass(frozen=True)
class Heard:
    """Where a practice stands by a person's own words. `otherwise` is how a second reading took them, if it differs."""

    practice: str
    state: State
    quote: str
    otherwise: State | None = None
    other_quote: str = ""


def read(pen: Pen, lens: Lens, question: str, text: str) -> tuple[Heard, ...]:
    """The model's reading, as far as it is proven; nothing where the reply is too short for one. Raises NoAnswer."""
    practices = [lens.practice(each) for each in lens.question(question).practices]
    told, _ = messages.kept(messages.read(text, lambda _: ()))
    if len(told.split()) < FEWEST_QUOTED or not practices:
        return ()
    return proven(pen.fill(asked(pen.words, practices, told), SHAPE), text, practices)


def asked(words: Words, practices: Sequence[Practice], text: str) -> Prompt:
    """What the model is given."""
    numbered = (
        prompting.block("practice", "\n".join(_signs(each)), f' number="{n}"') for n, each in enumerate(practices, 1)
    )
    return Prompt(words.reply, "\n".join([*numbered, prompting.block("reply", text)]))


def proven(said: Mapping[str, Any], text: str, practices: Sequence[Practice]) -> tuple[Heard, ...]:
    """What is left of a model's reading once it is checked, one for each practice, in the question's order.

    Of two readings of one practice the one that reassures less counts.
    """
    found: dict[str, Heard] = {}
    for item in _items(said.get("readings")):
        heard = _found(item, text, practices)
        if heard and (heard.practice not in found or found[heard.practice].state is State.IN_PLACE):
            found[heard.practice] = heard
    return tuple(found[each.id] for each in practices if each.id in found)


def merged(corpus: Sequence[Proposed], model: Sequence[Heard], practices: Sequence[str]) -> tuple[Heard, ...]:
    """Both readings, one line for each practice: the corpus's words where they agree, both where they contradict."""
    ours = {each.practice: Heard(each.practice, each.state, each.quote) for each in corpus}
    theirs = {each.practice: each for each in model}
    return tuple(
        _together(ours.get(each), theirs.get(each)) for each in practices if ours.get(each) or theirs.get(each)
    )


def _together(ours: Heard | None, theirs: Heard | None) -> Heard:
    if ours is None or theirs is None:
        found = ours or theirs
        assert found is not None  # noqa: S101 - merged asks for no practice that neither speaks of
        return found
    if (ours.state is State.IN_PLACE) is (theirs.state is State.IN_PLACE):
        return ours
    return Heard(ours.practice, ours.state, ours.quote, theirs.state, theirs.quote)


def _signs(practice: Practice) -> Iterator[str]:
    yield f"{practice.title}. {practice.advice}"
    yield from (f"Good: {sign}" for sign in practice.good)
    yield from (f"Trouble: {sign}" for sign in practice.trouble)


def _items(raw: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(raw, list):
        yield from (each for each in raw[:MOST] if isinstance(each, dict))


def _found(item: Mapping[str, Any], text: str, practices: Sequence[Practice]) -> Heard | None:
    number, state = item.get("practice"), item.get("state")
    if type(number) is not int or not 1 <= number <= len(practices) or state not in {each.value for each in State}:
        return None
    quote = quoted(str(item.get("quote", "")), text)
    if not quote or _unfit(quote, State(state)):
        return None
    return Heard(practices[number - 1].id, State(state), quote)


def quoted(quote: str, text: str) -> str:
    """The stretch of a text that a quote copies, as it stands there; empty where it stands nowhere or is too short."""
    words = quote.translate(_STRAIGHT).strip("\"' .…").split()
    if len(words) < FEWEST_QUOTED or len(quote) > LONGEST_QUOTE:
        return ""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
    found = re.search(pattern, text.translate(_STRAIGHT), re.I)
    return text[found.start() : found.end()] if found else ""


def _unfit(quote: str, state: State) -> bool:
    """Whether the words can't carry what is read into them, or may not be shown."""
    cues = polarity.cues(quote)
    doubtful = bool(cues & _SILENT) or (state is State.IN_PLACE and bool(cues & _NOT_YET))
    return doubtful or messages.orders(quote) or screening.against(quote, _RULES) not in ("", "verdict")


#: No id, link or mention is shown from a quote; a verdict in it is the person's own.
_RULES = screening.rules((), "", None)
#: One character for one, so that places stay the same.
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
