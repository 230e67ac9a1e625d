"""The ids of everything that can be pressed, and what buttons carry: ids and a turn, never content.

A value is versioned, because a message outlives the program that posted it: what an earlier version wrote is
answered politely, not misread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.usecases.refusals import Refusal

VERSION: Final = 1
MOST_VALUE = 2000

MORE: Final = "answer.more"
PICK: Final = "answer.pick"
OPINION: Final = "answer.opinion"
SHARE: Final = "answer.share"
DISMISS: Final = "message.dismiss"
SETTINGS: Final = "channel.settings"
TRY: Final = "home.try"

ANSWER: Final = "review.answer"
BOXES: Final = "review.boxes"
NONE: Final = "review.none"
UNSURE: Final = "review.unsure"
DETAIL: Final = "review.detail"
SPARE: Final = "review.spare"
MEANING: Final = "review.meaning"
ASK: Final = "review.ask"
SKIP: Final = "review.skip"
BACK: Final = "review.back"
EDIT: Final = "review.edit"
DECIDE: Final = "review.decide"
CONTINUE: Final = "review.continue"
SESSION: Final = "review.session"
PAUSE: Final = "review.pause"
FINISH: Final = "review.finish"
RESUME: Final = "review.resume"
DELETE: Final = "review.delete"
UPGRADE: Final = "review.upgrade"
RESULT: Final = "review.result"
REPORT: Final = "review.report"
MILESTONE: Final = "review.milestone"
CONFIRM: Final = "review.confirm"
CONFIRM_AS: Final = "review.confirm_as"
REJECT: Final = "review.reject"
START: Final = "review.start"
TAKE: Final = "review.take"
LEND: Final = "review.lend"
LEND_NOT: Final = "review.lend.no"
TEMPLATE: Final = "review.template"
TEMPLATE_REMOVE: Final = "review.template.remove"
GO_ON: Final = "review.go_on"
SUMMARISE: Final = "review.summarise"

EVIDENCE: Final = "use_as_evidence"
START_SHEET: Final = "review.start.sheet"
DETAIL_SHEET: Final = "review.detail.sheet"
SPARE_SHEET: Final = "review.spare.sheet"
ASK_SHEET: Final = "review.ask.sheet"
EVIDENCE_SHEET: Final = "review.evidence.sheet"
MILESTONE_SHEET: Final = "review.milestone.sheet"
MEANING_SHEET: Final = "review.meaning.sheet"
TEMPLATE_SHEET: Final = "review.template.sheet"

ITEM_DONE: Final = "item.done"
ITEM_PROVE: Final = "item.prove"
ITEM_WORKING: Final = "item.working"
ITEM_SNOOZE: Final = "item.snooze"
ITEM_NOT_OURS: Final = "item.not_ours"
ITEM_ACCEPT: Final = "item.accept"
ITEM_MORE: Final = "item.more"
ITEM_OPEN: Final = "item.open"
ITEM_TAKE: Final = "item.take"
ITEM_REOPEN: Final = "item.reopen"
ITEM_DUE: Final = "item.due"
ITEM_HAND_OVER: Final = "item.hand_over"
ITEM_SPLIT: Final = "item.split"
ITEM_LINK: Final = "item.link"
ITEM_STILL: Final = "item.still"
ITEM_WORD: Final = "item.word"
PLAN_ADD: Final = "plan.add"
PLAN_ADOPT: Final = "plan.adopt"
PLAN: Final = "plan.show"
REMINDERS: Final = "reminders.set"
REMINDERS_STOP: Final = "reminders.stop"
REMINDERS_TRY: Final = "reminders.try"

NOTE_SHEET: Final = "review.note.sheet"
WAIT_SHEET: Final = "wait.sheet"
WORDING_SHEET: Final = "item.wording.sheet"
ITEM_SHEET: Final = "item.sheet"
ITEM_FORM_SHEET: Final = "item.form.sheet"
PLAN_SHEET: Final = "plan.sheet"
OWN_SHEET: Final = "plan.own.sheet"
REMINDERS_SHEET: Final = "reminders.sheet"

ABOUT: Final = "about_this"
ABOUT_SHEET: Final = "about.sheet"
RULES_SHEET: Final = "rules.sheet"
OPINION_SHEET: Final = "opinion.sheet"
PRACTICE_SHEET: Final = "practice.sheet"
COMMAND: Final = "/lensbot"


_KNOWN = frozenset(value for name, value in globals().items() if name.isupper() and isinstance(value, str))


def known(action: str) -> bool:
    """Whether an action is one that this version posts."""
    return action in _KNOWN or action.startswith((f"{DECIDE}.", f"{CONFIRM_AS}."))


class OldButton(Refusal):
    """Something pressed that another version of us posted."""

    def __init__(self) -> None:
        super().__init__(
            "That button is from an earlier version of me and no longer works. Ask again and you get a fresh one."
        )


def encode(*parts: str | int) -> str:
    """What a button carries."""
    return json.dumps([VERSION, *parts], separators=(",", ":"), ensure_ascii=False)


def decode(value: str, *kinds: type) -> tuple[Any, ...]:
    """What a button carried, each part of the kind that is expected; OldButton when it is not."""
    try:
        version, *parts = json.loads(value)
    except (ValueError, TypeError):
        raise OldButton from None
    fits = len(parts) == len(kinds) and all(type(part) is kind for part, kind in zip(parts, kinds, strict=True))
    if version != VERSION or not fits:
        raise OldButton
    return tuple(parts)


def stated(state: Mapping[str, Any], block: str, action: str) -> Any:
    """What a form holds in one of its inputs: text, a value, a list of values, or None."""
    element = state.get("values", {}).get(block, {}).get(action)
    if not element:
        return None
    for key in ("value", "selected_date", "selected_time", "selected_user", "selected_users", "selected_conversation"):
        if key in element:
            return element[key]
    if "selected_options" in element:
        return [each["value"] for each in element["selected_options"]]
    chosen = element.get("selected_option")
    return chosen["value"] if chosen else None
