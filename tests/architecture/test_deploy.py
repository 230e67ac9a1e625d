"""What deploy/ says is what the code does: manifests, scopes, settings, image, and containers."""

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import yaml

from bot import settings, specimens
from bot.cards import Card, Sheet
from bot.playground import manifest as slack
from bot.playground.calls import METHODS
from bot.slack import manifest
from bot.terminal import manifests
from lens_corpus import files
from tests.support import image_packages
from tests.support.registered import called, registered

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
MODES = ("socket", "http")


def read(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def shipped(mode):
    return json.loads(read(f"slack-manifest.{mode}.json"))


@pytest.fixture(scope="module")
def lens():
    return files.load("machine-learning")


# Manifests


@pytest.mark.parametrize("mode", MODES)
def test_the_manifest_is_the_one_that_the_code_writes(mode):
    assert read(f"slack-manifest.{mode}.json") == manifests.text(mode), f"lensbot manifest {mode} > deploy/…"


@pytest.mark.parametrize("mode", MODES)
def test_slack_would_take_the_manifest(mode):
    taken = slack.read(shipped(mode))

    assert taken.setting("socket_mode_enabled") is (mode == "socket")
    assert taken.agent
    assert not taken.is_assistant


def test_over_http_every_delivery_has_an_address_and_with_socket_mode_none():
    over_http, with_sockets = (json.dumps(shipped(mode)) for mode in ("http", "socket"))

    assert over_http.count(manifest.REQUEST_URL) == 3
    assert "https://" not in with_sockets


@pytest.mark.parametrize(
    "url", ["https://bot.example.org", "https://bot.example.org/", "https://bot.example.org/slack/events"]
)
def test_ones_own_address_can_be_put_into_the_manifest(url):
    taken = slack.read(json.loads(manifests.text("http", url)))

    assert {taken.url("events"), taken.url("interactive"), taken.commands[0]["url"]} == {
        "https://bot.example.org/slack/events"
    }


def test_an_address_that_slack_would_not_call_is_refused(capsys):
    assert manifests.show("http", "http://bot.example.org") == 2
    assert "https://" in capsys.readouterr().err


def test_every_event_that_is_subscribed_to_has_a_listener_and_the_other_way_round():
    assert {event.split(".")[0] for event in manifest.EVENTS} == registered("event")


def test_commands_and_shortcuts_are_those_that_are_listened_to():
    taken = slack.read(shipped("socket"))

    assert {each["command"] for each in taken.commands} == registered("command")
    assert {each["callback_id"] for each in taken.shortcuts} == registered("shortcut")


def test_every_method_that_is_called_has_its_scope():
    lacking = {name: METHODS[name].scopes for name in called() if METHODS[name].by == "bot"}
    lacking = {name: scopes for name, scopes in lacking.items() if scopes and not set(scopes) & set(manifest.SCOPES)}

    assert len(called()) > 15
    assert lacking == {}


def test_the_scopes_for_reading_go_together_for_each_kind_of_channel():
    reading = [scope for scope in manifest.SCOPES if scope.split(":")[0] in ("channels", "groups", "im")]

    assert {"channels:history", "channels:read", "groups:history", "groups:read", "im:history", "im:read"} <= set(
        reading
    )


def test_no_scope_is_asked_for_that_nothing_needs():
    needed = {scope for name in called() for scope in METHODS[name].scopes}
    needed |= {scope for event in manifest.EVENTS for scope in slack.EVENT_SCOPES[event]}

    assert set(manifest.SCOPES) - needed - {"commands", "assistant:write"} == set()


# What can be said


def flat(union):
    return {
        kind for member in (get_args(union) or (union,)) for kind in (flat(member) if get_args(member) else {member})
    }


def test_there_is_a_specimen_of_everything_that_can_be_said(lens):
    assert {type(each) for each in specimens.cards(lens)} == flat(Card)
    assert {type(each) for each in specimens.sheets(lens)} == flat(Sheet)


# Settings


@pytest.mark.parametrize("name", sorted(path.name for path in DEPLOY.iterdir() if path.suffix != ".json"))
def test_only_real_settings_are_named(name):
    named = set(re.findall(r"LENSBOT_[A-Z_]+", read(name)))

    assert named <= set(settings.names())


def test_the_example_of_the_environment_sets_nothing_and_holds_no_secret():
    assert [line for line in read("env.example").splitlines() if line and not line.startswith("#")] == []


# The image


def instructions():
    joined = re.sub(r"\\\n\s*", " ", read("Dockerfile"))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line and not line.startswith("#")]


def last_stage():
    lines = instructions()
    start = max(place for place, (word, _) in enumerate(lines) if word == "FROM")
    return dict(lines[start:]), lines[start:]


def test_the_image_runs_as_a_numbered_user_that_is_not_root():
    final, _ = last_stage()

    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", final["USER"])
    assert "ADD" not in dict(instructions())


def test_the_base_is_pinned_to_the_python_that_was_tested():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["python_version"]
    base = instructions()[0][1].removeprefix("PYTHON=")

    assert base.startswith(f"python:{asked}-slim-")
    assert {rest.split()[0] for word, rest in instructions() if word == "FROM"} == {"${PYTHON}"}


def test_everything_that_is_copied_exists_and_is_let_through():
    copied = [
        path for word, rest in instructions() if word == "COPY" and "--from" not in rest for path in rest.split()[:-1]
    ]
    let = {line.removeprefix("!") for line in read("Dockerfile.dockerignore").splitlines() if line.startswith("!")}

    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert set(copied) == let


def test_nothing_that_installs_is_left_and_no_compiler_is_fetched():
    _, lines = last_stage()
    text = read("Dockerfile")

    assert "venv --without-pip" in text
    assert any("pip uninstall" in rest for word, rest in lines if word == "RUN")
    assert not re.search(r"apt-get|gcc|build-essential|curl ", text)


def test_the_image_starts_what_the_guide_says_and_keeps_data_where_it_says():
    final, _ = last_stage()

    assert (final["ENTRYPOINT"], final["CMD"]) == ('["lensbot"]', '["run"]')
    assert final["VOLUME"] == "/var/lib/lensbot"
    assert "LENSBOT_DATA_DIR=/var/lib/lensbot" in final["ENV"]
    assert final["HEALTHCHECK"].endswith('CMD ["lensbot", "doctor", "--quick"]')


def test_the_image_installs_exactly_what_is_needed_at_the_versions_that_were_tested():
    assert read("requirements.txt") == image_packages.requirements(), image_packages.HEAD.splitlines()[-1]


def test_what_answers_imports_nothing_that_the_image_leaves_out():
    tuning = {
        "knowledge.tuning.train",
        "knowledge.tuning.network",
        "knowledge.tuning.holdout",
        "knowledge.tuning.weights",
    }
    tuning |= {"knowledge.adapters.sentence_embedder"}
    importers = set()
    for path in sorted((ROOT / "knowledge").rglob("*.py")) + sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0].replace("_", "-") in image_packages.LEFT_OUT for name in names):
                importers.add(path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."))

    assert importers <= tuning


# Compose


def composed():
    return yaml.safe_load(read("compose.yaml"))


def test_the_three_parts_start_by_default_check_their_health_and_come_back():
    services = composed()["services"]
    default = {name: each for name, each in services.items() if "profiles" not in each}

    assert set(default) == {"bot", "db", "chroma"}
    assert {each["restart"] for each in services.values()} == {"unless-stopped"}
    assert {name for name, each in default.items() if "healthcheck" not in each} == {"bot"}  # the image brings its own
    assert {name: each["condition"] for name, each in default["bot"]["depends_on"].items()} == {
        "db": "service_healthy",
        "chroma": "service_healthy",
    }


def test_no_port_is_open_but_over_http():
    assert [name for name, each in composed()["services"].items() if "ports" in each] == ["front"]
    assert composed()["services"]["front"]["profiles"] == ["http"]


def test_the_database_and_the_vectors_are_on_a_network_without_a_way_out():
    parts = composed()

    assert parts["networks"]["inside"]["internal"] is True
    assert parts["services"]["db"]["networks"] == parts["services"]["chroma"]["networks"] == ["inside"]


def test_every_volume_is_declared_and_every_image_pinned():
    parts = composed()
    mounted = {volume.split(":")[0] for each in parts["services"].values() for volume in each.get("volumes", [])}

    assert mounted == set(parts["volumes"])
    assert [
        each["image"] for each in parts["services"].values() if re.search(r":(latest)?$|^[^:]*$", each["image"])
    ] == []


def test_the_chroma_server_has_the_clients_version():
    assert (
        composed()["services"]["chroma"]["image"]
        == f"chromadb/chroma:{image_packages.pins()['chromadb'].split('==')[1]}"
    )


def test_secrets_come_from_a_file_that_git_does_not_take():
    parts = read("compose.yaml")

    assert composed()["services"]["bot"]["env_file"] == ".env"
    assert ".env" in read(".gitignore").splitlines()
    assert not re.search(r"PASSWORD: (?!\$\{)", parts)
    assert not re.search(r"xox|xapp", parts)


def test_the_settings_that_compose_makes_are_taken():
    made = composed()["services"]["bot"]["environment"]
    taken = settings.Settings.from_env(made)

    assert taken.chroma_url == "http://chroma:8000"
    assert taken.database == "postgresql://lensbot@db/lensbot"
    assert str(taken.data_dir) == dict(last_stage()[1])["VOLUME"]
