"""Refusals: what a person is told when something cannot be done, in words that say what to do instead."""

from __future__ import annotations


class Refusal(Exception):
    """Something a person may not do, or not now. `text` is for them; it never holds anything secret."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
