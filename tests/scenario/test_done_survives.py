"""The program dies after Done was kept and before anything followed from it; what follows comes after the restart."""

import contextlib

from bot.places import Place, Tenant
from bot.playground.client import ControlError
from bot.playground.embedded import playground
from bot.review.items import Status
from bot.review.model import State
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.usecases.improving import SETTLE
from lens_corpus import files
from tests.playground.running import eventually
from tests.support.dialog import Dialog, button, words
from tests.support.planned import Store
from tests.support.processes import lensbot

LENS = files.load("machine-learning")
DYING = ("tests.support.dying_bot", SETTLE)
SOUND = ("tests.support.reviewing_bot", LENS.id)


def test_a_done_item_whose_bot_died_before_it_could_settle_it_is_settled_after_the_restart(tmp_path):
    settings = Settings.from_env({"LENSBOT_DATA_DIR": str(tmp_path)})
    with playground(manifest(), rates=False) as slack:
        control = slack.control
        with lensbot(slack, tmp_path, program=DYING) as dying:
            dialog = Dialog(control)
            store, place, item = _plan(settings, control, dialog)
            _done(control, dialog)
            eventually(lambda: dying.process.poll() is not None, 20)
        assert store.items.find(place, item.id).status is Status.DONE
        assert _state(store, place, item) is State.MISSING
        assert len(store.items.owed(10)) == 1

        with lensbot(slack, tmp_path, program=SOUND):
            told = dialog.until(lambda: [m for m in dialog.seen("ana") if "Thank you" in words(m)], 60)
            control.idle(quiet_ms=1500, timeout_ms=20_000)

        assert item.title in words(told[0])
        assert len([m for m in dialog.seen("ana") if "Thank you" in words(m)]) == 1
        assert _state(store, place, item) is State.IN_PLACE
        assert store.items.owed(10) == ()
        store.close()


def _plan(settings, control, dialog):
    seen = control.view("ana")
    people = {user["name"]: user["id"] for user in seen["users"].values()}
    channel = next(each["id"] for each in seen["channels"] if each["name"] == dialog.channel)
    store, place = Store(settings, LENS), Place(Tenant("", control.get("app")["team_id"]), channel)
    return store, place, store.planned(place, people["ana"])[0]


def _done(control, dialog):
    """Say that the first of the plan is done. Nobody is left to answer the last press."""
    dialog.command("ana", "plan")
    for label, then in (("Open", "First step"), ("Done", "What shows")):
        dialog.until(lambda label=label: _pressed(control, dialog, label))
        dialog.until(lambda then=then: then in words(dialog.modal("ana")))
    with contextlib.suppress(ControlError):
        control.submit("ana", {"evidence": {"text": "https://wiki.example.com/runbook"}})


def _pressed(control, dialog, label):
    view = dialog.modal("ana")
    with contextlib.suppress(AssertionError):
        found = button(view, label)
        control.click("ana", found["action_id"], view_id=view["id"], block_id=found["block_id"])
        return True
    return False


def _state(store, place, item):
    return store.reviews.peek(place, item.review).answer(item.question).state(item.practice)
