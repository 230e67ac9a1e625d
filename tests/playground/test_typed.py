"""What a person types, and what Slack makes of it."""

import pytest

from bot.playground.clock import Clock
from bot.playground.seed import plant
from bot.playground.typed import stored
from tests.playground.running import MANIFEST


@pytest.fixture
def workspace():
    return plant("inviting", MANIFEST, None, "http://127.0.0.1:1", Clock())[0]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("@Lensbot, hello", "<@U000000007>, hello"),
        ("@lensbot hello", "<@U000000007> hello"),
        ("@Ana Ruiz and @ben.", "<@U000000001> and <@U000000002>."),
        ("@ana Knows", "<@U000000001> Knows"),
        ("@nobody here", "@nobody here"),
        ("see #ml-fraud", "see <#C000000002|ml-fraud>"),
        ("see #nowhere", "see #nowhere"),
        ("@here @channel @everyone", "<!here> <!channel> <!everyone>"),
        ("<!channel> typed", "&lt;!channel&gt; typed"),
        ("<@U000000001> by id", "<@U000000001> by id"),
        ("<#C000000002> by id", "<#C000000002|ml-fraud> by id"),
        ("read https://x.example/a?b=1.", "read <https://x.example/a?b=1>."),
        ("me@x.example", "me@x.example"),
        ("*bold* _it_ ~no~ `x<y`", "*bold* _it_ ~no~ `x&lt;y`"),
        ("", ""),
    ],
)
def test_text_is_escaped_and_names_are_resolved(workspace, typed, text):
    assert stored(workspace, typed)[0] == text


def test_rich_text_stands_beside_it(workspace):
    block = stored(workspace, "@ana *now* `x`\n```y = 1```")[1][0]
    section, fence = block["elements"]

    assert [element["type"] for element in section["elements"]] == ["user", "text", "text", "text", "text", "text"]
    assert section["elements"][2] == {"type": "text", "text": "now", "style": {"bold": True}}
    assert section["elements"][4] == {"type": "text", "text": "x", "style": {"code": True}}
    assert fence == {
        "type": "rich_text_preformatted",
        "elements": [{"type": "text", "text": "y = 1"}],
        "border": 0,
    }


def test_what_is_stored_is_what_slack_would_take(workspace):
    from bot.playground.surfaces import message_problems

    for typed in ("", "plain", "@ana #ml-fraud @here https://x.example *b* _i_ ~s~ `c` ```f```"):
        assert message_problems(stored(workspace, typed)[1]) == []
