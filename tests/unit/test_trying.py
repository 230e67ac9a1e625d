"""One more phrasing, measured before it is kept."""

import argparse
import io
import json
from pathlib import Path

import numpy as np
import pytest

from bot.terminal import trial
from knowledge import comparing, trying
from knowledge.evaluation import Item, Prediction
from lens_corpus.model import Phrasing, Stance
from lens_corpus.pages import read_phrasings
from tests.support.lenses import small
from tests.support.small_answering import SmallBot

NEW = Phrasing("nobody knows whose turn the beeper is tonight", Stance.BAD, "feedback")


@pytest.fixture(scope="module")
def bot():
    return SmallBot()


@pytest.fixture
def errors(capsys):
    return lambda: capsys.readouterr().err


def more():
    return trying.with_phrasing(small(), "SMALL01-BP02", NEW)


def test_a_trial_answers_exactly_as_the_lens_would_once_it_is_built(bot):
    tried, built = bot.tried(more()), SmallBot(more()).answering

    for name, kept in built.heads["small"].arrays().items():
        np.testing.assert_array_equal(tried.heads["small"].arrays()[name], kept)
    for text in ("whose turn is the beeper?", "is the restore tried from a backup?"):
        assert tried.ask(text) == built.ask(text)


def test_a_trial_changes_something_and_leaves_the_bot_as_it_was(bot):
    before = bot.answering.look(NEW.text)
    after = bot.tried(more()).look(NEW.text)

    assert after.ranking[0].practice == "SMALL01-BP02"
    assert after.ranking[0].score > next(r.score for r in before.ranking if r.practice == "SMALL01-BP02")
    assert after.hits[0].similarity == pytest.approx(1.0)
    assert bot.answering.look(NEW.text) == before


def test_trying_nothing_new_changes_no_answer(bot):
    text = "how is the rota made?"

    assert bot.tried(small()).ask(text) == bot.answering.ask(text)


def item(kind, verdict=None, relevant=("A",)):
    return Item("x", kind, "text", (), dict.fromkeys(relevant, 2), verdict)


@pytest.mark.parametrize(
    ("kind", "verdict", "before", "after", "measure"),
    [
        ("question", None, ("A",), ("B", "C", "D", "A"), "recall@3"),
        ("question", None, ("A", "B"), ("B", "A"), "place of the first"),
        ("practice", "at_risk", "at_risk", "mixed", "verdict"),
        ("practice", "at_risk", "unclear", "on_track", "no wrong reassurance"),
        ("out_of_scope", None, True, False, "declining"),
    ],
)
def test_whatever_got_worse_for_one_message_is_named(kind, verdict, before, after, measure):
    def said(value):
        if isinstance(value, tuple):
            return Prediction("x", value)
        if isinstance(value, bool):
            return Prediction("x", () if value else ("A",), abstained=value)
        return Prediction("x", ("A",), value)

    label = item(kind, verdict, () if kind == "out_of_scope" else ("A",))

    assert measure in {each.measure for each in comparing.changes([label], [said(before)], [said(after)]) if each.worse}
    assert measure in {
        each.measure for each in comparing.changes([label], [said(after)], [said(before)]) if not each.worse
    }
    assert comparing.changes([label], [said(before)], [said(before)]) == ()


def call(bot, folder, out, labels=None, **changes):
    paths = []
    if labels is not None:
        paths = [folder / "labels.jsonl"]
        paths[0].write_text("".join(json.dumps(each) + "\n" for each in labels), encoding="utf-8")
    (folder / "practices").mkdir(exist_ok=True)
    words = {"practice": "MLREL-02", "phrasing": NEW.text, "stance": "bad", "labels": paths, "keep": False}
    chosen = argparse.Namespace(**words | {"even_if_worse": False} | changes)
    return trial.run(bot, chosen, lambda same: same, out, lambda _lens: folder)


ROTA = {"id": "r1", "kind": "question", "text": "how is the rota made?", "relevant": {"SMALL01-BP02": 2}}


def kept(folder: Path):
    path = folder / "practices" / "SMALL01-BP02.phrasings.jsonl"
    return path.read_text(encoding="utf-8") if path.exists() else None


def test_figures_before_and_after_are_shown_and_nothing_is_kept_unasked(bot, tmp_path):
    out = io.StringIO()

    assert call(bot, tmp_path, out, [ROTA]) == 0
    assert "recall@3" in out.getvalue()
    assert "->" in out.getvalue()
    assert "worse: 0 messages" in out.getvalue()
    assert kept(tmp_path) is None


def test_keeping_appends_a_line_that_reads_as_the_phrasing(bot, tmp_path):
    (tmp_path / "practices").mkdir()
    first = '{"by": "one-hand", "stance": "ask", "text": "who holds it?"}'
    (tmp_path / "practices" / "SMALL01-BP02.phrasings.jsonl").write_text(first, encoding="utf-8")

    assert call(bot, tmp_path, io.StringIO(), [ROTA], keep=True) == 0

    problems = []
    assert read_phrasings(kept(tmp_path), "x", problems)[1:] == (NEW,)
    assert problems == []


def test_what_makes_a_message_worse_is_listed_and_only_kept_when_insisted_on(tmp_path):
    bot = SmallBot().open()
    label = {"id": "w1", "kind": "question", "text": "zeppelin quokka"}
    before = bot.answering.ask(label["text"]).citations[0].id
    other = "SMALL01-BP02" if before == "SMALL01-BP01" else "SMALL01-BP01"
    label["relevant"] = {before: 2}
    words = "zeppelin quokka zeppelin quokka zeppelin quokka again"
    out = io.StringIO()

    assert call(bot, tmp_path, out, [label], practice=other, phrasing=words, keep=True) == 1
    assert "worse: 1 message\n    w1: " in out.getvalue()
    assert "Not kept" in out.getvalue()
    assert list((tmp_path / "practices").iterdir()) == []
    assert call(bot, tmp_path, out, [label], practice=other, phrasing=words, keep=True, even_if_worse=True) == 0
    assert [path.name for path in (tmp_path / "practices").iterdir()] == [f"{other}.phrasings.jsonl"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"practice": "SMALL01"}, "SMALL01-BP01, SMALL01-BP02"),
        ({"practice": "NOPE-1"}, "none of that id"),
        ({"phrasing": "too short"}, "3 words"),
        ({"phrasing": "How is the ROTA made"}, "labelled message r1"),
        ({"phrasing": "there is a rota of kind 3 at site 23"}, "nearly the same"),
        ({"labels": [], "keep": True}, "--labels"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_what_to_do(bot, tmp_path, errors, changes, said):
    labels, others = changes.get("labels", [ROTA]), {key: changes[key] for key in changes if key != "labels"}

    assert call(bot, tmp_path, io.StringIO(), labels, **others) == 2
    assert said in errors()
    assert kept(tmp_path) is None
