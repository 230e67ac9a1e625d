"""Going on with a review, in words: "continue the review of #fraud-ml", "where were we?". Pure.

Said in our own conversation with somebody, where questions are asked as well: so the whole message has to be of this
form, and "how do we resume a review?" stays a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_AROUND = " \t\n.,!?:;\"'“”‘’"
_ROOM = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")
_MAY = r"(?:can|could|shall|should) (?:we|you|i)|(?:i|we)(?:['’]d like| would like| want) to"
_POLITELY = rf"(?:(?:please|ok|okay|hi|hey|hello|now|then|let['’]?s|{_MAY}),?\s+)*"
_VERB = r"(?:continue|resume|go on|carry on|proceed|go back to|pick up)\b(?: with\b| in\b| at\b)?"
_GO_ON = re.compile(rf"{_POLITELY}{_VERB}(?P<rest>.*?)(?:\W+(?:please|now|here|thanks|thank you))*\W*", re.I | re.S)
_REVIEW_OF = re.compile(
    r"(?:(?:the|our|my|that) )?(?:(?P<before>.+?) )?reviews?(?: (?:of|in|for|from|at) (?:the )?(?P<of>.+))?", re.I
)
#: Stands for a linked channel while the words around it are read; the words that lead to it go with it.
_HERE = "\0room"
_LINKED = re.compile(rf"(?:^|\s+)(?:(?:of|in|for|from|at)\s+)?(?:the\s+)?(?:channel\s+)?{_HERE}(?=\s|$)", re.I)
#: Nobody needs more characters to name a review.
_MOST = 300
_CHANNEL = re.compile(r"\s+channel$", re.I)
_WHERE = re.compile(
    r"(?:(?:so|and|hi|hey),? )?where (?:were|are|did) we(?: (?:at|stop|leave off))?"
    r"|(?:(?:what|which|show|list)(?: me| are)? )?(?:my|our) (?:open )?reviews",
    re.I,
)


@dataclass(frozen=True)
class GoingOn:
    """A review that somebody wants to go on with: the id of a channel that was linked, and what else names it.

    `name` may be a channel's or a workload's; both are empty where the person leaves it to us.
    """

    channel: str = ""
    name: str = ""


def going_on(text: str) -> GoingOn | None:
    """Which review a message to us wants to continue; None where it is about something else."""
    linked = _ROOM.search(text)
    found = _GO_ON.fullmatch(_ROOM.sub(f" {_HERE} ", text).strip()) if len(text) <= _MOST else None
    if found is None:
        return None
    rest = " ".join(found["rest"].split()).strip(_AROUND)
    channel = linked[1] if linked else ""
    if rest in ("", _HERE):
        return GoingOn(channel)
    if rest.startswith("#") and " " not in rest:
        return GoingOn(name=rest[1:])
    named = _REVIEW_OF.fullmatch(rest)
    return GoingOn(channel, _name(named["before"] or named["of"] or "")) if named else None


def asks_where(text: str) -> bool:
    """Whether a message to us asks which reviews there are to go on with."""
    return len(text) <= _MOST and bool(_WHERE.fullmatch(" ".join(text.split()).strip(_AROUND)))


def _name(text: str) -> str:
    return _CHANNEL.sub("", _LINKED.sub("", f" {text}").strip(_AROUND)).removeprefix("#").strip(_AROUND)
