"""Words that were read in two ways: nothing is taken for granted, a person says which of the two it is."""

import pytest

from bot.review import codec, errors, move, moves
from bot.review.model import Fate, Said, State
from tests.unit.review.playing import begun, by
from tests.unit.review.shaped import shaped

LENS = shaped()
ABOUT = {"question": "ALL1", "practice": "ALL1-BP1", "source": "1.0"}


def proposed(says=Said.IN_PLACE, otherwise=Said.MISSING):
    words = {"quote": "we tag every run", "other_quote": "every run that I know of"}
    step = move.Propose(says=says, otherwise=otherwise, **words, **ABOUT, **by("UBEN"))
    return moves.apply(begun(LENS), LENS, step)


def confirmed(review, state=None):
    return moves.apply(review, LENS, move.ConfirmProposal(state=state, **ABOUT, **by("UANA")))


def test_both_readings_are_kept_and_neither_counts():
    found = proposed().pending("ALL1")[0]

    assert (found.says, found.otherwise) == (Said.IN_PLACE, Said.MISSING)
    assert found.other_quote == "every run that I know of"
    assert proposed().answers == ()


def test_confirming_without_a_choice_is_refused_and_changes_nothing():
    with pytest.raises(errors.Refusal, match="two ways"):
        confirmed(proposed())


@pytest.mark.parametrize("state", [State.IN_PLACE, State.MISSING])
def test_the_persons_choice_is_what_counts(state):
    after = confirmed(proposed(), state)

    assert after.answer("ALL1").view("ALL1-BP1", "UANA").state is state
    assert [each.fate for each in after.proposals] == [Fate.CONFIRMED]


@pytest.mark.parametrize("ways", [(Said.IN_PLACE, Said.PARTLY), (Said.PARTLY, Said.IN_PLACE)])
def test_partly_is_missing_and_says_why_whoever_read_it_so(ways):
    mark = confirmed(proposed(*ways), State.MISSING).answer("ALL1").view("ALL1-BP1", "UANA")

    assert (mark.state, mark.reason) == (State.MISSING, "Partly in place.")
    assert confirmed(proposed(*ways), State.IN_PLACE).answer("ALL1").view("ALL1-BP1", "UANA").reason == ""


def test_it_survives_being_stored_and_older_data_is_read():
    review = proposed()
    data = codec.encode_review(review)
    older = {name: value for name, value in data["proposals"][0].items() if name not in ("otherwise", "other_quote")}

    assert codec.decode_review(data) == review
    assert codec.decode_review(data | {"proposals": [older]}).proposals[0].otherwise is None
