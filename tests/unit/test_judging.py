import numpy as np
import pytest

from knowledge import judging
from knowledge.heads import Linear
from knowledge.judging import Signs, decide, judge
from knowledge.model import Message, Piece, Reading, Side, Verdict
from tests.support.lenses import small

NO_CLAUSES = np.zeros((0, 5), np.float32)


def shares(ask=0.0, good=0.0, bad=0.0, half=0.0, thin=0.0):
    return np.array([ask, good, bad, half, thin], np.float32)


@pytest.mark.parametrize(
    ("whole", "verdict"),
    [
        (shares(good=0.9, bad=0.1), Verdict.ON_TRACK),
        (shares(bad=0.6, good=0.4), Verdict.AT_RISK),
        (shares(half=0.5, bad=0.3, good=0.2), Verdict.MIXED),
        (shares(thin=0.6, bad=0.4), Verdict.UNCLEAR),
        (shares(ask=0.8, bad=0.2), None),
        (shares(ask=0.4, bad=0.4, good=0.2), Verdict.AT_RISK),
    ],
)
def test_the_clearest_end_decides_and_a_mere_question_gets_no_verdict(whole, verdict):
    assert decide(whole, NO_CLAUSES) is verdict


def test_a_reassurance_that_is_not_sure_becomes_a_question():
    assert decide(shares(good=0.5, bad=0.4, thin=0.1), NO_CLAUSES) is Verdict.UNCLEAR


def test_an_unsure_reassurance_beside_a_plainly_bad_clause_is_mixed():
    clauses = np.stack([shares(good=0.3, thin=0.7), shares(bad=0.9, thin=0.1), shares(thin=1.0)])

    assert decide(shares(good=0.6, bad=0.3, thin=0.1), clauses) is Verdict.MIXED


def test_clauses_that_speak_for_both_ends_tip_a_doubtful_message_to_mixed():
    clauses = np.stack([shares(good=0.95, bad=0.05), shares(good=0.05, bad=0.95)])

    assert decide(shares(good=0.3, bad=0.45, half=0.25), clauses) is Verdict.MIXED
    assert decide(shares(good=0.3, bad=0.45, half=0.25), NO_CLAUSES) is Verdict.AT_RISK


def test_clauses_that_only_ask_do_not_count():
    clauses = np.stack([shares(good=0.95, bad=0.05), shares(ask=0.9, bad=0.1)])

    assert decide(shares(good=0.2, bad=0.7, half=0.1), clauses) is Verdict.AT_RISK


def judged(text, pieces, whole, clauses):
    """Judge with a head that hands the given shares through: vectors are the logarithms of shares."""
    lens = small()
    practice = lens.practice("SMALL01-BP01")
    stance = Linear(np.eye(5, dtype=np.float32), np.zeros(5, np.float32))
    reading = Reading(np.log(whole + 1e-9), np.log(np.stack(clauses) + 1e-9))
    count = len(practice.good)
    places = np.array([(side, aspect) for side in (0, 1) for aspect in range(count)])
    vectors = np.zeros((2 * count, 5), np.float32)
    vectors[3] = vectors[count + 2] = 0.01
    message = Message(text, pieces)
    return practice, judge(message, reading, stance, [practice], {practice.id: Signs(vectors, places)})


def test_the_evidence_is_the_persons_own_words_and_a_sign_of_that_side():
    text = "Backups run. Restores were never tried."
    practice, judgement = judged(
        text, (Piece(0, 12), Piece(13, len(text))), shares(bad=0.9, good=0.1), [shares(good=0.9), shares(bad=0.9)]
    )
    (evidence,) = judgement.evidence

    assert judgement.verdict is Verdict.AT_RISK
    assert evidence.side is Side.TROUBLE
    assert evidence.words == "Restores were never tried."
    assert evidence.sign in practice.trouble


def test_a_mixed_verdict_has_a_strength_and_a_gap_from_different_clauses():
    text = "Backups run. Restores were never tried."
    _, judgement = judged(
        text, (Piece(0, 12), Piece(13, len(text))), shares(half=0.9), [shares(good=0.9), shares(bad=0.9)]
    )

    assert [(each.side, each.words) for each in judgement.evidence] == [
        (Side.GOOD, "Backups run."),
        (Side.TROUBLE, "Restores were never tried."),
    ]


def test_an_unclear_message_is_asked_about_one_aspect_of_its_practice():
    practice, judgement = judged("Backups exist somehow.", (Piece(0, 22),), shares(thin=0.9), [shares(thin=0.9)])

    assert judgement.verdict is Verdict.UNCLEAR
    assert judgement.ask_back.practice == practice.id
    assert len({option.aspect for option in judgement.ask_back.options}) == 1


def test_a_long_quote_is_cut_at_a_words_end():
    text = "we " + "really " * 60
    _, judgement = judged(text, (Piece(0, len(text)),), shares(bad=0.9), [shares(bad=0.9)])

    assert len(judgement.evidence[0].words) <= judging.LONGEST_QUOTE + 2
    assert judgement.evidence[0].words.endswith("really …")
