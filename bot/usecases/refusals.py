"""Refusals: what a person is told when something cannot be done, in words that say what to do instead."""

from __future__ import annotations

from bot.review.errors import Refusal

__all__ = ["Refusal"]
