"""All files of a report, ready to be uploaded or written to a folder."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.reports import json_report, markdown, painting, pdf, tables
from bot.reports.content import Report

_MOST_NAME = 40


@dataclass(frozen=True)
class File:
    """A file by its name, kind and bytes; `title` is what people read above it."""

    name: str
    title: str
    mimetype: str
    data: bytes


def files(report: Report) -> tuple[File, ...]:
    """PDF, Markdown, one CSV for each table, JSON: the same bytes for the same report."""
    stem, about = file_stem(report), report.workload.name
    sheets = tuple(
        File(f"{stem}-{each.name}.csv", f"{about}: {each.name} (CSV)", "text/csv", tables.as_csv(each))
        for each in tables.tables(report)
    )
    return (
        File(f"{stem}.pdf", f"{about}: review (PDF)", "application/pdf", pdf.write(report)),
        File(f"{stem}.md", f"{about}: review (Markdown)", "text/markdown", markdown.write(report)),
        *sheets,
        File(f"{stem}.json", f"{about}: review (JSON)", "application/json", json_report.write(report)),
    )


def chart(report: Report) -> File:
    """The chart by pillar as a picture, where a client can't show it as a block."""
    title = f"{report.workload.name}: risk by pillar"
    return File(f"{file_stem(report)}-chart.png", title, "image/png", painting.png(report))


def file_stem(report: Report) -> str:
    """A name that every file system takes: the workload's, and the day."""
    plain = unicodedata.normalize("NFKD", report.workload.name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_MOST_NAME].strip("-")
    return f"review-{words or 'workload'}-{report.made_at:%Y-%m-%d}"
