"""Labelled replies of a review and what was proposed from them -> figures, and the form in which both are written.

Counted are pairs of a reply and a practice. A practice that is partly in place and proposed as in place counts as
wrong; left open or proposed as partly it counts as right. A proposal on a practice that the reply doesn't speak of is
a false one: somebody has to take it away by hand. Quotes are compared by their words, shared over all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.evaluation import LabelsProblem
from knowledge.proposing import Proposed, Proposing, State

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Reply:
    """A labelled reply: the state of each practice that it speaks of, and the words that say so."""

    id: str
    question: str
    text: str
    states: Mapping[str, State]
    quotes: Mapping[str, str]


@dataclass(frozen=True)
class Given:
    """What was proposed from one reply."""

    id: str
    proposed: tuple[Proposed, ...] = ()

    def fields(self) -> dict[str, Any]:
        """In the form that is written, a line each."""
        fields: dict[str, Any] = {"id": self.id}
        for state in State:
            fields[state.value] = [each.practice for each in self.proposed if each.state is state]
        quotes = {each.practice: each.quote for each in self.proposed}
        confidence = {each.practice: round(each.confidence, 3) for each in self.proposed}
        return fields | {"quotes": quotes, "confidence": confidence}


def about_replies(text: str) -> bool:
    """Whether labels are of this kind: their first line tells what is in place."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        fields = json.loads(first)
    except json.JSONDecodeError:
        return False
    return isinstance(fields, dict) and State.IN_PLACE.value in fields


def read(text: str) -> list[Reply]:
    """Labelled replies from lines of JSON; LabelsProblem names the line that cannot be read."""
    replies = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            replies.append(_reply(json.loads(line)))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise LabelsProblem(f"line {number} is not a labelled reply: {error!r}") from error
    return replies


def propose(replies: Sequence[Reply], proposing: Proposing) -> list[Given]:
    """What is proposed from each reply by its text and question alone; LabelsProblem where no lens has the question."""
    given = []
    for reply in replies:
        lenses = proposing.lenses.items()
        lens = next((name for name, each in lenses if reply.question in {asked.id for asked in each.questions}), None)
        if lens is None:
            raise LabelsProblem(f"reply {reply.id} is about {reply.question!r}, which no lens in use has")
        given.append(Given(reply.id, proposing.propose(lens, reply.question, reply.text)))
    return given


def score(replies: Sequence[Reply], given: Sequence[Given]) -> dict[str, Any]:
    """All figures. A reply that nothing was given for counts as one without proposals."""
    by_id = {each.id: each.proposed for each in given}
    pairs = [(reply, by_id.get(reply.id, ())) for reply in replies]
    false = {reply.id: [each.practice for each in all_ if each.practice not in reply.states] for reply, all_ in pairs}
    overlaps = list(_overlaps(pairs))
    return {
        "replies": len(replies),
        State.IN_PLACE.value: _figures(pairs, State.IN_PLACE),
        State.NOT_IN_PLACE.value: _figures(pairs, State.NOT_IN_PLACE),
        "partly_told_as_in_place": sum(
            each.state is State.IN_PLACE and reply.states.get(each.practice) is State.PARTLY
            for reply, all_ in pairs
            for each in all_
        ),
        "quote_overlap": sum(overlaps) / len(overlaps) if overlaps else 0.0,
        "false_proposals": {name: practices for name, practices in false.items() if practices},
    }


def written(figures: Mapping[str, Any]) -> str:
    """The figures for a person to read."""
    lines = [f"{figures['replies']} replies"]
    for state in (State.IN_PLACE, State.NOT_IN_PLACE):
        values = figures[state.value]
        lines.append(
            f"  {state.value.replace('_', ' '):<13} n={values['n']:<4} "
            f"precision {values['precision']:.3f}  recall {values['recall']:.3f}  "
            f"proposed {values['proposed']}, right {values['right']}"
        )
    lines.append(f"partly told as in place {figures['partly_told_as_in_place']}")
    lines.append(f"quote overlap {figures['quote_overlap']:.3f}")
    false = figures["false_proposals"]
    lines.append(f"replies with a false proposal {len(false)} of {figures['replies']}")
    lines += [f"  {name}: {', '.join(practices)}" for name, practices in false.items()]
    return "\n".join(lines) + "\n"


def overlap(quote: str, label: str) -> float:
    """Words that both have, as a share of the words that either has; capital letters and marks don't count."""
    one, other = set(_WORD.findall(quote.lower())), set(_WORD.findall(label.lower()))
    return len(one & other) / len(one | other) if one | other else 0.0


_Pairs = Sequence[tuple[Reply, Sequence[Proposed]]]


def _reply(raw: Mapping[str, Any]) -> Reply:
    states = {practice: state for state in State for practice in raw.get(state.value) or ()}
    return Reply(str(raw["id"]), str(raw["question"]), str(raw["text"]), states, dict(raw.get("quotes") or {}))


def _figures(pairs: _Pairs, state: State) -> dict[str, Any]:
    wanted = sum(label is state for reply, _ in pairs for label in reply.states.values())
    said = [(reply, each) for reply, all_ in pairs for each in all_ if each.state is state]
    right = sum(reply.states.get(each.practice) is state for reply, each in said)
    return {
        "n": wanted,
        "proposed": len(said),
        "right": right,
        "precision": right / len(said) if said else 0.0,
        "recall": right / wanted if wanted else 0.0,
    }


def _overlaps(pairs: _Pairs) -> Iterator[float]:
    """The overlap of each quote whose practice the reply really speaks of."""
    for reply, all_ in pairs:
        for each in all_:
            if each.practice in reply.quotes:
                yield overlap(each.quote, reply.quotes[each.practice])
