"""The PDF as a document: its pages' frames, headers and numbers, its outline."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from bot.reports.charts import MUTED
from bot.reports.content import Report
from bot.reports.pdf_style import LINE, MARGIN, PAGE, WIDTH
from bot.reports.pdf_text import PLAIN, drawable, fitted, register
from bot.reports.summary import TITLE

_SIZE = 7.0
_TOP, _BOTTOM = PAGE[1] - 12 * mm, 11 * mm


def built(story: Sequence[Any], report: Report) -> bytes:
    """The document as bytes, the same ones each time that the report is the same."""
    register()
    file = io.BytesIO()
    document = _Document(
        file,
        pagesize=PAGE,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        title=drawable(f"{TITLE}: {report.workload.name}"),
        author=drawable(report.started_by.name),
        subject=drawable(f"{report.lens.name}, edition {report.lens.edition}"),
        creator="Lensbot",
        invariant=1,
        lang="en",
    )
    document.addPageTemplates(_templates(report))
    document.build(list(story), canvasmaker=_Numbered)
    return file.getvalue()


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Puts every heading that has a key into the outline."""

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - reportlab's name
        outline = getattr(flowable, "outline", None)
        if outline:
            key, words, level = outline
            self.canv.addOutlineEntry(drawable(words), key, level, closed=level > 0)


class _Numbered(Canvas):  # type: ignore[misc]
    """Writes "page x of y", which is known only at the end: pages are kept until then."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self.setFont(PLAIN, _SIZE)
            self.setFillColor(HexColor(MUTED))
            self.drawRightString(PAGE[0] - MARGIN, _BOTTOM, f"Page {number} of {len(self._kept)}")
            super().showPage()
        super().save()


def _templates(report: Report) -> list[Any]:
    lens = fitted(f"{report.lens.name}, edition {report.lens.edition}", _SIZE, WIDTH * 0.75)
    name = fitted(report.workload.name, _SIZE, WIDTH * 0.7)

    def foot(canvas: Any, _document: Any) -> None:
        canvas.setFont(PLAIN, _SIZE)
        canvas.setFillColor(HexColor(MUTED))
        canvas.drawString(MARGIN, _BOTTOM, lens)

    def head_and_foot(canvas: Any, document: Any) -> None:
        foot(canvas, document)
        canvas.drawString(MARGIN, _TOP, name)
        canvas.drawRightString(PAGE[0] - MARGIN, _TOP, TITLE)
        canvas.setStrokeColor(HexColor(LINE))
        canvas.line(MARGIN, _TOP - 5, PAGE[0] - MARGIN, _TOP - 5)

    frames = [Frame(MARGIN, 17 * mm, WIDTH, PAGE[1] - 36 * mm, 0, 0, 0, 0, id=name) for name in ("cover", "inner")]
    return [
        PageTemplate("cover", frames[:1], onPage=foot, autoNextPageTemplate="inner"),
        PageTemplate("inner", frames[1:], onPage=head_and_foot),
    ]
