"""A review and a new edition of its lens, in Slack: what moving changes, and what it has changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.reviewing import UpgradeCard
from bot.slack import actions
from bot.slack.render import kit
from bot.slack.render.kit import Json, Message

#: Questions and practices that are listed by name; the rest is counted.
MOST = 20


def message(card: UpgradeCard) -> Message:
    """Show what changes, with a button until it has."""
    lens, review = card.lens, card.review
    what = f"the edition of {lens.edition} of {kit.mrkdwn(lens.name)}"
    if card.by:
        text = f"<@{card.by}> moved this review to {what}."
    else:
        text = f"This review began with another edition of its lens. It can be moved to {what}; until then it waits."
    blocks = [kit.section(text), *_changes(card)]
    if not card.by:
        sure = kit.confirm("Move the review?", "What the new edition has no place for leaves it for good.", "Move it")
        value = actions.encode(review.id, lens.edition)
        blocks.append(
            kit.actions(kit.button("Move it to this edition", actions.UPGRADE, value, style="primary", confirm=sure))
        )
    return Message(text, tail=tuple(blocks))


def _changes(card: UpgradeCard) -> Iterator[Json]:
    made, lens = card.changes, card.lens
    answered = {each.question for each in made.lost}
    gone = [f"`{each}`{' (its answer goes with it)' if each in answered else ''}" for each in made.removed_questions]
    lines = [
        ("No longer asked", gone),
        ("Practices that are gone, with what was said of them", [f"`{each}`" for each in made.removed_practices]),
        ("New questions", [f"`{each}` {kit.mrkdwn(lens.question(each).title)}" for each in made.new_questions]),
        ("Asked again, since they have new practices", [f"`{each}`" for each in made.asked_again]),
    ]
    told = [f"• *{title}:* {kit.some(found, MOST)}" for title, found in lines if found]
    yield kit.section("\n".join(told) if told else "No question and no answer changes.")
