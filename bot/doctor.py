"""Named checks of an installation, each with what to do when it fails."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import numpy as np

from bot.checks import Result
from bot.compose import Bot
from knowledge.ports import IndexProblem
from lens_corpus.model import Lens
from lens_corpus.problems import LensProblems

#: Free space below which an index cannot be counted on to be built, in bytes.
LEAST_FREE = 200_000_000


def examine(bot: Bot, *, quick: bool = False) -> Sequence[Result]:
    """Run every check, in an order where the first failure explains the later ones.

    The quick ones tell in a second or two whether the bot that should be running here can serve.
    """
    from bot.checks.database import database

    if quick:
        from bot.checks.door import door

        return [_disk(bot), database(bot.settings), door(bot.settings)]
    from bot.checks.slack import slack

    here = [check(bot) for check in (_python, _weights, _corpus, _disk, _index)]
    return [*here, database(bot.settings), *slack(bot.settings, _lens(bot))]


def _python(_bot: Bot) -> Result:
    import platform

    return Result("python", platform.python_version())


def _weights(_bot: Bot) -> Result:
    from knowledge.adapters import minilm

    try:
        minilm.check(minilm.weights_folder())
    except minilm.WeightsProblem as problem:
        return Result("weights", "not usable", str(problem), failed=True)
    return Result("weights", f"{minilm.MODEL}, hash as published")


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
        found = bot.index.search(np.full(bot.embedder.dimension, bot.embedder.dimension**-0.5, np.float32), 1, ())
    except IndexProblem as problem:
        return Result("index", "not usable", str(problem), failed=True)
    manifest = bot.index.manifest()
    count = manifest.passages if manifest else 0
    if not found:
        remedy = f"delete {bot.settings.index_dir}, which is a cache, and run lensbot index build"
        return Result("index", f"should hold {count:,} statements and is empty", remedy, failed=True)
    if not bot.fresh():
        return Result("index", f"{count:,} statements, older than the lenses", "lensbot index build")
    return Result("index", f"{count:,} statements by {bot.embedder.name}")


def _lens(bot: Bot) -> Lens | None:
    try:
        return next(iter(bot.lenses.values()))
    except LensProblems:
        return None
