"""A review's modals. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.cards.reviewing import (
    AskSheet,
    DetailSheet,
    EvidenceSheet,
    MeaningSheet,
    MilestoneSheet,
    ReviewingSheet,
    SpareSheet,
    StartSheet,
)
from bot.review.errors import DESCRIPTION_LIMIT, NAME_LIMIT, NOTE_LIMIT, REASON_LIMIT
from bot.review.model import ScopeKind, State
from bot.slack import actions
from bot.slack.render import kit, lending
from bot.slack.render.kit import Json
from bot.slack.render.review_outcomes import named
from lens_corpus.model import Lens

#: Time boxes that are offered, in minutes.
BOXES = (10, 30, 60)
ENVIRONMENTS = (("production", "Production"), ("preproduction", "Pre-production"), ("development", "Development"))
TEMPLATE = "Begin with a template"
BORROW = "Ask another channel for its answers"
CONSENT = "They are shared only if somebody there agrees. What is shared counts once you confirm it."
PRESET = "This begins with what was shared with you. Change what is different with you; it counts once you save it."
_STATES = (
    (State.IN_PLACE, "In place"),
    (State.MISSING, "Missing"),
    (State.NOT_SURE, "Not sure"),
    (State.NOT_APPLICABLE, "Does not apply"),
)


def view(sheet: ReviewingSheet) -> Json:
    """Show a sheet as a modal."""
    match sheet:
        case StartSheet():
            return _start(sheet)
        case DetailSheet():
            return _detail(sheet)
        case MeaningSheet():
            return kit.modal("What it means", list(_meaning(sheet)), actions.MEANING_SHEET)
        case SpareSheet(_review, question):
            return _spare(_kept(sheet), question.title)
        case AskSheet(_review, question):
            return _ask(_kept(sheet), question.title)
        case EvidenceSheet():
            return _evidence(sheet)
        case MilestoneSheet(review, place):
            return _milestone(actions.encode(review.id, place.channel))
        case _:
            assert_never(sheet)


def _kept(sheet: DetailSheet | SpareSheet | AskSheet) -> str:
    """What a modal about a question brings back: the turn, and where it is, which Slack does not tell with it."""
    seat = (sheet.seat.place.channel, sheet.seat.ts) if sheet.seat else ("", "")
    return actions.encode(sheet.review.id, sheet.question.id, sheet.review.turns, sheet.place.channel, *seat)


def scopes(lens: Lens) -> list[tuple[str, str]]:
    """Every scope that is offered, as (what it says, value)."""
    return [
        ("Everything", ScopeKind.EVERYTHING.value),
        ("Core path: what matters most for the phase", ScopeKind.CORE.value),
        *((f"Time box: {minutes} minutes", f"{ScopeKind.TIMEBOX.value}:{minutes}") for minutes in BOXES),
        *((f"Pillar: {each.name}", f"{ScopeKind.PILLARS.value}:{each.id}") for each in lens.pillars),
        *((f"Phase: {each.name}", f"{ScopeKind.PHASES.value}:{each.id}") for each in lens.phases),
    ]


def _start(sheet: StartSheet) -> Json:
    lens = sheet.lenses[0]
    phases = kit.options([(each.name, each.id) for each in lens.phases])
    lenses = kit.options([(each.name, each.id) for each in sheet.lenses])
    blocks = [
        kit.field_of("name", "What is reviewed?", kit.typed("text", placeholder="Fraud scoring", most=NAME_LIMIT)),
        kit.field_of(
            "description", "What does it do?", kit.typed("text", lines=True, most=DESCRIPTION_LIMIT), optional=True
        ),
        kit.field_of(
            "environment",
            "Environment",
            kit.chosen_from(
                "static_select", "pick", kit.options([(n, v) for v, n in ENVIRONMENTS]), (ENVIRONMENTS[0][0],)
            ),
        ),
        kit.field_of("phase", "Lifecycle phase", kit.chosen_from("static_select", "pick", phases), optional=True),
        kit.field_of("owners", "Owners", {"type": "multi_users_select", "action_id": "pick"}, optional=True),
        kit.field_of("lens", "Lens", kit.chosen_from("static_select", "pick", lenses, (lens.id,))),
        kit.field_of(
            "scope",
            "Which questions?",
            kit.chosen_from("multi_static_select", "pick", kit.options(scopes(lens)), (ScopeKind.EVERYTHING.value,)),
            hint="Several pillars or phases may be chosen together.",
        ),
    ]
    blocks += _prefilled(sheet)
    kept = actions.encode(sheet.place.channel)
    return kit.modal("Start a review", blocks, actions.START_SHEET, submit="Start", kept=kept)


def _prefilled(sheet: StartSheet) -> Iterator[Json]:
    known = (("earlier", "Carry answers over from", sheet.earlier), ("template", TEMPLATE, sheet.templates))
    for block, label, given in known:
        if given:
            offered = kit.options([(name, each) for each, name in given[: kit.MOST_OPTIONS]])
            yield kit.field_of(block, label, kit.chosen_from("static_select", "pick", offered), optional=True)
    yield kit.field_of("channel", BORROW, kit.rooms("pick"), hint=CONSENT, optional=True)


def _detail(sheet: DetailSheet) -> Json:
    answer = sheet.review.answer(sheet.question.id)
    blocks = [kit.section(f"*{kit.mrkdwn(sheet.question.title)}*")]
    offered = kit.options([(words, state.value) for state, words in _STATES])
    suggested = lending.suggested(sheet.review, sheet.lens, sheet.question.id)
    blocks += [kit.context(PRESET)] if suggested else []
    for practice in sheet.question.practices:
        mine = answer.view(practice, sheet.by)
        state = mine.state if mine else suggested.get(practice)
        chosen = (state.value,) if state else ()
        title = f"{practice} {sheet.lens.practice(practice).title}"
        element = kit.chosen_from("static_select", "pick", offered, chosen)
        blocks.append(kit.field_of(practice, title, element, optional=True))
    note = kit.typed("text", lines=True, most=NOTE_LIMIT)
    blocks.append(kit.field_of("note", "Note", note, optional=True))
    return kit.modal("In detail", blocks, actions.DETAIL_SHEET, submit="Save", kept=_kept(sheet))


def _meaning(sheet: MeaningSheet) -> Iterator[Json]:
    yield kit.section(f"*{kit.mrkdwn(sheet.question.title)}*")
    for practice in sheet.practices:
        signs = [f":white_check_mark: {kit.mrkdwn(each)}" for each in practice.good[:3]]
        signs += [f":warning: {kit.mrkdwn(each)}" for each in practice.trouble[:3]]
        yield kit.section(f"*{named(practice.id, sheet.lens)}*\n{kit.mrkdwn(practice.advice)}")
        yield from kit.paged("", signs)
        yield kit.divider()


def _spare(kept: str, title: str) -> Json:
    blocks = [
        kit.section(f"*{kit.mrkdwn(title)}*"),
        kit.field_of("reason", "Why does this not apply?", kit.typed("text", lines=True, most=REASON_LIMIT)),
    ]
    return kit.modal("Does not apply", blocks, actions.SPARE_SHEET, submit="Save", kept=kept)


def _ask(kept: str, title: str) -> Json:
    blocks = [kit.section(f"*{kit.mrkdwn(title)}*"), kit.field_of("who", "Who knows this?", kit.people("pick"))]
    return kit.modal("Ask someone", blocks, actions.ASK_SHEET, submit="Ask", kept=kept)


def _evidence(sheet: EvidenceSheet) -> Json:
    offered = [kit.option(title, actions.encode(review, question)) for review, question, title in sheet.choices[:100]]
    element = kit.chosen_from("static_select", "pick", offered, (sheet.chosen,))
    quoted = "\n".join(f"> {line}" for line in kit.mrkdwn(kit.cut(sheet.text, 600)).splitlines())
    blocks = [kit.section(quoted or "> –"), kit.field_of("question", "Which answer does this back?", element)]
    kept = actions.encode(sheet.place.channel, sheet.message)
    return kit.modal("Use as evidence", blocks, actions.EVIDENCE_SHEET, submit="Keep it", kept=kept)


def _milestone(kept: str) -> Json:
    element = kit.typed("text", placeholder="Before the launch", most=NAME_LIMIT)
    field = kit.field_of("name", "Name of this state", element)
    return kit.modal("Milestone", [field], actions.MILESTONE_SHEET, submit="Keep it", kept=kept)
