"""Answers go from one channel to another by consent of somebody who belongs there, and never between workspaces."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cards.lending import MOST_TEMPLATES, DeclinedCard, LentCard, Outcome, SettledCard, ShareCard
from bot.places import Place, Posted, Tenant
from bot.review import borrowing, moves
from bot.review.errors import Refusal
from bot.review.model import Scope, State, Workload
from bot.review.move import Borrow, Finish
from bot.review.rights import Person
from bot.usecases import lending, reviewing, templating
from bot.usecases.lending import Ask, Lending
from bot.usecases.prefilling_ports import Room
from bot.usecases.reviewing import Reviewing
from bot.usecases.templating import Templating
from tests.support.memory import MemoryWork
from tests.support.memory_reviews import MemoryMilestones, MemoryReviews, MemoryTemplates
from tests.unit.review.playing import form
from tests.unit.review.shaped import shaped

LENS = shaped()
TENANT, OTHER = Tenant("", "T1"), Tenant("", "T2")
HOME, THERE = Place(TENANT, "C1"), Place(TENANT, "C2")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BEN = Person("UBEN")
SEEN = Posted(THERE, "1.0")


class Noon:
    def now(self):
        return NOON


class Rooms:
    """The port Channels: Ana is in C1, Ben and Chen in C2; we are in both."""

    rooms = {"C1": Room("C1", "churn"), "C2": Room("C2", "fraud")}
    people = {"UANA": ("C1",), "UBEN": ("C2",), "UGUEST": ("C2",)}

    def of(self, tenant, user):
        return tuple(self.rooms[each] for each in self.people.get(user, ()) if tenant == TENANT)

    def within(self, place, user, *, wait=False):
        del wait
        return any(room.id == place.channel for room in self.of(place.tenant, user))

    def look(self, place, *, wait=False):
        del wait
        return self.rooms.get(place.channel) if place.tenant == TENANT else None


class Said:
    """The port Messages: what was said, where."""

    def __init__(self):
        self.all = []

    def post(self, place, card, *, key=""):
        self.all.append((place.channel, card, key))
        return Posted(place, f"{len(self.all)}.0")

    def replace(self, posted, card):
        self.all.append((posted.ts, card, ""))

    def find(self, place, key):
        return next(
            (Posted(place, "1.0") for channel, _, mark in self.all if (channel, mark) == (place.channel, key)), None
        )

    def tell(self, place, user, card, *, key=""):
        return self.post(Place(place.tenant, user), card, key=key)

    def of(self, kind):
        return [(where, card) for where, card, _ in self.all if isinstance(card, kind)]


class World:
    def __init__(self):
        self.stored, self.said = MemoryReviews(), Said()
        kinds = dict.fromkeys((reviewing.CARD, reviewing.REDRAW), lambda _payload: None)
        self.work = MemoryWork(
            kinds | {lending.REQUEST: lambda p: self.lending.ask(p), lending.SETTLED: lambda p: self.lending.tell(p)}
        )
        self.reviewing = Reviewing(self.stored, self.stored, self.work, Noon(), lambda: {"shaped": self.lens})
        self.lens, self.rooms = LENS, Rooms()
        self.lending = Lending(self.reviewing, self.rooms, self.said, self.work)
        kept = MemoryTemplates(self.stored)
        self.templating = Templating(self.reviewing, MemoryMilestones(self.stored), kept)

    def settle(self, *given, agreed):
        self.lending.settle(*given, agreed=agreed)
        self.work.do_all()

    def begun(self, place, by, name):
        return self.reviewing.start(place, "shaped", Workload(name), Scope(), by)

    def borrowed(self):
        return self.stored.peek(HOME, self.review.id).borrowed

    def ready(self):
        """A review here, one there with an answer, and the request between them."""
        source = self.begun(THERE, "UBEN", "Fraud")
        self.reviewing.keep(THERE, source.id, form(LENS.questions[0], "UBEN", in_place=["ALL1-BP1"]))
        self.review = self.begun(HOME, "UANA", "Churn")
        self.lending.request(HOME, self.review, Room("C2", "fraud"))
        self.work.do_all()
        self.ask = Ask("C1", self.review.id, source.id)
        return self


@pytest.fixture
def world():
    return World().ready()


def test_the_channel_is_asked_once_however_often_the_work_is_done(world):
    world.lending.ask({"enterprise": "", "team": "T1", "channel": "C1", "review": world.review.id, "of": "C2"})

    [(where, card)] = world.said.of(ShareCard)
    assert (where, card.questions, card.home, card.by) == ("C2", 1, "C1", "UANA")


def test_somebody_there_agrees_and_both_sides_hear_of_it(world):
    world.settle(THERE, world.ask, BEN, SEEN, agreed=True)

    [given] = world.borrowed()
    assert (given.by, given.at, given.channel) == ("UBEN", NOON, "C2")
    assert dict(given.answers[0].states)["ALL1-BP1"] is State.IN_PLACE
    assert [entry.move.by for entry in world.stored.moves(HOME, world.review.id)] == ["UBEN"]
    assert world.said.of(SettledCard) == [("1.0", SettledCard(Outcome.SHARED, "C1", "UBEN"))]
    assert [where for where, _ in world.said.of(LentCard)] == ["C1"]


def test_a_guest_a_stranger_and_somebody_from_elsewhere_cannot_agree(world):
    for person, words in (
        (Person("UGUEST", outside=True), "Guests"),
        (Person("UANA"), "Only people"),
        (Person("UX"), "Only"),
    ):
        with pytest.raises(Refusal, match=words):
            world.settle(THERE, world.ask, person, SEEN, agreed=True)
    assert world.borrowed() == ()


def test_a_no_holds_and_is_told_to_whoever_asked(world):
    world.settle(THERE, world.ask, BEN, SEEN, agreed=False)

    assert [where for where, _ in world.said.of(DeclinedCard)] == ["UANA"]
    with pytest.raises(Refusal, match="settled"):
        world.settle(THERE, world.ask, BEN, SEEN, agreed=True)
    review = world.stored.peek(HOME, world.review.id)
    assert borrowing.waiting(review, LENS) == 0
    assert review.borrowed[0].by == "UBEN"


def test_a_button_of_another_workspace_finds_no_review(world):
    elsewhere = Place(OTHER, "C2")
    with pytest.raises(Refusal):
        world.settle(elsewhere, world.ask, BEN, Posted(elsewhere, "1.0"), agreed=True)
    with pytest.raises(Refusal):
        world.lending.check(Place(OTHER, "C1"), "C2", Person("UANA"))
    assert world.borrowed() == ()


def test_a_finished_review_is_given_nothing(world):
    world.reviewing.keep(HOME, world.review.id, Finish(by="UANA", at=NOON))

    world.settle(THERE, world.ask, BEN, SEEN, agreed=True)

    assert world.borrowed() == ()
    assert world.said.of(SettledCard) == [("1.0", SettledCard(Outcome.OVER, "C1", "UBEN"))]


@pytest.mark.parametrize("agreed", [True, False])
def test_a_review_that_waits_for_a_new_edition_is_given_nothing_and_nobody_there_is_told_to_upgrade_theirs(
    world, agreed
):
    world.lens = replace(LENS, edition="next")

    with pytest.raises(Refusal, match="nothing was shared") as refused:
        world.settle(THERE, world.ask, BEN, SEEN, agreed=agreed)

    assert "/lensbot review upgrade" not in refused.value.text
    assert world.borrowed() == ()


def test_who_lends_is_told_where_people_of_other_organisations_would_read_it(world):
    world.rooms.rooms = {**Rooms.rooms, "C1": Room("C1", "churn", outsiders=True)}
    other = world.begun(HOME, "UANA", "Search")

    world.lending.request(HOME, other, Room("C2", "fraud"))
    world.work.do_all()

    assert [card.outsiders for _, card in world.said.of(ShareCard)] == [False, True]


def test_what_has_changed_there_since_the_request_is_what_is_shared(world):
    world.reviewing.keep(THERE, world.ask.source, form(LENS.questions[0], "UBEN", none=True))

    world.settle(THERE, world.ask, BEN, SEEN, agreed=True)

    assert dict(world.borrowed()[0].answers[0].states)["ALL1-BP1"] is State.MISSING


def test_a_template_of_another_workspace_is_neither_offered_nor_used_nor_removed(world):
    world.reviewing.keep(THERE, world.ask.source, Finish(by="UBEN", at=NOON))
    world.templating.make(THERE, world.ask.source, "Baseline", templating.NOW, "UBEN")
    [(template, name)] = world.templating.named(TENANT)

    assert name == "Baseline"
    assert world.templating.chosen(TENANT, template, "shaped", "UANA").name == "Baseline"
    assert world.templating.named(OTHER) == ()
    with pytest.raises(Refusal, match="no longer here"):
        world.templating.chosen(OTHER, template, "shaped", "UANA")
    with pytest.raises(Refusal, match="no longer here"):
        world.templating.remove(OTHER, template, Person("UX", admin=True))


def test_who_made_a_template_and_admins_remove_it_and_guests_see_none(world):
    world.reviewing.keep(THERE, world.ask.source, Finish(by="UBEN", at=NOON))
    world.templating.make(THERE, world.ask.source, "Baseline", templating.NOW, "UBEN")
    [(template, _)] = world.templating.named(TENANT)

    for person in (Person("UANA"), Person("UBEN", outside=True)):
        with pytest.raises(Refusal, match="Whoever made"):
            world.templating.remove(TENANT, template, person)
    with pytest.raises(Refusal, match="members of this workspace"):
        world.templating.listed(TENANT, Person("UGUEST", outside=True))
    assert world.templating.remove(TENANT, template, Person("UBOSS", admin=True)).templates == ()


def test_there_are_no_more_templates_than_one_message_lists(world):
    world.reviewing.keep(THERE, world.ask.source, Finish(by="UBEN", at=NOON))
    for number in range(MOST_TEMPLATES):
        world.templating.make(THERE, world.ask.source, f"Baseline {number}", templating.NOW, "UBEN")

    with pytest.raises(Refusal, match="no more fit"):
        world.templating.make(THERE, world.ask.source, "One more", templating.NOW, "UBEN")
    (template, _), *_ = world.templating.named(TENANT)
    world.templating.remove(TENANT, template, BEN)
    world.templating.make(THERE, world.ask.source, "One more", templating.NOW, "UBEN")


def test_a_template_of_another_lens_is_refused_with_what_to_do(world):
    world.reviewing.keep(THERE, world.ask.source, Finish(by="UBEN", at=NOON))
    world.templating.make(THERE, world.ask.source, "Baseline", templating.NOW, "UBEN")
    [(template, _)] = world.templating.named(TENANT)

    with pytest.raises(Refusal, match="another lens"):
        world.templating.chosen(TENANT, template, "serverless", "UANA")


def test_a_state_without_answers_makes_no_template(world):
    empty = world.begun(HOME, "UANA", "Empty")
    world.reviewing.keep(HOME, empty.id, Finish(by="UANA", at=NOON))

    with pytest.raises(Refusal, match="nothing to begin with"):
        world.templating.make(HOME, empty.id, "Baseline", templating.NOW, "UANA")


def test_what_is_borrowed_is_left_when_the_log_is_replayed(world):
    world.settle(THERE, world.ask, BEN, SEEN, agreed=True)
    log = world.stored.moves(HOME, world.review.id)

    assert moves.replay(world.review, LENS, log) == world.stored.peek(HOME, world.review.id)


def test_a_press_that_was_cut_short_is_made_good_by_the_next(world):
    answers = borrowing.lent_by(world.stored.peek(THERE, world.ask.source), LENS)
    borrow = Borrow(by="UBEN", at=NOON, source=world.ask.source, channel="C2", answers=answers)
    world.reviewing.keep(HOME, world.review.id, borrow)

    world.settle(THERE, world.ask, Person("UGUEST"), SEEN, agreed=True)

    assert world.said.of(SettledCard) == [("1.0", SettledCard(Outcome.SHARED, "C1", "UBEN"))]
    assert len(world.borrowed()) == 1
