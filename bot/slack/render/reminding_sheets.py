"""What opens from an improvement, the plan, and the schedule, as Slack views. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import assert_never

from bot.cards.reminding import (
    Form,
    FormSheet,
    ItemSheet,
    OwnSheet,
    PlanSheet,
    RemindingSheet,
    ScheduleSheet,
)
from bot.places import Place
from bot.review import item_moves
from bot.review.calendars import spoken
from bot.review.items import Act, Happened, Item, Status, awake, overdue
from bot.slack import actions
from bot.slack.render import kit, reminding_schedule
from bot.slack.render.kit import Json
from bot.slack.render.reminding import facts_text, level, snooze, stands, value_of

#: Items that a window lists; the report has all.
MOST_ITEMS = 40
_ORDER = (Status.DOING, Status.OPEN, Status.SNOOZED, Status.ACCEPTED, Status.DONE, Status.NOT_OURS)
_TITLES = {
    Form.DONE: "Done",
    Form.PROVE: "Evidence",
    Form.SNOOZE: "Snooze",
    Form.NOT_OURS: "Not ours",
    Form.ACCEPT: "Accept the risk",
    Form.DUE: "Promise a day",
    Form.HAND_OVER: "Hand over",
    Form.SPLIT: "Split",
    Form.LINK: "Link",
}
_WHAT = {
    Act.ADDED: "added it",
    Act.TAKEN: "took it on",
    Act.HANDED_OVER: "handed it over",
    Act.SPLIT: "split it",
    Act.LINKED: "linked something",
    Act.DATED: "changed its date",
    Act.STARTED: "started working on it",
    Act.DONE: "marked it done",
    Act.PROVED: "added evidence",
    Act.SNOOZED: "snoozed it",
    Act.DISMISSED: "set it aside as not ours",
    Act.ACCEPTED: "accepted its risk",
    Act.REOPENED: "reopened it",
    Act.MOVED_WITH_LENS: "moved it to the lens's new edition",
    Act.WORDED: "worded it for the workload",
}


def view(sheet: RemindingSheet) -> Json:
    """Show a sheet as a view."""
    match sheet:
        case FormSheet():
            return _form(sheet)
        case ItemSheet():
            return kit.modal("Improvement", list(_item(sheet)), actions.ITEM_SHEET)
        case PlanSheet():
            return kit.modal("Improvement plan", list(_plan(sheet)), actions.PLAN_SHEET)
        case OwnSheet(home):
            return _own(home)
        case ScheduleSheet():
            return reminding_schedule.view(sheet)
        case _:
            assert_never(sheet)


def mine(items: tuple[tuple[Place, Item], ...]) -> list[Json]:
    """What somebody has to do, for their Home tab."""
    if not items:
        return []
    blocks = [kit.divider(), kit.section("*What you have taken on*")]
    for home, item in items[:MOST_ITEMS]:
        due = f" · due {spoken(item.due)}" if item.due else ""
        text = f"*{kit.mrkdwn(kit.cut(item.headline, 200))}*\n<#{home.channel}> · {level(item)}{due}\n{stands(item)}"
        blocks.append(kit.section(text, kit.button("Open", actions.ITEM_OPEN, value_of(home, item))))
    return blocks


def _item(sheet: ItemSheet) -> Iterator[Json]:
    item = sheet.item
    yield kit.section(facts_text(item, sheet.facts))
    yield kit.context(stands(item), f"Due {spoken(item.due)}" if item.due else "No day promised")
    yield from _rows(sheet)
    for proof in item.evidence:
        yield kit.section(f"*Evidence* {kit.mrkdwn(kit.cut(proof, 500))}")
    yield from kit.paged("*Links*", [f"• {kit.link(each.url, each.title or each.url)}" for each in item.links])
    yield from kit.paged("*What happened*", [_happened(each) for each in reversed(item.history[-20:])])


def _rows(sheet: ItemSheet) -> Iterator[Json]:
    item, value = sheet.item, value_of(sheet.home, sheet.item)

    def button(text: str, action: str, style: str = "") -> Json:
        return kit.button(text, action, value, style)

    words = [button("Word it for our workload", actions.ITEM_WORD)] if sheet.wording else []
    if item.status in (Status.OPEN, Status.DOING, Status.SNOOZED):
        yield kit.actions(
            button("Done", actions.ITEM_DONE, "primary"),
            button("Working on it", actions.ITEM_WORKING),
            button("Take it on", actions.ITEM_TAKE),
            snooze(sheet.home, item),
            button("Not ours", actions.ITEM_NOT_OURS),
            button("Accept the risk", actions.ITEM_ACCEPT),
        )
        yield kit.actions(
            button("Promise a day", actions.ITEM_DUE),
            button("Hand over", actions.ITEM_HAND_OVER),
            button("Split", actions.ITEM_SPLIT),
            button("Link", actions.ITEM_LINK),
            *words,
        )
    else:
        prove = [button("Add evidence", actions.ITEM_PROVE)] if item.status is Status.DONE else []
        yield kit.actions(*prove, button("Reopen", actions.ITEM_REOPEN), button("Link", actions.ITEM_LINK))


def _happened(line: Happened) -> str:
    who = f"<@{line.by}>" if line.by else "The review"
    detail = f" ({kit.mrkdwn(kit.cut(line.detail, 120))})" if line.detail and line.what in (Act.SNOOZED,) else ""
    return f"• {line.at:%Y-%m-%d} {who} {_WHAT[line.what]}{detail}"


def _plan(sheet: PlanSheet) -> Iterator[Json]:
    items = [awake(item, sheet.today) for item in sheet.items]
    counts = ", ".join(
        f"{count} {status.value.replace('_', ' ')}"
        for status in _ORDER
        if (count := sum(item.status is status for item in items))
    )
    text = counts or "Nothing is in the plan yet. Finish a review with `/lensbot review`, or add your own."
    yield kit.section(text, kit.button("Add your own", actions.PLAN_ADD, actions.encode(sheet.home.channel)))
    for review, name in sheet.open_reviews[:5]:
        value = actions.encode(sheet.home.channel, review)
        adopt = kit.button("Add its gaps", actions.PLAN_ADOPT, value)
        yield kit.section(f"The review of *{kit.mrkdwn(name)}* is still open. Its gaps can be added already.", adopt)
    ordered = sorted(items, key=lambda item: (_ORDER.index(item.status), item.due or date.max, item.risk.value))
    for item in ordered[:MOST_ITEMS]:
        late = " :hourglass: past its date" if overdue(item, sheet.today) else ""
        line = f"*{kit.mrkdwn(kit.cut(item.headline, 200))}*\n{level(item)}{late}\n{stands(item)}"
        yield kit.section(line, kit.button("Open", actions.ITEM_OPEN, value_of(sheet.home, item)))
    if len(items) > MOST_ITEMS:
        yield kit.context(f"… and {len(items) - MOST_ITEMS} more. `lensbot plan` in a terminal shows all.")


def _own(home: Place) -> Json:
    risk = kit.options((("High", "HIGH"), ("Medium", "MEDIUM")))
    effort = kit.options((("Days", "S"), ("Weeks", "M"), ("A quarter or more", "L")))
    blocks = [
        kit.field_of("title", "What is to be done?", kit.typed("text", most=item_moves.TITLE)),
        kit.field_of("risk", "Which risk does it lower?", kit.chosen_from("radio_buttons", "pick", risk, ("MEDIUM",))),
        kit.field_of("effort", "How long does it take?", kit.chosen_from("radio_buttons", "pick", effort, ("M",))),
    ]
    return kit.modal("Add your own", blocks, actions.OWN_SHEET, submit="Add", kept=actions.encode(home.channel))


def _form(sheet: FormSheet) -> Json:
    fields = [kit.section(f"*{kit.mrkdwn(sheet.item.headline)}*"), *_FIELDS[sheet.form](sheet)]
    kept = actions.encode(
        sheet.home.channel, sheet.item.id, sheet.item.version, sheet.form.value, sheet.origin.channel, sheet.origin.ts
    )
    return kit.modal(_TITLES[sheet.form], fields, actions.ITEM_FORM_SHEET, submit="Save", kept=kept, close="Cancel")


def _done(_sheet: FormSheet) -> list[Json]:
    element = kit.typed("text", lines=True, placeholder="https://… or a few words", most=item_moves.EVIDENCE)
    hint = "A link or a sentence. Without any it is done as well, and marked unproven."
    return [kit.field_of("evidence", "What shows that it is in place?", element, hint=hint, optional=True)]


def _prove(_sheet: FormSheet) -> list[Json]:
    element = kit.typed("text", lines=True, placeholder="https://… or a few words", most=item_moves.EVIDENCE)
    return [kit.field_of("evidence", "What shows that it is in place?", element)]


def _day(block: str, label: str, first: date, *, optional: bool = False) -> Json:
    picker = {"type": "datepicker", "action_id": "pick", "initial_date": first.isoformat()}
    return kit.field_of(block, label, picker, optional=optional)


def _snooze(sheet: FormSheet) -> list[Json]:
    return [_day("day", "Until when?", sheet.today + timedelta(7))]


def _due(sheet: FormSheet) -> list[Json]:
    return [_day("day", "By when?", sheet.item.due or sheet.today + timedelta(14), optional=True)]


def _whom(*, optional: bool) -> Json:
    hint = "Nobody chosen: it becomes the channel's." if optional else ""
    return kit.field_of("who", "Who takes it on?", kit.people("pick"), hint=hint, optional=optional)


def _not_ours(_sheet: FormSheet) -> list[Json]:
    ways = kit.options((("Hand it to whose it is", "hand_over"), ("Set it aside, for a reason", "dismiss")))
    return [
        kit.field_of("way", "What shall I do with it?", kit.chosen_from("radio_buttons", "pick", ways, ("dismiss",))),
        _whom(optional=True),
        kit.field_of("reason", "Why is it not yours?", _reason(), optional=True),
    ]


def _reason() -> Json:
    return kit.typed("text", lines=True, placeholder="The platform team runs this for us", most=item_moves.REASON)


def _accept(sheet: FormSheet) -> list[Json]:
    return [
        kit.field_of("who", "Who accepts the risk?", kit.people("pick")),
        kit.field_of("reason", "Why can you live with it?", _reason()),
        _day("day", "Until when?", sheet.today + timedelta(90)),
    ]


def _split(sheet: FormSheet) -> list[Json]:
    element = kit.typed("text", sheet.item.title, lines=True, most=2000)
    return [kit.field_of("titles", "Its parts, one a line", element, hint="The review changes once all are done.")]


def _link(_sheet: FormSheet) -> list[Json]:
    return [
        kit.field_of("url", "Address of a message, an issue or a page", kit.typed("text", most=item_moves.EVIDENCE)),
        kit.field_of("title", "What is it?", kit.typed("text", most=item_moves.TITLE), optional=True),
    ]


_FIELDS: Mapping[Form, Callable[[FormSheet], list[Json]]] = {
    Form.DONE: _done,
    Form.PROVE: _prove,
    Form.SNOOZE: _snooze,
    Form.NOT_OURS: _not_ours,
    Form.ACCEPT: _accept,
    Form.DUE: _due,
    Form.HAND_OVER: lambda _sheet: [_whom(optional=True)],
    Form.SPLIT: _split,
    Form.LINK: _link,
}
