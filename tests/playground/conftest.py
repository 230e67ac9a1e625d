"""One running stand-in for all tests, begun anew for each; one Socket Mode connection that each test puts its app on."""

import pytest
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler

from bot.playground.embedded import playground
from tests.playground.running import MANIFEST, QUIET, bolt_app, client_of


@pytest.fixture(scope="session")
def running():
    with playground(MANIFEST, seed="bare") as stand_in:
        yield stand_in


@pytest.fixture
def slack(running):
    """The stand-in as it begins: ana and ben in #general, and the app."""
    running.control.post("rates", enabled=True)
    running.control.post("clock", freeze=False)
    running.control.post("request_url", url=None)
    running.control.post("reset", manifest=MANIFEST, seed="bare")
    return running


@pytest.fixture
def control(slack):
    return slack.control


@pytest.fixture
def web(slack):
    """The app's own client."""
    return client_of(slack)


@pytest.fixture
def general(control):
    """The id of #general, where ana, ben and the app are."""
    return next(channel["id"] for channel in control.view("ana")["channels"] if channel["name"] == "general")


@pytest.fixture
def ana(control):
    return control.view("ana")["user"]["id"]


class Content:
    """What is on the connection when a test brings no app: acknowledges everything and does nothing."""

    def dispatch(self, _request):
        return BoltResponse(status=200, body="")


@pytest.fixture(scope="session")
def _connection(running):
    running.control.post("reset", manifest=MANIFEST, seed="bare")
    handler = SocketModeHandler(bolt_app(running), running.app_token, logger=QUIET)
    handler.app = Content()
    handler.connect()
    yield handler
    handler.close()


@pytest.fixture
def app(_connection, slack):
    """A Bolt app, connected by Socket Mode; the test adds its listeners."""
    made = bolt_app(slack)
    _connection.app = made
    if not slack.control.get("app")["connections"]:
        _connection.client.connect_to_new_endpoint(force=True)
    yield made
    _connection.app = Content()


@pytest.fixture
def trigger(app, control):
    """Makes a fresh trigger id for a person."""
    seen = []

    @app.shortcut("go")
    def went(ack, body):
        seen.append(body["trigger_id"])
        ack()

    def fresh(user="ana"):
        assert control.act("shortcut", user, callback_id="go")["ack"]["status"] == "acked"
        return seen[-1]

    return fresh
