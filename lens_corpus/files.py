"""The package's only file access: a named lens, or a folder, -> its files' texts -> Lens."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lens_corpus.model import Lens
from lens_corpus.problems import LensProblems, Problem
from lens_corpus.reading import LENS_FILE, read_lens

HOME = Path(__file__).parent
_SUFFIXES = (".md", ".yaml", ".jsonl")


def names() -> tuple[str, ...]:
    """Ids of the lenses that ship with Lensbot, such as machine-learning."""
    return tuple(sorted(path.parent.name.replace("_", "-") for path in HOME.glob(f"*/{LENS_FILE}")))


def folder(name: str) -> Path:
    """Where a shipped lens lives; its id with underscores, so that the folder can be a package's."""
    return HOME / name.replace("-", "_")


@lru_cache(maxsize=32)
def load(name: str) -> Lens:
    """A shipped lens by its id; LensProblems when there is none of that name or its files are wrong."""
    if name not in names():
        raise LensProblems([Problem(name, 0, f"no such lens; there is: {', '.join(names())}")])
    return load_folder(folder(name))


def load_folder(place: Path) -> Lens:
    """The lens in a folder; LensProblems, with every problem, when it cannot be read."""
    return read_lens(texts(place))


def texts(place: Path) -> dict[str, str]:
    """The texts of a lens's files by their path below its folder. Links are not followed out of it."""
    found, problems = {}, []
    for path in sorted(place.glob("**/*")):
        if path.suffix not in _SUFFIXES or path.name in ("README.md", "SOURCES.md"):
            continue
        name = path.relative_to(place).as_posix()
        try:
            found[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            problems.append(Problem(name, 0, f"not UTF-8 text (byte {error.start}); save it as UTF-8"))
        except OSError as error:
            problems.append(Problem(name, 0, f"cannot be read: {error.strerror}"))
    if problems:
        raise LensProblems(problems)
    return found
