"""Work that must not be lost: one contract for the memory that other tests use and for the real thing."""

import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.durable import Durable
from bot.storage.engine import StorageProblem
from tests.support.databases import new_postgres_database
from tests.support.memory import MemoryWork

ODD = {"text": "Küche 🍲 \ud83d\x00 'quoted'", "deep": [1, 2.5, None, {"yes": True}], "long": "x" * 40_000}


def until(condition, seconds=20):
    """Wait for what will be true in a moment; far longer than it takes, so that a slow machine passes too."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


class Doing:
    """Handlers that note what they are given, and raise, wait or start more when told to."""

    def __init__(self):
        self.did, self.gave_up, self.at_once, self.most = [], [], 0, 0
        self.gate, self.work, self.lock = threading.Event(), None, threading.Lock()

    @property
    def handlers(self):
        return {"note": self.note, "wait": self.wait, "chain": self.chain, "fail": self.fail}

    def note(self, payload):
        self.did.append(payload)

    def wait(self, payload):
        with self.lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.gate.wait(30)
        with self.lock:
            self.at_once -= 1
        self.did.append(payload)

    def chain(self, payload):
        self.work.start("note", payload["next"], payload)

    def fail(self, payload):
        self.did.append(payload)
        if len(self.did) <= payload["times"]:
            raise LookupError(f"attempt {len(self.did)}")

    def failed(self, kind, payload, error):
        self.gave_up.append((kind, payload, str(error)))
        if payload.get("worse"):
            raise OSError("nobody to tell")


@contextmanager
def working(url, doing, **options):
    durable = Durable(url, doing.handlers, "lensbot", on_failure=doing.failed, waits=(0.1, 0.1, 0.1), **options)
    doing.work = durable
    durable.launch()
    try:
        yield durable
    finally:
        doing.gate.set()
        durable.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def doing(request, tmp_path):
    """What was done, `work` to start more, and `settle` to have it done."""
    doing = Doing()
    doing.settle = lambda count: until(lambda: len(doing.did) >= count)
    if request.param == "memory":
        doing.work = MemoryWork(doing.handlers)
        doing.settle = lambda _count: doing.work.do_all()
        yield doing
        return
    url = f"sqlite:///{tmp_path / 'lensbot.sqlite'}"
    if request.param == "postgresql":
        url = new_postgres_database(request.getfixturevalue("postgres_url"))
    with working(url, doing):
        yield doing


class TestWork:
    def test_is_done_with_what_it_was_given(self, doing):
        doing.work.start("note", "1", ODD)
        doing.settle(1)

        assert doing.did == [ODD]

    def test_is_done_once_for_each_kind_and_key(self, doing):
        for _ in range(3):
            for kind, key in (("note", "1"), ("note", "2"), ("fail", "1")):
                doing.work.start(kind, key, {"key": kind + key, "times": 0})
        doing.settle(3)
        doing.work.start("note", "1", {"key": "again"})
        doing.work.start("note", "3", {"key": "last"})
        doing.settle(4)

        assert sorted(payload["key"] for payload in doing.did) == ["fail1", "last", "note1", "note2"]

    def test_can_start_more_work(self, doing):
        doing.work.start("chain", "1", {"next": "1"})
        doing.work.start("chain", "2", {"next": "1"})
        doing.work.start("chain", "3", {"next": "2"})
        doing.settle(2)

        assert {payload["next"] for payload in doing.did} == {"1", "2"}

    def test_of_an_unknown_kind_is_refused(self, doing):
        with pytest.raises(KeyError, match="dance"):
            doing.work.start("dance", "1", {})


@pytest.fixture
def url(new_url):
    """A database of either kind; the real thing needs its folder only."""
    if new_url.startswith("sqlite"):
        Path(new_url.removeprefix("sqlite:///")).parent.mkdir()
    return new_url


@pytest.fixture
def file_url(tmp_path):
    """A database in a file, where the kind makes no difference."""
    return f"sqlite:///{tmp_path / 'lensbot.sqlite'}"


def test_starting_never_waits_for_what_is_being_done(url):
    doing = Doing()
    with working(url, doing, workers=4) as durable:
        for number in range(40):
            durable.start("wait", str(number), {"number": number})
        assert until(lambda: doing.at_once == 4)
        assert doing.did == []  # all forty were taken before one was done
        doing.gate.set()

        assert until(lambda: len(doing.did) == 40)
        assert doing.most == 4


def test_bulk_leaves_half_of_the_workers_to_others(url):
    doing = Doing()
    with working(url, doing, workers=4, bulk=("wait",)) as durable:
        for number in range(10):
            durable.start("wait", str(number), {"number": number})
        assert until(lambda: doing.at_once == 2)
        durable.start("note", "1", {})
        assert until(lambda: doing.did == [{}])
        assert doing.most == 2
        doing.gate.set()

        assert until(lambda: len(doing.did) == 11)


def test_what_raises_is_tried_again_until_it_works(file_url):
    doing = Doing()
    with working(file_url, doing) as durable:
        durable.start("fail", "1", {"times": 2})

        assert until(lambda: len(doing.did) == 3)
    assert doing.gave_up == []


def test_what_raises_every_time_is_given_up_and_somebody_is_told(url):
    doing = Doing()
    with working(url, doing) as durable:
        durable.start("fail", "1", {"times": 99, "worse": True})

        assert until(lambda: doing.gave_up)
        durable.start("note", "1", {})
        assert until(lambda: len(doing.did) == 5)
    assert doing.gave_up == [("fail", {"times": 99, "worse": True}, "attempt 4")]


def test_what_was_waiting_or_unfinished_at_the_end_is_done_after_the_next_start(url):
    first, second = Doing(), Doing()
    second.gate.set()
    durable = Durable(url, first.handlers, "lensbot", workers=2)
    durable.launch()
    for number in range(6):
        durable.start("wait", str(number), {"number": number})
    assert until(lambda: first.at_once == 2)
    durable.close(patience=0.1)
    first.gate.set()

    with working(url, second):
        assert until(lambda: len(second.did) == 6)
    assert sorted(payload["number"] for payload in second.did) == list(range(6))


def test_a_lane_lets_one_through_while_others_have_their_own(url):
    doing = Doing()
    with working(url, doing, spacing=3600) as durable:
        for key, lane in (("1", "C1"), ("2", "C1"), ("3", "C2"), ("4", "C2"), ("5", "")):
            durable.start("note", key, {"lane": lane}, lane=lane)

        assert until(lambda: len(doing.did) == 3)
    assert sorted(payload["lane"] for payload in doing.did) == ["", "C1", "C2"]


def test_a_lane_goes_on_when_its_time_has_come(file_url):
    doing = Doing()
    with working(file_url, doing, spacing=0.1) as durable:
        for number in range(3):
            durable.start("note", str(number), {"number": number}, lane="C1")

        assert until(lambda: len(doing.did) == 3)


def test_finished_work_is_forgotten_in_time_and_not_before(url):
    doing = Doing()
    with working(url, doing) as durable:
        durable.start("note", "1", {})
        assert until(lambda: len(doing.did) == 1)
        durable.sweep()
        durable.start("note", "1", {})
    with working(url, doing, memory=timedelta(0)) as durable:
        durable.sweep()
        durable.start("note", "1", {})

        assert until(lambda: len(doing.did) == 2)


def test_work_is_kept_as_text_that_runs_nothing_when_it_is_read(tmp_path, file_url):
    doing = Doing()
    with working(file_url, doing) as durable:
        durable.start("note", "1", {"text": "plain"})
        assert until(lambda: doing.did)
    kept = sqlite3.connect(tmp_path / "lensbot-work.sqlite").execute(
        "SELECT inputs FROM workflow_input WHERE workflow_uuid = 'note:1'"
    )

    assert json.loads(json.loads(kept.fetchone()[0])["positionalArgs"][2]) == {"text": "plain"}


def test_work_before_the_launch_is_refused(file_url):
    durable = Durable(file_url, Doing().handlers, "lensbot")

    with pytest.raises(RuntimeError, match="launched"):
        durable.start("note", "1", {})
    durable.close()


class Replica:
    """The program of tests/support/durable_program.py, run for real."""

    def __init__(self, url, folder, name, *keys):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.durable_program", url, str(folder), name, *keys],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self):
        assert self.process.stdout.readline() == "ready\n", self.process.stderr.read()
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def end(self):
        """Let it finish; what it wrote to the terminal."""
        out, err = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, err
        return out + err


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "marks"
    made.mkdir()
    return made


def lines(folder, pattern):
    return [line for file in sorted(folder.glob(pattern)) for line in file.read_text().splitlines()]


def test_after_a_kill_in_the_middle_everything_is_finished_exactly_once(file_url, folder):
    keys = ["quick", *(f"slow{number}" for number in range(12))]
    first = Replica(file_url, folder, "first", *keys).ready()
    assert until(lambda: len(list(folder.glob("begun-*"))) == 9)  # the quick one, and eight that hold every worker
    assert until(lambda: lines(folder, "done-*") == ["first"])
    first.kill()
    (folder / "go").touch()
    second = Replica(file_url, folder, "second", "quick").ready()

    assert until(lambda: len(list(folder.glob("done-*"))) == 13)
    assert second.end() == ""
    assert sorted(lines(folder, "done-*")) == ["first"] + ["second"] * 12


def test_the_work_of_a_replica_that_was_killed_is_taken_over_by_another(postgres_url, folder):
    url = new_postgres_database(postgres_url)
    began = time.monotonic()
    shared = [f"shared{number}" for number in range(6)]
    replicas = [Replica(url, folder, name, f"slow-{name}", *shared) for name in ("one", "two", "three")]
    for replica in replicas:
        replica.ready()
    assert until(lambda: len(lines(folder, "begun-slow-*")) == 3)
    replicas[0].kill()

    assert until(lambda: len(lines(folder, "begun-slow-one")) == 2)
    (folder / "go").touch()
    assert until(lambda: len(lines(folder, "done-*")) == 9)
    assert [replica.end() for replica in replicas[1:]] == ["", ""]
    slots = (time.monotonic() - began) / 0.5 + 2
    assert 1 <= len(lines(folder, "ticks")) <= slots  # not three times as many
    assert lines(folder, "done-slow-one")[0] in ("two", "three")
    assert [lines(folder, f"begun-slow-{name}") for name in ("two", "three")] == [["two"], ["three"]]
    assert [len(lines(folder, f"begun-{key}")) for key in shared] == [1] * 6


def test_work_that_ends_its_process_again_and_again_is_given_up_and_somebody_is_told_once(url, folder):
    keys = ["fatal"]
    for number in range(3):
        Replica(url, folder, f"dying{number}", *keys).process.wait(30)
        keys = []
    replica = Replica(url, folder, "last", "quick", "fatal").ready()

    assert until(lambda: lines(folder, "lost-fatal"))
    assert until(lambda: lines(folder, "done-quick"))
    replica.end()
    again = Replica(url, folder, "later", "fatal", "quick-too").ready()
    assert until(lambda: lines(folder, "done-quick-too"))
    again.end()
    assert lines(folder, "lost-*") == ["last"]
    assert lines(folder, "begun-fatal") == ["dying0", "dying1", "dying2"]


def test_a_second_process_on_the_same_file_is_refused_with_what_to_do(file_url, folder):
    first = Replica(file_url, folder, "first").ready()
    second = Durable(file_url, Doing().handlers, "lensbot")

    with pytest.raises(StorageProblem, match="LENSBOT_DATA_DIR"):
        second.launch()
    first.end()
    second.launch()
    second.close()


def test_nothing_is_sent_anywhere_nor_are_signals_taken(file_url):
    code = (
        "import signal, socket, sys, time\n"
        "tried = []\n"
        "def refuse(self, address): tried.append(address); raise OSError('no network')\n"
        "socket.socket.connect = refuse\n"
        "before = [signal.getsignal(each) for each in signal.valid_signals()]\n"
        "from bot.durable import Durable\n"
        "durable = Durable(sys.argv[1], {'note': lambda payload: None}, 'lensbot')\n"
        "durable.launch(); durable.start('note', '1', {}); time.sleep(1.5); durable.close()\n"
        "assert tried == [], tried\n"
        "assert before == [signal.getsignal(each) for each in signal.valid_signals()]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file_url],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
