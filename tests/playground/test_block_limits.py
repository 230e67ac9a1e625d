"""Each limit of Block Kit: what stands exactly at it is taken, one more is refused at the right place."""

import pytest

from bot.playground import surfaces
from tests.playground.running import actions, button, modal, options, plain, section, text_input


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def cells(number, length=1):
    return [{"type": "raw_text", "text": "x" * length} for _ in range(number)]


def select(kind="static_select", **more):
    return {"type": kind, "action_id": "pick", **more}


def confirm(title=1, text=1, deny=1):
    return {
        "title": plain("x" * title),
        "text": plain("x" * text),
        "confirm": plain("Yes"),
        "deny": plain("x" * deny),
    }


def card(**more):
    return {"type": "card", "title": plain("t"), **more}


def task(**more):
    return {"type": "task_card", "task_id": "t1", "title": "t", "status": "complete", **more}


def pie(segments, label=1):
    shown = [{"label": f"{number}".zfill(label), "value": 1} for number in range(segments)]
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": shown}}


def bar(series=1, points=1, axis=1):
    categories = [f"c{number}" for number in range(points)]
    data = [{"label": each, "value": 1} for each in categories]
    shown = [{"name": f"s{number}", "data": data} for number in range(series)]
    config = {"categories": categories, "x_label": "x" * axis}
    chart = {"type": "bar", "series": shown, "axis_config": config}
    return {"type": "data_visualization", "title": "t", "chart": chart}


def data_table(rows=2, columns=1, **more):
    return {"type": "data_table", "caption": "c", "rows": [cells(columns) for _ in range(rows)], **more}


def table(rows=1, columns=1, length=1):
    return {"type": "table", "rows": [cells(columns, length) for _ in range(rows)]}


def checkboxes(number, kind="checkboxes"):
    return select(kind, options=options(*[f"o{each}" for each in range(number)]))


def group(number):
    return {"label": plain("g"), "options": options(*[f"o{each}" for each in range(number)])}


def container(children):
    return {"type": "container", "title": plain("t"), "child_blocks": [section() for _ in range(children)]}


# What, its limit, how to make a message's blocks of a size, where the refusal points.
MESSAGES = [
    ("blocks of a message", 50, lambda n: [section() for _ in range(n)], "/blocks"),
    ("section text", 3000, lambda n: [section("x" * n)], "/blocks/0/text/text"),
    ("section fields", 10, lambda n: [{"type": "section", "fields": [mrkdwn("f")] * n}], "/blocks/0/fields"),
    ("section field", 2000, lambda n: [{"type": "section", "fields": [mrkdwn("x" * n)]}], "/blocks/0/fields/0/text"),
    ("header", 150, lambda n: [{"type": "header", "text": plain("x" * n)}], "/blocks/0/text/text"),
    ("context elements", 10, lambda n: [{"type": "context", "elements": [mrkdwn("c")] * n}], "/blocks/0/elements"),
    ("actions elements", 25, lambda n: [actions(*[button(f"b{i}") for i in range(n)])], "/blocks/0/elements"),
    (
        "context actions elements",
        5,
        lambda n: [
            {
                "type": "context_actions",
                "elements": [
                    {"type": "icon_button", "icon": "trash", "text": plain("x"), "action_id": f"i{i}"} for i in range(n)
                ],
            }
        ],
        "/blocks/0/elements",
    ),
    ("card title", 150, lambda n: [card(title=plain("x" * n))], "/blocks/0/title/text"),
    ("card subtitle", 150, lambda n: [card(subtitle=plain("x" * n))], "/blocks/0/subtitle/text"),
    ("card body", 200, lambda n: [card(body=mrkdwn("x" * n))], "/blocks/0/body/text"),
    ("card actions", 3, lambda n: [card(actions=[button(f"b{i}") for i in range(n)])], "/blocks/0/actions"),
    ("carousel", 10, lambda n: [{"type": "carousel", "elements": [card()] * n}], "/blocks/0/elements"),
    ("container children", 10, lambda n: [container(n)], "/blocks/0/child_blocks"),
    ("block id", 255, lambda n: [section(block_id="x" * n)], "/blocks/0/block_id"),
    ("action id", 255, lambda n: [actions(button("x" * n))], "/blocks/0/elements/0/action_id"),
    ("button text", 75, lambda n: [actions(button(text=plain("x" * n)))], "/blocks/0/elements/0/text/text"),
    ("button value", 2000, lambda n: [actions(button(value="x" * n))], "/blocks/0/elements/0/value"),
    ("button url", 3000, lambda n: [actions(button(url="x" * n))], "/blocks/0/elements/0/url"),
    ("checkboxes", 10, lambda n: [actions(checkboxes(n))], "/blocks/0/elements/0/options"),
    ("radio buttons", 10, lambda n: [actions(checkboxes(n, "radio_buttons"))], "/blocks/0/elements/0/options"),
    ("select options", 100, lambda n: [actions(checkboxes(n, "static_select"))], "/blocks/0/elements/0/options"),
    (
        "option groups",
        100,
        lambda n: [actions(select(option_groups=[group(1)] * n))],
        "/blocks/0/elements/0/option_groups",
    ),
    (
        "options of a group",
        100,
        lambda n: [actions(select(option_groups=[group(n)]))],
        "/blocks/0/elements/0/option_groups/0/options",
    ),
    ("overflow options", 5, lambda n: [section(accessory=checkboxes(n, "overflow"))], "/blocks/0/accessory/options"),
    (
        "option text",
        75,
        lambda n: [actions(select(options=[{"text": plain("x" * n), "value": "v"}]))],
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        "option value",
        75,
        lambda n: [actions(select(options=[{"text": plain("t"), "value": "x" * n}]))],
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        "option description",
        75,
        lambda n: [actions(select(options=[{"text": plain("t"), "value": "v", "description": plain("x" * n)}]))],
        "/blocks/0/elements/0/options/0/description/text",
    ),
    (
        "placeholder",
        150,
        lambda n: [actions(select("users_select", placeholder=plain("x" * n)))],
        "/blocks/0/elements/0/placeholder/text",
    ),
    ("confirm title", 100, lambda n: [actions(button(confirm=confirm(n)))], "/blocks/0/elements/0/confirm/title/text"),
    (
        "confirm text",
        300,
        lambda n: [actions(button(confirm=confirm(1, n)))],
        "/blocks/0/elements/0/confirm/text/text",
    ),
    (
        "confirm button",
        30,
        lambda n: [actions(button(confirm=confirm(1, 1, n)))],
        "/blocks/0/elements/0/confirm/deny/text",
    ),
    ("markdown block", 12000, lambda n: [{"type": "markdown", "text": "x" * n}], "/blocks/0/text"),
    (
        "markdown blocks together",
        12000,
        lambda n: [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * (n - 6000)}],
        "/blocks",
    ),
    ("table rows", 100, lambda n: [table(n)], "/blocks/0/rows"),
    ("table columns", 20, lambda n: [table(1, n)], "/blocks/0/rows/0"),
    (
        "table text",
        10000,
        lambda n: [{"type": "table", "rows": [cells(1, 9000), cells(1, n - 9000)]}],
        "/blocks/0/rows",
    ),
    ("tables of a message", 1, lambda n: [table() for _ in range(n)], "/blocks"),
    ("data table rows with the header", 101, lambda n: [data_table(n)], "/blocks/0/rows"),
    ("data table columns", 20, lambda n: [data_table(2, n)], "/blocks/0/rows/0"),
    ("data table page", 100, lambda n: [data_table(page_size=n)], "/blocks/0/page_size"),
    (
        "data table text",
        10000,
        lambda n: [{"type": "data_table", "caption": "c", "rows": [cells(1, 9000), cells(1, n - 9000)]}],
        "/blocks/0/rows",
    ),
    ("charts of a message", 2, lambda n: [pie(1) for _ in range(n)], "/blocks"),
    ("chart title", 50, lambda n: [pie(1) | {"title": "x" * n}], "/blocks/0/title"),
    ("pie segments", 6, lambda n: [pie(n)], "/blocks/0/chart/segments"),
    ("chart label", 20, lambda n: [pie(1, n)], "/blocks/0/chart/segments/0/label"),
    ("chart series", 6, lambda n: [bar(n)], "/blocks/0/chart/series"),
    ("chart points", 20, lambda n: [bar(1, n)], "/blocks/0/chart/series/0/data"),
    ("axis label", 50, lambda n: [bar(1, 1, n)], "/blocks/0/chart/axis_config/x_label"),
    ("task title", 256, lambda n: [task(title="x" * n)], "/blocks/0/title"),
    ("plan tasks", 50, lambda n: [{"type": "plan", "title": "p", "tasks": [task()] * n}], "/blocks/0/tasks"),
    (
        "alt text",
        2000,
        lambda n: [{"type": "image", "image_url": "https://x.example/i.png", "alt_text": "x" * n}],
        "/blocks/0/alt_text",
    ),
    ("input label", 2000, lambda n: [text_input(label=plain("x" * n))], "/blocks/0/label/text"),
    ("input hint", 2000, lambda n: [text_input(hint=plain("x" * n))], "/blocks/0/hint/text"),
    ("input length", 3000, lambda n: [text_input(element={"max_length": n})], "/blocks/0/element/max_length"),
    (
        "feedback text",
        75,
        lambda n: [
            {
                "type": "context_actions",
                "elements": [
                    {
                        "type": "feedback_buttons",
                        "positive_button": {"text": plain("x" * n), "value": "good"},
                        "negative_button": {"text": plain("Bad"), "value": "bad"},
                    }
                ],
            }
        ],
        "/blocks/0/elements/0/positive_button/text/text",
    ),
]

MODALS = [
    ("blocks of a modal", 100, lambda n: modal(*[section() for _ in range(n)]), "/view/blocks"),
    ("modal title", 24, lambda n: modal(title=plain("x" * n)), "/view/title/text"),
    ("submit", 24, lambda n: modal(submit=plain("x" * n)), "/view/submit/text"),
    ("close", 24, lambda n: modal(close=plain("x" * n)), "/view/close/text"),
    ("private metadata", 3000, lambda n: modal(private_metadata="x" * n), "/view/private_metadata"),
    ("callback id", 255, lambda n: modal(callback_id="x" * n), "/view/callback_id"),
    ("external id", 255, lambda n: modal(external_id="x" * n), "/view/external_id"),
    ("alert", 200, lambda n: modal({"type": "alert", "text": plain("x" * n)}), "/view/blocks/0/text/text"),
    (
        "files of an input",
        10,
        lambda n: modal(text_input(element={"type": "file_input", "max_files": n})),
        "/view/blocks/0/element/max_files",
    ),
]


@pytest.mark.parametrize(("limit", "make", "pointer"), [each[1:] for each in MESSAGES], ids=[e[0] for e in MESSAGES])
def test_a_message_takes_what_stands_at_the_limit_and_nothing_more(limit, make, pointer):
    assert surfaces.message_problems(make(limit)) == []

    refused = surfaces.message_problems(make(limit + 1))

    assert pointer in [problem.pointer for problem in refused]
    assert all(problem.code == "failed_constraint" for problem in refused)


@pytest.mark.parametrize(("limit", "make", "pointer"), [each[1:] for each in MODALS], ids=[e[0] for e in MODALS])
def test_a_modal_takes_what_stands_at_the_limit_and_nothing_more(limit, make, pointer):
    assert surfaces.view_problems(make(limit), "modal") == []

    refused = surfaces.view_problems(make(limit + 1), "modal")

    assert [problem.pointer for problem in refused] == [pointer]


def test_a_home_view_takes_a_hundred_blocks():
    home = {"type": "home", "blocks": [section()] * 100}

    assert surfaces.view_problems(home, "home") == []
    home["blocks"] = [section()] * 101
    assert [problem.pointer for problem in surfaces.view_problems(home, "home")] == ["/view/blocks"]


def test_a_data_table_page_holds_at_least_one_row():
    assert surfaces.message_problems([data_table(page_size=1)]) == []
    assert [problem.pointer for problem in surfaces.message_problems([data_table(page_size=0)])] == [
        "/blocks/0/page_size"
    ]


def test_a_data_table_has_a_header_and_a_row():
    assert [problem.pointer for problem in surfaces.message_problems([data_table(1)])] == ["/blocks/0/rows"]


def test_an_empty_text_is_refused():
    assert [problem.pointer for problem in surfaces.message_problems([section("")])] == ["/blocks/0/text/text"]


def test_a_problem_names_the_constraint_that_was_broken():
    problem = surfaces.message_problems([section("x" * 3001)])[0]

    assert problem.constraint == {"type": "max_length", "expected": 3000, "got": 3001}
    assert problem.message == "must be less than 3001 characters"
