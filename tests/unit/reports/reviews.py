"""Reviews to report on, made of real moves: everything that can be said, by several people, with hostile texts too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.review import carrying, comparing, move, moves
from bot.review.model import EvidenceKind, Review, Said, Scope, State, Workload
from bot.usecases.reviewing_ports import Milestone
from lens_corpus.model import Lens

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOW = NOON + timedelta(days=120)
NAMES = {"UANA": "Ana Lindqvist", "UBEN": "Ben Okafor", "UHEB": "שרה כהן", "UEMO": "Zoë 🚀 Nguyễn", "ULEI": "李雷"}
WORKLOAD = Workload(
    "Fraud scoring",
    "Scores card payments in 80 ms and holds back the doubtful ones.",
    "production",
    "",
    ("UANA", "UHEB"),
)
LONG_WORD = "x" * 300
HOSTILE = (
    "<b>bold</b> & <script>alert(1)</script> <!channel> <@U0AAAAAAA> @everyone\n"
    "# heading\n- list\n1. one\n| a | b |\n```code``` [x](javascript:alert(1)) ![i](https://evil.example/i.png)\n"
    '=HYPERLINK("https://evil.example")\n\u202egnp.exe \U0001f680\u200d\U0001f525 שלום עולם مرحبا \x00\x07 \ud800 end'
)

#: Texts that people write, and those that somebody writes who means harm.
WORDS = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="<>&@#*_`[]()!|~\\-+=1.:/ \n\twx", max_size=120),
    st.sampled_from(
        (HOSTILE, "=1+1", "+49 30", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "www.evil.example", "a@b.example")
    ),
)


def begun(lens: Lens, workload: Workload = WORKLOAD) -> Review:
    """A review of everything, just begun by Ana."""
    return carrying.begin("R1", lens, workload, Scope(), by="UANA", at=NOON)


def played(review: Review, lens: Lens, *made: move.Move) -> Review:
    """The review after these moves."""
    for each in made:
        review = moves.apply(review, lens, each)
    return review


def on(question, person="UANA", minutes=0) -> dict:
    """Question, who and when, for a move."""
    return {"question": question.id, "by": person, "at": NOON + timedelta(minutes=minutes)}


def form(question, person="UANA", minutes=0, note="", **marked) -> move.AnswerQuestion:
    """A form: every practice not named is missing."""
    return move.AnswerQuestion(marks=moves.ticks(question, **marked), note=note, **on(question, person, minutes))


def first(lens: Lens) -> Review:
    """The review early on: the first half answered, each third question in full."""
    review = begun(lens)
    for number, question in enumerate(lens.questions[: len(lens.questions) // 2]):
        held = question.practices if number % 3 == 0 else question.practices[: number % 3 - 1]
        review = played(review, lens, form(question, in_place=held, none=not held))
    return review


def whole(lens: Lens) -> Review:
    """A review with everything in it: forms, notes, evidence, disagreements, decisions, proposals, open questions."""
    review, count = first(lens), len(lens.questions)
    for number, question in enumerate(lens.questions[count // 2 : count - 5]):
        held = question.practices[: number % 4]
        review = played(review, lens, form(question, "UBEN", 60 + number, in_place=held, none=not held))
    return played(review, lens, *_talk(lens), *_open_ends(lens))


def milestones(lens: Lens) -> tuple[Milestone, Milestone]:
    """Two states of that review."""
    early = Milestone("First look", "UANA", NOON + timedelta(hours=1), comparing.snapshot(first(lens), lens))
    late = Milestone("Before launch", "UBEN", NOON + timedelta(days=9), comparing.snapshot(whole(lens), lens))
    return early, late


def _talk(lens: Lens) -> list[move.Move]:
    one, two, three = lens.questions[:3]
    said = {"practice": two.practices[-1], "source": "170.1"}
    quote = "we tag every run in Feature Store, but nobody has tried a rollback yet"
    return [
        move.AddNote(text="The runbook is in the wiki.\nIt was last tried in May.", **on(one, "UBEN", 5)),
        move.AddNote(text=HOSTILE, **on(one, "UHEB", 6)),
        move.AddNote(text="Straße, naïve café, Łódź, “quoted” – dash … ✓ → 😀", **on(two, "UEMO", 7)),
        _link(one, "https://wiki.example.com/runbook?a=1&b=(2)", "Runbook", "UANA"),
        _link(one, "javascript:alert(1)", "Click me", "UBEN"),
        move.AddEvidence(
            kind=EvidenceKind.MESSAGE,
            reference="https://acme.slack.com/archives/C1/p1",
            practice=one.practices[0],
            **on(one, "UANA"),
        ),
        move.AddEvidence(kind=EvidenceKind.NOTE, reference="The auditors saw it in spring.", **on(two, "ULEI")),
        move.View(practice=one.practices[0], state=State.MISSING, reason="not since the move", **on(one, "UHEB", 9)),
        move.View(practice=two.practices[0], state=State.IN_PLACE, **on(two, "UBEN", 10)),
        move.Decide(practice=two.practices[0], state=State.IN_PLACE, reason="seen it run", **on(two, "UEMO", 11)),
        move.Propose(says=Said.IN_PLACE, quote=quote, **said, **on(two, "ULEI", 12)),
        move.ConfirmProposal(**said, **on(two, "ULEI", 13)),
        move.Propose(
            practice=three.practices[0], says=Said.PARTLY, quote="we plan to", source="170.2", **on(three, "UBEN", 14)
        ),
        move.Reconfirm(**on(three, "UANA", 60 * 24)),
    ]


def _link(question, reference: str, title: str, person: str) -> move.AddEvidence:
    return move.AddEvidence(kind=EvidenceKind.LINK, reference=reference, title=title, **on(question, person))


def _open_ends(lens: Lens) -> list[move.Move]:
    *_, four, five, six, seven, eight = lens.questions
    spared = {four.practices[0]: "a vendor does this for us"}
    return [
        form(four, "UANA", 80, in_place=four.practices[1:], not_applicable=spared, none=len(four.practices) == 1),
        move.DoesNotApply(reason="we have no edge devices", **on(five, "UANA", 81)),
        move.NotSure(**on(six, "UBEN", 82)),
        move.Skip(**on(seven, "UBEN", 83)),
        move.Assign(to="ULEI", **on(eight, "UANA", 84)),
    ]
