"""Two people in two windows, and what each of them sees of the other."""

from playwright.sync_api import expect

DRIFT = "how do we notice that our inputs have drifted?"


def test_one_sees_live_what_the_other_asks_and_what_is_answered(ana, window, place):
    ben = window("ben", place)

    ana.say(f"@Lensbot {DRIFT}")

    expect(ben.message(DRIFT)).to_be_visible()
    ben.thread(DRIFT)
    expect(ben.answers().get_by_role("link", name="MLPERF06-BP03")).to_be_visible()
    ben.reply("@ana good to know")
    ana.thread(DRIFT)
    expect(ana.pane.get_by_text("good to know")).to_be_visible()


def test_what_only_one_may_see_the_other_does_not(ana, window, place):
    ben = window("ben", place)

    ana.say("/lensbot help")
    expect(ana.page.get_by_text("Only visible to you")).to_be_visible()
    ana.say("and now for all of you")

    expect(ben.message("and now for all of you")).to_be_visible()
    expect(ben.page.get_by_text("Only visible to you")).to_have_count(0)


def test_a_mention_elsewhere_shows_as_a_badge(window, dialog):
    ben = window("ben")
    item = ben.page.get_by_role("link", name=dialog.channel)
    expect(item).to_be_visible()
    expect(item.get_by_label("unread for you")).to_have_count(0)

    dialog.write("ana", "@ben have you seen the new hold-out?")

    expect(item.get_by_label("1 unread for you")).to_be_visible()


def test_one_window_can_become_somebody_else(ana):
    ana.page.get_by_role("button", name="Acting as Ana Ruiz").click()

    ana.page.get_by_role("menuitemradio", name="Ben Okafor").click()

    expect(ana.page.get_by_role("button", name="Acting as Ben Okafor")).to_be_visible()
    ana.say("hello from ben")
    expect(ana.page.get_by_role("article", name="ben,").last).to_contain_text("hello from ben")
