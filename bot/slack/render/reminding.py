"""An improvement, what became of it, and the week, as Slack messages. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.cards.reminding import (
    DigestCard,
    ItemCard,
    RemindingCard,
    ReviewNudgeCard,
    RiskCard,
    SwitchedOffCard,
    Why,
)
from bot.places import Place
from bot.review.calendars import spoken
from bot.review.digests import Digest, Point
from bot.review.items import Item, Status
from bot.review.nudges import AskAgain, Continue, Nudge, Reconfirm, Wake
from bot.review.scoring import Standing
from bot.slack import actions
from bot.slack.render import kit
from bot.slack.render.item_facts import EFFORTS, facts_text, level
from bot.slack.render.kit import Json, Message
from bot.usecases.reminding_ports import personal
from lens_corpus.risk import Risk

_STANDINGS = {
    Standing.HIGH: "high risk",
    Standing.MEDIUM: "medium risk",
    Standing.NONE: "no risk by the lens's rules",
    Standing.NOT_SURE: "not sure yet",
    Standing.UNANSWERED: "unanswered",
    Standing.NOT_APPLICABLE: "does not apply",
    Standing.NOT_SCORED: "not scored",
}
_SNOOZES = (("Until tomorrow", "tomorrow"), ("Until next week", "week"), ("Until a date…", "date"))
#: Titles listed in each part of a digest.
MOST_LISTED = 8


def message(card: RemindingCard) -> Message:
    """Show a card as a message."""
    match card:
        case ItemCard():
            return _item(card)
        case ReviewNudgeCard():
            return _review(card)
        case RiskCard():
            return _risk(card)
        case DigestCard():
            return _digest(card)
        case SwitchedOffCard(place, why):
            text = (
                f"I can't write in <#{place.channel}> any more ({why.replace('_', ' ')}), so I have switched its "
                "reminders off. Invite me again and save `/lensbot reminders` there to have them back."
            )
            return Message(text, tail=(kit.section(text),))
        case _:
            assert_never(card)


def value_of(home: Place, item: Item, *more: str) -> str:
    """What an item's buttons carry: where it is at home, which it is, and how it was when they were drawn."""
    return actions.encode(home.channel, item.id, item.version, *more)


def stands(item: Item) -> str:
    """How an item stands, in a sentence; people by their ids, which Slack shows as names."""
    match item.status:
        case Status.DONE:
            return "Done, not yet proved." if item.unproven else "Done."
        case Status.SNOOZED:
            return f"Snoozed until {spoken(item.snoozed_until)}." if item.snoozed_until else "Snoozed."
        case Status.NOT_OURS:
            return f"Set aside as not ours: {kit.mrkdwn(item.reason)}"
        case Status.ACCEPTED if item.accepted:
            who, until = item.accepted.approver, spoken(item.accepted.expires)
            return f"<@{who}> accepts this risk until {until}: {kit.mrkdwn(item.accepted.reason)}"
        case Status.DOING:
            return f"{_owner(item)} is working on it."
    return f"Open; it is {_owner(item)}'s." if item.owner else "Open; nobody has taken it on."


def _owner(item: Item) -> str:
    return f"<@{item.owner}>" if item.owner else "The channel"


def _item(card: ItemCard) -> Message:
    item = card.item
    to = f"<@{card.to}> " if card.to else ""
    says = f"{to}{kit.mrkdwn(card.says)}" if card.says else to
    blocks = [kit.section(f"*{says.strip()}*")] if says.strip() else []
    blocks.append(kit.section(facts_text(item, card.facts)))
    due = [f"Due {spoken(item.due)}"] if item.due else []
    home = [f"In the plan of <#{card.home.channel}>"] if card.why and personal(card.why.schedule) else []
    if due or home:
        blocks.append(kit.context(*due, *home))
    if card.why is None:
        blocks.append(kit.context(stands(item)))
    blocks += _item_buttons(card)
    if card.why:
        blocks.append(_why(card.why))
    return Message(f"{says}: {kit.mrkdwn(item.headline)}".lstrip(": "), tail=tuple(blocks))


def _item_buttons(card: ItemCard) -> Iterator[Json]:
    value = value_of(card.home, card.item)
    if card.item.status not in (Status.OPEN, Status.DOING):
        prove = [kit.button("Add evidence", actions.ITEM_PROVE, value)] if card.item.unproven else []
        details = kit.button("Details", actions.ITEM_OPEN, value)
        yield kit.actions(*prove, kit.button("Reopen", actions.ITEM_REOPEN, value), details)
        return
    row = [kit.button("Done", actions.ITEM_DONE, value, "primary")]
    if card.item.status is Status.OPEN:
        row.append(kit.button("Working on it", actions.ITEM_WORKING, value))
    row.append(snooze(card.home, card.item))
    row.append(kit.button("Not ours", actions.ITEM_NOT_OURS, value))
    row.append(kit.button("Accept the risk", actions.ITEM_ACCEPT, value))
    if card.facts.practice:
        row.append(kit.button("Tell me more", actions.ITEM_MORE, value))
    row.append(kit.button("Details", actions.ITEM_OPEN, value))
    yield kit.actions(*row)
    if card.why:
        yield kit.actions(_stop(card.why))


def snooze(home: Place, item: Item) -> Json:
    """The menu of how long to leave an item in peace."""
    offered = kit.options([(text, value_of(home, item, when)) for text, when in _SNOOZES])
    return kit.chosen_from("static_select", actions.ITEM_SNOOZE, offered) | {"placeholder": kit.plain("Snooze", 150)}


def _stop(why: Why) -> Json:
    ask = kit.confirm(
        "Stop these?",
        f"No more messages of this kind ({why.kind.value.replace('_', ' ')}) come here. Others still do.",
        "Stop these",
    )
    value = actions.encode(why.schedule.channel, why.kind.value)
    return kit.button("Stop these", actions.REMINDERS_STOP, value, confirm=ask)


def _why(why: Why) -> Json:
    return kit.context(
        f"*Why am I getting this?* {kit.mrkdwn(' '.join(why.reasons))}",
        f"{_coming(why.coming, why.zone)} `/lensbot reminders` changes that.",
    )


def _coming(at: datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return "No further one is planned."
    local = at.astimezone(zone)
    return f"The next one comes at the earliest on {spoken(local.date())} at {local:%H:%M} ({zone.key})."


def _review(card: ReviewNudgeCard) -> Message:
    text = _asks(card.nudge, card.workload)
    to = f"<@{card.nudge.to}> " if card.nudge.to else ""
    blocks = [kit.section(f"{to}{text}")]
    blocks += kit.paged("", [f"• {kit.mrkdwn(title)}" for title in card.titles])
    if personal(card.why.schedule):
        blocks.append(kit.context(f"It is in <#{card.home.channel}>: `/lensbot review` there goes on with it."))
        row = [_stop(card.why)]
    else:
        row = [*_review_buttons(card), _stop(card.why)]
    blocks += [kit.actions(*row), _why(card.why)]
    return Message(f"{to}{text}", tail=tuple(blocks))


def _asks(nudge: Nudge, workload: str) -> str:
    name = kit.mrkdwn(workload)
    match nudge:
        case AskAgain():
            return f"A question of the review of *{name}* waits for your answer."
        case Reconfirm():
            return f"Is this answer in the review of *{name}* still true?"
        case Wake():
            return f"The review of *{name}* has been asleep. A few minutes bring it on."
    return f"The review of *{name}* goes on where you left it."


def _review_buttons(card: ReviewNudgeCard) -> Iterator[Json]:
    match card.nudge:
        case AskAgain(assigned):
            yield kit.button("Answer it", actions.EDIT, actions.encode(assigned.review, assigned.question), "primary")
        case Reconfirm(stale):
            value = actions.encode(card.home.channel, stale.review, stale.question)
            yield kit.button("Still true", actions.ITEM_STILL, value, "primary")
            yield kit.button("Change the answer", actions.EDIT, actions.encode(stale.review, stale.question))
        case Wake(review) | Continue(review):
            yield kit.button("Continue", actions.CONTINUE, actions.encode(review.review), "primary")
            yield kit.button("3 quick questions", actions.SESSION, actions.encode(review.review))


def _risk(card: RiskCard) -> Message:
    title = kit.mrkdwn(card.item.headline)
    lines = [f":tada: <@{card.by}> finished *{title}*. Thank you!"]
    if card.item.unproven:
        lines.append("Nothing shows it yet, so it counts as unproven until somebody adds evidence.")
    lines += _changed(card)
    text = "\n".join(lines)
    return Message(text, tail=(kit.section(text),))


def _changed(card: RiskCard) -> Iterator[str]:
    if card.left:
        parts = "one part is" if card.left == 1 else f"{card.left} parts are"
        yield f"{parts.capitalize()} left before the review's answer changes."
    elif card.question and card.before is not card.after:
        before, after = _STANDINGS[card.before], _STANDINGS[card.after]
        yield f"“{kit.mrkdwn(card.question)}” went from *{before}* to *{after}*."
        (high, medium), (now_high, now_medium) = card.counts
        yield f"The review now has {now_high} of high risk (was {high}) and {now_medium} of medium risk (was {medium})."
    elif card.question:
        yield f"“{kit.mrkdwn(card.question)}” is still at {_STANDINGS[card.after]}: it takes more than this one."


def _digest(card: DigestCard) -> Message:
    digest = card.digest
    head = f"The week from {spoken(digest.week.first)}"
    blocks = [kit.header("The week in improvements"), kit.context(head)]
    blocks += list(_parts(digest))
    if len(digest.trend) > 1:
        blocks.append(_trend(digest.trend))
    value = actions.encode(card.home.channel)
    blocks.append(kit.actions(kit.button("Show the plan", actions.PLAN, value), _stop_digest(card.schedule)))
    text = f"The week in improvements: {len(digest.done)} done, {len(digest.opened)} new"
    return Message(text, tail=tuple(blocks))


def _parts(digest: Digest) -> Iterator[Json]:
    parts = (
        (":tada: *Done*", digest.done),
        (":new: *New*", digest.opened),
        (":leftwards_arrow_with_hook: *Open again*", digest.reopened),
    )
    for title, found in parts:
        if found:
            yield from kit.paged(title, [*map(_line, found[:MOST_LISTED]), *_rest(len(found))])
    if digest.unproven:
        yield kit.context(f"{len(digest.unproven)} done without evidence so far.")
    if digest.stuck:
        lines = [
            f"• {_line(each.item)[2:]}: {_owner(each.item)} since {spoken(each.since)}"
            for each in digest.stuck[:MOST_LISTED]
        ]
        yield from kit.paged(":raised_hands: *May need a hand*", lines)


def _line(item: Item) -> str:
    mark = ":red_circle:" if item.risk is Risk.HIGH else ":large_orange_circle:"
    return f"• {mark} {kit.mrkdwn(item.headline)}" + (" _(unproven)_" if item.unproven else "")


def _rest(count: int) -> list[str]:
    return [f"… and {count - MOST_LISTED} more"] if count > MOST_LISTED else []


def _trend(points: tuple[Point, ...]) -> Json:
    labels = [f"{point.day.day} {point.day:%b}" for point in points]
    high = [{"label": label, "value": point.high} for label, point in zip(labels, points, strict=True)]
    medium = [{"label": label, "value": point.medium} for label, point in zip(labels, points, strict=True)]
    series = [{"name": "High", "data": high}, {"name": "Medium", "data": medium}]
    return kit.bar_chart("Open risks by week", labels, series)


def _stop_digest(schedule: Place) -> Json:
    ask = kit.confirm("Stop the digest?", "It no longer comes here. Other messages still do.", "Stop it")
    value = actions.encode(schedule.channel, "weekly_digest")
    return kit.button("Stop these", actions.REMINDERS_STOP, value, confirm=ask)


__all__ = ["EFFORTS", "facts_text", "level", "message", "snooze", "stands", "value_of"]
