"""A review's course: starting, pausing, finishing, milestones, evidence, the result and the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.cards import Card
from bot.cards.asking import Note
from bot.cards.reviewing import DeletionCard, EvidenceSheet, MilestoneSheet, StartSheet
from bot.places import Place
from bot.review import selecting
from bot.review.model import EvidenceKind, Review, Status
from bot.review.move import AddEvidence, Finish, Move, Pause, Reopen, Resume
from bot.review.rights import Right, latest
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.slack.doors import Doors
from bot.slack.gate import Gate
from bot.slack.listeners import start_form
from bot.slack.listeners.lending import LendingListeners
from bot.slack.listeners.review_upgrade import UpgradeListeners
from bot.slack.payloads import Actor
from bot.usecases.lending import ASKED
from bot.usecases.ports import Posts
from bot.usecases.prefilling import Prefilling, Unfit, Wanted
from bot.usecases.refusals import Refusal
from bot.usecases.review_results import Results
from bot.usecases.review_showing import progress, result
from bot.usecases.reviewing import NoReview, Reviewing
from bot.usecases.reviewing_ports import PostKind, ReviewPosts

Ack = Callable[..., Any]
Body = dict[str, Any]
DONE = "Nothing is left to ask. Press *Finish* on the progress message, or change any answer first."
KEPT = "Kept as evidence for `{question}`."
SOON = "The report is on its way: it takes a few seconds."
WORDS = (
    "`/lensbot review` starts or continues; add `status`, `result`, `report`, `pause`, `resume`, `finish`, `delete`, "
    "`new`, `milestone NAME`, `compare A / B`, `templates` or `upgrade`."
)


@dataclass(frozen=True)
class CourseListeners:
    """Listens for what moves a review along as a whole.

    `began` and `ended` tell the other flows: place and who, place and review.
    """

    reviewing: Reviewing
    results: Results
    shown: ReviewPosts
    posts: Posts
    doors: Doors
    gate: Gate
    prefilling: Prefilling
    lending: LendingListeners
    upgrades: UpgradeListeners
    began: Callable[[Place, str], object] = lambda _place, _by: None
    ended: Callable[[Place, str], object] = lambda _place, _review: None

    def command(self, body: Body, text: str) -> None:
        """`/lensbot review …`."""
        actor = payloads.actor_of(body)
        word, _, rest = text.partition(" ")
        told: dict[str, Callable[[Actor], None]] = {
            "": self._continue,
            "status": self._status,
            "result": self._result,
            "report": self._report,
            "new": self._new,
            "pause": lambda it: self._course(it, Pause),
            "resume": lambda it: self._course(it, Resume),
            "finish": lambda it: self._course(it, Finish),
            "delete": self._delete,
            "templates": self.lending.listed,
            "upgrade": self.upgrades.command,
        }
        if word in told:
            told[word](actor)
        elif word == "milestone":
            self._milestone(actor, rest.strip())
        elif word == "compare":
            self._compare(actor, rest)
        else:
            raise Refusal(WORDS)

    def started(self, ack: Ack, body: Body) -> None:
        """The form of a new review was sent."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self._teller(actor), ack):
            (channel,) = actions.decode(view["private_metadata"], str)
            place, state = Place(actor.place.tenant, channel), view["state"]
            with boundary(lambda card: self.posts.whisper(place, actor.user, card), ack):
                wanted, actor = start_form.wanted(state), replace(actor, place=place)
                self.gate.check(actor, Right.START, latest(self.reviewing.reviews.of(place), wanted.workload.name))
                self._begin(ack, actor, wanted)

    def _begin(self, ack: Ack, actor: Actor, wanted: Wanted) -> None:
        try:
            asked = self.prefilling.start(actor.place, wanted, self.gate.person(actor))
        except Unfit as unfit:
            ack(response_action="errors", errors={unfit.of: unfit.text})
            return
        ack()
        self.began(actor.place, actor.user)
        if asked:
            self.posts.whisper(actor.place, actor.user, Note(ASKED.format(channel=asked)))

    def pressed(self, ack: Ack, body: Body) -> None:
        """A button of the progress message or the result."""
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            (review,) = actions.decode(_value(body), str)
            ack()
            self._course_of(body["actions"][0]["action_id"], actor, review)

    def named(self, ack: Ack, body: Body) -> None:
        """A milestone was given its name."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self._teller(actor), ack):
            review, channel = actions.decode(view["private_metadata"], str, str)
            actor = replace(actor, place=Place(actor.place.tenant, channel))
            with boundary(self._teller(actor), ack):
                name = actions.stated(view["state"], "name", "text") or ""
                card = self.results.milestone(actor.place, review, name, actor.user)
                ack()
                self.posts.post(actor.place, card)

    def evidence(self, ack: Ack, body: Body) -> None:
        """A message is to back an answer: ask which."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            review, lens = self.reviewing.current(actor.place)
            message = body["message"]
            post = self.shown.find(actor.place, message.get("thread_ts") or "")
            first = post.question if post and post.kind is PostKind.QUESTION else review.cursor or review.questions[0]
            choices = tuple((review.id, each, f"{each} {lens.question(each).title}") for each in review.questions)
            sheet = EvidenceSheet(
                actor.place, choices, actions.encode(review.id, first), message["ts"], message.get("text") or ""
            )
            self.doors.open(actor.trigger, sheet)

    def evidence_chosen(self, ack: Ack, body: Body) -> None:
        """The answer that a message backs was chosen."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self._teller(actor), ack):
            channel, ts = actions.decode(view["private_metadata"], str, str)
            actor = replace(actor, place=Place(actor.place.tenant, channel))
            with boundary(self._teller(actor), ack):
                review, question = actions.decode(actions.stated(view["state"], "question", "pick"), str, str)
                self._keep_evidence(actor, review, question, self.doors.permalink(actor.place, ts))
                ack()
                self._teller(actor)(Note(KEPT.format(question=question)))

    def _keep_evidence(self, actor: Actor, review: str, question: str, link: str) -> None:
        move = AddEvidence(
            by=actor.user,
            at=self.reviewing.now(),
            question=question,
            kind=EvidenceKind.MESSAGE,
            reference=link,
            title="A message in this channel",
        )
        self.reviewing.do(actor.place, review, move)

    def _course_of(self, action: str, actor: Actor, review: str) -> None:
        moves: Mapping[str, Callable[..., Move]] = {actions.PAUSE: Pause, actions.FINISH: Finish}
        if action in moves:
            self._change(actor, review, moves[action])
        elif action == actions.RESUME:
            held, _lens = self.reviewing.get(actor.place, review)
            self._change(actor, review, Reopen if held.status is Status.FINISHED else Resume)
        elif action == actions.CONTINUE:
            self._go_on(actor, review)
        elif action == actions.SESSION:
            self.reviewing.session(actor.place, review, actor.user)
        elif action == actions.REPORT:
            self.results.order(actor.place, review, actor.user)
            self.posts.whisper(actor.place, actor.user, Note(SOON))
        elif action == actions.DELETE:
            self.gate.check(actor, Right.DELETE, self.reviewing.get(actor.place, review)[0])
            self.results.order_end(actor.place, review, actor.user)
            self.posts.whisper(actor.place, actor.user, Note(SOON), reply_url=actor.reply_url)
        elif action == actions.RESULT:
            self.posts.post(actor.place, result(*self.reviewing.get(actor.place, review)))
        else:
            self.doors.open(actor.trigger, MilestoneSheet(self.reviewing.get(actor.place, review)[0], actor.place))

    def _change(self, actor: Actor, review: str, kind: Callable[..., Move]) -> None:
        before, _lens = self.reviewing.get(actor.place, review)
        if kind is Finish:
            self.gate.check(actor, Right.FINISH, before)
        after = self.reviewing.do(actor.place, review, kind(by=actor.user, at=self.reviewing.now()))
        if kind in (Resume, Reopen) and after.cursor and after.turns == before.turns:
            # The card of days ago is far up in the channel: its question is shown again where people are.
            self.reviewing.recall(actor.place, after)
        if kind is Finish:
            self.ended(actor.place, review)
            self.posts.post(actor.place, result(after, self.reviewing.lens(after.lens)))

    def _delete(self, actor: Actor) -> None:
        review, _lens = self.reviewing.current(actor.place)
        self.gate.check(actor, Right.DELETE, review)
        self.posts.whisper(actor.place, actor.user, DeletionCard(review), reply_url=actor.reply_url)

    def _go_on(self, actor: Actor, review_id: str) -> None:
        """Show the question on the table at the bottom of the channel again; take up what was put off if nothing is."""
        review, lens = self.reviewing.get(actor.place, review_id)
        if review.status is Status.OPEN and review.cursor:
            self.reviewing.recall(actor.place, review)
        elif selecting.open_questions(review, lens):
            self._change(actor, review_id, Resume)
        else:
            raise Refusal(DONE)

    def _continue(self, actor: Actor) -> None:
        try:
            review, _lens = self.reviewing.current(actor.place)
        except NoReview:
            self._new(actor)
            return
        if review.status is Status.FINISHED:
            self._new(actor)
        elif review.status is Status.PAUSED:
            self._change(actor, review.id, Resume)
        else:
            self._go_on(actor, review.id)

    def _new(self, actor: Actor) -> None:
        self.gate.check(actor, Right.START)
        earlier = tuple((each.id, _named(each)) for each in self.reviewing.reviews.of(actor.place))
        lenses, templates = self.reviewing.lenses(), self.prefilling.templating.named(actor.place.tenant)
        self.doors.open(actor.trigger, StartSheet(actor.place, tuple(lenses.values()), earlier, templates))

    def _status(self, actor: Actor) -> None:
        review, lens = self.reviewing.current(actor.place)
        self.posts.whisper(actor.place, actor.user, progress(review, lens), reply_url=actor.reply_url)

    def _result(self, actor: Actor) -> None:
        self.posts.post(actor.place, result(*self.reviewing.current(actor.place)))

    def _report(self, actor: Actor) -> None:
        review, _lens = self.reviewing.current(actor.place)
        self.results.order(actor.place, review.id, actor.user)
        self.posts.whisper(actor.place, actor.user, Note(SOON), reply_url=actor.reply_url)

    def _course(self, actor: Actor, kind: Callable[..., Move]) -> None:
        self._change(actor, self.reviewing.current(actor.place)[0].id, kind)

    def _milestone(self, actor: Actor, name: str) -> None:
        review, _lens = self.reviewing.current(actor.place)
        if name:
            self.posts.post(actor.place, self.results.milestone(actor.place, review.id, name, actor.user))
        else:
            self.doors.open(actor.trigger, MilestoneSheet(review, actor.place))

    def _compare(self, actor: Actor, names: str) -> None:
        review, _lens = self.reviewing.current(actor.place)
        self.posts.post(actor.place, self.results.compare(actor.place, review.id, names))

    def _teller(self, actor: Actor) -> Callable[[Card], object]:
        def tell(card: Card) -> object:
            return self.posts.whisper(actor.place, actor.user, card, thread=actor.thread, reply_url=actor.reply_url)

        return tell


def _named(review: Review) -> str:
    return f"{review.workload.name} ({review.started_at:%d %b %Y})"


def _value(body: Body) -> str:
    return str(body["actions"][0].get("value", ""))
