"""The running playground, a browser, and windows of people in it. Whatever goes wrong in a window fails its test."""

import shutil

import pytest
from playwright.sync_api import expect

from bot.playground.client import Control
from tests.browser.running import EXPECTED_MS, Window, browsing, chromium, served
from tests.support.dialog import Dialog

expect.set_options(timeout=EXPECTED_MS)


@pytest.fixture(scope="session")
def playground_url(bot, tmp_path_factory):
    """`lensbot playground`, with the index of the tests and a database of its own."""
    if chromium() is None:
        pytest.skip("There is no Chromium here: on Debian, apt-get install chromium (.ci/run does)")
    data_dir = tmp_path_factory.mktemp("playground")
    shutil.copytree(bot.settings.index_dir, data_dir / "index")
    with served(data_dir) as (url, printed):
        yield url
    assert "Traceback" not in printed.text, printed.text


@pytest.fixture(scope="module")
def browser(playground_url):
    """For a module only: while Playwright runs, no other test could run an event loop in this thread."""
    with browsing() as chrome:
        yield chrome


@pytest.fixture
def control(playground_url):
    with Control(playground_url) as client:
        yield client
        client.clear_faults()
        for person in ("ana", "ben"):
            if client.view(person)["modals"]:
                client.act("close", person, all=True)


@pytest.fixture
def dialog(control):
    """A channel of the test's own, with ana, ben and the bot."""
    return Dialog(control)


@pytest.fixture
def window(browser, playground_url):
    """Opens a window: `window("ana", place)`."""
    opened = []

    def make(user, place="", **more):
        opened.append(Window(browser, playground_url, user, **more))
        return opened[-1].open(place)

    yield make
    complaints = [each for window in opened for each in window.complaints]
    outside = [each for window in opened for each in window.outside]
    for each in opened:
        each.close()
    assert complaints == []
    assert outside == []


@pytest.fixture
def place(dialog, control):
    """The id of the test's own channel."""
    return next(each["id"] for each in control.view("ana")["channels"] if each["name"] == dialog.channel)


@pytest.fixture
def ana(window, place):
    return window("ana", place)
