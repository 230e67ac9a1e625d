import pytest

from lens_corpus import contents, files
from lens_corpus.__main__ import findings_in
from lens_corpus.model import Effort, Level, Stance
from lens_corpus.problems import LensProblems
from lens_corpus.reading import read_lens
from tests.support.lenses import LENS, page, small, texts

PAGE = "practices/SMALL01-BP01.md"


def problems_of(changed: dict[str, str]) -> list[str]:
    with pytest.raises(LensProblems) as refused:
        read_lens(texts() | changed)
    return [str(problem) for problem in refused.value.problems]


def test_a_page_becomes_a_practice_with_all_its_parts():
    practice = small().practice("SMALL01-BP01")

    assert practice.title == "Back up the models"
    assert (practice.risk, practice.effort) == (Level.HIGH, Effort.S)
    assert practice.advice.startswith("Make sure that restore works")
    assert len(practice.good) == len(practice.trouble) == 5
    assert [step.effort for step in practice.steps] == [Effort.S, Effort.M, Effort.L]
    assert practice.aws_steps[0].lead == "Use service 1"
    assert practice.tensions[0].id == "SMALL01-BP02"
    assert practice.measures == ("share of restore done (percent)",)
    assert {phrasing.stance for phrasing in practice.phrasings} == set(Stance)


def test_ids_of_every_edition_lead_to_todays_practice():
    lens = small()

    assert lens.resolve("small01-bp01") == ("SMALL01-BP01",)
    assert lens.resolve("MLREL-02") == ("SMALL01-BP02",)
    assert lens.resolve("SMALL01") == ("SMALL01-BP01", "SMALL01-BP02")
    assert lens.resolve("Small 1") == ("SMALL01-BP02",)
    assert lens.resolve("SMALL09-BP01") == ()


def test_broken_front_matter_is_named_with_its_line():
    broken = page("SMALL01-BP01").replace("effort: S", "effort: [S")

    assert problems_of({PAGE: broken})[0].startswith(f"{PAGE}:")
    assert "not readable as YAML" in problems_of({PAGE: broken})[0]


def test_a_page_without_front_matter_says_what_is_expected():
    assert any("no front matter" in problem for problem in problems_of({PAGE: "# Hello\n"}))


def test_every_problem_is_reported_at_once():
    broken = page("SMALL01-BP01", risk="Huge", effort="XL").replace("## Tensions", "## Tenses")
    found = "\n".join(problems_of({PAGE: broken}))

    assert "risk: expected one of High, Medium, Low, found 'Huge'" in found
    assert "effort: expected one of S, M, L" in found
    assert "'## Tensions' is missing" in found


def test_a_duplicate_id_names_the_second_page():
    copy = {"practices/SMALL01-BP03.md": page("SMALL01-BP01")}

    assert problems_of(copy) == ["practices/SMALL01-BP03.md:2: id SMALL01-BP01 is taken by another page"]


def test_an_unknown_field_is_most_likely_a_typing_error_and_is_named():
    assert any(
        "sevrices: unknown field" in problem for problem in problems_of({PAGE: page("SMALL01-BP01", sevrices="x")})
    )


def test_a_step_out_of_form_is_named_with_its_line():
    broken = page("SMALL01-BP01").replace("1. **Do restore 1.** (S)", "1. Do restore 1 (S)")
    line = broken.splitlines().index("1. Do restore 1 (S) Write down how backup 1 works.") + 1

    assert f"{PAGE}:{line}: not in the form of this section" in problems_of({PAGE: broken})[0]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{not json", "not readable as JSON"),
        ('{"stance": "ask", "text": 3, "by": "x"}', "text: expected a text, found 3"),
        ('{"stance": "maybe", "text": "a", "by": "x"}', "stance: expected one of"),
        (
            '{"stance": "half", "text": "a but b", "by": "x", "strong": "a", "weak": "z"}',
            "each an exact part of its text",
        ),
        ('["a", "b"]', "expected named fields, found list"),
    ],
)
def test_a_bad_line_of_phrasings_is_named_with_its_number(line, expected):
    path = "practices/SMALL01-BP01.phrasings.jsonl"
    found = problems_of({path: texts()[path] + line + "\n"})

    assert any(problem.startswith(f"{path}:31:") and expected in problem for problem in found)


def test_a_lens_file_that_is_missing_or_no_yaml_says_so():
    with pytest.raises(LensProblems, match="missing: a lens is a folder with this file in it"):
        read_lens({})
    assert "not readable as YAML" in problems_of({"lens.yaml": LENS + "  : : :\n - x"})[0]


def test_a_lens_whose_text_is_not_utf8_or_a_link_to_nowhere_is_refused_by_name(tmp_path):
    (tmp_path / "practices").mkdir()
    (tmp_path / "lens.yaml").write_bytes(b"id: \xff\xfe")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")

    found = [str(problem) for problem in findings_in(tmp_path)]

    assert found[0] == "lens.yaml: not UTF-8 text (byte 4); save it as UTF-8"
    assert found[1].startswith("loop.md: cannot be read")


def test_practices_that_name_each_other_are_no_problem():
    """A cycle of links is how neighbours look: nothing follows them further than one step."""
    related = "\n  - {id: SMALL01-BP02, why: beside it}"
    back = "\n  - {id: SMALL01-BP01, why: beside it}"
    lens = read_lens(
        texts()
        | {PAGE: page("SMALL01-BP01", related=related), "practices/SMALL01-BP02.md": page("SMALL01-BP02", related=back)}
    )

    assert lens.practice("SMALL01-BP01").related[0].id == "SMALL01-BP02"
    assert lens.practice("SMALL01-BP02").related[0].id == "SMALL01-BP01"


def test_the_machine_learning_lens_is_whole():
    lens = files.load("machine-learning")

    assert (len(lens.principles), len(lens.phases), len(lens.pillars)) == (10, 6, 6)
    assert (len(lens.questions), len(lens.practices)) == (35, 105)
    assert sum(practice.risk is Level.HIGH for practice in lens.practices) == 60
    assert {principle.id for principle in lens.principles} == {
        each for question in lens.questions for each in question.principles
    }
    assert lens.resolve("MLSEC-01") == lens.resolve("sec1_1") == ("MLSEC01-BP01",)
    assert lens.resolve("MLSEC 1") == ("MLSEC03-BP01", "MLSEC04-BP01")


def test_an_unknown_lens_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(LensProblems, match="machine-learning"):
        files.load("machine-lerning")


@pytest.mark.parametrize("name", files.names())
def test_the_contents_page_beside_a_lens_says_what_the_lens_says(name):
    kept = (files.folder(name) / contents.NAME).read_text(encoding="utf-8")

    assert kept == contents.page(files.load(name)), "run `make contents`"
