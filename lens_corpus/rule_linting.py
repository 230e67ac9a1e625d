"""What a machine can find wrong with a question's risk rules, by trying every selection of its choices.

Pure. The empty selection is left out everywhere: it is unanswered before any rule is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lens_corpus.model import Question, Rule
from lens_corpus.risk import DEFAULT, OUTCOMES, BadCondition, Condition, choices_in, parse
from lens_corpus.truth import full, table

_CHOICE = re.compile(r"[A-Za-z0-9_]{3,128}")
_NOTHING_TICKED = 1


def findings(question: Question) -> Iterator[str]:
    """What is wrong with the rules: unreadable or dead ones, unknown choices, choices that change nothing."""
    ids = [choice.id for choice in question.choices]
    yield from (f"choice id {each!r} is off the pattern of lens files" for each in ids if not _CHOICE.fullmatch(each))
    yield from (
        f"risk {rule.risk!r} is not one of {', '.join(OUTCOMES)}"
        for rule in question.rules
        if rule.risk not in OUTCOMES
    )
    sound: list[tuple[Rule, Condition]] = []
    for rule in question.rules:
        if rule.condition.strip() != DEFAULT:
            problem, condition = _read(rule, ids)
            if condition is None:
                yield problem
            else:
                sound.append((rule, condition))
    yield from _reach(question, sound, ids)
    used = frozenset[str]().union(*(choices_in(condition) for _, condition in sound))
    for choice in question.choices:
        if choice.practice and choice.id not in used:
            yield f"no rule mentions {choice.id}: having it or not changes nothing"


def _read(rule: Rule, ids: Sequence[str]) -> tuple[str, Condition | None]:
    try:
        condition = parse(rule.condition)
    except BadCondition as error:
        return str(error), None
    unknown = choices_in(condition) - set(ids)
    if unknown:
        return f"a rule names {', '.join(sorted(unknown))}, which is not a choice of the question", None
    return "", condition


def _reach(question: Question, sound: Sequence[tuple[Rule, Condition]], ids: Sequence[str]) -> Iterator[str]:
    reached = _NOTHING_TICKED
    for rule, condition in sound:
        truth = table(condition, ids)
        if not truth & ~reached:
            yield f"dead rule: no selection reaches {rule.condition!r}"
        reached |= truth
    if not any(rule.condition.strip() == DEFAULT for rule in question.rules):
        yield "no default rule: selections that no rule matches will not be scored"
    elif reached == full(len(ids)):
        yield "dead rule: no selection is left for default"
