"""Every environment variable that Lensbot reads, typed. Nothing else knows their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from knowledge.budgets import Limits, Price

PREFIX = "LENSBOT_"


class SettingsProblem(ValueError):
    """Settings that cannot be used. The message names every problem, a line each."""


@dataclass(frozen=True)
class Settings:
    """How this installation is set up.

    `data_dir`: where the index and the database live (LENSBOT_DATA_DIR).
    `chroma_url`: a Chroma server for the vectors; empty keeps them embedded under `data_dir` (LENSBOT_CHROMA_URL).
    `lenses`: names of the shipped lenses that answers are drawn from (LENSBOT_LENSES, separated by commas).
    `database_url`: where the state lives (LENSBOT_DATABASE_URL); empty is a SQLite file under `data_dir`.
    `slack_bot_token`, `slack_app_token`: the app's two tokens, xoxb-… and xapp-…; `slack_signing_secret`: instead of
    the second where Slack delivers over HTTP. `slack_mode`: socket or http. `port`: where HTTP deliveries are taken.
    `slack_api_url`: another address of the Web API, for the playground. Secrets never show in `repr`.
    `model`: a language model as provider:name (LENSBOT_MODEL), none if empty; `model_url` and `model_key` where it is
    reached. `model_price`: what a million tokens read and written cost. The rest are limits of a day, 0 for none.
    """

    data_dir: Path
    chroma_url: str = ""
    lenses: tuple[str, ...] = ("machine-learning",)
    database_url: str = field(default="", repr=False)
    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_mode: str = "socket"
    slack_api_url: str = "https://slack.com/api/"
    port: int = 3000
    model: str = ""
    model_url: str = ""
    model_key: str = field(default="", repr=False)
    model_price: str = "0,0"
    model_tokens_a_day: int = 0
    model_channel_tokens_a_day: int = 0
    model_cost_a_day: float = 0.0
    model_channel_cost_a_day: float = 0.0

    @property
    def database(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.data_dir / 'lensbot.sqlite'}"

    @property
    def price(self) -> Price:
        """What tokens of the language model cost."""
        from knowledge import budgets

        return budgets.price(self.model_price)

    @property
    def model_limits(self) -> Limits:
        """What may be spent on it in a day."""
        from knowledge.budgets import Limits

        return Limits(
            self.model_tokens_a_day,
            self.model_cost_a_day,
            self.model_channel_tokens_a_day,
            self.model_channel_cost_a_day,
        )

    @property
    def missing_for_slack(self) -> tuple[str, ...]:
        """The settings without which Slack cannot be reached."""
        needed = {"LENSBOT_SLACK_BOT_TOKEN": self.slack_bot_token}
        if self.slack_mode == "http":
            needed["LENSBOT_SLACK_SIGNING_SECRET"] = self.slack_signing_secret
        else:
            needed["LENSBOT_SLACK_APP_TOKEN"] = self.slack_app_token
        return tuple(name for name, value in needed.items() if not value)

    @property
    def index_dir(self) -> Path:
        """Where the index lives. It is a cache: deleting it loses nothing."""
        return self.data_dir / "index"

    @staticmethod
    def from_env(env: Mapping[str, str]) -> Settings:
        """Settings from an environment; SettingsProblem with every problem at once."""
        problems = [f"{name}: not a setting of Lensbot; see deploy/env.example" for name in _strangers(env)]
        problems += [*_slack_problems(env), *_model_problems(env)]
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
        texts: dict[str, Any] = {
            name: env[PREFIX + name.upper()].strip() for name in _TEXTS if env.get(PREFIX + name.upper())
        }
        numbers: dict[str, Any] = {
            name: kind(env[PREFIX + name.upper()]) for name, kind in _NUMBERS.items() if env.get(PREFIX + name.upper())
        }
        return Settings(_data_dir(env), url, lenses, **texts, **numbers)


_TEXTS = (
    "database_url",
    "slack_bot_token",
    "slack_app_token",
    "slack_signing_secret",
    "slack_mode",
    "slack_api_url",
    "model",
    "model_url",
    "model_key",
    "model_price",
)
_NUMBERS: Mapping[str, Callable[[str], float]] = {
    "port": int,
    "model_tokens_a_day": int,
    "model_channel_tokens_a_day": int,
    "model_cost_a_day": float,
    "model_channel_cost_a_day": float,
}
_BEGINNINGS = {"LENSBOT_SLACK_BOT_TOKEN": "xoxb-", "LENSBOT_SLACK_APP_TOKEN": "xapp-"}
_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_PLACEHOLDER = re.compile(r"(xoxb-|xapp-)?(your|change|example|secret$|\.\.\.|…|<|x+$)", re.I)


def _slack_problems(env: Mapping[str, str]) -> list[str]:
    problems = [
        f"{name}: expected a token that begins with {beginning}"
        for name, beginning in _BEGINNINGS.items()
        if env.get(name) and not env[name].startswith(beginning)
    ]
    secrets = (*_BEGINNINGS, "LENSBOT_SLACK_SIGNING_SECRET")
    problems += [
        f"{name}: this is a placeholder, not a secret; deploy/INSTALL.md says where to find it"
        for name in secrets
        if env.get(name) and _PLACEHOLDER.match(env[name])
    ]
    if env.get("LENSBOT_SLACK_MODE", "socket") not in ("socket", "http"):
        problems.append(f"LENSBOT_SLACK_MODE: expected socket or http, found {env['LENSBOT_SLACK_MODE']!r}")
    if not 0 <= _number(env.get("LENSBOT_PORT") or "3000") <= 65535:
        problems.append(f"LENSBOT_PORT: expected a port number, found {env['LENSBOT_PORT']!r}")
    return problems


def _model_problems(env: Mapping[str, str]) -> list[str]:
    problems = []
    asked = any(env.get(f"LENSBOT_MODEL{end}") for end in ("", "_PRICE"))
    for name in _NUMBERS:
        value = env.get(PREFIX + name.upper())
        if value and name != "port" and not _AMOUNT.fullmatch(value):
            problems.append(f"{PREFIX}{name.upper()}: expected a number, found {value!r}")
    return problems + (_priced(env) if asked else [])


def _priced(env: Mapping[str, str]) -> list[str]:
    """Problems with the model and its price; what checks them is imported only where there is something to check."""
    from knowledge import budgets
    from knowledge.adapters.providers import ModelSettings

    problems = []
    try:
        budgets.price(env.get("LENSBOT_MODEL_PRICE") or "0,0")
    except ValueError as problem:
        problems.append(f"LENSBOT_MODEL_PRICE: {problem}")
    if env.get("LENSBOT_MODEL"):
        settings = ModelSettings(
            env["LENSBOT_MODEL"], env.get("LENSBOT_MODEL_URL", ""), env.get("LENSBOT_MODEL_KEY", "")
        )
        problems += [f"LENSBOT_MODEL: {problem}" for problem in settings.problems()]
    return problems


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else -1


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
