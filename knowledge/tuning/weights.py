"""Low-rank corrections (LoRA, Hu et al. 2021) kept beside the code and added to the model's weights on loading.

For a linear layer of weight W, `name.a` has shape (rank, inputs) and `name.b` (outputs, rank); the merged weight
is W + b @ a. The file holds half-precision numbers: two megabytes against the model's ninety.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("corrections.safetensors")


@lru_cache(maxsize=1)
def digest() -> str:
    """A short name for the corrections as they are now; "none" where there are none."""
    return hashlib.sha256(PATH.read_bytes()).hexdigest()[:8] if PATH.exists() else "none"


def mean(fits: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The corrections whose change of each layer is the mean of these fits' changes; ranks add up."""
    import torch

    found: dict[str, Any] = {}
    for name in sorted(key.removesuffix(".a") for key in fits[0] if key.endswith(".a")):
        found[f"{name}.a"] = torch.cat([each[f"{name}.a"] for each in fits]).contiguous()
        side = torch.cat([each[f"{name}.b"].float() for each in fits], dim=1) / len(fits)
        found[f"{name}.b"] = side.half().contiguous()
    return found


def merge(model: Any) -> None:
    """Add the corrections to a transformers model, in place."""
    if not PATH.exists():
        return
    import torch
    from safetensors.torch import load_file

    kept = load_file(str(PATH))
    with torch.no_grad():
        for name in sorted(key.removesuffix(".a") for key in kept if key.endswith(".a")):
            layer = model.get_submodule(name)
            layer.weight += (kept[f"{name}.b"].float() @ kept[f"{name}.a"].float()).to(layer.weight.dtype)
