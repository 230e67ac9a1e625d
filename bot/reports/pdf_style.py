"""How the PDF looks: sizes, colours, and the pieces that its pages are built of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Spacer, Table, TableStyle

from bot.reports.charts import INK, MUTED, TRACK, Picture
from bot.reports.pdf_text import BOLD, PLAIN, drawable, markup, register, width

PAGE = A4
MARGIN = 18 * mm
WIDTH = PAGE[0] - 2 * MARGIN
LINE, PALE = "#d5dbe2", "#f5f7f9"
#: So much text fits on a page even in a narrow column and in the widest letters.
_MOST_UNSPLIT = 800
_BODY: Final[dict[str, Any]] = {"fontName": PLAIN, "fontSize": 8.5, "leading": 12.5, "textColor": HexColor(INK)}
_CHANGES: Final[Mapping[str, dict[str, Any]]] = {
    "body": {"spaceAfter": 5},
    "cell": {"fontSize": 7.3, "leading": 10},
    "head": {"fontSize": 7.3, "leading": 10, "fontName": BOLD, "textColor": HexColor(MUTED)},
    "small": {"fontSize": 7.3, "leading": 10.5, "textColor": HexColor(MUTED), "spaceAfter": 3},
    "note": {"leftIndent": 6, "rightIndent": 6, "spaceAfter": 6, "backColor": HexColor(PALE), "borderPadding": 5},
    "item": {"leftIndent": 11, "bulletIndent": 1, "spaceAfter": 2.5},
    "h1": {"fontName": BOLD, "fontSize": 17, "leading": 22, "spaceBefore": 22, "spaceAfter": 8},
    "h2": {"fontName": BOLD, "fontSize": 11.5, "leading": 15, "spaceBefore": 13, "spaceAfter": 5},
    "h3": {"fontName": BOLD, "fontSize": 9, "leading": 12.5, "spaceBefore": 7, "spaceAfter": 3},
    "title": {"fontName": BOLD, "fontSize": 25, "leading": 31, "spaceAfter": 6},
    "lead": {"fontSize": 10.5, "leading": 15.5, "spaceAfter": 6},
    "figure": {"fontName": BOLD, "fontSize": 20, "leading": 25, "alignment": 1},
    "caption": {"fontSize": 7.3, "leading": 10, "alignment": 1, "textColor": HexColor(MUTED)},
}
STYLES: Final = {name: ParagraphStyle(name, **{**_BODY, **changes}) for name, changes in _CHANGES.items()}
for _name in ("h1", "h2", "h3"):
    STYLES[_name].keepWithNext = 1
_GRID: Final = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(LINE)),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
)
_HEADED: Final = (
    ("BACKGROUND", (0, 0), (-1, 0), HexColor(TRACK)),
    ("LINEBELOW", (0, 0), (-1, 0), 0.6, HexColor(MUTED)),
)
Flowable = Any


def room(label: str) -> float:
    """The share of the page's width that a column under this heading needs for its longest word."""
    longest: float = max(width(each, 7.3, BOLD) for each in label.split())
    return (longest + 8) / float(WIDTH)


def text(words: str, style: str = "body") -> Flowable:
    """A paragraph of foreign text."""
    return marked(markup(words), style)


def marked(made: str, style: str = "body") -> Flowable:
    """A paragraph of markup; whatever is foreign in it has been through `markup` or `anchor`."""
    return Paragraph(made, STYLES[style])


def item(made: str) -> Flowable:
    """A line of a list, of markup."""
    return Paragraph(made, STYLES["item"], bulletText="•")


def heading(words: str, level: int, key: str = "") -> Flowable:
    """A heading; with a `key` it is in the document's outline and can be linked to."""
    made = Paragraph(f'<a name="{_key(key)}"/>{markup(words)}' if key else markup(words), STYLES[f"h{level}"])
    made.outline = (_key(key), words, level - 1) if key else None
    return made


def inner(key: str, words: str) -> str:
    """A link to a heading of this document."""
    return f'<a href="#{_key(key)}" color="#24578f">{markup(words)}</a>'


def table(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Flowable:
    """A table of markup whose header returns on each page; `widths` are shares of the page's width."""
    cells = [
        [marked(f"{markup(each)}", "head") for each in header],
        *[[marked(c, "cell") for c in row] for row in rows],
    ]
    return _grid(cells, widths, (*_GRID, *_HEADED), repeat=1, tall=_tall(rows))


def pairs(rows: Sequence[tuple[str, str]]) -> Flowable:
    """Labels with their values, both foreign or ours."""
    cells = [[text(label, "head"), text(value, "cell")] for label, value in rows]
    return _grid(cells, (0.2, 0.8), _GRID, repeat=0, tall=_tall(rows))


def figures(numbers: Sequence[tuple[str, str, str]]) -> Flowable:
    """Large numbers side by side, each in its colour with a caption below."""
    tops = [marked(f'<font color="{colour}">{markup(number)}</font>', "figure") for number, _, colour in numbers]
    lines = [text(caption, "caption") for _, caption, _ in numbers]
    style = (
        ("BACKGROUND", (0, 0), (-1, -1), HexColor(PALE)),
        ("TOPPADDING", (0, 0), (-1, 0), 8),
        ("BOTTOMPADDING", (0, 1), (-1, 1), 9),
        ("LINEAFTER", (0, 0), (-2, -1), 3, HexColor("#ffffff")),
    )
    return _grid([tops, lines], [1 / len(numbers)] * len(numbers), style, repeat=0, tall=False)


def gap(points: float) -> Flowable:
    """Empty space."""
    return Spacer(1, points)


def drawing(picture: Picture) -> Flowable:
    """A chart, painted as vectors."""
    register()
    made = Drawing(picture.width, picture.height)
    for bar in picture.bars:
        bottom = picture.height - bar.y - bar.height
        made.add(Rect(bar.x, bottom, bar.width, bar.height, fillColor=HexColor(bar.colour), strokeColor=None))
    for label in picture.labels:
        colour, size = HexColor(label.colour), label.size
        words = drawable(label.text)
        made.add(
            String(
                label.x,
                picture.height - label.y,
                words,
                fontName=PLAIN,
                fontSize=size,
                fillColor=colour,
                textAnchor=label.anchor,
            )
        )
    return made


def _grid(
    cells: list[list[Flowable]], widths: Sequence[float], style: Sequence[Any], *, repeat: int, tall: bool
) -> Flowable:
    made = Table(cells, [WIDTH * share for share in widths], repeatRows=repeat, splitByRow=1, splitInRow=int(tall))
    made.setStyle(TableStyle(list(style)))
    made.spaceAfter = 8
    return made


def _tall(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row may not fit on a page, and so has to be split inside, which looks worse than between rows."""
    return any(len(cell) > _MOST_UNSPLIT for row in rows for cell in row)


def _key(key: str) -> str:
    """A destination's name, in characters that need no escaping."""
    return "".join(each if re.match(r"[A-Za-z0-9-]", each) else f".{ord(each):x}" for each in key)
