"""Who somebody is, by the word of the stand-in workspace: one reading for all who ask, and not asked again at once."""

import pytest

from bot.places import Tenant
from bot.playground.embedded import playground
from bot.review.rights import Person
from bot.slack.clients import Clients
from bot.slack.doors import Doors
from bot.slack.manifest import manifest
from bot.slack.people import FRESH, SlackPeople, Told

OURS = Tenant("", "T000000001")
GRID = Tenant("E1", "T1")
KINDS = {
    "member": {},
    "admin": {"is_admin": True},
    "guest": {"is_restricted": True},
    "stranger": {"team": "T999999999"},
    "partner": {"team": "T999999999", "is_admin": True},
    "leaver": {"deleted": True},
}


@pytest.fixture(scope="module")
def slack():
    with playground(manifest(), rates=False) as running:
        control = running.control
        control.act("create_channel", "ana", name="shared")
        control.act("invite", "ana", channel="shared", who="app")
        for kind, given in KINDS.items():
            control.act("person", "ana", who=kind, **given)
        control.act("invite", "ana", channel="shared", who="partner")
        yield running


@pytest.fixture
def people(slack):
    return SlackPeople(Clients(slack.bot_token, slack.api_url))


@pytest.fixture
def doors(people):
    return Doors(people.clients, people)


@pytest.fixture
def of(slack):
    known = {kind: slack.control.view(kind)["user"]["id"] for kind in KINDS}
    return {**known, "nobody": "U999999999"}.__getitem__


def asked(slack):
    return sum(line["method"] == "users.info" for line in slack.control.journal("call"))


@pytest.mark.parametrize(
    ("kind", "admin", "outside"),
    [
        ("member", False, False),
        ("admin", True, False),
        ("guest", False, True),
        ("stranger", False, True),
        ("partner", False, True),
        ("leaver", False, True),
        ("nobody", False, True),
    ],
)
def test_rights_and_reminders_see_the_same_person(doors, people, of, kind, admin, outside):
    user = of(kind)
    told = people.look(OURS, user)

    assert doors.person(OURS, user) == Person(user, admin, outside)
    assert (told.admin, told.guest or told.gone) == (admin, outside)
    assert doors.left(user) == told.gone == (kind in ("leaver", "nobody"))


def test_slack_does_not_call_a_stranger_who_shares_a_channel_with_us(people, of):
    told = people.clients.quick.users_info

    assert told(user=of("stranger"))["user"]["is_stranger"]
    assert not told(user=of("partner"))["user"]["is_stranger"]


def test_a_person_is_looked_up_once_until_there_is_news_of_them(slack, doors, people, of):
    user, before = of("member"), asked(slack)
    for _ in range(3):
        doors.person(OURS, user)
        people.look(OURS, user)
        doors.left(user)
        doors.names([user])
    assert asked(slack) == before + 1

    people.forget(OURS, user)
    doors.person(OURS, user)

    assert asked(slack) == before + 2


def test_what_was_known_for_a_minute_is_asked_again(slack):
    now = [1000.0]
    people = SlackPeople(Clients(slack.bot_token, slack.api_url), lambda: now[0])
    user, before = slack.control.view("member")["user"]["id"], asked(slack)
    for seconds in (0, FRESH, 1):
        now[0] += seconds
        people.told(user)

    assert asked(slack) == before + 2


def test_names_are_those_of_who_is_there(doors, of):
    assert doors.names([of("member"), of("leaver"), of("nobody")]) == {of("member"): "Member"}


@pytest.mark.parametrize(
    ("team", "organisation", "tenant", "outside"),
    [
        ("T1", "", Tenant("", "T1"), False),
        ("T2", "", Tenant("", "T1"), True),
        ("T2", "E1", Tenant("", "T1"), True),
        ("", "", Tenant("", "T1"), True),
        ("T1", "E1", GRID, False),
        ("T2", "E1", GRID, False),
        ("E1", "", GRID, False),
        ("T2", "E2", GRID, True),
        ("T2", "", GRID, True),
    ],
)
def test_on_enterprise_grid_the_organisations_other_workspaces_are_no_strangers(team, organisation, tenant, outside):
    told = Told("sam", "Sam", None, deleted=False, admin=False, guest=False, team=team, organisation=organisation)

    assert told.outside(tenant) is outside
