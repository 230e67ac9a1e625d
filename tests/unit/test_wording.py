"""The gate on a message's words: what it learns, what it says of strangers' messages, and how it is kept."""

import numpy as np
import pytest

from knowledge import fitting, wording
from knowledge.wording import WordGate

INSIDE = ["who owns the model", "the model drifts at night", "retrain the model when data drifts", "own the data"]
OUTSIDE = ["my laptop is blue", "who drinks the coffee", "coffee on my laptop", "the blue train was late"]


@pytest.fixture(scope="module")
def gate():
    return fitting.gate_of_words(INSIDE, OUTSIDE)


@pytest.mark.parametrize("text", ["our models drifted", "who owns the data?"])
def test_words_of_the_lens_in_any_form_speak_for_it(gate, text):
    assert gate.logit(text) > 0


@pytest.mark.parametrize("text", ["Blue laptops", "coffee, my coffee"])
def test_words_from_outside_speak_against_it(gate, text):
    assert gate.logit(text) < 0


def test_words_that_nobody_used_say_what_no_words_say(gate):
    assert gate.logit("zebra quagga") == gate.logit("") == gate.bias


def test_the_order_of_words_counts_and_their_case_does_not():
    assert wording.terms("data drift") != wording.terms("drift data")
    assert wording.terms("Data DRIFT") == wording.terms("data drift")


def test_a_gate_comes_back_from_its_arrays_as_good_as_it_was(gate):
    again = WordGate.of(gate.arrays())

    assert again.logit("our models drifted") == pytest.approx(gate.logit("our models drifted"), abs=2e-3)


@pytest.mark.parametrize(("inside", "outside"), [([], OUTSIDE), (INSIDE, [])])
def test_without_messages_of_both_kinds_it_says_nothing(inside, outside):
    open_gate = fitting.gate_of_words(inside, outside)

    assert open_gate.logit("anything at all") == 0
    assert WordGate.of(open_gate.arrays()).logit("anything at all") == 0


def test_fitting_twice_gives_the_same(gate):
    assert np.array_equal(fitting.gate_of_words(INSIDE, OUTSIDE).weights, gate.weights)
