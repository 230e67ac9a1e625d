"""Asking the bot in the browser: mentions, threads, sources, settings, private answers."""

import re

from playwright.sync_api import expect

BY_HAND = "we retrain by hand every quarter, is that ok?"
LENS = re.compile("^https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/")


def test_a_mention_is_answered_in_its_thread_with_verdict_and_sources(ana, control):
    control.fault("latency", method="chat.startStream", seconds=1)
    control.fault("latency", method="chat.stopStream", seconds=1)

    ana.say(f"@Lensbot {BY_HAND}")
    ana.thread(BY_HAND)

    answer = ana.answers().last
    expect(ana.pane.get_by_role("status")).to_contain_text("Reading your message…")
    expect(ana.pane.locator(".message.streaming")).to_be_visible()
    expect(ana.pane.get_by_role("status")).to_have_count(0)
    expect(answer).to_contain_text("At risk.")
    expect(answer.get_by_role("link", name="MLPERF06-BP05")).to_have_attribute("href", LENS)
    expect(answer.get_by_role("link", name="[1]").first).to_have_attribute("href", LENS)
    expect(answer.get_by_role("button", name="More").first).to_be_visible()


def test_a_long_answer_is_read_from_its_verdict(ana):
    ana.say(f"@Lensbot {BY_HAND}")
    ana.thread(BY_HAND)

    expect(ana.answers().get_by_role("button", name="Helpful", exact=True)).to_have_count(1)
    expect(ana.answers().get_by_text("At risk.")).to_be_in_viewport()


def test_a_follow_up_needs_no_mention(ana):
    ana.say(f"@Lensbot {BY_HAND}")
    ana.thread(BY_HAND)
    expect(ana.answers().get_by_role("button", name="More").first).to_be_visible()

    ana.reply("and how would we notice drift in the inputs?")

    expect(ana.answers()).to_have_count(2)
    expect(ana.answers().last.get_by_role("link", name="MLPERF06-BP03")).to_be_visible()


def test_more_shows_the_practice_in_full_until_escape(ana):
    ana.say(f"@Lensbot {BY_HAND}")
    ana.thread(BY_HAND)

    ana.answers().get_by_role("button", name="More").first.click()

    expect(ana.modal).to_contain_text("Signs of trouble")
    expect(ana.modal.get_by_role("heading", level=2)).to_contain_text(re.compile(r"^ML\w+-BP\d+$"))
    ana.page.keyboard.press("Escape")
    expect(ana.modal).to_have_count(0)
    expect(ana.pane).to_be_visible()


def test_settings_are_chosen_in_a_modal_and_kept(ana):
    ana.say("/lensbot settings")
    expect(ana.modal.get_by_label("In the thread, for everybody")).to_be_checked()
    ana.modal.get_by_label("Only to the person who asked").check()
    ana.modal.get_by_label("About your stack").fill("We use Vertex, not SageMaker")

    ana.modal.get_by_role("button", name="Save").click()

    expect(ana.modal).to_have_count(0)
    expect(ana.message("Saved.")).to_contain_text("Only visible to you")
    ana.say("/lensbot settings")
    expect(ana.modal.get_by_label("Only to the person who asked")).to_be_checked()
    expect(ana.modal.get_by_label("About your stack")).to_have_value("We use Vertex, not SageMaker")


def test_the_command_answers_only_me_until_i_share_it(ana, window, place):
    ben = window("ben", place)
    ana.say(f"/lensbot ask {BY_HAND}")
    private = ana.message("At risk.")
    expect(private).to_contain_text("Only visible to you")
    ana.say("what do you think of it?")
    expect(ben.message("what do you think of it?")).to_be_visible()
    expect(ben.message("At risk.")).to_have_count(0)

    private.get_by_role("button", name="Share with the channel").click()

    expect(ben.message("At risk.")).to_be_visible()
    expect(ben.message("At risk.")).not_to_contain_text("Only visible to you")


def test_the_menu_of_a_message_has_it_judged(ana, control, dialog):
    said = "all our notebooks share one admin role with full access to every bucket"
    dialog.write("ben", said)
    ana.message(said).hover()
    ana.message(said).get_by_role("button", name="More actions").click()
    ana.page.get_by_role("menuitem", name="Am I doing this right?").click()
    expect(ana.modal).to_contain_text(said)

    ana.modal.get_by_role("button", name="Judge it").click()

    ana.thread(said)
    expect(ana.answers().get_by_role("link", name=re.compile("^MLSEC")).first).to_be_visible()


def test_an_answer_that_was_no_help_is_asked_why(ana):
    ana.say(f"@Lensbot {BY_HAND}")
    ana.thread(BY_HAND)

    ana.answers().get_by_role("button", name=re.compile("^Not")).click()
    ana.modal.get_by_label("What was wrong").fill("we asked about batch")
    ana.modal.get_by_role("button", name="Send").click()

    expect(ana.modal).to_have_count(0)
    expect(ana.answers().get_by_role("button", name=re.compile("^Not"))).to_have_attribute("aria-pressed", "true")
