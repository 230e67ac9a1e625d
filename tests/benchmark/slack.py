"""`python -m tests.benchmark.slack`: how long people in Slack wait, by the stand-in's clock. Prints; asserts nothing.

The bot runs in this process, beside the bare answering that it is compared with; the stand-in has a process of its own.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.assembly import SlackBot
from bot.cards.reviewing import QuestionCard
from bot.places import Place, Tenant
from bot.playground.embedded import StandIn
from bot.review import carrying, moves
from bot.review.model import Review, Scope, Workload
from bot.review.move import NoneOfThese
from bot.settings import Settings
from bot.slack import actions, render
from bot.slack.clients import Clients
from bot.storage.reviews import SqlReviews
from lens_corpus import files
from lens_corpus.model import Lens
from tests.load.asking import texts
from tests.load.clicking import begin
from tests.load.figures import conditions, folder, quantile, say, spread
from tests.playground.running import eventually
from tests.support.cards import Cards, Shown
from tests.support.processes import crowd, lensbot, settings_in

QUESTIONS, PRESSES = 60, 60
SIZES = (1, 100, 5_000)
#: What the person sees first of an answer.
FIRST = ("assistant.threads.setStatus", "chat.startStream", "chat.postMessage")


def main() -> None:
    """Run every bench."""
    say(f"Slack; {conditions()}")
    with folder() as data, crowd(2, 12) as slack:
        _starting(slack, data / "starting")
        alone = _echoed(slack)
        with _bot(slack, data) as running:
            _asking(slack, running)
            _reviewing(slack, running, alone)


@contextmanager
def _bot(slack: StandIn, data: Path) -> Iterator[SlackBot]:
    """The bot in this process, streaming as often as it likes."""
    running = SlackBot(settings_in(slack, Settings(data)), streams_a_minute=10_000)
    serving = running.start(lambda _done, _of: None)
    running.warming.answering()
    yield running
    running.stop(serving)


def _starting(slack: StandIn, data: Path) -> None:
    """From the start of the process until Slack's events are accepted, while the rest warms up."""
    data.mkdir()
    took = []
    for until in ("connected", "ready", "connected", "connected", "connected"):
        begun = time.perf_counter()
        with lensbot(slack, data, until=until):
            took.append(time.perf_counter() - begun)
    say(f"start to accepting events: {took[0]:.2f} s with nothing there yet, then {min(took[2:]):.2f} s (bar 2)")


def _asking(slack: StandIn, running: SlackBot) -> None:
    """In turns with the bare answer, so that a busy moment falls on both."""
    answering, bare = running.warming.answering(), []
    for number, text in enumerate(texts()[: QUESTIONS + 5]):
        begun = time.perf_counter()
        answering.ask(text)
        bare.append(time.perf_counter() - begun)
        told = slack.control.mention("ana", f"c{number % 12 + 1}", text)
        slack.control.idle(quiet_ms=120, timeout_ms=20_000)
        assert told["ok"]
    first, whole = _waits(slack.control.journal("event", "call", "response"))
    say(f"received to first visible reaction: {spread(first[5:])} (bar: p50 100 ms)")
    say(f"received to finished answer: {spread(whole[5:])}; the bare answer: {spread(bare[5:])}")
    ratio = statistics.median(whole[5:]) / statistics.median(bare[5:])
    say(f"finished answer: p50 {ratio:.2f} x the bare answer's (bar 3)")


def _waits(lines: list[dict]) -> tuple[list[float], list[float]]:
    """Seconds to the first reaction and to the finished answer; one question was under way at a time."""
    first, whole, received = [], [], 0.0
    for line in lines:
        kind, payload = line.get("kind", "call"), line["payload"]
        if kind == "event" and payload["event"]["type"] == "app_mention":
            received = line["at"]
        elif kind == "call" and line["method"] in FIRST and len(first) == len(whole) and received:
            first.append(line["at"] - received)
        elif kind == "response" and line["method"] in ("chat.stopStream", "chat.postMessage") and received:
            whole.append(line["at"] - received)
            received = 0.0
    return first, whole


def _echoed(slack: StandIn) -> float:
    """The stand-in's own round trip: a bare Bolt app that acknowledges and posts the same card. The median wait."""
    lens = files.load("machine-learning")
    review = _review(lens, 0)
    app = App(client=Clients(slack.bot_token, slack.api_url).patient, token_verification_enabled=False)
    home = next(each["id"] for each in slack.control.view("ana")["channels"] if each["name"] == "c12")

    def post(turn: int) -> None:
        made = render.message(QuestionCard(replace(review, turns=turn), lens, lens.question(review.questions[0])))
        app.client.chat_postMessage(channel=home, text=made.text, blocks=made.blocks)

    @app.action(actions.NONE)
    def pressed(ack, body):
        ack()
        post(actions.decode(body["actions"][0]["value"], str, str, int)[2] + 1)

    handler = SocketModeHandler(app, slack.app_token)
    handler.connect()
    cards = Cards(slack.url, every=0.005)
    post(0)
    _press_on(slack, cards, home, PRESSES)
    cards.close()
    handler.close()
    eventually(lambda: slack.control.get("app")["connections"] == 0, 20)
    say(f"the stand-in's own round trip, press to next card visible: {spread(cards.waits())}")
    return statistics.median(cards.waits())


def _press_on(slack: StandIn, cards: Cards, home: str, presses: int) -> None:
    """Press on each next card as soon as it is there, and the app is done with the one before."""
    for _ in range(presses):
        shown: Shown = eventually(lambda: cards.newest(home), 20)
        slack.control.click("ana", actions.NONE, channel=home, ts=shown.ts)
        eventually(lambda before=shown: cards.newest(home) != before, 20)
        slack.control.idle(quiet_ms=60, timeout_ms=20_000)


def _reviewing(slack: StandIn, running: SlackBot, alone: float) -> None:
    stored, kept = SqlReviews(running.database), 0
    for number, size in enumerate(SIZES):
        kept = _fill(stored, kept, size - 1)
        cards = Cards(slack.url, every=0.005)
        for channel in (f"c{2 * number + 1}", f"c{2 * number + 2}"):
            home = begin(slack.control, "ana", channel, cards)
            slack.control.idle(quiet_ms=200, timeout_ms=20_000)
            _press_on(slack, cards, home, PRESSES // 2)
        cards.close()
        waits = [wait for wait in cards.waits() if wait > 0]
        above = 1000 * (statistics.median(waits) - alone)
        say(
            f"press to next question, {size:,} reviews in the store: {spread(waits)}; p50 {above:.0f} ms above the "
            f"stand-in's round trip (bar 60 ms), p90 {1000 * (quantile(waits, 0.9) - alone):.0f} ms above"
        )


def _fill(stored: SqlReviews, kept: int, wanted: int) -> int:
    """Put reviews of other channels into the store, half answered, fifty to a channel."""
    lens = files.load("machine-learning")
    half = _review(lens, 17)
    for number in range(kept, wanted):
        place = Place(Tenant("", "T000000001"), f"COTHER{number // 50:05d}")
        work = replace(half.workload, name=f"Workload {number}")
        stored.start(place, replace(half, id=f"other{number}", workload=work))
    return max(kept, wanted)


def _review(lens: Lens, answered: int) -> Review:
    """A review with so many questions answered."""
    at = datetime.now(UTC)
    review = carrying.begin("echo", lens, Workload("Echo"), Scope(), by="UANA", at=at)
    for _ in range(answered):
        review = moves.apply(review, lens, NoneOfThese(by="UANA", at=at, question=review.cursor), review.turn)
    return review


if __name__ == "__main__":
    main()
