"""Sudden death: `python -m tests.chaos.reviewing [KILLS] [SEED]`.

A script answers a review through the stand-in, and the bot is killed (`kill -9`) at random moments: while it starts,
between two presses, and most often in the instants after one, when the answer is being kept, acknowledged and shown.
After each restart every answer that was acknowledged must be in the database, the review must go on (its next card
appears, or Continue on the progress message brings it), and no card may have been posted twice.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.places import Place, Tenant
from bot.playground.client import Control, ControlError
from bot.playground.embedded import StandIn
from bot.review.model import Review, Status
from bot.slack import actions
from bot.storage.engine import Database, open_database
from bot.storage.reviews import SqlReviews
from tests.load.figures import Verdicts, conditions, say, spread
from tests.playground.running import eventually
from tests.support.cards import Cards, Shown
from tests.support.processes import crowd, lensbot

PROGRAM = ("tests.support.reviewing_bot", "machine-learning")
WHO = "p1"
#: The button for each kind of answer; `save` ticks before.
BUTTONS = {
    "none": actions.NONE,
    "unsure": actions.UNSURE,
    "skip": actions.SKIP,
    "save": actions.ANSWER,
    "back": actions.BACK,
}
KINDS = ("none", "none", "save", "save", "unsure", "skip", "back")
#: When it is killed, and how often.
MOMENTS = ("after a press", "while a review begins", "between", "while starting")
SHARES = (70, 10, 10, 10)
#: Seconds after a restart in which a card has to come by itself, and in which one that was called for has to.
BY_ITSELF, CALLED = 8.0, 30.0


@dataclass
class Told:
    """What happened over all kills."""

    kept: list[tuple[str, str, int]] = field(default_factory=list)
    lost: list[tuple[str, str, int]] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    how: Counter[str] = field(default_factory=Counter)
    moments: Counter[str] = field(default_factory=Counter)
    starts: list[float] = field(default_factory=list)


@dataclass
class Chaos:
    """One run. `acked` are the cards on which a press was acknowledged since the last check."""

    slack: StandIn
    cards: Cards
    database: Database
    chance: random.Random
    told: Told = field(default_factory=Told)
    channel: str = ""
    submitted: str = ""
    reviews: int = 0
    acked: list[Shown] = field(default_factory=list)
    acting: list[threading.Thread] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """The channel as the bot knows it."""
        return Place(Tenant("", self.slack.control.get("app")["team_id"]), self.channel)

    @property
    def stored(self) -> SqlReviews:
        """The reviews as they are kept."""
        return SqlReviews(self.database)

    def review(self) -> Review | None:
        """The review that is under way."""
        found = self.stored.of(self.place) if self.channel else ()
        return found[0] if found else None


def main(kills: int = 100, seed: int = 1) -> None:
    """Run it and tell what was lost."""
    verdicts, begun = Verdicts(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lensbot-chaos-") as name, crowd(2, kills + 1) as slack:
        say(f"chaos: {kills} kills, seed {seed}; {conditions()}")
        database = open_database(f"sqlite:///{Path(name) / 'lensbot.sqlite'}")
        chaos = Chaos(slack, Cards(slack.url), database, random.Random(seed))
        for number in range(1, kills + 1):
            _live_and_die(chaos, Path(name))
            if number % 10 == 0 or number == kills:
                say(f"  {number} kills, {time.monotonic() - begun:.0f} s, {dict(chaos.told.how)}")
        with lensbot(slack, Path(name), program=PROGRAM):
            _go_on(chaos)
        for acting in chaos.acting:
            acting.join(10)
        _tell(chaos, Path(name), verdicts)
        chaos.cards.close()
        database.close()
    verdicts.close()


def _live_and_die(chaos: Chaos, data: Path) -> None:
    begun, moment = time.monotonic(), chaos.chance.choices(MOMENTS, SHARES)[0]
    chaos.told.moments[moment] += 1
    if moment == "while starting":
        _die_at_birth(chaos, data)
        return
    with lensbot(chaos.slack, data, program=PROGRAM) as bot:
        chaos.told.starts.append(time.monotonic() - begun)
        _check_kept(chaos)
        shown = _go_on(chaos)
        for _ in range(chaos.chance.randint(0, 3)):
            _press(chaos, shown)
            shown = _next(chaos, shown)
        act = {
            "between": lambda: None,
            "after a press": lambda: _press(chaos, shown),
            "while a review begins": lambda: _submit(chaos, 1.0),
        }[moment]
        acting = threading.Thread(target=act, daemon=True)
        acting.start()
        time.sleep(chaos.chance.uniform(0, 0.4))
        bot.kill()
        acting.join(5 if moment == "while a review begins" else 0)
        chaos.acting.append(acting)


def _die_at_birth(chaos: Chaos, data: Path) -> None:
    """Kill while it starts, up to the moment when it takes up what was left."""
    longest = max(chaos.told.starts[-5:], default=3.0)
    with lensbot(chaos.slack, data, program=PROGRAM, until="begun") as bot:
        time.sleep(chaos.chance.uniform(0.3, 1.2) * longest)
        bot.kill()


def _press(chaos: Chaos, shown: Shown) -> None:
    """Answer the card, and note the press if it is acknowledged."""
    kind = chaos.chance.choice(KINDS)
    kind = "none" if kind == "back" and not chaos.review().trail else kind
    try:
        with Control(chaos.slack.url) as control:
            for block, practices in shown.boxes if kind == "save" else ():
                some = chaos.chance.sample(practices, chaos.chance.randint(1, len(practices)))
                where = {"channel": shown.channel, "ts": shown.ts, "block_id": block}
                control.select(WHO, actions.BOXES, some, **where)
            told = control.click(WHO, BUTTONS[kind], channel=shown.channel, ts=shown.ts)
    except ControlError as problem:
        if problem.error != "unknown_element":
            raise
        return
    if told["ack"]["status"] == "acked":
        chaos.acked.append(shown)


def _next(chaos: Chaos, shown: Shown) -> Shown:
    """The card after this one; a press that was refused, as Back on the first question, leaves the same."""
    review = chaos.review()
    if review.turns == shown.turn:
        return shown
    return _go_on(chaos)


def _check_kept(chaos: Chaos) -> None:
    """Every acknowledged press is in the log, and a review that was begun is there; the next look is for later ones."""
    if chaos.submitted and chaos.submitted == chaos.channel and chaos.review() is None:
        chaos.told.lost.append((chaos.channel, "begin", 0))
    for card in chaos.acked:
        log = chaos.stored.moves(replace(chaos.place, channel=card.channel), card.review)
        found = any(
            (entry.turn.question, entry.turn.count) == (card.question, card.turn) for entry in log if entry.turn
        )
        (chaos.told.kept if found else chaos.told.lost).append((card.review, card.question, card.turn))
    chaos.acked.clear()


def _go_on(chaos: Chaos) -> Shown:
    """The card of the question on the table: it comes by itself, or by Continue. A new review when one is done."""
    review = chaos.review()
    if review is None or review.status is Status.FINISHED or (review.cursor is None and not review.skipped):
        return _begin(chaos)
    shown = _comes(chaos, review, BY_ITSELF) if review.cursor else None
    if shown:
        chaos.told.how["by itself"] += 1
        return shown
    return _continue(chaos, review) or _again(chaos, review)


def _comes(chaos: Chaos, review: Review, seconds: float) -> Shown | None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = chaos.cards.newest(chaos.channel)
        if found and (found.review, found.turn) == (review.id, review.turns):
            return found
        time.sleep(0.02)
    return None


def _continue(chaos: Chaos, review: Review) -> Shown | None:
    """Press Continue on the progress message."""
    seen = chaos.slack.control.messages(WHO, chaos.channel)
    progress = [each for each in seen if any(_acts(each, actions.CONTINUE))]
    if not progress:
        return None
    chaos.slack.control.click(WHO, actions.CONTINUE, channel=chaos.channel, ts=progress[-1]["ts"])
    chaos.told.how["by Continue"] += 1
    found = _comes(chaos, _fresh(chaos, review), CALLED)
    if found is None:
        chaos.told.stuck.append(review.id)
    return found or _begin(chaos)


def _fresh(chaos: Chaos, review: Review) -> Review:
    """The review once Continue has taken up what was put off."""
    if review.cursor:
        return review
    return eventually(lambda: each if (each := chaos.review()) and each.turns != review.turns else None, 20)


def _acts(message: dict, action: str):
    return [
        each
        for block in message.get("blocks") or []
        for each in block.get("elements") or []
        if each.get("action_id") == action
    ]


def _again(chaos: Chaos, review: Review) -> Shown:
    """No progress message yet: the first card was never shown, so that the command is all that people have."""
    chaos.slack.control.command(WHO, chaos.channel, actions.COMMAND, "review")
    chaos.told.how["by the command"] += 1
    found = _comes(chaos, review, CALLED)
    if found is None:
        chaos.told.stuck.append(review.id)
    return found or _begin(chaos)


def _begin(chaos: Chaos) -> Shown:
    """A new review in a channel of its own."""
    _submit(chaos)
    assert chaos.submitted == chaos.channel, "a review could not be started"
    chaos.told.how["a new review"] += 1
    return eventually(lambda: chaos.cards.newest(chaos.channel), 20)


def _submit(chaos: Chaos, patience: float = 20.0) -> None:
    """Send the form of a new review in a new channel, if it opens within so many seconds."""
    chaos.reviews += 1
    with Control(chaos.slack.url) as control:
        if control.view(WHO)["modals"]:
            control.act("close", WHO, all=True)
        channel, until = f"c{chaos.reviews}", time.monotonic() + patience
        control.command(WHO, channel, actions.COMMAND, "review")
        while not control.view(WHO)["modals"]:
            if time.monotonic() > until:
                return
            time.sleep(0.02)
        chaos.channel = next(each["id"] for each in control.view(WHO)["channels"] if each["name"] == channel)
        told = control.submit(WHO, {"name": {"text": f"Workload {chaos.reviews}"}})
        if told["ack"]["status"] == "acked":
            chaos.submitted = chaos.channel


def _tell(chaos: Chaos, data: Path, verdicts: Verdicts) -> None:
    told = chaos.told
    shown = Counter((each.review, each.turn) for each in chaos.cards.all)
    say(f"  killed {dict(told.moments)}; cards came {dict(told.how)}; a start: {spread(told.starts)}")
    _check_kept(chaos)
    verdicts.expect(
        "every acknowledged answer is in the database", holds=not told.lost, found=f"{len(told.kept)} kept, {told.lost}"
    )
    verdicts.expect("no question is stuck", holds=not told.stuck, found=told.stuck)
    verdicts.expect("no card was posted twice", holds=not _twice(chaos), found=f"{len(shown)} cards, {_twice(chaos)}")
    log = (data / "log.txt").read_text(encoding="utf-8")
    verdicts.expect("the log has no traceback", holds="Traceback" not in log)


def _twice(chaos: Chaos) -> list[str]:
    """Marks of messages that were posted more than once: cards, and the progress message. What was called for has a
    mark of its own each time."""
    calls = chaos.slack.control.journal("call", method="chat.postMessage")
    marks = Counter(_mark(line["payload"]) for line in calls)
    return [mark for mark, times in marks.items() if mark and times > 1]


def _mark(payload: dict) -> str:
    given = payload.get("metadata") or {}
    given = json.loads(given) if isinstance(given, str) else given
    return given.get("event_payload", {}).get("key", "")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
