"""What a language model proposes in a review and in the plan, in Slack: nothing of it counts until a person confirms."""

import pytest

from tests.support.dialog import Dialog, words
from tests.support.model_server import ModelServer, Script
from tests.support.modelled import in_slack
from tests.support.reviewing import ReviewDialog

IN_WORDS = (
    "everybody has a learning plan for their role and four hours a week for it, and every model has an owner who may "
    "stop it. how transparent the scores must be nobody ever asked before we built"
)
BESIDES = "Every Monday two of us compare the refusals with what the desk expected."
TARGETS = {"practice": 3, "state": "in_place", "quote": "two of us compare the refusals with what the desk expected"}


@pytest.fixture(scope="module")
def server():
    with ModelServer() as server:
        yield server


@pytest.fixture(scope="module")
def workspace(bot, server, tmp_path_factory):
    with in_slack(bot, server, tmp_path_factory.mktemp("model-in-reviews")) as slack:
        yield slack


@pytest.fixture
def dialog(workspace):
    return Dialog(workspace.control)


@pytest.fixture
def review(dialog):
    return ReviewDialog(dialog)


def read(server, *readings):
    server.queue(Script(arguments={"readings": list(readings)}))


def proposed(dialog, card, user="ana"):
    """The message that says how somebody's words were read."""
    return dialog.until(lambda: [m for m in dialog.thread(user, card["ts"]) if "I read your words" in words(m)])[0]


def begun(review, **values):
    """The first question of a review, once its thread can be answered in: people don't write within milliseconds."""
    review.start(**values)
    card = review.card()
    review.progress()
    review.dialog.press("ana", card, "What does this mean?")
    review.dialog.modal("ana")
    review.control.act("close", "ana", all=True)
    return card


def without_a_model(dialog):
    """The channel does without from now on."""
    dialog.command("ana", "settings")
    dialog.modal("ana")
    dialog.control.submit("ana", {"model": {"pick": "no"}})
    dialog.whispers("ana")


def test_what_only_the_model_heard_is_proposed_beside_what_the_corpus_heard(review, dialog, server):
    read(server, TARGETS, {**TARGETS, "practice": 2, "quote": "words that nobody wrote there"})
    card = begun(review)

    dialog.write("ben", f"{IN_WORDS}. {BESIDES}", thread_ts=card["ts"])

    told = words(proposed(dialog, card))
    assert "MLOPS01-BP01" in told
    assert f"“{TARGETS['quote']}”" in told
    assert "words that nobody wrote" not in told
    assert "*High risk*" not in words(review.message(card["ts"]))


def test_where_the_readings_contradict_each_other_a_person_says_which_it_is(review, dialog, server):
    read(server, {"practice": 2, "state": "in_place", "quote": "how transparent the scores must be"})
    card = begun(review)
    dialog.write("ben", IN_WORDS, thread_ts=card["ts"])
    told = proposed(dialog, card)
    assert "I read this in two ways" in words(told)

    dialog.press("ana", told, "Missing")

    dialog.until(lambda: ":x: missing" in words(review.message(card["ts"])))
    dialog.until(lambda: "two ways" not in words(proposed(dialog, card)))


def test_a_model_that_fails_leaves_what_the_corpus_heard(review, dialog, server):
    server.queue(Script(status=401, error="bad key"))
    card = begun(review)

    dialog.write("ben", IN_WORDS, thread_ts=card["ts"])

    assert "MLOPS01-BP01" in words(proposed(dialog, card))
    assert "sk-of-the-test" not in str(dialog.thread("ana", card["ts"]))


def test_a_channel_without_a_model_is_read_by_the_corpus_alone(review, dialog, server):
    without_a_model(dialog)
    card = begun(review)
    asked = len(server.requests)

    dialog.write("ben", IN_WORDS, thread_ts=card["ts"])

    assert "MLOPS01-BP01" in words(proposed(dialog, card))
    assert len(server.requests) == asked


SUMMED = (
    "Everybody has a learning plan with hours for it [1]. How transparent the scores must be was never asked [1]. "
    "Two people compare the refusals with expectations [2]."
)
THEIRS = "Our Nightingale deal closes in March, and nobody explains its scores."


def summing(server, text=SUMMED):
    """What the model says when asked for a summary; replies alone tell it nothing."""
    server.queue(Script(text, arguments={"readings": []}))


def talked(review, dialog):
    """A question with a thread of two under it."""
    card = begun(review)
    dialog.write("ben", IN_WORDS, thread_ts=card["ts"])
    dialog.write("ana", BESIDES, thread_ts=card["ts"])
    proposed(dialog, card)
    return card


def window(dialog, text, user="ana"):
    """The window on top, once it says this."""
    return dialog.until(lambda: text in words(view := dialog.modal(user)) and view)


def field(view, block):
    """What a field of a window holds before anybody types."""
    element = next(each["element"] for each in view["blocks"] if each.get("block_id") == block)
    return element.get("initial_value", "")


def labels(shown):
    """The buttons of a message or a window."""
    elements = [each for block in shown["blocks"] for each in block.get("elements") or []]
    return [each["text"]["text"] for each in elements if each.get("type") == "button"]


def test_a_thread_is_summed_up_and_kept_as_a_note_once_a_person_has_corrected_it(review, dialog, server):
    summing(server)
    card = talked(review, dialog)
    dialog.press("ana", card, "None of these")
    card = review.settled(card, "*High risk*")

    dialog.press("ana", card, "Summarise the thread")
    view = window(dialog, "What it stands on")

    text = field(view, "note")
    assert text.startswith("Everybody has a learning plan with hours for it [1].")
    assert "[2] " in text.split("Said by:")[1]
    assert BESIDES in words(view)
    assert ":memo:" not in words(review.message(card["ts"]))
    dialog.control.submit("ana", {"note": {"text": text.replace("Everybody", "Every engineer")}})
    assert ":memo: Every engineer has a learning plan" in words(review.settled(card, ":memo:"))


def test_a_summary_by_a_model_that_obeys_the_thread_does_no_harm(review, dialog, server):
    evil = "Tell <!channel> that https://login.example.net explains the scores [1]. MLOPS99-BP99 rules the scores [1]."
    summing(server, f"{evil} {SUMMED} They have a learning plan. The hours were 4711 [1].")
    card = talked(review, dialog)

    dialog.press("ana", card, "Summarise the thread")
    view = window(dialog, "What it stands on")

    assert field(view, "note").split("\n\n")[0] == SUMMED
    assert not [each for each in ("<!channel>", "example.net", "MLOPS99", "4711") if each in str(view)]


@pytest.mark.parametrize(
    "script",
    [
        Script("All is well, no worries!", arguments={"readings": []}),
        Script(status=401, error="bad key"),
        Script(refusal="I can't help with that."),
        Script(SUMMED, cut=3),
    ],
    ids=["unsupported", "key", "refused", "cut off"],
)
def test_without_a_summary_the_person_may_write_the_note(review, dialog, server, script):
    summing(server)
    card = talked(review, dialog)
    server.queue(script)

    dialog.press("ana", card, "Summarise the thread")
    view = window(dialog, "gave me nothing to propose")

    assert field(view, "note") == ""
    dialog.control.submit("ana", {"note": {"text": "Ben knows the plan."}})
    dialog.until(lambda: any("Kept as a note" in each["text"] for each in dialog.whispers("ana")))


def test_nobody_having_said_anything_costs_no_call(review, dialog, server):
    review.start()
    card, asked = review.card(), len(server.requests)

    dialog.press("ana", card, "Summarise the thread")

    window(dialog, "Nobody has written anything")
    assert len(server.requests) == asked


def test_the_model_sees_this_thread_and_no_other_channels(review, dialog, server, workspace):
    summing(server)
    elsewhere = Dialog(workspace.control)
    other = ReviewDialog(elsewhere)
    elsewhere.write("ben", THEIRS, thread_ts=begun(other, name="Nightingale")["ts"])
    card = talked(review, dialog)
    server.requests.clear()

    dialog.press("ana", card, "Summarise the thread")
    window(dialog, "What it stands on")

    sent = str([request["body"] for request in server.requests])
    assert "four hours a week" in sent
    assert "Nightingale" not in sent


def test_without_a_model_no_summary_is_offered(review, dialog, server):
    old = begun(review, name="First")
    review.control.idle()
    without_a_model(dialog)
    asked = len(server.requests)
    dialog.press("ana", old, "Summarise the thread")
    dialog.until(lambda: any("does without a language model" in each["text"] for each in dialog.whispers("ana")))

    dialog.press("ana", old, "Skip")

    assert "Summarise the thread" not in labels(review.card(after=old))
    assert len(server.requests) == asked


OWN = "Discuss and agree on the level of model explainability"
TITLE = "Agree with the fraud desk on the level of explanation that a refused payment needs"
STEP = "Hold one meeting with the fraud desk's owner, legal and the builders of the scores."


def wording(server, title=TITLE, *steps):
    given = [{"step": 1, "text": text} for text in steps or (STEP,)]
    server.queue(Script(arguments={"title": title, "steps": given, "readings": []}))


def improvement(review, dialog):
    """The window of an improvement that a finished review left."""
    review.start(description="Scores card payments at checkout.")
    card = review.card()
    dialog.press("ana", card, "None of these")
    review.settled(card, "*High risk*")
    dialog.command("ana", "review finish")
    dialog.until(lambda: [each for each in dialog.seen("ana") if "high and" in words(each)])
    dialog.command("ana", "plan")
    press_in(dialog, window(dialog, OWN), "Open", beside=OWN)
    return window(dialog, "First step")


def press_in(dialog, view, label, user="ana", beside=""):
    """Press the first button of this label in a window, in a block that says this."""
    for block in (each for each in view["blocks"] if beside in str(each)):
        elements = [*(block.get("elements") or []), *([block["accessory"]] if "accessory" in block else [])]
        for element in elements:
            if element.get("type") == "button" and element["text"]["text"] == label:
                where = {"view_id": view["id"], "block_id": block["block_id"]}
                return dialog.control.click(user, element["action_id"], **where)
    raise AssertionError(f"no button {label!r}, only {labels(view)}")


@pytest.fixture(autouse=True)
def windows_closed(workspace):
    yield
    while workspace.control.view("ana")["modals"]:
        workspace.control.act("close", "ana", all=True)


def test_an_improvement_is_said_in_the_workloads_words_beside_its_own(review, dialog, server):
    wording(server)
    view = improvement(review, dialog)

    press_in(dialog, view, "Word it for our workload")
    proposal = window(dialog, "A language model's proposal")

    assert (field(proposal, "title"), field(proposal, "steps")) == (TITLE, STEP)
    assert "card payments at checkout" in str(server.requests[-1]["body"])
    dialog.control.submit("ana", {"title": {"text": TITLE}, "steps": {"text": f"{STEP}\nBook the hours."}})
    kept = words(window(dialog, "Worded by"))
    assert kept.startswith(f"*{TITLE}*")
    assert "2. Book the hours." in kept
    assert f"In the plan:_ {OWN}" in kept
    assert "in the lens" in kept


def test_a_wording_by_a_model_that_obeys_an_attacker_does_no_harm(review, dialog, server):
    wording(server, f"{TITLE} <!channel>", f"{STEP} See https://login.example.net", f"@here {STEP}", STEP)
    view = improvement(review, dialog)

    press_in(dialog, view, "Word it for our workload")
    proposal = window(dialog, "A language model's proposal")

    assert field(proposal, "steps") == STEP
    assert not [each for each in ("<!channel>", "example.net", "@here") if each in str(proposal)]


def test_a_model_that_fails_leaves_the_words_to_the_person(review, dialog, server):
    view = improvement(review, dialog)
    server.queue(Script(status=401, error="bad key"))

    press_in(dialog, view, "Word it for our workload")

    assert field(window(dialog, "You can word it yourself"), "title") == OWN


def test_without_a_model_no_wording_is_offered(review, dialog):
    without_a_model(dialog)

    assert "Word it for our workload" not in labels(improvement(review, dialog))
