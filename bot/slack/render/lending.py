"""Answers that go from one review to another, in Slack: requests, outcomes, what there is to take over. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.cards.lending import (
    MOST_TEMPLATES,
    DeclinedCard,
    LendingCard,
    LendingSheet,
    LentCard,
    Outcome,
    SettledCard,
    ShareCard,
    TemplateLine,
    TemplateMadeCard,
    TemplatesCard,
)
from bot.review import borrowing
from bot.review.errors import NAME_LIMIT
from bot.review.model import Borrowed, Review, State
from bot.slack import actions
from bot.slack.render import kit
from bot.slack.render.kit import Json, Message
from lens_corpus.model import Lens

_SAYS = {State.IN_PLACE: "in place", State.MISSING: "missing", State.NOT_APPLICABLE: "does not apply"}
#: Offers shown on one question; a review has rarely more than one.
MOST_OFFERS = 3
OUTSIDERS = "\n:warning: People of other organisations are in <#{home}>, too, and would read what you share."
_ONLY = "Only what is in place, missing or does not apply goes over: no names, notes, reasons or evidence."
_LATER = "Nothing counts until somebody here takes it over, question by question: *Same with us* on a question's card."


def message(card: LendingCard) -> Message:
    """Show a card as a message."""
    match card:
        case ShareCard():
            return _request(card)
        case SettledCard():
            return _said(_settled(card))
        case LentCard(review, channel, by, count):
            return _said(
                f"<#{channel}> shares its answers with the review of {_named(review.workload.name)}: <@{by}> "
                f"agreed. {_counted(count)} something to take over. {_LATER}"
            )
        case DeclinedCard(review, channel):
            return _said(
                f"<#{channel}> would rather keep its answers to itself. That is its good right, and the review of "
                f"{_named(review.workload.name)} goes on without them."
            )
        case TemplateMadeCard(name, by, count):
            return _said(
                f"<@{by}> made a template of this: *{_named(name)}*, {_questions(count)}. Everybody in this "
                f"workspace can begin a review with it. {_ONLY} `/lensbot review templates` lists and removes them."
            )
        case TemplatesCard():
            return _templates(card)
        case _:
            assert_never(card)


def view(sheet: LendingSheet) -> Json:
    """Show a sheet as a modal."""
    offered = kit.options(sheet.states[: kit.MOST_OPTIONS])
    blocks = [
        kit.section(f"Others in this workspace can begin a review with these answers. {_ONLY}"),
        kit.field_of("name", "Name", kit.typed("text", placeholder="All our workloads have", most=NAME_LIMIT)),
        kit.field_of("state", "Which state?", kit.chosen_from("static_select", "pick", offered, (sheet.states[0][1],))),
    ]
    kept = actions.encode(sheet.review, sheet.place.channel)
    return kit.modal("Use as template", blocks, actions.TEMPLATE_SHEET, submit="Keep it", kept=kept)


def offers(review: Review, lens: Lens, question: str) -> Iterator[Json]:
    """What there is to take over for a question, each with its button."""
    for borrowed, lent in borrowing.offered(review, lens, question)[:MOST_OFFERS]:
        says = ", ".join(f"`{practice}` {_SAYS[state]}" for practice, state in lent.states if state in _SAYS)
        value = actions.encode(review.id, question, review.turns, borrowed.source)
        text = f":inbox_tray: {_from(borrowed)}: {says}. _Not counted until somebody here confirms it._"
        yield kit.section(text, kit.button("Same with us", actions.TAKE, value))


def suggested(review: Review, lens: Lens, question: str) -> dict[str, State]:
    """What the long form of a question begins with where nobody here has spoken: what was borrowed first."""
    found = borrowing.offered(review, lens, question)
    return dict(found[0][1].states) if found else {}


def _from(borrowed: Borrowed) -> str:
    if borrowed.channel:
        return f"In <#{borrowed.channel}> (shared by <@{borrowed.by}> on {borrowed.at:%d %b %Y})"
    return f"In the template *{_named(borrowed.name)}*"


def _request(card: ShareCard) -> Message:
    name = _named(card.source.workload.name)
    text = (
        f"<@{card.by}> begins a review by the {kit.mrkdwn(card.lens)} in <#{card.home}>, and asks whether this channel "
        f"shares its answers of the review of *{name}*: {_questions(card.questions)}. {_ONLY} They count for nothing "
        "there until somebody confirms them."
    )
    text += OUTSIDERS.format(home=card.home) if card.outsiders else ""
    value = actions.encode(card.home, card.review, card.source.id)
    yes = kit.button("Share our answers", actions.LEND, value, style="primary")
    return Message(text, tail=(kit.section(text), kit.actions(yes, kit.button("No", actions.LEND_NOT, value))))


def _settled(card: SettledCard) -> str:
    match card.outcome:
        case Outcome.SHARED:
            return f"<@{card.by}> shared this channel's answers with <#{card.home}>."
        case Outcome.DECLINED:
            return f"<@{card.by}> kept this channel's answers here; <#{card.home}> was told."
        case Outcome.OVER:
            return f"The review in <#{card.home}> that asked for this channel's answers is over: nothing was shared."
        case _:
            assert_never(card.outcome)


def _templates(card: TemplatesCard) -> Message:
    if not card.templates:
        return _said("There are no templates yet. *Use as template…* on the result of a finished review makes one.")
    head = "Templates that a review in this workspace can begin with:"
    more = len(card.templates) - MOST_TEMPLATES
    left = (kit.context(f"And {more} more, in the form of `/lensbot review new`."),) if more > 0 else ()
    return Message(head, tail=(kit.section(head), *map(_line, card.templates[:MOST_TEMPLATES]), *left))


def _line(each: TemplateLine) -> Json:
    made = f"{kit.mrkdwn(each.lens)}, {_questions(each.questions)}, by <@{each.by}> on {each.at:%d %b %Y}"
    sure = kit.confirm("Remove this template?", "Reviews that began with it stay as they are.", "Remove")
    button = kit.button("Remove", actions.TEMPLATE_REMOVE, actions.encode(each.id), confirm=sure)
    return kit.section(f"*{_named(each.name)}*\n{made}", button if each.mine else None)


def _named(name: str) -> str:
    return kit.mrkdwn(kit.apart(name))


def _questions(count: int) -> str:
    return f"{count} question{'' if count == 1 else 's'}"


def _counted(count: int) -> str:
    return f"{count} open question has" if count == 1 else f"{count} open questions have"


def _said(text: str) -> Message:
    return Message(text, tail=(kit.section(text),))
