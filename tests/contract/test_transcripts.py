"""What people wrote in a thread, from the stand-in of Slack: all of it, theirs alone, and nothing from outside it."""

import pytest

from bot.places import Place, Tenant, Thread
from bot.playground.embedded import playground
from bot.slack.clients import Clients
from bot.slack.manifest import manifest
from bot.slack.transcripts import SlackTranscripts
from bot.usecases.ports import ChannelGone


@pytest.fixture(scope="module")
def slack():
    with playground(manifest(), rates=False) as made:
        made.control.act("create_channel", "ana", name="team")
        for who in ("ben", "app"):
            made.control.act("invite", "ana", channel="team", who=who)
        yield made


@pytest.fixture
def room(slack):
    seen = slack.control.view("ana")
    return Place(Tenant("", slack.team_id), next(each["id"] for each in seen["channels"] if each["name"] == "team"))


def transcripts(slack, **more):
    return SlackTranscripts(Clients(slack.bot_token, slack.api_url), **more)


def talk(slack, room, count):
    """A thread of so many replies by people, one of ours, and a message beside it."""
    root = slack.control.message("ana", "team", "How is the backup?")["ts"]
    for number in range(count):
        slack.control.message("ana" if number % 2 else "ben", "team", f"reply {number}", thread_ts=root)
    web = Clients(slack.bot_token, slack.api_url).patient
    web.chat_postMessage(channel=room.channel, thread_ts=root, text="I read your words like this")
    slack.control.message("ben", "team", "something else altogether")
    return root


def test_a_thread_is_read_over_several_pages_in_order(slack, room):
    root = talk(slack, room, 7)
    said = transcripts(slack, page=3).said(Thread(room, root), 100)

    assert [told.text for told in said] == ["How is the backup?", *(f"reply {n}" for n in range(7))]
    assert len({told.by for told in said}) == 2
    assert [told.ts for told in said] == sorted(told.ts for told in said)


def test_of_a_long_thread_the_last_messages_are_given(slack, room):
    root = talk(slack, room, 7)

    assert [told.text for told in transcripts(slack, page=3).said(Thread(room, root), 2)] == ["reply 5", "reply 6"]


def test_each_message_can_be_found_again(slack, room):
    root = talk(slack, room, 1)

    assert room.channel in transcripts(slack).link(room, root)
    assert transcripts(slack).link(room, "1.000001") == ""


def test_a_thread_that_is_gone_says_so(slack, room):
    with pytest.raises(ChannelGone):
        transcripts(slack).said(Thread(room, "1.000001"), 10)
