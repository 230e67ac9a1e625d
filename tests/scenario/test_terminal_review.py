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
    assert "is not a date" in lensbot("plan", "snooze", "1", "--until", "soon").stdout
    assert "from 1 to" in lensbot("plan", "done", "99").stdout


def test_a_review_of_the_same_workload_begins_with_its_last_answers(lensbot):
    lensbot("review", "--workload", "Fraud", "--pillar", "security", typed="n\nf\n")

    again = lensbot("review", "--workload", " fraud ", "--pillar", "security", "--again", typed="q\n")

    assert "MLSEC02 (2 of 6)" in again.stdout, again.stderr
    assert "no earlier review" in lensbot("review", "--workload", "Churn", "--again").stdout


def test_a_template_is_made_and_begun_with_and_counts_once_it_is_taken_over(lensbot):
    assert "no finished review" in lensbot("review", "--make-template", "Baseline").stdout
    lensbot("review", "--workload", "Fraud", "--pillar", "security", typed="n\nf\n")
    assert "“Baseline” is a template" in lensbot("review", "--make-template", "Baseline").stdout

    begun = lensbot(
        "review", "--workload", "Churn", "--pillar", "security", "--template", "baseline", typed="t\nt\nq\n"
    )

    assert "Same as in the template “Baseline”: MLSEC01-BP01 missing" in begun.stdout, begun.stderr
    assert "MLSEC01: HIGH RISK" in begun.stdout
    assert "nothing to take over" in begun.stdout
    assert "There is: “Baseline”" in lensbot("review", "--workload", "X", "--template", "no such").stdout
