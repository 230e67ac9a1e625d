"""The words that a language model reads, a file each, reviewed like code. This is their only reader."""

from __future__ import annotations

from pathlib import Path

from knowledge.prompting import Words

_HOME = Path(__file__).parent


def load() -> Words:
    """All prompts that ship with Lensbot."""
    return Words(answer=_text("answer"), judge=_text("judge"), rewrite=_text("rewrite"))


def _text(name: str) -> str:
    return (_HOME / f"{name}.md").read_text(encoding="utf-8").strip()
