from contextlib import suppress
from types import SimpleNamespace

import pytest

from bot.cards.asking import Failure, Note
from bot.channel_rules import ChannelRules
from bot.places import Place, Posted, Tenant, Thread
from bot.slack import render
from bot.specimens import asking as specimens
from bot.usecases.refusals import Refusal
from bot.usecases.remembering import EMPTY, MOST, NOTE, Remembering, Wish, Wished, wished
from knowledge import stack
from lens_corpus import files
from tests.support.memory import MemoryRules, MemoryWork

HERE, ELSEWHERE = Place(Tenant("", "T1"), "C1"), Place(Tenant("", "T1"), "C2")
NAMES = stack.names([files.load("machine-learning")])


class Posts:
    """What was said, by its mark; `troubles` are raised first, one for each time."""

    def __init__(self):
        self.said, self.whispered, self.troubles, self.searched = [], [], [], 0

    def post(self, place, card, *, thread="", key=""):
        if self.troubles:
            raise self.troubles.pop()
        self.said.append((key, thread, card))
        return Posted(place, "9.9")

    def whisper(self, _place, user, card, **_where):
        self.whispered.append((user, card))

    def find(self, thread, key, *, streams=True):
        assert not streams
        self.searched += 1
        return next((Posted(thread.place, "9.9") for said, _, _ in self.said if said == key), None)


@pytest.fixture
def rules():
    return MemoryRules()


@pytest.fixture
def posts():
    return Posts()


@pytest.fixture
def told(rules, posts):
    """Everything that carries out wishes, and the work that waits. Who is called UGUEST may not."""

    def check(_place, user, stranger):
        if stranger or user == "UGUEST":
            raise Refusal("Guests may not.")

    work = MemoryWork({NOTE: lambda payload: remembering.answer(payload)})
    remembering = Remembering(rules, lambda: NAMES, posts, work, check)
    return SimpleNamespace(remembering=remembering, work=work)


@pytest.fixture
def say(told):
    return lambda text, place=HERE: told.remembering.carry_out(place, wished(text), "U1")


def accept(told, text, ts="1.1", user="U1", place=HERE, **more):
    told.remembering.accept(Thread(place, "1.0"), user, text, ts, **{"stranger": False, **more})


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


def test_what_slack_delivers_again_is_done_and_shown_once(told, posts, rules):
    for _ in range(2):
        accept(told, "remember: we use Vertex")
    told.work.do_all()
    accept(told, "remember: we use Vertex")
    told.work.do_all()

    assert [(key, thread, card.note) for key, thread, card in posts.said] == [("stack:1.1", "1.0", "we use Vertex")]
    assert rules.of(HERE).notes == "we use Vertex"


@pytest.mark.parametrize("crash", ["before it was said", "after it was said"])
def test_what_is_done_again_after_a_crash_is_shown_once(told, posts, rules, crash):
    if crash == "before it was said":
        posts.troubles.append(ConnectionError())
    accept(told, "remember: we use Vertex")
    [(_, payload)] = told.work.waiting
    with suppress(ConnectionError):
        told.work.do_all()
    told.remembering.answer(payload)

    assert [key for key, _, _ in posts.said] == ["stack:1.1"]
    assert rules.of(HERE).notes == "we use Vertex"


def test_what_is_only_shown_is_shown_once_too(told, posts):
    accept(told, "our stack")
    [(_, payload)] = told.work.waiting
    told.work.do_all()
    told.remembering.answer(payload)

    assert [key for key, _, _ in posts.said] == ["stack:1.1"]


def test_a_thread_is_not_read_for_what_is_new(told, posts):
    for ts, text in (("1.1", "remember: we use Vertex"), ("1.2", "remember: no Airflow"), ("1.3", "forget our stack")):
        accept(told, text, ts)
    told.work.do_all()

    assert len(posts.said) == 3
    assert posts.searched == 0


@pytest.mark.parametrize("who", [{"user": "UGUEST"}, {"stranger": True}], ids=["by Slack's word", "by the message"])
def test_who_may_not_change_settings_may_only_be_shown(told, posts, rules, who):
    accept(told, "remember: we use Vertex", "1.1", **who)
    accept(told, "our stack", "1.2", **who)
    told.work.do_all()

    assert [card for _, card in posts.whispered] == [Note("Guests may not.")]
    assert [key for key, _, _ in posts.said] == ["stack:1.2"]
    assert rules.kept == {}


def test_in_our_own_conversation_everybody_may(told, posts, rules):
    ours = Place(HERE.tenant, "D1")
    accept(told, "remember: we use Vertex", user="UGUEST", place=ours)
    told.work.do_all()

    assert posts.whispered == []
    assert rules.of(ours).notes == "we use Vertex"


def test_what_is_refused_is_whispered_and_given_up_is_told(told, posts):
    accept(told, "remember:")
    [(_, payload)] = told.work.waiting
    told.work.do_all()
    told.remembering.give_up(payload, "abc123")

    assert posts.said == []
    assert [card for _, card in posts.whispered] == [Note(EMPTY), Failure("abc123")]
