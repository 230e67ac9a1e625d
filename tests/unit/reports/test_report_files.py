import hashlib
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.reports import charts, painting, pdf
from bot.reports.bundle import chart, file_stem, files
from bot.reports.gathering import gather
from bot.reports.pdf_text import drawable, fitted, width
from bot.review import move, scoring
from bot.review.model import EvidenceKind, State, Workload
from bot.review.scoring import Standing
from lens_corpus.files import load
from lens_corpus.model import Topic
from tests.unit.reports.drawn import addresses, flat, outside, reported, rows, texts, tokens
from tests.unit.reports.reviews import NOW, WORDS, begun, form, on, played, whole
from tests.unit.review.shaped import SHAPES, lens_of, shaped

LENS = shaped()
REPORT = reported(LENS)
PDF = pdf.write(REPORT)


@pytest.fixture(scope="module")
def real():
    """The report of the real lens, and its PDF; one for all tests, since it takes a second."""
    report = reported(load("machine-learning"))
    return report, pdf.write(report)


def crowded(lens):
    """A review in which everything is as long as it may be."""
    one = lens.questions[0]
    people = tuple(f"U{number}" for number in range(15))
    views = [
        move.View(
            practice=one.practices[0], state=(State.IN_PLACE, State.MISSING)[n % 2], reason="q" * 250, **on(one, person)
        )
        for n, person in enumerate(people)
    ]
    return played(
        begun(lens, Workload("W" * 100, "d" * 250, "e" * 100, "", people)),
        lens,
        form(one, in_place=one.practices[:1], note="x" * 2084),
        move.AddNote(text="\n".join("ab"[n % 2] for n in range(1042)), **on(one)),
        move.AddEvidence(kind=EvidenceKind.LINK, reference="https://example.com/" + "y" * 1900, **on(one)),
        move.AddEvidence(kind=EvidenceKind.NOTE, reference="z" * 2000, **on(one)),
        *views,
    )


def test_the_pdf_has_every_question_practice_and_plan_item(real):
    report, data = real
    told = flat(data)

    for wanted in (
        *(each.title for each in report.questions),
        *(p.title for q in report.questions for p in q.practices),
    ):
        assert re.sub(r"\s+", "", wanted) in told
    assert all(re.sub(r"\s+", "", drawable(each.first_step)) in told for each in report.plan)


def test_each_page_has_its_number_and_all_but_the_cover_the_workloads_name(real):
    pages = texts(real[1])

    assert 15 < len(pages) < 60
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert all("Fraud scoring" in page for page in pages)


def test_a_table_that_goes_on_repeats_its_header(real):
    pages = [page for page in texts(real[1]) if "First step" in page and "Effort" in page]

    assert len(pages) > 3


def test_the_pdf_shows_notes_names_evidence_and_disagreements():
    told = flat(PDF)

    for wanted in (
        "The runbook is in the wiki.",
        "Ana Lindqvist",
        "Seen differently, not decided: Ana Lindqvist",
        "<script>alert(1)</script>",
        "The auditors saw it in spring.",
        "we tag every run in Feature Store",
        "From “First look” to “Before launch”",
    ):
        assert re.sub(r"\s+", "", wanted) in told


def test_no_text_leaves_the_page(real):
    assert outside(real[1]) == []
    assert outside(PDF) == []


def test_no_text_leaves_the_page_when_everything_is_as_long_as_it_may_be():
    names = {f"U{number}": "N" * 80 for number in range(15)}
    data = pdf.write(reported(LENS, crowded(LENS), names=names, milestones=()))

    assert outside(data) == []
    assert flat(data).count("x" * 20) > 80


def test_only_addresses_of_the_web_can_be_clicked():
    found = addresses(PDF)

    assert {each.partition(":")[0] for each in found} == {"https"}
    assert "https://wiki.example.com/runbook?a=1&b=(2)" in found
    assert LENS.practices[0].url in found


def test_the_outline_leads_to_each_question():
    document = pypdfium2.PdfDocument(PDF)
    titles = [each.get_title() for each in document.get_toc()]

    assert [title for title in titles if title.startswith("ALL1")] == ["ALL1: What about ALL1?"]
    assert {"Summary", "Improvement plan", "Method", "Security"} <= set(titles)
    document.close()


def test_the_same_report_is_the_same_bytes_in_another_process_too():
    code = (
        "import sys, hashlib\n"
        "from bot.reports.bundle import files\n"
        "from tests.unit.reports.drawn import reported\n"
        "from tests.unit.review.shaped import shaped\n"
        "print(*(hashlib.sha256(each.data).hexdigest() for each in files(reported(shaped()))))\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env={"PYTHONHASHSEED": "1"}, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [hashlib.sha256(each.data).hexdigest() for each in files(REPORT)]


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Zoë “quoted” – €", "Zoë “quoted” – €"),
        ("Łódź → Kraków ✓", "Łódz -> Kraków [check]"),
        ("🚀👍🏽", "[rocket][thumbs up sign]"),
        ("שלום עולם!", "[Hebrew, 8 letters]!"),
        ("ok Привет, мир ok", "ok [Cyrillic, 9 letters] ok"),
        ("李雷", "[Chinese, 2 letters]"),
        ("e\u0301", "é"),
    ],
)
def test_what_the_font_lacks_is_told_in_brackets(written, drawn):
    assert drawable(written) == drawn


def test_two_people_whose_names_cannot_be_drawn_are_told_apart():
    told = flat(PDF)

    assert "[Hebrew,6letters](UHEB)" in told
    assert "[Chinese,2letters](ULEI)" in told


@given(st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_a_fitted_line_fits(text):
    assert width(fitted(text, 7, 120), 7) <= 120 or fitted(text, 7, 120) == "…"
    assert width(text, 7) > 120 or fitted(text, 7, 120) == drawable(text)


@given(WORDS, WORDS, st.dictionaries(st.sampled_from(("UANA", "UBEN")), WORDS))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_people_write_every_file_can_be_made_and_read(note, name, names):
    lens = lens_of({each: SHAPES[each] for each in ("ALL1", "NOT3")})
    one, two = lens.questions
    review = played(
        begun(lens, Workload(f"W {name[:90]}", note[:250])),
        lens,
        form(one, "UBEN", none=True, note=note),
        move.AddEvidence(kind=EvidenceKind.LINK, reference=f"https://example.com/{note}", title=name, **on(one)),
        move.DoesNotApply(reason=name, **on(two)),
    )
    made = {each.name.rpartition(".")[2]: each.data for each in files(gather(review, lens, now=NOW, names=names))}

    assert len(texts(made["pdf"])) > 4
    assert outside(made["pdf"]) == []
    assert json.loads(made["json"])["schema"] == "lensbot-report/1"
    assert len(rows(made["csv"])) > 1
    assert {each.type for each in tokens(made["md"].decode())}.isdisjoint(
        {"html_block", "image", "fence", "code_block"}
    )


def test_the_files_are_named_after_the_workload_and_the_day():
    assert [each.name for each in files(REPORT)] == [
        "review-fraud-scoring-2026-06-30.pdf",
        "review-fraud-scoring-2026-06-30.md",
        "review-fraud-scoring-2026-06-30-answers.csv",
        "review-fraud-scoring-2026-06-30-plan.csv",
        "review-fraud-scoring-2026-06-30-changes.csv",
        "review-fraud-scoring-2026-06-30.json",
    ]


@pytest.mark.parametrize(
    ("name", "stem"), [("../../etc/passwd", "etc-passwd"), ("שרה", "workload"), ("Ünïcode", "unicode")]
)
def test_a_files_name_is_one_that_every_system_takes(name, stem):
    report = replace(REPORT, workload=replace(REPORT.workload, name=name))

    assert file_stem(report) == f"review-{stem}-2026-06-30"


def test_an_empty_review_has_a_report_too():
    made = files(gather(begun(LENS), LENS, now=NOW))

    assert "No question has a level of risk yet." in " ".join(texts(made[0].data)).replace("\r\n", " ")


def test_the_chart_keeps_slacks_limits_and_adds_up():
    made = charts.pillar_chart(reported(load("machine-learning")))

    assert made.categories == (
        "Oper. excellence",
        "Security",
        "Reliability",
        "Perf. efficiency",
        "Cost optimization",
        "Sustainability",
    )
    assert [each.name for each in made.series] == [
        "High risk",
        "Medium risk",
        "No risk",
        "Not sure yet",
        "Unanswered",
        "Does not apply",
    ]
    assert sum(sum(each.values) for each in made.series) == 35


def test_the_chart_of_a_score_is_that_of_its_report():
    assert charts.score_chart(scoring.score(whole(LENS), LENS)) == charts.pillar_chart(REPORT)


def test_more_pillars_than_a_chart_has_room_for_are_added_up():
    parts = tuple(
        replace(REPORT.pillars[0], topic=Topic(f"p{n}", f"A pillar with a very long name {n}", "")) for n in range(30)
    )
    made = charts.pillar_chart(replace(REPORT, pillars=parts))

    assert len(made.categories) == len(set(made.categories)) == 20
    assert max(len(each) for each in (*made.categories, *(each.name for each in made.series))) <= 20
    assert sum(sum(each.values) for each in made.series) == 30 * REPORT.pillars[0].counts.questions


@given(st.text(max_size=80).map(lambda text: " ".join(text.split())))
def test_a_shortened_name_fits_and_a_short_one_stays(name):
    assert len(charts.shortened(name)) <= 20
    assert len(name) > 20 or charts.shortened(name) == name


def test_no_question_no_chart():
    assert charts.pillar_chart(replace(REPORT, pillars=())) is None


def test_the_picture_shows_each_standing_in_its_colour():
    image = Image.open(io.BytesIO(chart(REPORT).data)).convert("RGB")
    seen = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in image.getcolors(image.width * image.height)}
    counts = REPORT.total.counts

    assert {charts.COLOURS[kind] for kind in Standing if counts.of(kind)} <= seen
    assert painting.png(REPORT) == chart(REPORT).data


def test_bars_are_as_long_as_their_counts_and_inside_the_picture():
    picture = charts.stacked(REPORT, 460, width)
    counts = REPORT.pillars[0].counts
    row = [bar for bar in picture.bars if bar.y == 0]

    assert sum(bar.width for bar in row) == pytest.approx(row[0].width / counts.of(Standing.HIGH) * counts.questions)
    assert all(bar.x + bar.width <= picture.width and bar.y + bar.height <= picture.height for bar in picture.bars)
