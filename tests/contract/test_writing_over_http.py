"""A whole answer through the real client libraries, the good case and models that obey an attacker."""

import os
import subprocess
import sys

import pytest

from knowledge import prompts
from knowledge.adapters.chat_model import ChatModel
from knowledge.adapters.providers import ModelSettings
from knowledge.model import Verdict
from knowledge.ports import Trouble
from knowledge.writing import Outcome, Writing
from tests.support.attacks import attacks, obeying
from tests.support.model_server import ModelServer, Script
from tests.support.practices import BACKUP, LENS, ON_BACKUP, ON_ROTA, asked, judged

PROSE = f"1. **Pick a day.** {ON_BACKUP} [1].\n2. {ON_ROTA} [2]."
MESSAGE = "we take a backup every night but we never tried a restore"
READING = {
    "verdict": "at_risk",
    "strengths": [],
    "gaps": [{"practice": 1, "quote": "we never tried a restore", "sign": BACKUP.trouble[1]}],
}


@pytest.fixture
def server():
    with ModelServer() as server:
        yield server


@pytest.fixture(params=["openai", "anthropic"])
def writing(request, server):
    url = f"{server.url}/v1" if request.param == "openai" else server.url
    model = ChatModel(ModelSettings(f"{request.param}:tiny", url, "sk-key-of-the-test", retries=0, silence=5))
    return Writing(model, prompts.load(), {"small": LENS})


def test_an_answer_streams_with_a_doubt_and_its_citations(writing, server):
    server.queue(Script(arguments=READING), Script(PROSE))
    grown = []
    written = writing.write(judged(Verdict.ON_TRACK), MESSAGE, on_text=lambda answer: grown.append(answer.text))

    assert written.outcome is Outcome.WRITTEN
    assert written.answer.verdict is Verdict.UNCLEAR
    assert f"1. Pick a day. {ON_BACKUP}. [1]" in written.answer.text
    assert len(grown) >= 2
    assert all(written.answer.text.startswith(each) for each in grown)
    assert written.usage.tokens == 2 * 18


def test_no_tool_is_offered_but_the_shape_of_a_reading(writing, server):
    server.queue(Script(arguments=READING), Script(PROSE))
    writing.write(judged(Verdict.AT_RISK), MESSAGE)
    tools = [request["body"].get("tools") or [] for request in server.requests]

    assert [len(each) for each in tools] == [1, 0]
    assert "Reading" in str(tools[0])


@pytest.mark.parametrize(
    ("script", "trouble"),
    [
        (Script(status=401), Trouble.KEY),
        (Script(status=429), Trouble.BUSY),
        (Script(status=500), Trouble.BROKEN),
        (Script(PROSE, cut=4), Trouble.CUT_OFF),
        (Script(refusal="no"), Trouble.REFUSED),
    ],
)
def test_any_failure_is_the_corpus_written_answer(writing, server, script, trouble):
    server.queue(script)
    corpus = asked()
    written = writing.write(corpus, MESSAGE)

    assert (written.answer, written.outcome, written.trouble) == (corpus, Outcome.FELL_BACK, trouble)
    assert written.note


@pytest.mark.parametrize("attack", list(attacks())[::17], ids=lambda attack: attack.name)
def test_a_model_that_obeys_gets_nothing_through(writing, server, attack):
    server.queue(Script(arguments=READING), Script(obeying(attack), every=20))
    written = writing.write(judged(Verdict.AT_RISK), attack.message, attack.history, attack.channel)

    assert written.outcome is Outcome.WRITTEN
    assert attack.payload not in written.answer.text
    assert written.answer.verdict is Verdict.AT_RISK
    assert written.answer.grounded


def test_evaluate_measures_a_model_from_the_command_line(server, tmp_path):
    labels = tmp_path / "labels.jsonl"
    labels.write_text(
        '{"id": "x1", "kind": "question", "text": "how do we notice drift in our inputs?", "relevant": {"MLREL04-BP01": 2}}\n',
        encoding="utf-8",
    )
    server.queue(Script("Compare live inputs with a frozen reference sample on a schedule [1]."))
    env = {name: value for name, value in os.environ.items() if not name.startswith("LENSBOT_")}
    env |= {"LENSBOT_DATA_DIR": str(tmp_path / "data"), "LENSBOT_MODEL": "openai:tiny"}
    env |= {"LENSBOT_MODEL_URL": f"{server.url}/v1", "LENSBOT_MODEL_KEY": "sk-key-of-the-test"}

    done = subprocess.run(
        [sys.executable, "-m", "bot", "evaluate", str(labels), "--model"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "openai:tiny on labels.jsonl" in done.stdout
    assert "| no model | with the model |" in done.stdout
