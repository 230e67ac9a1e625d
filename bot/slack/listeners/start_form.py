"""The form of a new review, read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.review.model import Scope, ScopeKind, Workload
from bot.slack import actions
from bot.usecases.prefilling import Wanted
from bot.usecases.refusals import Refusal


def wanted(state: Mapping[str, Any]) -> Wanted:
    """The review that somebody wants to begin."""
    workload = Workload(
        name=actions.stated(state, "name", "text") or "",
        description=actions.stated(state, "description", "text") or "",
        environment=actions.stated(state, "environment", "pick") or "",
        phase=actions.stated(state, "phase", "pick") or "",
        owners=tuple(actions.stated(state, "owners", "pick") or ()),
    )
    return Wanted(
        lens=actions.stated(state, "lens", "pick") or "",
        workload=workload,
        scope=scope_of(actions.stated(state, "scope", "pick") or []),
        earlier=actions.stated(state, "earlier", "pick") or "",
        template=actions.stated(state, "template", "pick") or "",
        channel=actions.stated(state, "channel", "pick") or "",
    )


def scope_of(chosen: list[str]) -> Scope:
    """The scope that was chosen in the form. Everything wins; pillars and phases don't mix."""
    kinds: dict[str, list[str]] = {}
    for each in chosen:
        kind, _, value = each.partition(":")
        kinds.setdefault(kind, []).append(value)
    if not kinds or ScopeKind.EVERYTHING.value in kinds:
        return Scope()
    if len(kinds) > 1:
        raise Refusal("Choose pillars, or phases, or one of the others: they can't be mixed.")
    kind, values = next(iter(kinds.items()))
    minutes = min(int(value) for value in values) if kind == ScopeKind.TIMEBOX.value else 0
    return Scope(ScopeKind(kind), () if minutes or kind == ScopeKind.CORE.value else tuple(values), minutes)
