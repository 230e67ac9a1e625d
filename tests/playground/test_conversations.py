"""conversations.*, users.*, bots.info, team.info: who and what is there."""

import pytest

from tests.playground.running import manifest, refusal


def test_a_channel_is_described(web, general):
    channel = web.conversations_info(channel=general, include_num_members=True)["channel"]

    assert (channel["id"], channel["name"], channel["is_channel"]) == (general, "general", True)
    assert (channel["is_member"], channel["is_private"], channel["is_archived"]) == (True, False, False)
    assert (channel["num_members"], channel["is_general"]) == (3, True)


def test_a_dm_is_described_by_its_person(web, ana):
    dm = web.conversations_open(users=ana, return_im=True)["channel"]

    assert (dm["is_im"], dm["user"]) == (True, ana)
    assert web.conversations_info(channel=dm["id"])["channel"]["user"] == ana


def test_opening_twice_gives_the_same_dm(web, ana):
    first = web.conversations_open(users=ana)
    again = web.conversations_open(users=ana)

    assert "already_open" not in first.data
    assert (again["channel"]["id"], again["already_open"], again["no_op"]) == (first["channel"]["id"], True, True)
    assert web.conversations_open(channel=first["channel"]["id"])["already_open"]
    assert refusal(web.conversations_open, users="U999999999") == "user_not_found"
    assert refusal(web.api_call, "conversations.open") == "invalid_arguments"


def test_channels_are_listed_by_type_and_page(control, web, general):
    names = [f"room-{number}" for number in range(3)]
    for name in names:
        control.act("create_channel", "ana", name=name)
    control.act("create_channel", "ana", name="secret", is_private=True)
    control.act("archive", "ana", channel="room-2")

    first = web.conversations_list(limit=2)
    second = web.conversations_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    open_ones = web.conversations_list(exclude_archived=True)

    listed = [channel["name"] for channel in [*first["channels"], *second["channels"]]]
    assert listed == ["general", *names]
    assert second["response_metadata"]["next_cursor"] == ""
    assert [channel["name"] for channel in open_ones["channels"]] == ["general", "room-0", "room-1"]
    assert web.conversations_list(types="private_channel")["channels"] == [], "the app is not in it"
    control.act("invite", "ana", channel="secret")
    assert [c["name"] for c in web.conversations_list(types="private_channel")["channels"]] == ["secret"]
    assert refusal(web.conversations_list, types="secret_channel") == "invalid_types"
    assert refusal(web.conversations_list, cursor="nonsense") == "invalid_cursor"
    assert refusal(web.conversations_list, limit=0) == "invalid_limit"


def test_each_type_of_channel_needs_its_own_scope(control, web, general):
    without = manifest(without_scopes=["groups:read", "groups:history"], without_events=["message.groups"])
    control.post("reset", manifest=without)
    secret = control.act("create_channel", "ana", name="secret", is_private=True)["channel"]
    control.act("invite", "ana", channel="secret")

    assert web.conversations_info(channel=general)["ok"]
    for call in (web.conversations_info, web.conversations_history):
        assert refusal(call, channel=secret) == "missing_scope"
    assert refusal(web.conversations_list, types="public_channel,private_channel") == "missing_scope"


def test_members_are_listed(web, general):
    assert web.conversations_members(channel=general)["members"] == ["U000000001", "U000000002", "U000000003"]


def test_history_is_the_newest_first_without_replies(control, web, general):
    root = control.message("ana", "general", "one")["ts"]
    control.message("ben", "general", "reply", thread_ts=root)
    second = control.message("ana", "general", "two")["ts"]

    page = web.conversations_history(channel=general)

    assert [message["text"] for message in page["messages"]] == ["two", "one"]
    assert page["messages"][1]["reply_count"] == 1
    assert page["has_more"] is False
    assert [m["text"] for m in web.conversations_history(channel=general, latest=second)["messages"]] == ["one"]
    inclusive = web.conversations_history(channel=general, oldest=second, inclusive=True)
    assert [message["text"] for message in inclusive["messages"]] == ["two"]
    assert web.conversations_history(channel=general, limit=1)["has_more"] is True


def test_history_needs_membership_even_in_a_public_channel(control, web, general):
    control.act("remove", "ana", channel="general")

    assert refusal(web.conversations_history, channel=general) == "not_in_channel"
    assert refusal(web.conversations_replies, channel=general, ts="1.000001") == "not_in_channel"
    assert web.conversations_info(channel=general)["channel"]["is_member"] is False


def test_a_thread_begins_with_its_root(control, web, general):
    root = control.message("ana", "general", "root")["ts"]
    for number in range(3):
        control.message("ben", "general", f"reply {number}", thread_ts=root)

    first = web.conversations_replies(channel=general, ts=root, limit=2)
    rest = web.conversations_replies(
        channel=general, ts=root, limit=2, cursor=first["response_metadata"]["next_cursor"]
    )

    assert [m["text"] for m in [*first["messages"], *rest["messages"]]] == ["root", "reply 0", "reply 1", "reply 2"]
    assert refusal(web.conversations_replies, channel=general, ts="1.000001") == "thread_not_found"


def test_the_app_can_join_a_public_channel_and_leave_it(control, web):
    channel = control.act("create_channel", "ana", name="ml-vision")["channel"]

    assert web.conversations_join(channel=channel)["channel"]["is_member"] is True
    assert web.conversations_join(channel=channel)["warning"] == "already_in_channel"
    assert control.messages("ana", "ml-vision")[0]["subtype"] == "channel_join"
    assert web.conversations_leave(channel=channel)["ok"]
    assert refusal(web.conversations_leave, channel=channel) == "not_in_channel"


def test_the_app_can_join_neither_dms_nor_archived_channels(control, web, ana):
    dm = web.conversations_open(users=ana)["channel"]["id"]
    channel = control.act("create_channel", "ana", name="old")["channel"]
    control.act("archive", "ana", channel="old")

    assert refusal(web.conversations_join, channel=dm) == "method_not_supported_for_channel_type"
    assert refusal(web.conversations_join, channel=channel) == "is_archived"


def test_the_apps_own_conversations_are_listed(control, web, ana):
    web.conversations_open(users=ana)
    control.act("create_channel", "ana", name="elsewhere")

    mine = web.users_conversations(types="public_channel,im")["channels"]
    hers = web.users_conversations(user=ana)["channels"]

    assert [channel.get("name", channel.get("user")) for channel in mine] == ["general", ana]
    assert [channel["name"] for channel in hers] == ["general", "elsewhere"]


def test_a_user_has_a_zone_and_with_its_scope_an_address(control, web, ana):
    user = web.users_info(user=ana, include_locale=True)["user"]

    assert (user["name"], user["real_name"], user["tz"], user["locale"]) == (
        "ana",
        "Ana Ruiz",
        "Europe/Madrid",
        "en-US",
    )
    assert user["tz_offset"] in (3_600, 7_200)
    assert user["profile"]["email"] == "ana@harbour-analytics.example"
    assert (user["is_bot"], user["deleted"]) == (False, False)
    control.post("reset", manifest=manifest(without_scopes=["users:read.email"]))
    assert "email" not in web.users_info(user=ana)["user"]["profile"]
    assert refusal(web.users_info, user="U999999999") == "user_not_found"


def test_all_users_are_listed_the_app_too(web):
    members = web.users_list()["members"]

    assert [member["name"] for member in members] == ["ana", "ben", "lensbot"]
    assert members[2]["profile"]["bot_id"] == "B000000001"


def test_a_user_is_found_by_address(web, ana):
    assert web.users_lookupByEmail(email="Ana@harbour-analytics.example")["user"]["id"] == ana
    assert refusal(web.users_lookupByEmail, email="nobody@x.example") == "users_not_found"


def test_profile_bot_and_team_are_described(web, ana):
    assert web.users_profile_get(user=ana)["profile"]["title"] == "ML engineer, fraud"
    assert web.bots_info(bot="B000000001")["bot"]["user_id"] == "U000000003"
    assert refusal(web.bots_info, bot="B999999999") == "bot_not_found"
    assert web.team_info()["team"]["domain"] == "harbour-analytics"
    assert refusal(web.team_info, team="T9") == "team_not_found"


@pytest.fixture
def said(web, general):
    return web.chat_postMessage(channel=general, text="hello")["ts"]


def test_a_reaction_is_added_once_and_taken_back(control, web, general, said):
    web.reactions_add(channel=general, timestamp=said, name="eyes")
    control.act("react", "ana", channel="general", ts=said, name="eyes")

    assert web.reactions_get(channel=general, timestamp=said)["message"]["reactions"] == [
        {"name": "eyes", "users": ["U000000003", "U000000001"], "count": 2}
    ]
    given = {"channel": general, "timestamp": said, "name": "eyes"}
    assert refusal(web.reactions_add, **given) == "already_reacted"
    web.reactions_remove(**given)
    assert refusal(web.reactions_remove, **given) == "no_reaction"
    assert control.messages("ana", "general")[0]["reactions"][0]["users"] == ["U000000001"]


def test_a_reaction_needs_a_name_and_a_message(web, general, said):
    assert refusal(web.reactions_add, channel=general, timestamp=said, name="Not An Emoji!") == "invalid_name"
    assert refusal(web.reactions_add, channel=general, timestamp="1.000001", name="eyes") == "message_not_found"


def test_a_message_takes_fifty_kinds_of_reactions(control, web, general, said):
    for number in range(50):
        control.act("react", "ana", channel="general", ts=said, name=f"e{number}")

    assert refusal(web.reactions_add, channel=general, timestamp=said, name="eyes") == "too_many_emoji"
    assert web.reactions_add(channel=general, timestamp=said, name="e1")["ok"]


def test_a_message_is_pinned_once_listed_and_unpinned(control, web, general, said):
    given = {"channel": general, "timestamp": said}
    web.pins_add(**given)

    assert refusal(web.pins_add, **given) == "already_pinned"
    assert [item["message"]["ts"] for item in web.pins_list(channel=general)["items"]] == [said]
    assert control.messages("ana", "general")[0]["pinned"] is True
    web.pins_remove(**given)
    assert refusal(web.pins_remove, **given) == "no_pin"


def test_a_bookmark_is_added_changed_listed_and_removed(control, web, general):
    made = web.bookmarks_add(channel_id=general, title="Review", type="link", link="https://x.example")["bookmark"]
    web.bookmarks_edit(channel_id=general, bookmark_id=made["id"], title="The review")

    assert [each["title"] for each in web.bookmarks_list(channel_id=general)["bookmarks"]] == ["The review"]
    shown = next(channel for channel in control.view("ana")["channels"] if channel["id"] == general)
    assert shown["bookmarks"][0]["link"] == "https://x.example"
    web.bookmarks_remove(channel_id=general, bookmark_id=made["id"])
    assert refusal(web.bookmarks_remove, channel_id=general, bookmark_id=made["id"]) == "bookmark_not_found"


def test_a_bookmark_is_a_link(web, general):
    given = {"channel_id": general, "title": "t"}

    assert refusal(web.bookmarks_add, **given, type="folder", link="https://x.example") == "invalid_bookmark_type"
    assert refusal(web.bookmarks_add, **given, type="link", link="ftp://x") == "invalid_link"


def test_a_channel_has_room_for_a_hundred_pins_and_bookmarks(control, web, general):
    control.post("rates", enabled=False)
    stamps = [control.message("ana", "general", str(number))["ts"] for number in range(101)]
    link = {"channel_id": general, "title": "t", "type": "link", "link": "https://x.example"}
    for ts in stamps[:100]:
        web.pins_add(channel=general, timestamp=ts)
        web.bookmarks_add(**link)

    assert refusal(web.pins_add, channel=general, timestamp=stamps[100]) == "too_many_pins"
    assert refusal(web.bookmarks_add, **link) == "too_many_bookmarks"


def test_a_canvas_is_made(web, general):
    content = {"type": "markdown", "markdown": "# Plan"}

    assert web.canvases_create(title="Plan", document_content=content)["canvas_id"].startswith("F")
    wrong = {"type": "html", "html": ""}
    assert refusal(web.canvases_create, title="Plan", document_content=wrong) == "canvas_creation_failed"


def test_details_of_an_entity_need_a_trigger(web, trigger):
    fresh = trigger()

    assert refusal(web.entity_presentDetails, trigger_id="1.2.x", metadata={"a": 1}) == "invalid_trigger_id"
    assert refusal(web.entity_presentDetails, trigger_id=fresh) == "invalid_arguments"
    needs_url = {"trigger_id": fresh, "user_auth_required": True}
    assert refusal(web.entity_presentDetails, **needs_url) == "invalid_arguments"
    assert web.entity_presentDetails(trigger_id=fresh, metadata={"entity_type": "slack#/entities/task"})["ok"]
