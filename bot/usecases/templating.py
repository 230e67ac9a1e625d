"""Templates: a state of a review under a name, with which others in its workspace, and in no other, begin theirs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.cards.lending import MOST_TEMPLATES, TemplateLine, TemplateMadeCard, TemplatesCard
from bot.places import Place, Tenant
from bot.review import borrowing, comparing
from bot.review.comparing import Snapshot
from bot.review.errors import NAME_LIMIT, Refusal
from bot.review.model import Borrowed, Status
from bot.review.rights import Person
from bot.usecases.prefilling_ports import Template, Templates
from bot.usecases.reviewing import GONE, Reviewing
from bot.usecases.reviewing_ports import Milestones, UnknownReview

#: The state as it is; milestones are m0, m1 and so on, the oldest first.
NOW = "now"
UNFINISHED = (
    "A template is made of a finished review, or of a milestone. Finish the review, or press *Milestone…* first."
)
NAMELESS = "Give the template a name that others understand, such as “All our workloads”."
LONG = f"A template's name has at most {NAME_LIMIT} characters."
TAKEN = "This workspace has a template of that name already. Choose another name, or remove that one first."
FULL = (
    f"This workspace has {MOST_TEMPLATES} templates, and no more fit. `/lensbot review templates` lists them; whoever "
    "made one, or a workspace admin, can remove it there."
)
NOTHING = "Nothing definite was answered in that state, so there is nothing to begin with."
REMOVED = "That template is no longer here. `/lensbot review templates` lists those that are."
OTHER_LENS = "That template was made with another lens. Choose it together with that lens, or leave it out."
NOT_YOURS = "Whoever made a template, and workspace admins, may remove it."
OUTSIDE = "Templates are for members of this workspace."


@dataclass(frozen=True)
class Templating:
    """The templates of workspaces."""

    reviewing: Reviewing
    milestones: Milestones
    templates: Templates

    def states(self, place: Place, review_id: str) -> tuple[tuple[str, str], ...]:
        """The states of a review that can become a template: (what they are called, value). Refusal without any."""
        review, _lens = self.reviewing.get(place, review_id)
        now = (("As it is now", NOW),) if review.status is Status.FINISHED else ()
        kept = self.milestones.of(place, review_id)
        found = (*now, *((f"Milestone “{each.name}”", f"m{n}") for n, each in enumerate(kept)))
        if not found:
            raise Refusal(UNFINISHED)
        return found

    def make(self, place: Place, review_id: str, name: str, state: str, by: str) -> TemplateMadeCard:
        """Keep a state of a review as a template."""
        name = " ".join(name.split())
        if not name:
            raise Refusal(NAMELESS)
        if len(name) > NAME_LIMIT:
            raise Refusal(LONG)
        taken = self._state(place, review_id, state)
        count = len(borrowing.lent(taken))
        if not count:
            raise Refusal(NOTHING)
        if len(self.templates.named(place.tenant)) >= MOST_TEMPLATES:
            raise Refusal(FULL)
        made = Template("t" + secrets.token_hex(6), name, place, review_id, by, self.reviewing.now(), taken)
        try:
            if not self.templates.add(made):
                raise Refusal(TAKEN)
        except UnknownReview:
            raise Refusal(GONE) from None
        return TemplateMadeCard(name, by, count)

    def named(self, tenant: Tenant) -> tuple[tuple[str, str], ...]:
        """What a review in this workspace can begin with, as (id, name), by name; those of lenses that are here."""
        lenses = self.reviewing.lenses()
        several = len(lenses) > 1
        return tuple(
            (each.id, f"{each.name} ({lenses[each.lens].name})" if several else each.name)
            for each in self.templates.named(tenant)
            if each.lens in lenses
        )

    def chosen(self, tenant: Tenant, template: str, lens: str, by: str) -> Borrowed:
        """What there is to take over when a review by this lens begins with a template."""
        found = self._find(tenant, template)
        if found.snapshot.lens != lens:
            raise Refusal(OTHER_LENS)
        return Borrowed(found.id, "", found.name, by, self.reviewing.now(), borrowing.lent(found.snapshot))

    def listed(self, tenant: Tenant, person: Person) -> TemplatesCard:
        """The workspace's templates, as this person sees them."""
        if person.outside:
            raise Refusal(OUTSIDE)
        lenses = self.reviewing.lenses()
        return TemplatesCard(
            tuple(
                TemplateLine(
                    each.id,
                    each.name,
                    lenses[each.snapshot.lens].name if each.snapshot.lens in lenses else each.snapshot.lens,
                    len(borrowing.lent(each.snapshot)),
                    each.by,
                    each.at,
                    person.admin or person.id == each.by,
                )
                for each in self.templates.of(tenant)
            )
        )

    def remove(self, tenant: Tenant, template: str, person: Person) -> TemplatesCard:
        """Forget a template; what is left. Reviews that began with it stay as they are."""
        found = self._find(tenant, template)
        if person.outside or not (person.admin or person.id == found.by):
            raise Refusal(NOT_YOURS)
        self.templates.remove(tenant, template)
        return self.listed(tenant, person)

    def _find(self, tenant: Tenant, template: str) -> Template:
        found = self.templates.of(tenant, template) if template else ()
        if not found:
            raise Refusal(REMOVED)
        return found[0]

    def _state(self, place: Place, review_id: str, state: str) -> Snapshot:
        if state not in {value for _, value in self.states(place, review_id)}:
            raise Refusal(UNFINISHED)
        if state == NOW:
            return comparing.snapshot(*self.reviewing.get(place, review_id))
        return self.milestones.of(place, review_id)[int(state[1:])].snapshot
