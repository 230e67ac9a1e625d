"""The playground as a newcomer starts it, and people who look at it in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic")
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 180.0
# Playwright waits this long for what it is told to expect; an answer takes a fraction of a second.
EXPECTED_MS = 20_000


def chromium():
    """Where the system's browser is; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def beyond(url):
    """Whether an address is beyond this machine."""
    return urlsplit(url).hostname != "127.0.0.1" and urlsplit(url).scheme not in ("data", "blob", "about")


class Output:
    """What a process prints, line by line, for whoever waits for a line of it."""

    def __init__(self, stream):
        self.lines, self.ended, self._news = [], False, threading.Condition()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream):
        for line in stream:
            with self._news:
                self.lines.append(line)
                self._news.notify_all()
        with self._news:
            self.ended = True
            self._news.notify_all()

    @property
    def text(self):
        return "".join(self.lines)

    def wait(self, pattern, seconds=PATIENCE):
        """The first group of a pattern, as soon as it was printed; AssertionError with everything printed."""
        with self._news:
            self._news.wait_for(lambda: self.ended or re.search(pattern, self.text), seconds)
        found = re.search(pattern, self.text)
        assert found, self.text
        return found[1]


@contextmanager
def served(data_dir, *, ready=True):
    """`lensbot playground` in a process of its own, as its work queue is one to a process: its address, its output."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("LENSBOT_")}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "playground", "--port", "0", "--no-browser"],
        cwd=ROOT,
        env=others | {"LENSBOT_DATA_DIR": str(data_dir)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        printed = Output(process.stdout)
        url = printed.wait(r"The playground is at +(\S+)")
        if ready:
            printed.wait(r"(Lensbot is ready)")
        yield url, printed
    finally:
        process.terminate()
        ended = process.wait(PATIENCE)
    assert ended == 0, printed.text


@contextmanager
def browsing():
    """The system's Chromium, which reaches this machine only."""
    with sync_playwright() as playwright:
        only_here = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, only_here])
        yield browser
        browser.close()


class Window:
    """One person's window on the workspace; what must not happen in it is noted."""

    def __init__(self, browser, url, user, *, size=None, greeted=True, **context):
        self.url, self.user = url, user
        self.context = browser.new_context(viewport=size or WIDE, reduced_motion="reduce", **context)
        self.context.set_default_timeout(EXPECTED_MS)
        if greeted:
            self.context.add_init_script("localStorage.setItem('playground.seen', '1')")
        self.complaints, self.asked_for = [], []
        self.page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("websocket", lambda socket: self.asked_for.append(socket.url))
        self.context.on("request", lambda request: self.asked_for.append(request.url))
        self.context.route(beyond, lambda route: route.abort())

    def _said(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    @property
    def outside(self):
        """Addresses beyond this machine that were asked for."""
        return [each for each in self.asked_for if beyond(each)]

    def open(self, place):
        """Go to a channel's id, or `app/chat`, `app/home`."""
        self.page.goto(f"{self.url}/?user={self.user}#{place}")
        self.page.locator(".page.ready").wait_for()
        return self

    @property
    def composer(self):
        """Where a message to the channel, or to the app, is typed."""
        return self.page.get_by_role("main").get_by_role("textbox")

    @property
    def pane(self):
        """The open thread."""
        return self.page.get_by_role("complementary", name="Thread in")

    @property
    def modal(self):
        return self.page.get_by_role("dialog")

    def say(self, text):
        self.composer.fill(text)
        self.composer.press("Enter")

    def reply(self, text):
        self.pane.get_by_role("textbox").fill(text)
        self.pane.get_by_role("textbox").press("Enter")

    def message(self, text):
        """The message in the channel that holds a text."""
        return self.page.get_by_role("main").get_by_role("article").filter(has_text=text).last

    def thread(self, text):
        """Open the thread under a message, as soon as there is one."""
        self.message(text).locator(".thread-summary").click()
        return self.pane

    def answers(self):
        """The app's messages in the open thread."""
        return self.pane.get_by_role("article", name=re.compile("^Lensbot"))

    def sideways(self):
        """How many pixels the page, or a list in it, is wider than what shows it."""
        return self.page.evaluate(
            "() => Math.max(...[document.documentElement, ...document.querySelectorAll('.timeline, .modal-body, "
            ".home-tab, .chat-body')].map((node) => node.scrollWidth - node.clientWidth))"
        )

    def close(self):
        self.context.close()
