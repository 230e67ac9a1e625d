"""Measuring a language model against the corpus-written answers, with doubles for both."""

import itertools

import pytest

from knowledge import evaluation_model, prompts
from knowledge.budgets import Price
from knowledge.composing import decline
from knowledge.evaluation import Item
from knowledge.model import Verdict
from knowledge.ports import Trouble, Usage
from knowledge.writing import Writing
from tests.support.model_server import Script
from tests.support.practices import LENS, ON_BACKUP, asked, judged
from tests.support.writers import ScriptedWriter

ITEMS = [
    Item("q1", "question", "how do we restore a backup?", (), {"SMALL01-BP01": 2}, None),
    Item("p1", "practice", "we never tried a restore", (), {"SMALL01-BP01": 2}, "at_risk"),
    Item("f1", "follow_up", "and for batch?", (("user", "how do we restore a backup?"),), {"SMALL01-BP02": 2}, None),
    Item("o1", "out_of_scope", "pizza?", (), {}, None),
]
UNSURE = {"verdict": "unclear", "strengths": [], "gaps": []}


class Answers:
    """Answers as told, and remembers the history."""

    def __init__(self):
        self.histories = {}

    def ask(self, text, history=()):
        self.histories.setdefault(text, list(history))
        return {"pizza?": decline("No."), "we never tried a restore": judged(Verdict.AT_RISK)}.get(text, asked())


def measured(*replies):
    ticks = itertools.count()
    writing = Writing(ScriptedWriter(*replies), prompts.load(), {"small": LENS})
    answers, done = Answers(), []
    rows = evaluation_model.answer(answers, writing, ITEMS, lambda: float(next(ticks)), lambda *each: done.append(each))
    assert done[-1] == (4, 4)
    return answers, rows, evaluation_model.figures(rows, Price(1000, 2000))


PROSE = Script(f"{ON_BACKUP} [1]. I like turtles. <!here> restore the backup [1].", arguments=UNSURE, usage=(100, 10))


def test_the_text_is_measured_by_what_it_cites_and_by_what_stood_up():
    _, rows, (before, after) = measured(PROSE)

    assert before.precision == pytest.approx(3 / 6)
    assert after.precision == pytest.approx(2 / 3)
    assert after.recall == pytest.approx(2 / 3)
    assert after.model["grounding"] == pytest.approx(1 / 3)
    assert after.model["unsafe"] == 3
    assert after.model["asked"] == 3
    assert dict(after.ends) == {"written": 3, "corpus": 1}
    assert after.answered["verdict"]["accuracy"] == 1.0
    assert after.answered["abstention"]["f1"] == 1.0
    assert [row.first is not None for row in rows] == [True, True, True, False]


def test_every_call_is_counted_and_priced():
    _, rows, (_, after) = measured(PROSE)

    assert sum((row.usage for row in rows), Usage()) == Usage(500, 50)
    assert after.model["cost"] == pytest.approx(1000 * (500 * 1000 + 50 * 2000) / 1e6 / 4)


def test_follow_ups_are_asked_as_they_were_rewritten():
    rewritten = Script("How do we restore a backup for batch?")
    answers, _, (_, after) = measured(PROSE, PROSE, PROSE, rewritten, PROSE)

    assert [turn.text for turn in answers.histories["and for batch?"]] == ["How do we restore a backup for batch?"]
    assert after.model["rewritten"] == 1


def test_a_model_that_fails_gives_the_same_answers_and_says_how_it_failed():
    _, _, (before, after) = measured(Trouble.REFUSED)

    assert after.answered == before.answered
    assert after.model["refused"] == 3
    assert after.ends["fell_back (refused)"] == 3


def test_the_table_shows_both_ways_side_by_side():
    _, _, (before, after) = measured(PROSE)
    table = evaluation_model.table("openai:tiny", "labels.jsonl", before, after)
    rows = [line for line in table.splitlines() if line.startswith("|")]

    assert table.startswith("## openai:tiny on labels.jsonl, 4 messages\n")
    assert all(row.count("|") == 4 for row in rows)
    assert "| precision of citations in the text | 0.500 | 0.667 |" in rows
    assert "| grounding: sentences that stood up | | 0.333 |" in rows
    assert table.endswith("How the answers came about: corpus 1, written 3.\n")
