"""`python -m tests.benchmark.streaming`: from a language model's first token to Slack. Prints; asserts nothing.

The model is the tests' own server on the wire of OpenAI, at a known pace; it notes when each piece leaves. The opening
(a verdict with its words, or else what the answer is about) is shown with the model's first token, and a sentence as
soon as it is whole and checked. So two waits are told: from the first token to the opening, and from the token that
ended the first sentence to that sentence.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.assembly import SlackBot
from bot.playground.embedded import StandIn
from bot.settings import Settings
from tests.load.figures import conditions, folder, say, spread
from tests.playground.running import eventually
from tests.support.model_server import ModelServer, Script
from tests.support.processes import crowd, settings_in

QUESTIONS = 40
#: Seconds between two words of the model: about what a quick hosted model does.
PAUSE = 0.01
JUDGED = "We retrain by hand every quarter and nobody checks the new model before it goes live. Is that ok?"
ASKED = "should we use a feature store?"
FIRST = "Compute each useful feature once and publish it in a shared store with an owner and a version [1]."
PROSE = f"{FIRST} Count the duplicates: compare the input lists of your biggest models [1]."
KNOWN = "Compute each useful feature once"
SHOWN = ("chat.startStream", "chat.appendStream")


@dataclass(frozen=True)
class Waits:
    """Seconds of one answer, from the model to Slack: its first token, and the end of its first sentence."""

    first: float
    sentence: float


def main() -> None:
    """Measure both kinds of answer, in turns."""
    say(f"streaming; {conditions()}")
    with folder() as data, crowd(2, 12) as slack, ModelServer() as server:
        running = SlackBot(_settings(slack, server, data), streams_a_minute=10_000)
        serving = running.start(lambda _done, _of: None)
        running.warming.answering()
        with suppress(KeyboardInterrupt):
            opened, plain = _measure(slack, server)
            _told("judged", opened)
            _told("not judged", plain)
        running.stop(serving)


def _settings(slack: StandIn, server: ModelServer, data: Path) -> Settings:
    model = {"model": "openai:tiny", "model_url": f"{server.url}/v1", "model_key": "sk-of-the-bench"}
    return replace(settings_in(slack, Settings(data)), **model)


def _measure(slack: StandIn, server: ModelServer) -> tuple[list[Waits], list[Waits]]:
    found: dict[str, list[Waits]] = {JUDGED: [], ASKED: []}
    server.queue(Script(PROSE, pause=PAUSE))
    for number in range(2 * QUESTIONS):
        text = (JUDGED, ASKED)[number % 2]
        found[text].append(_wait(slack, server, f"c{number % 12 + 1}", text))
    return found[JUDGED][2:], found[ASKED][2:]


def _wait(slack: StandIn, server: ModelServer, channel: str, text: str) -> Waits:
    server.spoken.clear()
    begun = time.time()
    slack.control.mention("ana", channel, text)
    slack.control.idle(quiet_ms=300, timeout_ms=20_000)
    calls = [line for line in slack.control.journal("call") if line["at"] >= begun and line["method"] in SHOWN]
    texts = [(line["at"], line["payload"].get("markdown_text") or "") for line in calls]
    eventually(lambda: len(server.spoken) >= len(PROSE.split()), 20)
    first = next(at for at, said in texts if said)
    sentence = next(at for at, said in texts if KNOWN in said)
    return Waits(first - server.spoken[0], sentence - server.spoken[len(FIRST.split()) - 1])


def _told(kind: str, waits: Sequence[Waits]) -> None:
    say(f"{kind}: model's first token to first text in Slack: {spread([each.first for each in waits])} (bar 150 ms)")
    say(f"{kind}: end of its first sentence to that in Slack: {spread([each.sentence for each in waits])}")


if __name__ == "__main__":
    main()
