"""What an improvement is, why it is wanted and what comes first, as a text of Slack's. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.reminding import Facts
from bot.review.items import Item
from bot.slack.render import kit
from lens_corpus.risk import Risk

EFFORTS = {"S": "days", "M": "weeks", "L": "a quarter or more"}
_LEVELS = {Risk.HIGH: ":red_circle: High risk", Risk.MEDIUM: ":large_orange_circle: Medium risk"}
#: Characters of the lens's first step, and of a step in the workload's words.
MOST_STEP, MOST_WORDED = 600, 300


def level(item: Item) -> str:
    """An item's risk and effort in a few words."""
    return f"{_LEVELS[item.risk]} · takes {EFFORTS[item.effort]}"


def facts_text(item: Item, facts: Facts) -> str:
    """An item in a few lines: what, why, what first; and who says so."""
    why = level(item)
    if facts.question:
        why += f" in “{kit.mrkdwn(facts.question)}” {kit.mrkdwn(facts.lowers)}"
    lines = [f"*{kit.mrkdwn(item.headline)}*", why.rstrip(), *_steps(item, facts)]
    if facts.practice:
        lines.append(f"`1` {kit.link(facts.url, f'{facts.practice} in the lens')}")
    return "\n".join([*lines, *_own(item, facts)])


def _steps(item: Item, facts: Facts) -> Iterator[str]:
    """What comes first: in the workload's words where it has some."""
    if item.wording and item.wording.steps:
        yield "*First steps:*"
        yield from (f"{n}. {kit.mrkdwn(kit.cut(step, MOST_WORDED))}" for n, step in enumerate(item.wording.steps, 1))
    elif facts.step:
        yield f"*First step:* {_first(facts)}"


def _own(item: Item, facts: Facts) -> Iterator[str]:
    """The plan's own words, below those of the workload."""
    if item.wording is None:
        return
    yield f"_Worded by <@{item.wording.by}>. In the plan:_ {kit.mrkdwn(item.title)}"
    if item.wording.steps and facts.step:
        yield f"_First step in the lens:_ {_first(facts)}"


def _first(facts: Facts) -> str:
    return kit.mrkdwn(kit.cut(facts.step, MOST_STEP))
