import subprocess
import sys

import pytest

from lens_corpus import files
from lens_corpus.__main__ import findings_in, main
from lens_corpus.linting import lint
from lens_corpus.reading import read_lens
from tests.support.lenses import LENS, page, phrasings, texts

PAGE, SAID = "practices/SMALL01-BP01.md", "practices/SMALL01-BP01.phrasings.jsonl"


def findings(**changed: str) -> list[str]:
    """Findings in the small lens with files replaced: `lens`, `page`, `said`."""
    names = {"lens": "lens.yaml", "page": PAGE, "said": SAID}
    given = texts() | {names[name]: text for name, text in changed.items()}
    return [str(problem) for problem in lint(read_lens(given), given)]


def test_a_sound_lens_has_no_findings():
    assert findings() == []


@pytest.mark.parametrize("name", files.names())
def test_every_lens_that_ships_has_no_findings(name):
    assert findings_in(files.folder(name)) == ()


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("SMALL01_BP01 || !SMALL01_BP01", "dead rule: no selection is left for default"),
        ("SMALL01_BP01 && !SMALL01_BP01", "dead rule: no selection reaches"),
        ("SMALL01_BP09", "names SMALL01_BP09, which is not a choice"),
        ("SMALL01_BP01 &&", "a choice id was expected"),
    ],
)
def test_rules_that_cannot_work_are_found(rules, expected):
    broken = LENS.replace("condition: SMALL01_BP01 && SMALL01_BP02", f'condition: "{rules}"')

    assert any(expected in finding and finding.startswith("lens.yaml:18:") for finding in findings(lens=broken))


def test_a_rule_that_an_earlier_one_covers_is_dead():
    broken = LENS.replace("condition: SMALL01_BP01\n", "condition: SMALL01_BP02 && SMALL01_BP01\n")

    assert any(
        "dead rule: no selection reaches 'SMALL01_BP02 && SMALL01_BP01'" in finding for finding in findings(lens=broken)
    )


def test_a_missing_default_and_a_choice_that_changes_nothing_are_found():
    broken = LENS.replace("      - condition: default\n        risk: HIGH_RISK\n", "").replace(
        "SMALL01_BP01 && SMALL01_BP02", "SMALL01_BP01"
    )
    found = "\n".join(findings(lens=broken))

    assert "no default rule" in found
    assert "no rule mentions SMALL01_BP02" in found


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("pillar: reliability", "pillar: relyability", "pillar 'relyability' is not one of the lens's"),
        ("question: SMALL01", "question: SMALL02", "question 'SMALL02' is not one of the lens's"),
        ("**SMALL01-BP02 (", "**SMALL01-BP77 (", "names SMALL01-BP77, which the lens does not have"),
        ("https://example.com/small01-bp01", "ftp://example.com", "not an http(s) address"),
        ("(S) Write", "(L) Write", "ordered by it"),
        ("- **Measure:** share of restore done (percent)\n", "", "no Measure"),
        (
            "- We can say that restore number 1 of back up the models is done weekly.\n",
            "- Fine.\n",
            "a sign of 1 words",
        ),
        (
            "- We can say that restore number 1 of back up the models is done weekly.\n",
            "",
            "4 signs, at least 5 wanted",
        ),
    ],
)
def test_a_page_that_says_too_little_or_wrong_is_found(before, after, expected):
    assert any(
        expected in finding and finding.startswith(PAGE)
        for finding in findings(page=page("SMALL01-BP01").replace(before, after))
    )


def test_a_page_with_too_few_words_is_found():
    thin = page("SMALL01-BP01")
    start, end = thin.index("## What it means"), thin.index("## Why it matters")

    assert any(
        "words;" in finding for finding in findings(page=thin[:start] + "## What it means\nShort.\n\n" + thin[end:])
    )


def test_the_same_sign_on_two_pages_is_found_with_its_line():
    copied = page("SMALL01-BP02").split("## Signs of good\n")[1].splitlines()[0]
    own = page("SMALL01-BP01").split("## Signs of good\n")[1].splitlines()[0]
    found = findings(page=page("SMALL01-BP01").replace(own, copied))

    assert any("nearly the same as a line of SMALL01-BP01" in finding for finding in found)


def test_too_few_phrasings_or_one_hand_only_is_found():
    few = "".join(line + "\n" for line in phrasings("SMALL01-BP01").splitlines()[:5]).replace("hand-1", "hand-0")
    found = "\n".join(findings(said=few))

    assert "5 phrasings, at least 24 wanted" in found
    assert "all phrasings are by one hand" in found


def test_the_command_prints_file_and_line_and_fails_on_findings(tmp_path, capsys):
    for name, text in (texts() | {PAGE: page("SMALL01-BP01", pillar="relyability")}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert main(["lint", str(tmp_path)]) == 1
    assert f"{PAGE}:4: pillar 'relyability' is not one of the lens's" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["lint", str(tmp_path / "nowhere")]) == 1
    assert "no such folder" in capsys.readouterr().out


def test_linting_loads_nothing_heavy():
    code = "import sys; from bot.__main__ import main; main(['lens', 'lint']); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert "lens_corpus.linting" in loaded
    assert not [name for name in ("torch", "chromadb", "numpy", "langchain_core", "rich") if f"'{name}'" in loaded]
