"""Whether a language model may be called again today: tokens and money, everywhere and in one channel.

Pure: counters come in, a decision goes out. Who keeps the counters adds what was set aside before a call and puts the
real usage in its place afterwards, so that calls at the same time cannot all slip under the limit together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from knowledge.ports import Usage

MILLION = 1_000_000


class Denied(StrEnum):
    """Which limit stands in the way."""

    TOKENS = "tokens"
    COST = "cost"
    CHANNEL_TOKENS = "channel_tokens"
    CHANNEL_COST = "channel_cost"


@dataclass(frozen=True)
class Price:
    """What a million tokens cost, read and written, in whatever currency the limits are in."""

    read: float = 0.0
    written: float = 0.0

    def of(self, usage: Usage) -> float:
        """What this usage costs."""
        return (usage.read * self.read + usage.written * self.written) / MILLION

    def at_most(self, tokens: int) -> float:
        """What so many tokens cost if all of them are of the dearer kind."""
        return tokens * max(self.read, self.written) / MILLION


@dataclass(frozen=True)
class Limits:
    """The most that may be used on one day; 0 is no limit. The channel's two hold for each channel."""

    tokens: int = 0
    cost: float = 0.0
    channel_tokens: int = 0
    channel_cost: float = 0.0


@dataclass(frozen=True)
class Spent:
    """What has been used on one day, with what is set aside for calls under way."""

    tokens: int = 0
    cost: float = 0.0

    def plus(self, usage: Usage, price: Price) -> Spent:
        """After this usage too."""
        return Spent(self.tokens + usage.tokens, self.cost + price.of(usage))

    def setting_aside(self, tokens: int, price: Price) -> Spent:
        """With tokens set aside for a call."""
        return Spent(self.tokens + tokens, self.cost + price.at_most(tokens))

    def settling(self, reserved: int, usage: Usage, price: Price) -> Spent:
        """With what was really used in the place of what was set aside; never below nothing."""
        tokens, cost = self.tokens - reserved, self.cost - price.at_most(reserved)
        return Spent(max(0, tokens), max(0.0, cost)).plus(usage, price)


def decide(limits: Limits, everywhere: Spent, channel: Spent, wanted: int, price: Price) -> Denied | None:
    """The limit that a call of so many tokens would pass; None where it may go ahead."""
    cost = price.at_most(wanted)
    checks = (
        (Denied.TOKENS, limits.tokens, everywhere.tokens + wanted),
        (Denied.COST, limits.cost, everywhere.cost + cost),
        (Denied.CHANNEL_TOKENS, limits.channel_tokens, channel.tokens + wanted),
        (Denied.CHANNEL_COST, limits.channel_cost, channel.cost + cost),
    )
    return next((denied for denied, limit, after in checks if limit and after > limit), None)


def day(now: datetime) -> str:
    """The day whose limits hold: the date in UTC, the same for every channel."""
    return now.astimezone(UTC).date().isoformat()


def price(text: str) -> Price:
    """A price as written in the settings, "3, 15": read and written, a million tokens. ValueError when it isn't one."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2:
        raise ValueError(f"expected two numbers such as 3,15 (a million tokens read, and written), found {text!r}")
    try:
        read, written = (float(part) for part in parts)
    except ValueError:
        raise ValueError(f"expected two numbers such as 3,15, found {text!r}") from None
    if not (0 <= read < MILLION and 0 <= written < MILLION):
        raise ValueError(f"a price cannot be negative or endless: {text!r}")
    return Price(read, written)
