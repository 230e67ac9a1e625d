"""The program dies at the worst moment. What Slack was told yes to is answered after the restart, once."""

import shutil
import signal

import pytest

from bot.playground.embedded import playground
from bot.slack.manifest import manifest
from tests.playground.running import eventually
from tests.support.dialog import Dialog, words
from tests.support.process import running

BY_HAND = "we retrain by hand every quarter, is that ok?"


@pytest.fixture(scope="module")
def data(bot, tmp_path_factory):
    """A data folder of its own, with the index in it."""
    folder = tmp_path_factory.mktemp("survival")
    shutil.copytree(bot.settings.index_dir, folder / "index")
    return folder


@pytest.mark.parametrize("method", ["assistant.threads.setStatus", "chat.startStream", "chat.stopStream"])
def test_an_answer_cut_short_is_given_after_the_restart_exactly_once(data, method):
    with playground(manifest(), rates=False) as slack:
        control = slack.control
        with running(slack, data) as process:
            dialog = Dialog(control)
            control.fault("latency", method=method, seconds=3)
            asked = dialog.mention("ana", BY_HAND)
            # The fault waits for the call, so once it is used up the program is in the middle of it.
            eventually(lambda: not control.get("faults")["faults"], 60)
            process.send_signal(signal.SIGKILL)
            process.wait()
        # What was on its way to Slack arrives, though nobody is left to hear the answer.
        control.idle(quiet_ms=3500, timeout_ms=20_000)
        with running(slack, data):
            answer = dialog.until(lambda: _finished(dialog, asked), 60)
            control.idle(quiet_ms=500, timeout_ms=20_000)

        assert "At risk" in words(answer)
        assert len([each for each in dialog.thread("ana", asked) if each.get("bot_id")]) == 1


def test_a_question_that_came_before_the_bot_was_ready_is_answered(data):
    with playground(manifest(), rates=False) as slack, running(slack, data):
        dialog = Dialog(slack.control)

        asked = dialog.mention("ana", BY_HAND)
        answer = dialog.until(lambda: _finished(dialog, asked), 60)

    assert "At risk" in words(answer)


def test_what_is_begun_is_finished_when_the_program_is_asked_to_stop(data):
    with playground(manifest(), rates=False) as slack, running(slack, data, until_ready=True) as process:
        dialog = Dialog(slack.control)
        slack.control.fault("latency", method="chat.startStream", seconds=2)
        asked = dialog.mention("ana", BY_HAND)
        eventually(lambda: not slack.control.get("faults")["faults"], 20)

        process.send_signal(signal.SIGTERM)

        assert process.wait(20) == 0
        assert "At risk" in words(_finished(dialog, asked))


def _finished(dialog, asked):
    mine = [each for each in dialog.thread("ana", asked) if each.get("bot_id") and words(each)]
    done = [each for each in mine if each.get("streaming_state") in (None, "completed")]
    return done[0] if done and len(words(done[0])) > 200 else None
