"""Charts as pictures: the one by pillar, where a client knows no chart blocks, and any other that is laid out."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from bot.reports.charts import Picture, stacked
from bot.reports.content import Report
from bot.reports.pdf_text import FONTS, drawable, width

#: Sharp on screens with twice the usual density; the width is that of an image in a message.
_SCALE, WIDTH, _EDGE = 3, 460.0, 12.0
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def png(report: Report) -> bytes:
    """The chart as a PNG, the same bytes for the same report."""
    return painted(stacked(report, WIDTH, width))


def painted(picture: Picture) -> bytes:
    """A chart as a PNG, the same bytes for the same chart. No screen is needed."""
    size = (round((picture.width + 2 * _EDGE) * _SCALE), round((picture.height + 2 * _EDGE) * _SCALE))
    image = Image.new("RGB", size, "#ffffff")
    _paint(ImageDraw.Draw(image), picture)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _paint(draw: ImageDraw.ImageDraw, picture: Picture) -> None:
    for bar in picture.bars:
        left, top = (_EDGE + bar.x) * _SCALE, (_EDGE + bar.y) * _SCALE
        draw.rectangle((left, top, left + bar.width * _SCALE - 1, top + bar.height * _SCALE - 1), fill=bar.colour)
    for label in picture.labels:
        font = ImageFont.truetype(str(FONTS / "Vera.ttf"), round(label.size * _SCALE))
        at = ((_EDGE + label.x) * _SCALE, (_EDGE + label.y) * _SCALE)
        draw.text(at, drawable(label.text), fill=label.colour, font=font, anchor=_ANCHORS[label.anchor])
