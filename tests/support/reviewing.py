"""A review driven as people drive it: start, tick, save, press."""

from __future__ import annotations

from tests.support.dialog import words


class ReviewDialog:
    """A review in a dialog's channel."""

    def __init__(self, dialog):
        self.dialog, self.control = dialog, dialog.control

    def start(self, user="ana", **values):
        """Start a review through the form; `scope` is a list of values."""
        self.dialog.command(user, "review")
        self.dialog.modal(user)
        form = {"name": {"text": values.pop("name", "Fraud scoring")}}
        form |= {block: {"text" if block == "description" else "pick": value} for block, value in values.items()}
        return self.control.submit(user, form)

    def cards(self, user="ana"):
        """The messages that show a question to be answered, oldest first."""
        return [message for message in self.dialog.seen(user) if "Which of these are in place" in words(message)]

    def card(self, user="ana", after=None):
        """The question on the table, once there is one that isn't `after`."""

        def newest():
            found = self.cards(user)
            return found[-1] if found and (after is None or found[-1]["ts"] != after["ts"]) else None

        return self.dialog.until(newest)

    def tick(self, user, card, *shorts):
        """Tick the practices whose short names (BP01) are given, in whichever group they are."""
        for block in card["blocks"]:
            for element in block.get("elements") or []:
                if element.get("type") == "checkboxes":
                    values = [option["value"] for option in element["options"]]
                    chosen = [value for value in values if value.rsplit("-", 1)[-1] in shorts]
                    where = {"channel": self.dialog.channel, "ts": card["ts"], "block_id": block["block_id"]}
                    self.control.select(user, element["action_id"], chosen, **where)

    def save(self, user, card, *shorts):
        """Tick and save; the acknowledgement."""
        self.tick(user, card, *shorts)
        return self.dialog.press(user, card, "Save")

    def message(self, ts, user="ana"):
        """A message of the channel as it is now."""
        return next(each for each in self.dialog.seen(user) if each["ts"] == ts)

    def settled(self, card, text, user="ana"):
        """The message of a card, once it says this."""

        def says():
            found = self.message(card["ts"], user)
            return found if text in words(found) else None

        return self.dialog.until(says)

    def progress(self, user="ana"):
        """The message that tells how far the review is."""

        def found():
            return next((each for each in self.dialog.seen(user) if "Review of" in words(each)), None)

        return self.dialog.until(found)
