"""The plan in a terminal: every move that Slack has buttons for, on the same store."""

import io
from datetime import date, timedelta

import pytest

from bot.__main__ import _parser
from bot.places import Place, Tenant
from bot.review.items import Act, Status
from bot.review.model import State
from bot.settings import Settings
from bot.terminal import planning
from lens_corpus import files
from tests.support.planned import Store

LENS = files.load("machine-learning")
ALONE = Place(Tenant("", "terminal"), "terminal")
CHANNEL = Place(Tenant("", "T1"), "C1")
NEXT_MONTH = (date.today() + timedelta(30)).isoformat()  # noqa: DTZ011 - the terminal's own day


class Terminal:
    """Somebody who types `lensbot plan …`."""

    def __init__(self, folder, place=ALONE):
        self.settings, self.place = Settings.from_env({"LENSBOT_DATA_DIR": str(folder)}), place
        self.store = Store(self.settings, LENS)
        self.store.planned(place, "UANA")

    def __call__(self, *arguments):
        where = [] if self.place == ALONE else ["--team", self.place.tenant.team, "--channel", self.place.channel]
        out = io.StringIO()
        chosen = _parser().parse_args(["plan", *arguments, *where])
        self.status = planning.plan(self.settings, lambda: {LENS.id: LENS}, chosen, out)
        return out.getvalue()

    def first(self):
        """The item that is number 1 at first, wherever it is by now."""
        return self.store.items.find(self.place, self.id)

    def proofs(self):
        item = self.first()
        answer = self.store.reviews.peek(self.place, item.review).answer(item.question)
        return [each.reference for each in answer.evidence]

    def state(self):
        item = self.first()
        return self.store.reviews.peek(self.place, item.review).answer(item.question).state(item.practice)


@pytest.fixture
def plan(tmp_path):
    terminal = Terminal(tmp_path)
    shown = terminal()
    terminal.id = next(each.id for each in terminal.store.items.of(ALONE) if each.title in shown.splitlines()[0])
    yield terminal
    terminal.store.close()


def test_taking_on_and_handing_over_change_whose_it_is(plan):
    assert "ana's" in plan("take", "1", "--as", "ana")
    assert "ben's" in plan("hand-over", "1", "--to", "ben")
    assert "ben's" not in plan("hand-over", "1")
    assert plan.first().owner is None


def test_done_changes_the_review_and_reopened_it_has_its_gap_again(plan):
    count = len(plan().splitlines())

    left = plan("done", "1", "--evidence", "https://wiki.example/runbook")
    assert len(left.splitlines()) == count - 1
    assert plan.state() is State.IN_PLACE
    everything = plan("--all").splitlines()
    number = next(line.split(".")[0].strip() for line in everything if line.endswith("(done)"))

    assert len(plan("reopen", number).splitlines()) == count
    assert plan.state() is State.MISSING
    assert len(plan().splitlines()) == count


def test_done_without_evidence_is_listed_as_unproven(plan):
    plan("done", "1")

    shown = plan("--all").splitlines()
    number = next(line.split(".")[0].strip() for line in shown if line.endswith("(done, not yet proved)"))
    assert "There is nothing in it" in plan("prove", number)
    plan("prove", number, "--evidence", "We rehearsed it")

    assert "not yet proved" not in plan("--all")
    assert plan.proofs() == ["We rehearsed it"]


def test_set_aside_needs_a_reason_and_keeps_it(plan):
    assert "Say in a sentence" in plan("not-ours", "1")
    assert plan.status == planning.FAILED

    plan("not-ours", "1", "--reason", "The platform team has it")

    assert "(not ours: The platform team has it)" in plan("--all")
    assert plan.state() is State.MISSING


def test_a_risk_is_accepted_by_somebody_for_a_reason_until_a_day(plan):
    assert "Name the person" in plan("accept", "1", "--reason", "Launch first", "--until", NEXT_MONTH)
    assert "not in the future" in plan(
        "accept", "1", "--reason", "Launch first", "--approver", "dana", "--until", "2020-01-01"
    )

    plan("accept", "1", "--reason", "Launch first", "--approver", "dana", "--until", NEXT_MONTH)

    assert f"(risk accepted by dana until {NEXT_MONTH}: Launch first)" in plan("--all")
    assert plan.first().status is Status.ACCEPTED


def test_a_day_is_promised_and_taken_back(plan):
    assert f"due {NEXT_MONTH}" in plan("due", "1", "--on", NEXT_MONTH)
    assert plan.first().due.isoformat() == NEXT_MONTH
    assert "is not a date" in plan("due", "1", "--on", "soon")
    assert "due" not in plan("due", "1", "--on", "none")


def test_a_link_is_tied_to_it_and_what_is_none_is_refused(plan):
    assert "https://git.example/7" in plan("link", "1", "--url", "https://git.example/7", "--title", "Issue 7")
    assert plan.first().links[0].title == "Issue 7"
    assert "not a link" in plan("link", "1", "--url", "issue 7")


def test_working_and_snoozed_are_shown_as_they_are(plan):
    assert "(working on it)" in plan("working", "1")
    assert f"(snoozed until {NEXT_MONTH})" in plan("snooze", "1", "--until", NEXT_MONTH)
    assert "is not a date" in plan("snooze", "1", "--until", "soon")


def test_ones_own_is_added(plan):
    shown = plan("add", "--title", "Tidy the notebooks", "--risk", "high", "--effort", "s")

    assert "Tidy the notebooks (high risk, effort S)" in shown
    assert "Give it a title" in plan("add")


def test_a_number_that_is_none_is_explained(plan):
    assert "from 1 to" in plan("take", "99")
    assert "from 1 to" in plan("take")
    assert plan.first().history == ()


def test_in_a_slack_channels_plan_people_have_member_ids(tmp_path):
    plan = Terminal(tmp_path, CHANNEL)

    assert "say who you are with --as" in plan("take", "1")
    assert "“ana” is none" in plan("take", "1", "--as", "ana")
    assert "“ben” is none" in plan("hand-over", "1", "--as", "U0ANA", "--to", "ben")
    assert "U0BEN's" in plan("hand-over", "1", "--as", "U0ANA", "--to", "U0BEN")
    histories = [each.history for each in plan.store.items.of(CHANNEL) if each.history]
    assert [(line.by, line.what) for lines in histories for line in lines] == [("U0ANA", Act.HANDED_OVER)]
    plan.store.close()
