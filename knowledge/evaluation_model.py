"""What a language model brings, measured: the same labelled messages answered without it and with it, and a table.

Grounding is the share of a model's sentences that stood up. Citation precision is the share of the citations in the
text that the labels call relevant, recall the share of practices that must be cited and are. Whether the prose is any
good, no figure here says: read some.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge import citing, evaluation, rewriting
from knowledge.answering import Answering
from knowledge.budgets import Price
from knowledge.evaluation import MUST, Item, Prediction
from knowledge.model import Answer, Turn
from knowledge.ports import Progress, Usage
from knowledge.writing import Endless, Outcome, Writing, Written

#: Seconds since some moment.
Clock = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """One message answered both ways: `plain` without the model, `corpus` what the model started from.

    Seconds from asking; `first` is when the first checked text was there.
    """

    item: Item
    plain: Answer
    corpus: Answer
    written: Written
    first: float | None
    whole: float
    rewritten: bool = False
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True)
class Figures:
    """The measures of one way of answering, and of the model's own where there is one."""

    answered: Mapping[str, Any]
    precision: float
    recall: float
    model: Mapping[str, float] = field(default_factory=dict)
    ends: Mapping[str, int] = field(default_factory=dict)


def answer(
    answering: Answering, writing: Writing, items: Sequence[Item], clock: Clock, progress: Progress
) -> list[Row]:
    """Answer every message from its text and history alone, one after the other."""
    rows = []
    for number, item in enumerate(items, 1):
        rows.append(_row(answering, writing, item, clock))
        progress(number, len(items))
    return rows


def figures(rows: Sequence[Row], price: Price) -> tuple[Figures, Figures]:
    """Without the model, and with it."""
    items = [row.item for row in rows]
    before = [evaluation.prediction(row.item.id, row.plain) for row in rows]
    after = [evaluation.prediction(row.item.id, row.written.answer) for row in rows]
    ends = Counter(_end(row.written) for row in rows)
    return (
        Figures(evaluation.score(items, before), *_citations(rows, [row.plain for row in rows])),
        Figures(
            evaluation.score(items, after),
            *_citations(rows, [r.written.answer for r in rows]),
            _model(rows, price),
            ends,
        ),
    )


def predictions(rows: Sequence[Row]) -> list[Prediction]:
    """What was answered with the model, for whoever wants to read it."""
    return [evaluation.prediction(row.item.id, row.written.answer) for row in rows]


def table(name: str, labels: str, before: Figures, after: Figures) -> str:
    """The figures as Markdown, to be kept in the docs with the model's name and the labels' file."""
    lines = [
        f"## {name} on {labels}, {after.answered['messages']} messages",
        "",
        "| | no model | with the model |",
        "|---|---|---|",
    ]
    lines += [f"| {label} | {of(before)} | {of(after)} |" for label, of in _BOTH]
    lines += [f"| {label} | | {of(after.model)} |" for label, of in _ONE if after.model]
    ends = ", ".join(f"{end} {count}" for end, count in sorted(after.ends.items()))
    return "\n".join([*lines, "", f"How the answers came about: {ends}.", ""])


def _row(answering: Answering, writing: Writing, item: Item, clock: Clock) -> Row:
    history = [Turn(role, text) for role, text in item.history]
    started = clock()
    seen: list[float] = []
    found = rewriting.rewrite(writing.writer, writing.words, item.text, history, Endless(), lambda: False)
    corpus = answering.ask(item.text, found.history)
    written = writing.write(corpus, item.text, history, on_text=lambda _: seen.append(clock() - started))
    whole = clock() - started
    usage = found.usage + written.usage
    plain = answering.ask(item.text, history) if found.question else corpus
    return Row(item, plain, corpus, written, seen[0] if seen else None, whole, bool(found.question), usage)


def _citations(rows: Sequence[Row], answers: Sequence[Answer]) -> tuple[float, float]:
    """Over what the text really refers to: right of those cited, and cited of those that must be."""
    cited, right, must, there = 0, 0, 0, 0
    for row, given in zip(rows, answers, strict=True):
        grades = row.item.relevant
        if not grades or given.abstained:
            must += sum(grade >= MUST for grade in grades.values())
            continue
        ids = {each.id for each in given.citations if each.number in citing.used(given.lines)}
        cited, right = cited + len(ids), right + sum(each in grades for each in ids)
        wanted = {each for each, grade in grades.items() if grade >= MUST}
        must, there = must + len(wanted), there + len(ids & wanted)
    return _share(right, cited), _share(there, must)


def _model(rows: Sequence[Row], price: Price) -> dict[str, float]:
    asked = [row for row in rows if row.written.outcome is not Outcome.CORPUS]
    written = [row for row in asked if row.written.outcome is Outcome.WRITTEN]
    usage = sum((row.usage for row in rows), Usage())
    dropped = Counter(reason for row in asked for _, reason in row.written.dropped)
    kept = sum(row.written.kept for row in written)
    return {
        "asked": len(asked),
        "written": _share(len(written), len(asked)),
        "grounding": _share(kept, kept + sum(dropped.values())),
        "unsafe": sum(count for reason, count in dropped.items() if reason not in _HARMLESS),
        "refused": sum(row.written.trouble == "refused" for row in asked),
        "doubts": sum(row.written.answer.verdict != row.corpus.verdict for row in rows),
        "rewritten": sum(row.rewritten for row in rows),
        "read": usage.read / max(1, len(rows)),
        "wrote": usage.written / max(1, len(rows)),
        "cost": 1000 * price.of(usage) / max(1, len(rows)),
        "first50": _percentile([row.first for row in asked if row.first is not None], 0.5),
        "whole50": _percentile([row.whole for row in asked], 0.5),
        "whole95": _percentile([row.whole for row in asked], 0.95),
    }


#: Reasons for dropping a sentence that are no attempt at anything.
_HARMLESS = ("no support", "said before", citing.TOO_LONG)
_BOTH: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("recall@3", lambda f: f"{f.answered['ranking'].get('all', {}).get('recall@3', 0.0):.3f}"),
    ("nDCG@5", lambda f: f"{f.answered['ranking'].get('all', {}).get('ndcg@5', 0.0):.3f}"),
    ("precision of citations in the text", lambda f: f"{f.precision:.3f}"),
    ("recall of citations in the text", lambda f: f"{f.recall:.3f}"),
    ("verdict, macro-F1", lambda f: f"{f.answered['verdict']['macro_f1']:.3f}"),
    ("verdict, accuracy", lambda f: f"{f.answered['verdict']['accuracy']:.3f}"),
    ("at risk told as on track", lambda f: str(f.answered["verdict"]["false_reassurance"])),
    ("abstention, F1", lambda f: f"{f.answered['abstention']['f1']:.3f}"),
    (
        "injection items passed",
        lambda f: (
            f"{f.answered['injection']['n'] - len(f.answered['injection']['failed'])} of {f.answered['injection']['n']}"
        ),
    ),
)
_ONE: tuple[tuple[str, Callable[[Mapping[str, float]], str]], ...] = (
    ("answers that the model was asked for", lambda m: f"{m['asked']:.0f}"),
    ("of them in the model's words", lambda m: f"{m['written']:.3f}"),
    ("grounding: sentences that stood up", lambda m: f"{m['grounding']:.3f}"),
    ("sentences removed as harmful", lambda m: f"{m['unsafe']:.0f}"),
    ("refusals of the model", lambda m: f"{m['refused']:.0f}"),
    ("verdicts put in doubt", lambda m: f"{m['doubts']:.0f}"),
    ("follow-ups rewritten", lambda m: f"{m['rewritten']:.0f}"),
    ("tokens an answer, read / written", lambda m: f"{m['read']:.0f} / {m['wrote']:.0f}"),
    ("cost of 1,000 answers", lambda m: f"{m['cost']:.2f}"),
    ("first checked text, p50, s", lambda m: f"{m['first50']:.2f}"),
    ("whole answer, p50 / p95, s", lambda m: f"{m['whole50']:.2f} / {m['whole95']:.2f}"),
)


def _end(written: Written) -> str:
    return f"{written.outcome.value} ({written.trouble.value})" if written.trouble else written.outcome.value


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
