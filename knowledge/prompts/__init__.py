"""The words that a language model reads, a file each, reviewed like code. This is their only reader."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from knowledge.prompting import Words

_HOME = Path(__file__).parent


def load() -> Words:
    """All prompts that ship with Lensbot: the file of each is called what its field is called."""
    return Words(**{each.name: _text(each.name) for each in fields(Words)})


def _text(name: str) -> str:
    return (_HOME / f"{name}.md").read_text(encoding="utf-8").strip()
