"""An improvement of a plan -> its title and first steps in the words of the team's workload, as a proposal.

Each step comes from a numbered step of the practice; one that points at none, that shares no words with it, or that has
figures or names of ids nobody gave is left out, and so is whatever may not stand in an answer. A person corrects and
confirms; the improvement's own title and its source stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import marks, prompting, screening
from knowledge.calling import NoAnswer, Pen
from knowledge.composing import Cited
from knowledge.model import Grade
from knowledge.ports import Prompt
from knowledge.prompting import MOST_LINE, Words
from knowledge.screening import Rules
from lens_corpus.model import Lens, Practice, Step

#: Characters of a title and of a step, and how many steps.
MOST_TITLE, MOST_STEP, MOST_STEPS = 200, 400, 3
SHAPE: Mapping[str, Any] = {
    "title": "Wording",
    "description": "The improvement in the words of the workload.",
    "type": "object",
    "properties": {
        "title": {"type": "string", "description": "what is to be done, in one line"},
        "steps": {
            "type": "array",
            "description": "one to three first steps",
            "items": {
                "type": "object",
                "properties": {
                    "step": {"type": "integer", "description": "number of the practice's step that it comes from"},
                    "text": {"type": "string", "description": "that step, said for this workload"},
                },
                "required": ["step", "text"],
            },
        },
    },
    "required": ["title", "steps"],
}
UNSUPPORTED = "nothing in the wording stood up against the practice"


@dataclass(frozen=True)
class Workload:
    """What the channel has told of its workload and its stack."""

    name: str
    description: str = ""
    environment: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Reworded:
    """A title and first steps; either may be empty where the model's didn't stand up, never both."""

    title: str
    steps: tuple[str, ...]


def reword(pen: Pen, lens: Lens, practice: Practice, title: str, workload: Workload) -> Reworded:
    """The improvement's words for this workload. NoAnswer where the model gives none, or none that stands up."""
    prompt = asked(pen.words, practice, title, workload)
    rules = screening.rules([Cited(1, lens, practice, Grade.MAIN)], prompt.system, None)
    found = checked(pen.fill(prompt, SHAPE), practice, title, workload, rules)
    if not (found.title or found.steps):
        raise NoAnswer(UNSUPPORTED)
    return found


def asked(words: Words, practice: Practice, title: str, workload: Workload) -> Prompt:
    """What the model is given."""
    about = [practice.title, f"Advice: {practice.advice}", f"Why: {practice.why}"]
    about += [f"Step {n}: {step.lead}. {step.text}" for n, step in enumerate(_steps(practice), 1)]
    told = [workload.name, workload.description, workload.environment]
    blocks = [
        prompting.block("practice", "\n".join(about)),
        prompting.block("improvement", title[:MOST_LINE]),
        prompting.block("workload", "\n".join(each[:MOST_LINE] for each in told if each)),
        *([prompting.block("note", workload.notes[:MOST_LINE])] if workload.notes else []),
    ]
    return Prompt(words.wording, "\n".join(blocks))


def checked(said: Mapping[str, Any], practice: Practice, title: str, workload: Workload, rules: Rules) -> Reworded:
    """What is left of a model's wording once it is checked."""
    source = [*prompting.statements(practice), title]
    given = marks.figures("\n".join([*source, workload.name, workload.description, workload.notes]))
    steps = _steps(practice)

    def fit(text: object, stands_on: Sequence[str], most: int) -> str:
        return _fit(text, frozenset(marks.stems(" ".join(stands_on))), given, rules, most)

    made: list[str] = []
    for number, text in _items(said.get("steps")):
        step = steps[number - 1] if 1 <= number <= len(steps) else None
        words = fit(text, [step.lead, step.text, practice.title, practice.advice], MOST_STEP) if step else ""
        made += [words] if words and words not in made else []
    return Reworded(fit(said.get("title"), source, MOST_TITLE).rstrip("."), tuple(made[:MOST_STEPS]))


def _fit(text: object, stems: frozenset[str], given: frozenset[str], rules: Rules, most: int) -> str:
    """The text as plain words if it stands on its source and may be shown, else nothing."""
    if not isinstance(text, str) or len(text) > 2 * most or screening.against(text, rules):
        return ""
    words = marks.clean(text)
    stands = marks.shares(list(marks.stems(words)), stems) and marks.figures(words) <= given
    return words if stands and len(words) <= most else ""


def _steps(practice: Practice) -> tuple[Step, ...]:
    return (*practice.steps, *practice.aws_steps)


def _items(raw: Any) -> Iterator[tuple[int, object]]:
    """The steps that are of the shape at all."""
    for item in raw[:12] if isinstance(raw, list) else ():
        if isinstance(item, dict) and type(item.get("step")) is int:
            yield item["step"], item.get("text")
