"""More examples from the corpus's own, and the mean of two fits."""

import dataclasses

import pytest
import torch

from knowledge.tuning import augmenting, weights
from knowledge.tuning.augmenting import CONTEXTS, TAILS
from knowledge.tuning.examples import Example
from lens_corpus.model import Stance

LONG = "We back up at night. Nobody restores. It was fine so far. The disk is old. " * 4
TOLD = [Example(f"nobody restores backup {n}", "a", {"P1": 1.0}, Stance.BAD) for n in range(60)]
ASKED = [Example(f"how do I restore backup {n}?", "a", {"P2": 1.0}, Stance.ASK) for n in range(60)]
OUTSIDE = [Example(f"pizza number {n}", "outside") for n in range(60)]


def made(*examples, seed=1):
    return augmenting.more(list(examples), seed)


def test_the_same_seed_makes_the_same_and_another_others():
    assert made(*TOLD, *ASKED) == made(*TOLD, *ASKED)
    assert made(*TOLD, *ASKED) != made(*TOLD, *ASKED, seed=2)


def test_what_tells_still_tells_with_a_question_behind_it():
    found = made(*TOLD)

    assert found
    assert {(each.stance, each.text.split(". ")[1] in TAILS) for each in found} == {(Stance.BAD, True)}


def test_a_practices_own_questions_serve_as_questions_behind():
    own = dataclasses.replace(ASKED[0], practices={"P1": 1.0})

    assert any(each.text.endswith(own.text) and each.stance is Stance.BAD for each in made(*TOLD, own))


def test_who_asks_before_a_question_leaves_it_a_question():
    found = made(*ASKED)

    assert found
    assert all(each.stance is Stance.ASK and each.text.startswith(CONTEXTS) for each in found)


def test_telling_of_one_practice_and_asking_about_another_is_about_both():
    both = [each for each in made(*TOLD, *ASKED) if len(each.practices) == 2]

    assert both
    assert all(each.practices == {"P1": 0.5, "P2": 0.5} and each.stance is Stance.BAD for each in both)


def test_what_is_outside_stays_outside_with_a_word_on_who_asks():
    found = made(*OUTSIDE)

    assert found
    assert all(each.by == "outside" and not each.practices and each.text.startswith(CONTEXTS) for each in found)


@pytest.mark.parametrize(("stance", "kept"), [(Stance.ASK, Stance.ASK), (Stance.BAD, None)])
def test_a_part_of_a_long_message_is_about_the_same_but_tells_no_end(stance, kept):
    parts = [each for each in made(*[Example(LONG, "a", {"P1": 1.0}, stance)] * 40) if each.text in LONG]

    assert parts
    assert {(each.stance, tuple(each.practices)) for each in parts} == {(kept, ("P1",))}


def test_the_mean_of_fits_changes_a_layer_by_the_mean_of_their_changes():
    generator = torch.Generator().manual_seed(3)
    fits = [
        {"x.a": torch.randn(2, 5, generator=generator).half(), "x.b": torch.randn(4, 2, generator=generator).half()}
        for _ in range(2)
    ]
    found = weights.mean(fits)
    wanted = sum(each["x.b"].float() @ each["x.a"].float() for each in fits) / 2

    assert torch.allclose(found["x.b"].float() @ found["x.a"].float(), wanted, atol=1e-2)
