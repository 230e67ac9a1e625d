"""What a model proposes is offered only where there is one, wanted and paid for; else people are told quietly, or not."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot import specimens
from bot.cards.wording import WordsSheet
from bot.channel_rules import ChannelRules
from bot.places import Place, Tenant, Thread
from bot.review.model import Scope, Workload
from bot.slack.render import kit, wording
from bot.usecases.improving import Improving
from bot.usecases.pens import USED_UP, Pens
from bot.usecases.refusals import Refusal
from bot.usecases.reminding_ports import Person
from bot.usecases.rereading import Rereading
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import PostKind, ReviewPost
from bot.usecases.summarising import Summarising
from bot.usecases.wording import PlanWording
from knowledge import prompts
from knowledge.proposing import Proposed
from knowledge.standing import State
from knowledge.summarising import Told
from knowledge.writing import Endless, Writing
from lens_corpus import files
from tests.support.memory import MemoryRules
from tests.support.memory_reminding import MemoryItems
from tests.support.memory_reviews import MemoryReviewPosts, MemoryReviews
from tests.support.model_server import Script
from tests.support.practices import LENS
from tests.support.writers import CountingPurse, ScriptedWriter
from tests.unit.reminding.things import item

HOME, ELSEWHERE = (Place(Tenant("", "T1"), channel) for channel in ("C1", "C2"))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HELD = {"readings": [{"practice": 1, "state": "in_place", "quote": "we restore the backup monthly"}]}
SAID = "we restore the backup monthly, but nobody carries the pager"


class Noon:
    def now(self):
        return NOON


class Threads:
    """The port Transcripts: one message in each thread of our channel."""

    def __init__(self):
        self.read = []

    def said(self, thread, most):
        assert most
        self.read.append(thread)
        return (Told("UANA", "1772450000.000100", f"{SAID} in {thread.ts}"),)

    def link(self, place, ts):
        return f"https://example.slack.com/{place.channel}/{ts}"


def pens(script=None, *, model=True, wanted=True, purse=None):
    rules, writer = MemoryRules(), ScriptedWriter(script or Script(arguments=HELD))
    rules.put(HOME, ChannelRules(model=wanted), "UANA")
    writing = Writing(writer, prompts.load(), {"small": LENS}) if model else None
    return Pens(writing, lambda _place: purse or Endless(), rules), writer


@pytest.mark.parametrize(("model", "wanted"), [(False, True), (True, False), (False, False)])
def test_there_is_no_pen_without_a_model_or_where_the_channel_wants_none(model, wanted):
    made, _ = pens(model=model, wanted=wanted)

    assert not made.offered(HOME)
    assert made.of(HOME) is None


def reading(made):
    def corpus(lens, question, text):
        assert (lens, question, text) == ("small", "SMALL01", SAID)
        return (Proposed("SMALL01-BP02", State.NOT_IN_PLACE, "nobody carries the pager", 0, 1, 0.9),)

    return Rereading(corpus, lambda: {"small": LENS}, made)(HOME, "small", "SMALL01", SAID)


def test_a_reply_is_read_twice_where_there_is_a_model():
    assert [each.practice for each in reading(pens()[0])] == ["SMALL01-BP01", "SMALL01-BP02"]


def test_a_reply_is_read_by_the_corpus_alone_without_one_or_when_the_limit_is_used_up():
    unwanted, writer = pens(wanted=False)

    assert [each.practice for each in reading(unwanted)] == ["SMALL01-BP02"]
    assert writer.given == []
    assert [each.practice for each in reading(pens(purse=CountingPurse(5))[0])] == ["SMALL01-BP02"]


def summarising(made):
    stored, posts, threads = MemoryReviews(), MemoryReviewPosts(), Threads()
    reviewing = Reviewing(stored, stored, Nobody(), Noon(), lambda: {"small": LENS})
    review = reviewing.start(HOME, "small", Workload("Fraud"), Scope(), "UANA")
    for place, ts in ((HOME, "1.0"), (ELSEWHERE, "2.0"), (HOME, "3.0")):
        posts.put(ReviewPost(place, ts, HOME, review.id, PostKind.QUESTION, "SMALL01"))
    posts.put(ReviewPost(HOME, "4.0", HOME, review.id, PostKind.PROGRESS))
    names = {"UANA": "Ana Ruiz"}
    return Summarising(reviewing, posts, threads, lambda _users: names, made), review, threads


class Nobody:
    """The port Work, of which nothing comes."""

    def start(self, kind, key, payload):
        """Nothing is shown in these tests."""


def test_a_summary_reads_the_questions_own_threads_in_its_own_channel_and_says_who_said_what():
    use, review, threads = summarising(pens(Script("A restore of the backup happens monthly [1]."))[0])
    sheet = use.note(HOME, review.id, "SMALL01")

    assert threads.read == [Thread(HOME, "1.0"), Thread(HOME, "3.0")]
    assert sheet.text == (
        "A restore of the backup happens monthly [1].\n\nSaid by: [1] Ana Ruiz, 02 Mar 2026 11:13 UTC"
    )
    assert [each.link for each in sheet.sources] == ["https://example.slack.com/C1/1772450000.000100"]


def test_a_summary_is_refused_where_the_channel_wants_no_model():
    use, review, _ = summarising(pens(wanted=False)[0])

    with pytest.raises(Refusal, match="without a language model"):
        use.check(HOME, review.id, "SMALL01")
    with pytest.raises(Refusal, match="without a language model"):
        use.note(HOME, review.id, "SMALL01")


def test_a_used_up_limit_is_told_and_leaves_the_note_to_the_person():
    use, review, _ = summarising(pens(purse=CountingPurse(5))[0])
    sheet = use.note(HOME, review.id, "SMALL01")

    assert sheet.text == ""
    assert USED_UP in sheet.said


def test_a_note_counts_once_it_is_kept_and_never_replaces_an_answer():
    use, review, _ = summarising(pens()[0])
    after = use.keep(HOME, review.id, "SMALL01", " Ana restores it monthly. ", "UBEN")

    assert [(note.text, note.by) for note in after.answer("SMALL01").notes] == [("Ana restores it monthly.", "UBEN")]
    assert after.answer("SMALL01").marks == ()


def planned(made):
    """A plan of one item, and the words for it."""
    items = MemoryItems()
    items.put(HOME, item())
    people = SimpleNamespace(look=lambda _tenant, user: Person(user, user))
    nobodys = SimpleNamespace(find=lambda _tenant, _whom: {})
    improving = Improving(items, MemoryReviews(), nobodys, people, Noon(), Nobody(), dict, lambda *_: None, items)
    return PlanWording(improving, made)


def test_nobodys_words_for_an_improvement_are_overwritten_unread():
    use = planned(pens()[0])
    first = use.keep(HOME, "i1", "UANA", 0, "Agree with the desk", ["Ask them."])

    with pytest.raises(Refusal, match="meanwhile"):
        use.keep(HOME, "i1", "UBEN", 0, "Agree with legal", [])
    assert use.improving.find(HOME, "i1") == first
    assert use.keep(HOME, "i1", "UBEN", 1, "Agree with legal", []).headline == "Agree with legal"


def test_there_is_a_specimen_of_every_window_and_each_fits_slacks_limits():
    sheets = [each for each in specimens.wording.sheets(files.load("machine-learning")) if isinstance(each, WordsSheet)]
    shown = [wording.view(each) for each in sheets]

    assert {type(each) for each in sheets} == set(WordsSheet.__args__)
    assert all(len(view["title"]["text"]) <= kit.MOST_TITLE for view in shown)
    assert all(len(view["private_metadata"]) < 3000 for view in shown)
