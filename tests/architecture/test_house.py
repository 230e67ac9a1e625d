"""The house's rules that a machine can check: who may import whom, how large things grow, what no test may do."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from bot import settings

ROOT = Path(__file__).parents[2]
OURS = sorted(path for package in ("bot", "knowledge", "lens_corpus") for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
READERS = {"bot/__main__.py", "knowledge/__main__.py", "lens_corpus/__main__.py"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def functions(path):
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)]


def body_lines(function):
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return function.end_lineno - first.lineno + 1


@pytest.mark.parametrize("path", OURS, ids=name)
def test_no_module_or_function_outgrows_a_screen(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert {f.name: body_lines(f) for f in functions(path) if body_lines(f) > 40} == {}


def test_most_functions_are_small():
    sizes = sorted(body_lines(f) for path in OURS for f in functions(path))

    assert sizes[int(len(sizes) * 0.9)] <= 20


def test_imports_keep_their_direction():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_code_is_linted():
    targets = [each for each in ("bot", "knowledge", "lens_corpus", "tests") if (ROOT / each).exists()]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", *targets],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_the_code_is_typed(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", OURS, ids=name)
def test_only_the_front_doors_read_the_environment(path):
    if name(path) not in READERS:
        assert "os.environ" not in path.read_text(encoding="utf-8").replace("os.environ.setdefault", "")


@pytest.mark.parametrize("path", OURS, ids=name)
def test_no_file_is_called_for_what_it_is_not(path):
    assert path.stem not in ("utils", "helpers", "common", "manager", "base")


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_tests_patch_nothing_and_skip_only_with_a_reason(path):
    text = path.read_text(encoding="utf-8")
    names = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}

    assert not names & {"monkeypatch", "MagicMock", "Mock", "patch", "importorskip", "xfail"}
    assert {f.name for f in functions(path) if f.name.startswith("test_") and path.name[:5] != "test_"} == set()


def test_the_pure_parts_need_no_network_and_no_environment():
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('a socket was opened')\n"
        "socket.socket.connect = refuse\n"
        "import lens_corpus.model, lens_corpus.risk, lens_corpus.reading, lens_corpus.linting\n"
        "import knowledge.model, knowledge.messages, knowledge.passages, knowledge.ranking, knowledge.judging\n"
        "import knowledge.composing, knowledge.answering, knowledge.evaluation, knowledge.stack, knowledge.trying\n"
        "import knowledge.clauses, knowledge.polarity, knowledge.affinity, knowledge.standing, knowledge.hearing\n"
        "import knowledge.proposing, knowledge.prompting, knowledge.sentences, knowledge.screening, knowledge.citing\n"
        "import knowledge.writing, knowledge.second_opinion, knowledge.rewriting, knowledge.budgets\n"
        "import knowledge.wording, knowledge.marks, knowledge.calling, knowledge.rewording\n"
        "import knowledge.second_reading, knowledge.summarising\n"
        "import knowledge.evaluation_model, knowledge.evaluating_replies, knowledge.calibration, knowledge.comparing\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_the_example_of_the_environment_names_exactly_the_settings():
    lines = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8").splitlines()
    named = {line.lstrip("# ").split("=")[0] for line in lines if "=" in line}

    assert named == set(settings.names())


def test_the_readme_leads_with_the_two_commands_and_ci_runs_the_second():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert readme.index("make run") < readme.index("make test") < 1500
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("\nmake test")
