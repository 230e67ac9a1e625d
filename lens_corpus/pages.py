"""A practice's Markdown page and its phrasings -> Practice."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from lens_corpus.fields import Fields
from lens_corpus.model import Effort, Level, Link, Neighbour, Phrasing, Practice, Stance, Step, Tension
from lens_corpus.problems import Problem

HEADINGS = (
    "What it means",
    "Why it matters",
    "Signs of good",
    "Signs of trouble",
    "How to get there",
    "How to tell that it works",
    "Tensions",
)
FRONT = [
    "id",
    "title",
    "pillar",
    "question",
    "phase",
    "risk",
    "effort",
    "url",
    "services",
    "related",
    "links",
    "id_2023",
    "wa_tool_choice",
]
_STEP = re.compile(r"\d+\. \*\*(?P<lead>.+?)\*\*(?: \((?P<effort>[SML])\))? (?P<text>.+)")
_TENSION = re.compile(r"- \*\*(?P<id>[A-Z0-9-]+) \(.+?\):\*\* (?P<text>.+)")
_LABELLED = re.compile(r"- \*\*(?P<label>Measure|Evidence):\*\* (?P<text>.+)")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Section:
    """The lines under a heading, and the line number of the first of them."""

    line: int
    lines: tuple[str, ...]

    def bullets(self) -> tuple[str, ...]:
        """The texts of its list items."""
        return tuple(line[2:].strip() for line in self.lines if line.startswith("- "))

    def prose(self) -> str:
        """Its paragraphs as one text."""
        return " ".join(line.strip() for line in self.lines if line.strip())


def read_yaml(text: str, path: str, problems: list[Problem], first_line: int = 1) -> object:
    """YAML -> plain values; a syntax error becomes a problem with its line, and None is returned."""
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - the safe loader, in C where it is to be had
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        problems.append(Problem(path, line, f"not readable as YAML: {getattr(error, 'problem', None) or error}"))
        return None


def read_page(text: str, path: str, phrasings: Sequence[Phrasing], problems: list[Problem]) -> Practice | None:
    """A page -> its practice; None, with the problems noted, when the page has no usable front matter."""
    front, body, body_line = _split(text)
    if front is None:
        problems.append(Problem(path, 1, "no front matter: the page starts with '---', its fields, and '---'"))
        return None
    raw = read_yaml(front, path, problems, first_line=2)
    if raw is None:
        return None
    fields = Fields(raw, path, 1, problems, "front matter")
    fields.refuse_others(FRONT)
    sections = _sections(body, body_line)
    missing = (heading for heading in HEADINGS if heading not in sections)
    problems += [Problem(path, body_line, f"the section '## {heading}' is missing") for heading in missing]
    return _practice(fields, sections, phrasings)


def read_phrasings(text: str, path: str, problems: list[Problem]) -> tuple[Phrasing, ...]:
    """Lines of JSON -> phrasings; every bad line is noted with its number and left out."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        fields = json_fields(line, path, number, problems)
        stance = fields.one_of("stance", Stance, Stance.ASK)
        strong, weak = fields.text("strong", ""), fields.text("weak", "")
        message = fields.text("text")
        if stance is Stance.HALF and not (strong and weak and strong in message and weak in message):
            fields.problem("a half message names its 'strong' and 'weak' parts, each an exact part of its text")
        found.append(Phrasing(message, stance, fields.text("by"), strong, weak))
    return tuple(found)


def json_fields(line: str, path: str, number: int, problems: list[Problem]) -> Fields:
    """One line of JSON, ready to be read."""
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        problems.append(Problem(path, number, f"not readable as JSON: {error.msg} at column {error.colno}"))
        raw = {}
    return Fields(raw, path, number, problems, "line")


def _split(text: str) -> tuple[str | None, str, int]:
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return None, text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return None, text, 1


def _sections(body: str, first_line: int) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    name, start, kept = "", first_line, list[str]()
    for number, line in enumerate([*body.splitlines(), "## "], first_line):
        if line.startswith("## "):
            sections[name] = Section(start, tuple(kept))
            name, start, kept = line[3:].strip(), number + 1, []
        else:
            kept.append(line)
    return sections


def _practice(fields: Fields, sections: dict[str, Section], phrasings: Sequence[Phrasing]) -> Practice:
    empty = Section(fields.line, ())
    part = {heading: sections.get(heading, empty) for heading in HEADINGS}
    plain, aws, note = _how(part["How to get there"], fields)
    labelled = _labelled(part["How to tell that it works"], fields)
    return Practice(
        id=fields.text("id"),
        title=fields.text("title"),
        pillar=fields.text("pillar"),
        question=fields.text("question"),
        phase=fields.text("phase"),
        risk=fields.one_of("risk", Level, Level.HIGH),
        effort=fields.one_of("effort", Effort, Effort.M),
        url=fields.text("url"),
        advice=_advice(sections.get("", empty), fields),
        meaning=part["What it means"].prose(),
        why=part["Why it matters"].prose(),
        good=part["Signs of good"].bullets(),
        trouble=part["Signs of trouble"].bullets(),
        steps=plain,
        aws_steps=aws,
        service_note=note,
        measures=tuple(text for label, text in labelled if label == "Measure"),
        evidence=tuple(text for label, text in labelled if label == "Evidence"),
        tensions=tuple(Tension(m["id"], m["text"]) for m in _matches(_TENSION, part["Tensions"], fields)),
        related=tuple(Neighbour(each.text("id"), each.text("why")) for each in fields.entries("related")),
        services=fields.texts("services"),
        links=tuple(Link(each.text("title"), each.text("url")) for each in fields.entries("links")),
        id_2023=fields.text("id_2023", ""),
        wa_tool_choice=fields.text("wa_tool_choice", ""),
        phrasings=tuple(phrasings),
    )


def _advice(head: Section, fields: Fields) -> str:
    quoted = [line[1:].strip() for line in head.lines if line.startswith(">")]
    if not quoted:
        fields.problems.append(Problem(fields.path, head.line, "no '> ...' under the title: the advice in a sentence"))
    return " ".join(quoted)


def _how(section: Section, fields: Fields) -> tuple[tuple[Step, ...], tuple[Step, ...], str]:
    lines = [line.strip() for line in section.lines]
    if "On any stack:" not in lines or "On AWS:" not in lines:
        fields.problems.append(Problem(fields.path, section.line, "steps stand under 'On any stack:' and 'On AWS:'"))
        return (), (), ""
    turn = lines.index("On AWS:")
    note = " ".join(line[1:].strip() for line in lines if line.startswith(">"))
    plain = Section(section.line, tuple(lines[:turn]))
    aws = Section(section.line + turn, tuple(lines[turn:]))
    return _steps(plain, fields), _steps(aws, fields), note.removeprefix("**Note on services:**").strip()


def _steps(section: Section, fields: Fields) -> tuple[Step, ...]:
    numbered = tuple(line if line[:1].isdigit() else "" for line in section.lines)
    return tuple(
        Step(m["lead"].rstrip("."), m["text"], Effort(m["effort"]) if m["effort"] else None)
        for m in _matches(_STEP, Section(section.line, numbered), fields)
    )


def _labelled(section: Section, fields: Fields) -> list[tuple[str, str]]:
    return [(m["label"], m["text"]) for m in _matches(_LABELLED, section, fields)]


def _matches(form: re.Pattern[str], section: Section, fields: Fields) -> list[re.Match[str]]:
    found = []
    for number, line in enumerate(section.lines, section.line):
        if not line.strip():
            continue
        match = form.fullmatch(line.strip())
        if match:
            found.append(match)
        else:
            fields.problems.append(
                Problem(fields.path, number, f"not in the form of this section: {line.strip()[:60]!r}")
            )
    return found
