"""A best practice in full, as the blocks of a modal. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.slack.render import kit
from bot.slack.render.kit import Json
from lens_corpus.model import Lens, Practice, Step

_EFFORTS = {"S": "days", "M": "weeks", "L": "a quarter or more"}


def practice_blocks(lens: Lens, practice: Practice) -> list[Json]:
    """What it means, why it matters, how to tell, what to do, and where AWS says so."""
    return [block for block in _parts(lens, practice) if block]


def _parts(lens: Lens, practice: Practice) -> Iterator[Json]:
    yield kit.header(practice.title)
    facts = (
        lens.pillar(practice.pillar).name,
        lens.phase(practice.phase).name,
        f"{practice.risk} risk if missing",
        f"effort: {_EFFORTS[practice.effort]}",
    )
    yield kit.context(kit.mrkdwn(" · ".join(facts)))
    yield kit.section(f"*{kit.mrkdwn(practice.advice)}*")
    yield kit.section(kit.mrkdwn(practice.meaning))
    yield kit.section(f"*Why it matters*\n{kit.mrkdwn(practice.why)}")
    yield from _listed("Signs of good", [f":white_check_mark: {kit.mrkdwn(each)}" for each in practice.good])
    yield from _listed("Signs of trouble", [f":warning: {kit.mrkdwn(each)}" for each in practice.trouble])
    yield from _listed("What to do", _steps(practice.steps))
    yield from _listed("On AWS", _steps(practice.aws_steps))
    yield from _listed("How to tell that it works", [f"• {kit.mrkdwn(each)}" for each in practice.measures])
    yield kit.divider()
    links = [kit.link(practice.url, f"{practice.id} in the {lens.name}")]
    links += [kit.link(each.url, each.title) for each in practice.links]
    yield from _listed("Read on", [f"• {each}" for each in links])


def _steps(steps: Sequence[Step]) -> list[str]:
    return [f"{number}. *{kit.mrkdwn(step.lead)}* {kit.mrkdwn(step.text)}" for number, step in enumerate(steps, 1)]


def _listed(title: str, lines: Iterable[str]) -> Iterator[Json]:
    """A titled list over as many sections as its length needs."""
    text = f"*{title}*"
    empty = True
    for line in lines:
        if len(text) + len(line) >= kit.MOST_SECTION:
            yield kit.section(text)
            text = line
        else:
            text = f"{text}\n{line}"
        empty = False
    if not empty:
        yield kit.section(text)
