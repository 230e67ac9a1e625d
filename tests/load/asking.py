"""Many questions a second over many channels: `python -m tests.load.asking [RATE] [SECONDS]`.

The stand-in, the bot and this program are three processes. Every question must get one answer, and the queue must
drain. The sustainable rate is what comes out while there is always something waiting.
"""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.client import Control
from bot.playground.embedded import StandIn
from knowledge import evaluation
from tests.load.figures import Verdicts, conditions, folder, quantile, say, spread
from tests.support.processes import crowd, lensbot

LABELS = Path(__file__).parents[1] / "evaluation" / "ml_lens_dev.jsonl"
PEOPLE, CHANNELS, SENDERS = 50, 60, 6
#: Seconds without any answer after which nothing more is expected.
SILENCE = 45.0


@dataclass
class Asked:
    """What was asked, as (channel, ts), and how long the program that asks fell behind its plan at most."""

    questions: list[tuple[str, str]] = field(default_factory=list)
    behind: float = 0.0


def main(rate: float = 30.0, seconds: float = 60.0) -> None:
    """Run it and tell the figures."""
    verdicts = Verdicts()
    with folder() as data, crowd(PEOPLE, CHANNELS) as slack, lensbot(slack, data) as bot:
        say(f"asking: {rate:g} questions a second for {seconds:g} s over {CHANNELS} channels; {conditions()}")
        asked = ask(slack, rate, seconds)
        ended = time.monotonic()
        answered = drain(slack, len(asked.questions))
        say(f"  drained {time.monotonic() - ended:.1f} s after the last question; {conditions()}")
        _tell(slack, asked, answered, rate, verdicts)
        verdicts.expect("the bot's log has no error", holds="Traceback" not in bot.said and "ERROR" not in bot.said)
    verdicts.close()


def texts() -> list[str]:
    """Messages as people write them."""
    return [item.text for item in evaluation.read(LABELS.read_text(encoding="utf-8"))]


def ask(slack: StandIn, rate: float, seconds: float) -> Asked:
    """Ask at a steady rate, whatever comes back."""
    asked, numbers, said = Asked(), itertools.count(), texts()
    start, most = time.monotonic() + 0.2, int(rate * seconds)

    def send() -> None:
        with Control(slack.url) as control:
            while (number := next(numbers)) < most:
                time.sleep(max(0.0, start + number / rate - time.monotonic()))
                channel, who = f"c{number % CHANNELS + 1}", f"p{number % PEOPLE + 1}"
                told = control.mention(who, channel, said[number % len(said)])
                asked.questions.append((told["channel"], told["ts"]))
                asked.behind = max(asked.behind, time.monotonic() - start - number / rate)

    senders = [threading.Thread(target=send) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return asked


@dataclass
class Answered:
    """When each question was received and finished, by the workspace's clock, and how many times it was answered."""

    received: dict[tuple[str, str], float] = field(default_factory=dict)
    finished: dict[tuple[str, str], float] = field(default_factory=dict)
    times: Counter[tuple[str, str]] = field(default_factory=Counter)
    _streams: dict[tuple[str, str], str] = field(default_factory=dict)
    _threads: dict[str, str] = field(default_factory=dict)

    def hear(self, line: dict) -> None:
        """Take in a line of the journal."""
        kind, payload = line.get("kind", "call"), line["payload"]
        if kind == "event" and payload["event"]["type"] == "app_mention":
            event = payload["event"]
            self.received.setdefault((event["channel"], event["ts"]), line["at"])
        elif kind == "call" and line["method"] in ("chat.startStream", "chat.postMessage"):
            self._threads[line["method"]] = payload.get("thread_ts", "")
        elif kind == "response" and payload.get("ok"):
            self._heard(line["method"], payload, line["at"])

    def _heard(self, method: str, payload: dict, at: float) -> None:
        if method == "chat.startStream":
            self._streams[payload["channel"], payload["ts"]] = self._threads[method]
        elif method == "chat.stopStream":
            self._done(payload["channel"], self._streams.get((payload["channel"], payload["ts"]), ""), at)
        elif method == "chat.postMessage":
            self._done(payload["channel"], payload["message"].get("thread_ts", ""), at)

    def _done(self, channel: str, thread: str, at: float) -> None:
        if thread:
            self.finished.setdefault((channel, thread), at)
            self.times[channel, thread] += 1


def drain(slack: StandIn, expected: int) -> Answered:
    """Read along until everything is answered, or nothing has come for long."""
    answered, after, since = Answered(), 0, time.monotonic()
    while len(answered.finished) < expected and time.monotonic() - since < SILENCE:
        read = slack.control.get("journal", after=after, kind=["event", "call", "response"])
        before = len(answered.finished)
        for line in read["lines"]:
            answered.hear(line)
        after = read["next"]
        if len(answered.finished) > before:
            since = time.monotonic()
        time.sleep(0.3)
    slack.control.idle(quiet_ms=1500, timeout_ms=15_000, ignore_status=True)
    for line in slack.control.get("journal", after=after, kind=["event", "call", "response"])["lines"]:
        answered.hear(line)
    return answered


def _tell(slack: StandIn, asked: Asked, answered: Answered, rate: float, verdicts: Verdicts) -> None:
    wanted = set(asked.questions)
    finished = sorted(at for question, at in answered.finished.items() if question in wanted)
    took = [answered.finished[each] - answered.received[each] for each in wanted & answered.finished.keys()]
    first, last = min(answered.received.values()), max(answered.received.values())
    say(f"  asked {len(wanted)} in {last - first:.1f} s, at most {asked.behind:.2f} s behind the plan")
    say(f"  from received to answered: {spread(took)}")
    say(f"  sustainable rate: {_sustained(finished):.1f} answers a second (asked: {rate:g})")
    counts = slack.control.get("state")["counts"]
    say(f"  acks that came too late: {counts['ack_timeouts']}, deliveries repeated: {counts['retries']}")
    lost = wanted - answered.finished.keys()
    twice = [each for each in wanted if answered.times[each] > 1]
    verdicts.expect("every question was answered", holds=not lost, found=f"{len(lost)} lost")
    verdicts.expect("none was answered twice", holds=not twice, found=f"{len(twice)} twice")
    verdicts.expect("no acknowledgement was late", holds=not counts["ack_timeouts"], found=counts["ack_timeouts"])


def _sustained(finished: list[float]) -> float:
    """Answers a second in the middle of the run, where neither the beginning nor the end has slowed it."""
    early, late = quantile(finished, 0.1), quantile(finished, 0.9)
    return 0.8 * len(finished) / (late - early) if late > early else 0.0


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
