"""Answer -> what a terminal shows. Pure: writes to the console it is given and knows no other."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from knowledge.model import Answer, Citation, Grade, Line, LineKind, Ranked, Span, Verdict

_COLOURS = {
    Verdict.ON_TRACK: "bold green",
    Verdict.AT_RISK: "bold red",
    Verdict.MIXED: "bold yellow",
    Verdict.UNCLEAR: "bold cyan",
}
_WIDTH = 96


def show(answer: Answer, console: Console) -> None:
    """The answer, then its sources as links."""
    width = min(console.width, _WIDTH)
    style = _COLOURS.get(answer.verdict, "bold") if answer.verdict else "bold"
    step = 0
    before: LineKind | None = None
    for line in answer.lines:
        step = step + 1 if line.kind is before else 1
        if before is not None and not (line.kind is before and line.kind is not LineKind.SAY):
            console.print()
        console.print(_line(line, step, style), width=width)
        before = line.kind
    if answer.citations:
        console.print()
    for citation in answer.citations:
        console.print(_source(citation, links=console.is_terminal), width=width)


def plain(answer: Answer) -> str:
    """The answer and its sources without colour, wrapped: what is shown when the output is piped."""
    paragraphs = answer.text.split("\n\n")
    blocks = ["\n".join(_wrapped(line) for line in block.splitlines()) for block in paragraphs]
    sources = "\n".join(_plain_source(citation) for citation in answer.citations)
    return "\n\n".join([*blocks, sources] if sources else blocks) + "\n"


def table(ranking: Sequence[Ranked], titles: dict[str, str], nearest: Iterable[str]) -> str:
    """What was retrieved and why: a line a practice with the score of each leg, then the nearest statements."""
    legs = [name for name, _ in ranking[0].legs] if ranking else []
    head = f"{'practice':<14} {'score':>6} " + " ".join(f"{name:>8}" for name in legs) + "  title"
    rows = [
        f"{each.practice:<14} {each.score:>6.3f} "
        + " ".join(f"{value:>8.3f}" for _, value in each.legs)
        + f"  {titles[each.practice]}"
        for each in ranking
    ]
    return "\n".join([head, *rows, "", "nearest statements:", *nearest]) + "\n"


def _line(line: Line, step: int, style: str) -> Text:
    marker = {LineKind.SAY: "", LineKind.STEP: f"  {step}. ", LineKind.CHOICE: f"  {chr(64 + step)}) "}[line.kind]
    text = Text(marker)
    for span in line.spans:
        text.append(_words(span), style=style if span.strong else "italic" if span.quoted else "")
        for number in span.cites:
            text.append(f" [{number}]", style="dim")
    return text


def _words(span: Span) -> str:
    return f"“{span.text}”" if span.quoted else span.text


def _source(citation: Citation, *, links: bool) -> Text:
    title = f"{citation.id} {citation.title}"
    link = f"[link={citation.url}]{escape(title)}[/link]" if links else escape(title)
    also = "see also " if citation.grade is Grade.SEE_ALSO else ""
    return Text.from_markup(
        f"[dim]\\[{citation.number}] {also}[/dim]{link}[dim] · {escape(citation.pillar)} · {citation.risk} risk[/dim]"
    )


def _plain_source(citation: Citation) -> str:
    also = "see also " if citation.grade is Grade.SEE_ALSO else ""
    about = f"{citation.pillar}, {citation.risk} risk"
    return f"[{citation.number}] {also}{citation.id} {citation.title} ({about})\n    {citation.url}"


def _wrapped(line: str) -> str:
    indent = "   " if line[:2].rstrip(".)").isalnum() and line[1:3].strip() in (".", ")") else ""
    return textwrap.fill(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
