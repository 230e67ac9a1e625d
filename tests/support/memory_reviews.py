"""The ports of reviewing in plain dictionaries, held to the same contract as the databases."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.places import Place, Tenant
from bot.review.model import Review, Status
from bot.review.move import Entry
from bot.review.rights import plain
from bot.usecases.prefilling_ports import Template, TemplateName
from bot.usecases.reviewing_ports import AlreadyOpen, Draft, Milestone, ReviewPost, UnknownReview


class MemoryReviews:
    """The ports Reviews and ReviewLog."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Place, str], Review] = {}
        self._log: dict[tuple[Place, str], tuple[Entry, ...]] = defaultdict(tuple)
        self._turn = threading.Lock()

    def start(self, place: Place, review: Review) -> bool:
        with self._turn:
            if (place, review.id) in self._kept:
                return False
            self._only(place, review)
            self._kept[place, review.id] = review
            return True

    @contextmanager
    def open(self, place: Place, review: str) -> Iterator[Draft]:
        with self._turn:
            before = self._kept.get((place, review))
            if before is None:
                raise UnknownReview(review)
            draft = Draft(before)
            yield draft
            if draft.entries:
                self._only(place, draft.review)
                self._kept[place, review] = draft.review
                self._log[place, review] += tuple(draft.entries)
            elif draft.review != before:
                raise RuntimeError("A review was changed, and no move says how.")

    def peek(self, place: Place, review: str) -> Review | None:
        return self._kept.get((place, review))

    def of(self, place: Place) -> tuple[Review, ...]:
        theirs = sorted((r for (home, _), r in self._kept.items() if home == place), key=lambda review: review.id)
        return tuple(sorted(theirs, key=lambda review: self._changed(place, review), reverse=True))

    def moves(self, place: Place, review: str) -> tuple[Entry, ...]:
        return self._log.get((place, review), ())

    def _changed(self, place: Place, review: Review):
        log = self._log.get((place, review.id))
        return log[-1].move.at if log else review.started_at

    def _only(self, place: Place, review: Review) -> None:
        for (home, key), other in self._kept.items():
            unfinished = Status.FINISHED not in (other.status, review.status)
            if home == place and key != review.id and unfinished and _plain(other) == _plain(review):
                raise AlreadyOpen(key)


def _plain(review: Review) -> str:
    return " ".join(review.workload.name.casefold().split())


class MemoryMilestones:
    """The port Milestones; it has to know which reviews there are."""

    def __init__(self, reviews: MemoryReviews) -> None:
        self._reviews = reviews
        self._kept: dict[tuple[Place, str, str], Milestone] = {}

    def add(self, place: Place, review: str, milestone: Milestone) -> bool:
        if self._reviews.peek(place, review) is None:
            raise UnknownReview(review)
        key = (place, review, milestone.name)
        new = key not in self._kept
        self._kept.setdefault(key, milestone)
        return new

    def of(self, place: Place, review: str) -> tuple[Milestone, ...]:
        mine = (milestone for key, milestone in self._kept.items() if key[:2] == (place, review))
        return tuple(sorted(mine, key=lambda milestone: (milestone.at, milestone.name)))


class MemoryReviewPosts:
    """The port ReviewPosts."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Place, str], ReviewPost] = {}

    def put(self, post: ReviewPost) -> None:
        if post.place.tenant != post.home.tenant:
            raise ValueError("A message shows a review of its own workspace.")
        self._kept[post.place, post.ts] = post

    def find(self, place: Place, ts: str) -> ReviewPost | None:
        return self._kept.get((place, ts))

    def of(self, home: Place, review: str) -> tuple[ReviewPost, ...]:
        every = tuple(self._kept.values())  # at once: others may be putting theirs
        mine = (post for post in every if (post.home, post.review) == (home, review))
        return tuple(sorted(mine, key=lambda post: (post.ts, post.place)))

    def forget(self, place: Place, ts: str) -> None:
        self._kept.pop((place, ts), None)


class MemoryTemplates:
    """The port Templates; it has to know which reviews there are."""

    def __init__(self, reviews: MemoryReviews) -> None:
        self._reviews = reviews
        self._kept: dict[tuple[Tenant, str], Template] = {}

    def add(self, template: Template) -> bool:
        if self._reviews.peek(template.place, template.review) is None:
            raise UnknownReview(template.review)
        tenant = template.place.tenant
        if any(plain(each.name) == plain(template.name) for each in self.of(tenant)):
            return False
        self._kept[tenant, template.id] = template
        return True

    def named(self, tenant: Tenant) -> tuple[TemplateName, ...]:
        return tuple(TemplateName(each.id, each.name, each.snapshot.lens) for each in self.of(tenant))

    def of(self, tenant: Tenant, template: str = "") -> tuple[Template, ...]:
        asked = (each for (home, _), each in self._kept.items() if home == tenant)
        mine = (each for each in asked if template in ("", each.id))
        return tuple(sorted(mine, key=lambda template: plain(template.name)))

    def remove(self, tenant: Tenant, template: str) -> None:
        self._kept.pop((tenant, template), None)
