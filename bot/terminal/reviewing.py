"""`lensbot review` and `lensbot report`: the same review, on the same store, in a terminal."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.places import Place, Tenant
from bot.review import scoring
from bot.review.errors import Refusal
from bot.review.model import Review, Status
from bot.review.move import Back, Finish, Move, Reopen, Resume, Skip
from bot.review.scoring import Standing
from bot.review.ways_down import ways_down
from bot.settings import Settings
from bot.terminal import prefilling, upgrading
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import Milestones
from bot.usecases.templating import Templating
from lens_corpus.model import Lens, Question

Lenses = Callable[[], Mapping[str, Lens]]
OK, FAILED = 0, 1
HELP = (
    "Type the numbers of what is in place, such as 1,3. Or: n none of these, u not sure, s skip, b back, "
    "t take over what is offered, ? what it means, q leave (it is kept), f finish."
)
_NAMES = {
    Standing.HIGH: "HIGH RISK",
    Standing.MEDIUM: "MEDIUM RISK",
    Standing.NONE: "no risk by the lens's rules",
    Standing.UNANSWERED: "unanswered",
    Standing.NOT_SURE: "not sure yet",
    Standing.NOT_APPLICABLE: "does not apply",
    Standing.NOT_SCORED: "not scored",
}


class Unshown:
    """Durable work of showing a review: a terminal shows it itself, a channel with its next change."""

    def start(self, kind: str, key: str, payload: Mapping[str, Any]) -> None:
        """Nothing to do."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment it is."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class Table:
    """One person's session at a review."""

    reviewing: Reviewing
    place: Place
    by: str
    source: TextIO
    out: TextIO

    def hold(self, review: Review) -> int:
        """Ask until nothing is left, or the person leaves."""
        self.out.write(HELP + "\n")
        line = ""
        while review.cursor:
            lens = self.reviewing.lens(review.lens)
            question = lens.question(review.cursor)
            self.out.write(_asked(review, lens, question) + "> ")
            self.out.flush()
            line = self.source.readline()
            if not line or line.strip().lower() in ("q", "f"):
                break
            review = self._answered(review, lens, question, line.strip().lower())
        if review.cursor is None or line.strip().lower() == "f":
            review = self.reviewing.do(self.place, review.id, Finish(by=self.by, at=self.reviewing.now()))
        self.out.write("\n" + _summary(review, self.reviewing.lens(review.lens)))
        return OK

    def _answered(self, review: Review, lens: Lens, question: Question, line: str) -> Review:
        try:
            after = self._moved(review, question, line)
        except Refusal as refusal:
            self.out.write(f"{refusal.text}\n")
            return review
        if after is None:
            self.out.write(_meaning(lens, question))
            return review
        self.out.write(_outcome(after, lens, question))
        return after

    def _moved(self, review: Review, question: Question, line: str) -> Review | None:
        turn = review.turn
        if line in ("?", "h", "help", ""):
            return None
        if line == "n":
            return self.reviewing.none(self.place, turn, self.by)
        if line == "u":
            return self.reviewing.unsure(self.place, turn, self.by)
        if line == "t":
            source = prefilling.source(review, self.reviewing.lens(review.lens), question)
            return self.reviewing.take(self.place, turn, source, self.by)
        if line == "s":
            return self._step(review, Skip, question=question.id)
        if line == "b":
            return self._step(review, Back)
        return self.reviewing.fill(self.place, turn, _chosen(question, line), self.by)

    def _step(self, review: Review, kind: Callable[..., Move], **more: object) -> Review:
        move = kind(by=self.by, at=self.reviewing.now(), **more)
        return self.reviewing.do(self.place, review.id, move, review.turn)


def review(
    settings: Settings,
    lenses: Callable[[], Mapping[str, Lens]],
    chosen: argparse.Namespace,
    streams: tuple[TextIO, TextIO],
) -> int:
    """Continue the review of this place, or begin one of the named workload."""
    place = _place(chosen)
    reviewing, templating = _prefilled(settings, lenses)
    source, out = streams
    try:
        if chosen.make_template:
            out.write(prefilling.keep(templating, place, chosen.make_template, getpass.getuser()) + "\n")
            return OK
        known = _known(reviewing, templating, place, chosen, streams)
        out.write(f"Review of {known.workload.name}, {len(known.questions)} questions.\n")
        return Table(reviewing, place, getpass.getuser(), source, out).hold(known)
    except Refusal as refusal:
        out.write(f"{refusal.text}\n")
        return FAILED


def report(
    settings: Settings, lenses: Callable[[], Mapping[str, Lens]], chosen: argparse.Namespace, out: TextIO
) -> int:
    """Write the report's files into a folder."""
    from bot.reports import bundle, gathering

    place = _place(chosen)
    reviewing, milestones = _open(settings, lenses)
    try:
        found, lens = reviewing.current(place)
    except Refusal as refusal:
        out.write(f"{refusal.text}\n")
        return FAILED
    made = gathering.gather(found, lens, now=reviewing.now(), milestones=milestones.of(place, found.id))
    folder = Path(chosen.to)
    folder.mkdir(parents=True, exist_ok=True)
    for file in bundle.files(made):
        (folder / file.name).write_bytes(file.data)
        out.write(f"{folder / file.name}\n")
    return OK


def _known(
    reviewing: Reviewing,
    templating: Templating,
    place: Place,
    chosen: argparse.Namespace,
    streams: tuple[TextIO, TextIO],
) -> Review:
    """The review that goes on, or one that begins."""
    by = getpass.getuser()
    known = next((each for each in reviewing.reviews.of(place) if each.status is not Status.FINISHED), None)
    if known is None or chosen.workload:
        return prefilling.begin(reviewing, templating, place, chosen, by)
    known = upgrading.moved(reviewing, place, known, by, streams)
    if known.status is Status.PAUSED or known.cursor is None:
        kind = Reopen if known.status is Status.FINISHED else Resume
        return reviewing.do(place, known.id, kind(by=by, at=reviewing.now()))
    return known


def _prefilled(settings: Settings, lenses: Lenses) -> tuple[Reviewing, Templating]:
    from bot.assembly_store import prefilled

    reviews, milestones, templates = prefilled(settings)
    reviewing = Reviewing(reviews, reviews, Unshown(), SystemClock(), lenses)
    return reviewing, Templating(reviewing, milestones, templates)


def _open(settings: Settings, lenses: Lenses) -> tuple[Reviewing, Milestones]:
    from bot.assembly_store import stored

    reviews, milestones = stored(settings)
    return Reviewing(reviews, reviews, Unshown(), SystemClock(), lenses), milestones


def _place(chosen: argparse.Namespace) -> Place:
    return Place(Tenant("", chosen.team), chosen.channel)


def _chosen(question: Question, line: str) -> frozenset[str]:
    numbers = [part for part in line.replace(",", " ").split() if part]
    if any(not number.isdigit() or not 1 <= int(number) <= len(question.practices) for number in numbers):
        raise Refusal(f"Numbers from 1 to {len(question.practices)}, separated by commas. " + HELP)
    return frozenset(question.practices[int(number) - 1] for number in numbers)


def _asked(review: Review, lens: Lens, question: Question) -> str:
    place = review.questions.index(question.id) + 1
    lines = [f"\n{question.id} ({place} of {len(review.questions)})  {question.title}", f"  {question.why}"]
    lines += [
        f"  {number}. {practice} {lens.practice(practice).title} ({lens.practice(practice).risk} risk if missing)"
        for number, practice in enumerate(question.practices, 1)
    ]
    return "\n".join([*lines, *prefilling.offers(review, lens, question)]) + "\n"


def _meaning(lens: Lens, question: Question) -> str:
    lines = [HELP]
    for number, practice in enumerate(question.practices, 1):
        found = lens.practice(practice)
        lines += [f"  {number}. {found.advice}", f"     good:    {found.good[0]}", f"     trouble: {found.trouble[0]}"]
    return "\n".join(lines) + "\n"


def _outcome(review: Review, lens: Lens, question: Question) -> str:
    scored = scoring.score_question(question, review.answer(question.id), lens)
    ways = ways_down(scored, lens)
    best = (ways.to_medium or ways.to_none)[:1]
    way = f" Cheapest way down: {', '.join(best[0].practices)}." if best else ""
    return f"  => {question.id}: {_NAMES[scored.standing]}.{way}\n"


def _summary(review: Review, lens: Lens) -> str:
    score = scoring.score(review, lens)
    lines = [f"{review.workload.name}:"]
    for part in (*score.pillars, score.total):
        name = part.topic.name if part.topic else "All"
        counted = ", ".join(f"{part.count(kind)} {_NAMES[kind].lower()}" for kind in Standing if part.count(kind))
        lines.append(f"  {name}: {counted}")
    return "\n".join(lines) + "\n"
