"""Named checks of an installation, each with what to do when it fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.compose import Bot
from knowledge.ports import IndexProblem
from lens_corpus.problems import LensProblems

#: Free space below which an index cannot be counted on to be built, in bytes.
LEAST_FREE = 200_000_000


@dataclass(frozen=True)
class Result:
    """What a check found. `failed` means that asking will not work; a warning has a remedy but does not fail."""

    name: str
    found: str
    remedy: str = ""
    failed: bool = False

    def __str__(self) -> str:
        mark = "✗" if self.failed else "!" if self.remedy else "✓"
        return f"{mark} {self.name}: {self.found}" + (f"\n    → {self.remedy}" if self.remedy else "")


def examine(bot: Bot) -> Sequence[Result]:
    """Run every check, in an order where the first failure explains the later ones."""
    return [check(bot) for check in _CHECKS]


def _python(_bot: Bot) -> Result:
    import platform

    return Result("python", platform.python_version())


def _weights(_bot: Bot) -> Result:
    from knowledge.adapters import sentence_embedder

    try:
        sentence_embedder.check(sentence_embedder.weights_folder())
    except sentence_embedder.WeightsProblem as problem:
        return Result("weights", "not usable", str(problem), failed=True)
    return Result("weights", f"{sentence_embedder.MODEL}, hash as published")


def _corpus(bot: Bot) -> Result:
    from lens_corpus import files
    from lens_corpus.__main__ import findings_in

    try:
        lenses = bot.lenses
    except LensProblems as problem:
        return Result(
            "corpus",
            f"{len(problem.problems)} problems, first: {problem.problems[0]}",
            "lensbot lens lint",
            failed=True,
        )
    findings = [finding for name in lenses for finding in findings_in(files.folder(name))]
    counted = ", ".join(
        f"{name} ({len(lens.practices)} practices, edition {lens.edition})" for name, lens in lenses.items()
    )
    return Result("corpus", counted, "lensbot lens lint" if findings else "")


def _disk(bot: Bot) -> Result:
    folder = bot.settings.data_dir
    existing = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    free = shutil.disk_usage(existing).free
    found = f"{folder}, {free / 1e9:.1f} GB free"
    if free < LEAST_FREE:
        return Result("data folder", found, "free some space, or set LENSBOT_DATA_DIR to another place", failed=True)
    return Result("data folder", found)


def _index(bot: Bot) -> Result:
    try:
        bot.index.usable(bot.embedder)
    except IndexProblem as problem:
        return Result("index", "not usable", str(problem), failed=True)
    manifest = bot.index.manifest()
    count = manifest.passages if manifest else 0
    if not bot.fresh():
        return Result("index", f"{count:,} statements, older than the lenses", "lensbot index build")
    return Result("index", f"{count:,} statements by {bot.embedder.name}")


_CHECKS: tuple[Callable[[Bot], Result], ...] = (_python, _weights, _corpus, _disk, _index)
