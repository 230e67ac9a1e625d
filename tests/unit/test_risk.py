from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lens_corpus import files
from lens_corpus.model import Level, Rule
from lens_corpus.risk import BadCondition, Risk, choices_in, holds, parse, score, severity
from lens_corpus.truth import full, table

IDS = ("a_1", "b_1", "c_1", "d_1")

conditions = st.recursive(
    st.sampled_from(IDS),
    lambda inner: st.one_of(
        inner.map("!{}".format),
        st.tuples(inner, inner).map("({0[0]} && {0[1]})".format),
        st.tuples(inner, inner).map("({0[0]} || {0[1]})".format),
    ),
    max_leaves=8,
)
selections = st.frozensets(st.sampled_from(IDS))


def as_python(condition: str) -> str:
    words = condition.replace("&&", " and ").replace("||", " or ").replace("!", " not ")
    for each in IDS:
        words = words.replace(each, f"({each!r} in ticked)")
    return words


@given(conditions, selections)
def test_a_condition_means_what_the_same_expression_means_in_python(condition, ticked):
    expected = eval(as_python(condition), {"ticked": ticked})  # noqa: S307 - built from our own grammar

    assert holds(parse(condition), ticked) == expected


@given(conditions)
def test_a_truth_table_agrees_with_every_selection(condition):
    tree = parse(condition)
    truth = table(tree, IDS)

    for number in range(1 << len(IDS)):
        ticked = frozenset(each for n, each in enumerate(IDS) if number >> n & 1)
        assert bool(truth >> number & 1) == holds(tree, ticked)
    assert truth <= full(len(IDS))


def test_and_binds_tighter_than_or_and_not_tighter_than_both():
    condition = parse("NET1_2 && !NET1_1 || NET1_3")

    assert holds(condition, frozenset({"NET1_3", "NET1_1"}))
    assert holds(condition, frozenset({"NET1_2"}))
    assert not holds(condition, frozenset({"NET1_2", "NET1_1"}))


@pytest.mark.parametrize(
    "text", ["", "a_1 &&", "&& a_1", "a_1 b_1", "(a_1", "a_1)", "a_1 & b_1", "!", "a-1", "a_1 || || b_1"]
)
def test_what_is_no_condition_is_refused_with_its_text(text):
    with pytest.raises(BadCondition) as refused:
        parse(text)

    assert str(refused.value)


RULES = (Rule("a_1 && b_1", "NO_RISK"), Rule("a_1", "MEDIUM_RISK"), Rule("default", "HIGH_RISK"))


@pytest.mark.parametrize(
    ("ticked", "risk"),
    [
        (set(), Risk.UNANSWERED),
        ({"a_1"}, Risk.MEDIUM),
        ({"a_1", "b_1"}, Risk.NONE),
        ({"b_1"}, Risk.HIGH),
        ({"x_no"}, Risk.HIGH),
    ],
)
def test_the_first_true_rule_wins_and_nothing_ticked_is_unanswered(ticked, risk):
    assert score(RULES, ticked).risk is risk


def test_the_default_applies_wherever_it_stands():
    first = (Rule("default", "HIGH_RISK"), Rule("a_1", "NO_RISK"))

    assert score(first, {"a_1"}).risk is Risk.NONE
    assert score(first, {"b_1"}).risk is Risk.HIGH


def test_without_a_default_a_selection_that_no_rule_matches_is_not_scored():
    assert score((Rule("a_1", "NO_RISK"),), {"b_1"}).risk is Risk.NOT_SCORED


def test_a_question_that_does_not_apply_is_not_scored_by_rules():
    assert score(RULES, {"b_1"}, applies=False).risk is Risk.NOT_APPLICABLE


def test_a_choice_that_does_not_apply_satisfies_its_and_but_not_its_or():
    both, either = (
        (Rule("a_1 && b_1", "NO_RISK"), Rule("default", "HIGH_RISK")),
        (Rule("a_1 || b_1", "NO_RISK"), Rule("default", "HIGH_RISK")),
    )

    assert score(both, {"a_1"}, neutral={"b_1"}).risk is Risk.NONE
    assert score(both, set(), neutral={"a_1", "b_1"}).risk is Risk.NONE
    assert score(either, {"c_1"}, neutral={"a_1"}).risk is Risk.HIGH
    assert score(either, set(), neutral={"a_1", "b_1"}).risk is Risk.HIGH


def test_does_not_apply_never_raises_a_risk_through_a_negation():
    rules = (Rule("!a_1", "HIGH_RISK"), Rule("default", "NO_RISK"))

    assert score(rules, set(), neutral={"a_1"}).risk is Risk.NONE
    assert score(rules, {"b_1"}).risk is Risk.HIGH


def test_severity_is_the_weighted_share_of_what_is_missing():
    levels = {"a_1": Level.HIGH, "b_1": Level.MEDIUM}

    assert severity(levels, {"a_1", "b_1"}) == 0.0
    assert severity(levels, set()) == 1.0
    assert severity(levels, {"a_1"}) == pytest.approx(0.25)
    assert severity(levels, set(), neutral={"a_1", "b_1"}) == 0.0


def test_choices_in_names_every_choice():
    assert choices_in(parse("a_1 && !(b_1 || c_1)")) == {"a_1", "b_1", "c_1"}


def _ours(lens, question, ticked):
    levels = {p.replace("-", "_"): lens.practice(p).risk for p in question.practices}
    missing = {levels[choice] for choice in levels if choice not in ticked}
    return Risk.HIGH if Level.HIGH in missing else Risk.MEDIUM if missing else Risk.NONE


def test_the_machine_learning_lens_rolls_up_as_its_documentation_says():
    """Every selection of every question with up to six practices, and every selection but two of the larger one."""
    lens = files.load("machine-learning")

    for question in lens.questions:
        ids = [practice.replace("-", "_") for practice in question.practices]
        chosen = product((False, True), repeat=len(ids)) if len(ids) <= 6 else _nearly_all(len(ids))
        for bits in chosen:
            ticked = {each for each, bit in zip(ids, bits, strict=True) if bit}
            expected = _ours(lens, question, ticked) if ticked else Risk.UNANSWERED
            assert score(question.rules, ticked).risk is expected, (question.id, ticked)


def _nearly_all(count):
    for missing in [(), *combinations(range(count), 1), *combinations(range(count), 2)]:
        yield tuple(n not in missing for n in range(count))
