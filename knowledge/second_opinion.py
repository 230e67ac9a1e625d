"""A language model's reading of a described practice, as a proposal beside the corpus's judgement.

It counts only with proof: quotes that stand in the message, and signs that stand in the practice, both word for word.
It never settles a verdict. It can take back a reassurance, or doubt a warning about a high risk; then the answer says
that two readings disagree, and asks the person. Orders inside the message are cut out before anybody reads it, so they
cannot be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge import screening
from knowledge.composing import Cited
from knowledge.model import Answer, AskBack, Evidence, Grade, Line, LineKind, Option, Side, Span, Verdict
from lens_corpus.model import Level, Practice

#: A quote of fewer words proves nothing.
FEWEST_QUOTED = 3
LONGEST_QUOTE = 220
_ITEMS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "practice": {"type": "integer", "description": "the practice's number"},
            "quote": {"type": "string", "description": "words of the message, copied letter by letter"},
            "sign": {"type": "string", "description": "the sign of the practice, copied letter by letter"},
        },
        "required": ["practice", "quote", "sign"],
    },
}
SHAPE: Mapping[str, Any] = {
    "title": "Reading",
    "description": "How the described work compares with the signs of the practices.",
    "type": "object",
    "properties": {
        "strengths": {**_ITEMS, "description": "quotes that show a good sign"},
        "gaps": {**_ITEMS, "description": "quotes that show a sign of trouble"},
        "verdict": {"type": "string", "enum": [each.value for each in Verdict]},
    },
    "required": ["strengths", "gaps", "verdict"],
}


@dataclass(frozen=True)
class Opinion:
    """A proposal whose quotes and signs have been found. `rejected` are items that were not."""

    verdict: Verdict
    evidence: tuple[Evidence, ...]
    rejected: int = 0


def proven(said: Mapping[str, Any], message: str, practices: Sequence[Cited]) -> Opinion | None:
    """What is left of a model's reading once it is checked; None where the verdict doesn't follow from it.

    What may not stand in an answer may not be quoted there either.
    """
    found, rejected = [], 0
    rules = screening.rules(practices, "", None)
    for side, key in ((Side.GOOD, "strengths"), (Side.TROUBLE, "gaps")):
        for item in _items(said.get(key)):
            evidence = _found(item, side, message, practices)
            evidence = None if evidence and screening.against(evidence.words, rules) else evidence
            found += [evidence] if evidence and evidence not in found else []
            rejected += evidence is None
    verdict = said.get("verdict")
    sides = {each.side for each in found}
    if verdict not in {each.value for each in Verdict} or not _follows(Verdict(verdict), sides):
        return None
    return Opinion(Verdict(verdict), tuple(found), rejected)


def weigh(corpus: Answer, opinion: Opinion | None, practices: Sequence[Cited]) -> Answer:
    """The corpus's answer, or, where the proposal contradicts it on what matters, one that says so and asks."""
    if opinion is None or corpus.verdict is None:
        return corpus
    against = _contradiction(corpus, opinion, practices)
    if against is None:
        return corpus
    cited = next(each for each in practices if each.practice.id == against.practice)
    verdict = Verdict.UNCLEAR if corpus.verdict is Verdict.ON_TRACK else corpus.verdict
    asked = _asked(cited.practice, against)
    lines = tuple(_lines(corpus, verdict, cited, against, asked, practices))
    return replace(corpus, verdict=verdict, ask_back=asked, lines=lines, evidence=(*corpus.evidence, against))


def _items(raw: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(raw, list):
        yield from (each for each in raw[:12] if isinstance(each, dict))


def _found(item: Mapping[str, Any], side: Side, message: str, practices: Sequence[Cited]) -> Evidence | None:
    """The evidence if the practice was shown, the sign is one of its own, and the message holds the quote."""
    cited = next((each for each in practices if each.number == item.get("practice")), None)
    quote = _line(str(item.get("quote", ""))).strip("“”\"' ")
    if cited is None or len(quote) > LONGEST_QUOTE or len(quote.split()) < FEWEST_QUOTED:
        return None
    signs = cited.practice.good if side is Side.GOOD else cited.practice.trouble
    sign = next((sign for sign in signs if _line(sign) == _line(str(item.get("sign", "")))), None)
    if sign is None or not re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", _line(message)):
        return None
    return Evidence(cited.practice.id, side, sign, quote)


def _follows(verdict: Verdict, sides: set[Side]) -> bool:
    return {
        Verdict.ON_TRACK: sides == {Side.GOOD},
        Verdict.AT_RISK: Side.TROUBLE in sides,
        Verdict.MIXED: len(sides) == 2,
        Verdict.UNCLEAR: True,
    }[verdict]


def _contradiction(corpus: Answer, opinion: Opinion, practices: Sequence[Cited]) -> Evidence | None:
    """The proof that speaks against the corpus's verdict, if it is weighty enough to say so."""
    gaps = [each for each in opinion.evidence if each.side is Side.TROUBLE]
    strengths = [each for each in opinion.evidence if each.side is Side.GOOD]
    if corpus.verdict is Verdict.ON_TRACK:
        return gaps[0] if gaps else None
    if corpus.verdict is Verdict.AT_RISK and opinion.verdict is Verdict.ON_TRACK:
        return next((each for each in strengths if _high(each, practices)), None)
    if corpus.verdict is Verdict.UNCLEAR and opinion.verdict in (Verdict.AT_RISK, Verdict.MIXED):
        return gaps[0] if gaps else None
    return None


def _high(evidence: Evidence, practices: Sequence[Cited]) -> bool:
    return any(each.practice.id == evidence.practice and each.practice.risk is Level.HIGH for each in practices)


def _asked(practice: Practice, against: Evidence) -> AskBack:
    side = practice.good if against.side is Side.GOOD else practice.trouble
    aspect = side.index(against.sign)
    options = (
        Option(practice.good[aspect], Side.GOOD, aspect),
        Option(practice.trouble[aspect], Side.TROUBLE, aspect),
    )
    return AskBack(practice.id, ASK, options)


HEADS = {
    Verdict.AT_RISK: "At risk. ",
    Verdict.UNCLEAR: "I can't tell yet. ",
    Verdict.MIXED: "Mixed. ",
    Verdict.ON_TRACK: "On track. ",
}
ASK = "Which of these is closer to how it is with you?"
DISAGREE = "Two readings of your message disagree, so I would rather ask."
LEANING = "The language model leans to a side, which proves nothing yet."
LOOKS = {Side.GOOD: " is what good looks like here: ", Side.TROUBLE: " is what trouble looks like here: "}


def _lines(
    corpus: Answer, verdict: Verdict, cited: Cited, against: Evidence, asked: AskBack, practices: Sequence[Cited]
) -> Iterator[Line]:
    numbers = {each.practice.id: each.number for each in practices}
    yield Line((Span(HEADS[verdict], strong=True), Span(DISAGREE if corpus.evidence else LEANING)))
    for evidence in corpus.evidence[:1]:
        if evidence.practice in numbers:
            yield _reading("Going by the lens's signs, ", evidence, numbers[evidence.practice])
    yield _reading("As the language model reads it, ", against, cited.number)
    yield Line((Span(asked.text),))
    yield from (Line((Span(option.text, (cited.number,)),), LineKind.CHOICE) for option in asked.options)
    first = next((each for each in practices if each.grade is Grade.MAIN), cited)
    yield Line((Span("What it should come to: "), Span(first.practice.advice, (first.number,))))


def _reading(lead: str, evidence: Evidence, number: int) -> Line:
    words = screening.plain(evidence.words)
    return Line((Span(lead), Span(words, quoted=True), Span(LOOKS[evidence.side]), Span(evidence.sign, (number,))))


def _line(text: str) -> str:
    """One line, with straight quotes: models like to curl them."""
    return " ".join(text.translate(_STRAIGHT).split())


_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
