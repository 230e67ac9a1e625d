import json

import pytest

from bot.review import codec, move, moves
from bot.review.comparing import snapshot
from tests.unit.review.playing import begun, by, form
from tests.unit.review.shaped import shaped

LENS = shaped()


def written():
    review = begun(LENS)
    review = moves.apply(review, LENS, form(LENS.questions[0], in_place=["ALL1-BP1"]), review.turn)
    return codec.encode_review(moves.apply(review, LENS, form(LENS.questions[0], "UBEN", none=True)))


def test_what_is_written_is_json_and_reads_back():
    data = written()
    again = json.loads(json.dumps(data))

    assert codec.encode_review(codec.decode_review(again)) == data
    assert len(codec.decode_review(again).disagreements) == 1


def test_a_snapshot_is_written_and_read():
    taken = snapshot(codec.decode_review(written()), LENS)

    assert codec.decode_snapshot(json.loads(json.dumps(codec.encode_snapshot(taken)))) == taken


def test_a_newer_version_is_refused_with_what_to_do():
    with pytest.raises(codec.TooNew, match="upgrade Lensbot"):
        codec.decode_review(written() | {"version": codec.VERSION + 1})


def test_fields_of_a_later_release_are_passed_over_and_those_of_an_earlier_one_take_their_defaults():
    data = written() | {"mood": "good"}
    del data["agenda"]

    assert codec.decode_review(data) == codec.decode_review(written())


def test_a_press_keeps_its_turn_and_an_edit_has_none():
    skip = move.Skip(question="ALL1", **by("UANA"))
    pressed, edited = move.Entry(skip, begun(LENS).turn), move.Entry(skip)

    assert codec.decode_entry(codec.encode_entry(pressed)) == pressed
    assert codec.decode_entry(codec.encode_entry(edited)) == edited


def test_the_names_in_the_log_are_those_that_are_kept_already():
    names = (
        "AddEvidence AddNote AnswerQuestion Assign Back Borrow ConfirmProposal Decide DoesNotApply Finish Focus Goto NoneOfThese "
        "NotSure Pause Propose Reconfirm RejectProposal RemoveEvidence RemoveNote Reopen Resume SetPriorities SetWorkload "
        "Skip TakeOver Unassign UpgradeLens View"
    )

    assert sorted(codec.MOVES) == names.split()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"version": None}, "version"),
        ({"version": True}, "version"),
        ({"turns": "3"}, "review.turns"),
        ({"turns": True}, "review.turns"),
        ({"questions": "ALL1"}, "review.questions"),
        ({"status": "asleep"}, "review.status"),
        ({"started_at": "2026-03-02T12:00:00"}, "zone"),
        ({"started_at": 7}, "review.started_at"),
        ({"workload": []}, "review.workload"),
        ({"answers": [{"marks": []}]}, "question"),
        ({"id": None}, "review.id"),
    ],
)
def test_damaged_data_is_refused_with_the_place(change, where):
    with pytest.raises(codec.Unreadable, match=where):
        codec.decode_review(written() | change)


def test_what_was_never_a_move_is_refused():
    with pytest.raises(codec.Unreadable, match="no move"):
        codec.decode_move({"version": 1, "move": "Dance"})
    with pytest.raises(codec.Unreadable, match="fields"):
        codec.decode_move([])
