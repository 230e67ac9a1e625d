import pytest

from bot.channel_rules import ChannelRules
from bot.places import Place, Tenant
from bot.slack import render
from bot.specimens import asking as specimens
from bot.usecases.refusals import Refusal
from bot.usecases.remembering import MOST, Remembering, Wish, Wished, wished
from knowledge import stack
from lens_corpus import files

HERE, ELSEWHERE = Place(Tenant("", "T1"), "C1"), Place(Tenant("", "T1"), "C2")
NAMES = stack.names([files.load("machine-learning")])


class MemoryRules:
    """The port Rules."""

    def __init__(self):
        self.kept = {}

    def of(self, place):
        return self.kept.get(place, ChannelRules())

    def put(self, place, rules, by):
        assert by
        self.kept[place] = rules


@pytest.fixture
def rules():
    return MemoryRules()


@pytest.fixture
def say(rules):
    remembering = Remembering(rules, lambda: NAMES)
    return lambda text, place=HERE: remembering.carry_out(place, wished(text), "U1")


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("remember: we use Vertex", Wished(Wish.REMEMBER, "we use Vertex")),
        ("Please remember that we use\n Vertex", Wished(Wish.REMEMBER, "we use Vertex")),
        ("remember we use Vertex", Wished(Wish.REMEMBER, "we use Vertex")),
        ("remember:", Wished(Wish.REMEMBER, "")),
        ("forget our stack", Wished(Wish.FORGET)),
        ("Forget what we use!", Wished(Wish.FORGET)),
        ("our stack", Wished(Wish.SHOW)),
        ("what do you know about our stack?", Wished(Wish.SHOW)),
        ("is our stack fine?", None),
        ("remember the canary?", None),
        ("do you remember: we retrain by hand?", None),
        ("we forget our stack settings when we retrain", None),
        ("", None),
    ],
)
def test_only_words_about_the_notes_are_taken_as_such(text, wish):
    assert wished(text) == wish


def test_notes_are_kept_line_by_line_for_one_channel_and_forgotten(say, rules):
    say("remember: we use SageMaker")
    card = say("remember: we moved from SageMaker to Vertex")

    assert (card.uses, card.avoids, card.changed) == (("Vertex AI",), ("SageMaker",), True)
    assert rules.of(HERE).notes.splitlines() == ["we use SageMaker", "we moved from SageMaker to Vertex"]
    assert say("our stack", ELSEWHERE).note == ""
    assert say("forget our stack").note == rules.of(HERE).notes == ""


def test_the_same_line_again_counts_last_and_is_kept_once(say, rules):
    for text in ("we use SageMaker", "no SageMaker", "We use SageMaker"):
        card = say(f"remember: {text}")

    assert rules.of(HERE).notes == "no SageMaker\nWe use SageMaker"
    assert card.uses == ("SageMaker",)


def test_too_much_and_nothing_are_refused_and_change_nothing(say, rules):
    say("remember: we use Vertex")
    with pytest.raises(Refusal, match=f"{MOST} characters"):
        say("remember: " + "x" * MOST)
    with pytest.raises(Refusal, match="Write it after the word"):
        say("remember:")

    assert rules.of(HERE).notes == "we use Vertex"


def test_only_the_notes_change(say, rules):
    rules.put(HERE, ChannelRules(private=True), "U1")
    say("remember: we use Vertex")

    assert rules.of(HERE) == ChannelRules(private=True, notes="we use Vertex")


def test_nobodys_words_notify_anybody_when_they_are_shown(say):
    card = say("remember: <!channel> @here <https://evil.example|click> we use Vertex")
    shown = render.message(card)

    assert "<!" not in shown.text + str(shown.blocks)
    assert "<https" not in shown.text + str(shown.blocks)
    assert "@here" not in shown.text + str(shown.blocks)


def test_what_means_nothing_to_us_is_said(say):
    assert "recognise no product" in str(render.message(say("remember: we like coffee")).blocks)
    assert "know nothing" in render.message(say("our stack", ELSEWHERE)).text


def test_each_form_of_the_card_is_among_the_specimens():
    forms = {
        (bool(card.note), card.changed)
        for card in specimens.cards(files.load("machine-learning"))
        if hasattr(card, "avoids")
    }

    assert forms == {(True, True), (True, False), (False, True), (False, False)}
