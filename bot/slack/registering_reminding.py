"""Which listener hears what of improvements, plans and schedules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App

from bot.cards.reminding import Form
from bot.slack import actions
from bot.slack.listeners.plans import PlanListeners
from bot.slack.listeners.reminding import ItemListeners

FORMS: Mapping[str, Form] = {
    actions.ITEM_DONE: Form.DONE,
    actions.ITEM_PROVE: Form.PROVE,
    actions.ITEM_NOT_OURS: Form.NOT_OURS,
    actions.ITEM_ACCEPT: Form.ACCEPT,
    actions.ITEM_DUE: Form.DUE,
    actions.ITEM_HAND_OVER: Form.HAND_OVER,
    actions.ITEM_SPLIT: Form.SPLIT,
    actions.ITEM_LINK: Form.LINK,
}


def register(app: App, items: ItemListeners, plans: PlanListeners) -> None:
    """Register every button, menu, form and event of reminding."""
    pressed: Mapping[str, Callable[..., Any]] = {
        actions.ITEM_WORKING: items.working,
        actions.ITEM_TAKE: items.taken,
        actions.ITEM_REOPEN: items.reopened,
        actions.ITEM_SNOOZE: items.snoozed,
        actions.ITEM_MORE: items.more,
        actions.ITEM_OPEN: items.opened,
        actions.ITEM_STILL: items.still,
        actions.PLAN: plans.shown,
        actions.PLAN_ADD: plans.adding,
        actions.PLAN_ADOPT: plans.adopted,
        actions.REMINDERS_STOP: plans.stopped,
        actions.REMINDERS_TRY: plans.tried,
    }
    for action, listener in pressed.items():
        app.action(action)(listener)
    for action, form in FORMS.items():
        app.action(action)(_opens(items, form))
    app.view(actions.ITEM_FORM_SHEET)(items.sent)
    app.view(actions.OWN_SHEET)(plans.added)
    app.view(actions.REMINDERS_SHEET)(plans.saved)
    app.event("user_change")(plans.changed)


def _opens(items: ItemListeners, form: Form) -> Callable[..., None]:
    def opens(ack: Callable[..., Any], body: dict[str, Any]) -> None:
        items.form(ack, body, form)

    return opens
