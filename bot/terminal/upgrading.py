"""A review and a new edition of its lens, in a terminal: what moving it changes, and whether it shall move."""

from __future__ import annotations

from typing import TextIO

from bot.places import Place
from bot.review import carrying
from bot.review.errors import Refusal
from bot.review.model import Review
from bot.usecases.reviewing import Reviewing
from bot.usecases.upgrading import Upgrading

STAYS = "The review stays as it is, and waits."


def moved(reviewing: Reviewing, place: Place, review: Review, by: str, streams: tuple[TextIO, TextIO]) -> Review:
    """The review by the edition of its lens that is installed; Refusal where the person would rather not move it."""
    held, lens = reviewing.pinned(place, review.id)
    if held.lens_edition == lens.edition:
        return held
    made = carrying.upgrade(held, lens)
    source, out = streams
    out.write(f"This review began with another edition of its lens; here is that of {lens.edition}.\n")
    for title, found in (
        ("No longer asked", made.removed_questions),
        ("Practices that are gone, with what was said of them", made.removed_practices),
        ("New questions", made.new_questions),
        ("Asked again", made.asked_again),
    ):
        if found:
            out.write(f"  {title}: {', '.join(found)}\n")
    out.write("Move the review to it? [y/n] ")
    out.flush()
    if source.readline().strip().lower() not in ("y", "yes"):
        raise Refusal(STAYS)
    return Upgrading(reviewing).upgrade(place, review.id, lens.edition, by).review
