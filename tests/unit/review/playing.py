"""Two people in one review, pressing old and new cards in any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.review import carrying, move, moves, scoring
from bot.review.errors import Refusal
from bot.review.model import EvidenceKind, Lent, Review, Said, Scope, State, Turn, Workload
from lens_corpus.model import Lens

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PEOPLE = ("UANA", "UBEN")
OF_PRACTICES = (State.IN_PLACE, State.MISSING, State.NOT_SURE, State.NOT_APPLICABLE)


def begun(lens: Lens, **fields) -> Review:
    """A review of everything, just begun by Ana."""
    return carrying.begin("R1", lens, Workload("Fraud"), Scope(), by="UANA", at=NOON, **fields)


def by(person: str, minutes: int = 0) -> dict:
    """Who and when, for a move."""
    return {"by": person, "at": NOON + timedelta(minutes=minutes)}


def form(question, person="UANA", minutes=0, **marked) -> move.AnswerQuestion:
    """A form as the card sends it: every practice not named is missing."""
    return move.AnswerQuestion(question=question.id, marks=moves.ticks(question, **marked), **by(person, minutes))


def told(lens, question, states, review=None):
    """One question's score, with these states said of its practices (None: nothing)."""
    review = review or begun(lens)
    for practice, state in zip(question.practices, states, strict=False):
        if state:
            view = move.View(question=question.id, practice=practice, state=state, **by("UANA"))
            review = moves.apply(review, lens, view)
    return scoring.score_question(question, review.answer(question.id), lens)


def held(scored, *more):
    """The practices in place, and more."""
    return {*scored.in_state(State.IN_PLACE), *more}


@dataclass(frozen=True)
class Press:
    """One press, before it is known what it hits: which move, by whom, on which card, with which numbers."""

    kind: str
    who: str
    card: int
    question: int
    practice: int
    states: tuple[State, ...]


@dataclass
class Played:
    """What came of it."""

    start: Review
    review: Review
    log: list[move.Entry] = field(default_factory=list)
    states: list[Review] = field(default_factory=list)


KINDS = (
    "answer answer answer none unsure spared reconfirm skip back goto focus view view decide propose confirm reject "
    "note evidence unnote unevidence assign unassign pause resume resume finish reopen reopen priorities workload "
    "borrow takeover"
).split()
presses = st.builds(
    Press,
    st.sampled_from(KINDS),
    st.sampled_from(PEOPLE),
    st.integers(-1, 3),
    st.integers(0, 30),
    st.integers(0, 30),
    st.tuples(*[st.sampled_from(OF_PRACTICES)] * 4),
)
scripts = st.lists(presses, max_size=30)


def play(lens: Lens, script: list[Press]) -> Played:
    """Press everything in order; what is refused changes nothing and is in no log."""
    start = begun(lens)
    played, cards = Played(start, start, states=[start]), [start.turn]
    for minutes, press in enumerate(script):
        turn = None if press.card < 0 else cards[max(0, len(cards) - 1 - press.card)]
        made = _made(played.review, lens, press, minutes, turn)
        try:
            played.review = moves.apply(played.review, lens, made, turn)
        except Refusal as refusal:
            assert refusal.text
            continue
        played.log.append(move.Entry(made, turn))
        played.states.append(played.review)
        cards.append(played.review.turn)
    return played


def _made(review: Review, lens: Lens, press: Press, minutes: int, turn: Turn | None) -> move.Move:
    on_card = turn.question if turn and turn.question else None
    question = lens.question(on_card or review.questions[press.question % len(review.questions)])
    return _BUILDERS[press.kind](_Aim(lens, question, press, by(press.who, minutes)))


@dataclass(frozen=True)
class _Aim:
    lens: Lens
    question: object
    press: Press
    who: dict

    @property
    def on(self):
        return {"question": self.question.id, **self.who}

    @property
    def practice(self):
        return self.question.practices[self.press.practice % len(self.question.practices)]

    @property
    def marks(self):
        pairs = zip(self.question.practices, self.press.states, strict=False)
        return tuple(move.Tick(practice, state) for practice, state in pairs)

    @property
    def lent(self):
        return Lent(self.question.id, tuple((tick.practice, tick.state) for tick in self.marks))

    @property
    def source(self):
        return f"17000.{self.press.practice % 2}"


_BUILDERS = {
    "answer": lambda a: move.AnswerQuestion(marks=a.marks, note="so it is", **a.on),
    "none": lambda a: move.NoneOfThese(**a.on),
    "unsure": lambda a: move.NotSure(**a.on),
    "spared": lambda a: move.DoesNotApply(reason="not ours", **a.on),
    "reconfirm": lambda a: move.Reconfirm(**a.on),
    "skip": lambda a: move.Skip(**a.on),
    "back": lambda a: move.Back(**a.who),
    "goto": lambda a: move.Goto(**a.on),
    "focus": lambda a: move.Focus(questions=(a.question.id, a.lens.questions[0].id), **a.who),
    "view": lambda a: move.View(practice=a.practice, state=a.press.states[0], **a.on),
    "decide": lambda a: move.Decide(practice=a.practice, state=a.press.states[0], **a.on),
    "propose": lambda a: move.Propose(
        practice=a.practice, says=list(Said)[a.press.question % 3], quote="we do", source=a.source, **a.on
    ),
    "confirm": lambda a: move.ConfirmProposal(practice=a.practice, source=a.source, **a.on),
    "reject": lambda a: move.RejectProposal(practice=a.practice, source=a.source, **a.on),
    "note": lambda a: move.AddNote(text=f"note {a.press.practice % 2}", **a.on),
    "unnote": lambda a: move.RemoveNote(text=f"note {a.press.practice % 2}", **a.on),
    "evidence": lambda a: move.AddEvidence(
        kind=EvidenceKind.LINK, reference="https://example.com/e", practice=a.practice, **a.on
    ),
    "unevidence": lambda a: move.RemoveEvidence(reference="https://example.com/e", **a.on),
    "assign": lambda a: move.Assign(to=f"U{a.press.practice % 2}", **a.on),
    "unassign": lambda a: move.Unassign(to=f"U{a.press.practice % 2}", **a.on),
    "pause": lambda a: move.Pause(**a.who),
    "resume": lambda a: move.Resume(**a.who),
    "finish": lambda a: move.Finish(**a.who),
    "reopen": lambda a: move.Reopen(**a.who),
    "priorities": lambda a: move.SetPriorities(pillars=(a.question.pillar,), **a.who),
    "workload": lambda a: move.SetWorkload(workload=Workload("Fraud 2", phase=a.question.phase), **a.who),
    "borrow": lambda a: move.Borrow(source=a.source, channel="C2", answers=(a.lent,), **a.who),
    "takeover": lambda a: move.TakeOver(source=a.source, **a.on),
}
