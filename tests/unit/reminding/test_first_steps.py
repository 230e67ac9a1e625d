"""What the lens says to do first, in whole sentences."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.places import Place, Tenant
from bot.usecases.improving import Improving
from lens_corpus.model import Step
from tests.support.lenses import small
from tests.support.memory_reviews import MemoryReviews
from tests.unit.reminding.things import item

HOME = Place(Tenant("", "T1"), "C1")
PRACTICE = small().practices[0]


def first_step(*steps):
    """What an item of a lens with these first steps says of them."""
    practice = replace(PRACTICE, steps=steps, aws_steps=())
    lens = SimpleNamespace(has=lambda _practice: True, practice=lambda _practice: practice)
    nobody = SimpleNamespace()
    use = Improving(nobody, MemoryReviews(), nobody, nobody, nobody, nobody, lambda: {"ml": lens}, nobody, nobody)
    return use.facts(HOME, item(question=None)).step


@pytest.mark.parametrize(
    ("lead", "text", "said"),
    [
        ("Talk to the builders", "Ask who restores.", "Talk to the builders. Ask who restores."),
        ("Talk to them.", "Ask who restores.", "Talk to them. Ask who restores."),
        ("Who restores?", "Ask.", "Who restores? Ask."),
        ("", "Ask who restores.", "Ask who restores."),
        ("Talk to them", "", "Talk to them."),
    ],
)
def test_a_steps_lead_is_a_sentence_of_its_own(lead, text, said):
    assert first_step(Step(lead, text), Step("Later", "Not yet.")) == said


def test_without_steps_nothing_is_said():
    assert first_step() == ""
