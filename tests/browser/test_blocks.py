"""What an app sends is drawn as it arrives; the app here is a plain client with the token of the real one."""

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient


@pytest.fixture
def web(control):
    told = control.get("app")
    return WebClient(told["bot_token"], base_url=told["api_url"])


def test_a_streamed_text_grows_before_the_readers_eyes(ana, dialog, place, control, web):
    root = dialog.write("ana", "tell me word by word")
    seen = control.view("ana")
    reader = {"recipient_user_id": seen["user"]["id"], "recipient_team_id": seen["team"]["id"]}
    stream = web.chat_startStream(channel=place, thread_ts=root, markdown_text="**First** this", **reader)["ts"]
    ana.thread("word by word")
    growing = ana.pane.locator(".message.streaming")
    expect(growing.get_by_text("First this")).to_be_visible()

    web.chat_appendStream(channel=place, ts=stream, markdown_text=", then that")
    expect(growing.get_by_text("First this, then that")).to_be_visible()
    web.chat_stopStream(channel=place, ts=stream, markdown_text=".")

    expect(ana.answers().get_by_text("First this, then that.")).to_be_visible()
    expect(growing).to_have_count(0)


def test_attachments_without_any_text_are_shown(ana, place, web):
    attachments = [
        {"color": "#36a64f", "title": "Nightly report", "text": "*3* jobs failed", "footer": "from the scheduler"},
        {"color": "danger", "fallback": "Only a fallback"},
        {"text": "Only a text"},
    ]
    web.api_call("chat.postMessage", json={"channel": place, "attachments": attachments})

    shown = ana.message("Nightly report")
    expect(shown.get_by_text("3 jobs failed")).to_be_visible()
    expect(shown.get_by_text("from the scheduler")).to_be_visible()
    expect(shown.get_by_text("Only a fallback")).to_be_visible()
    expect(shown.get_by_text("Only a text")).to_be_visible()


def test_files_are_uploaded_in_a_modal(ana, control, web):
    ana.say("/lensbot settings")
    expect(ana.modal).to_be_visible()
    element = {"type": "file_input", "action_id": "files", "filetypes": ["md", "csv"], "max_files": 2}
    label = {"type": "plain_text", "text": "Your plan"}
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Upload"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [{"type": "input", "block_id": "plan", "label": label, "element": element}],
    }
    web.views_update(view_id=control.view("ana")["modals"][-1]["id"], view=view)
    ana.modal.get_by_label("Your plan").set_input_files(
        [
            {"name": "plan.md", "mimeType": "text/markdown", "buffer": b"# Plan"},
            {"name": "runs.csv", "mimeType": "text/csv", "buffer": b"a,b"},
        ]
    )
    ana.modal.get_by_role("button", name="Remove runs.csv").click()
    expect(ana.modal.get_by_text("runs.csv")).to_have_count(0)

    held = control.view("ana")["modals"][-1]["state"]["values"]["plan"]["files"]["files"]

    assert [(each["name"], each["size"]) for each in held] == [("plan.md", 6)]


def test_a_block_that_is_not_known_is_shown_as_json(ana, place, control):
    ana.page.evaluate(
        """async () => {
            const { renderBlocks } = await import("/js/blocks/render.js");
            const { Surface } = await import("/js/elements/surface.js");
            const node = document.createElement("div");
            document.querySelector("main").append(node);
            renderBlocks(node, [{ type: "hologram", depth: 3 }], new Surface({ state: () => ({}) }));
        }"""
    )

    expect(ana.page.get_by_text('"depth": 3')).to_be_visible()
