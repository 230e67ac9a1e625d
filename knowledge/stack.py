"""What a channel has said of its stack ("we use Vertex AI, not SageMaker") -> which steps of a practice come first.

Pure. Only products that are known by name count: a lens's services, and those of `products`. A step that names what
the channel uses comes first, one that names what it doesn't use comes last, and nothing is ever reworded: the general
steps of a practice name no product and fit everybody. What was read is shown to the person, who can put it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge import products
from knowledge.products import AWS, COMPARABLE
from lens_corpus.model import Lens, Practice, Step

#: Steps that an answer has room for: as a rule, and where some are about the channel's own stack.
FEW, MORE = 2, 3
#: Comparable services that are named in one answer.
MOST_COMPARED = 2
_NO = (
    r"\w+n['’]t\b|\b(?:dont|cant|wont|arent|isnt|neither|nor|nothing|none|nobody|never|no|without|"
    r"not(?!\s+(?:only|just)\b)|instead\s+of|rather\s+than|away\s+from|off|except|avoid\w*|left|dropp\w+|"
    r"replac\w+|bann\w+|forb\w+|(?:mov|migrat|switch)\w+\s+from|used\s+to)\b"
)
_MAYBE = (
    r"\b(?:plan\w*|consider\w*|evaluat\w*|might|may|maybe|perhaps|think\w*|explor\w*|looking\s+(?:at|into)|will|soon|"
    r"hop\w+|want\w*|next\s+(?:week|month|quarter|year))\b"
)
#: What follows a comma in a list of what isn't used: "not this, that or those". Without it a comma begins anew.
_LISTED = r"[^.;!?\n]*\b(?:or|nor)\b"
_CUE = re.compile(
    rf"(?P<anew>[.;!?]+(?!\w)|\n|\bbut\b|,(?!{_LISTED})|\band\s+(?:so\s+)?(?:we|our)\b)|"
    rf"(?P<no>{_NO})|(?P<maybe>{_MAYBE})|"
    r"(?P<yes>\b(?:we|to|with|by|on|onto|use|using)\b)",
    re.I,
)
_DENIED = re.compile(
    r" *[:=] *(?:no|never)\b| +(?:any ?more|until)\b|"
    r" +(?:(?:is|are|was|were|ca|does|do|has|have)"
    r"(?:n['’]t|\s+(?:\w+\s+)?(?:not|never|out|off|gone|banned|forbidden))|"
    r"we\s+(?:don['’]t|do\s+not|never|no\s+longer))\b(?:\s+(?:allowed|used|use|an\s+option))?",
    re.I,
)


@dataclass(frozen=True)
class Stack:
    """Products by name, in the order of the note."""

    uses: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()

    def says(self, product: str) -> bool | None:
        """Whether it is used, or not; None where nothing was said. The nearest counts: it, or what it is part of."""
        for each in products.chain(product):
            if each in self.uses or each in self.avoids:
                return each in self.uses
        return None


@dataclass(frozen=True)
class _Finder:
    """Finds names in a text: `loose` in any case of letters, `exact` as they are written; the longest one counts."""

    loose: Mapping[str, str]
    exact: Mapping[str, str]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        for found in self._pattern.finditer(text):
            product = self.exact.get(found[0]) or self.loose.get(" ".join(found[0].lower().split()))
            if product:
                yield found.start(), found.end(), product

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = [(word, f"(?i:{_written(word)})") for word in self.loose] + [(w, _written(w)) for w in self.exact]
        ordered = [pattern for _, pattern in sorted(words, key=lambda each: (-len(each[0]), each[0]))]
        return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})(?!\w)")


@dataclass(frozen=True)
class Names:
    """The products that can be recognised, in notes and in steps."""

    services: tuple[str, ...]

    def read(self, note: str) -> Stack:
        """What a note says is used and what isn't; what it says last of a product counts."""
        said = dict(_moods(note, list(self._in_notes.find(note))))
        return Stack(
            tuple(each for each, used in said.items() if used),
            tuple(each for each, used in said.items() if used is False),
        )

    def named(self, step: Step) -> tuple[str, ...]:
        """The products that a step names."""
        if step not in self._known:
            found = self._in_steps.find(f"{step.lead}. {step.text}")
            self._known[step] = tuple(dict.fromkeys(product for _, _, product in found))
        return self._known[step]

    @cached_property
    def _known(self) -> dict[Step, tuple[str, ...]]:
        """What was found before: lenses have few steps, and each is asked about again and again."""
        return {}

    @cached_property
    def _in_notes(self) -> _Finder:
        theirs = [name for own in COMPARABLE.values() for name in own.values() if name[0].isupper()]
        loose = {word: name for name, words in products.SPELLINGS.items() for word in words}
        return _Finder({name.lower(): name for name in (*theirs, *self.services)} | loose, {})

    @cached_property
    def _in_steps(self) -> _Finder:
        return _Finder(self._in_notes.loose, {_short(name): name for name in self.services})


def names(lenses: Iterable[Lens]) -> Names:
    """What can be recognised where answers are drawn from these lenses."""
    found = (service for lens in lenses for practice in lens.practices for service in practice.services)
    return Names(tuple(dict.fromkeys(found)))


@dataclass(frozen=True)
class Fit:
    """A practice's steps for one channel."""

    names: Names = Names(())
    stack: Stack = Stack()

    def steps(self, practice: Practice) -> Sequence[Step]:
        """The first steps to show. Without a stack they are the practice's own first ones, whatever else it has."""
        if self.stack == Stack():
            return practice.steps[:FEW]
        general = sorted(practice.steps, key=lambda step: self._place(step, ()))
        own = [step for step in practice.aws_steps if self._place(step, (AWS,)) == 0]
        return (own[:FEW] + general)[: MORE if own else FEW]

    def compared(self, practice: Practice) -> str:
        """Which services of the channel's stack are of the kind that the lens names; empty where none is known."""
        pairs = list(self._comparable(practice))[:MOST_COMPARED]
        if not pairs:
            return ""
        told = " and ".join(f"{own} (comparable to {theirs})" for theirs, own in pairs)
        them, they = ("it", "it") if len(pairs) == 1 else ("them", "they")
        return (
            f"The lens names AWS's services. In your stack, look at {told}; I know {them} by name only, so check what "
            f"{they} can do."
        )

    def _place(self, step: Step, unnamed: tuple[str, ...]) -> int:
        """0 where it names what is used, 1 where nothing is known of it, 2 and 3 where it names what isn't used."""
        said = {self.stack.says(product) for product in self.names.named(step) or unnamed}
        if False in said:
            return 2 if True in said else 3
        return 0 if True in said else 1

    def _comparable(self, practice: Practice) -> Iterator[tuple[str, str]]:
        own = {part for use in self.stack.uses for part in products.chain(use) if part in COMPARABLE}
        tables = [COMPARABLE[each] for each in sorted(own, key=lambda each: (len(COMPARABLE[each]), each))]
        seen = set()
        for product in dict.fromkeys(each for step in practice.aws_steps for each in self.names.named(step)):
            found = next((table[product] for table in tables if product in table), "")
            if found and found not in seen and not self.stack.says(product):
                seen.add(found)
                yield product, found


def _moods(note: str, found: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, bool | None]]:
    """Each name with whether it is used, not used, or (None) only thought of."""
    mood: bool | None = True
    named, past, cues = False, 0, list(_CUE.finditer(note))
    for start, end, product in found:
        for cue in (each for each in cues if past <= each.start() and each.end() <= start):
            mood, named = _after(str(cue.lastgroup), mood, named)
        denied = _DENIED.match(note, end)
        yield product, False if denied else mood
        named, past = True, denied.end() if denied else end
        mood = True if denied else mood


def _after(cue: str, mood: bool | None, named: bool) -> tuple[bool | None, bool]:  # noqa: FBT001 - read once, just above
    """Mood, and whether something was named in it, after a cue. "to" in "don't want to use" turns nothing round."""
    if cue == "anew":
        return True, False
    if cue == "no" and mood is not None:
        return False, False
    if cue == "maybe" and (mood or named):
        return None, False
    if cue == "yes" and mood is False and named:
        return True, False
    return mood, named


def _short(service: str) -> str:
    return re.sub(r"^(?:Amazon|AWS|SageMaker) ", "", service)


def _written(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+")
