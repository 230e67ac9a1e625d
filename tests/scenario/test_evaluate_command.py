"""`lensbot evaluate` on each kind of labels, with the real model and the whole lens."""

import io
import json

import pytest
from PIL import Image

from bot.__main__ import _parser
from bot.terminal import commands

QUESTION = {"id": "x1", "kind": "question", "text": "how often to retrain?", "relevant": {"MLPERF06-BP05": 2}}
PRACTICE = {
    "id": "x2",
    "kind": "practice",
    "text": "we retrain by hand every quarter, nobody checks the new model before it goes live",
    "relevant": {"MLPERF06-BP05": 2},
    "verdict": "at_risk",
}
REPLY = {
    "id": "r1",
    "question": "MLREL04",
    "text": "Every release goes to a canary first, and it rolls back by itself when errors rise.",
    "in_place": ["MLREL04-BP02"],
    "not_in_place": [],
    "partly": [],
    "quotes": {},
}
CHAT = REPLY | {"id": "r2", "text": "thanks, back after lunch", "in_place": []}


@pytest.fixture
def evaluate(bot, tmp_path, capsys):
    """Run the command on labels; its exit status, what it printed and what it complained of."""

    def run(*labels, options=()):
        path = tmp_path / "labels.jsonl"
        path.write_text("".join(json.dumps(each) + "\n" for each in labels), encoding="utf-8")
        chosen = _parser().parse_args(["evaluate", str(path), *map(str, options)])
        status = commands.evaluate(bot, chosen)
        return status, *capsys.readouterr()

    return run


def test_a_diagram_of_verdicts_is_drawn_and_the_error_printed(evaluate, tmp_path):
    path = tmp_path / "sure.png"
    status, printed, _ = evaluate(QUESTION, PRACTICE, options=("--diagram", path))
    image = Image.open(io.BytesIO(path.read_bytes()))

    assert status == 0
    assert image.format == "PNG"
    assert min(image.size) > 600
    assert "told n=1  expected calibration error" in printed


def test_the_figures_for_programs_have_the_bins(evaluate):
    _, printed, _ = evaluate(PRACTICE, options=("--json",))
    found = json.loads(printed)["calibration"]

    assert set(found) == {"n", "error", "confidence", "right", "bins"}
    assert found["bins"][0]["from"] <= found["bins"][0]["confidence"] <= found["bins"][0]["to"]
    assert found["n"] == found["bins"][0]["n"] == 1


def test_replies_of_a_review_are_read_and_what_was_proposed_is_kept(evaluate, tmp_path):
    out = tmp_path / "out.jsonl"
    status, printed, _ = evaluate(REPLY, CHAT, options=("--predictions", out))
    first, second = map(json.loads, out.read_text(encoding="utf-8").splitlines())

    assert status == 0
    assert "2 replies" in printed
    assert "replies with a false proposal 0 of 2" in printed
    assert first["in_place"] == ["MLREL04-BP02"]
    assert first["quotes"]["MLREL04-BP02"] in REPLY["text"]
    assert 0 < first["confidence"]["MLREL04-BP02"] <= 1
    assert second["in_place"] == second["not_in_place"] == second["partly"] == []


def test_replies_get_figures_for_programs_too(evaluate):
    _, printed, _ = evaluate(REPLY, options=("--json",))

    assert json.loads(printed)["in_place"]["right"] == 1


def test_what_cannot_be_measured_is_said_with_the_file(evaluate):
    no_such = evaluate(REPLY | {"question": "MLREL99"})
    broken = evaluate(REPLY, {"id": "r3", "in_place": []})
    undrawn = evaluate(REPLY, options=("--diagram", "out.png"))

    assert no_such[0] == broken[0] == undrawn[0] == 2
    assert "'MLREL99', which no lens in use has" in no_such[2]
    assert "line 2 is not a labelled reply" in broken[2]
    assert "Leave --diagram out" in undrawn[2]
