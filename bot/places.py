"""Where something is said: the address under which every row is kept, so that no workspace can reach another's data.

Pure values. `enterprise` is empty for a workspace outside an Enterprise organisation.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Tenant:
    """One workspace."""

    enterprise: str
    team: str


@dataclass(frozen=True, order=True)
class Place:
    """A channel, a private channel or a direct conversation of one workspace."""

    tenant: Tenant
    channel: str

    @property
    def direct(self) -> bool:
        """Whether this is the conversation of one person with the bot; Slack's ids of those begin with D."""
        return self.channel.startswith("D")


@dataclass(frozen=True, order=True)
class Thread:
    """A thread by the timestamp of its root message."""

    place: Place
    ts: str


@dataclass(frozen=True)
class Posted:
    """A message of ours that Slack has taken. `ephemeral` ones can't be read back or replaced by their timestamp."""

    place: Place
    ts: str
    ephemeral: bool = False
