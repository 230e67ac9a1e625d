"""Every environment variable that Lensbot reads, typed. Nothing else knows their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "LENSBOT_"


class SettingsProblem(ValueError):
    """Settings that cannot be used. The message names every problem, a line each."""


@dataclass(frozen=True)
class Settings:
    """How this installation is set up.

    `data_dir`: where the index and the database live (LENSBOT_DATA_DIR).
    `chroma_url`: a Chroma server for the vectors; empty keeps them embedded under `data_dir` (LENSBOT_CHROMA_URL).
    `lenses`: names of the shipped lenses that answers are drawn from (LENSBOT_LENSES, separated by commas).
    """

    data_dir: Path
    chroma_url: str = ""
    lenses: tuple[str, ...] = ("machine-learning",)

    @property
    def index_dir(self) -> Path:
        """Where the index lives. It is a cache: deleting it loses nothing."""
        return self.data_dir / "index"

    @staticmethod
    def from_env(env: Mapping[str, str]) -> Settings:
        """Settings from an environment; SettingsProblem with every problem at once."""
        problems = [f"{name}: not a setting of Lensbot; see deploy/env.example" for name in _strangers(env)]
        url = env.get("LENSBOT_CHROMA_URL", "").strip()
        if url and urlsplit(url).scheme not in ("http", "https"):
            problems.append(f"LENSBOT_CHROMA_URL: expected http://host:port, found {url!r}")
        lenses = tuple(
            name.strip() for name in env.get("LENSBOT_LENSES", "machine-learning").split(",") if name.strip()
        )
        if not lenses:
            problems.append("LENSBOT_LENSES: name at least one lens, such as machine-learning")
        if problems:
            raise SettingsProblem("\n".join(problems))
        return Settings(_data_dir(env), url, lenses)


def names() -> tuple[str, ...]:
    """The variables' names, in the order of the fields."""
    return tuple(PREFIX + field.name.upper() for field in fields(Settings))


def _strangers(env: Mapping[str, str]) -> list[str]:
    return sorted(name for name in env if name.startswith(PREFIX) and name not in names())


def _data_dir(env: Mapping[str, str]) -> Path:
    if env.get("LENSBOT_DATA_DIR"):
        return Path(env["LENSBOT_DATA_DIR"]).expanduser()
    home = env.get("XDG_DATA_HOME") or f"{env.get('HOME', '.')}/.local/share"
    return Path(home) / "lensbot"
