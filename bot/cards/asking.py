"""What the bot says when it is asked: messages and the modals that open from them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channel_rules import ChannelRules
from bot.places import Place
from bot.review.items import Item
from knowledge.model import Answer
from lens_corpus.model import Lens, Practice


@dataclass(frozen=True)
class AnswerCard:
    """An answer with its sources and what can be done about it.

    `private` means that only one person sees it, who may share it. `review` is the review and the question in it where
    this can be answered for the team.
    """

    question: str
    answer: Answer
    private: bool = False
    notes: tuple[str, ...] = ()
    review: tuple[str, str] | None = None


@dataclass(frozen=True)
class Note:
    """A sentence or two, nothing to press."""

    text: str


@dataclass(frozen=True)
class Help:
    """What the bot can do and how to ask for it. `unknown` is the word that was not understood."""

    unknown: str = ""


@dataclass(frozen=True)
class Welcome:
    """Said once in a channel that the bot was invited to."""


@dataclass(frozen=True)
class Failure:
    """Something went wrong on our side; `reference` is in the log as well."""

    reference: str


@dataclass(frozen=True)
class StackCard:
    """What a channel has told us of its stack, in its words, and the products that we understood to be used or not.

    `changed` where it has just been told, or (without a note) forgotten; else somebody only asked.
    """

    note: str
    uses: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    changed: bool = False


AskingCard = AnswerCard | Note | Help | Welcome | Failure | StackCard


@dataclass(frozen=True)
class PracticeSheet:
    """A best practice in full."""

    lens: Lens
    practice: Practice


@dataclass(frozen=True)
class RulesSheet:
    """A channel's settings. `lenses` are those that are installed: id and name; `model` whether there is one.

    `locked` says why this person can see but not change them, and is empty for who can.
    """

    place: Place
    rules: ChannelRules
    lenses: tuple[tuple[str, str], ...]
    model: bool = False
    locked: str = ""


@dataclass(frozen=True)
class AboutSheet:
    """Where the answer about somebody's message should go. `draft` is the id under which the question is kept."""

    draft: str
    text: str
    channel: str
    thread_possible: bool


@dataclass(frozen=True)
class OpinionSheet:
    """What was wrong with an answer, in the person's words."""

    question: str


@dataclass(frozen=True)
class Mine:
    """A review that somebody takes part in: where, how far it is, and the questions that wait for this person.

    `review` is its id.
    """

    place: Place
    name: str
    answered: int
    questions: int
    waiting: tuple[str, ...]
    review: str = ""
    paused: bool = False


@dataclass(frozen=True)
class HomeSheet:
    """The Home tab: how to ask, what this person asked last, as (question, the beginning of the answer), and has to do.

    `items` are the improvements that the person has taken on, each with its channel; `reviews` those they take part in.
    """

    recent: tuple[tuple[str, str], ...] = ()
    items: tuple[tuple[Place, Item], ...] = ()
    reviews: tuple[Mine, ...] = ()


AskingSheet = PracticeSheet | RulesSheet | AboutSheet | OpinionSheet | HomeSheet
