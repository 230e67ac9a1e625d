"""A review's messages in Slack. Pure.

A question takes up to fifteen choices, a group of checkboxes ten, and an option's text 75 characters: so titles stand
in full above, and the boxes carry ids and as much of the title as fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.cards.reviewing import (
    AnsweredCard,
    AskedCard,
    OutcomeCard,
    ProposalsCard,
    QuestionCard,
    ReviewingCard,
)
from bot.review.model import WHOLE, Answer, Disagreement, Review, Said, State
from bot.review.scoring import Standing
from bot.review.ways_down import Way
from bot.slack import actions
from bot.slack.render import kit, review_outcomes
from bot.slack.render.kit import Json, Message
from bot.slack.render.review_outcomes import EFFORTS, MARKS, named
from lens_corpus.model import Lens, Question

NAMES = {
    Standing.HIGH: "High risk",
    Standing.MEDIUM: "Medium risk",
    Standing.NONE: "No risk by the lens's rules",
    Standing.UNANSWERED: "Unanswered",
    Standing.NOT_SURE: "Not sure yet",
    Standing.NOT_APPLICABLE: "Does not apply",
    Standing.NOT_SCORED: "Not scored: no rule of the lens fits",
}
STATES = {
    State.IN_PLACE: ":white_check_mark: in place",
    State.MISSING: ":x: missing",
    State.NOT_SURE: ":grey_question: not sure",
    State.NOT_APPLICABLE: ":heavy_minus_sign: does not apply",
    None: ":white_circle: not said",
}
_SAID = {Said.IN_PLACE: "in place", Said.PARTLY: "partly in place", Said.MISSING: "missing"}


def message(card: ReviewingCard) -> Message:
    """Show a card as a message."""
    if isinstance(card, OutcomeCard):
        return review_outcomes.message(card)
    match card:
        case QuestionCard():
            return _question(card)
        case AnsweredCard():
            return _answered(card)
        case ProposalsCard():
            return _proposals(card)
        case AskedCard():
            return _asked(card)
        case _:
            assert_never(card)


def turn_value(review: Review, question: str) -> str:
    """What a button of a question carries."""
    return actions.encode(review.id, question, review.turns)


def _question(card: QuestionCard) -> Message:
    review, lens, question = card.review, card.lens, card.question
    value = turn_value(review, question.id)
    titles = [_titled(lens, practice, review.answer(question.id)) for practice in question.practices]
    blocks = [
        kit.header(question.title),
        kit.context(_where(review, lens, question)),
        kit.section(kit.mrkdwn(question.why)),
        *kit.paged(
            "*Which of these are in place?* Tick them, or just write in this thread how it is with you.", titles
        ),
        *_boxes(review, lens, question),
        kit.actions(
            kit.button("Save", actions.ANSWER, value, style="primary"),
            kit.button("None of these", actions.NONE, value),
            kit.button("Not sure", actions.UNSURE, value),
            kit.button("In detail…", actions.DETAIL, value),
            kit.button("Does not apply…", actions.SPARE, value),
        ),
        kit.actions(
            kit.button("What does this mean?", actions.MEANING, value),
            kit.button("Ask someone…", actions.ASK, value),
            kit.button("Skip", actions.SKIP, value),
            kit.button("Back", actions.BACK, value),
        ),
    ]
    return Message(f"{question.id} {question.title}", tail=tuple(blocks))


def _titled(lens: Lens, practice: str, answer: Answer) -> str:
    found = lens.practice(practice)
    state = answer.state(practice)
    said = f" · {STATES[state]}" if state else ""
    return f"• {named(practice, lens)} · {found.risk} risk if missing{said}"


def _where(review: Review, lens: Lens, question: Question) -> str:
    place = review.questions.index(question.id) + 1
    asked = "".join(f" · asked: <@{to}>" for to in review.asked(question.id))
    pillar = lens.pillar(question.pillar).name
    return f"`{question.id}` · {kit.mrkdwn(pillar)} · question {place} of {len(review.questions)}{asked}"


def _boxes(review: Review, lens: Lens, question: Question) -> Iterator[Json]:
    answer = review.answer(question.id)
    ids = question.practices
    held = [practice for practice in ids if answer.state(practice) is State.IN_PLACE]
    for start in range(0, len(ids), kit.MOST_BOXES):
        some = ids[start : start + kit.MOST_BOXES]
        offered = [kit.option(f"{_short(each)} {lens.practice(each).title}", each) for each in some]
        boxes = kit.chosen_from("checkboxes", actions.BOXES, offered, held)
        yield kit.actions(boxes, block_id=f"boxes-{review.turns}-{start}")


def _short(practice: str) -> str:
    return practice.rsplit("-", 1)[-1]


def _answered(card: AnsweredCard) -> Message:
    review, lens, question, scored = card.review, card.lens, card.question, card.scored
    head = f"{MARKS[scored.standing]} *{NAMES[scored.standing]}* · `{question.id}` {kit.mrkdwn(question.title)}"
    blocks = [kit.section(head), *_reasons(card)]
    lines = [f"{STATES[state]} · {named(practice, lens)}" for practice, state in scored.states]
    blocks += kit.paged("", lines) if review.answer(question.id).marks else []
    for disagreement in review.answer(question.id).disagreements:
        blocks += _disagreement(review, disagreement, lens)
    blocks += _beside(review.answer(question.id))
    edit = kit.button("Change the answer", actions.EDIT, actions.encode(review.id, question.id))
    ask = kit.button("Ask someone…", actions.ASK, turn_value(review, question.id))
    blocks.append(kit.actions(edit, ask))
    return Message(f"{NAMES[scored.standing]}: {question.id} {question.title}", tail=tuple(blocks))


def _reasons(card: AnsweredCard) -> Iterator[Json]:
    lens, scored = card.lens, card.scored
    texts = []
    if scored.standing is Standing.UNANSWERED:
        waiting = [f"<@{to}>" for to in card.review.asked(card.question.id)]
        texts.append(f"Waiting for {', '.join(waiting)}." if waiting else "Left open for later.")
    if card.why.rule:
        rule = "no other rule applies" if card.why.rule.condition == "default" else f"`{card.why.rule.condition}`"
        missing = ", ".join(f"`{each}`" for each in card.why.missing)
        texts.append(f"*Why:* {kit.mrkdwn(rule)}." + (f" Missing: {missing}." if missing else ""))
    if not scored.certain and scored.at_least and scored.at_most:
        low, high = (NAMES[Standing(each.value)].lower() for each in (scored.at_least, scored.at_most))
        texts.append(f"Once what is open is known: {low} at best, {high} at worst.")
    for label, ways in (("medium", card.ways.to_medium), ("none", card.ways.to_none)):
        if ways:
            texts.append(f"*Cheapest way to {label}:* {_way(ways[0], lens)}")
    if texts:
        yield kit.section("\n".join(texts))


def _way(way: Way, lens: Lens) -> str:
    parts = [f"{named(each, lens)} ({EFFORTS[lens.practice(each).effort]})" for each in way.practices]
    return " and ".join(parts)


def _disagreement(review: Review, disagreement: Disagreement, lens: Lens) -> Iterator[Json]:
    what = "whether this applies" if disagreement.practice == WHOLE else named(disagreement.practice, lens)
    views = "; ".join(f"<@{mark.by}>: {STATES.get(mark.state, 'it applies')}" for mark in disagreement.views)
    yield kit.section(f":scales: *You see {what} differently.* {views}")
    states = dict.fromkeys(mark.state for mark in disagreement.views if mark.state is not State.NOT_SURE)
    yield kit.actions(
        *(
            kit.button(
                f"Decide: {state.value.replace('_', ' ')}",
                f"{actions.DECIDE}.{state.value}",
                actions.encode(review.id, disagreement.question, disagreement.practice, state.value),
            )
            for state in states
        )
    )


def _beside(answer: Answer) -> Iterator[Json]:
    notes = [f":memo: {kit.mrkdwn(note.text)} (<@{note.by}>)" for note in answer.notes]
    backed = [f":paperclip: {kit.link(each.reference, each.title or each.reference)}" for each in answer.evidence]
    yield from kit.paged("", [*notes, *backed])
    people = dict.fromkeys(mark.by for mark in answer.marks)
    if people:
        yield kit.context("Answered by " + ", ".join(f"<@{user}>" for user in people))


def _proposals(card: ProposalsCard) -> Message:
    titles = dict(card.titles)
    text = "I read your words like this. Nothing counts until somebody confirms it."
    blocks = [kit.section(text)]
    for each in card.proposals[:12]:
        quote = kit.mrkdwn(kit.cut(each.quote, 400))
        blocks.append(
            kit.section(f"*{each.practice} {kit.mrkdwn(titles[each.practice])}* — {_SAID[each.says]}?\n> “{quote}”")
        )
        value = actions.encode(card.review.id, card.question.id, each.practice, each.source)
        blocks.append(
            kit.actions(
                kit.button("Yes", actions.CONFIRM, value, style="primary"), kit.button("No", actions.REJECT, value)
            )
        )
    return Message(text, tail=tuple(blocks))


def _asked(card: AskedCard) -> Message:
    link = f" {kit.link(card.link, 'Go to the question')}" if card.link else ""
    text = f"<@{card.to}>, <@{card.by}> asks you: *{kit.mrkdwn(card.question.title)}* (`{card.question.id}`){link}"
    return Message(text, tail=(kit.section(text),))
