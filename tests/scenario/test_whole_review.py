"""Whole reviews from the form to the report: the shipped lens with every kind of answer, a small one with every rule."""

import itertools
from urllib.request import urlopen

import pytest

from bot.places import Place, Tenant
from bot.review import carrying, moves, scoring
from bot.review.model import State
from bot.review.scoring import Standing
from bot.slack.render.reviewing import NAMES
from bot.storage.reviews import SqlReviews
from lens_corpus import files
from lens_corpus.risk import Risk
from tests.support.dialog import Dialog, words
from tests.support.processes import crowd, lensbot
from tests.support.reviewing import ReviewDialog
from tests.unit.review.shaped import second_opinion, shaped

RISKS = {
    Risk.HIGH: Standing.HIGH,
    Risk.MEDIUM: Standing.MEDIUM,
    Risk.NONE: Standing.NONE,
    Risk.NOT_SCORED: Standing.NOT_SCORED,
}


class Team:
    """Ana and Ben, who answer a review in every way that there is."""

    def __init__(self, review, dialog, control):
        self.review, self.dialog, self.control = review, dialog, control
        self.ways = {
            "everything": lambda card: self.review.save("ana", card, *self.shorts(card)),
            "the first": lambda card: self.review.save("ben", card, self.shorts(card)[0]),
            "none": lambda card: self.dialog.press("ana", card, "None of these"),
            "not sure": lambda card: self.dialog.press("ben", card, "Not sure"),
            "does not apply": self.spare,
            "in detail": self.detail,
            "skip": lambda card: self.dialog.press("ana", card, "Skip"),
            "ask": self.ask,
        }

    def shorts(self, card):
        boxes = [
            each for block in card["blocks"] for each in block.get("elements") or [] if each["type"] == "checkboxes"
        ]
        return [option["value"].rsplit("-", 1)[-1] for each in boxes for option in each["options"]]

    def spare(self, card):
        self.dialog.press("ana", card, "Does not apply…")
        self.dialog.modal("ana")
        self.control.submit("ana", {"reason": {"text": "a vendor's model, we only call it"}})

    def detail(self, card):
        self.dialog.press("ben", card, "In detail…")
        inputs = [each["block_id"] for each in self.dialog.modal("ben")["blocks"] if each["type"] == "input"]
        states = itertools.cycle(("in_place", "missing", "not_sure", "not_applicable"))
        given = {each: {"pick": state} for each, state in zip(inputs, states, strict=False) if each != "note"}
        self.control.submit("ben", given | {"note": {"text": "Half of it, since March"}})

    def ask(self, card):
        self.dialog.press("ana", card, "Ask someone…")
        self.dialog.modal("ana")
        self.control.submit("ana", {"who": {"pick": self.control.view("ben")["user"]["id"]}})

    def there_and_back(self, card):
        """Skip a question and come back to it."""
        self.dialog.press("ana", card, "Skip")
        second = self.review.card(after=card)
        self.dialog.press("ana", second, "Back")
        return self.review.card(after=second)


def kept(database, control, channel):
    """The channel's review, as it is kept, and the one that its log leads to."""
    home = next(each["id"] for each in control.view("ana")["channels"] if each["name"] == channel)
    place, lens = Place(Tenant("", control.get("app")["team_id"]), home), files.load("machine-learning")
    (review,) = SqlReviews(database).of(place)
    log = SqlReviews(database).moves(place, review.id)
    begun = carrying.begin(review.id, lens, review.workload, review.scope, by=review.started_by, at=review.started_at)
    return review, moves.replay(begun, lens, log)


def last(dialog, most):
    """The channel's last messages: the whole view of a long review takes long to read."""
    seen = dialog.control.view("ana", limit=most)
    return seen["messages"][next(each["id"] for each in seen["channels"] if each["name"] == dialog.channel)]


def following(dialog, card):
    """The card after this one, or None once nothing is on the table."""

    def found():
        later = [each for each in last(dialog, 6) if each["ts"] > card["ts"]]
        cards = [each for each in later if "Which of these are in place" in words(each)]
        return cards[-1:] or [None for each in later if "last open question" in words(each)]

    return dialog.until(found)[0]


def test_all_questions_of_the_lens_in_every_way_from_the_form_to_the_report(dialog, control, world):
    review = ReviewDialog(dialog)
    team = Team(review, dialog, control)
    review.start()
    card = team.there_and_back(review.card())
    for way in itertools.islice(itertools.cycle(team.ways), 35):
        team.ways[way](card)
        card = following(dialog, card)
    assert card is None
    dialog.until(lambda: "27 of 35 answered" in words(review.progress()))
    _take_up_what_was_put_off(team, 27)

    dialog.press("ben", review.progress(), "Finish")

    result = dialog.until(lambda: [each for each in dialog.seen("ben") if "high and" in words(each)])[0]
    state, replayed = kept(world[1].database, control, dialog.channel)
    score = scoring.score(state, files.load("machine-learning"))
    high, medium = (score.total.count(kind) for kind in (Standing.HIGH, Standing.MEDIUM))
    assert f"{high} high and {medium} medium risks" in words(result)
    assert high
    assert replayed == state
    assert {mark.state for each in state.answers for mark in each.marks} >= set(State)
    _report(team, result)


def _take_up_what_was_put_off(team, answered):
    """Continue brings what was skipped, and then, one at a time, what waits for somebody."""
    while answered < 35:
        before = team.dialog.seen("ana")[-1]
        team.dialog.press("ana", team.review.progress(), "Continue")
        card = following(team.dialog, before)
        while card:
            team.review.save("ben", card, *team.shorts(card)[:2])
            card, answered = following(team.dialog, card), answered + 1
        team.dialog.until(lambda so_far=answered: f"{so_far} of 35 answered" in words(team.review.progress()))


def _report(team, result):
    team.dialog.press("ben", result, "Report")

    def uploaded():
        found = [file for each in team.dialog.seen("ben") for file in each.get("files") or []]
        return found if {file["name"].rsplit(".", 1)[-1] for file in found} >= {"pdf", "md", "csv", "json"} else None

    found = team.dialog.until(uploaded, 60)
    pdf = next(file for file in found if file["name"].endswith(".pdf"))
    with urlopen(pdf["url_private"]) as answer:
        assert answer.read(5) == b"%PDF-"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A bot that reviews the small lens, a process of its own in a workspace of its own."""
    data = tmp_path_factory.mktemp("small")
    with crowd(2, 1) as slack, lensbot(slack, data, program=("tests.support.reviewing_bot", "shaped")):
        yield slack.control


def outcomes(question):
    """The fewest sets of practices that lead to every risk which this question can have."""
    found = {}
    for size in range(len(question.practices) + 1):
        for held in itertools.combinations(question.practices, size):
            found.setdefault(second_opinion(question, set(held)), held)
    return found


def test_a_whole_review_of_a_lens_with_every_shape_of_rule_comes_to_what_its_rules_say(small):
    dialog, lens = Dialog(small), shaped()
    review = ReviewDialog(dialog)
    review.start()
    card, seen = review.card(), []
    for question in lens.questions:
        ways = list(outcomes(question).items())
        for risk, held in ways:
            assert question.title in words(card)
            answer(review, card, held)
            seen.append(risk)
            shown = review.settled(card, f"*{NAMES[RISKS[risk]]}*")
            card = changed(review, dialog, shown, card) if (risk, held) != ways[-1] else following(dialog, card)
    assert card is None
    assert set(seen) == set(RISKS)

    dialog.press("ana", review.progress(), "Finish")

    last = [RISKS[list(outcomes(each))[-1]] for each in lens.questions]
    told = f"{last.count(Standing.HIGH)} high and {last.count(Standing.MEDIUM)} medium risks"
    dialog.until(lambda: [each for each in dialog.seen("ben") if told in words(each)])


def answer(review, card, held):
    """Tick what is in place, or say that nothing is."""
    if held:
        review.save("ana", card, *(each.rsplit("-", 1)[-1] for each in held))
    else:
        review.dialog.press("ana", card, "None of these")


def changed(review, dialog, shown, card):
    """The same question on the table again."""
    newest = following(dialog, card)
    dialog.press("ana", shown, "Change the answer")
    return review.card(after=newest or card)
