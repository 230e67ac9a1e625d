"""What a word does to an answer: marks set, disagreements settled, notes and evidence kept, proposals settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.review.errors import NotInReview, Refusal, StaleTurn
from bot.review.model import (
    WHOLE,
    Answer,
    Decision,
    Evidence,
    Fate,
    Mark,
    Note,
    Proposal,
    Review,
    Said,
    State,
    Submission,
)
from bot.review.move import AddEvidence, Decide, Propose, RejectProposal, Tick

_MEANT = {Said.IN_PLACE: State.IN_PLACE, Said.PARTLY: State.MISSING, Said.MISSING: State.MISSING}
PARTLY = "Partly in place."
CHOOSE = "I read those words in two ways. Choose which of the two it is."


def say(answer: Answer, ticks: Iterable[Tick], by: str, at: datetime) -> Answer:
    """Set this person's marks, and only theirs. To speak of a practice is to say that the question applies."""
    said = list(ticks)
    if all(each.practice != WHOLE for each in said):
        said.append(Tick(WHOLE, State.APPLIES))
    new = tuple(Mark(each.practice, each.state, by, at, each.reason) for each in said)
    named = {each.practice for each in said}
    kept = tuple(mark for mark in answer.marks if mark.by != by or mark.practice not in named)
    return replace(answer, marks=kept + new, by=by, at=at)


def submitted(answer: Answer, by: str, turn: int, at: datetime) -> Answer:
    """Remember that this person sent the card of this turn, so that a second click is known for what it is."""
    others = tuple(each for each in answer.submissions if each.by != by)
    return replace(answer, submissions=(*others, Submission(by, turn, at)))


def has_submitted(answer: Answer, by: str, turn: int) -> bool:
    """Whether this person sent this card, or a later one of the same question, already."""
    return any(each.by == by and each.turn >= turn for each in answer.submissions)


def decided(answer: Answer, move: Decide) -> Answer:
    """Let one mark hold and keep the views that it overrules. Refusal where nobody disagrees (any more)."""
    if not answer.disputed(move.practice):
        raise Refusal("Nobody disagrees on this any more, so there is nothing to decide. Edit the answer instead.")
    mark = Mark(move.practice, move.state, move.by, move.at, move.reason)
    others = tuple(each for each in answer.marks if each.practice != move.practice)
    decision = Decision(mark, answer.views(move.practice))
    return replace(answer, marks=(*others, mark), decisions=(*answer.decisions, decision), by=move.by, at=move.at)


def noted(answer: Answer, text: str, by: str, at: datetime) -> Answer:
    """Keep a note; the same words by the same person are kept once."""
    if not text or any(note.text == text and note.by == by for note in answer.notes):
        return answer
    return replace(answer, notes=(*answer.notes, Note(text, by, at)))


def without_note(answer: Answer, text: str) -> Answer:
    """Take a note away; NotInReview when there is none with these words."""
    kept = tuple(note for note in answer.notes if note.text != text)
    if kept == answer.notes:
        raise NotInReview("That note is gone already.")
    return replace(answer, notes=kept)


def backed(answer: Answer, move: AddEvidence, reference: str) -> Answer:
    """Keep evidence; the same reference for the same practice is kept once, with its first giver."""
    if any(each.reference == reference and each.practice == move.practice for each in answer.evidence):
        return answer
    new = Evidence(move.kind, reference, move.by, move.at, move.title, move.practice)
    return replace(answer, evidence=(*answer.evidence, new))


def without_evidence(answer: Answer, reference: str) -> Answer:
    """Take evidence away; NotInReview when there is none with this reference."""
    kept = tuple(each for each in answer.evidence if each.reference != reference)
    if kept == answer.evidence:
        raise NotInReview("That evidence is gone already.")
    return replace(answer, evidence=kept)


def proposed(review: Review, move: Propose) -> Review:
    """Keep a proposal. A message that was edited replaces its own pending one; a settled one stays settled."""
    new = Proposal(
        move.question,
        move.practice,
        move.says,
        move.quote,
        move.by,
        move.source,
        move.at,
        otherwise=move.otherwise,
        other_quote=move.other_quote,
    )
    same = [each for each in review.proposals if _key(each) == _key(new)]
    if any(each.fate is not Fate.PENDING for each in same):
        return review
    return replace(review, proposals=(*(each for each in review.proposals if each not in same), new))


def find(review: Review, question: str, practice: str, source: str) -> Proposal:
    """The pending proposal that a button names. NotInReview when there never was one, StaleTurn when it is settled."""
    found = [each for each in review.proposals if _key(each) == (question, practice, source)]
    if not found:
        raise NotInReview("That proposal isn't part of this review. Tick the practice itself instead.")
    if found[0].fate is not Fate.PENDING:
        raise StaleTurn("That proposal has been settled already. Nothing was changed; edit the answer if it is wrong.")
    return found[0]


def settled(review: Review, proposal: Proposal, fate: Fate, by: str, at: datetime) -> Review:
    """Close a proposal, and with it the earlier ones about the same practice."""
    return replace(review, proposals=tuple(_settle(each, proposal, fate, by, at) for each in review.proposals))


def meant(proposal: Proposal, state: State | None) -> Tick:
    """The mark that confirming stands for. Partly in place is not in place, and says so in its reason.

    Refusal where two readings contradict each other and nobody has said which it is.
    """
    if state is not None:
        partly = state is State.MISSING and proposal.otherwise and Said.PARTLY in (proposal.says, proposal.otherwise)
        return Tick(proposal.practice, state, PARTLY if partly else "")
    if proposal.otherwise:
        raise Refusal(CHOOSE)
    return Tick(proposal.practice, _MEANT[proposal.says], PARTLY if proposal.says is Said.PARTLY else "")


def rejected(review: Review, move: RejectProposal) -> Review:
    """Close a proposal without marking anything."""
    proposal = find(review, move.question, move.practice, move.source)
    return settled(review, proposal, Fate.REJECTED, move.by, move.at)


def _settle(each: Proposal, proposal: Proposal, fate: Fate, by: str, at: datetime) -> Proposal:
    if _key(each) == _key(proposal):
        return replace(each, fate=fate, settled_by=by, settled_at=at)
    same = (each.question, each.practice) == (proposal.question, proposal.practice)
    if same and each.fate is Fate.PENDING and each.at <= proposal.at:
        return replace(each, fate=Fate.SUPERSEDED, settled_by=by, settled_at=at)
    return each


def _key(proposal: Proposal) -> tuple[str, str, str]:
    return proposal.question, proposal.practice, proposal.source
