"""Improvement items: every move with its refusals, two people at once, and what ends by itself."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review import item_codec, item_moves
from bot.review.errors import Refusal
from bot.review.item_moves import StalePress
from bot.review.items import Acceptance, Act, Item, Status, awake, doing_since, overdue, settled
from lens_corpus.model import Effort
from lens_corpus.risk import Risk
from tests.support.lenses import small
from tests.unit.reminding.lives import LIVES, MOVES
from tests.unit.reminding.things import NOON, TODAY, days, item, press

MONTH = TODAY + days(30)


def accepted(expires=MONTH, made=None):
    return item_moves.accept(made or item(), press(), Acceptance("UBOSS", "We replace it in May.", expires))


def refusal(move, *arguments, **named):
    with pytest.raises(Refusal) as refused:
        move(*arguments, **named)
    return refused.value.text


def test_taking_on_makes_it_ones_own_and_twice_is_said():
    mine = item_moves.take_on(item(), press("UANA"))

    assert (mine.owner, mine.status, mine.history[-1].what) == ("UANA", Status.OPEN, Act.TAKEN)
    assert refusal(item_moves.take_on, mine, press("UANA")) == "You have this one already."
    assert item_moves.take_on(mine, press("UBEN")).owner == "UBEN"


def test_handing_over_starts_afresh_for_whoever_gets_it():
    doing = item_moves.working(item(), press("UANA"))
    handed = item_moves.hand_over(doing, press("UANA"), "UBEN")

    assert (handed.owner, handed.status) == ("UBEN", Status.OPEN)
    assert doing_since(handed) is None
    assert item_moves.hand_over(handed, press(), None).owner is None


def test_handing_over_to_nobody_new_or_to_somebody_who_left_is_refused():
    assert "has left" in refusal(item_moves.hand_over, item(), press(), "UGONE", active=False)
    assert refusal(item_moves.hand_over, item(), press(), None) == "It is the channel's already."
    assert refusal(item_moves.hand_over, item(owner="UBEN"), press(), "UBEN") == "It is theirs already."


def test_what_somebody_set_aside_can_be_handed_over():
    aside = item_moves.dismiss(item(), press(), "Platform does this.")

    assert item_moves.hand_over(aside, press(), "UPLAT").status is Status.OPEN


def test_an_owner_who_leaves_gives_it_back_to_the_channel():
    doing = item_moves.working(item(), press("UANA"))
    orphan = item_moves.left(doing, NOON)

    assert (orphan.owner, orphan.status, orphan.history[-1].by) == (None, Status.OPEN, "")
    done = item_moves.done(doing, press("UANA"))
    assert item_moves.left(done, NOON) == done
    assert item_moves.left(item(), NOON) == item()


def test_splitting_makes_parts_and_the_gap_closes_with_the_last():
    ids = iter(["i2", "i3"])
    doing = item_moves.working(item(), press())
    first, second, third = item_moves.split(doing, press(), ["Draft", "Rehearse", "Publish"], lambda: next(ids))

    assert [part.title for part in (first, second, third)] == ["Draft", "Rehearse", "Publish"]
    assert [part.id for part in (first, second, third)] == ["i1", "i2", "i3"]
    assert (second.split_from, second.status, first.status) == ("i1", Status.OPEN, Status.DOING)
    one, two = (item_moves.done(part, press(), "seen") for part in (first, second))
    assert not settled(one, (one, two, third))
    assert settled(one, (one, two, item_moves.done(third, press())))
    assert settled(one, (one, two, item_moves.dismiss(third, press(), "Not ours")))


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["One"], "2 to 10 parts"),
        ([str(number) for number in range(11)], "2 to 10 parts"),
        (["Same", "same "], "Two parts have the same title"),
        (["One", "  "], "Give it a title"),
        (["One", "x" * 201], "201 characters; 200 fit"),
    ],
)
def test_parts_must_be_some_and_differ(titles, told):
    assert told in refusal(item_moves.split, item(), press(), titles, lambda: "i2")


def test_an_item_of_ones_own_has_no_gap_behind_it():
    own = item_moves.own(press("UANA"), item("i9"), " Buy a label printer ", risk=Risk.MEDIUM, effort=Effort.L)

    assert (own.title, own.practice, own.risk, own.history[-1].what) == (
        "Buy a label printer",
        None,
        Risk.MEDIUM,
        Act.ADDED,
    )
    assert not settled(item_moves.done(own, press()), (own,))
    assert "title" in refusal(item_moves.own, press(), item(), "  ")


def test_only_high_and_medium_risks_make_an_item():
    with pytest.raises(ValueError, match="a high or a medium risk"):
        item(risk=Risk.NONE)


def test_linking_keeps_the_buttons_of_older_cards_right():
    linked = item_moves.link(item(), press(), "https://git.example/1", "Issue 1")

    assert linked.version == item().version
    assert item_moves.link(linked, press(), "https://git.example/1") == linked
    assert item_moves.done(linked, press(seen=0)).status is Status.DONE


@pytest.mark.parametrize("url", ["", "issue 1", "javascript:alert(1)", "https://", "//x.example"])
def test_what_is_no_link_is_refused(url):
    assert "Paste the whole address" in refusal(item_moves.link, item(), press(), url)


def test_an_item_takes_only_so_many_links():
    full = item()
    for number in range(20):
        full = item_moves.link(full, press(), f"https://git.example/{number}")

    assert "This has 20 links" in refusal(item_moves.link, full, press(), "https://git.example/20")


def test_a_due_date_is_today_or_later_and_can_be_taken_back():
    dated = item_moves.set_due(item(), press(), TODAY)

    assert dated.due == TODAY
    assert item_moves.set_due(dated, press(), None).due is None
    assert "not in the future" in refusal(item_moves.set_due, item(), press(), TODAY - days(1))
    assert "too far off" in refusal(item_moves.set_due, item(), press(), TODAY + days(733))


def test_an_item_is_overdue_from_the_day_after_while_there_is_something_to_do():
    late = item(due=TODAY)

    assert not overdue(late, TODAY)
    assert overdue(late, TODAY + days(1))
    assert not overdue(item_moves.done(late, press()), TODAY + days(1))
    assert not overdue(item_moves.snooze(late, press(), TODAY + days(3)), TODAY + days(1))


def test_working_on_the_channels_item_makes_it_ones_own_but_helping_does_not():
    assert item_moves.working(item(), press("UANA")).owner == "UANA"
    assert item_moves.working(item(owner="UBEN"), press("UANA")).owner == "UBEN"


def test_saying_again_that_one_works_on_it_starts_no_new_spell():
    first = item_moves.working(item(), press())
    again = item_moves.working(first, press(on=TODAY + days(5)))

    assert doing_since(again) == press().at
    assert again.last_heard == press(on=TODAY + days(5)).at


def test_done_without_evidence_counts_and_is_marked_unproven_until_somebody_proves_it():
    bare = item_moves.done(item(), press())

    assert (bare.status, bare.unproven) == (Status.DONE, True)
    assert not item_moves.prove(bare, press(), "https://wiki.example/runbook").unproven
    assert not item_moves.done(item(), press(), "Tried on Friday").unproven
    assert "There is nothing in it" in refusal(item_moves.prove, bare, press(), " ")
    assert refusal(item_moves.done, bare, press()).startswith("This is done already.")


def test_evidence_given_before_counts_when_it_is_done():
    proved = item_moves.prove(item(), press(), "Tried on Friday")

    assert not item_moves.done(proved, press()).unproven


def test_a_snoozed_item_is_what_it_was_on_its_day():
    asleep = item_moves.snooze(item_moves.working(item(), press()), press(), TODAY + days(7))

    assert awake(asleep, TODAY + days(6)).status is Status.SNOOZED
    assert awake(asleep, TODAY + days(7)).status is Status.DOING
    longer = item_moves.snooze(asleep, press(), TODAY + days(9))
    assert awake(longer, TODAY + days(9)).status is Status.DOING


@pytest.mark.parametrize(("until", "told"), [(TODAY, "not in the future"), (TODAY + days(181), "too far off")])
def test_a_snooze_ends_soon_and_not_today(until, told):
    assert told in refusal(item_moves.snooze, item(), press(), until)


def test_setting_aside_needs_a_reason():
    assert item_moves.dismiss(item(), press(), " Platform's ").reason == "Platform's"
    assert "why this is not yours" in refusal(item_moves.dismiss, item(), press(), "")
    assert "501 characters; 500 fit" in refusal(item_moves.dismiss, item(), press(), "x" * 501)


def test_an_accepted_risk_is_open_again_on_its_day():
    risk = accepted()

    assert awake(risk, MONTH - days(1)).status is Status.ACCEPTED
    assert awake(risk, MONTH).status is Status.OPEN
    assert item_moves.working(risk, press(on=MONTH)).status is Status.DOING
    assert refusal(item_moves.working, risk, press()).startswith("The risk of this has been accepted.")


@pytest.mark.parametrize(
    ("acceptance", "told"),
    [
        (Acceptance("", "Why not", MONTH), "Name the person"),
        (Acceptance("UBOSS", " ", MONTH), "why you can live with this risk"),
        (Acceptance("UBOSS", "Why not", TODAY), "not in the future"),
        (Acceptance("UBOSS", "Why not", TODAY + days(367)), "too far off"),
    ],
)
def test_accepting_needs_somebody_a_reason_and_an_end(acceptance, told):
    assert told in refusal(item_moves.accept, item(), press(), acceptance)


def test_reopening_brings_back_what_was_settled_and_nothing_else():
    for settled_one in (
        item_moves.done(item(), press(), "seen"),
        item_moves.dismiss(item(), press(), "No"),
        accepted(),
    ):
        again = item_moves.reopen(settled_one, press())
        assert (again.status, again.accepted, again.reason, again.unproven) == (Status.OPEN, None, "", False)
    assert refusal(item_moves.reopen, item(), press()) == "This is open already."
    assert item_moves.reopen(item_moves.done(item(), press(), "seen"), press()).evidence == ("seen",)


def test_who_presses_second_is_told_what_happened_and_nothing_changes():
    done = item_moves.done(item(), press("UBEN", seen=0))

    with pytest.raises(StalePress) as stale:
        item_moves.snooze(done, press("UANA", seen=0, minutes=1), MONTH)

    told = stale.value.named("Ben").text
    assert told == "Ben marked this done a minute ago, so I changed nothing. Here is how it stands now."
    assert stale.value.happened.by == "UBEN"


def test_a_double_click_is_ones_own():
    done = item_moves.done(item(), press("UBEN", seen=0))

    assert refusal(item_moves.done, done, press("UBEN", seen=0)).startswith("You marked this done just now")


def test_what_the_review_did_is_told_in_its_own_voice():
    again = item_moves.reopen(item_moves.done(item(), press()), press(by=""))

    assert refusal(item_moves.done, again, press(seen=1)).startswith("I reopened this just now")


def test_a_button_from_nowhere_is_refused_without_a_story():
    assert "has changed since" in refusal(item_moves.done, item(), press(seen=7))


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (-5, "just now"),
        (0, "just now"),
        (1, "a minute ago"),
        (59, "59 minutes ago"),
        (60, "an hour ago"),
        (150, "2 hours ago"),
    ],
)
def test_times_past_are_told_as_people_do(minutes, told):
    assert item_moves.ago(NOON, NOON + timedelta(minutes=minutes)) == told
    assert item_moves.ago(NOON, NOON + days(3)) == "3 days ago"


def test_another_edition_of_the_lens_renames_a_practice_or_leaves_the_item_to_the_team():
    lens = small()
    known, gone = lens.practices[0].id, item(practice="SMALL99-BP09")

    assert item_moves.under(item(practice=known), lens, NOON) == item(practice=known)
    kept = item_moves.under(gone, lens, NOON)
    assert (kept.practice, kept.question, kept.history[-1].detail) == (None, None, "SMALL99-BP09")
    assert kept.version == gone.version
    assert item_moves.under(kept, lens, NOON) == kept


def test_a_practice_with_a_new_id_is_followed():
    lens = small()
    old = next((each.id_2023, each) for each in lens.practices if each.id_2023 and not lens.has(each.id_2023))

    assert item_moves.under(item(practice=old[0]), lens, NOON).practice == old[1].id


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_an_item_survives_being_stored_whatever_was_done_to_it(made):
    assert item_codec.decode(json.loads(json.dumps(item_codec.encode(made)))) == made


@settings(max_examples=60, deadline=None)
@given(LIVES, st.integers(0, 400))
def test_what_ends_by_itself_ends_on_its_day_and_not_before(made, later):
    on = TODAY + days(later)
    seen = awake(made, on)

    if made.status is Status.SNOOZED:
        assert (seen.status is Status.SNOOZED) == (on < made.snoozed_until)
    elif made.status is Status.ACCEPTED:
        assert (seen.status is Status.ACCEPTED) == (on < made.accepted.expires)
    else:
        assert seen == made
    assert awake(seen, on) == seen


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_an_item_never_holds_what_its_state_has_no_use_for(made):
    assert (made.snoozed_until is not None) == (made.status is Status.SNOOZED)
    assert bool(made.reason) == (made.status is Status.NOT_OURS)
    assert not made.unproven or (made.status is Status.DONE and not made.evidence)
    assert (made.status is Status.ACCEPTED) <= (made.accepted is not None)


@settings(max_examples=60, deadline=None)
@given(LIVES, MOVES, MOVES)
def test_of_two_presses_on_one_card_only_one_changes_its_state(made, first, second):
    on = TODAY + days(400)
    try:
        after = first(made, press("UANA", on=on, seen=made.version))
    except Refusal:
        return
    if after.version != made.version:
        harmless = (Act.LINKED, Act.PROVED, Act.WORDED)
        try:
            twice = second(after, press("UBEN", on=on, seen=made.version))
        except Refusal as refused:
            assert not isinstance(refused, StalePress) or refused.happened == after.history[-1]
        else:
            assert twice == after or twice.history[-1].what in harmless


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "lost"}, "item's status"),
        ({"due": "soon"}, "item's due"),
        ({"created_at": "2026-03-02T12:00:00"}, "has no zone"),
        ({"risk": "NONE"}, "a high or a medium risk"),
        ({"history": [{"by": "U"}]}, "history"),
        ({"links": ["https://x.example"]}, "fields were expected"),
        ({"unproven": "no"}, "item's unproven"),
        ({"title": None}, "item's title"),
    ],
)
def test_data_that_never_was_an_item_is_refused_by_field(change, told):
    with pytest.raises(ValueError, match=told):
        item_codec.decode(item_codec.encode(item()) | change)


def test_what_an_older_version_stored_takes_the_defaults_of_what_it_lacks():
    needed = ("id", "review", "lens", "question", "practice", "title", "risk", "effort", "pillar", "created_at")
    data = {name: value for name, value in item_codec.encode(item()).items() if name in needed}

    assert item_codec.decode(data) == item()
    with pytest.raises(ValueError, match="the item can't be read"):
        item_codec.decode({"id": "i1"})


def test_plain_data_names_every_field():
    assert set(item_codec.encode(item())) == set(Item.__dataclass_fields__)
    assert item_codec.encode(item(due=date(2026, 3, 9)))["due"] == "2026-03-09"
