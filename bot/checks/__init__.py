"""Checks of an installation, one file for each thing that can be wrong. `bot.doctor` runs them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What a check found. `failed` means that asking will not work; a warning has a remedy but does not fail.

    `skipped` is for what could not be looked at, because it is not set up.
    """

    name: str
    found: str
    remedy: str = ""
    failed: bool = False
    skipped: bool = False

    def __str__(self) -> str:
        mark = "✗" if self.failed else "!" if self.remedy else "–" if self.skipped else "✓"
        return f"{mark} {self.name}: {self.found}" + (f"\n    → {self.remedy}" if self.remedy else "")
