"""The files of a lens -> Lens. Every problem is found and named with its file and line; then one raise.

A lens is a folder:

    lens.yaml                     name, edition, principles, phases, pillars, questions with their rules
    practices/ID.md               one page a practice (`pages`)
    practices/ID.phrasings.jsonl  messages that this practice answers, as people type them
    outside.jsonl                 messages that the lens does not cover
    follow_ups.jsonl              short messages that lean on the turns before them
    blends.jsonl                  messages about several practices at once
"""

from __future__ import annotations

from collections.abc import Mapping

from lens_corpus.fields import Fields
from lens_corpus.model import (
    Blend,
    Choice,
    FollowUp,
    Lens,
    Outside,
    Part,
    Practice,
    Question,
    Rule,
    Stance,
    Topic,
)
from lens_corpus.pages import json_fields, read_page, read_phrasings, read_yaml
from lens_corpus.problems import LensProblems, Problem

LENS_FILE = "lens.yaml"
OUTSIDE_FILE = "outside.jsonl"
FOLLOW_UPS_FILE = "follow_ups.jsonl"
BLENDS_FILE = "blends.jsonl"
PAGES = "practices/"
PHRASINGS = ".phrasings.jsonl"


def read_lens(files: Mapping[str, str]) -> Lens:
    """A lens from its files' texts, keyed by path below the lens's folder; LensProblems when any is wrong."""
    problems: list[Problem] = []
    head = _head(files, problems)
    practices = _practices(files, problems)
    titles = {practice.id: practice.title for practice in practices}
    questions = tuple(_question(each, titles) for each in head.entries("questions"))
    lens = Lens(
        id=head.text("id"),
        name=head.text("name"),
        edition=head.text("edition"),
        url=head.text("url"),
        principles=_topics(head, "principles"),
        phases=_topics(head, "phases"),
        pillars=_topics(head, "pillars"),
        questions=questions,
        practices=_in_order(practices, questions),
        earlier_ids=tuple((each.text("id"), each.texts("practices")) for each in head.entries("earlier_ids")),
        outside=_outside(files.get(OUTSIDE_FILE, ""), problems),
        follow_ups=_follow_ups(files.get(FOLLOW_UPS_FILE, ""), problems),
        blends=_blends(files.get(BLENDS_FILE, ""), problems),
    )
    if problems:
        raise LensProblems(problems)
    return lens


def _head(files: Mapping[str, str], problems: list[Problem]) -> Fields:
    if LENS_FILE not in files:
        raise LensProblems([Problem(LENS_FILE, 0, "missing: a lens is a folder with this file in it")])
    raw = read_yaml(files[LENS_FILE], LENS_FILE, problems)
    if raw is None:
        raise LensProblems(problems)
    fields = Fields(raw, LENS_FILE, 1, problems, "lens")
    fields.refuse_others(
        ("id", "name", "edition", "url", "principles", "phases", "pillars", "questions", "earlier_ids")
    )
    return fields


def _practices(files: Mapping[str, str], problems: list[Problem]) -> list[Practice]:
    practices: dict[str, Practice] = {}
    for path in sorted(files):
        if not (path.startswith(PAGES) and path.endswith(".md")):
            continue
        beside = path.removesuffix(".md") + PHRASINGS
        phrasings = read_phrasings(files.get(beside, ""), beside, problems)
        practice = read_page(files[path], path, phrasings, problems)
        if practice is None:
            continue
        if practice.id in practices:
            problems.append(Problem(path, 2, f"id {practice.id} is taken by another page"))
        practices.setdefault(practice.id, practice)
    return list(practices.values())


def _in_order(practices: list[Practice], questions: tuple[Question, ...]) -> tuple[Practice, ...]:
    place = {practice: n for n, practice in enumerate(p for question in questions for p in question.practices)}
    return tuple(sorted(practices, key=lambda practice: (place.get(practice.id, len(place)), practice.id)))


def _topics(fields: Fields, name: str) -> tuple[Topic, ...]:
    return tuple(
        Topic(each.text("id"), each.text("name"), each.text("summary"), each.optional("url"))
        for each in fields.entries(name)
    )


def _question(fields: Fields, titles: Mapping[str, str]) -> Question:
    fields.refuse_others(("id", "pillar", "phase", "title", "why", "principles", "practices", "none", "rules"))
    practices = fields.texts("practices")
    choices = [Choice(each.replace("-", "_"), titles.get(each, each), each) for each in practices]
    none = fields.optional("none")
    if none:
        choices.append(Choice(none, "None of these", None))
    return Question(
        id=fields.text("id"),
        pillar=fields.text("pillar"),
        phase=fields.text("phase"),
        title=fields.text("title"),
        why=fields.text("why"),
        principles=fields.texts("principles"),
        choices=tuple(choices),
        rules=tuple(Rule(each.text("condition"), each.text("risk")) for each in fields.entries("rules")),
    )


def _lines(text: str, path: str, problems: list[Problem]) -> list[Fields]:
    return [json_fields(line, path, n, problems) for n, line in enumerate(text.splitlines(), 1) if line.strip()]


def _outside(text: str, problems: list[Problem]) -> tuple[Outside, ...]:
    return tuple(Outside(each.text("text"), each.text("about")) for each in _lines(text, OUTSIDE_FILE, problems))


def _follow_ups(text: str, problems: list[Problem]) -> tuple[FollowUp, ...]:
    return tuple(
        FollowUp(
            tuple((turn.text("role"), turn.text("text")) for turn in each.entries("history")),
            each.text("text"),
            each.texts("practices"),
        )
        for each in _lines(text, FOLLOW_UPS_FILE, problems)
    )


def _blends(text: str, problems: list[Problem]) -> tuple[Blend, ...]:
    return tuple(_blend(each) for each in _lines(text, BLENDS_FILE, problems))


def _blend(fields: Fields) -> Blend:
    message = fields.text("text")
    parts = tuple(
        Part(each.text("practice"), each.one_of("stance", Stance, Stance.THIN), each.text("words"))
        for each in fields.entries("parts")
    )
    for part in parts:
        if part.words not in message:
            fields.problem(f"{part.practice}: its words are not an exact part of the text")
    return Blend(message, parts)
