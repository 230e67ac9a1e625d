"""Reviews that can be gone on with in somebody's conversation with us, in Slack. Pure."""

from __future__ import annotations

from bot.cards.asking import Mine
from bot.cards.continuing import ContinuingCard
from bot.slack import actions
from bot.slack.render import kit
from bot.slack.render.kit import Json, Message

#: Reviews that one message lists.
MOST = 20


def message(card: ContinuingCard) -> Message:
    """Show a card as a message."""
    more = len(card.reviews) - MOST
    left = (
        [kit.context(f"And {more} more: name the channel, as in “continue the review of #fraud-ml”.")]
        if more > 0
        else []
    )
    text = kit.mrkdwn(card.text)
    return Message(card.text, tail=(kit.section(text), *map(_line, card.reviews[:MOST]), *left))


def _line(mine: Mine) -> Json:
    state = ", paused" if mine.paused else ""
    waiting = f" · waiting for you: {', '.join(f'`{each}`' for each in mine.waiting)}" if mine.waiting else ""
    done = f"{mine.answered} of {mine.questions} answered{state}{waiting}"
    text = f"*{kit.mrkdwn(kit.apart(mine.name))}* in <#{mine.place.channel}>: {done}"
    button = kit.button("Continue here", actions.GO_ON, actions.encode(mine.place.channel, mine.review))
    return kit.section(text, button)
