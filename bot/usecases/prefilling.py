"""Beginning a review with answers: of an earlier one, of another channel's, of a template."""

from __future__ import annotations

from dataclasses import dataclass

from bot.places import Place
from bot.review.borrowing import NothingFits
from bot.review.errors import Refusal
from bot.review.model import Borrowed, Review, Scope, Workload
from bot.review.rights import Person
from bot.usecases.lending import Lending
from bot.usecases.prefilling_ports import Room
from bot.usecases.reviewing import Reviewing
from bot.usecases.templating import Templating


@dataclass(frozen=True)
class Wanted:
    """A review as somebody wants to begin it.

    `earlier` is one of the channel's own, `template` one of the workspace's, `channel` another one that is asked.
    """

    lens: str
    workload: Workload
    scope: Scope
    earlier: str = ""
    template: str = ""
    channel: str = ""


class Unfit(Refusal):
    """Something to begin with that can't be; `of` names it as `Wanted` does, so that the rest of a form is kept."""

    def __init__(self, of: str, text: str) -> None:
        super().__init__(text)
        self.of = of


@dataclass(frozen=True)
class Prefilling:
    """Begins reviews."""

    reviewing: Reviewing
    lending: Lending
    templating: Templating

    def start(self, place: Place, wanted: Wanted, person: Person) -> str:
        """Begin a review; the name of the channel that is asked for its answers, empty where none is.

        Unfit where the channel can't be asked, or the template doesn't fit.
        """
        room = self._room(place, wanted.channel, person) if wanted.channel else None
        review = self._begin(place, wanted, person.id)
        if room is None:
            return ""
        self.lending.request(place, review, room)
        return room.name

    def _room(self, place: Place, channel: str, person: Person) -> Room:
        try:
            return self.lending.check(place, channel, person)
        except Refusal as refusal:
            raise Unfit("channel", refusal.text) from None

    def _begin(self, place: Place, wanted: Wanted, by: str) -> Review:
        given = wanted.lens, wanted.workload, wanted.scope, by
        try:
            template = self._template(place, wanted, by) if wanted.template else None
            return self.reviewing.start(place, *given, earlier=wanted.earlier, template=template)
        except NothingFits as nothing:
            raise Unfit("template", nothing.text) from None

    def _template(self, place: Place, wanted: Wanted, by: str) -> Borrowed:
        try:
            return self.templating.chosen(place.tenant, wanted.template, wanted.lens, by)
        except Refusal as refusal:
            raise Unfit("template", refusal.text) from None
