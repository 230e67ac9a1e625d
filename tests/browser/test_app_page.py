"""The app's own page: the conversation with its prompts, and the Home tab."""

from playwright.sync_api import expect

RETRAIN = "We retrain by hand every quarter"


def test_a_prompt_begins_a_conversation_that_goes_on(window):
    chen = window("chen", "app/chat")

    chen.page.get_by_role("button", name="Notice drift").click()

    answers = chen.page.get_by_role("main").get_by_role("article", name="Lensbot,")
    expect(answers.get_by_role("link", name="MLPERF06-BP03")).to_be_visible()
    chen.say("who should look at the alarms?")
    expect(answers).to_have_count(2)


def test_stop_ends_an_answer(window, control):
    control.fault("latency", method="chat.startStream", seconds=1.5)
    dana = window("dana", "app/chat")

    dana.say("how do we version our training data?")
    dana.page.get_by_role("button", name="Stop").click()

    expect(dana.page.get_by_role("article", name="Lensbot,")).to_contain_text("Stopped")


def test_home_tells_how_to_ask_and_what_i_asked(window, control):
    control.mention("farah", "ml-fraud", RETRAIN)
    control.idle()

    farah = window("farah", "app/home")

    home = farah.page.get_by_role("region", name="Home of Lensbot")
    expect(home.get_by_role("heading", name="Am I doing this right?")).to_be_visible()
    expect(home).to_contain_text("Mention me")
    expect(home).to_contain_text("What you asked last")


def test_an_app_that_is_not_connected_is_shown_as_such(window, control):
    emil = window("emil", "app/chat")
    running = emil.page.get_by_role("img", name="running", exact=True)
    expect(running).to_be_visible()

    # Without it the app is back before anybody could see that it was away.
    control.fault("latency", method="apps.connections.open", seconds=2)
    control.post("disconnect")

    expect(emil.page.get_by_role("img", name="not running")).to_be_visible()
    expect(running).to_be_visible()
