"""Which end of a practice a text speaks for: a head on the tuned embedding, fitted together with the corrections.

It holds for every lens: how people tell that a thing is in place, missing, half done or only asked about does not
depend on the thing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.heads import Linear
from lens_corpus.model import Stance

PATH = Path(__file__).with_name("stance.npz")
#: The head's rows, in order.
ORDER = (Stance.ASK, Stance.GOOD, Stance.BAD, Stance.HALF, Stance.THIN)


def load() -> Linear:
    """The head as kept with the code."""
    with np.load(PATH, allow_pickle=False) as arrays:
        return Linear.of(arrays, "stance")
