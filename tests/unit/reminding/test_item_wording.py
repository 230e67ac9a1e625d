"""An improvement in the workload's words: they stand above its own, which stay, as its source does."""

import json

import pytest

from bot.cards.reminding import Facts
from bot.review import item_codec, item_moves
from bot.review.errors import Refusal
from bot.review.items import Act, Status, Wording
from bot.slack.render.item_facts import facts_text
from tests.unit.reminding.things import item, press

FACTS = Facts("Is it agreed?", "", "Pick an owner. One person a model.", "MLOPS01-BP01", "https://example.com/bp01")
STEPS = ("Ask the fraud desk.", " ", "Write it into the wiki. ")


def worded(made=None, title="Agree with the fraud desk", steps=STEPS):
    return item_moves.word(made or item(), press(), title, steps)


def test_title_and_steps_are_kept_with_who_confirmed_them_and_its_own_title_stays():
    after = worded()

    assert after.wording == Wording(
        "Agree with the fraud desk", ("Ask the fraud desk.", "Write it into the wiki."), "UANA"
    )
    assert (after.title, after.headline) == ("Write the runbook", "Agree with the fraud desk")
    assert [(line.what, line.by) for line in after.history] == [(Act.WORDED, "UANA")]


def test_buttons_that_were_drawn_before_still_work_whatever_its_state():
    done = worded(item(status=Status.DONE))

    assert done.status is Status.DONE
    assert worded().version == item().version


def test_nothing_said_goes_back_to_its_own_words():
    back = worded(worded(), "  ", ["", " "])

    assert back.wording is None
    assert back.headline == "Write the runbook"
    assert worded(item(), "", []) == item()


def test_its_own_title_is_no_wording_but_steps_beside_it_are():
    assert worded(title=" Write the runbook ", steps=[]) == item()
    assert worded(title="Write the runbook").wording == Wording(
        "", ("Ask the fraud desk.", "Write it into the wiki."), "UANA"
    )
    assert worded(title="Write the runbook").headline == "Write the runbook"


def test_the_same_words_again_change_nothing():
    assert worded(worded()) == worded()


@pytest.mark.parametrize(("title", "steps"), [("x" * 201, ()), ("", ["x" * 1001]), ("", ["x"] * 6)])
def test_what_is_too_long_is_refused(title, steps):
    with pytest.raises(Refusal):
        worded(title=title, steps=steps)


def test_it_survives_being_stored_and_older_data_is_read():
    stored = json.loads(json.dumps(item_codec.encode(worded())))

    assert item_codec.decode(stored) == worded()
    assert item_codec.decode({name: value for name, value in stored.items() if name != "wording"}).wording is None


def test_it_is_shown_above_the_plans_own_words_and_the_source():
    text = facts_text(worded(), FACTS)

    assert text.startswith("*Agree with the fraud desk*")
    assert "2. Write it into the wiki." in text
    assert "<https://example.com/bp01|MLOPS01-BP01 in the lens>" in text
    assert "Write the runbook" in text
    assert "Pick an owner" in text


def test_without_a_wording_nothing_is_shown_twice():
    text = facts_text(item(), FACTS)

    assert text.startswith("*Write the runbook*")
    assert text.count("Write the runbook") == text.count("Pick an owner") == 1


def test_hostile_words_that_a_person_kept_neither_notify_nor_link():
    text = facts_text(worded(title="<!channel> now", steps=["<https://login.example.net|here> @here"]), FACTS)

    assert "<!channel>" not in text
    assert "<https://login" not in text
    assert "@here" not in text
