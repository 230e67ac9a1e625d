"""Small lenses with every shape of rule, and a second reading of the rules to check the first one against."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from lens_corpus.model import Choice, Effort, Lens, Level, Practice, Question, Rule, Step, Topic
from lens_corpus.risk import Risk

PILLARS = ("reliability", "security", "sustainability")
PHASES = ("framing", "building", "monitoring")
#: Question id -> practices as level and effort, rules, whether there is a "none of these", pillar, phase.
SHAPES = {
    "ALL1": ("HM MS LM", ["1 && 2 && 3: NO", "1: MEDIUM", "default: HIGH"], True, 0, 0),
    "ANY2": ("HM HS MS", ["1 || 2: NO", "3: MEDIUM", "default: HIGH"], True, 1, 0),
    "NOT3": ("HS HL", ["!1: HIGH", "!2: MEDIUM", "default: NO"], True, 1, 1),
    "FIRST4": ("MM MS", ["default: HIGH", "1 && 2: NO", "1 || 2: MEDIUM"], True, 0, 1),
    "BARE5": ("HM HS", ["1 && 2: NO", "1 && !2: MEDIUM"], False, 2, 1),
    "DEEP6": ("HS HM HL MS", ["(1 || 2) && !(3 && !4): NO", "1 || (2 && 3): MEDIUM", "default: HIGH"], True, 2, 2),
    "NONE7": ("MM MS", ["no: HIGH", "1: NO", "default: MEDIUM"], True, 0, 2),
    "TRAP8": ("HS MS", ["1 && 2: HIGH", "1 || 2: MEDIUM", "default: NO"], False, 1, 2),
}
_LEVELS = {"H": Level.HIGH, "M": Level.MEDIUM, "L": Level.LOW}


def practice(question: str, number: int, size: str, pillar: str, phase: str) -> Practice:
    """A practice by its level and effort, such as HS."""
    step = Step("Begin", "Write it down.", Effort.S)
    return Practice(
        id=f"{question}-BP{number}",
        title=f"Practice {number} of {question}",
        pillar=pillar,
        question=question,
        phase=phase,
        risk=_LEVELS[size[0]],
        effort=Effort(size[1]),
        url=f"https://example.com/{question}/{number}",
        advice="",
        meaning="",
        why="",
        good=(),
        trouble=(),
        steps=(step,),
        aws_steps=(),
        measures=(),
        evidence=(),
        tensions=(),
        related=(),
    )


def asked(question: str, sizes: str, rules: list[str], none: object, pillar: int, phase: int) -> Question:
    """A question; a rule is written `1 && !2: MEDIUM`, with numbers for practices and `no` for none of these."""
    numbers = range(1, len(sizes.split()) + 1)
    choices = [Choice(f"{question}_BP{n}", f"Practice {n}", f"{question}-BP{n}") for n in numbers]
    choices += [Choice(f"{question}_no", "None of these", None)] if none else []
    return Question(
        question,
        PILLARS[pillar],
        PHASES[phase],
        f"What about {question}?",
        "Because.",
        ("ownership",) if pillar else ("ownership", "automation"),
        tuple(choices),
        tuple(_rule(question, rule) for rule in rules),
    )


def lens_of(shapes: dict, edition: str = "2026-01-01") -> Lens:
    """A lens of such questions."""
    questions = [asked(name, *shape) for name, shape in shapes.items()]
    practices = [
        practice(name, n, size, PILLARS[shape[3]], PHASES[shape[4]])
        for name, shape in shapes.items()
        for n, size in enumerate(shape[0].split(), 1)
    ]
    topics = (tuple(Topic(each, each.title(), "", None) for each in ids) for ids in (PHASES, PILLARS))
    phases, pillars = topics
    principles = (Topic("ownership", "Own it", ""), Topic("automation", "Automate", ""))
    return Lens(
        id="shaped",
        name="Shaped",
        edition=edition,
        url="https://example.com",
        principles=principles,
        phases=phases,
        pillars=pillars,
        questions=tuple(questions),
        practices=tuple(practices),
    )


def shaped() -> Lens:
    """A lens with every shape of rule."""
    return lens_of(SHAPES)


def next_edition() -> Lens:
    """The shaped lens a year later: ANY2 is gone, ALL1 lost its second practice and got a fourth, NEW9 is new."""
    later = {name: shape for name, shape in SHAPES.items() if name != "ANY2"}
    later["ALL1"] = ("HM MS LM HS", ["1 && 3 && 4: NO", "1: MEDIUM", "default: HIGH"], True, 0, 0)
    lens = lens_of(later | {"NEW9": ("HS", ["1: NO", "default: HIGH"], True, 1, 0)}, "2027-01-01")
    first, *others = lens.questions
    kept = tuple(choice for choice in first.choices if choice.practice != "ALL1-BP2")
    practices = tuple(each for each in lens.practices if each.id != "ALL1-BP2")
    return replace(lens, questions=(replace(first, choices=kept), *others), practices=practices)


@st.composite
def lenses(draw):
    """A lens of one question with up to five practices and any rules."""
    count = draw(st.integers(1, 5))
    sizes = [draw(st.sampled_from("HML")) + draw(st.sampled_from("SML")) for _ in range(count)]
    none = draw(st.booleans())
    words = [str(n) for n in range(1, count + 1)] + (["no"] if none else [])
    conditions = st.recursive(
        st.sampled_from(words),
        lambda inner: st.one_of(
            inner.map("!{}".format),
            st.tuples(inner, inner).map("({0[0]} && {0[1]})".format),
            st.tuples(inner, inner).map("({0[0]} || {0[1]})".format),
        ),
        max_leaves=5,
    )
    risks = st.sampled_from(("NO", "MEDIUM", "HIGH"))
    rules = [f"{draw(conditions)}: {draw(risks)}" for _ in range(draw(st.integers(0, 3)))]
    if draw(st.booleans()) or not rules:
        rules.insert(draw(st.integers(0, len(rules))), f"default: {draw(risks)}")
    return lens_of({"Q1": (" ".join(sizes), rules, none, 0, 0)})


@dataclass(frozen=True)
class Truth:
    """True, False, or (None) as if it were not written; `both` tells what a whole condition of such terms is worth."""

    value: bool | None
    both: bool = True

    def __and__(self, other):
        known = [each.value for each in (self, other) if each.value is not None]
        return Truth(all(known) if known else None)

    def __or__(self, other):
        known = [each.value for each in (self, other) if each.value is not None]
        return Truth(any(known) if known else None, both=False)

    def __invert__(self):
        return Truth(None if self.value is None else not self.value, both=False)


def second_opinion(question: Question, in_place: set, spared: set = frozenset()) -> Risk:
    """The risk by Python's own operators, which bind as the grammar's do."""
    names = {
        c.id: Truth(None if c.practice in spared else c.practice in in_place) for c in question.choices if c.practice
    }
    names |= {c.id: Truth(not in_place) for c in question.choices if c.practice is None}
    outcome = {"HIGH_RISK": Risk.HIGH, "MEDIUM_RISK": Risk.MEDIUM, "NO_RISK": Risk.NONE}
    for rule in question.rules:
        if rule.condition != "default":
            words = rule.condition.replace("&&", "&").replace("||", "|").replace("!", "~")
            truth = eval(words, {}, names)  # noqa: S307 - built from our own grammar
            if truth.both if truth.value is None else truth.value:
                return outcome[rule.risk]
    return next((outcome[rule.risk] for rule in question.rules if rule.condition == "default"), Risk.NOT_SCORED)


def _rule(question: str, written: str) -> Rule:
    condition, risk = written.split(": ")
    words = condition.replace("(", "( ").replace(")", " )").replace("!", "! ").split()
    named = [f"{question}_BP{w}" if w.isdigit() else f"{question}_no" if w == "no" else w for w in words]
    return Rule(" ".join(named).replace("! ", "!").replace("( ", "(").replace(" )", ")"), f"{risk}_RISK")
