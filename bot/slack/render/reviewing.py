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
from bot.review.model import WHOLE, Answer, Disagreement, Evidence, Proposal, Review, Said, State
from bot.review.scoring import Standing
from bot.review.ways_down import Way
from bot.slack import actions
from bot.slack.render import kit, lending, review_outcomes
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
#: What the message of one answer shows, so that it stays within what Slack takes and keeps its buttons: disagreements,
#: views in each, notes and pieces of evidence, characters of each, and of an address. The report has everything.
MOST_DISPUTED, MOST_VIEWS, MOST_BESIDE, MOST_WORDS, MOST_ADDRESS = 5, 6, 4, 300, 500
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
        *lending.offers(review, lens, question.id),
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
            *_summary(card),
        ),
    ]
    return Message(kit.mrkdwn(f"{question.id} {question.title}"), tail=tuple(blocks))


def _summary(card: QuestionCard | AnsweredCard) -> list[Json]:
    value = turn_value(card.review, card.question.id)
    return [kit.button("Summarise the thread", actions.SUMMARISE, value)] if card.summary else []


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
    blocks += _disagreements(review, review.answer(question.id), lens)
    blocks += _beside(review.answer(question.id))
    edit = kit.button("Change the answer", actions.EDIT, actions.encode(review.id, question.id))
    ask = kit.button("Ask someone…", actions.ASK, turn_value(review, question.id))
    blocks.append(kit.actions(edit, ask, *_summary(card)))
    return Message(kit.mrkdwn(f"{NAMES[scored.standing]}: {question.id} {question.title}"), tail=tuple(blocks))


def _reasons(card: AnsweredCard) -> Iterator[Json]:
    lens, scored = card.lens, card.scored
    texts = []
    if scored.standing is Standing.UNANSWERED:
        waiting = [f"<@{to}>" for to in card.review.asked(card.question.id)]
        left = "It is asked again below." if card.review.cursor == card.question.id else "Left open for later."
        texts.append(f"Waiting for {', '.join(waiting)}." if waiting else left)
    if card.why.rule:
        default = card.why.rule.condition == "default"
        rule = "no rule for less risk is met" if default else f"the rule `{kit.mrkdwn(card.why.rule.condition)}` is met"
        missing = ", ".join(f"`{_short(each)}`" for each in card.why.missing)
        texts.append(f"*Why:* {rule}." + (f" Missing: {missing}." if missing else ""))
    if not scored.certain and scored.at_least and scored.at_most:
        low, high = (NAMES[Standing(each.value)].lower() for each in (scored.at_least, scored.at_most))
        texts.append(f"Once what is open is known: {low} at best, {high} at worst.")
    for label, ways in (("medium risk", card.ways.to_medium), ("no risk", card.ways.to_none)):
        if ways and (label == "no risk" or ways[0].practices not in [way.practices for way in card.ways.to_none[:1]]):
            texts.append(f"*Cheapest way to {label}:* {_way(ways[0], lens)}")
    if texts:
        yield kit.section("\n".join(texts))


def _way(way: Way, lens: Lens) -> str:
    """By their short names: in full they are listed right below."""
    return " and ".join(f"`{_short(each)}` ({EFFORTS[lens.practice(each).effort]})" for each in way.practices)


def _disagreements(review: Review, answer: Answer, lens: Lens) -> Iterator[Json]:
    found = answer.disagreements
    for each in found[:MOST_DISPUTED]:
        yield from _disagreement(review, each, lens)
    if len(found) > MOST_DISPUTED:
        more = len(found) - MOST_DISPUTED
        yield kit.context(f"You see {more} more differently: they come up as these are decided.")


def _disagreement(review: Review, disagreement: Disagreement, lens: Lens) -> Iterator[Json]:
    what = "whether this applies" if disagreement.practice == WHOLE else named(disagreement.practice, lens)
    said = [f"<@{mark.by}>: {STATES.get(mark.state, 'it applies')}" for mark in disagreement.views]
    yield kit.section(f":scales: *You see {what} differently.* {kit.some(said, MOST_VIEWS, '; ')}")
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
    notes = [f":memo: {kit.mrkdwn(kit.cut(note.text, MOST_WORDS))} (<@{note.by}>)" for note in answer.notes]
    backed = [f":paperclip: {_backing(each)}" for each in answer.evidence]
    yield from kit.paged("", [*notes[-MOST_BESIDE:], *backed[-MOST_BESIDE:]])
    if max(len(notes), len(backed)) > MOST_BESIDE:
        yield kit.context("Earlier notes and evidence are in the report.")
    people = dict.fromkeys(mark.by for mark in answer.marks)
    if people:
        yield kit.context("Answered by " + ", ".join(f"<@{user}>" for user in people))


def _backing(evidence: Evidence) -> str:
    words = kit.cut(evidence.title or evidence.reference, MOST_WORDS)
    return kit.link(evidence.reference, words) if len(evidence.reference) <= MOST_ADDRESS else kit.mrkdwn(words)


def _proposals(card: ProposalsCard) -> Message:
    titles = dict(card.titles)
    text = "I read your words like this. Nothing counts until somebody confirms it."
    blocks = [kit.section(text)]
    for each in card.proposals[:12]:
        name = f"*{each.practice} {kit.mrkdwn(titles[each.practice])}*"
        blocks += _two_readings(card, each, name) if each.otherwise else _reading(card, each, name)
    return Message(text, tail=tuple(blocks))


def _reading(card: ProposalsCard, each: Proposal, name: str) -> Iterator[Json]:
    value = actions.encode(card.review.id, card.question.id, each.practice, each.source)
    yield kit.section(f"{name} — {_SAID[each.says]}?\n{_quoted(each.quote)}")
    yield kit.actions(
        kit.button("Yes", actions.CONFIRM, value, style="primary"), kit.button("No", actions.REJECT, value)
    )


def _two_readings(card: ProposalsCard, each: Proposal, name: str) -> Iterator[Json]:
    """Both ways in which the same words were read; none of them is the one to press."""
    ways = [way for way in (each.says, each.otherwise) if way]
    short = next((way for way in ways if way is not Said.IN_PLACE), Said.MISSING)
    quotes = [_quoted(quote) for quote in dict.fromkeys((each.quote, each.other_quote)) if quote]
    said = ", or ".join(_SAID[way] for way in ways)
    yield kit.section(f"{name} — :scales: *I read this in two ways:* {said}?\n" + "\n".join(quotes))
    ids = (card.review.id, card.question.id, each.practice, each.source)
    row = [
        kit.button(words.capitalize(), f"{actions.CONFIRM_AS}.{state.value}", actions.encode(*ids, state.value))
        for words, state in ((_SAID[Said.IN_PLACE], State.IN_PLACE), (_SAID[short], State.MISSING))
    ]
    yield kit.actions(*row, kit.button("Neither", actions.REJECT, actions.encode(*ids)))


def _quoted(quote: str) -> str:
    return f"> “{kit.mrkdwn(' '.join(kit.cut(quote, 400).split()))}”"


def _asked(card: AskedCard) -> Message:
    link = f" {kit.link(card.link, 'Go to the question')}" if card.link else ""
    text = f"<@{card.to}>, <@{card.by}> asks you: *{kit.mrkdwn(card.question.title)}* (`{card.question.id}`){link}"
    return Message(text, tail=(kit.section(text),))
