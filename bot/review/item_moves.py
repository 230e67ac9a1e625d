"""What people do to improvement items. Each move returns the item after it, or refuses in words for who pressed.

Two people may press at once. A button carries the version of the item that it was drawn for; a move that has come in
between makes the second press stale, and the refusal tells what happened instead of doing something nobody meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.review import calendars
from bot.review.errors import Refusal
from bot.review.items import Acceptance, Act, Happened, Item, Link, Status, Wording, awake
from lens_corpus.model import Effort, Lens
from lens_corpus.risk import Risk

TITLE, REASON, EVIDENCE, WORDED = 200, 500, 2000, 1000
#: How far ahead, in days: a longer snooze is a decision, which "accept the risk" asks for by name.
SNOOZE_DAYS, ACCEPT_DAYS, DUE_DAYS = 180, 366, 732
MOST_PARTS, MOST_LINKS, MOST_STEPS = 10, 20, 5
_TO_DO = (Status.OPEN, Status.DOING, Status.SNOOZED)
_STATES = {
    Status.DONE: "This is done already.",
    Status.NOT_OURS: "This was set aside as not yours.",
    Status.ACCEPTED: "The risk of this has been accepted.",
    Status.SNOOZED: "This is snoozed.",
    Status.DOING: "Somebody is working on this already.",
    Status.OPEN: "This is open already.",
}
_TELLING = {
    Act.ADDED: "added this",
    Act.TAKEN: "took this on",
    Act.HANDED_OVER: "handed this over",
    Act.SPLIT: "split this into parts",
    Act.LINKED: "linked something to this",
    Act.DATED: "changed the date of this",
    Act.STARTED: "started working on this",
    Act.DONE: "marked this done",
    Act.PROVED: "added evidence to this",
    Act.SNOOZED: "snoozed this",
    Act.DISMISSED: "set this aside as not yours",
    Act.ACCEPTED: "accepted the risk of this",
    Act.REOPENED: "reopened this",
    Act.MOVED_WITH_LENS: "updated this to the lens's new edition",
    Act.WORDED: "worded this for your workload",
}
#: Acts that leave every button on an older card as right as it was.
_HARMLESS = frozenset({Act.LINKED, Act.DATED, Act.PROVED, Act.MOVED_WITH_LENS, Act.WORDED})


@dataclass(frozen=True)
class Press:
    """Who acts, when (UTC), and on which local date. `seen` is the version on the button, None for a command's."""

    by: str
    at: datetime
    today: date
    seen: int | None = None


class StalePress(Refusal):
    """Somebody was faster. `named` gives the same refusal with the person's name in place of their id."""

    def __init__(self, happened: Happened, press: Press, name: str = "") -> None:
        self.happened, self.press = happened, press
        who = "You" if happened.by == press.by else name or happened.by or "I"
        told = _TELLING[happened.what]
        super().__init__(f"{who} {told} {ago(happened.at, press.at)}, so I changed nothing. Here is how it stands now.")

    def named(self, name: str) -> StalePress:
        """The same refusal, naming the person who was faster."""
        return StalePress(self.happened, self.press, name)


def ago(then: datetime, now: datetime) -> str:
    """How long ago, as people say it. A clock that runs behind gives "just now"."""
    minutes = int((now - then).total_seconds() // 60)
    for size, one, many in ((1440, "a day", "days"), (60, "an hour", "hours"), (1, "a minute", "minutes")):
        if minutes >= size:
            count = minutes // size
            return f"{one} ago" if count == 1 else f"{count} {many} ago"
    return "just now"


def own(press: Press, like: Item, title: str, *, risk: Risk = Risk.MEDIUM, effort: Effort = Effort.M) -> Item:
    """An item that the team adds itself. `like` brings id, review and lens, and a question if it has one."""
    item = replace(like, practice=None, title=_title(title), risk=risk, effort=effort, created_at=press.at)
    return _after(item, press, Act.ADDED)


def take_on(item: Item, press: Press) -> Item:
    """Make the item one's own."""
    item = _fresh(item, press, *_TO_DO)
    if item.owner == press.by:
        raise Refusal("You have this one already.")
    return _after(item, press, Act.TAKEN, press.by, owner=press.by)


def hand_over(item: Item, press: Press, owner: str | None, *, active: bool = True) -> Item:
    """Give the item to another person, or with None to the channel; for them it is not begun.

    `active` is whether that person is still in the workspace.
    """
    item = _fresh(item, press, *_TO_DO, Status.NOT_OURS)
    if not active:
        raise Refusal("That person has left this workspace. Choose somebody else, or give it to the channel.")
    if owner == item.owner and item.status is not Status.NOT_OURS:
        raise Refusal("It is theirs already." if owner else "It is the channel's already.")
    changes = {"owner": owner, "status": Status.OPEN, "snoozed_until": None, "reason": ""}
    return _after(item, press, Act.HANDED_OVER, owner or "", **changes)


def left(item: Item, at: datetime) -> Item:
    """The item after its owner has left: the channel's to begin, and its history says so. What is over stays."""
    if item.owner is None or item.status not in _TO_DO:
        return item
    status = Status.SNOOZED if item.status is Status.SNOOZED else Status.OPEN
    return _after(item, Press("", at, at.date()), Act.HANDED_OVER, owner=None, status=status, resumes=Status.OPEN)


def split(item: Item, press: Press, titles: Sequence[str], new_id: Callable[[], str]) -> tuple[Item, ...]:
    """Make several items of one. The item itself becomes the first part; `new_id` gives an id to each of the others."""
    item = _fresh(item, press, *_TO_DO)
    if not 2 <= len(titles) <= MOST_PARTS:
        raise Refusal(f"Split it into 2 to {MOST_PARTS} parts, one a line.")
    named = [_title(title) for title in titles]
    if len({title.casefold() for title in named}) < len(named):
        raise Refusal("Two parts have the same title. Give each its own.")
    first = _after(item, press, Act.SPLIT, str(len(named)), title=named[0])
    new = Happened(press.by, press.at, Act.ADDED, item.id)
    part = replace(
        item, split_from=item.id, created_at=press.at, history=(new,), version=0, status=Status.OPEN, snoozed_until=None
    )
    return (first, *(replace(part, id=new_id(), title=title) for title in named[1:]))


def link(item: Item, press: Press, url: str, title: str = "") -> Item:
    """Tie a message, an issue or a page to the item, whatever its state. One that is there already changes nothing."""
    url = url.strip()
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc or len(url) > EVIDENCE:
        raise Refusal("That is not a link. Paste the whole address, beginning with https://.")
    if any(each.url == url for each in item.links):
        return item
    if len(item.links) >= MOST_LINKS:
        raise Refusal(f"This has {MOST_LINKS} links. Put more into one of the pages behind them.")
    return _after(item, press, Act.LINKED, url, links=(*item.links, Link(url, title.strip()[:TITLE])))


def word(item: Item, press: Press, title: str, steps: Sequence[str]) -> Item:
    """Say it in the workload's words, whatever its state; its own title stays. Nothing said goes back to that alone."""
    given = tuple(_filled(step, WORDED, "") for step in steps if step.strip())
    if len(given) > MOST_STEPS:
        raise Refusal(f"Keep to {MOST_STEPS} first steps, one a line. The rest is for later.")
    named = _title(title) if title.strip() not in ("", item.title) else ""
    wording = Wording(named, given, press.by) if named or given else None
    if wording == item.wording:
        return item
    return _after(item, press, Act.WORDED, wording=wording)


def set_due(item: Item, press: Press, due: date | None) -> Item:
    """Promise a day, today or later; None takes the promise back."""
    item = _fresh(item, press, *_TO_DO)
    if due and due != press.today:
        calendars.coming_day(due, press.today, days=DUE_DAYS)
    return _after(item, press, Act.DATED, due.isoformat() if due else "", due=due)


def working(item: Item, press: Press) -> Item:
    """Say that one is at it. The channel's item becomes the person's; a second person's press changes no owner."""
    item = _fresh(item, press, *_TO_DO)
    changes = {"status": Status.DOING, "snoozed_until": None, "owner": item.owner or press.by}
    return _after(item, press, Act.STARTED, **changes)


def done(item: Item, press: Press, evidence: str = "") -> Item:
    """Finish it. Without evidence it counts, and is marked unproven."""
    item = _fresh(item, press, *_TO_DO, Status.ACCEPTED, Status.NOT_OURS)
    kept = (*item.evidence, *_proofs(evidence))
    changes = {"status": Status.DONE, "snoozed_until": None, "accepted": None, "reason": "", "evidence": kept}
    return _after(item, press, Act.DONE, unproven=not kept, **changes)


def prove(item: Item, press: Press, evidence: str) -> Item:
    """Add evidence, before or after it is done."""
    proofs = _proofs(evidence)
    if not proofs:
        raise Refusal("There is nothing in it. Describe what shows that this is in place, or paste a link.")
    return _after(item, press, Act.PROVED, evidence=(*item.evidence, *proofs), unproven=False)


def snooze(item: Item, press: Press, until: date) -> Item:
    """Leave it in peace until a day, on which it is what it was."""
    item = _fresh(item, press, *_TO_DO)
    calendars.coming_day(until, press.today, days=SNOOZE_DAYS)
    resumes = item.resumes if item.status is Status.SNOOZED else item.status
    changes = {"status": Status.SNOOZED, "snoozed_until": until, "resumes": resumes}
    return _after(item, press, Act.SNOOZED, until.isoformat(), **changes)


def dismiss(item: Item, press: Press, reason: str) -> Item:
    """Say that it is not the team's to do, and why."""
    item = _fresh(item, press, *_TO_DO, Status.ACCEPTED)
    why = _filled(reason, REASON, "Say in a sentence why this is not yours, or hand it to whose it is.")
    return _after(item, press, Act.DISMISSED, why, status=Status.NOT_OURS, snoozed_until=None, reason=why)


def accept(item: Item, press: Press, acceptance: Acceptance) -> Item:
    """Live with the risk until a day, with somebody who answers for it. On that day it is open again."""
    item = _fresh(item, press, *_TO_DO, Status.NOT_OURS)
    if not acceptance.approver:
        raise Refusal("Name the person who accepts this risk.")
    why = _filled(acceptance.reason, REASON, "Say in a sentence why you can live with this risk.")
    calendars.coming_day(acceptance.expires, press.today, days=ACCEPT_DAYS)
    accepted = replace(acceptance, reason=why)
    changes = {"status": Status.ACCEPTED, "snoozed_until": None, "accepted": accepted, "reason": ""}
    return _after(item, press, Act.ACCEPTED, acceptance.expires.isoformat(), **changes)


def reopen(item: Item, press: Press, why: str = "") -> Item:
    """Put it back among what is to be done; what was proved stays on record.

    An empty `by` is the review, which found the gap again.
    """
    item = _fresh(item, press, Status.DONE, Status.NOT_OURS, Status.ACCEPTED, Status.SNOOZED)
    changes = {"status": Status.OPEN, "snoozed_until": None, "accepted": None, "reason": "", "unproven": False}
    return _after(item, press, Act.REOPENED, why.strip()[:REASON], **changes)


def under(item: Item, lens: Lens, at: datetime) -> Item:
    """The item under another edition of its lens.

    A practice with a new id is followed; one that the edition dropped leaves the item as one of the team's own, so
    that work is not lost with a page.
    """
    if item.practice is None or lens.has(item.practice):
        return item
    found = lens.resolve(item.practice)
    practice = found[0] if len(found) == 1 else None
    question = lens.practice(practice).question if practice else None
    return _after(
        item, Press("", at, at.date()), Act.MOVED_WITH_LENS, item.practice, practice=practice, question=question
    )


def _fresh(item: Item, press: Press, *allowed: Status) -> Item:
    """The item as it stands today, unless the button is old or the move makes no sense in its state."""
    if press.seen is not None and press.seen != item.version:
        since = [each for each in item.history if each.what not in _HARMLESS]
        raise StalePress(since[-1], press) if since else Refusal("This has changed since. Here is how it stands now.")
    now = awake(item, press.today)
    if now.status not in allowed:
        hint = "" if now.status in _TO_DO else " Reopen it first if that is no longer right."
        raise Refusal(_STATES[now.status] + hint)
    return now


def _after(item: Item, press: Press, what: Act, detail: str = "", /, **changes: Any) -> Item:
    line = Happened(press.by, press.at, what, detail)
    version = item.version + (what not in _HARMLESS)
    return replace(item, history=(*item.history, line), version=version, **changes)


def _title(text: str) -> str:
    return _filled(text, TITLE, "Give it a title that says what is to be done.")


def _proofs(text: str) -> tuple[str, ...]:
    return (_filled(text, EVIDENCE, ""),) if text.strip() else ()


def _filled(text: str, most: int, ask: str) -> str:
    text = text.strip()
    if not text:
        raise Refusal(ask)
    if len(text) > most:
        raise Refusal(f"That are {len(text)} characters; {most} fit. Shorten it, or link to the rest.")
    return text
