"""`lensbot feedback try`: a phrasing is measured on labelled messages before a maintainer keeps it."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from bot.compose import Bot
from knowledge import comparing, evaluation, trying
from knowledge.answering import Answering
from knowledge.comparing import Change
from knowledge.evaluation import Item, LabelsProblem, Prediction
from knowledge.model import Turn
from lens_corpus import files, linting
from lens_corpus.model import Lens, Phrasing, Stance

OK, FAILED, MISUSED = 0, 1, 2
BY = "feedback"
FEWEST_WORDS = 3
MOST_SHOWN = 90
Ready = Callable[[Bot], Bot]


def run(
    bot: Bot, chosen: argparse.Namespace, ready: Ready, out: TextIO, home: Callable[[str], Path] = files.folder
) -> int:
    """Show what the phrasing changes; with --keep, keep it unless something got worse (--even-if-worse).

    `home` is where a lens's files are, by its id.
    """
    phrasing = Phrasing(" ".join(chosen.phrasing.split()), Stance(chosen.stance), BY)
    try:
        lens, practice = _meant(bot, chosen.practice)
        sets = [(path, evaluation.read(path.read_text(encoding="utf-8"))) for path in chosen.labels]
        more = trying.with_phrasing(lens, practice, phrasing)
        _fit(lens, more, phrasing, [item for _, items in sets for item in items])
        if chosen.keep and not any(items for _, items in sets):
            raise LabelsProblem("Name the labelled messages that it is measured on, with --labels, before keeping it.")
    except (LabelsProblem, UnicodeDecodeError) as problem:
        sys.stderr.write(f"{problem}\n")
        return MISUSED
    worse = _measure(ready(bot), more, sets, out)
    if not chosen.keep:
        out.write("Nothing was kept. Add --keep to keep it.\n")
        return OK
    if worse and not chosen.even_if_worse:
        out.write("Not kept, because something got worse. Find other words, or add --even-if-worse.\n")
        return FAILED
    path = keep(home(lens.id), practice, phrasing)
    out.write(f"Kept in {path}. The index is brought up to date when it is next used.\n")
    return OK


def keep(folder: Path, practice: str, phrasing: Phrasing) -> Path:
    """Append a phrasing to a practice's file in a lens's folder; where it stands."""
    path = folder / "practices" / f"{practice}.phrasings.jsonl"
    line = json.dumps({"by": phrasing.by, "stance": phrasing.stance.value, "text": phrasing.text}, ensure_ascii=False)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if before and not before.endswith("\n") else "") + line + "\n")
    return path


def _meant(bot: Bot, written: str) -> tuple[Lens, str]:
    """The practice by an id of any edition; LabelsProblem where it isn't exactly one."""
    found = [(lens, each) for lens in bot.lenses.values() for each in lens.resolve(written)]
    if len(found) != 1:
        names = ", ".join(each for _, each in found)
        hint = f"it stands for {names}; name one of them" if names else "there is none of that id; see `lensbot search`"
        raise LabelsProblem(f"{written} is not one practice: {hint}.")
    return found[0]


def _fit(lens: Lens, more: Lens, phrasing: Phrasing, items: Sequence[Item]) -> None:
    """LabelsProblem where the phrasing would not pass the lens's own checks, or is what it would be measured on."""
    if len(phrasing.text.split()) < FEWEST_WORDS:
        raise LabelsProblem(f"A phrasing is a message as somebody types it: {FEWEST_WORDS} words at least.")
    new = set(linting.lint(more, {})) - set(linting.lint(lens, {}))
    if new:
        raise LabelsProblem(f"The lens has it already: {'; '.join(sorted(each.text for each in new))}.")
    same = next((item.id for item in items if _words(item.text) == _words(phrasing.text)), None)
    if same:
        raise LabelsProblem(
            f"These are the words of the labelled message {same}, which would then be measured on what it was learned "
            "from. Put it into other words, or take that line out of the labels."
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def _measure(bot: Bot, more: Lens, sets: Sequence[tuple[Path, Sequence[Item]]], out: TextIO) -> bool:
    """Print figures and changed messages of each set; whether anything got worse."""
    before, after = bot.answering, bot.tried(more)
    worse = False
    for path, items in sets:
        old, new = _answered(before, items), _answered(after, items)
        changed = comparing.changes(items, old, new)
        worse = worse or any(change.worse for change in changed)
        out.write(f"{path.name}, {len(items)} messages\n{comparing.written(items, old, new)}")
        out.write("".join(f"{line}\n" for line in _changed(changed)))
    if not sets:
        out.write("Add --labels FILE to see what it changes.\n")
    return worse


def _answered(answering: Answering, items: Sequence[Item]) -> list[Prediction]:
    return [
        evaluation.prediction(item.id, answering.ask(item.text, [Turn(role, said) for role, said in item.history]))
        for item in items
    ]


def _changed(changed: Sequence[Change]) -> Iterator[str]:
    for title, worse in (("worse", True), ("better", False)):
        ids = list(dict.fromkeys(change.item.id for change in changed if change.worse is worse))
        yield f"  {title}: {len(ids)} message{'' if len(ids) == 1 else 's'}"
        for item in ids:
            own = [change for change in changed if change.item.id == item and change.worse is worse]
            moved = ", ".join(f"{each.measure} {each.before:.2f} -> {each.after:.2f}" for each in own)
            text = " ".join(own[0].item.text.split())
            yield f"    {item}: {moved}  “{text[:MOST_SHOWN]}{'…' if len(text) > MOST_SHOWN else ''}”"
