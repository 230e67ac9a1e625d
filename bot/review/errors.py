"""What a review refuses, in words for the person who pressed.

Every refusal leaves the review as it was. Its `text` says what is wrong and what to do instead; it is shown to that
person alone and never logged as a failure.
"""

from __future__ import annotations

NOTE_LIMIT = 2084
REASON_LIMIT = 250
EVIDENCE_LIMIT = 2000
NAME_LIMIT = 100
DESCRIPTION_LIMIT = 250


class Refusal(Exception):
    """Something that can't be done, and what to do instead. `text` is for the person."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class StaleTurn(Refusal):
    """A button of an older card, a second click, or a button of another review; nothing was changed."""

    def __init__(self, text: str = "") -> None:
        super().__init__(
            text or "That card is from earlier, and the review has moved on. Nothing was changed; use its latest card."
        )


class NotInReview(Refusal):
    """A question, a practice, or something attached to one, that this review does not hold."""


class Contradiction(Refusal):
    """An answer that says two things at once, such as “None of these” beside a tick."""


class NothingSaid(Refusal):
    """A form sent empty: nothing ticked is not the same as “none of these”."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text or "Nothing is ticked. Tick what is in place, or press “None of these” or “Not sure”.")


class TooLong(Refusal):
    """A text over its limit. Nothing is cut, so that nobody's words end halfway without their knowing."""

    def __init__(self, what: str, limit: int, length: int) -> None:
        super().__init__(f"{what} has {length:,} characters, and {limit:,} fit. Please shorten it and send it again.")
        self.limit = limit
        self.length = length


class NoteTooLong(TooLong):
    """A note over what the AWS tool holds, which an export would otherwise cut."""

    def __init__(self, length: int) -> None:
        super().__init__("The note", NOTE_LIMIT, length)


class ReasonTooLong(TooLong):
    """A reason over what the AWS tool holds for a choice."""

    def __init__(self, length: int) -> None:
        super().__init__("The reason", REASON_LIMIT, length)


class Paused(Refusal):
    """The review is paused; its table waits until somebody resumes it."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text or "This review is paused. Resume it first, then answer.")


class Finished(Refusal):
    """The review is finished; its table is closed until somebody reopens it."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text or "This review is finished. Reopen it to go on, or edit a single answer.")


class WrongEdition(Refusal):
    """The review is pinned to another lens, or to another edition of it, than the one it was opened with."""
