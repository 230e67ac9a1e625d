"""Writes docs/images from the playground: `make screenshots`. The index is built first, in a folder of its own."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.running import NARROW, ROOT, Window, browsing, chromium, served

IMAGES = ROOT / "docs" / "images"
GENERAL, FRAUD = "C000000001", "C000000002"
BY_HAND = "we retrain by hand every quarter, is that ok?"
TALL = {"width": 1200, "height": 1300}
DRIFT = "How do we notice that our inputs have drifted?"
MISSING = "Chromium is needed for this. On Debian: apt-get install chromium"


class Album:
    """A browser on one workspace, and where its pictures go."""

    def __init__(self, browser, url):
        self.browser, self.url = browser, url

    def window(self, user, place, **more):
        return Window(self.browser, self.url, user, **more).open(place)

    def keep(self, window, name):
        """Take the picture, without a pointer over anything, and close the window."""
        window.page.mouse.move(0, 0)
        window.page.evaluate("document.fonts.ready")
        window.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")
        # A modal is the person's, not the window's: it would still be there in the next one.
        while window.modal.count():
            window.page.keyboard.press("Escape")
            expect(window.modal).to_have_count(0)
        window.close()
        print(f"docs/images/{name}.png")  # noqa: T201 - this is a program


def answered(window, text):
    """Open the thread of a question and wait for the whole answer."""
    window.thread(text)
    expect(window.answers().last.get_by_role("button", name=re.compile("^Not"))).to_be_visible()
    return window


def channel(album):
    """A question in a channel, answered in its thread."""
    ana = album.window("ana", FRAUD)
    ana.say(f"@Lensbot {BY_HAND}")
    album.keep(answered(ana, BY_HAND), "thread")


def practice(album):
    """A source in full."""
    ben = answered(album.window("ben", FRAUD), BY_HAND)
    ben.answers().get_by_role("button", name="More").first.click()
    expect(ben.modal).to_contain_text("Signs of trouble")
    album.keep(ben, "practice")


def settings(album):
    """How a channel is served."""
    ana = album.window("ana", FRAUD)
    ana.say("/lensbot settings")
    expect(ana.modal).to_contain_text("Who sees answers?")
    album.keep(ana, "settings")


def private(album):
    """An answer that only one person sees."""
    farah = album.window("farah", GENERAL)
    farah.say(f"/lensbot ask {DRIFT}")
    expect(farah.page.get_by_role("button", name="Share with the channel")).to_be_visible()
    album.keep(farah, "private")


def conversation(album):
    """The app's own conversation: how it begins, and how it goes on."""
    album.keep(album.window("dana", "app/chat"), "prompts")
    dana = album.window("dana", "app/chat")
    dana.page.get_by_role("button", name="Check our access").click()
    expect(dana.page.get_by_role("article", name="Lensbot,").get_by_role("button", name="More").first).to_be_visible()
    album.keep(dana, "conversation")


def home(album):
    """The Home tab of somebody who has asked before."""
    dana = album.window("dana", "app/home")
    expect(dana.page.get_by_role("region", name="Home of Lensbot")).to_contain_text("What you asked last")
    album.keep(dana, "home")


def reviewing(album):
    """A review: what an answer comes to, what is left to improve, and when we speak of it."""
    ana = album.window("ana", FRAUD, size=TALL)
    ana.say("/lensbot review")
    ana.modal.get_by_role("textbox").first.fill("Fraud scoring")
    ana.modal.get_by_role("button", name="Start").click()
    main = ana.page.get_by_role("main")
    main.get_by_role("checkbox").first.check()
    main.get_by_role("button", name="Save").last.click()
    expect(main.get_by_text("question 2 of 35")).to_be_visible()
    album.keep(ana, "review")
    ana = album.window("ana", FRAUD)
    ana.say("/lensbot result")
    expect(ana.page.get_by_role("main").get_by_text("Use as template").last).to_be_visible()
    album.keep(ana, "result")
    ana = album.window("ana", FRAUD)
    ana.say("/lensbot reminders")
    expect(ana.modal).to_contain_text("The next five")
    album.keep(ana, "reminders")


def dark(album):
    """The same thread, in the dark, and the raw traffic below."""
    album.keep(answered(album.window("ben", FRAUD, color_scheme="dark"), BY_HAND), "dark")
    ben = answered(album.window("ben", FRAUD, color_scheme="dark"), BY_HAND)
    ben.page.get_by_role("button", name="Raw traffic").click()
    expect(ben.page.get_by_role("region", name="Inspector").get_by_text("chat.stopStream").first).to_be_visible()
    album.keep(ben, "traffic")


def telephone(album):
    """A narrow screen: the channel, and the thread."""
    phone = {"size": NARROW, "has_touch": True}
    album.keep(album.window("ben", FRAUD, **phone), "telephone-channel")
    album.keep(answered(album.window("ben", FRAUD, **phone), BY_HAND), "telephone-thread")


def main():
    if chromium() is None:
        raise SystemExit(MISSING)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (url, _), browsing() as browser:
        album = Album(browser, url)
        for picture in (channel, practice, private, conversation, home, dark, telephone, settings, reviewing):
            picture(album)


if __name__ == "__main__":
    main()
