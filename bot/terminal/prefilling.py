"""Beginning a review in a terminal with answers: of an earlier one, or of a template.

Another channel is not asked from here: whether somebody may ask it, and who may agree, is known to Slack alone.
"""

from __future__ import annotations

import argparse

from bot.places import Place
from bot.review import borrowing
from bot.review.errors import Refusal
from bot.review.model import Borrowed, Review, Scope, ScopeKind, State, Status, Workload
from bot.review.rights import latest, plain
from bot.usecases.reviewing import Reviewing
from bot.usecases.templating import NOW, Templating
from lens_corpus.model import Lens, Question

NO_EARLIER = "There is no earlier review of “{name}” here to carry answers over from."
NO_TEMPLATE = "There is no template “{name}” here. There is: {names}."
NONE_FINISHED = "There is no finished review here to make a template of. Finish one first, with f."
_SAYS = {State.IN_PLACE: "in place", State.MISSING: "missing", State.NOT_APPLICABLE: "does not apply"}


def begin(reviewing: Reviewing, templating: Templating, place: Place, chosen: argparse.Namespace, by: str) -> Review:
    """Begin the review that was asked for on the command line."""
    lens = chosen.lens or next(iter(reviewing.lenses()))
    name = chosen.workload or "This workload"
    scope = Scope(ScopeKind.PILLARS, (chosen.pillar,)) if chosen.pillar else Scope()
    earlier = _earlier(reviewing, place, name) if chosen.again else ""
    template = _template(templating, place, chosen.template, lens, by) if chosen.template else None
    return reviewing.start(place, lens, Workload(name), scope, by, earlier=earlier, template=template)


def keep(templating: Templating, place: Place, name: str, by: str) -> str:
    """Make a template of the last finished review; what was done."""
    done = [each for each in templating.reviewing.reviews.of(place) if each.status is Status.FINISHED]
    if not done:
        raise Refusal(NONE_FINISHED)
    made = templating.make(place, done[0].id, name, NOW, by)
    return (
        f"“{made.name}” is a template now: what was answered to {made.questions} questions of {done[0].workload.name}."
    )


def offers(review: Review, lens: Lens, question: Question) -> list[str]:
    """What there is to take over for a question, as lines to show under it."""
    lines = []
    for given, lent in borrowing.offered(review, lens, question.id):
        where = f"template “{given.name}”" if given.name else f"channel {given.channel}, shared by {given.by}"
        says = ", ".join(f"{practice} {_SAYS.get(state, state)}" for practice, state in lent.states)
        lines.append(f"  t. Same as in the {where}: {says} (not counted until you take it over)")
    return lines[:1]


def source(review: Review, lens: Lens, question: Question) -> str:
    """Where t takes answers from; Refusal where there is nothing."""
    found = borrowing.offered(review, lens, question.id)
    if not found:
        raise Refusal("There is nothing to take over for this question.")
    return found[0][0].source


def _earlier(reviewing: Reviewing, place: Place, name: str) -> str:
    found = latest(reviewing.reviews.of(place), name)
    if found is None:
        raise Refusal(NO_EARLIER.format(name=name))
    return found.id


def _template(templating: Templating, place: Place, name: str, lens: str, by: str) -> Borrowed:
    known = templating.templates.of(place.tenant)
    found = next((each for each in known if plain(each.name) == plain(name)), None)
    if found is None:
        names = ", ".join(f"“{each.name}”" for each in known) or "none yet"
        raise Refusal(NO_TEMPLATE.format(name=name, names=names))
    return templating.chosen(place.tenant, found.id, lens, by)
