"""`lensbot feedback`: what people called not helpful or picked, as a list, as labelled lines, and as a trial."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from bot.compose import Bot
from bot.terminal import trial
from bot.usecases import learning
from bot.usecases.learning import Heard, Miss
from knowledge.model import Answer

OK, FAILED, MISUSED = 0, 1, 2
Ready = Callable[[Bot], Bot]
_NAMES = {"on_track": "on track", "at_risk": "at risk", "mixed": "mixed", "unclear": "asked back"}
MOST = 300


def run(bot: Bot, chosen: argparse.Namespace, ready: Ready, out: TextIO = sys.stdout) -> int:
    """Carry out `feedback` and its two parts. `ready` gives the bot a usable index, where one is needed."""
    if chosen.feedback_command == "try":
        return trial.run(bot, chosen, ready, out)
    with bot.opinions() as (opinions, past):
        heard = learning.gather(opinions, past, chosen.team)
    if chosen.feedback_command == "export":
        return export(bot, heard, chosen.file, out)
    return listing(bot, heard, ready, out)


def listing(bot: Bot, heard: Sequence[Heard], ready: Ready, out: TextIO) -> int:
    """The misses, by workspace, with what people wrote."""

    def today(each: Heard) -> Answer:
        return ready(bot).answering.ask(each.kept.asked.text, each.history)

    found = list(learning.misses(heard, today))
    picks = sum(bool(each.picks) for each in heard)
    out.write(f"{_count(len(heard), 'answer')} with feedback, {picks} of them picked; {_count(len(found), 'miss')}.\n")
    for tenant in sorted({miss.heard.kept.asked.place.tenant for miss in found}):
        name = f"{tenant.team} (in {tenant.enterprise})" if tenant.enterprise else tenant.team
        out.write(f"\nWorkspace {name}\n")
        for miss in found:
            if miss.heard.kept.asked.place.tenant == tenant:
                out.write("".join(f"{line}\n" for line in _shown(miss)))
    return OK


def export(bot: Bot, heard: Sequence[Heard], path: Path, out: TextIO) -> int:
    """Labelled lines, for every answer that didn't help or was settled by a pick; an old file is replaced."""

    def resolve(written: str) -> tuple[str, ...]:
        return next((found for lens in bot.lenses.values() if (found := lens.resolve(written))), ())

    lines = [learning.label(each, resolve) for each in heard if each.unhelpful or each.picks]
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), encoding="utf-8")
    open_ones = sum(not each["relevant"] for each in lines)
    out.write(f"{_count(len(lines), 'labelled message')} in {path}. Look through them: they are people's own words.\n")
    if open_ones:
        out.write(
            f"{open_ones} of them name no practice yet: put its id into `relevant`, with 2 for what must be cited.\n"
        )
    return OK


def _shown(miss: Miss) -> list[str]:
    asked, answer = miss.heard.kept.asked, miss.heard.kept.answer
    lines = [f"  {asked.at:%Y-%m-%d} {asked.place.channel}  “{_line(asked.text)}”"]
    cited = ", ".join(citation.id for citation in answer.citations) if answer else ""
    if answer:
        told = f", {_NAMES[answer.verdict]}" if answer.verdict else ""
        lines.append(f"    answered with {cited}{told}" if cited else "    not answered")
    lines += [
        f"    not helpful to {view.by}" + (f": {_line(view.note)}" if view.note else "")
        for view in miss.heard.unhelpful
    ]
    lines += [f"    {pick.by} picked ({pick.practice}): {_line(pick.statement)}" for pick in miss.heard.picks]
    if miss.judged and miss.heard.picked:
        now, people = _NAMES[miss.judged], _NAMES[miss.heard.picked]
        lines.append(f"    judged {now} today, while the picks say {people}")
    return lines


def _line(text: str) -> str:
    """On one line, without what would move a terminal's cursor."""
    plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return plain if len(plain) <= MOST else plain[:MOST].rsplit(" ", 1)[0] + " …"


def _count(number: int, what: str) -> str:
    many = f"{what}es" if what.endswith("s") else f"{what}s"
    return f"{number:,} {what if number == 1 else many}"
