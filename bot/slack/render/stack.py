"""What a channel has told us of its stack, as a message. Pure."""

from __future__ import annotations

from bot.cards.asking import StackCard
from bot.slack.render import kit
from bot.slack.render.kit import Message

NOTHING = "I know nothing about this channel's stack. Tell me: `remember: we use Vertex AI, not SageMaker`."
FORGOTTEN = "Forgotten. Answers in this channel give the general steps again."
KEPT = "Noted, for this channel only:"
KNOWN = "What this channel has told me about its stack:"
UNKNOWN = (
    "I recognise no product in it, so it changes nothing in answers from the lens alone. A language model reads it, "
    "where one writes my answers."
)
AGAIN = (
    "Not what you meant? Say it another way, or write `forget our stack`. The words are in `/lensbot settings`, too."
)


def message(card: StackCard) -> Message:
    """Show it, with what we make of it."""
    if not card.note:
        text = FORGOTTEN if card.changed else NOTHING
        return Message(text, tail=(kit.section(text),))
    quoted = "\n".join(f"> {kit.mrkdwn(line)}" for line in card.note.splitlines())
    first = KEPT if card.changed else KNOWN
    blocks = (kit.section(f"{first}\n{quoted}"), kit.section(_understood(card)), kit.context(AGAIN))
    return Message(f"{first} {kit.mrkdwn(card.note)}", tail=blocks)


def _understood(card: StackCard) -> str:
    told = []
    if card.uses:
        told.append(f"In answers here, steps that name *{_listed(card.uses)}* come first.")
    if card.avoids:
        told.append(f"Steps for *{_listed(card.avoids)}* come last, or make way for general ones.")
    return " ".join(told) or UNKNOWN


def _listed(names: tuple[str, ...]) -> str:
    return kit.mrkdwn(", ".join(names))
