"""Why a question stands where it does, in sentences for people who have never seen a rule."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.words import RISKS, counted, listed, one_line
from bot.review.model import State
from bot.review.scoring import Scored, Standing
from lens_corpus.risk import DEFAULT, Risk

_STATES_NO_LEVEL = {
    Standing.UNANSWERED: "Nobody has said anything of its practices yet, so there is no risk to tell.",
    Standing.NOT_SURE: "Too little is certain for a level of risk. It counts neither as a risk nor as a pass.",
    Standing.NOT_APPLICABLE: "The team says that this does not concern the workload. It counts nowhere.",
    Standing.NOT_SCORED: "The lens has neither a rule for this answer nor a default, so it gives no level.",
}
_LEVELS = {Standing.HIGH: "high risk", Standing.MEDIUM: "medium risk", Standing.NONE: "no risk"}


def reasons(scored: Scored, spared_because: str = "") -> tuple[str, ...]:
    """The sentences, the deciding one first. `spared_because` is the team's own reason why it does not apply."""
    return tuple(_sentences(scored, spared_because))


def _sentences(scored: Scored, spared_because: str) -> Iterator[str]:
    yield _STATES_NO_LEVEL.get(scored.standing) or _rule(scored)
    if scored.standing is Standing.NOT_APPLICABLE and spared_because:
        yield f"Their reason: {one_line(spared_because)}"
    if scored.applies_disputed:
        yield "People differ on whether it applies at all; it is treated as if it did."
    if scored.only_spared:
        yield "There is no risk only because some practices were said not to apply."
    if scored.risk is not None:
        yield from _uncertain(scored)
        yield from _gaps(scored)


def _rule(scored: Scored) -> str:
    level = _LEVELS[scored.standing]
    if scored.rule is None or scored.rule.condition.strip() == DEFAULT:
        return f"No other rule of the lens fits what is in place, so its default applies: {level}."
    return f"The lens's rule “{one_line(scored.rule.condition)}” is true: {level}."


def _uncertain(scored: Scored) -> Iterator[str]:
    unknown = scored.in_state(State.NOT_SURE, None)
    if not unknown:
        return
    counts = "it counts" if len(unknown) == 1 else "they count"
    yield f"Nobody knows for certain of {listed(unknown)}; {counts} as not in place until somebody does."
    possible = scored.outcomes.possible(scored.in_state(State.IN_PLACE), unknown)
    if len(possible) == 1:
        yield "Whatever turns out, the risk stays the same."
    else:
        yield f"Depending on that, the risk can be {' or '.join(RISKS[each] for each in Risk if each in possible)}."


def _gaps(scored: Scored) -> Iterator[str]:
    missing = scored.in_state(State.MISSING)
    if not missing:
        return
    if scored.standing is Standing.NONE:
        number = counted(len(missing), "practice is", "practices are")
        yield f"Without risk by the rules, and {number} missing all the same: {listed(missing)}."
    else:
        yield f"Missing: {listed(missing)}."
