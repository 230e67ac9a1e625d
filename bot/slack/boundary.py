"""Where trouble ends: a refusal is told to the person, anything else becomes a reference that is in the log too.

An exception that left a listener after its ack would take the ack back (design facts, Bolt 1.30), and its text could
hold what nobody in the channel may read.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.cards import Card
from bot.cards.asking import Failure, Note
from bot.usecases.ports import ChannelGone
from bot.usecases.refusals import Refusal

_LOG = logging.getLogger("lensbot")


@contextmanager
def boundary(tell: Callable[[Card], object], ack: Callable[..., object] | None = None) -> Iterator[None]:
    """Run a listener's work; whatever goes wrong is told through `tell`, and nothing leaves.

    `ack` is for listeners that keep what was done before they acknowledge it: trouble is acknowledged here, so that
    Slack shows our words and not its own warning.
    """
    try:
        yield
    except Refusal as refusal:
        _tell(tell, Note(refusal.text), ack)
    except ChannelGone as gone:
        _LOG.info("Nobody can hear us there: %s", gone.why)
        _tell(lambda _: None, Note(""), ack)
    except Exception:  # noqa: BLE001 - the outermost edge: logged with a reference, which the person gets
        _tell(tell, Failure(refer("A listener failed")), ack)


def refer(what: str) -> str:
    """Log the exception at hand; the reference under which it can be found."""
    reference = secrets.token_hex(3)
    _LOG.exception("%s; reference %s", what, reference)
    return reference


def _tell(tell: Callable[[Card], object], card: Card, ack: Callable[..., object] | None) -> None:
    try:
        if ack:
            ack()
        tell(card)
    except Exception:  # noqa: BLE001 - telling is best effort: the log has it already
        _LOG.exception("The person could not be told")
