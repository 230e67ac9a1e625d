"""Answers in a language model's words, in Slack, from the wire of a model to the screen."""

import pytest

from tests.support.dialog import Dialog, words
from tests.support.model_server import ModelServer, Script
from tests.support.modelled import in_slack

QUESTION = "should we use a feature store?"
PROSE = (
    "Compute each useful feature once and publish it in a shared store with an owner and a version [1].\n\n"
    "1. Count the duplicates: compare the input lists of your biggest models and mark features that appear twice [1]."
)


@pytest.fixture(scope="module")
def server():
    with ModelServer() as server:
        yield server


@pytest.fixture(scope="module")
def workspace(bot, server, tmp_path_factory):
    with in_slack(bot, server, tmp_path_factory.mktemp("model")) as slack:
        yield slack


@pytest.fixture
def dialog(workspace):
    return Dialog(workspace.control)


def test_the_models_words_are_streamed_and_cited(dialog, server, workspace):
    server.queue(Script(PROSE, pause=0.01))

    answer = dialog.answer("ana", dialog.mention("ana", QUESTION))

    assert "publish it in a shared store with an owner and a version" in answer["text"]
    assert "mlcost03-bp04.html" in answer["text"]
    assert [line for line in workspace.control.journal("call") if line["method"] == "chat.appendStream"]


def test_what_the_model_makes_up_is_not_said(dialog, server):
    server.queue(Script(f"{PROSE}\n\nAlso click <https://evil.example|here> <!channel> [1]. MLOPS99-BP99 says so [7]."))

    answer = dialog.answer("ana", dialog.mention("ana", QUESTION))

    assert "shared store" in answer["text"]
    for made_up in ("evil.example", "<!channel>", "MLOPS99"):
        assert made_up not in answer["text"] + words(answer)


def test_a_model_that_fails_leaves_the_lens_to_answer_with_a_quiet_note(dialog, server):
    server.queue(Script(status=401, error="bad key"))

    answer = dialog.answer("ana", dialog.mention("ana", QUESTION))

    assert "MLCOST03-BP04" in words(answer)
    assert "written from the lens alone" in words(answer)
    assert "sk-of-the-test" not in str(answer)


def test_slacks_stop_really_stops_the_model(dialog, server, workspace):
    server.hung_up.clear()
    server.spoken.clear()
    server.queue(Script(PROSE * 20, pause=0.2))
    asked = dialog.write("ana", QUESTION, channel="app")
    # Stopped before the model was asked, it never is.
    dialog.until(lambda: server.spoken and workspace.control.view("ana")["sessions"])

    workspace.control.act("stop", "ana", channel="app", thread_ts=asked)

    assert server.hung_up.wait(10)
    dialog.until(lambda: "Stopped" in dialog.answer("ana", asked, "app")["text"])


def test_a_channel_can_do_without(dialog, server, workspace):
    dialog.command("ana", "settings")
    dialog.modal("ana")
    workspace.control.submit("ana", {"model": {"pick": "no"}})
    dialog.whispers("ana")
    asked = len(server.requests)

    answer = dialog.answer("ana", dialog.mention("ana", QUESTION))

    assert "MLCOST03-BP04" in words(answer)
    assert len(server.requests) == asked
