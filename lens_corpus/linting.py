"""What a machine can check of a lens that can be read: findings as values, each with its file and line.

A finding is not a reading error: the lens works, but says less, or something else, than its author meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from lens_corpus import rule_linting
from lens_corpus.model import Lens, Neighbour, Practice, Stance, Tension
from lens_corpus.problems import Problem
from lens_corpus.reading import BLENDS_FILE, FOLLOW_UPS_FILE, LENS_FILE, PAGES, PHRASINGS

MIN_SIGNS = 5
MIN_PHRASINGS = 24
MIN_STEPS = 3
MIN_STANCE = 2
#: Words a page may have; below it is thin, above it nobody reads it in a channel.
PAGE_WORDS = (350, 1400)
ADVICE_WORDS = (15, 55)
SIGN_WORDS = (6, 30)
#: Jaccard similarity of word sets from which two signs or phrasings count as the same.
SAME = 0.8
_WORD = re.compile(r"[a-z0-9]+")
_URL = re.compile(r"https?://[^\s]+")


def lint(lens: Lens, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Every finding, in order of file and line. `files` are the texts the lens was read from, for the lines."""
    place = _Places(files)
    checks = (_ids(lens), _questions(lens), _pages(lens), _same(lens), _extras(lens))
    found = {Problem(path, place.line(path, needle), text) for check in checks for path, needle, text in check}
    return tuple(sorted(found))


#: A finding before its line is known: file, a text that stands on the line, what is wrong.
Raw = Iterator[tuple[str, str, str]]


class _Places:
    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def line(self, path: str, needle: str) -> int:
        text = self._files.get(path, "")
        at = text.find(needle) if needle else -1
        return text.count("\n", 0, at) + 1 if at >= 0 else 0


def page_path(practice: Practice) -> str:
    """Where a practice's page stands."""
    return f"{PAGES}{practice.id}.md"


def _phrasing_path(practice: Practice) -> str:
    return f"{PAGES}{practice.id}{PHRASINGS}"


def _ids(lens: Lens) -> Raw:
    known = {
        "pillar": {topic.id for topic in lens.pillars},
        "phase": {topic.id for topic in lens.phases},
        "question": {question.id for question in lens.questions},
    }
    asked = {practice: question for question in lens.questions for practice in question.practices}
    for practice in lens.practices:
        path = page_path(practice)
        for kind, ids in known.items():
            value = getattr(practice, kind)
            if value not in ids:
                yield path, f"{kind}: {value}", f"{kind} {value!r} is not one of the lens's"
        if practice.id not in asked:
            yield path, f"id: {practice.id}", f"no question of {LENS_FILE} lists {practice.id}"
        elif asked[practice.id].id != practice.question:
            yield path, "question:", f"{LENS_FILE} lists {practice.id} under {asked[practice.id].id}"
        yield from _links(lens, practice)
    for practice_id, question in asked.items():
        if not lens.has(practice_id):
            yield LENS_FILE, practice_id, f"{question.id} lists {practice_id}, which has no page"
    yield from _former(lens)


def _former(lens: Lens) -> Raw:
    for name in ("id_2023", "wa_tool_choice"):
        counted = Counter(getattr(practice, name) for practice in lens.practices)
        for practice in lens.practices:
            value = getattr(practice, name)
            if value and counted[value] > 1:
                yield page_path(practice), f"{name}:", f"{name} {value} stands on {counted[value]} pages"


def _links(lens: Lens, practice: Practice) -> Raw:
    path = page_path(practice)
    others: tuple[Neighbour | Tension, ...] = (*practice.related, *practice.tensions)
    for other in others:
        if not lens.has(other.id):
            yield path, other.id, f"names {other.id}, which the lens does not have"
        elif other.id == practice.id:
            yield path, f"- id: {other.id}", "names itself as a neighbour"
    for link in [practice.url, *(link.url for link in practice.links)]:
        if not _URL.fullmatch(link):
            yield path, link, f"not an http(s) address: {link!r}"


def _questions(lens: Lens) -> Raw:
    principles = {topic.id for topic in lens.principles}
    for question in lens.questions:
        for value in set(question.principles) - principles:
            yield (
                LENS_FILE,
                f"- id: {question.id}",
                f"{question.id}: design principle {value!r} is not one of the lens's",
            )
        if not question.principles:
            yield LENS_FILE, f"- id: {question.id}", f"{question.id} serves no design principle"
        if not question.title.endswith("?"):
            yield LENS_FILE, f"- id: {question.id}", f"{question.id}: its title is not a question"
        for text in rule_linting.findings(question):
            yield LENS_FILE, f"- id: {question.id}", f"{question.id}: {text}"
    for question_id, times in Counter(question.id for question in lens.questions).items():
        if times > 1:
            yield LENS_FILE, f"- id: {question_id}", f"question {question_id} stands {times} times"


def _pages(lens: Lens) -> Raw:
    for practice in lens.practices:
        path = page_path(practice)
        for heading, signs in (("Signs of good", practice.good), ("Signs of trouble", practice.trouble)):
            if len(signs) < MIN_SIGNS:
                yield path, f"## {heading}", f"{len(signs)} signs, at least {MIN_SIGNS} wanted"
            for sign in signs:
                if not SIGN_WORDS[0] <= len(sign.split()) <= SIGN_WORDS[1]:
                    yield path, sign, f"a sign of {len(sign.split())} words; {SIGN_WORDS[0]} to {SIGN_WORDS[1]} wanted"
        if len(practice.good) != len(practice.trouble):
            yield (
                path,
                "## Signs of trouble",
                "signs come in pairs: the nth of trouble is the other end of the nth of good",
            )
        yield from _depth(practice)
        yield from _phrasings(practice)


def _depth(practice: Practice) -> Raw:
    path = page_path(practice)
    words = len(practice.advice.split())
    if not ADVICE_WORDS[0] <= words <= ADVICE_WORDS[1]:
        yield path, "> ", f"the advice has {words} words; {ADVICE_WORDS[0]} to {ADVICE_WORDS[1]} wanted"
    for name, steps in (("On any stack:", practice.steps), ("On AWS:", practice.aws_steps)):
        if len(steps) < MIN_STEPS:
            yield path, name, f"{len(steps)} steps, at least {MIN_STEPS} wanted"
    order = [step.effort for step in practice.steps]
    if None in order or order != sorted(order, key=lambda effort: "SML".index(effort or "L")):
        yield path, "On any stack:", "steps are marked (S), (M) or (L) and ordered by it"
    for name, found in (
        ("Measure", practice.measures),
        ("Evidence", practice.evidence),
        ("Tension", practice.tensions),
    ):
        if not found:
            yield path, "## How to tell", f"no {name}"
    total = sum(len(text.split()) for text in _prose(practice))
    if not PAGE_WORDS[0] <= total <= PAGE_WORDS[1]:
        yield path, "# ", f"the page has {total} words; {PAGE_WORDS[0]} to {PAGE_WORDS[1]} wanted"


def _prose(practice: Practice) -> Iterable[str]:
    yield from (practice.advice, practice.meaning, practice.why, *practice.good, *practice.trouble)
    yield from (step.lead + " " + step.text for step in practice.steps + practice.aws_steps)
    yield from (*practice.measures, *practice.evidence, *(tension.text for tension in practice.tensions))


def _phrasings(practice: Practice) -> Raw:
    path = _phrasing_path(practice)
    if len(practice.phrasings) < MIN_PHRASINGS:
        yield path, "", f"{len(practice.phrasings)} phrasings, at least {MIN_PHRASINGS} wanted"
    stances = Counter(phrasing.stance for phrasing in practice.phrasings)
    for stance in Stance:
        if stances[stance] < MIN_STANCE:
            yield path, "", f"{stances[stance]} phrasings of stance {stance}, at least {MIN_STANCE} wanted"
    if len({phrasing.by for phrasing in practice.phrasings}) < 2:
        yield path, "", "all phrasings are by one hand"


def _same(lens: Lens) -> Raw:
    entries = [(page_path(p), sign, p.id) for p in lens.practices for sign in (*p.good, *p.trouble)]
    entries += [(_phrasing_path(p), phrasing.text, p.id) for p in lens.practices for phrasing in p.phrasings]
    words = [frozenset(_WORD.findall(text.lower())) for _, text, _ in entries]
    for one, other in _alike(words):
        if entries[one][2] != entries[other][2] or words[one] == words[other]:
            path, text, owner = entries[other]
            yield path, text[:40], f"nearly the same as a line of {entries[one][2]}: {text[:60]!r}" if owner else ""


def _alike(words: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs with nearly the same words, found by their two rarest ones, so that not all pairs are compared."""
    common = Counter(word for each in words for word in each)
    buckets: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, each in enumerate(words):
        rare = sorted(each, key=lambda word: (common[word], word))[:4]
        for pair in combinations(rare, 2):
            buckets[pair].append(number)
    seen = set()
    for bucket in buckets.values():
        for one, other in combinations(bucket, 2):
            if (one, other) in seen:
                continue
            seen.add((one, other))
            either = words[one] | words[other]
            if either and len(words[one] & words[other]) / len(either) >= SAME:
                yield one, other


def _extras(lens: Lens) -> Raw:
    for follow_up in lens.follow_ups:
        for practice in follow_up.practices:
            if not lens.has(practice):
                yield FOLLOW_UPS_FILE, practice, f"names {practice}, which the lens does not have"
    for blend in lens.blends:
        for part in blend.parts:
            if not lens.has(part.practice):
                yield BLENDS_FILE, part.practice, f"names {part.practice}, which the lens does not have"
