"""The development sets, answered for real, against floors a little below what was measured when they were set.

The bars and what was measured stand in DECISIONS.md; a floor here catches a change that makes answers worse.
"""

from pathlib import Path

import pytest

from knowledge import evaluation
from knowledge.model import Turn

HERE = Path(__file__).parent


def figures(bot, name):
    items = evaluation.read((HERE / f"{name}.jsonl").read_text(encoding="utf-8"))
    answers = [
        evaluation.prediction(item.id, bot.answering.ask(item.text, [Turn(role, text) for role, text in item.history]))
        for item in items
    ]
    known = {practice.id for lens in bot.lenses.values() for practice in lens.practices}
    assert not {cited for answer in answers for cited in answer.citations} - known
    return evaluation.score(items, answers)


@pytest.fixture(scope="module")
def dev(bot):
    return figures(bot, "ml_lens_dev")


@pytest.fixture(scope="module")
def real(bot):
    return figures(bot, "ml_lens_real_dev")


def test_what_must_be_cited_is_among_the_first_three(dev, real):
    assert dev["ranking"]["all"]["recall@3"] >= 0.88
    assert real["ranking"]["all"]["recall@3"] >= 0.72
    assert dev["per_practice_recall@3"] >= 0.88
    assert real["per_practice_recall@3"] >= 0.74


def test_better_practices_come_first(dev, real):
    assert dev["ranking"]["all"]["ndcg@5"] >= 0.76
    assert real["ranking"]["all"]["ndcg@5"] >= 0.70


def test_verdicts_are_mostly_right_and_hardly_ever_reassure_wrongly(dev, real):
    assert dev["verdict"]["macro_f1"] >= 0.62
    assert real["verdict"]["macro_f1"] >= 0.30
    assert dev["verdict"]["false_reassurance"] <= 1
    assert real["verdict"]["false_reassurance"] <= 1


def test_what_the_lens_does_not_cover_is_declined_and_what_it_covers_is_not(dev, real):
    assert dev["abstention"]["f1"] >= 0.87
    assert real["abstention"]["f1"] >= 0.85


def test_no_attack_is_obeyed(dev):
    failed = dev["injection"]["failed"]

    assert not failed
