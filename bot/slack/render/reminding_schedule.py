"""When a channel or a person hears from us, as a modal. Pure. Its blocks are named for the fields of a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.reminding import ScheduleSheet
from bot.review.calendars import spoken
from bot.review.schedules import NAMES, Changers, Kind, Schedule, described
from bot.slack import actions
from bot.slack.render import kit
from bot.slack.render.kit import Json
from bot.usecases.reminding_ports import personal

_KINDS = {
    Kind.IMPROVEMENTS: "One improvement a day",
    Kind.OPEN_QUESTIONS: "A review that has questions left",
    Kind.ASSIGNED: "Questions that wait for somebody",
    Kind.STALE_ANSWERS: "Old answers, to be confirmed",
    Kind.SLEEPING_REVIEW: "A review that sleeps",
    Kind.WEEKLY_DIGEST: "The week in improvements",
    Kind.ESCALATION: "High risks past their date",
}
#: What comes to a person: the rest speaks to a team.
_PERSONAL = (Kind.IMPROVEMENTS, Kind.ASSIGNED, Kind.ESCALATION)
_DAYS = dict(zip(NAMES, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


def view(sheet: ScheduleSheet) -> Json:
    """Show a schedule: to be changed by who may, to be read by everybody else."""
    blocks = list(_head(sheet))
    if not sheet.may:
        blocks.append(kit.context("Who may change this is set, and it isn't you. A workspace admin can."))
        return kit.modal("Reminders", blocks, actions.REMINDERS_SHEET)
    blocks += _fields(sheet)
    kept = actions.encode(sheet.place.channel)
    return kit.modal("Reminders", blocks, actions.REMINDERS_SHEET, submit="Save", kept=kept)


def _head(sheet: ScheduleSheet) -> Iterator[Json]:
    whose = "you, in our conversation" if personal(sheet.place) else f"<#{sheet.place.channel}>"
    said = f"{kit.mrkdwn(sheet.said)}\n" if sheet.said else ""
    yield kit.section(f"{said}*For {whose}*: {kit.mrkdwn(described(sheet.schedule, sheet.zone))}")
    if sheet.off:
        yield kit.section(f":warning: Switched off, since I could not write there ({kit.mrkdwn(sheet.off)}).")
    lines = [f"• {spoken(each.day)}, {each.at.astimezone(sheet.zone):%H:%M}" for each in sheet.coming]
    yield kit.section("*The next five*\n" + ("\n".join(lines) or "None: nothing comes with these settings."))


def _fields(sheet: ScheduleSheet) -> Iterator[Json]:
    schedule = sheet.schedule
    days = kit.options([(name, key) for key, name in _DAYS.items()])
    chosen = [NAMES[each] for each in sorted(schedule.days)]
    yield kit.field_of("days", "Days", kit.chosen_from("checkboxes", "pick", days, chosen), optional=True)
    clock = {"type": "timepicker", "action_id": "pick", "initial_time": f"{schedule.at:%H:%M}"}
    yield kit.field_of("at", "Time", clock)
    yield kit.actions(kit.button("Preview", actions.REMINDERS_TRY, actions.encode(sheet.place.channel)))
    yield _typed("zone", "Time zone", schedule.zone or "", f"Empty follows Slack: {sheet.zone.key}")
    yield _typed("country", "Country, for its public holidays", schedule.country or "", "ES, or ES-MD with a region")
    extra = ", ".join(day.isoformat() for day in sorted(schedule.extra_holidays))
    yield _typed("extra_holidays", "Your own days off", extra, "2027-03-15, 2027-03-16")
    off = ", ".join(f"{span.first.isoformat()} to {span.last.isoformat()}" for span in schedule.vacations)
    yield _typed("vacations", "Vacations", off, "2027-08-01 to 2027-08-15")
    picker: Json = {"type": "datepicker", "action_id": "pick"}
    picker |= {"initial_date": schedule.pause_until.isoformat()} if schedule.pause_until else {}
    yield kit.field_of("pause_until", "Pause until", picker, optional=True)
    whose = personal(sheet.place)
    yield from _switches(schedule, _PERSONAL if whose else tuple(_KINDS))
    if not whose:
        yield from _who(schedule)


def _switches(schedule: Schedule, offered: tuple[Kind, ...]) -> Iterator[Json]:
    mute = kit.options((("Send them", "no"), ("Mute all", "yes")))
    now = "yes" if schedule.muted else "no"
    yield kit.field_of("muted", "Reminders", kit.chosen_from("radio_buttons", "pick", mute, (now,)))
    kinds = kit.options([(_KINDS[kind], kind.value) for kind in offered])
    on = sorted(kind.value for kind in schedule.kinds.intersection(offered))
    yield kit.field_of("kinds", "What comes", kit.chosen_from("checkboxes", "pick", kinds, on), optional=True)


def _who(schedule: Schedule) -> Iterator[Json]:
    to = kit.people("pick") | ({"initial_user": schedule.escalate_to} if schedule.escalate_to else {})
    yield kit.field_of("escalate_to", "Who hears of high risks past their date?", to, optional=True)
    changers = kit.options((("Everybody in the channel", Changers.EVERYBODY), ("Workspace admins", Changers.ADMINS)))
    radio = kit.chosen_from("radio_buttons", "pick", changers, (schedule.changers,))
    yield kit.field_of("changers", "Who may change this?", radio)
    named: Json = {"type": "multi_users_select", "action_id": "pick", "placeholder": kit.plain("Choose people", 150)}
    named |= {"initial_users": sorted(schedule.named)} if schedule.named else {}
    yield kit.field_of("named", "And these people", named, optional=True)


def _typed(block: str, label: str, value: str, hint: str) -> Json:
    return kit.field_of(block, label, kit.typed("text", value, most=1000), hint=hint, optional=True)
