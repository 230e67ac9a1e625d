"""Many people in many reviews at once: `python -m tests.load.clicking [PEOPLE] [REVIEWS] [PRESSES] [DATABASE…]`.

Everybody presses whatever the newest card of a channel offers, also twice, and also what somebody else has just
answered. No move may be lost or made twice, no question shown twice, and nobody may be told that a database is locked.
At the pace of people every press must be acknowledged in time, too; then they press as fast as they can, which is
more than one process takes, and only the rest must hold.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.places import Place, Tenant
from bot.playground.client import Control, ControlError
from bot.playground.embedded import StandIn
from bot.review import carrying, moves
from bot.slack import actions
from bot.storage.engine import open_database
from bot.storage.reviews import SqlReviews
from lens_corpus import files
from tests.load.figures import Verdicts, conditions, folder, quantile, say, spread
from tests.playground.running import eventually
from tests.support.cards import Cards, Shown
from tests.support.databases import new_postgres_database, running_postgres
from tests.support.processes import crowd, lensbot

PRESSES = ("none", "none", "none", "save", "save", "unsure", "skip", "back", "twice")
#: Seconds between two presses of one person, at most.
PACES = {"at the pace of people": 6.0, "as fast as they can": 0.2}
_BUTTONS = {"none": actions.NONE, "unsure": actions.UNSURE, "skip": actions.SKIP, "back": actions.BACK}


@dataclass(frozen=True)
class Press:
    """What Slack had of somebody's press on a card, and after how many seconds."""

    status: str
    took: float


@dataclass(frozen=True)
class Crowd:
    """So many people, each with so many presses in so many reviews, at most so many seconds apart."""

    people: int
    reviews: int
    presses: int
    pause: float


@dataclass
class Storm:
    """Everything that was pressed. `gone` counts presses that came too late for the button to be there."""

    presses: list[Press] = field(default_factory=list)
    gone: int = 0
    seconds: float = 0.0


def main(people: int = 50, reviews: int = 20, presses: int = 12, *kinds: str) -> None:
    """Run it on each kind of database and tell the figures."""
    verdicts = Verdicts()
    with folder() as data:
        for kind in kinds or ("sqlite", "postgresql"):
            for pace, pause in PACES.items():
                with _database(kind, data / str(pause)) as url, crowd(people, reviews) as slack:
                    say(f"clicking: {people} people in {reviews} reviews on {kind}, {pace}; {conditions()}")
                    _one(slack, data, url, Crowd(people, reviews, presses, pause), verdicts)
    verdicts.close()


@contextmanager
def _database(kind: str, data: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{data / 'clicking.sqlite'}"
        return
    with tempfile.TemporaryDirectory(prefix="lensbot-load-pg-") as name, running_postgres(Path(name)) as server:
        yield new_postgres_database(server)


def _one(slack: StandIn, data: Path, url: str, size: Crowd, verdicts: Verdicts) -> None:
    with lensbot(slack, data, database=url) as bot:
        cards = Cards(slack.url)
        channels = [begin(slack.control, "p1", f"c{number}", cards) for number in range(1, size.reviews + 1)]
        storm = _storm(slack, cards, channels, size)
        slack.control.idle(quiet_ms=1500, timeout_ms=60_000)
        cards.close()
        wrong = [line for line in bot.said.splitlines() if "locked" in line or "Traceback" in line]
        bot.log.write_text("")
    _figures(storm, cards)
    place = {channel: Place(Tenant("", slack.control.get("app")["team_id"]), channel) for channel in channels}
    database = open_database(url)
    try:
        _check(SqlReviews(database), place, cards, verdicts)
    finally:
        database.close()
    missed = Counter(each.status for each in storm.presses if each.status != "acked")
    in_time = not missed or size.pause == min(PACES.values())
    verdicts.expect("every press was acknowledged in time, at the pace of people", holds=in_time, found=dict(missed))
    verdicts.expect("the log has no locked database and no traceback", holds=not wrong, found=wrong[:1])


def begin(control: Control, who: str, channel: str, cards: Cards) -> str:
    """Start a review of everything in a channel, and wait for its first card; the channel's id."""
    control.command(who, channel, actions.COMMAND, "review")
    eventually(lambda: control.view(who)["modals"], 20)
    control.submit(who, {"name": {"text": f"Fraud scoring {channel}"}})
    home = next(each["id"] for each in control.view(who)["channels"] if channel in (each["name"], each["id"]))
    eventually(lambda: cards.newest(home), 20)
    return home


def _storm(slack: StandIn, cards: Cards, channels: list[str], size: Crowd) -> Storm:
    storm, begun = Storm(), time.monotonic()
    ids = {each["name"]: each["id"] for each in slack.control.view("p1")["users"].values()}

    def work(number: int) -> None:
        chance, who = random.Random(number), f"p{number}"
        with Control(slack.url) as control:
            for _ in range(size.presses):
                time.sleep(chance.uniform(0, size.pause))
                shown = cards.newest(chance.choice(channels))
                press(control, ids[who], shown, chance.choice(PRESSES), chance, storm)

    crowded = [threading.Thread(target=work, args=(number,)) for number in range(1, size.people + 1)]
    for person in crowded:
        person.start()
    for person in crowded:
        person.join()
    storm.seconds = time.monotonic() - begun
    return storm


def press(control: Control, who: str, shown: Shown, kind: str, chance: random.Random, storm: Storm) -> None:
    """Press something on a card, as it was when this person looked."""
    if kind == "save":
        for block, practices in shown.boxes:
            some = chance.sample(practices, chance.randint(1, len(practices)))
            where = {"channel": shown.channel, "ts": shown.ts, "block_id": block}
            if not _acted(lambda where=where, some=some: control.select(who, actions.BOXES, some, **where)):
                storm.gone += 1
                return
    for _ in range(2 if kind == "twice" else 1):
        _click(control, who, shown, _BUTTONS.get(kind, actions.ANSWER if kind == "save" else actions.NONE), storm)


def _click(control: Control, who: str, shown: Shown, action: str, storm: Storm) -> None:
    begun = time.perf_counter()
    told = _acted(lambda: control.click(who, action, channel=shown.channel, ts=shown.ts))
    if told is None:
        storm.gone += 1
        return
    took, status = time.perf_counter() - begun, told["ack"]["status"]
    storm.presses.append(Press(status, took))


def _acted(act):
    """What an act was answered; None where the button is no longer there."""
    try:
        return act()
    except ControlError as problem:
        if problem.error not in ("unknown_element", "unfit_value", "unknown_message"):
            raise
        return None


def _figures(storm: Storm, cards: Cards) -> None:
    acked = [each.took for each in storm.presses if each.status == "acked"]
    say(f"  {len(storm.presses)} presses in {storm.seconds:.0f} s, {len(storm.presses) / storm.seconds:.0f} a second")
    say(f"  press to acknowledgement: {spread(acked)}; too late for their button: {storm.gone}")
    waits = cards.waits()
    say(f"  press to next question visible: {spread(waits)}; p90 {1000 * quantile(waits, 0.9):,.0f} ms")


def _check(stored: SqlReviews, places: dict[str, Place], cards: Cards, verdicts: Verdicts) -> None:
    lens = files.load("machine-learning")
    kept: Counter[tuple] = Counter()
    derived, stuck = [], []
    for channel, place in places.items():
        for review in stored.of(place):
            log = stored.moves(place, review.id)
            kept.update((entry.move.by, review.id, entry.turn.question, entry.turn.count) for entry in log)
            made = carrying.begin(
                review.id, lens, review.workload, review.scope, by=review.started_by, at=review.started_at
            )
            derived.append(moves.replay(made, lens, log) == review)
            stuck += [review.id] if review.cursor and cards.newest(channel).turn != review.turns else []
    pressed = Counter(cards.presses)
    told = [each for each in cards.told if each]
    lost = pressed.total() - len(told) - kept.total()
    shown = Counter((each.review, each.turn) for each in cards.all)
    twice = [each for each, times in shown.items() if times > 1]
    verdicts.expect(
        "every press is in a log, or was told why not",
        holds=lost == 0,
        found=f"{pressed.total()} presses = {kept.total()} entries + {len(told)} told, {lost} lost",
    )
    verdicts.expect("no log has what nobody pressed", holds=not kept - pressed, found=dict(kept - pressed))
    for text, times in Counter(told).items():
        say(f"    told {times} times: {text}")
    verdicts.expect("every log replays to its state", holds=all(derived), found=f"{len(derived)} reviews")
    verdicts.expect("no question was shown twice", holds=not twice, found=f"{len(shown)} cards, {len(twice)} twice")
    verdicts.expect("every question on the table is shown", holds=not stuck, found=f"{len(stuck)} stuck")


if __name__ == "__main__":
    main(*(int(each) if each.isdigit() else each for each in sys.argv[1:]))
