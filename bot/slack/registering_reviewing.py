"""Which listener hears what of a review."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App

from bot.slack import actions
from bot.slack.listeners.review_course import CourseListeners
from bot.slack.listeners.reviewing import ReviewListeners


def register(app: App, cards: ReviewListeners, course: CourseListeners) -> None:
    """Register every button, form and shortcut of a review."""
    pressed: Mapping[str, Callable[..., Any]] = {
        actions.ANSWER: cards.answered,
        actions.BOXES: cards.ticked,
        actions.NONE: cards.none,
        actions.UNSURE: cards.unsure,
        actions.TAKE: cards.took,
        actions.SKIP: cards.skipped,
        actions.BACK: cards.back,
        actions.DETAIL: cards.detail,
        actions.SPARE: cards.spare,
        actions.ASK: cards.ask,
        actions.MEANING: cards.meaning,
        actions.EDIT: cards.edit,
        **dict.fromkeys(COURSE, course.pressed),
    }
    for action, listener in pressed.items():
        app.action(action)(listener)
    app.action(re.compile(rf"^{re.escape(actions.DECIDE)}\."))(cards.decided)
    app.view(actions.DETAIL_SHEET)(cards.detailed)
    app.view(actions.SPARE_SHEET)(cards.spared)
    app.view(actions.ASK_SHEET)(cards.asked)
    app.view(actions.START_SHEET)(course.started)
    app.view(actions.EVIDENCE_SHEET)(course.evidence_chosen)
    app.view(actions.MILESTONE_SHEET)(course.named)
    app.shortcut({"type": "message_action", "callback_id": actions.EVIDENCE})(course.evidence)


COURSE = (
    actions.CONTINUE,
    actions.SESSION,
    actions.PAUSE,
    actions.FINISH,
    actions.RESUME,
    actions.RESULT,
    actions.DELETE,
    actions.REPORT,
    actions.MILESTONE,
)
