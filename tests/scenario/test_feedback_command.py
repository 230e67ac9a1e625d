"""`lensbot feedback` on a store in which people have said things about answers."""

import io
import json
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.__main__ import main
from bot.compose import Bot
from bot.places import Place, Tenant
from bot.settings import Settings
from bot.storage.engine import open_database
from bot.storage.feedback import SqlFeedback
from bot.storage.migrating import upgrade
from bot.storage.questions import SqlQuestions
from bot.terminal import feedback
from bot.usecases.questions import Asked, Way
from knowledge import evaluation
from knowledge.model import Answer, Verdict
from tests.support.lenses import small

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path)


@pytest.fixture
def said(settings):
    """Two workspaces: one answer that didn't help, one that was picked."""
    database = open_database(settings.database)
    upgrade(database)
    questions, opinions = SqlQuestions(database), SqlFeedback(database)
    for team, text in (("T1", "is our rota\x1b[31m fine?"), ("T2", "we have some restore")):
        tenant = Tenant("", team)
        questions.take(Asked("Q", Place(tenant, "C1"), "U1", text, Way.COMMAND, NOON))
        questions.settle(tenant, "Q", Answer((), verdict=Verdict.AT_RISK if team == "T2" else None), None)
    opinions.give(Tenant("", "T1"), "Q", "U2", helpful=False, note="it should have been MLREL-02")
    opinions.pick(Tenant("", "T2"), "Q", "U3", "SMALL01-BP01", "Nobody ever looked")
    database.close()


@pytest.fixture
def bot(settings):
    """With a judge of today that takes everything for on track."""
    real = Bot(settings)
    today = SimpleNamespace(ask=lambda _text, _history: Answer((), verdict=Verdict.ON_TRACK))

    @contextmanager
    def opinions():
        with real.opinions() as kept:
            yield kept

    return SimpleNamespace(lenses={"small": small()}, answering=today, opinions=opinions)


def run(bot, command=None, team="", file=None):
    out = io.StringIO()
    chosen = SimpleNamespace(feedback_command=command, team=team, file=file)
    assert feedback.run(bot, chosen, lambda same: same, out) == 0
    return out.getvalue()


def test_misses_are_listed_by_workspace_with_what_people_wrote(said, bot):
    shown = run(bot)

    assert "2 answers with feedback, 1 of them picked; 2 misses." in shown
    assert shown.index("Workspace T1") < shown.index("MLREL-02") < shown.index("Workspace T2")
    assert "judged on track today, while the picks say at risk" in shown
    assert "\x1b" not in shown


def test_one_workspace_can_be_asked_for_alone(said, bot):
    shown = run(bot, team="T2")

    assert "Workspace T2" in shown
    assert "T1" not in shown


def test_the_export_is_read_by_evaluate(said, bot, tmp_path):
    shown = run(bot, "export", file=tmp_path / "labels.jsonl")

    first, second = evaluation.read((tmp_path / "labels.jsonl").read_text(encoding="utf-8"))
    assert first.relevant == {"SMALL01-BP02": 2}
    assert (second.relevant, second.verdict) == ({"SMALL01-BP01": 2}, "at_risk")
    assert "2 labelled messages" in shown


def test_a_note_without_a_practice_is_left_for_a_person_to_fill_in(said, bot, settings, tmp_path):
    database = open_database(settings.database)
    SqlFeedback(database).give(Tenant("", "T1"), "Q", "U2", helpful=False, note="no use")
    database.close()

    shown = run(bot, "export", team="T1", file=tmp_path / "labels.jsonl")

    assert json.loads((tmp_path / "labels.jsonl").read_text(encoding="utf-8"))["why"] == "no use"
    assert "1 of them name no practice yet" in shown


def test_an_installation_that_heard_nothing_says_so(bot):
    assert run(bot) == "0 answers with feedback, 0 of them picked; 0 misses.\n"


def test_a_call_with_half_of_what_it_needs_is_told_what_is_missing(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["feedback", "try", "MLREL05-BP01"])

    assert "phrasing" in capsys.readouterr().err
