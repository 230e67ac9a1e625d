"""What `make tune` does, on a handful of examples: it learns, and keeps what loading reads."""

import numpy as np
import pytest
from safetensors.torch import load_file

from knowledge.tuning import network, train
from knowledge.tuning.examples import of_lens
from lens_corpus import files


@pytest.fixture(scope="module")
def fitted():
    """Two small fits, and what was said meanwhile."""
    lens, said = files.load("machine-learning"), []
    chosen, practices = of_lens(lens)[::150], [practice.id for practice in lens.practices]
    return [train.fit(part, practices, said.append)[0] for part in (chosen[::2], chosen[1::2])], said


def test_every_epoch_is_told_and_the_last_has_less_loss_than_the_first(fitted):
    _nets, said = fitted
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in said]

    assert len(losses) == 2 * train.EPOCHS
    assert losses[train.EPOCHS - 1] < losses[0]


def test_what_is_kept_is_the_mean_of_both_as_loading_adds_it(fitted, tmp_path):
    nets, _said = fitted
    corrections, head = tmp_path / "corrections.safetensors", tmp_path / "stance.npz"
    train.keep(nets, corrections, head)
    kept = load_file(str(corrections))
    fits = [net.kept() for net in nets]

    assert kept.keys() == fits[0].keys()
    for name in (key.removesuffix(".a") for key in kept if key.endswith(".a")):
        change = kept[f"{name}.b"].float() @ kept[f"{name}.a"].float()
        wanted = sum(each[f"{name}.b"].float() @ each[f"{name}.a"].float() for each in fits) / 2
        assert float((change - wanted).abs().max()) < 0.02 * float(wanted.abs().max())
    weights = [network.SCALE * net.stance.weight.detach().numpy() for net in nets]
    assert np.allclose(np.load(head)["stance.weights"], np.mean(weights, axis=0), atol=1e-5)
