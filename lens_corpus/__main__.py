"""`python -m lens_corpus lint [FOLDER ...]`: check lenses; `... contents`: write their contents pages anew."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lens_corpus import contents, files
from lens_corpus.linting import lint
from lens_corpus.problems import LensProblems, Problem
from lens_corpus.reading import read_lens


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when nothing is to be mended, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m lens_corpus", description="Lenses and their texts.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("lint", help="check lenses: schema, ids, links, counts, duplicates, dead rules")
    command.add_argument("folders", nargs="*", type=Path, help="folders of lenses; the shipped ones if none is given")
    commands.add_parser("contents", help="write each shipped lens's contents page anew")
    chosen = parser.parse_args(arguments)
    return lint_command(chosen.folders) if chosen.command == "lint" else contents_command()


def contents_command() -> int:
    """Write the contents pages of the shipped lenses."""
    for name in files.names():
        (files.folder(name) / contents.NAME).write_text(contents.page(files.load(name)), encoding="utf-8")
    return 0


def lint_command(folders: Sequence[Path]) -> int:
    """Lint and print the findings, a line each, with file and line; 1 if there are any."""
    chosen = list(folders) or [files.folder(name) for name in files.names()]
    findings = [(folder, problem) for folder in chosen for problem in findings_in(folder)]
    for folder, problem in findings:
        sys.stdout.write(f"{folder / problem.path}:{problem.line}: {problem.text}\n")
    count = len(findings)
    sys.stdout.write(f"{len(chosen)} lens{'es'[: 2 * (len(chosen) != 1)]}, {count} finding{'s'[: count != 1]}\n")
    return 1 if findings else 0


def findings_in(folder: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with the lens in a folder, whether it can be read or not."""
    try:
        if not folder.is_dir():
            raise LensProblems([Problem("", 0, "no such folder")])
        texts = files.texts(folder)
        return lint(read_lens(texts), texts)
    except LensProblems as error:
        return error.problems


if __name__ == "__main__":
    raise SystemExit(main())
