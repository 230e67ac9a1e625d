"""Nothing that we show is dead: whatever can be pressed or submitted reaches a listener of its own."""

import importlib
import inspect
import json
import pkgutil

import pytest
from slack_bolt import BoltRequest

import bot.slack
from bot import specimens
from bot.playground import surfaces
from bot.playground.embedded import playground
from bot.slack import actions, render
from bot.slack.app import make_app
from bot.slack.clients import Clients
from bot.slack.manifest import manifest
from bot.slack.render import kit
from lens_corpus import files
from tests.support.registered import elements

PRESSED = ("button", "feedback_buttons", "overflow")
LENS = files.load("machine-learning")
USER = {"id": "U1"}


class Listeners:
    """Stands for any flow's listeners: each of them notes its name, acknowledges, and does nothing else.

    Once "late" is among the heard, they are too slow to acknowledge.
    """

    def __init__(self, heard):
        self._heard = heard

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)

        def listener(ack, *_given):
            if "late" not in self._heard:
                ack()
            self._heard.append(name)

        return listener


def registrars():
    """The functions that register the flows beyond asking."""
    names = [each.name for each in pkgutil.iter_modules(bot.slack.__path__) if each.name.startswith("registering_")]
    return [importlib.import_module(f"bot.slack.{name}").register for name in names]


def _for(register, heard):
    return [Listeners(heard)] * (len(inspect.signature(register).parameters) - 1)


@pytest.fixture(scope="module")
def told():
    """Deliver something; the names of the listeners that heard it."""
    heard = []
    with playground(manifest(), rates=False) as slack:
        more = [lambda app, register=register: register(app, *_for(register, heard)) for register in registrars()]
        clients = Clients(slack.bot_token, slack.api_url)
        app = make_app(clients, Listeners(heard), Listeners(heard), more=more)

        def deliver(body, *before):
            heard[:] = before
            whole = body | {"team": {"id": slack.team_id}, "team_id": slack.team_id}
            answer = app.dispatch(BoltRequest(body=json.dumps(whole), mode="socket_mode"))
            return answer.status, list(heard)

        yield deliver


def pressing(action_id):
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": "x"}
    return {"type": "block_actions", "user": USER, "actions": [action]}


def submitting(callback_id):
    return {
        "type": "view_submission",
        "user": USER,
        "team": {"id": "T1"},
        "view": {"type": "modal", "callback_id": callback_id},
    }


def shown():
    made = [render.message(card).blocks for card in specimens.cards(LENS)]
    return made + [render.view(sheet) for sheet in specimens.sheets(LENS)]


@pytest.mark.parametrize("action", sorted({each["action_id"] for each in elements(shown()) if each["type"] in PRESSED}))
def test_what_can_be_pressed_has_a_listener(told, action):
    status, heard = told(pressing(action))

    assert status == 200
    assert len(heard) == 1
    assert heard != ["old_button"]


def test_every_message_fits_whole_so_that_its_buttons_are_there():
    made = {card: render.message(card) for card in specimens.cards(LENS)}
    blocks = {card: bool(message.head) + len(message.tail) for card, message in made.items()}

    assert [card for card, count in blocks.items() if count > kit.MOST_BLOCKS] == []
    assert [card for card, message in made.items() if surfaces.text_too_long(message.blocks)] == []


@pytest.mark.parametrize("sheet", sorted({each["callback_id"] for each in shown() if "submit" in each}))
def test_what_can_be_submitted_has_a_listener(told, sheet):
    status, heard = told(submitting(sheet))

    assert status == 200
    assert len(heard) == 1


def test_a_press_or_command_too_slow_to_be_acknowledged_is_not_taken_for_an_old_one(told):
    command = {"user_id": "U1", "trigger_id": "1.2", "command": actions.COMMAND, "text": ""}

    assert told(pressing(actions.SHARE), "late") == (404, ["late", "shared"])
    assert told(command, "late") == (404, ["late", "command"])
    assert told(command | {"command": "/lens"}) == (200, ["unknown_command"])


def test_what_we_never_showed_is_an_old_button(told):
    assert told(pressing("an.earlier.version")) == (200, ["old_button"])


@pytest.mark.parametrize("part", ["commands", "shortcuts"])
def test_what_the_manifest_offers_has_a_listener(told, part):
    common = {"user": USER, "team_id": "T1", "user_id": "U1", "trigger_id": "1.2"}
    make = {
        "commands": lambda each: common | {"command": each["command"], "text": ""},
        "shortcuts": lambda each: common | {"type": "message_action", "callback_id": each["callback_id"]},
    }[part]
    offered = manifest()["features"]["slash_commands" if part == "commands" else "shortcuts"]
    heard = [told(make(each)) for each in offered]

    assert [status for status, _ in heard] == [200] * len(offered)
    assert all(len(names) == 1 and names != ["unknown_command"] for _, names in heard)
