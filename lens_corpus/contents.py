"""A lens -> the page that a reader sees first when opening its folder: what is in it, question by question."""

from __future__ import annotations

from collections.abc import Iterator

from lens_corpus.model import Lens, Question

NAME = "README.md"
_EFFORT = {"S": "days", "M": "weeks", "L": "a quarter or more"}


def page(lens: Lens) -> str:
    """The contents page, in Markdown. A test compares it with the file beside the lens."""
    return "\n".join(_lines(lens)) + "\n"


def _lines(lens: Lens) -> Iterator[str]:
    yield f"# {lens.name}: a handbook"
    yield ""
    yield (
        f"{len(lens.practices)} best practices under {len(lens.questions)} questions, written in our own words from "
        f"the edition of {lens.edition} of the [lens]({lens.url}). Each page says what a practice means, how a team "
        "that has it talks and how one that lacks it does, how to get there with and without AWS, and how to tell that "
        "it works. Beside each page lies a file of messages as people type them, which is what Lensbot learns to "
        "recognize. "
        "[SOURCES.md](SOURCES.md) says what comes from where."
    )
    yield ""
    yield (
        "Risk is the level that AWS states for a missing practice. Effort is our estimate: "
        + ", ".join(f"{size} for {time}" for size, time in _EFFORT.items())
        + ". The titles of questions, and the rules that turn missing practices into the risk of a question, are ours "
        "too; see [lens.yaml](lens.yaml)."
    )
    yield from _principles(lens)
    for pillar in lens.pillars:
        yield from ("", f"## {pillar.name}", "", pillar.summary)
        for question in lens.questions:
            if question.pillar == pillar.id:
                yield from _question(lens, question)


def _principles(lens: Lens) -> Iterator[str]:
    yield from ("", "## Design principles", "")
    yield from (f"- **{principle.name}.** {principle.summary}" for principle in lens.principles)
    yield from ("", "## Lifecycle phases", "")
    yield from (f"{n}. **{phase.name}.** {phase.summary}" for n, phase in enumerate(lens.phases, 1))


def _question(lens: Lens, question: Question) -> Iterator[str]:
    names = {principle.id: principle.name.lower() for principle in lens.principles}
    serves = ", ".join(names[principle] for principle in question.principles)
    yield from ("", f"### {question.id}. {question.title}", "", question.why)
    yield from ("", f"*Phase: {lens.phase(question.phase).name}. Serves: {serves}.*", "")
    yield from ("| practice | risk | effort |", "|---|---|---|")
    for practice_id in question.practices:
        practice = lens.practice(practice_id)
        yield f"| [{practice.id}](practices/{practice.id}.md) {practice.title} | {practice.risk} | {practice.effort} |"
