"""Buttons while answers are slow: `python -m tests.load.pressing [ANSWERS] [CLICKS]`.

Slack takes seconds for every message, so that all workers wait for it; meanwhile people press what stands under
earlier answers. Every press must be acknowledged, and soon.
"""

from __future__ import annotations

import itertools
import sys
import threading
import time
from dataclasses import dataclass, field

from bot.playground.client import Control
from bot.playground.embedded import StandIn
from tests.load.asking import drain, texts
from tests.load.figures import Verdicts, conditions, folder, quantile, say, spread
from tests.support.dialog import button
from tests.support.processes import crowd, lensbot

PEOPLE, CHANNELS, PRESSERS = 50, 20, 8
#: Seconds that Slack takes for a message.
SLOW = 8.0


@dataclass
class Pressed:
    """What came of the presses: seconds to each acknowledgement, by button, and what was told instead of one."""

    took: dict[str, list[float]] = field(default_factory=lambda: {"More": [], "Helpful": []})
    missed: list[str] = field(default_factory=list)


def main(answers: int = 40, clicks: int = 200) -> None:
    """Run it and tell the figures."""
    verdicts = Verdicts()
    with folder() as data, crowd(PEOPLE, CHANNELS) as slack, lensbot(slack, data) as bot:
        say(f"pressing: {clicks} presses while {answers} slow answers are in flight; {conditions()}")
        shown = _answers(slack)
        for method in ("chat.startStream", "chat.postMessage", "chat.stopStream"):
            slack.control.fault("latency", method=method, seconds=SLOW, times=None)
        asked = [_ask(slack, number) for number in range(answers)]
        pressed = press(slack, shown, clicks)
        unanswered = answers - len([each for each in asked if _reply(slack, *each)])
        slack.control.clear_faults()
        _tell(pressed, unanswered, answers, verdicts)
        done = drain(slack, CHANNELS + answers)
        lost = [each for each in asked if done.times[each] != 1]
        verdicts.expect("every slow answer came, once", holds=not lost, found=f"{len(lost)} not")
        verdicts.expect("the bot's log has no error", holds="Traceback" not in bot.said and "ERROR" not in bot.said)
    verdicts.close()


def _ask(slack: StandIn, number: int) -> tuple[str, str]:
    said = texts()
    told = slack.control.mention(f"p{number % PEOPLE + 1}", f"c{number % CHANNELS + 1}", said[(7 * number) % len(said)])
    return told["channel"], told["ts"]


def _reply(slack: StandIn, channel: str, ts: str) -> dict | None:
    """The finished answer under a message."""
    seen = slack.control.get("view", user="p1")["messages"][channel]
    replies = next(each for each in seen if each["ts"] == ts).get("replies") or []
    done = [each for each in replies if each.get("bot_id") and each.get("streaming_state") != "in_progress"]
    return done[0] if done else None


def _answers(slack: StandIn) -> list[tuple[str, dict]]:
    """An answer with buttons in each channel."""
    asked = [_ask(slack, number) for number in range(CHANNELS)]
    drain(slack, CHANNELS)
    found = [(channel, _reply(slack, channel, ts)) for channel, ts in asked]
    return [(channel, each) for channel, each in found if each and _has(each, "More") and _has(each, "Helpful")]


def _has(message: dict, label: str) -> bool:
    try:
        return bool(button(message, label))
    except AssertionError:
        return False


def press(slack: StandIn, shown: list[tuple[str, dict]], clicks: int) -> Pressed:
    """Press in turn, several people at once."""
    pressed, numbers = Pressed(), itertools.count()

    def work() -> None:
        with Control(slack.url) as control:
            while (number := next(numbers)) < clicks:
                label = ("More", "Helpful")[number % 2]
                channel, message = shown[number % len(shown)]
                _press(control, f"p{number % PEOPLE + 1}", channel, message, label, pressed)

    people = [threading.Thread(target=work) for _ in range(PRESSERS)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return pressed


def _press(control: Control, who: str, channel: str, message: dict, label: str, pressed: Pressed) -> None:
    element = button(message, label)
    where = {"channel": channel, "ts": message["ts"], "block_id": element["block_id"]}
    begun = time.perf_counter()
    told = control.click(who, element["action_id"], **where, **element["more"])
    if told["ack"]["status"] == "acked":
        pressed.took[label].append(time.perf_counter() - begun)
    else:
        pressed.missed.append(told["ack"]["status"])
    if label == "More":
        control.act("close", who, all=True) if control.view(who)["modals"] else None


def _tell(pressed: Pressed, unanswered: int, answers: int, verdicts: Verdicts) -> None:
    every = [each for took in pressed.took.values() for each in took]
    for label, took in pressed.took.items():
        say(f"  {label}, press to acknowledgement: {spread(took)}")
    say(f"  all: {spread(every)}; {unanswered} of {answers} answers were still on their way at the last press")
    verdicts.expect("none was missed", holds=not pressed.missed, found=pressed.missed or len(every))
    most = quantile(every, 0.99)
    verdicts.expect("99 of 100 are acknowledged within a second", holds=most < 1, found=f"p99 {1000 * most:.0f} ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
