"""What prefilling a review needs from the world, spoken in our own values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.places import Place, Tenant
from bot.review.comparing import Snapshot


@dataclass(frozen=True)
class Room:
    """A channel as people know it."""

    id: str
    name: str
    private: bool = False


class Channels(Protocol):
    """Which channels there are, and who is in them."""

    def of(self, tenant: Tenant, user: str) -> tuple[Room, ...]:
        """The channels that somebody is in, as far as we are told of them. Archived ones are left out."""

    def look(self, place: Place) -> Room | None:
        """A channel that we are in and can write to; None for any other."""


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


class Templates(Protocol):
    """The templates of workspaces."""

    def add(self, template: Template) -> bool:
        """Keep a template; False when its workspace has one of that name, however it is spaced and capitalised.

        UnknownReview when the review is gone. A template goes with its review.
        """

    def of(self, tenant: Tenant) -> tuple[Template, ...]:
        """A workspace's templates, by name."""

    def remove(self, tenant: Tenant, template: str) -> bool:
        """Forget a template; False when there is none. What was begun with it stays as it is."""
