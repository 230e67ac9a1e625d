"""Heads in files beside the index, one a lens."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.heads import LensHeads


def keep(folder: Path, heads: LensHeads) -> None:
    """Write one lens's heads; the old file stays whole until the new one is."""
    path = folder / f"{heads.lens}.heads.npz"
    partial = path.with_suffix(".part")
    arrays: dict[str, Any] = dict(heads.arrays())
    with partial.open("wb") as file:
        np.savez(file, **arrays)
    os.replace(partial, path)


def kept(folder: Path, lens: str) -> LensHeads | None:
    """One lens's heads; None when there are none that can be read."""
    path = folder / f"{lens}.heads.npz"
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return LensHeads.of(lens, {name: arrays[name] for name in arrays.files})
    except (OSError, ValueError, KeyError):
        return None
