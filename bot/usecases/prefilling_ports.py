"""What prefilling a review needs from the world, spoken in our own values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.places import Place, Tenant
from bot.review.comparing import Snapshot


@dataclass(frozen=True)
class Room:
    """A channel as people know it; `outsiders` is whether it is shared with other organisations."""

    id: str
    name: str
    private: bool = False
    outsiders: bool = False


class Channels(Protocol):
    """Which channels there are, and who is in them.

    What is asked while somebody waits for a press is given up soon, with a Refusal that says to try once more; with
    `wait`, we wait as long as we are told to.
    """

    def of(self, tenant: Tenant, user: str) -> tuple[Room, ...]:
        """The channels that somebody is in, as far as we are told of them. Archived ones are left out."""

    def within(self, place: Place, user: str, *, wait: bool = False) -> bool:
        """Whether somebody is in a channel that isn't archived."""

    def look(self, place: Place, *, wait: bool = False) -> Room | None:
        """A channel that we are in and can write to; None for any other."""

    def partner(self, direct: Place) -> str:
        """Whose conversation with us this is; empty where it is nobody's any more."""


@dataclass(frozen=True)
class Template:
    """A state of a review that others in its workspace may begin with. `place` and `review` say where it is from."""

    id: str
    name: str
    place: Place
    review: str
    by: str
    at: datetime
    snapshot: Snapshot


@dataclass(frozen=True)
class TemplateName:
    """A template as it is offered: without what it holds."""

    id: str
    name: str
    lens: str


class Templates(Protocol):
    """The templates of workspaces."""

    def add(self, template: Template) -> bool:
        """Keep a template; False when its workspace has one of that name, however it is spaced and capitalised.

        UnknownReview when the review is gone. A template goes with its review.
        """

    def named(self, tenant: Tenant) -> tuple[TemplateName, ...]:
        """What a workspace's templates are called, by name."""

    def of(self, tenant: Tenant, template: str = "") -> tuple[Template, ...]:
        """A workspace's templates, by name; only the one of this id, where one is given."""

    def remove(self, tenant: Tenant, template: str) -> None:
        """Forget a template, where there is one. What was begun with it stays as it is."""
