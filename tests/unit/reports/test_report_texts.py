import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reports import json_report, markdown, tables
from bot.reports.content import Report
from bot.reports.escaping import line, link, quoted
from bot.reports.gathering import gather
from bot.reports.words import clean, web
from lens_corpus.files import load
from tests.unit.reports.drawn import reported, rows, tokens
from tests.unit.reports.reviews import NOW, WORDS, begun
from tests.unit.reports.schemas import problems
from tests.unit.review.shaped import shaped

DOCS = Path(__file__).parents[3] / "docs"
SCHEMA = json.loads((DOCS / "report-schema.json").read_text(encoding="utf-8"))
LENS = shaped()
REPORT = reported(LENS)
some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_the_whole_report_is_markdown_that_other_readers_read():
    written = markdown.write(reported(load("machine-learning"))).decode()
    kinds = {token.type for token in tokens(written)}

    assert {"table_open", "blockquote_open", "heading_open", "link_open", "bullet_list_open"} <= kinds
    assert [token.content for token in tokens(written) if token.type == "html_inline" and token.content != "<br>"] == []


def test_markdown_keeps_every_title_note_and_reason():
    written = "".join(token.content for token in tokens(markdown.write(REPORT).decode()) if token.type == "text")

    for wanted in ("What about ALL1?", "The runbook is in the wiki.", "Straße, naïve café, Łódź", "not since the move"):
        assert wanted in written


def test_hostile_text_is_neither_tag_nor_mention_nor_link_nor_picture():
    written = markdown.write(REPORT).decode()
    links = {token.attrs["href"] for token in tokens(written) if token.type == "link_open"}

    assert "<!channel>" not in written
    assert "<@U0AAAAAAA>" not in written
    assert not re.search(r"@(channel|everyone|here)", written)
    assert {each for each in links if "example.com" not in each and "slack.com" not in each} == set()
    assert [token for token in tokens(written) if token.type in ("image", "fence", "code_block", "html_block")] == []


@given(WORDS)
@some
def test_any_text_in_a_line_is_only_text(text):
    found = list(tokens(f"- **Label:** {line(text)}"))

    assert {token.type for token in found} <= {
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "paragraph_open"),
        *("paragraph_close", "inline", "text", "strong_open", "strong_close", "text_special"),
    }
    assert sum(token.type == "strong_open" for token in found) == 1


@given(WORDS)
@some
def test_any_text_quoted_is_one_quote_of_text(text):
    found = list(tokens(f"{quoted(text)}\n\nafter"))
    inside = {token.type for token in found} - {
        "text",
        "text_special",
        "inline",
        "softbreak",
        "paragraph_open",
        "paragraph_close",
    }

    assert inside <= {"blockquote_open", "blockquote_close"}
    assert found[-2].content == "after"


@given(WORDS, WORDS)
@some
def test_any_text_in_a_cell_stays_in_its_cell(one, other):
    written = f"| a | b |\n| --- | --- |\n| {line(one)} | {line(other)} |"

    assert sum(token.type == "td_open" for token in tokens(written)) == 2


@given(st.text(alphabet="abc()[]<>&_*%\\ \"'", max_size=20))
@some
def test_a_link_leads_where_it_says(tail):
    found = [token for token in tokens(link(web(f"https://example.com/?{tail}"), "words")) if token.type == "link_open"]

    assert [each.attrs["href"].startswith("https://example.com/") for each in found] == [True]


@pytest.mark.parametrize("number", range(3))
def test_csv_reads_back_to_the_same_table(number):
    table = tables.tables(REPORT)[number]
    read = rows(tables.as_csv(table))

    assert read[0] == list(table.header)
    assert len(read) == len(table.rows) + 1
    assert {len(row) for row in read} == {len(table.header)}
    assert [[each.removeprefix("'") for each in row] for row in read[1:]] == [
        [str(c).removeprefix("'") for c in row] for row in table.rows
    ]


@given(WORDS)
@some
def test_no_cell_is_a_formula(text):
    read = rows(tables.as_csv(tables.Table("t", (clean(text),), ((clean(text), 1),))))

    assert all(
        not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for row in read for cell in row
    )
    assert read[1][0].removeprefix("'") == clean(text).removeprefix("'")


def test_the_answers_table_has_a_row_for_each_practice_and_who_said_what():
    read = rows(tables.as_csv(tables.answers_table(REPORT)))
    first = dict(zip(read[0], read[1], strict=True))

    assert len(read) == 1 + len(LENS.practices)
    assert (first["Practice"], first["State"], first["Seen differently"]) == ("ALL1-BP1", "Not sure", "yes")
    assert first["Said by"] == "Ana Lindqvist: in place; שרה כהן: missing"


def test_json_is_what_its_schema_says():
    for lens in (LENS, load("machine-learning")):
        assert problems(json.loads(json_report.write(reported(lens))), SCHEMA) == []
    assert problems(json_report.as_data(gather(begun(LENS), LENS, now=NOW)), SCHEMA) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "lensbot-report/2"),
        (("total", "counts", "high"), "1"),
        (("total", "counts", "high"), -1),
        (("made_at",), "2026-03-02T12:00:00"),
        (("questions", 0, "standing"), "RED"),
        (("questions", 0, "practices", 0, "disputed"), 1),
        (("workload", "phase"), "building"),
        (("extra",), 1),
    ],
)
def test_the_schema_refuses_what_is_wrong(path, value):
    data = json.loads(json_report.write(REPORT))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value

    assert problems(data, SCHEMA)


def test_json_comes_back_as_it_went():
    data = json_report.as_data(REPORT)

    assert json.loads(json_report.write(REPORT)) == data
    assert data["questions"][0]["notes"][1]["text"].endswith("\ufffd end")


def test_the_page_about_the_schema_tells_of_every_field_of_a_report():
    page = (DOCS / "report-schema.md").read_text(encoding="utf-8")
    told = {name for row in re.findall(r"^\| (`.*?) \|", page, re.M) for name in re.findall(r"`(\w+)`", row)}

    assert told == {"schema", *(each.name for each in fields(Report))}
