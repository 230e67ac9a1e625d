"""One of everything that is said in a review, filled to the brim. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.cards.reviewing import (
    AskedCard,
    AskSheet,
    ComparedCard,
    DeletionCard,
    DetailSheet,
    EvidenceSheet,
    MeaningSheet,
    MilestoneSheet,
    ProposalsCard,
    QuestionCard,
    ReviewingCard,
    ReviewingSheet,
    SpareSheet,
    StartSheet,
    UpgradeCard,
)
from bot.places import Place, Tenant
from bot.review import carrying
from bot.review.answers import WHOLE, Answer, Evidence, EvidenceKind, Mark, Note, Said, State
from bot.review.carrying import Upgraded
from bot.review.errors import EVIDENCE_LIMIT, NAME_LIMIT, NOTE_LIMIT, REASON_LIMIT
from bot.review.model import Assignment, Proposal, Review, Scope, Status, Workload
from bot.slack import actions
from bot.usecases.review_showing import answered, progress, result
from lens_corpus.model import Lens, Question

_PLACE = Place(Tenant("", "T00000000"), "C00000000")
_PEOPLE = tuple(f"U{number:010}" for number in range(12))
_NOON = datetime(2027, 3, 8, 12, tzinfo=UTC)
_LONG = "Half of it, since March & only for the <new> model; ask *Priya*, שלום 👩‍🔬. "
_NAME = (_LONG * 3)[:NAME_LIMIT]
_TS = "1234567890.123456"
_DEFINITE = (State.IN_PLACE, State.MISSING)


def cards(lens: Lens) -> Iterator[ReviewingCard]:
    """Every kind of message: a review in each of its states, the largest question in each of its own."""
    review, question = _full(lens), _largest(lens)
    for each in (_begun(lens), review):
        yield QuestionCard(each, lens, question)
        yield result(each, lens)
    for answer in _answers(question):
        yield answered(_with(review, answer), lens, question)
    for status in Status:
        yield progress(replace(review, status=status), lens)
    yield ProposalsCard(review, question, _proposals(question), tuple((each, _LONG) for each in question.practices))
    yield ProposalsCard(review, question, (), ())
    yield AskedCard(review, question, _PEOPLE[0], _PEOPLE[1], f"https://example.slack.com/archives/C0/p1?a=1&b={_TS}")
    titles = tuple(f"{each.id} {each.title}" for each in lens.practices)
    yield ComparedCard(_NAME, _NAME, titles, titles, titles, titles, titles)
    yield ComparedCard("the start", "now", (), (), (), (), ())
    yield DeletionCard(review)
    for by in ("", _PEOPLE[0]):
        yield UpgradeCard(review, lens, _changes(review, lens), by)
        yield UpgradeCard(review, lens, Upgraded(review, (), (), (), (), ()), by)


def sheets(lens: Lens) -> Iterator[ReviewingSheet]:
    """Every kind of modal."""
    review, question = _full(lens), _largest(lens)
    yield StartSheet(_PLACE, (lens,))
    many = tuple((f"r{number:012}", _NAME) for number in range(120))
    yield StartSheet(_PLACE, (lens,), many, many)
    yield DetailSheet(review, lens, question, _PEOPLE[0], _PLACE)
    yield MeaningSheet(question, lens, tuple(lens.practice(each) for each in question.practices))
    yield SpareSheet(review, question, _PLACE)
    yield AskSheet(review, question, _PLACE)
    choices = tuple((review.id, each, f"{each} {lens.question(each).title}") for each in review.questions)
    yield EvidenceSheet(_PLACE, choices, actions.encode(review.id, question.id), _TS, _LONG * 50)
    yield EvidenceSheet(_PLACE, choices[:1], actions.encode(review.id, choices[0][1]), _TS, "")
    yield MilestoneSheet(review, _PLACE)


def _largest(lens: Lens) -> Question:
    return max(lens.questions, key=lambda each: (len(each.practices), len(each.title)))


def _begun(lens: Lens) -> Review:
    workload = Workload(_NAME, _LONG * 3, "production", lens.phases[0].id, _PEOPLE)
    workload = replace(workload, description=workload.description[:REASON_LIMIT])
    return carrying.begin("r0123456789ab", lens, workload, Scope(), by=_PEOPLE[0], at=_NOON)


def _full(lens: Lens) -> Review:
    """Everybody is asked everything, half of the questions are disputed, and the largest is on the table."""
    review = _begun(lens)
    asked = tuple(Assignment(question, to, _PEOPLE[0], _NOON) for question in review.questions for to in _PEOPLE)
    review = replace(review, cursor=_largest(lens).id, turns=120, assignments=asked)
    for number, question in enumerate(lens.questions):
        review = _with(review, _disputed(question) if number % 2 else _said(question, State.MISSING))
    return _with(review, _disputed(_largest(lens)))


def _with(review: Review, answer: Answer) -> Review:
    others = tuple(each for each in review.answers if each.question != answer.question)
    return replace(review, answers=(*others, answer))


def _answers(question: Question) -> Iterator[Answer]:
    yield Answer(question.id)
    for state in (*_DEFINITE, State.NOT_SURE):
        yield _said(question, state)
    half = len(question.practices) // 2
    yield replace(_said(question, State.IN_PLACE), marks=_said(question, State.IN_PLACE).marks[:half])
    yield Answer(question.id, (Mark(WHOLE, State.NOT_APPLICABLE, _PEOPLE[0], _NOON, _LONG[:REASON_LIMIT]),))
    yield _disputed(question)


def _said(question: Question, state: State) -> Answer:
    return Answer(question.id, tuple(Mark(each, state, _PEOPLE[0], _NOON) for each in question.practices))


def _disputed(question: Question) -> Answer:
    """Everybody sees every practice differently, and whether the question applies; with long notes and evidence."""
    marks = tuple(
        Mark(each, _DEFINITE[number % 2], by, _NOON) for each in question.practices for number, by in enumerate(_PEOPLE)
    )
    applies = (State.NOT_APPLICABLE, State.APPLIES)
    marks += tuple(Mark(WHOLE, state, by, _NOON) for state, by in zip(applies, _PEOPLE, strict=False))
    notes = tuple(Note((_LONG * 40)[:NOTE_LIMIT], by, _NOON) for by in _PEOPLE)
    links = (f"https://wiki.example.com/?n={number}&text=" for number in range(12))
    evidence = tuple(
        Evidence(EvidenceKind.LINK, f"{link}{'x' * EVIDENCE_LIMIT}"[:EVIDENCE_LIMIT], by, _NOON, _LONG)
        for link, by in zip(links, _PEOPLE, strict=True)
    )
    return Answer(question.id, marks, notes=notes, evidence=evidence)


def _changes(review: Review, lens: Lens) -> Upgraded:
    everything = tuple(each.id for each in lens.questions)
    practices = tuple(each.id for each in lens.practices)
    return Upgraded(review, everything, practices, everything, everything, review.answers)


def _proposals(question: Question) -> tuple[Proposal, ...]:
    says = [(said, other) for said in Said for other in (None, *Said) if said is not other] * 2
    return tuple(
        Proposal(
            question.id, practice, said, _LONG * 20, _PEOPLE[0], _TS, _NOON, otherwise=other, other_quote=_LONG * 9
        )
        for practice, (said, other) in zip(question.practices, says, strict=False)
    )
