"""Who is in a channel is asked for no longer than needed, and whoever waits for it is told when it takes too long."""

from types import SimpleNamespace

import pytest
from slack_sdk.errors import SlackApiError

from bot.places import Place, Tenant
from bot.review.errors import Refusal
from bot.slack.rooms import SlackChannels
from bot.usecases.prefilling_ports import Room

TENANT = Tenant("", "T1")


def place(channel):
    return Place(TENANT, channel)


class Web:
    """A client of a workspace in which everybody is in C0 to C5, of which two are told at once."""

    def __init__(self, problem=None):
        self.asked, self.problem = [], problem

    def users_conversations(self, *, cursor, **_given):
        self._ask(cursor)
        page = int(cursor or 0)
        told = [{"id": f"C{number}", "name": f"team-{number}"} for number in (2 * page, 2 * page + 1)]
        return {"channels": told, "response_metadata": {"next_cursor": str(page + 1) if page < 2 else ""}}

    def conversations_info(self, *, channel):
        self._ask(channel)
        if channel.startswith("D"):
            return {"channel": {"id": channel, "user": "UBEN"}}
        return {"channel": {"id": channel, "name": "churn", "is_member": True, "is_ext_shared": True}}

    def _ask(self, what):
        self.asked.append(what)
        if self.problem:
            raise self.problem


def refused(error):
    return SlackApiError(error, {"error": error})


def channels(*, quick=None, patient=None):
    return SlackChannels(SimpleNamespace(quick=quick or Web(), patient=patient or Web()))


def test_no_further_page_is_asked_for_once_the_channel_is_found():
    quick = Web()

    assert channels(quick=quick).within(place("C2"), "UBEN")

    assert quick.asked == ["", "1"]


def test_who_is_not_in_the_channel_is_not_found_on_any_page():
    assert not channels().within(place("C6"), "UBEN")
    assert not channels(quick=Web(refused("user_not_found"))).within(place("C1"), "UBEN")


@pytest.mark.parametrize("problem", [refused("ratelimited"), TimeoutError()], ids=["limited", "late"])
def test_whoever_waits_is_told_to_try_once_more(problem):
    busy = channels(quick=Web(problem))

    with pytest.raises(Refusal, match="once more"):
        busy.within(place("C1"), "UBEN")
    with pytest.raises(Refusal, match="once more"):
        busy.look(place("C1"))


def test_work_that_nobody_waits_for_waits_itself_and_is_tried_again_where_that_fails():
    limited = refused("ratelimited")

    assert channels(quick=Web(limited)).within(place("C1"), "UBEN", wait=True)
    with pytest.raises(SlackApiError):
        channels(patient=Web(limited)).within(place("C1"), "UBEN", wait=True)


def test_a_channel_that_is_shared_with_others_is_known_as_such():
    assert channels().look(place("C1")) == Room("C1", "churn", outsiders=True)


def test_whose_conversation_it_is_is_asked_once():
    patient = Web()
    known = channels(patient=patient)

    assert {known.partner(place("D1")) for _ in range(2)} == {"UBEN"}

    assert patient.asked == ["D1"]
    assert channels(patient=Web(refused("channel_not_found"))).partner(place("D2")) == ""
