"""One of everything that is said about improvements, filled to the brim. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cards.reminding import (
    DigestCard,
    Facts,
    Form,
    FormSheet,
    ItemCard,
    ItemSheet,
    Origin,
    OwnSheet,
    PlanSheet,
    RemindingCard,
    RemindingSheet,
    ReviewNudgeCard,
    RiskCard,
    ScheduleSheet,
    SwitchedOffCard,
    Why,
)
from bot.places import Place, Tenant
from bot.review.calendars import Span
from bot.review.digests import Digest, Point, Stuck
from bot.review.firings import Firing
from bot.review.items import Acceptance, Act, Happened, Item, Link, Status
from bot.review.nudges import AskAgain, Assigned, Nudge, OpenReview, Reconfirm, Stale, Wake
from bot.review.schedules import Kind, Schedule
from bot.review.scoring import Standing
from lens_corpus.model import Lens
from lens_corpus.risk import Risk

_PLACE = Place(Tenant("", "T00000000"), "C00000000")
_USER = "U00000000"
_NOON = datetime(2027, 3, 8, 12, tzinfo=UTC)
_TODAY = _NOON.date()
_ZONE = ZoneInfo("America/Argentina/ComodRivadavia")
_LONG = "Write down & rehearse what happens when the <model> is *wrong*, and who decides. "
_REASONS = ("Your review found a high risk here.", "It was due on Monday, 1 March 2027.", "It takes weeks.") * 2


def cards(lens: Lens) -> Iterator[RemindingCard]:
    """Every kind of message, an item in each of its states."""
    item, facts = _item(lens), _facts(lens)
    for status in Status:
        yield ItemCard(_PLACE, replace(item, status=status), facts)
    yield ItemCard(_PLACE, item, facts, "A high risk is past its date", _USER, _why(Kind.ESCALATION))
    yield ItemCard(_PLACE, item, Facts(), "Today's improvement", None, replace(_why(Kind.IMPROVEMENTS), coming=None))
    for nudge in _nudges(lens):
        titles = tuple(question.title for question in lens.questions[:3])
        yield ReviewNudgeCard(_PLACE, nudge, _LONG * 2, titles, _why(nudge.kind))
    title = lens.questions[0].title
    yield RiskCard(item, _USER, title, Standing.HIGH, Standing.NONE, ((12, 9), (11, 9)))
    yield RiskCard(replace(item, unproven=True), _USER, title, Standing.HIGH, Standing.HIGH, ((1, 0), (1, 0)))
    yield RiskCard(item, _USER, title, Standing.HIGH, Standing.HIGH, ((1, 0), (1, 0)), left=3)
    yield DigestCard(_PLACE, _digest(item), _PLACE)
    yield SwitchedOffCard(_PLACE, "is_archived")


def sheets(lens: Lens) -> Iterator[RemindingSheet]:
    """Every kind of modal, with each form."""
    item = _item(lens)
    for form in Form:
        yield FormSheet(_PLACE, item, form, _TODAY, Origin(_PLACE.channel, "1234567890.123456"))
    for status in Status:
        yield ItemSheet(_PLACE, replace(item, status=status), _facts(lens))
    yield PlanSheet(_PLACE, (), _TODAY)
    yield PlanSheet(_PLACE, tuple(replace(item, id=f"i{n}") for n in range(60)), _TODAY, (("r1", _LONG),) * 7)
    yield OwnSheet(_PLACE)
    coming = tuple(Firing(_TODAY + timedelta(n), _NOON + timedelta(n)) for n in range(5))
    yield ScheduleSheet(_PLACE, Schedule(), _ZONE, coming, may=True)
    yield ScheduleSheet(_PLACE, Schedule(muted=True), _ZONE, (), may=False, off="is_archived")
    yield ScheduleSheet(_PLACE, _full(), _ZONE, coming, may=True, said=_LONG * 5)
    yield ScheduleSheet(Place(_PLACE.tenant, _USER), _full(), _ZONE, coming, may=True)


def _item(lens: Lens) -> Item:
    practice = max(lens.practices, key=lambda each: len(each.title))
    lines = tuple(Happened(_USER, _NOON, act, "2027-03-15") for act in Act)
    return Item(
        id="i0123456789abcdef",
        review="r0123456789ab",
        lens=lens.id,
        question=practice.question,
        practice=practice.id,
        title=(_LONG * 3)[:200],
        risk=Risk.HIGH,
        effort=practice.effort,
        pillar=practice.pillar,
        created_at=_NOON,
        owner=_USER,
        due=_TODAY,
        snoozed_until=_TODAY + timedelta(7),
        accepted=Acceptance(_USER, _LONG * 6, _TODAY + timedelta(90)),
        reason=_LONG * 6,
        evidence=("https://wiki.example.com/runbook", _LONG * 20),
        links=tuple(Link(f"https://example.com/issues/{number}?a=1&b=2", _LONG) for number in range(20)),
        history=lines * 3,
        version=120,
    )


def _facts(lens: Lens) -> Facts:
    practice = max(lens.practices, key=lambda each: max((len(step.text) for step in each.steps), default=0))
    question = max((question.title for question in lens.questions), key=len)
    step = max(practice.steps, key=lambda each: len(each.text))
    lowers = "By itself it lowers that from high to medium risk."
    return Facts(question, lowers, f"{step.lead}. {step.text}", practice.id, practice.url)


def _why(kind: Kind) -> Why:
    return Why(_REASONS, _PLACE, kind, _NOON + timedelta(1), _ZONE)


def _nudges(lens: Lens) -> Iterator[Nudge]:
    questions = tuple(question.id for question in lens.questions)
    asked = Assigned("r0123456789ab", questions[0], (_USER,), _TODAY)
    yield AskAgain(asked, _USER, _REASONS)
    yield Reconfirm(Stale("r0123456789ab", questions[0], date(2026, 1, 1)), None, _REASONS)
    yield Wake(OpenReview("r0123456789ab", date(2027, 1, 1), questions), None, _REASONS)


def _digest(item: Item) -> Digest:
    many = tuple(replace(item, id=f"i{number}", unproven=number % 2 == 0) for number in range(12))
    trend = tuple(Point(_TODAY - timedelta(weeks=back), 20 - back, 30 - back) for back in range(7, -1, -1))
    stuck = tuple(Stuck(each, each.owner, date(2027, 1, 1)) for each in many)
    return Digest(Span(_TODAY, _TODAY + timedelta(4)), many, many, many, stuck, trend)


def _full() -> Schedule:
    days = tuple(_TODAY + timedelta(7 * number) for number in range(20))
    return Schedule(
        zone=_ZONE.key,
        country="ES-MD",
        extra_holidays=frozenset(days),
        vacations=tuple(Span(day, day + timedelta(3)) for day in days),
        pause_until=days[-1],
        kinds=frozenset(),
        escalate_to=_USER,
        named=frozenset({_USER}),
    )
