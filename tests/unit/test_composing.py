import pytest

from knowledge import composing
from knowledge.composing import Cited, Judgement
from knowledge.model import Evidence, Grade, LineKind, Side, Verdict
from lens_corpus import files
from tests.support.lenses import small

LENS = files.load("machine-learning")


def cited(*ids, main=2):
    return [
        Cited(n, LENS, LENS.practice(each), Grade.MAIN if n <= main else Grade.SEE_ALSO)
        for n, each in enumerate(ids, 1)
    ]


def written(verdict=None, sides=(), ids=("MLREL05-BP01", "MLCOST05-BP03", "MLCOST06-BP03"), **more):
    practice = LENS.practice(ids[0])
    signs = {Side.GOOD: practice.good[0], Side.TROUBLE: practice.trouble[0]}
    evidence = tuple(Evidence(practice.id, side, signs[side], f"we said so {side}") for side in sides)
    return composing.write(cited(*ids), Judgement(verdict, evidence, **more), ())


JUDGEMENTS = [
    (None, ()),
    (Verdict.ON_TRACK, (Side.GOOD,)),
    (Verdict.AT_RISK, (Side.TROUBLE,)),
    (Verdict.MIXED, (Side.GOOD, Side.TROUBLE)),
    (Verdict.AT_RISK, ()),
]


@pytest.mark.parametrize("practice", LENS.practices, ids=lambda practice: practice.id)
@pytest.mark.parametrize(("verdict", "sides"), JUDGEMENTS, ids=lambda value: str(value))
def test_every_practice_makes_a_grounded_answer_of_about_200_words(practice, verdict, sides):
    other = LENS.practices[(LENS.practices.index(practice) + 1) % len(LENS.practices)]
    answer = written(verdict, sides, ids=(practice.id, other.id))

    assert answer.grounded
    assert 25 <= len(answer.text.split()) <= 215
    assert "[1]" in answer.text
    assert "  " not in answer.text
    assert ".." not in answer.text.replace("...", "")


def test_every_line_but_questions_and_quotes_carries_a_citation():
    for verdict, sides in JUDGEMENTS:
        for line in written(verdict, sides).lines:
            assert any(span.cites for span in line.spans), line


def test_a_question_is_answered_with_advice_first_steps_and_how_to_tell():
    practice = LENS.practice("MLREL05-BP01")
    answer = written()

    assert answer.lines[0].spans[0].text == practice.advice
    assert [line.spans[0].text for line in answer.lines if line.kind is LineKind.STEP] == [
        f"{step.lead}. " for step in practice.steps[:2]
    ]
    assert "To tell that it works, measure" in answer.text
    assert answer.verdict is None


def test_the_verdict_stands_first_with_the_persons_words_and_the_sign():
    practice = LENS.practice("MLREL05-BP01")
    answer = written(Verdict.AT_RISK, (Side.TROUBLE,))

    assert answer.text.startswith("At risk. “we said so trouble” is what trouble looks like here: ")
    assert practice.trouble[0] in answer.text
    assert f"What to do: {practice.advice}" in answer.text


def test_a_mixed_verdict_names_both_the_strength_and_the_gap():
    text = written(Verdict.MIXED, (Side.GOOD, Side.TROUBLE)).text

    assert text.startswith("Mixed. “we said so good” is what good looks like here")
    assert "“we said so trouble” is a gap" in text


def test_being_on_track_is_said_with_how_to_keep_it_and_show_it():
    text = written(Verdict.ON_TRACK, (Side.GOOD,)).text

    assert text.startswith("On track.")
    assert "To see that it stays so, measure" in text
    assert "What a reviewer would want to see" in text


def test_an_unclear_case_asks_back_with_the_two_ends_of_one_aspect():
    practice = LENS.practice("MLREL05-BP01")
    answer = written(Verdict.UNCLEAR, ask_back=composing.ask_back(practice, 2))

    assert [line.spans[0].text for line in answer.lines if line.kind is LineKind.CHOICE] == [
        practice.good[2],
        practice.trouble[2],
    ]
    assert "A) " in answer.text
    assert "B) " in answer.text


def test_only_close_practices_are_spoken_of_and_further_ones_are_listed():
    answer = composing.write(cited("MLREL05-BP01", "MLCOST05-BP03", "MLCOST06-BP03", main=1), Judgement(), ())

    assert "[2]" not in answer.text
    assert [citation.grade for citation in answer.citations] == [Grade.MAIN, Grade.SEE_ALSO, Grade.SEE_ALSO]


def test_declining_is_an_answer_without_citations():
    answer = composing.decline("I don't know.")

    assert answer.abstained
    assert answer.grounded
    assert answer.citations == ()
    assert answer.verdict is None


def test_a_citation_names_the_practice_its_page_pillar_and_risk():
    lens = small()
    answer = composing.write([Cited(1, lens, lens.practice("SMALL01-BP01"), Grade.MAIN)], Judgement(), ())
    citation = answer.citations[0]

    assert (citation.lens, citation.id, citation.pillar, citation.risk) == (
        "small",
        "SMALL01-BP01",
        "Reliability",
        "High",
    )
    assert citation.url == "https://example.com/small01-bp01"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("Up to 3.5 times. More.", "Up to 3.5 times."),
        ("Only one", "Only one"),
        ("Why? Because.", "Why?"),
    ],
)
def test_the_first_sentence_ends_where_a_sentence_ends(text, first):
    assert composing.first_sentence(text) == first
