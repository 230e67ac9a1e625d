"""The control API: what a person sees, what a page is told, waiting, the journal; and its documentation."""

import ast
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from websockets.sync.client import connect

from bot.playground import control as control_module
from bot.playground.calls import METHODS
from bot.playground.client import ControlError
from bot.playground.embedded import playground
from bot.playground.faults import KINDS
from tests.playground.running import MANIFEST, actions, button, client_of, eventually, manifest, options, section

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "playground.md").read_text(encoding="utf-8")
JOURNAL_KINDS = (
    "event block_actions view_submission view_closed slash_command block_suggestion message_action shortcut socket "
    "respond view_ack command_ack options_ack manifest ack response"
).split()


@pytest.fixture
def page(slack):
    """Opens a page's websocket for a person."""
    sockets = []

    def watch(user, traffic=0):
        address = slack.url.replace("http", "ws")
        socket = connect(f"{address}/_control/live?user={user}&traffic={traffic}")
        sockets.append(socket)
        return socket

    yield watch
    for socket in sockets:
        socket.close()


def told(socket, kind=None):
    while True:
        change = json.loads(socket.recv(timeout=5))
        if kind in (None, change["type"]):
            return change


def channel_of(control, user, name="general"):
    return next(channel for channel in control.view(user)["channels"] if channel["name"] == name)


def test_the_view_has_every_key_of_the_documentation(control):
    example = json.loads(re.search(r"### `GET /_control/view.*?```json\n(.*?)```", DOCS, re.DOTALL).group(1))
    control.act("open_dm", "ana")
    seen = control.view("ana")

    assert set(seen) == set(example)
    for key in ("team", "user", "app", "agent"):
        assert set(seen[key]) == set(example[key])
    assert set(seen["channels"][0]) == set(example["channels"][0])


def test_a_message_of_the_view_has_the_keys_of_the_documentation(control, web, general):
    root = web.chat_postMessage(channel=general, text="x", blocks=[section()])["ts"]
    web.chat_postMessage(channel=general, text="reply", thread_ts=root)
    example = json.loads(re.search(r"these keys more:\n\n```json\n(.*?)```", DOCS, re.DOTALL).group(1))
    message = control.messages("ana", "general")[0]

    assert {"key", "ephemeral", "replies", "permalink", "pinned", "mine", "state"} <= set(message)
    assert set(message) <= set(example) | {"bot_profile", "reply_users_count"}
    assert "replies" not in message["replies"][0]
    assert (message["mine"], control.messages("ana", "general")[0]["reply_count"]) == (False, 1)


def test_unread_messages_and_mentions_are_counted_for_each_person(control):
    control.message("ana", "general", "one")
    control.message("ana", "general", "@ben two")
    assert (channel_of(control, "ben")["unread"], channel_of(control, "ben")["mentions"]) == (2, 1)
    assert channel_of(control, "ana")["unread"] == 0

    control.act("read", "ben", channel="general")

    assert (channel_of(control, "ben")["unread"], channel_of(control, "ben")["mentions"]) == (0, 0)


@pytest.mark.parametrize(
    ("said", "mentions"),
    [
        ({"text": "<!channel> look"}, 1),
        ({"text": "&lt;!channel&gt; look"}, 0),
        ({"text": "x", "blocks": [section("<@U000000002> look")]}, 1),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "<!here> look"}]}, 1),
        ({"text": "x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "<!channel>"}}]}, 0),
        ({"text": "<!channel>", "blocks": [section("quiet")]}, 0),
    ],
)
def test_a_message_of_the_app_notifies_whom_it_names(control, web, general, said, mentions):
    web.chat_postMessage(channel=general, **said)

    assert channel_of(control, "ben")["mentions"] == mentions


def test_private_channels_and_dms_are_seen_by_their_members_only(control):
    control.act("create_channel", "ana", name="secret", is_private=True)
    control.act("create_channel", "ana", name="open")
    control.message("ana", "app", "hi")

    assert [channel["name"] for channel in control.view("ana")["channels"]] == ["general", "secret", "open", "Lensbot"]
    seen = control.view("ben")["channels"]
    assert [(channel["name"], channel["is_member"]) for channel in seen] == [("general", True), ("open", False)]
    control.act("invite", "ana", channel="secret", who="ben")
    assert "secret" in [channel["name"] for channel in control.view("ben")["channels"]]


def test_a_dm_says_with_whom_it_is(control):
    control.act("open_dm", "ana")
    dm = channel_of(control, "ana", "Lensbot")

    assert (dm["type"], dm["with"], dm["id"]) == ("im", "U000000003", control.view("ana")["app"]["dm"])


@pytest.mark.parametrize(
    ("act", "given", "error"),
    [
        ("message", {"user": "zoe", "channel": "general", "text": "x"}, "unknown_user"),
        ("message", {"channel": "nowhere", "text": "x"}, "unknown_channel"),
        ("message", {"channel": "general", "text": "x", "thread_ts": "1.000001"}, "unknown_message"),
        ("edit", {"channel": "general", "ts": "1.000001", "text": "x"}, "unknown_message"),
        ("react", {"channel": "general", "ts": "1.000001", "name": "eyes"}, "unknown_message"),
        ("stop", {"channel": "general", "thread_ts": "1.000001"}, "unknown_session"),
        ("invite", {"channel": "general"}, "already_in_channel"),
        ("remove", {"channel": "general", "who": "zoe"}, "unknown_user"),
        ("create_channel", {"name": "general"}, "name_taken"),
        ("create_channel", {"name": ""}, "invalid_name"),
        ("unarchive", {"channel": "general"}, "not_archived"),
        ("submit", {}, "no_modal"),
        ("close", {}, "no_modal"),
        ("click", {"view_id": "V9", "action_id": "x"}, "unknown_view"),
        ("unpin", {"channel": "general", "ts": "1.000001"}, "unknown_message"),
    ],
)
def test_what_a_person_cannot_do_is_refused_with_a_word(control, act, given, error):
    with pytest.raises(ControlError) as refused:
        control.post(f"act/{act}", **{"user": "ana", **given})
    assert refused.value.error == error


def test_a_channel_is_archived_once_and_an_app_that_is_not_installed_cannot_be_invited(control):
    control.act("create_channel", "ana", name="ml-vision")
    control.post("uninstall")
    with pytest.raises(ControlError) as refused:
        control.act("invite", "ana", channel="ml-vision")
    assert refused.value.error == "app_not_installed"
    control.act("archive", "ana", channel="ml-vision")
    with pytest.raises(ControlError) as refused:
        control.act("archive", "ana", channel="ml-vision")
    assert refused.value.error == "already_archived"


def test_people_edit_and_delete_their_own_messages_only(control, web, general):
    ts = web.chat_postMessage(channel=general, text="bot")["ts"]

    for act, error in (("edit", "cant_update_message"), ("delete", "cant_delete_message")):
        with pytest.raises(ControlError) as refused:
            control.act(act, "ana", channel="general", ts=ts, text="x")
        assert refused.value.error == error


def test_an_archived_channel_takes_no_message_until_it_is_brought_back(control):
    control.act("archive", "ana", channel="general")
    with pytest.raises(ControlError) as refused:
        control.message("ana", "general", "x")
    assert refused.value.error == "is_archived"
    control.act("unarchive", "ana", channel="general")

    assert control.message("ana", "general", "x")["ok"]


def test_an_ephemeral_message_is_dismissed_by_its_addressee(control, web, general, ana):
    ts = web.chat_postEphemeral(channel=general, user=ana, text="x")["message_ts"]
    control.act("delete", "ana", channel="general", ts=ts)

    assert control.messages("ana", "general") == []


def test_a_page_is_told_of_messages_replies_and_deletions(page, control, general):
    socket = page("ben")
    hello = told(socket)
    root = control.message("ana", "general", "root")["ts"]
    first = told(socket, "message")
    control.message("ana", "general", "reply", thread_ts=root)
    reply, updated_root = told(socket, "message"), told(socket, "message")
    control.act("delete", "ana", channel="general", ts=reply["message"]["ts"])
    removed = told(socket, "message_removed")

    assert hello["type"] == "hello"
    assert first["version"] > hello["version"]
    assert (first["channel"], first["message"]["text"]) == (general, "root")
    assert reply["message"]["thread_ts"] == root
    assert updated_root["message"]["reply_count"] == 1
    assert "replies" not in updated_root["message"]
    assert (removed["key"], removed["thread_ts"]) == (reply["message"]["key"], root)


def test_a_page_is_told_only_what_its_person_sees(page, control, web, general, ana):
    bens = page("ben")
    told(bens)
    control.message("ana", "app", "private")
    web.chat_postEphemeral(channel=general, user=ana, text="only ana")
    web.views_publish(user_id=ana, view={"type": "home", "blocks": [section()]})
    control.message("ana", "general", "for all")

    assert told(bens, "message")["message"]["text"] == "for all"


def test_a_page_is_told_of_everything_else_that_changes(page, control, web, general, ana, trigger):
    socket = page("ana")
    hello = told(socket)
    root = control.message("ana", "general", "root")["ts"]
    web.views_publish(user_id=ana, view={"type": "home", "blocks": [section("home")]})
    assert told(socket, "home")["home"]["blocks"][0]["text"]["text"] == "home"
    web.views_open(
        trigger_id=trigger(),
        view={"type": "modal", "title": section()["text"] | {"type": "plain_text"}, "blocks": [section()]},
    )
    assert len(told(socket, "modals")["modals"]) == 1
    control.act("close", "ana")
    assert told(socket, "modals")["modals"] == []
    web.assistant_threads_setStatus(channel_id=general, thread_ts=root, status="thinks")
    assert told(socket, "statuses")["statuses"][0]["status"] == "thinks"
    web.agents_sessions_setStatus(channel_id=general, thread_ts=root, status="processing")
    assert told(socket, "sessions")["sessions"][0]["can_stop"] is True
    control.act("context", "ana", channel="general")
    assert told(socket, "agent")["agent"]["context"]["entities"][0]["value"] == general
    control.act("archive", "ana", channel="general")
    archived = [told(socket, "channel")["channel"] for _ in range(3)][-1]
    assert (archived["id"], archived["is_archived"]) == (general, True)
    control.advance(1)
    assert told(socket, "clock")["now"] > 0
    control.post("uninstall")
    assert told(socket, "app")["app"]["installed"] is False
    control.post("reset")
    assert told(socket, "reset")["version"] > hello["version"]


def test_a_page_sees_a_stream_grow(page, control, web, general, ana):
    root = control.message("ana", "general", "root")["ts"]
    socket = page("ana")
    told(socket)
    stream = web.chat_stream(
        channel=general, thread_ts=root, recipient_user_id=ana, recipient_team_id="T000000001", buffer_size=1
    )
    for text in ("a", "b"):
        stream.append(markdown_text=text)
    stream.stop()
    seen = []
    while "completed" not in seen:
        message = told(socket, "message")["message"]
        if "streaming_state" in message:
            seen.append(message["text"])
            seen += [message["streaming_state"]] if message["streaming_state"] == "completed" else []

    assert [text for text in seen if text] == ["a", "ab", "ab", "completed"]


def test_a_page_can_watch_the_raw_traffic(page, web):
    socket = page("ana", traffic=1)
    told(socket)
    web.auth_test()

    call, response = told(socket), told(socket)
    assert (call["type"], call["line"]["method"]) == ("traffic", "auth.test")
    assert (response["line"]["kind"], response["line"]["method"]) == ("response", "auth.test")
    assert "version" not in call


def test_a_page_of_nobody_is_closed(page):
    from websockets.exceptions import InvalidStatus

    with pytest.raises(InvalidStatus):
        page("zoe")


def test_idle_waits_for_the_bot_and_says_what_keeps_it(app, control):
    @app.event("app_mention")
    def mentioned(event, client, set_status):
        set_status("thinks")
        control.advance(0.01)
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="done")

    @app.event("message")
    def messaged():
        pass

    control.mention("ana", "general", "hi")
    assert control.idle()["idle"] is True
    assert control.messages("ana", "general")[0]["replies"][0]["text"] == "done"


def test_idle_gives_up_and_names_the_reasons(control, web, general):
    control.post("reset", manifest=manifest(without_events=["message.channels"]))
    ts = control.message("ana", "general", "hi")["ts"]
    web.assistant_threads_setStatus(channel_id=general, thread_ts=ts, status="thinks")
    web.agents_sessions_setStatus(channel_id=general, thread_ts=ts, status="processing")
    web.chat_startStream(channel=general, thread_ts=ts, recipient_user_id="U000000001", recipient_team_id="T000000001")

    waited = control.idle(timeout_ms=250)

    assert waited["idle"] is False
    assert waited["waited_ms"] >= 250
    assert set(waited["busy"]) >= {"stream", "session"}
    assert control.idle(timeout_ms=250, ignore_status=True)["busy"] == ["stream"]


def test_the_journal_keeps_both_directions_in_order_and_can_be_read_on(app, control, web, general):
    @app.action("press")
    def pressed(ack):
        ack()

    ts = web.chat_postMessage(channel=general, text="x", blocks=[actions(button())])["ts"]
    start = control.get("journal")["next"]
    control.click("ana", "press", channel="general", ts=ts)
    web.chat_update(channel=general, ts=ts, text="y", blocks=[])
    control.idle()
    lines = control.journal(after=start)

    kinds = [line.get("kind", line.get("method")) for line in lines]
    wanted = [kind for kind in kinds if kind in {"block_actions", "chat.update", "response"}]
    assert wanted == ["block_actions", "chat.update", "response"]
    assert [line["method"] for line in control.journal("response", method="chat.update")] == ["chat.update"]
    assert [set(line) for line in control.journal("call", method="chat.update")] == [{"method", "payload", "at"}]
    assert "token" not in control.journal("call", method="chat.update")[0]["payload"]
    assert all(set(line) - {"method"} == {"kind", "payload", "at"} for line in lines if "kind" in line)


def test_the_journal_is_written_to_a_file_as_json_lines(tmp_path):
    path = tmp_path / "journal.jsonl"
    for _ in range(2):
        with playground(MANIFEST, seed="bare", journal=path) as slack:
            client_of(slack).chat_postMessage(channel="#general", text="héllo")

    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line.get("kind", line.get("method")) for line in lines if line.get("kind") != "event"] == [
        "manifest",
        "chat.postMessage",
        "response",
    ] * 2
    assert lines[0]["payload"]["display_information"]["name"] == "Lensbot"


def test_reset_gives_the_same_workspace_again(control, web, general):
    first = control.get("state")
    control.message("ana", "general", "gone")
    control.post("reset")
    again = control.get("state")

    assert again["channels"][general]["messages"] == []
    for part in ("team", "app"):
        assert again[part] == first[part]
    assert sorted(again["users"]) == sorted(first["users"])
    assert web.auth_test()["ok"], "tokens are the same again"


def test_the_inviting_seed_has_two_teams_people_of_several_zones_history_and_a_hint(control):
    control.post("reset", seed="inviting")
    seen = control.view("farah")
    people = [user for user in seen["users"].values() if not user["is_bot"]]

    assert {"ml-fraud", "ml-recsys"} <= {channel["name"] for channel in seen["channels"]}
    assert len(people) == 6
    assert len({person["tz"] for person in people}) >= 5
    for channel in seen["channels"]:
        assert len(channel["pins"]) == 1
        hint = next(message for message in seen["messages"][channel["id"]] if message["pinned"])
        assert "/review" in hint["text"]
        assert channel["unread"] == 0
    fraud = channel_of(control, "farah", "ml-fraud")
    assert fraud["app_is_member"] is True
    assert any(message.get("reply_count") for message in seen["messages"][fraud["id"]])
    with pytest.raises(ControlError):
        control.post("reset", seed="elsewhere")


def test_an_admin_deletes_what_others_wrote(control):
    control.post("reset", seed="inviting")
    ts = control.message("ana", "ml-fraud", "oops")["ts"]

    assert control.act("delete", "farah", channel="ml-fraud", ts=ts)["ok"]


def test_the_state_tells_what_only_tests_want_to_know(app, control, web, general):
    @app.action("pick")
    def picked(ack):
        ack()

    element = {"type": "checkboxes", "action_id": "pick", "options": options("a")}
    ts = web.chat_postMessage(channel=general, text="x", blocks=[actions(element)])["ts"]
    control.select("ana", "pick", ["a"], channel="general", ts=ts)
    state = control.get("state")

    assert state["channels"][general]["messages"][0]["text"] == "x"
    assert len(state["triggers"]) == len(state["response_urls"]) == 1
    assert [token["kind"] for token in state["tokens"]] == ["app", "bot"]
    assert state["counts"] == {"ack_timeouts": 0, "retries": 0, "rate_limited": 0}


def test_a_permalink_leads_to_the_page(slack, web, general):
    ts = web.chat_postMessage(channel=general, text="x")["ts"]
    link = web.chat_getPermalink(channel=general, message_ts=ts)["permalink"]
    opener = urllib.request.build_opener(NoRedirect)
    with pytest.raises(urllib.error.HTTPError) as redirected:
        opener.open(link, timeout=5)
    assert redirected.value.headers["location"] == f"/?channel={general}&ts={ts}"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_the_page_is_served_at_the_root(slack):
    with urllib.request.urlopen(f"{slack.url}/", timeout=5) as answer:
        assert answer.headers["content-type"].startswith("text/html")


def test_the_control_api_listens_to_this_machine_only(slack):
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", slack.url)


def test_what_is_no_request_is_refused_as_one(slack):
    for body in (b"[1]", b"{", b'{"user": "ana", "limit": "many"}'):
        request = urllib.request.Request(f"{slack.url}/_control/clock", data=body)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                assert json.loads(answer.read())["ok"]
        except urllib.error.HTTPError as problem:
            assert json.loads(problem.read())["error"] == "invalid_request"


def test_every_route_is_documented_and_every_documented_route_exists():
    routes = {f"POST /_control/{name}" for name in control_module.SETS}
    routes |= {f"GET /_control/{name}" for name in control_module.READS}
    routes |= {"DELETE /_control/faults", "GET /_control/live"}
    documented = {re.sub(r"\?.*", "", found) for found in re.findall(r"`((?:GET|POST|DELETE) /_control/[^`]+)`", DOCS)}

    assert documented - {"POST /_control/act/<name>"} == routes
    heads = re.findall(r"^### (`[a-z_`, ]+`)$", DOCS, re.MULTILINE)
    assert {name for head in heads for name in re.findall(r"[a-z_]+", head)} == set(control_module.ACTS)


def test_every_fault_and_every_kind_of_journal_line_is_documented():
    for kind in KINDS:
        assert f"| `{kind}` |" in DOCS
    for kind in JOURNAL_KINDS:
        assert f"`{kind}`" in DOCS


def test_every_example_of_the_documentation_is_json():
    for example in re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL):
        json.loads(example)


def test_the_stand_in_has_every_method_of_the_contract():
    wanted = (
        "auth.test apps.connections.open chat.postMessage chat.postEphemeral chat.update chat.delete chat.getPermalink "
        "chat.startStream chat.appendStream chat.stopStream views.open views.push views.update views.publish "
        "conversations.info conversations.list conversations.members conversations.history conversations.replies "
        "conversations.open conversations.join users.info users.list users.conversations users.lookupByEmail "
        "reactions.add reactions.remove assistant.threads.setStatus assistant.threads.setSuggestedPrompts "
        "assistant.threads.setTitle agents.sessions.setStatus agents.sessions.rename files.getUploadURLExternal "
        "files.completeUploadExternal bots.info team.info oauth.v2.access blocks.validate chat.scheduleMessage "
        "chat.deleteScheduledMessage chat.scheduledMessages.list pins.add pins.remove pins.list bookmarks.add "
        "bookmarks.edit bookmarks.list bookmarks.remove users.profile.get auth.revoke apps.manifest.validate "
        "entity.presentDetails canvases.create"
    ).split()

    assert set(wanted) <= set(METHODS)


def test_the_stand_in_knows_slack_and_nothing_of_the_bot():
    for path in (ROOT / "bot" / "playground").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] not in {"slack_sdk", "slack_bolt", "knowledge", "lens_corpus"}, path
                assert not name.startswith("bot") or name.startswith("bot.playground"), path


def test_it_runs_as_a_program_and_says_where(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    command = [sys.executable, "-m", "bot.playground", "--port", "0", "--manifest", str(tmp_path / "manifest.json")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        url = program.stdout.readline().strip()

        def answers():
            try:
                with urllib.request.urlopen(f"{url}/_control/app", timeout=1) as answer:
                    return json.loads(answer.read())
            except OSError:
                return None

        assert eventually(answers)["mode"] == "socket"
        program.terminate()
        program.wait(10)


@pytest.mark.parametrize("content", ["{", '{"display_information": {}}'])
def test_a_wrong_manifest_is_said_on_the_command_line(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot.playground", "--manifest", str(tmp_path / "manifest.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == 2
    assert "manifest" in done.stderr
