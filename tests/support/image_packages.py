"""Which packages the image needs: what Lensbot depends on, with all that those depend on, less what only tuning needs.

`python -m tests.support.image_packages > deploy/requirements.txt` writes the list anew.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
#: Fitting the corrections of the embedding model needs these; running it does not. They are nine tenths of the size.
LEFT_OUT = ("sentence-transformers", "torch")
HEAD = """\
# What the image installs, with --no-deps: exactly what Lensbot needs to run, at the versions that were tested.
# torch and sentence-transformers are not here: only `python -m knowledge tune` needs them.
# Written by: python -m tests.support.image_packages > deploy/requirements.txt
"""


def pins() -> dict[str, str]:
    """The lines of constraints.txt by canonical name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.split("==")[0]): line for line in lines if re.match(r"[\w.-]+==", line)}


def needed() -> set[str]:
    """Canonical names of everything that Lensbot needs on this platform, in whatever it was installed last."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = list(_chosen(project["dependencies"], frozenset()))
    seen = set(waiting)
    while waiting:
        package, extras = waiting.pop()
        fresh = set(_chosen(requires(package) or (), extras)) - seen
        seen |= fresh
        waiting += fresh
    return {package for package, _ in seen}


def _chosen(written: Iterable[str], extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for requirement in map(Requirement, written):
        name, marker = canonicalize_name(requirement.name), requirement.marker
        if name not in LEFT_OUT and (
            marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras})
        ):
            yield name, frozenset(requirement.extras)


def requirements() -> str:
    """The whole file. KeyError for a package that constraints.txt does not pin."""
    pinned = pins()
    return HEAD + "".join(f"{pinned[name]}\n" for name in sorted(needed()))


if __name__ == "__main__":
    sys.stdout.write(requirements())
