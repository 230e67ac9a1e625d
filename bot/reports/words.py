"""The words of a report, the same in every file, and what makes foreign text fit to be written into one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from bot.review.comparing import Change
from bot.review.model import Said, ScopeKind, State, Status
from bot.review.scoring import Standing
from lens_corpus.model import Effort, Level
from lens_corpus.risk import Risk

STANDINGS: Mapping[Standing | None, str] = {
    Standing.HIGH: "High risk",
    Standing.MEDIUM: "Medium risk",
    Standing.NONE: "No risk",
    Standing.UNANSWERED: "Unanswered",
    Standing.NOT_SURE: "Not sure yet",
    Standing.NOT_APPLICABLE: "Does not apply",
    Standing.NOT_SCORED: "Not scored",
    None: "Not in the review",
}
RISK_IN_WORDS: Mapping[Risk, str] = {
    Risk.HIGH: "high risk",
    Risk.MEDIUM: "medium risk",
    Risk.NONE: "no risk",
    Risk.UNANSWERED: "unanswered",
    Risk.NOT_APPLICABLE: "does not apply",
    Risk.NOT_SCORED: "not scored",
}
RISKS: Mapping[Risk, str] = {
    Risk.HIGH: "high",
    Risk.MEDIUM: "medium",
    Risk.NONE: "none",
    Risk.UNANSWERED: "unanswered",
    Risk.NOT_APPLICABLE: "does not apply",
    Risk.NOT_SCORED: "not scored",
}
STATES: Mapping[State | None, str] = {
    State.IN_PLACE: "In place",
    State.MISSING: "Missing",
    State.NOT_SURE: "Not sure",
    State.NOT_APPLICABLE: "Does not apply",
    State.APPLIES: "Applies",
    None: "Not said",
}
SAID: Mapping[Said, str] = {Said.IN_PLACE: "in place", Said.PARTLY: "partly in place", Said.MISSING: "missing"}
EFFORTS: Mapping[Effort, str] = {Effort.S: "days", Effort.M: "weeks", Effort.L: "a quarter or more"}
LEVELS: Mapping[Level, str] = {Level.HIGH: "High", Level.MEDIUM: "Medium", Level.LOW: "Low"}
STATUSES: Mapping[Status, str] = {
    Status.OPEN: "Still open",
    Status.PAUSED: "Paused",
    Status.FINISHED: "Finished",
}
CHANGES: Mapping[Change, str] = {
    Change.REGRESSED: "Got worse",
    Change.NEW: "New",
    Change.STILL_OPEN: "Still open",
    Change.RESOLVED: "Resolved",
    Change.UNKNOWN: "Unknown",
    Change.SET_ASIDE: "Set aside",
    Change.FINE: "Fine",
}
SCOPES: Mapping[ScopeKind, str] = {
    ScopeKind.EVERYTHING: "Everything",
    ScopeKind.PILLARS: "Pillars",
    ScopeKind.PHASES: "Lifecycle phases",
    ScopeKind.CORE: "Core path",
    ScopeKind.TIMEBOX: "Time box",
}
#: Characters that reorder what stands around them; a name must not rewrite the line it is in.
_REORDERING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Text without control characters, half characters and what turns the direction of its surroundings."""
    return "".join(_kept(each) for each in _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The same with all white space as single spaces, for names and titles."""
    return " ".join(clean(text).split())


def web(url: str) -> str:
    """An address if it is one of the web, with all that is not allowed in one quoted; nothing otherwise."""
    url = clean(url).strip()
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._") if good else ""


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: tuple[str, ...]) -> str:
    """Words in a row, as a sentence has them."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def day(moment: datetime) -> str:
    """A date, in UTC."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B} {moment.year}"


def minute(moment: datetime) -> str:
    """A date and a time, in UTC, which it says."""
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def percent(share: float | None) -> str:
    """A share as people read it; a dash where nothing counts. Neither 0% nor 100% is ever rounded to."""
    if share is None:
        return "–"
    rounded = round(share * 100)
    return f"{rounded if share in (0, 1) else min(max(rounded, 1), 99)}%"


def _kept(char: str) -> str:
    if char in "\n\t":
        return char
    category = unicodedata.category(char)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category == "Cc" or char in _REORDERING else char
