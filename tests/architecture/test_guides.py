"""What the guides in deploy/ tell people to type, to look for and to expect is what there is."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.slack import manifest
from bot.storage.engine import open_database
from bot.storage.migrating import upgrade
from bot.storage.tables import metadata

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def read(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def said_by_the_program():
    texts = []
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "knowledge").rglob("*.py")]:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts += [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join(texts)


def first_cells(guide, head):
    table = read(guide).split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    return [line.split("|")[1] for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("guide", "head"), [("INSTALL.md", "message"), ("RUNBOOK.md", "line")])
def test_every_message_that_is_explained_is_one_that_the_program_prints(guide, head):
    cells = first_cells(guide, head)
    quoted = [words for cell in cells for words in re.findall(r"`([^`]+)`", cell)]
    said = said_by_the_program()

    assert len(quoted) == len(cells) > 8
    assert [words for words in quoted if words not in said] == []


@pytest.mark.parametrize("guide", ["INSTALL.md", "RUNBOOK.md"])
def test_links_lead_somewhere(guide):
    text = read(guide)
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in text.splitlines()
        if line[:1] == "#"
    }
    links = re.findall(r"\]\((?!https?:)([^)]+)\)", text)

    assert [link for link in links if link.startswith("#") and link[1:] not in headings] == []
    assert [link for link in links if not link.startswith("#") and not (DEPLOY / link).exists()] == []


def test_the_guide_explains_every_scope():
    table = "".join(re.findall(r"^\| `.*$", read("INSTALL.md").split("| scope |")[1].split("\n\n")[0], re.M))

    assert set(re.findall(r"`([a-z_]+:?[a-z]*)`", table)) == set(manifest.SCOPES)


def test_the_clients_of_language_models_are_those_of_the_project():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    known = {name for packages in extras.values() for each in packages for name in re.findall(r"langchain-\w+", each)}

    assert set(re.findall(r"langchain-\w+", read("INSTALL.md") + read("Dockerfile"))) == known


def statements(place):
    blocks = re.findall(r"```sql\n(.*?)```", read("INSTALL.md"), re.S)
    return [line for line in blocks[place].splitlines() if line]


def test_forgetting_a_channel_reaches_every_table():
    named = {re.search(r"FROM (\w+)", line)[1] for line in statements(0)}
    cascading = {
        table.name
        for table in metadata.sorted_tables
        if any(key.ondelete == "CASCADE" and key.referred_table.name in named for key in table.foreign_key_constraints)
    }

    assert named | cascading == set(metadata.tables)


@pytest.mark.parametrize("place", [0, 1])
def test_what_is_to_be_typed_to_forget_something_is_understood(place, tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'lensbot.sqlite'}")
    upgrade(database)
    with database.writing() as connection:
        for line in statements(place):
            connection.execute(text(line))
    database.close()
