"""A review in a terminal: the same review, on the same store, with its report."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def lensbot(tmp_path):
    def run(*arguments, typed=""):
        env = {name: value for name, value in os.environ.items() if not name.startswith("LENSBOT_")}
        env["LENSBOT_DATA_DIR"] = str(tmp_path / "data")
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments], env=env, input=typed, capture_output=True, text=True, check=False
        )

    return run


def test_a_review_goes_on_where_it_was_left_and_gives_its_report(lensbot, tmp_path):
    first = lensbot("review", "--workload", "Fraud", "--pillar", "security", typed="n\nu\nq\n")
    second = lensbot("review", typed="1\nq\n")

    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "MLSEC01: HIGH RISK" in first.stdout
    assert "MLSEC02: not sure yet" in first.stdout
    assert "MLSEC03 (3 of 6)" in second.stdout
    done = lensbot("report", "--to", str(tmp_path / "report"))
    kinds = sorted(path.suffix for path in (tmp_path / "report").iterdir())
    assert done.returncode == 0, done.stderr
    assert kinds == [".csv", ".csv", ".json", ".md", ".pdf"]


def test_what_is_typed_wrongly_is_explained(lensbot):
    done = lensbot("review", "--workload", "Fraud", "--pillar", "security", typed="7\n?\nq\n")

    assert "Numbers from 1 to 1" in done.stdout
    assert "trouble:" in done.stdout


def test_a_pillar_that_is_none_and_a_report_of_nothing_are_refused_in_words(lensbot):
    assert "pillar" in lensbot("review", "--workload", "x", "--pillar", "luck").stdout
    empty = lensbot("report")
    assert empty.returncode == 1
    assert "no review" in empty.stdout
    assert "Traceback" not in empty.stderr


def test_a_finished_review_becomes_a_plan_that_can_be_worked_on(lensbot):
    lensbot("review", "--workload", "Fraud", "--pillar", "security", typed="n\nn\nn\nn\nn\nn\nf\n")

    first = lensbot("plan")
    assert "high risk, effort" in first.stdout, first.stderr
    working = lensbot("plan", "working", "1")
    assert "(working on it)" in working.stdout
    done = lensbot("plan", "done", "1", "--evidence", "https://wiki.example/clearance")

    assert len(done.stdout.splitlines()) == len(first.stdout.splitlines()) - 1
    assert lensbot("plan", "snooze", "1", "--until", "soon").stdout.startswith("Write the date")
    assert "from 1 to" in lensbot("plan", "done", "99").stdout
