"""Text for the PDF: escaped for reportlab's small markup, and nothing lost that the font can't draw.

The font is Bitstream Vera, which reportlab ships, so that every report looks the same wherever it is made. It draws
Western European languages. A letter with marks that it lacks is drawn without them, a symbol by its name, and a run in
another script as what it is and how long, in brackets: visible, and whole in the report's other files.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD, ITALIC = "Vera", "Vera-Bold", "Vera-Italic"
#: Where reportlab keeps the fonts that it ships.
FONTS = Path(reportlab.__file__).parent / "fonts"
_FILES: Final[Mapping[str, str]] = {PLAIN: "Vera.ttf", BOLD: "VeraBd.ttf", ITALIC: "VeraIt.ttf"}
_INSTEAD: Final[Mapping[str, str]] = {
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "↔": "<->",
    "✓": "[check]",
    "✔": "[check]",
    "‑": "-",
    "\u00ad": "",
    "\t": "    ",
}
_MOST_NAME = 32


@lru_cache(maxsize=1)
def register() -> frozenset[int]:
    """Make the fonts known to reportlab, once; gives the characters that all of them draw."""
    drawn = []
    for name, file in _FILES.items():
        font = TTFont(name, str(FONTS / file))
        pdfmetrics.registerFont(font)
        drawn.append(frozenset(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=ITALIC, boldItalic=BOLD)
    return frozenset.intersection(*drawn) - {0xFFFF}


def width(text: str, size: float, font: str = PLAIN) -> float:
    """How wide a line is, in points."""
    register()
    wide: float = pdfmetrics.stringWidth(drawable(text), font, size)
    return wide


def markup(text: str) -> str:
    """Foreign text for a paragraph: no tag in it means anything, and its lines stay lines."""
    return "<br/>".join(escape(drawable(each)) for each in text.split("\n"))


def anchor(url: str, words: str) -> str:
    """A link; its words alone where there is no address."""
    return f'<a href={quoteattr(url)} color="#24578f">{markup(words)}</a>' if url else markup(words)


def fitted(text: str, size: float, room: float, font: str = PLAIN) -> str:
    """One drawable line that fits, cut with an ellipsis where it has to be."""
    text = drawable(text)
    if width(text, size, font) <= room:
        return text
    most = bisect_left(range(len(text)), room, key=lambda end: width(f"{text[:end]}…", size, font))
    return f"{text[: max(most - 1, 0)].rstrip()}…"


def drawable(text: str) -> str:
    """The text in characters that the font has."""
    if text.isascii() and text.isprintable():
        return text
    drawn = [_drawn(each) for each in unicodedata.normalize("NFC", text)]
    return "".join(_runs(drawn))


Drawn = tuple[str, str]


@lru_cache(maxsize=8192)
def _drawn(char: str) -> Drawn:
    """What stands for a character, and, for a letter of a script that the font lacks, that script's name."""
    known = register()
    if ord(char) in known:
        return char, ""
    if char in _INSTEAD:
        return _INSTEAD[char], ""
    category = unicodedata.category(char)
    if category[0] == "M" or category in ("Cf", "Cc", "Sk"):
        return "", ""
    simple = "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
    if simple and all(ord(each) in known for each in simple):
        return simple, ""
    return _by_name(char, category)


def _by_name(char: str, category: str) -> Drawn:
    name = unicodedata.name(char, "")
    if category[0] in "LN" and name:
        return char, name.split()[0].split("-")[0].capitalize()
    if name and len(name) <= _MOST_NAME:
        return f"[{name.lower()}]", ""
    return f"[U+{ord(char):04X}]", ""


def _runs(drawn: list[Drawn]) -> Iterator[str]:
    """The drawn text, with each run in a foreign script as one bracket; spaces and stops inside a run belong to it."""
    marked = _bridged(drawn)
    for foreign, group in groupby(zip(drawn, marked, strict=True), key=lambda pair: pair[1]):
        parts = [each for each, _ in group]
        if not foreign:
            yield "".join(text for text, _ in parts)
            continue
        scripts = Counter(script for _, script in parts if script)
        number = sum(scripts.values())
        yield f"[{_script(scripts.most_common(1)[0][0])}, {number} {'letter' if number == 1 else 'letters'}]"


def _bridged(drawn: list[Drawn]) -> list[bool]:
    foreign = [bool(script) for _, script in drawn]
    last = -1
    for place, (_, script) in enumerate(drawn):
        if script:
            if last >= 0 and all(_between(text) for text, _ in drawn[last + 1 : place]):
                foreign[last:place] = [True] * (place - last)
            last = place
    return foreign


def _between(text: str) -> bool:
    return not any(each.isalnum() or each == "\n" for each in text)


def _script(name: str) -> str:
    return {"Cjk": "Chinese", "Hangul": "Korean", "Hiragana": "Japanese", "Katakana": "Japanese"}.get(name, name)
