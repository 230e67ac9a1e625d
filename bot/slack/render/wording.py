"""Windows in which a model's proposals are corrected and kept, as Slack views. Pure."""

from __future__ import annotations

from typing import assert_never

from bot.cards.wording import NoteSheet, WaitSheet, WordingSheet, WordsSheet
from bot.review import item_moves
from bot.review.errors import NOTE_LIMIT
from bot.slack import actions
from bot.slack.render import kit
from bot.slack.render.kit import Json

#: Characters of a message that are shown below a note.
MOST_QUOTED = 280
PROPOSED = ":pencil2: *A language model's proposal.* Correct it: what you keep is yours, not the model's."


def view(sheet: WordsSheet) -> Json:
    """Show a sheet as a modal."""
    match sheet:
        case WaitSheet(title, text):
            return kit.modal(title, [kit.section(kit.mrkdwn(text))], actions.WAIT_SHEET)
        case NoteSheet():
            return _note(sheet)
        case WordingSheet():
            return _wording(sheet)
        case _:
            assert_never(sheet)


def _note(sheet: NoteSheet) -> Json:
    field = kit.typed("text", sheet.text, lines=True, most=NOTE_LIMIT)
    blocks = [
        kit.section(f"*{kit.mrkdwn(sheet.question.title)}*"),
        kit.context(kit.mrkdwn(sheet.said) if sheet.said else PROPOSED),
        kit.field_of("note", "Note beside the answer", field),
    ]
    lines = []
    for n, each in enumerate(sheet.sources, 1):
        words = kit.mrkdwn(kit.cut(" ".join(each.text.split()), MOST_QUOTED))
        where = f" {kit.link(each.link, 'Go there')}" if each.link else ""
        lines.append(f"`{n}` <@{each.by}>: {words}{where}")
    blocks += kit.paged("*What it stands on*", lines)
    kept = actions.encode(sheet.review.id, sheet.question.id, sheet.place.channel)
    return kit.modal("Note of the thread", blocks, actions.NOTE_SHEET, submit="Keep", kept=kept, close="Cancel")


def _wording(sheet: WordingSheet) -> Json:
    item = sheet.item
    title = kit.typed("text", sheet.title, most=item_moves.TITLE)
    steps = kit.typed("text", "\n".join(sheet.steps), lines=True, most=item_moves.WORDED)
    hint = "The plan's own title and its source in the lens stay below. Empty: back to the plan's own words alone."
    blocks = [
        kit.section(f"*{kit.mrkdwn(item.title)}*"),
        kit.context(kit.mrkdwn(sheet.said) if sheet.said else PROPOSED),
        kit.field_of("title", "What is to be done, in your words", title, hint=hint, optional=True),
        kit.field_of("steps", "First steps, one a line", steps, optional=True),
    ]
    kept = actions.encode(sheet.home.channel, item.id, item.wordings)
    return kit.modal("In our words", blocks, actions.WORDING_SHEET, submit="Keep", kept=kept, close="Cancel")
