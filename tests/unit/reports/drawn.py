"""Opening what was written, with other programs' eyes."""

from __future__ import annotations

import csv
import ctypes
import io
import re

import pypdfium2
from markdown_it import MarkdownIt
from pypdfium2 import raw

from bot.reports.gathering import gather
from tests.unit.reports.reviews import NAMES, NOW, milestones, whole

READER = MarkdownIt("commonmark").enable("table")


def reported(lens, review=None, **options):
    """The report of a review of this lens, by default with everything in it."""
    return gather(review or whole(lens), lens, **{"now": NOW, "names": NAMES, "milestones": milestones(lens)} | options)


def texts(data: bytes) -> list[str]:
    """A PDF's text, page by page, with its spaces as they come."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def flat(data: bytes) -> str:
    """All text of a PDF without any white space, since lines break anywhere."""
    return re.sub(r"\s+", "", "".join(texts(data)))


def outside(data: bytes, margin: float = 30.0) -> list[tuple[int, tuple[float, ...]]]:
    """Text that lies beyond the margins, as page number and box."""
    document, found = pypdfium2.PdfDocument(data), []
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        seen = page.get_textpage()
        for index in range(seen.count_rects()):
            left, bottom, right, top = seen.get_rect(index)
            if left < margin or bottom < margin / 2 or right > width - margin or top > height - margin / 2:
                found.append((number, (left, bottom, right, top)))
    document.close()
    return found


def addresses(data: bytes) -> list[str]:
    """Every address that can be clicked in a PDF."""
    document, found = pypdfium2.PdfDocument(data), []
    for page in document:
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, index)
            action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(annotation))
            size = raw.FPDFAction_GetURIPath(document, action, None, 0)
            if size:
                buffer = ctypes.create_string_buffer(size)
                raw.FPDFAction_GetURIPath(document, action, buffer, size)
                found.append(buffer.value.decode())
            raw.FPDFPage_CloseAnnot(annotation)
    document.close()
    return found


def rows(data: bytes) -> list[list[str]]:
    """A CSV file's rows, as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def tokens(written: str):
    """All tokens of a Markdown text, the inner ones of lines too."""
    for token in READER.parse(written):
        yield token
        yield from token.children or ()
