"""A team reviews its workload in Slack, question by question."""

import re

import pytest

from tests.support.dialog import words
from tests.support.reviewing import ReviewDialog


@pytest.fixture
def review(dialog):
    return ReviewDialog(dialog)


def test_a_review_starts_with_a_form_and_puts_its_first_question_on_the_table(review, dialog):
    assert review.start()["ack"]["status"] == "acked"

    card = review.card("ben")

    assert "MLOPS01" in words(card)
    assert "question 1 of 35" in words(card)
    assert "0 of 35 answered" in words(review.progress("ben"))


def test_an_answer_shows_its_risk_and_why_and_the_next_question(review):
    review.start()
    first = review.card()

    review.save("ana", first, "BP01", "BP02")
    second = review.card(after=first)

    told = words(review.settled(first, "*High risk*"))
    assert "MLOPS01-BP03" in told
    assert "Cheapest way" in told
    assert "MLOPS02" in words(second)
    review.dialog.until(lambda: "1 of 35 answered" in words(review.progress()))


def test_everything_in_place_is_no_risk(review):
    review.start()
    first = review.card()

    review.save("ana", first, "BP01", "BP02", "BP03")

    review.settled(first, "*No risk by the lens's rules*")


def test_nothing_ticked_is_not_taken_for_none(review, dialog):
    review.start()

    assert review.save("ana", review.card())["ack"]["status"] == "acked"

    assert "Nothing is ticked" in dialog.whispers("ana")[-1]["text"]


@pytest.mark.parametrize(
    ("label", "shown"), [("None of these", "*High risk*"), ("Not sure", "Not sure yet"), ("Skip", "Left open")]
)
def test_the_other_ways_to_answer(review, dialog, label, shown):
    review.start()
    first = review.card()

    dialog.press("ana", first, label)

    review.settled(first, shown)
    assert "MLOPS02" in words(review.card(after=first))


def test_a_question_that_does_not_apply_says_why(review, dialog, control):
    review.start()
    first = review.card()
    dialog.press("ana", first, "Does not apply…")
    dialog.modal("ana")

    control.submit("ana", {"reason": {"text": "a vendor's model, we only call it"}})

    review.settled(first, "Does not apply")
    assert "MLOPS02" in words(review.card(after=first))


def test_in_detail_keeps_not_sure_apart_from_missing(review, dialog, control):
    review.start()
    first = review.card()
    dialog.press("ana", first, "In detail…")
    modal = dialog.modal("ana")
    ids = [block["block_id"] for block in modal["blocks"] if block["type"] == "input" and block["block_id"] != "note"]

    control.submit(
        "ana",
        {
            ids[0]: {"pick": "in_place"},
            ids[1]: {"pick": "not_sure"},
            ids[2]: {"pick": "not_applicable"},
            "note": {"text": "Ask Priya about <!channel> the second one"},
        },
    )

    told = words(review.settled(first, "not sure"))
    assert "does not apply" in told
    assert "Ask Priya" in told
    assert "<!channel>" not in told


def test_a_late_click_changes_nothing_and_says_so(review, dialog, control):
    review.start()
    first = review.card()
    control.fault("latency", method="chat.update", seconds=1, times=2)
    dialog.press("ana", first, "None of these")

    assert dialog.press("ben", first, "Skip")["ack"]["status"] == "acked"

    assert "Nothing was changed" in dialog.whispers("ben")[-1]["text"]
    review.settled(first, "*High risk*")


def test_two_people_who_see_it_differently_are_shown_and_one_decides(review, dialog, control):
    review.start()
    first = review.card()
    review.tick("ben", first, "BP01")
    control.fault("latency", method="chat.update", seconds=1, times=2)
    review.save("ana", first, "BP01", "BP02", "BP03")

    dialog.press("ben", first, "Save")
    shown = review.settled(first, "differently")
    dialog.press("ana", shown, "Decide: in place")

    dialog.until(lambda: words(review.message(first["ts"])).count("differently") == 1)


def test_back_and_change_put_a_question_on_the_table_again(review, dialog):
    review.start()
    first = review.card()
    dialog.press("ana", first, "None of these")
    second = review.card(after=first)
    dialog.press("ana", second, "Back")
    again = review.card(after=second)
    assert "MLOPS01" in words(again)

    review.save("ana", again, "BP01", "BP02", "BP03")

    review.settled(again, "*No risk by the lens's rules*")


def test_somebody_is_asked_and_told(review, dialog, control):
    review.start()
    first = review.card()
    dialog.press("ana", first, "Ask someone…")
    dialog.modal("ana")
    ben = control.view("ben")["user"]["id"]

    control.submit("ana", {"who": {"pick": ben}})

    asked = dialog.until(lambda: [each for each in dialog.thread("ben", first["ts"]) if "asks you" in words(each)])
    assert f"<@{ben}>" in asked[0]["text"]


def test_what_does_this_mean_shows_the_signs(review, dialog):
    review.start()

    dialog.press("ana", review.card(), "What does this mean?")

    assert ":warning:" in words(dialog.modal("ana"))


def test_pause_and_resume_and_where_were_we(review, dialog):
    review.start()
    review.card()
    dialog.press("ana", review.progress(), "Pause")
    dialog.until(lambda: "(paused)" in words(review.progress()))

    dialog.command("ben", "review status")
    assert "0 of 35" in words(dialog.whispers("ben")[-1])
    before = review.cards()[-1]
    dialog.command("ben", "review")

    assert "MLOPS01" in words(review.card(after=before))


def test_a_short_session_asks_three(review, dialog):
    review.start()
    card = review.card()
    dialog.press("ana", review.progress(), "3 quick questions")
    for _ in range(3):
        card = review.card(after=card)
        dialog.press("ana", card, "None of these")

    dialog.until(lambda: any("32 questions are left" in words(each) for each in dialog.seen("ana")))


def test_what_was_skipped_is_not_called_the_end(review, dialog):
    review.start(scope=["pillars:sustainability"])
    card = review.card()
    for press in ("Skip", "Skip", "None of these", "None of these", "None of these"):
        dialog.press("ana", card, press)
        card = review.card(after=card)
    dialog.press("ana", card, "None of these")

    dialog.until(lambda: any("besides 2 that you skipped" in words(each) for each in dialog.seen("ana")))


def test_a_scope_of_one_pillar_asks_only_that(review):
    review.start(scope=["pillars:security"])

    assert "MLSEC" in words(review.card())


def test_a_second_review_of_the_same_workload_is_refused_with_its_name(review, dialog, control):
    review.start()
    review.card()
    dialog.command("ana", "review new")
    dialog.modal("ana")

    control.submit("ana", {"name": {"text": "fraud  SCORING"}})

    assert "open review" in dialog.whispers("ana")[-1]["text"]


def test_milestones_are_compared_and_silence_is_no_pass(review, dialog):
    review.start()
    first = review.card()
    review.save("ana", first, "BP01", "BP02")
    second = review.card(after=first)
    dialog.command("ana", "review milestone spring")
    dialog.until(lambda: any("spring" in words(each) for each in dialog.seen("ana")))
    dialog.press("ana", review.settled(first, "*High risk*"), "Change the answer")
    again = review.card(after=second)
    review.save("ana", again, "BP01", "BP02", "BP03")
    review.settled(again, "*No risk by the lens's rules*")

    dialog.command("ana", "review compare spring / now")

    told = dialog.until(lambda: [each for each in dialog.seen("ana") if "From “spring” to “now”" in words(each)])
    assert "Resolved (1)" in words(told[0])


def test_finishing_gives_the_result_with_a_chart_and_what_to_do_first(review, dialog):
    review.start(scope=["pillars:cost-optimization"])
    card = review.card()
    dialog.press("ana", card, "None of these")
    review.card(after=card)

    dialog.press("ana", review.progress(), "Finish")

    told = dialog.until(lambda: [each for each in dialog.seen("ben") if "high and" in words(each)])[0]
    gaps = re.findall(r"MLCOST01-BP\d\d", words(told))
    assert gaps
    assert len(gaps) == len(set(gaps))
    assert "data_visualization" in {block["type"] for block in told["blocks"]}


def test_a_message_becomes_evidence_of_an_answer(review, dialog, control):
    review.start()
    first = review.card()
    said = dialog.write("ben", "here is the charter of our ethics board", thread_ts=first["ts"])
    control.act("shortcut", "ana", callback_id="use_as_evidence", channel=dialog.channel, ts=said)
    dialog.modal("ana")

    control.submit("ana")

    assert "Kept as evidence for `MLOPS01`" in dialog.whispers("ana")[-1]["text"]
    dialog.press("ana", first, "None of these")
    assert "/archives/" in words(review.settled(first, "*High risk*"))


def test_home_shows_my_reviews_and_what_waits_for_me(review, dialog, control):
    review.start(name="Home of fraud")
    first = review.card()
    dialog.press("ana", first, "Ask someone…")
    dialog.modal("ana")
    control.submit("ana", {"who": {"pick": control.view("ben")["user"]["id"]}})

    def shown():
        control.act("open_home", "ben")
        home = control.view("ben")["home"]
        return home and "Home of fraud" in words(home) and "waiting for you" in words(home)

    dialog.until(shown)


def test_an_answer_knows_the_review_and_leads_into_it(review, dialog):
    review.start()
    first = review.card()
    review.save("ana", first, "BP01")
    review.card(after=first)

    answer = dialog.answer("ana", dialog.mention("ana", "nobody owns our models, is that ok? who may stop a model?"))

    assert "Your review of Fraud scoring says of" in words(answer)
    before = review.cards()[-1]
    dialog.press("ana", answer, "Answer it in the review")
    review.card(after=before)


def test_the_report_comes_as_files(review, dialog):
    review.start(scope=["pillars:cost-optimization"])
    card = review.card()
    dialog.press("ana", card, "None of these")
    review.card(after=card)

    dialog.command("ana", "report")

    def files():
        found = [file["name"] for message in dialog.seen("ben") for file in message.get("files") or []]
        return found if len(found) >= 5 else None

    kinds = {name.rsplit(".", 1)[-1] for name in dialog.until(files, 60)}
    assert kinds == {"pdf", "md", "csv", "json"}


IN_WORDS = (
    "everybody has a learning plan for their role and four hours a week for it, and every model has an owner who may "
    "stop it. how transparent the scores must be nobody ever asked before we built"
)


def test_words_in_the_thread_become_proposals_that_count_once_confirmed(review, dialog):
    review.start()
    first = review.card()
    dialog.write("ben", IN_WORDS, thread_ts=first["ts"])
    told = dialog.until(lambda: [m for m in dialog.thread("ana", first["ts"]) if "I read your words" in words(m)])[0]
    assert "MLOPS01-BP01" in words(told)
    assert "learning plan for their role" in words(told)
    assert "*High risk*" not in words(review.message(first["ts"]))

    dialog.press("ana", told, "Yes")

    dialog.until(lambda: "in place" in words(review.message(first["ts"])))


def test_chatter_in_a_questions_thread_proposes_nothing(review, dialog):
    review.start()
    first = review.card()

    dialog.write("ben", "lol, let's do this one after lunch?", thread_ts=first["ts"])

    assert dialog.silent("ana", first["ts"], 2.0)


def test_deleting_asks_twice_and_leaves_the_report(review, dialog):
    review.start(scope=["pillars:cost-optimization"])
    review.card()
    dialog.command("ana", "review delete")
    asked = dialog.whispers("ana")[-1]

    dialog.press("ana", asked, "Delete the review")

    dialog.until(lambda: any("is deleted" in words(each) for each in dialog.seen("ben")), 60)
    assert [
        file for message in dialog.seen("ben") for file in message.get("files") or [] if file["name"].endswith(".pdf")
    ]
    dialog.command("ana", "review status")
    dialog.until(lambda: "no review in this channel" in dialog.whispers("ana")[-1]["text"])


def test_only_owners_finish_what_has_owners(review, dialog, control):
    chen = control.view("chen")["user"]["id"]
    review.start(owners=[chen])
    review.card()

    dialog.command("ben", "review finish")

    assert "owners" in dialog.whispers("ben")[-1]["text"]


def test_a_finished_review_becomes_a_plan_to_work_on(review, dialog):
    review.start(scope=["pillars:cost-optimization"])
    card = review.card()
    dialog.press("ana", card, "None of these")
    review.card(after=card)
    dialog.press("ana", review.progress(), "Finish")
    dialog.until(lambda: [each for each in dialog.seen("ben") if "high and" in words(each)])

    dialog.command("ben", "plan")

    dialog.until(
        lambda: "MLCOST01" in str(dialog.control.view("ben")["modals"]) or "MLCOST01" in str(dialog.seen("ben"))
    )
