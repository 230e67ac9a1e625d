"""Kinds of blocks and elements: where each may stand, what it needs, what it must not have."""

import pytest

from bot.playground import surfaces
from tests.playground.running import actions, answer_of, button, modal, options, plain, section, text_input

RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "a", "style": {"bold": True}},
                {"type": "user", "user_id": "U1"},
                {"type": "link", "url": "https://x.example"},
                {"type": "emoji", "name": "eyes"},
                {"type": "broadcast", "range": "here"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 0,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "b"}]}],
        },
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "c"}], "border": 0},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "d"}]},
    ],
}
IMAGE = {"type": "image", "image_url": "https://x.example/i.png", "alt_text": "i"}
TASK = {
    "type": "task_card",
    "task_id": "1",
    "title": "Look",
    "status": "in_progress",
    "details": RICH,
    "sources": [{"type": "url", "url": "https://x.example", "text": "x"}],
}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Good"), "value": "good"},
    "negative_button": {"text": plain("Bad"), "value": "bad"},
}
LINE = {
    "type": "line",
    "series": [{"name": "s", "data": [{"label": "Mon", "value": 1.5}, {"label": "Tue", "value": -2}]}],
    "axis_config": {"categories": ["Mon", "Tue"], "x_label": "Day", "y_label": "Risk"},
}
BLOCKS = {
    "section": section(),
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain("h")},
    "image": IMAGE,
    "actions": actions(button()),
    "context": {"type": "context", "elements": [IMAGE, plain("x"), {"type": "mrkdwn", "text": "y"}]},
    "context_actions": {"type": "context_actions", "elements": [FEEDBACK]},
    "input": text_input(),
    "file": {"type": "file", "external_id": "x", "source": "remote"},
    "markdown": {"type": "markdown", "text": "# h"},
    "rich_text": RICH,
    "video": {
        "type": "video",
        "alt_text": "v",
        "title": plain("v"),
        "thumbnail_url": "https://x.example/t.png",
        "video_url": "https://x.example/v",
    },
    "table": {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 1, "text": "1"}, RICH]],
        "column_settings": [{"align": "right", "is_wrapped": True}],
    },
    "data_table": {
        "type": "data_table",
        "caption": "Improvements",
        "rows": [[{"type": "raw_text", "text": "a"}], [RICH]],
        "page_size": 5,
        "row_header_column_index": 0,
    },
    "data_visualization": {"type": "data_visualization", "title": "Risk", "chart": LINE},
    "task_card": TASK,
    "plan": {"type": "plan", "title": "How", "tasks": [TASK]},
    "card": {"type": "card", "hero_image": IMAGE, "title": plain("t"), "actions": [button()]},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "title": plain("t")}]},
    "container": {"type": "container", "title": plain("t"), "child_blocks": [section()], "is_collapsible": True},
    "alert": {"type": "alert", "text": plain("a"), "level": "warning"},
}
EVERYWHERE = {"section", "divider", "header", "image", "actions", "context", "input", "rich_text", "video"}
TAKEN = {"message": set(BLOCKS) - {"alert"}, "modal": EVERYWHERE | {"alert"}, "home": EVERYWHERE}

ELEMENTS = {
    "button": button(),
    "image": IMAGE,
    "icon_button": {"type": "icon_button", "icon": "trash", "text": plain("Delete")},
    "feedback_buttons": FEEDBACK,
    "workflow_button": {
        "type": "workflow_button",
        "text": plain("Run"),
        "workflow": {"trigger": {"url": "https://slack.com/shortcuts/x"}},
    },
    "overflow": {"type": "overflow", "options": options("a")},
    "checkboxes": {"type": "checkboxes", "options": options("a"), "initial_options": options("a")},
    "radio_buttons": {"type": "radio_buttons", "options": options("a")},
    "datepicker": {"type": "datepicker", "initial_date": "2026-12-01"},
    "timepicker": {"type": "timepicker", "initial_time": "14:30"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1764000000},
    "static_select": {"type": "static_select", "options": options("a")},
    "external_select": {"type": "external_select", "min_query_length": 2},
    "users_select": {"type": "users_select"},
    "channels_select": {"type": "channels_select"},
    "conversations_select": {"type": "conversations_select", "filter": {"include": ["public"]}},
    "multi_static_select": {"type": "multi_static_select", "options": options("a"), "max_selected_items": 1},
    "multi_external_select": {"type": "multi_external_select"},
    "multi_users_select": {"type": "multi_users_select"},
    "multi_channels_select": {"type": "multi_channels_select"},
    "multi_conversations_select": {"type": "multi_conversations_select"},
    "plain_text_input": {"type": "plain_text_input", "multiline": True},
    "email_text_input": {"type": "email_text_input"},
    "url_text_input": {"type": "url_text_input"},
    "number_input": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
    "rich_text_input": {"type": "rich_text_input"},
    "file_input": {"type": "file_input", "filetypes": ["pdf"]},
}
MULTI = {name for name in ELEMENTS if name.startswith("multi_")}
SELECTS = {name.removeprefix("multi_") for name in MULTI}
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
PICKS = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
PLACES = {
    "section": {"button", "image", "overflow", "workflow_button"} | PICKS | SELECTS | MULTI,
    "actions": {"button", "overflow", "workflow_button", "datetimepicker"} | PICKS | SELECTS,
    "context": {"image"},
    "context_actions": {"feedback_buttons", "icon_button"},
    "input": TYPED | PICKS | SELECTS | MULTI | {"datetimepicker", "file_input"},
    "card": {"button"},
}


def placed(place, element):
    return {
        "section": section(accessory=element),
        "actions": actions(element),
        "context": {"type": "context", "elements": [element]},
        "context_actions": {"type": "context_actions", "elements": [element]},
        "input": {"type": "input", "label": plain("l"), "element": element},
        "card": {"type": "card", "title": plain("t"), "actions": [element]},
    }[place]


def problems(block, surface="message"):
    if surface == "message":
        return surfaces.message_problems([block])
    view = modal(block) if surface == "modal" else {"type": "home", "blocks": [block]}
    return surfaces.view_problems(view, surface)


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_is_taken_on_its_surfaces_only(kind, surface):
    found = problems(BLOCKS[kind], surface)

    if kind in TAKEN[surface]:
        assert found == []
    else:
        assert [problem.code for problem in found] == ["unsupported_type"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_element_is_taken_in_its_blocks_only(kind, place):
    surface = "modal" if place == "input" else "message"
    found = problems(placed(place, ELEMENTS[kind]), surface)

    if kind in PLACES[place]:
        assert found == []
    else:
        assert "unsupported_type" in [problem.code for problem in found]


def test_a_file_input_stands_in_modals_only():
    assert [problem.code for problem in problems(placed("input", ELEMENTS["file_input"]))] == ["unsupported_type"]


@pytest.mark.parametrize("kind", BLOCKS)
def test_an_unknown_key_is_refused_in_every_block(kind):
    surface = "modal" if kind == "alert" else "message"
    found = problems({**BLOCKS[kind], "colour": "red"}, surface)

    assert [(problem.code, problem.pointer.split("/")[-1]) for problem in found] == [("unknown_field", "colour")]


@pytest.mark.parametrize("kind", [name for name in ELEMENTS if name in PLACES["input"] | PLACES["actions"]])
def test_an_unknown_key_is_refused_in_every_element(kind):
    place = "input" if kind in PLACES["input"] else "actions"
    found = problems(placed(place, {**ELEMENTS[kind], "colour": "red"}), "modal")

    assert [problem.code for problem in found] == ["unknown_field"]


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        ({"type": "section"}, "/blocks/0"),
        ({"type": "header"}, "/blocks/0"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "/blocks/0/text/type"),
        ({"type": "image", "alt_text": "x"}, "/blocks/0"),
        ({"type": "image", "image_url": "https://x.example"}, "/blocks/0"),
        ({"type": "actions", "elements": []}, "/blocks/0/elements"),
        ({"type": "context", "elements": [{"type": "text", "text": "x"}]}, "/blocks/0/elements/0/type"),
        ({"type": "section", "text": None}, "/blocks/0/text"),
        ({"type": "section", "text": "plain"}, "/blocks/0/text"),
        (section(block_id=None), "/blocks/0/block_id"),
        (actions(button(text={"type": "mrkdwn", "text": "x"})), "/blocks/0/elements/0/text/type"),
        (actions(button(style="loud")), "/blocks/0/elements/0/style"),
        (actions({"type": "static_select"}), "/blocks/0/elements/0"),
        (
            actions({"type": "static_select", "options": options("a"), "initial_option": options("b")[0]}),
            "/blocks/0/elements/0/initial_option",
        ),
        (
            actions({"type": "checkboxes", "options": options("a", "a")}),
            "/blocks/0/elements/0/options/1/value",
        ),
        (actions({"type": "datepicker", "initial_date": "1.12.2026"}), "/blocks/0/elements/0/initial_date"),
        (actions({"type": "timepicker", "initial_time": "25:00"}), "/blocks/0/elements/0/initial_time"),
        (actions(button("same"), button("same")), "/blocks/0/elements/1/action_id"),
        (text_input(element={"min_length": 5, "max_length": 4}), "/blocks/0/element/min_length"),
        ({"type": "card", "subtitle": plain("x")}, "/blocks/0"),
        ({"type": "carousel", "elements": [section()]}, "/blocks/0/elements/0/type"),
        ({"type": "container", "child_blocks": [section()]}, "/blocks/0"),
        (
            {"type": "container", "title": plain("t"), "child_blocks": [{"type": "container"}]},
            "/blocks/0/child_blocks/0/type",
        ),
        (
            {"type": "container", "title": plain("t"), "child_blocks": [section()], "default_collapsed": True},
            "/blocks/0/default_collapsed",
        ),
        ({**TASK, "status": "done"}, "/blocks/0/status"),
        ({**TASK, "sources": [{"type": "url", "url": "https://x.example"}]}, "/blocks/0/sources/0"),
        ({"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}, "/blocks/0/rows/0/0/text"),
        (
            {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}], []]},
            "/blocks/0/rows/1",
        ),
        (
            {**BLOCKS["data_table"], "rows": [[{"type": "raw_text", "text": "a"}], [RICH, RICH]]},
            "/blocks/0/rows/1",
        ),
        ({**BLOCKS["data_table"], "rows": [[RICH], [RICH]]}, "/blocks/0/rows/0/0/type"),
        ({**BLOCKS["data_table"], "row_header_column_index": 1}, "/blocks/0/row_header_column_index"),
        ({"type": "data_table", "rows": BLOCKS["data_table"]["rows"]}, "/blocks/0"),
        (
            {"type": "data_visualization", "title": "t", "chart": {**LINE, "series": LINE["series"] * 2}},
            "/blocks/0/chart/series/1/name",
        ),
        (
            {
                "type": "data_visualization",
                "title": "t",
                "chart": {**LINE, "axis_config": {"categories": ["Mon", "Wed"]}},
            },
            "/blocks/0/chart/series/0/data",
        ),
        (
            {
                "type": "data_visualization",
                "title": "t",
                "chart": {"type": "pie", "segments": [{"label": "a", "value": -1}]},
            },
            "/blocks/0/chart/segments/0/value",
        ),
        ({"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}, "/blocks/0/elements/0/type"),
        ({"text": "no type"}, "/blocks/0"),
        ("not an object", "/blocks/0"),
    ],
)
def test_what_slack_refuses_is_refused_where_it_stands(block, pointer):
    assert pointer in [problem.pointer for problem in surfaces.message_problems([block])]


def test_a_block_id_stands_once_in_a_message_containers_included():
    inner = {"type": "container", "title": plain("t"), "child_blocks": [section(block_id="same")]}

    found = surfaces.message_problems([section(block_id="same"), inner])

    assert [(problem.code, problem.pointer) for problem in found] == [
        ("duplicate_value", "/blocks/1/child_blocks/0/block_id")
    ]


def test_the_same_action_id_may_stand_in_two_blocks():
    assert surfaces.message_problems([actions(button("x"), block_id="a"), actions(button("x"), block_id="b")]) == []


def test_a_modal_with_inputs_needs_a_submit_button_and_one_focus():
    view = modal(text_input("a", element={"focus_on_load": True}), text_input("b", element={"focus_on_load": True}))
    assert [problem.pointer for problem in surfaces.view_problems(view, "modal")] == ["/view/blocks"]

    del view["submit"]
    view["blocks"].pop()
    assert [problem.pointer for problem in surfaces.view_problems(view, "modal")] == ["/view/submit"]


def test_every_block_and_every_interactive_element_gets_an_id():
    numbers = iter(range(100))
    stored = surfaces.with_ids(
        [section(accessory={"type": "overflow", "options": options("a")}), BLOCKS["plan"], BLOCKS["carousel"]],
        lambda: f"n{next(numbers)}",
    )

    assert stored[0]["block_id"]
    assert stored[0]["accessory"]["action_id"]
    assert stored[1]["tasks"][0]["block_id"]
    assert stored[2]["elements"][0]["block_id"]
    assert "block_id" not in BLOCKS["plan"]["tasks"][0], "what was sent is not touched"


def test_blocks_validate_takes_every_kind_of_block(web):
    for kind in sorted(TAKEN["message"]):
        assert web.blocks_validate(blocks=[BLOCKS[kind]])["ok"]


def test_blocks_validate_points_into_each_of_its_three_forms(web):
    wrong = {"type": "header", "text": plain("x" * 151)}

    bare = answer_of(web.blocks_validate, blocks=[wrong])
    message = answer_of(web.blocks_validate, message={"text": "x", "blocks": [wrong]})
    view = answer_of(web.blocks_validate, view=modal(wrong))

    assert (bare["error"], bare["errors"][0]["pointer"]) == ("invalid_blocks", "/0/text/text")
    assert (message["error"], message["errors"][0]["pointer"]) == ("invalid_message", "/blocks/0/text/text")
    assert (view["error"], view["errors"][0]["pointer"]) == ("invalid_view", "/blocks/0/text/text")
    assert bare["errors"][0] == {
        "pointer": "/0/text/text",
        "code": "failed_constraint",
        "message": "must be less than 151 characters",
        "constraint": {"type": "max_length", "expected": 150, "got": 151},
    }


def test_blocks_validate_needs_exactly_one_form(web):
    assert answer_of(web.api_call, "blocks.validate")["error"] == "invalid_arguments"
    both = {"blocks": "[]", "message": "{}"}
    assert answer_of(web.api_call, "blocks.validate", params=both)["error"] == "invalid_arguments"


def test_blocks_validate_judges_a_home_view_as_home(web):
    home = {"type": "home", "blocks": [{"type": "alert", "text": plain("x")}]}

    assert answer_of(web.blocks_validate, view=home)["errors"][0]["code"] == "unsupported_type"
