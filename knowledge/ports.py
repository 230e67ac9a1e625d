"""What asking needs from the outside, in our own values."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from knowledge.model import Hit, Passage, Piece, Reading, Vector

#: Called with how many of how many are done.
Progress = Callable[[int, int], None]
#: Whether the person has pressed Stop; asked while an answer is being written.
Stopped = Callable[[], bool]


class Embedder(Protocol):
    """Texts to vectors. `name` identifies weights and tuning: two embedders of one name give one vector a text."""

    @property
    def name(self) -> str:
        """Which weights, and which tuning of them."""

    @property
    def dimension(self) -> int:
        """Length of its vectors."""

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vectors, shape (len(texts), dimension)."""

    def read(self, text: str, pieces: Sequence[Piece]) -> Reading:
        """The text's vector and, out of the same pass, one for each of its pieces."""


class Index(Protocol):
    """Passages by nearness. `IndexProblem` where it is missing, half built, or filled by another embedder."""

    def search(self, vector: Vector, count: int, lenses: Sequence[str]) -> Sequence[Hit]:
        """The nearest passages of these lenses, nearest first; all lenses when none is named."""

    def texts(self, passages: Sequence[str]) -> Mapping[str, str]:
        """What passages say, by id: apart, because an answer needs only which are near, and texts take longer."""

    def vectors(self) -> tuple[Sequence[Passage], Vector]:
        """Everything it holds, for fitting."""

    def replace(self, passages: Sequence[Passage], embedder: Embedder, progress: Progress) -> int:
        """Make it hold exactly these passages; returns how many had to be embedded."""


class IndexProblem(RuntimeError):
    """The index cannot be used; the message says what to run."""


@dataclass(frozen=True)
class Prompt:
    """What a language model is given: our instructions, and everything else as data."""

    system: str
    text: str


@dataclass(frozen=True)
class Usage:
    """Tokens of calls to a model: read and written. What a provider doesn't tell is estimated."""

    read: int = 0
    written: int = 0

    @property
    def tokens(self) -> int:
        """Both together."""
        return self.read + self.written

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.read + other.read, self.written + other.written)


class Trouble(StrEnum):
    """Why a model gave no usable answer; what a person is told depends on it."""

    MISSING = "missing"
    KEY = "key"
    BUSY = "busy"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    CUT_OFF = "cut_off"
    TOO_LONG = "too_long"
    BROKEN = "broken"


class WriterProblem(RuntimeError):
    """A model that could not be used. `for_log` says more than a channel should read, and holds no secret."""

    def __init__(self, kind: Trouble, for_log: str) -> None:
        super().__init__(f"{kind}: {for_log}")
        self.kind, self.for_log = kind, for_log


class Writer(Protocol):
    """A language model. Every failure is a WriterProblem; being stopped is none: the answer then just ends."""

    @property
    def name(self) -> str:
        """Which model, as in the settings."""

    def write(self, prompt: Prompt, stopped: Stopped, spent: Callable[[Usage], None]) -> Generator[str, None, None]:
        """Text in pieces, as they come. `spent` is told the usage once, however it ends; closing it ends the call."""

    def fill(
        self, prompt: Prompt, shape: Mapping[str, Any], stopped: Stopped, spent: Callable[[Usage], None]
    ) -> Mapping[str, Any]:
        """An object of this shape (a JSON schema with a title). Empty when stopped. Only the schema's keys are sure."""


class Purse(Protocol):
    """What one channel may spend on one day; whoever makes it knows the channel and the day."""

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside, before a call; False when a limit of that day would be passed."""

    def settle(self, reserved: int, usage: Usage) -> None:
        """Put what was really used in the place of what was set aside."""
