"""Response URLs: five uses, thirty minutes, to one person or to all, replacing and deleting."""

import pytest
from slack_sdk.webhook import WebhookClient

from tests.playground.running import QUIET, actions, button, section


def post(url, **body):
    answer = WebhookClient(url, logger=QUIET).send_dict(body)
    return answer.status_code, answer.body


@pytest.fixture
def command_url(app, control):
    """The response URL of a command by ana in #general."""
    urls = []

    @app.command("/review")
    def review(ack, body):
        urls.append(body["response_url"])
        ack()

    control.command("ana", "general", "/review")
    return urls[0]


@pytest.fixture
def click_url(app, control, web, general):
    """Posts a message with a button, and gives the response URL of a click on it."""

    def click(**more):
        urls = []

        @app.action("press")
        def pressed(ack, body):
            urls.append(body["response_url"])
            ack()

        blocks = [actions(button())]
        if "user" in more:
            ts = web.chat_postEphemeral(channel=general, text="x", blocks=blocks, **more)["message_ts"]
        else:
            ts = web.chat_postMessage(channel=general, text="x", blocks=blocks, **more)["ts"]
        control.click("ana", "press", channel="general", ts=ts)
        return urls[0]

    return click


def test_an_answer_is_seen_by_one_person_unless_it_says_otherwise(command_url, control):
    post(command_url, text="for you")
    post(command_url, text="for all", response_type="in_channel", blocks=[section("for all")])

    assert [message["text"] for message in control.messages("ana", "general")] == ["for you", "for all"]
    assert [message["text"] for message in control.messages("ben", "general")] == ["for all"]


def test_the_app_need_not_be_in_the_channel(command_url, control):
    control.act("remove", "ana", channel="general")

    assert post(command_url, text="still here")[0] == 200


def test_a_response_url_is_used_up_after_five_posts(command_url):
    assert [post(command_url, text=str(number))[0] for number in range(6)] == [200] * 5 + [404]
    assert post(command_url, text="again")[1] == '{"ok":false,"error":"expired_url"}'


def test_a_response_url_lives_for_thirty_minutes(command_url, control):
    control.advance(29 * 60 + 55)
    assert post(command_url, text="in time")[0] == 200
    control.advance(10)

    assert post(command_url, text="too late")[0] == 404


def test_response_urls_can_be_made_to_expire(command_url, control):
    control.post("expire", what=["response_urls"])

    assert post(command_url, text="too late")[0] == 404


def test_a_made_up_response_url_is_refused(slack):
    assert post(f"{slack.url}/actions/T1/1/x", text="hi")[0] == 404


def test_the_original_can_be_replaced(click_url, control):
    post(click_url(), replace_original=True, text="done", blocks=[section("done")])

    message = control.messages("ben", "general")[0]
    assert message["blocks"][0]["text"]["text"] == "done"
    assert message["edited"]


def test_the_original_can_be_deleted(click_url, control):
    post(click_url(), delete_original=True)

    assert control.messages("ana", "general") == []


def test_an_ephemeral_original_can_be_replaced_and_deleted(click_url, control, ana):
    url = click_url(user=ana)
    post(url, replace_original=True, text="better")
    assert [message["text"] for message in control.messages("ana", "general")] == ["better"]
    post(url, delete_original=True)

    assert control.messages("ana", "general") == []


def test_without_replacing_the_original_stays(click_url, control):
    post(click_url(), text="beside it")

    assert [message["text"] for message in control.messages("ana", "general")] == ["x", "beside it"]


def test_an_answer_can_go_into_a_thread(command_url, control):
    root = control.message("ana", "general", "root")["ts"]
    post(command_url, text="in the thread", response_type="in_channel", thread_ts=root)

    assert control.messages("ana", "general")[0]["replies"][0]["text"] == "in the thread"
    assert post(command_url, text="nowhere", thread_ts="1.000001")[1] == '{"ok":false,"error":"thread_not_found"}'


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": "x", "colour": "red"}, "invalid_payload"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "everywhere"}, "invalid_response_type"),
        ({"delete_original": True}, "message_not_found"),
    ],
)
def test_a_wrong_answer_is_refused(command_url, body, error):
    status, text = post(command_url, **body)

    assert status == 400
    assert error in text


def test_an_answer_is_in_the_journal(command_url, control):
    post(command_url, text="noted")

    assert [line["payload"] for line in control.journal("respond")] == [{"text": "noted"}]


def test_bolts_respond_uses_it(app, control):
    @app.command("/review")
    def review(ack, respond):
        ack()
        respond("by Bolt")

    control.command("ana", "general", "/review")
    control.idle()

    assert [message["text"] for message in control.messages("ana", "general")] == ["by Bolt"]
