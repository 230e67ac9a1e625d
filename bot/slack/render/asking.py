"""What the bot says when it is asked, as Slack messages and views. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.cards.asking import (
    AboutSheet,
    AnswerCard,
    AskingCard,
    AskingSheet,
    Failure,
    Help,
    HomeSheet,
    Mine,
    Note,
    OpinionSheet,
    PracticeSheet,
    RulesSheet,
    StackCard,
    Welcome,
)
from bot.slack import actions
from bot.slack.render import channel_rules, kit, reminding_sheets, stack
from bot.slack.render.kit import Json, Message
from bot.slack.render.practice import practice_blocks
from knowledge.model import Answer, AskBack, Citation, Grade, Line, LineKind, Span

EXAMPLES = (
    "We retrain by hand every quarter and nobody compares the new model with the old one. Is that ok?",
    "How do we notice that our inputs have drifted?",
    "All our notebooks share one admin role. Am I doing this right?",
)
WAYS = (
    "*Mention me* in a channel: `@Lensbot is it fine to …?` I answer in its thread; follow-ups there need no mention.",
    "*Write to me* in our own conversation. “Where were we?” lists your reviews, “continue the review of #fraud-ml” "
    "goes on with that channel's there.",
    "*`/lensbot ask …`* gives an answer that only you see, until you share it.",
    "*“Am I doing this right?”* in the menu of any message judges what it describes.",
)
COMMANDS = (
    ("/lensbot ask …", "a cited answer, first only for you"),
    ("/lensbot review", "review this channel's workload together, question by question; `status`, `result`, `report`"),
    ("/lensbot plan", "what this channel has decided to improve, and how that stands"),
    ("/lensbot reminders", "when I write here, and about what; `/lensbot reminders me` is about you alone"),
    ("/lensbot settings", "how this channel is served: mentions or every question, public or private, which lenses"),
    ("/lensbot help", "this list"),
)
PROMISE = "Every statement cites the best practice it stands on. What my sources don't cover I say so, and don't guess."


def message(card: AskingCard) -> Message:
    """Show a card as a message."""
    match card:
        case AnswerCard():
            return _answer(card)
        case Note(text):
            return Message(kit.mrkdwn(text), tail=(kit.section(kit.mrkdwn(text)),))
        case StackCard():
            return stack.message(card)
        case Help(unknown):
            return _help(unknown)
        case Welcome():
            return _welcome()
        case Failure(reference):
            text = f"Something went wrong on my side, and it isn't your doing. Reference {reference}: it is in my log."
            return Message(text, tail=(kit.section(f":warning: {text}"),))
        case _:
            assert_never(card)


def view(sheet: AskingSheet) -> Json:
    """Show a sheet as a view."""
    match sheet:
        case PracticeSheet(lens, practice):
            return kit.modal(practice.id, practice_blocks(lens, practice), actions.PRACTICE_SHEET)
        case RulesSheet():
            return channel_rules.view(sheet)
        case AboutSheet():
            return _about(sheet)
        case OpinionSheet(question):
            return _opinion(question)
        case HomeSheet():
            return _home(sheet)
        case _:
            assert_never(sheet)


def _answer(card: AnswerCard) -> Message:
    answer = card.answer
    head = "\n\n".join(_paragraphs(answer))
    return Message(
        text=kit.cut(kit.mrkdwn(answer.text), kit.MOST_TEXT),
        head=head,
        tail=tuple(_below(card)),
    )


def _below(card: AnswerCard) -> Iterator[Json]:
    answer = card.answer
    if answer.ask_back:
        yield from _choices(card.question, answer.ask_back)
    for citation in answer.citations:
        yield _source(citation)
    for note in card.notes:
        yield kit.context(kit.mrkdwn(note))
    if card.review:
        yield kit.actions(kit.button("Answer it in the review", actions.EDIT, actions.encode(*card.review)))
    if card.private:
        share = kit.button("Share with the channel", actions.SHARE, actions.encode(card.question))
        yield kit.actions(share, kit.button("Dismiss", actions.DISMISS, actions.encode(card.question)))
    if not answer.abstained:
        yes, no = actions.encode(card.question, 1), actions.encode(card.question, 0)
        yield kit.feedback(actions.OPINION, yes, no)


def _choices(question: str, asked: AskBack) -> Iterator[Json]:
    yield kit.section(f"*{kit.mrkdwn(asked.text)}*")
    for place, option in enumerate(asked.options):
        pick = kit.button("That's us", actions.PICK, actions.encode(question, asked.practice, place))
        yield kit.section(kit.mrkdwn(option.text), pick)


def _source(citation: Citation) -> Json:
    also = "see also " if citation.grade is Grade.SEE_ALSO else ""
    title = kit.link(citation.url, f"{citation.id} {citation.title}")
    about = f"{_named(citation.pillar)} · {citation.risk} risk"
    more = kit.button("More", actions.MORE, actions.encode(citation.lens, citation.id))
    return kit.section(f"`{citation.number}` {also}{title}\n{kit.mrkdwn(about)}", more)


def _named(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _paragraphs(answer: Answer) -> Iterator[str]:
    """Paragraphs of Markdown; what is asked back stands below, with buttons, and is left out here."""
    urls = {citation.number: citation.url for citation in answer.citations}
    asked = answer.ask_back.text if answer.ask_back else None
    step = 0
    for line in answer.lines:
        step = step + 1 if line.kind is LineKind.STEP else 0
        if line.kind is LineKind.CHOICE or line.spans[0].text == asked:
            continue
        yield _paragraph(line, step, urls)


def _paragraph(line: Line, step: int, urls: dict[int, str]) -> str:
    written = "".join(_span(span, urls) for span in line.spans)
    return f"{step}. {written}" if line.kind is LineKind.STEP else written


def _span(span: Span, urls: dict[int, str]) -> str:
    text = kit.markdown(span.text)
    if span.quoted:
        text = f"“{text}”"
    if span.strong:
        body = text.strip()
        text = text.replace(body, f"**{body}**")
    return text + "".join(" " + kit.markdown_link(urls.get(number, ""), f"\\[{number}\\]") for number in span.cites)


def _help(unknown: str) -> Message:
    first = f"I don't know “{kit.mrkdwn(kit.cut(unknown, 60))}”. Here is what I can do.\n" if unknown else ""
    commands = "\n".join(f"`{command}` {meaning}" for command, meaning in COMMANDS)
    blocks = (
        kit.section(f"{first}*Ask me*\n" + "\n".join(f"• {way}" for way in WAYS)),
        kit.section(f"*Commands*\n{commands}"),
        kit.section("*In a thread* write `quiet` and I answer there only when mentioned."),
        kit.section(
            "*Your stack* Tell me `remember: we use Vertex AI, not SageMaker`, and steps for it come first in this "
            "channel. `our stack` shows what I know, `forget our stack` clears it."
        ),
        kit.context(PROMISE),
    )
    return Message(f"{first}Mention me, write to me, or use /lensbot ask.", tail=blocks)


def _welcome() -> Message:
    text = "Hello! I answer “am I doing this right?” about machine-learning workloads, and cite the practice behind it."
    blocks = (
        kit.section(text),
        kit.section("\n".join(f"• {way}" for way in WAYS)),
        kit.actions(kit.button("Settings for this channel", actions.SETTINGS, actions.encode())),
        kit.context(PROMISE),
    )
    return Message(text, tail=blocks)


def _about(sheet: AboutSheet) -> Json:
    where = [kit.option("In the message's thread", "thread")] if sheet.thread_possible else []
    where.append(kit.option("Only to me", "me"))
    quoted = "\n".join(f"> {line}" for line in kit.mrkdwn(kit.cut(sheet.text, 600)).splitlines())
    blocks = [
        kit.section(quoted or "> –"),
        kit.field_of(
            "where", "Where shall I answer?", kit.chosen_from("radio_buttons", "pick", where, (where[0]["value"],))
        ),
    ]
    if not sheet.thread_possible:
        blocks.append(kit.context("I'm not in this channel, so I can't answer there. Invite me with /invite."))
    kept = actions.encode(sheet.channel, sheet.draft)
    return kit.modal("Am I doing this right?", blocks, actions.ABOUT_SHEET, submit="Judge it", kept=kept)


def _opinion(question: str) -> Json:
    element = kit.typed("text", lines=True, placeholder="It cites the wrong practice; we asked about …", most=1000)
    field = kit.field_of("note", "What was wrong, or missing?", element, optional=True)
    return kit.modal("Not helpful", [field], actions.OPINION_SHEET, submit="Send", kept=actions.encode(question))


def _reviews(reviews: tuple[Mine, ...]) -> Iterator[Json]:
    if not reviews:
        return
    yield kit.divider()
    lines = []
    for each in reviews[:20]:
        waiting = ", ".join(f"`{question}`" for question in each.waiting)
        waits = f" · *waiting for you:* {waiting}" if waiting else ""
        done = f"{each.answered} of {each.questions} answered"
        lines.append(f"• {kit.mrkdwn(each.name)} in <#{each.place.channel}>: {done}{waits}")
    yield from kit.paged("*Your reviews* (continue one with `/lensbot review` in its channel)", lines)


def _home(sheet: HomeSheet) -> Json:
    blocks = [
        kit.header("Am I doing this right?"),
        kit.section("I answer that about machine-learning workloads, with the best practice behind each statement."),
        kit.section("\n".join(f"• {way}" for way in WAYS)),
        kit.divider(),
        kit.section(
            "*Try one of these in our conversation*\n" + "\n".join(f"> {kit.mrkdwn(each)}" for each in EXAMPLES)
        ),
    ]
    if sheet.recent:
        blocks += [kit.divider(), kit.section("*What you asked last*")]
        blocks += [
            kit.section(f"*{kit.mrkdwn(kit.cut(asked, 150))}*\n{kit.mrkdwn(kit.cut(said, 200))}")
            for asked, said in sheet.recent
        ]
    blocks += list(_reviews(sheet.reviews))
    blocks += reminding_sheets.mine(sheet.items)
    blocks.append(kit.context(PROMISE))
    return kit.home(blocks)
