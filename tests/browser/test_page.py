"""The page itself: usable by keyboard, in the dark, on a telephone, and harmless whatever people write."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.running import NARROW, Window

HOSTILE = "<script>document.title = 'owned'</script> <img src=x onerror=\"document.title = 'owned'\"> <!channel> ok?"


def test_everything_can_be_done_from_the_keyboard(ana):
    keys = ana.page.keyboard
    expect(ana.composer).to_be_focused()

    keys.type("@Lensbot do we need a feature store for this?")
    keys.press("Enter")
    expect(ana.message("feature store").locator(".thread-count")).to_be_visible()
    ana.message("feature store").focus()
    keys.press("Enter")
    expect(ana.pane.get_by_role("textbox")).to_be_focused()
    keys.type("thanks for that")
    keys.press("Enter")
    expect(ana.pane.get_by_text("thanks for that")).to_be_visible()
    keys.press("Escape")
    expect(ana.pane).to_have_count(0)

    expect(ana.composer).to_be_focused()
    keys.type("/lensbot settings")
    keys.press("Enter")
    expect(ana.modal).to_be_visible()
    keys.press("Escape")
    expect(ana.modal).to_have_count(0)
    expect(ana.composer).to_be_focused()


def test_names_and_commands_are_completed_while_typing(ana):
    ana.composer.press_sequentially("/len")
    ana.page.get_by_role("option", name="/lensbot").click()
    expect(ana.composer).to_have_value("/lensbot ")

    ana.composer.fill("")
    ana.composer.press_sequentially("@Le")
    ana.page.get_by_role("option", name="Lensbot").click()
    expect(ana.composer).to_have_value("@Lensbot ")


def test_what_people_write_stays_text_and_notifies_nobody(ana, control, place):
    ana.say(f"@Lensbot {HOSTILE}")

    expect(ana.message("owned")).to_contain_text(HOSTILE)
    ana.thread("owned")
    expect(ana.answers()).to_have_count(1)
    expect(ana.answers()).not_to_contain_text("@channel")
    assert "owned" not in ana.page.title()
    expect(ana.page.locator("#page script, #page img[src='x']")).to_have_count(0)
    ben = next(each for each in control.view("ben")["channels"] if each["id"] == place)
    assert ben["mentions"] == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system(window, place, scheme):
    ana = window("ana", place, color_scheme=scheme)

    ink, paper = (
        ana.page.locator("main").evaluate(
            "(node, what) => getComputedStyle(node)[what].match(/[\\d.]+/g).slice(0, 3).map(Number)", what
        )
        for what in ("color", "backgroundColor")
    )

    assert (sum(ink) < sum(paper)) == (scheme == "light")
    assert abs(sum(ink) - sum(paper)) > 450


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_on_a_telephone(window, dialog, place, scheme):
    asked = dialog.mention("ana", f"we retrain by hand every quarter, is that ok? {'x' * 300}")
    dialog.answer("ana", asked)
    ana = window("ana", place, size=NARROW, color_scheme=scheme, has_touch=True)
    expect(ana.message("by hand")).to_be_visible()
    assert ana.sideways() <= 0

    ana.thread("by hand")
    expect(ana.answers().get_by_role("button", name="More").first).to_be_visible()
    assert ana.sideways() <= 0
    ana.answers().get_by_role("button", name="More").first.click()
    expect(ana.modal).to_contain_text("Signs of trouble")
    assert ana.sideways() <= 0

    for place_ in ("app/chat", "app/home"):
        other = window("ana", place_, size=NARROW, color_scheme=scheme, has_touch=True)
        expect(other.page.get_by_role("tabpanel")).to_contain_text("workload")
        assert other.sideways() <= 0


def test_channels_are_reached_on_a_telephone(window, dialog, place):
    ana = window("ana", size=NARROW, has_touch=True)
    ana.page.get_by_role("button", name="Channels").click()

    ana.page.get_by_role("link", name=dialog.channel).click()

    expect(ana.page.get_by_role("heading", name=dialog.channel, level=1)).to_be_visible()
    expect(ana.page.get_by_role("navigation")).not_to_be_in_viewport()


def test_a_first_visit_is_shown_what_to_try(window):
    dana = window("dana", greeted=False)
    expect(dana.modal).to_contain_text("Welcome to the playground")

    dana.modal.get_by_role("button", name="Mention @Lensbot").click()

    expect(dana.composer).to_have_value(re.compile(r"^@Lensbot .+\?$"))
    expect(dana.composer).to_be_focused()
    dana.page.keyboard.type("is this my own question?")
    expect(dana.composer).to_have_value("@Lensbot is this my own question?")
    dana.page.reload()
    expect(dana.composer).to_be_visible()
    expect(dana.modal).to_have_count(0)


def test_the_raw_traffic_can_be_watched(ana):
    ana.page.get_by_role("button", name="Raw traffic").click()
    ana.say("/lensbot help")

    inspector = ana.page.get_by_role("region", name="Inspector")
    expect(inspector.get_by_text("slash_command").first).to_be_visible()


def test_only_this_machine_is_asked_for_anything(ana):
    expect(ana.composer).to_be_visible()

    assert {"/", "/js/main.js", "/css/base.css"} <= {each.removeprefix(ana.url).split("?")[0] for each in ana.asked_for}
    assert any(each.startswith("ws://127.0.0.1") for each in ana.asked_for)
    assert ana.outside == []


def test_a_window_notes_what_goes_wrong_in_it(browser, playground_url):
    window = Window(browser, playground_url, "ana").open("")

    with window.page.expect_event("requestfailed"):
        window.page.evaluate("new Image().src = 'http://192.0.2.1/pixel.png'")
    with window.page.expect_event("console"):
        window.page.evaluate("console.error('broken')")
    window.close()

    assert window.outside == ["http://192.0.2.1/pixel.png"]
    assert any("broken" in each for each in window.complaints)
