"""The manifest: what Slack would refuse in one, and what the stand-in makes of it."""

import copy
import json

import pytest

from bot.playground.client import ControlError
from bot.playground.manifest import problems_of
from tests.playground.running import MANIFEST, answer_of, manifest


def changed(path, value):
    made = copy.deepcopy(MANIFEST)
    part = made
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return made


def shortcut(name):
    return {"name": name, "type": "global", "callback_id": "x", "description": "d"}


def command(name):
    return {"command": name, "description": "d"}


LENGTHS = [
    (("display_information", "name"), 35, lambda n: "x" * n),
    (("display_information", "description"), 140, lambda n: "x" * n),
    (("display_information", "long_description"), 4_000, lambda n: "x" * n),
    (("features", "agent_view", "agent_description"), 300, lambda n: "x" * n),
    (("features", "agent_view", "suggested_prompts"), 4, lambda n: [{"title": "t", "message": "m"}] * n),
    (("features", "slash_commands"), 50, lambda n: [command(f"/c{number}") for number in range(n)]),
    (("features", "slash_commands", 0, "command"), 32, lambda n: "/" + "x" * (n - 1)),
    (("features", "shortcuts"), 10, lambda n: [shortcut("n")] * n),
    (("features", "shortcuts", 0, "name"), 24, lambda n: "x" * n),
]


@pytest.mark.parametrize(("path", "limit", "make"), LENGTHS, ids=[str(each[0][-1]) for each in LENGTHS])
def test_a_manifest_takes_what_stands_at_the_limit_and_nothing_more(path, limit, make):
    assert problems_of(changed(path, make(limit))) == []

    assert [problem.code for problem in problems_of(changed(path, make(limit + 1)))] == ["failed_constraint"]


def test_a_long_description_is_long():
    assert problems_of(changed(("display_information", "long_description"), "x" * 175)) == []
    assert problems_of(changed(("display_information", "long_description"), "x" * 174)) != []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"features": {}}, "missing required field: display_information"),
        (changed(("settings", "colour"), "red"), "invalid additional property: colour"),
        (changed(("settings", "event_subscriptions", "bot_events"), ["message"]), "must be one of"),
        (changed(("features", "slash_commands", 0, "command"), "review"), "a lower-case word after a slash"),
        (changed(("features", "slash_commands", 0, "command"), "/Review"), "a lower-case word after a slash"),
        (changed(("features", "assistant_view"), {"assistant_description": "x"}), "not together with agent_view"),
        (manifest(without_scopes=["commands"]), "need the scope commands"),
        (manifest(without_scopes=["app_mentions:read"]), "app_mention needs the scope app_mentions:read"),
        (
            manifest(without_scopes=["assistant:write"], without_events=["app_context_changed"]),
            "an agent view needs the scope assistant:write",
        ),
    ],
)
def test_what_slack_refuses_is_refused_and_said(wrong, words):
    assert any(words in problem.message for problem in problems_of(wrong))


def test_a_stand_in_does_not_begin_with_a_wrong_manifest(control):
    with pytest.raises(ControlError) as refused:
        control.post("reset", manifest={"display_information": {"name": "x" * 36}})

    assert refused.value.error == "invalid_manifest"
    assert "/display_information/name" in refused.value.detail
    assert control.view("ana")["app"]["name"] == "Lensbot", "the one before goes on"


def test_the_method_says_what_is_wrong(web):
    wrong = manifest()
    wrong["display_information"]["name"] = ""

    assert web.apps_manifest_validate(manifest=json.dumps(MANIFEST))["ok"]
    answer = answer_of(web.apps_manifest_validate, manifest=json.dumps(wrong))
    assert (answer["error"], answer["errors"][0]["pointer"]) == ("invalid_manifest", "/display_information/name")


def test_the_page_learns_of_the_app_from_the_manifest(control):
    app = control.view("ana")["app"]

    assert (app["name"], app["agent_description"], app["is_agent"]) == ("Lensbot", "Cited answers", True)
    assert app["commands"] == [{"command": "/review", "description": "Run a review", "usage_hint": "start | status"}]
    assert [each["callback_id"] for each in app["shortcuts"]] == ["go", "ask"]
    assert (app["home_tab"], app["messages_tab"], app["messages_tab_read_only"]) == (True, True, False)
