"""Moving a review to a new edition of its lens: first what that changes, then, when somebody says so, the move.

Never by itself: what the new edition has no place for leaves the review, and while an installation is being upgraded
two editions may serve the same channel.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.reviewing import UpgradeCard
from bot.places import Place
from bot.review import carrying
from bot.review.move import UpgradeLens
from bot.usecases.refusals import Refusal
from bot.usecases.reviewing import Reviewing

UP_TO_DATE = "This review uses the edition of its lens that I have. There is nothing to move."


@dataclass(frozen=True)
class Upgrading:
    """Reviews whose lens has a new edition."""

    reviewing: Reviewing

    def preview(self, place: Place) -> UpgradeCard:
        """What moving the channel's review would change; Refusal where there is nothing to move."""
        review, lens = self.reviewing.pinned(place)
        if review.lens_edition == lens.edition:
            raise Refusal(UP_TO_DATE)
        return UpgradeCard(review, lens, carrying.upgrade(review, lens))

    def upgrade(self, place: Place, review_id: str, edition: str, by: str) -> UpgradeCard:
        """Move a review to this edition, which is the one that was previewed; what that changed."""
        review, lens = self.reviewing.pinned(place, review_id)
        if review.lens_edition == lens.edition:
            raise Refusal(UP_TO_DATE)
        changes = carrying.upgrade(review, lens)
        move = UpgradeLens(by=by, at=self.reviewing.now(), edition=edition)
        after = self.reviewing.keep(place, review_id, move)
        self.reviewing.show(place, after, (*changes.removed_questions, *changes.asked_again))
        return UpgradeCard(after, lens, changes, by)
