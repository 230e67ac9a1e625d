"""How English says that something is not so, not yet, no longer, not everywhere, not sure, or not said at all.

Pure, and about the language only: no cue here knows a practice or a tool. Cues are evidence; `standing` weighs them
together with what the embedding hears, and lets some of them rule a reassurance out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Cue(StrEnum):
    """What a clause signals about its own claim."""

    NEGATED = "negated"
    PLANNED = "planned"
    ENDED = "ended"
    PAST = "past"
    LIMITED = "limited"
    ASKED = "asked"
    WISHED = "wished"
    HEARSAY = "hearsay"
    UNSURE = "unsure"
    DEFERRED = "deferred"
    MAKESHIFT = "makeshift"
    CHATTER = "chatter"
    HABIT = "habit"
    YES = "yes"
    NO = "no"


_UNIT = r"(?:day|week|sprint|month|quarter|half(?: year)?|year|spring|summer|autumn|fall|winter|iteration|release)"
_ONE = r"(?:we|i|you|they|he|she|people|someone|somebody|anyone|anybody)"
_NOT = r"(?:n['’]?t| not)"
_PATTERNS: Mapping[Cue, tuple[str, ...]] = {
    Cue.NEGATED: (
        r"\b(?:not|never|nobody|no one|none|nothing|nowhere|neither|nor|cannot|hardly|barely|rarely|seldom|without)\b",
        r"\b(?:lack(?:s|ing)?|missing|absent|zero|fail(?:s|ed)? to|far from|too (?:busy|late|little|few))\b",
        r"\w{1}n['’]t\b|\b(?:dont|doesnt|didnt|isnt|arent|wasnt|hasnt|havent|cant|wont)\b",
        r"\bno(?=\s+(?!longer|more|problem|worries|matter|doubt|less)\w)",
    ),
    Cue.PLANNED: (
        r"\bplan(?:s|ned|ning)? (?:to|for|on)\b|\bplann(?:ed|ing)\b|\broad ?map\b|\b(?:in|on) (?:the|our) backlog\b",
        r"\b(?:we|they|i|team|which|that) plan(?:s|ning)?\b|\bbeing rolled out\b",
        r"\b(?:going|about) to\b|\bgonna\b|\bintend(?:s|ed)?\b|\b(?:supposed|meant) to\b",
        r"\b(?:want(?:s|ed)?|hop(?:e|es|ed|ing)|aim(?:s|ed|ing)?|need(?:s|ed)?|yet) to\b",
        rf"\b(?:next|coming|following) {_UNIT}\b|\bby (?:the end of|next)\b|\b(?:by|in|for) q[1-4]\b",
        r"\b(?:some|one) ?day\b",
        r"\b(?:soon|eventually|sooner or later)\b|\bnot yet\b",
        r"\bpending\b|\bdue (?:in|by|on)\b|n['’]t (?:yet|there yet|live yet)\b",
        r"\b(?:in progress|underway|wip|to-?do|on (?:the|our|my) list|pilot(?:ing)?|poc|proof of concept)\b",
        r"\blook(?:ing)? into\b|\bthink(?:ing)? (?:of|about)\b|\bconsider(?:ing)?\b|\bevaluating\b|\bworking on\b",
        r"\b(?:we|i|they|he|she|it|that|there)['’]ll\b|\bwill\b(?! not\b)",
        r"\b(?:until|once|when|as soon as) (?:the|we|that|this)\b.{0,40}\bis (?:up|done|ready|live)\b",
        r"\b(?:until|after) (?:the|that|this)\b.{0,20}\bmigration\b",
        r"\b(?:is|are) (?:building|being built)\b",
    ),
    Cue.ENDED: (
        r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeing )(?<!\bget )(?<!\bgets )(?<!\bgot )\bused to\b(?= \w)",
        rf"\bno longer\b|{_NOT}\b.{{0,30}}\bany ?more\b|\bformerly\b",
        r"\bback when\b|\b(?:in the|those) old days\b",
        r"\b(?:was|were|got|been) (?:cut|stopped|dropped|abandoned|cancel+ed|killed|disabled|shelved|scrapped)\b",
        r"\b(?:is|are|was|were|been) (?:switched|turned) off (?:again|since|for good|after)\b|\bwent back to\b",
        r"\b(?:is|are|it|script|job|tool|thing|dashboard|pipeline) (?:broke|broken|crashed)\b",
        r"\b(?:stopped|quit|gave up|given up|fell asleep|died|lapsed|faded)\b",
        r"\b(?:since|until) \w+ (?:left|quit|moved)\b",
    ),
    Cue.PAST: (
        rf"\b(?:years?|months?) ago\b|\blast (?:{_UNIT}|time)\b(?!['’])|\bat (?:launch|go-?live|the start)\b",
        r"\bpreviously\b|\bback then\b|\bin (?:19|20)\d\d\b",
        r"(?<!at )\bonce\b(?! (?:a|an|per|every|the|we|it|they|all|daily|each)\b)",
    ),
    Cue.LIMITED: (
        r"\b(?:only|just|at least) (?:for|in|on|by|with|within|some|one|a few|part|half)\b",
        r"\b(?:only|just) the (?:\w+ ){1,3}team\b",
        r"\b(?:in|for|on|by|with|at) [\w -]{2,40} only\b|\bone (?:team|project|model) only\b",
        r"\bone (?:of|in) (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b",
        r"\bnot (?:every|all|always|everywhere|everyone|each)\b",
        r"\b(?:but|and|the) (?:the )?(?:others?|rest)\b(?! of)",
        r"\bpart(?:ly|ial|ially)\b|\bin part\b|\b(?:about|only) half\b",
        r"\bhalf (?:of|done|way|the (?:teams|models|people|time))\b",
        r"\b(?:some|most|a few|many|few|several) (?:of|teams?|models?|people|projects?)\b",
        r"\bsome ?times\b|\bif \w+ (?:happens? to|remembers|is (?:around|there|in))\b",
        r"\boccasional(?:ly)?\b|\bmostly\b|\bdepends\b",
        rf"\bwhen {_ONE} (?:remember|have time|find|feel|get)s?\b",
        r"\bexcept\b|\bapart from\b|\bpatchy\b",
        r"\bin (?:theory|principle)\b|\b(?:kind|sort) of\b",
    ),
    Cue.WISHED: (
        r"\bwish(?:es|ed)?\b|\b(?:would|['’]d) (?:love|like|be (?:nice|great|good|cool|useful|lovely))\b|\bif only\b",
        r"\b(?:would|should|ought to)\b|\bon paper\b",
        r"\b(?:the|our|my) (?:\w+ )?(?:idea|vision|goal|ambition|intention)\b|\b(?:is|['’]s) the target\b",
        r"\bthe target (?:is|picture|state|architecture)\b",
        r"\bideally\b|\bdream(?:s|ing)?\b|\b(?:we|i|they) (?:could|might|may)\b",
        r"\bwe(?:['’]d| would) (?:need|want|have to|be|know)\b",
        rf"\bif (?:{_ONE}|it|there)\b.{{0,40}}\b(?:would|could)\b|\bif (?:{_ONE}|it|there)\b.{{0,40}}['’]d\b",
        rf"\bif (?:{_ONE}|it|there) (?:had|were|got|did)\b",
    ),
    Cue.HEARSAY: (
        r"\b(?:heard|apparently|supposedly|allegedly|reportedly|rumou?r(?:s|ed)?)\b|\baccording to\b",
        r"\b(?:in|by|from) other (?:teams|departments|companies|units)\b",
        r"\bfrom what\b",
        r"\b(?:claim|promise|boast)(?:s|d|ed)? (?:that|to|it|they)\b|\b(?:told|tells|assured|swears?) (?:me|us|that)\b",
        r"\b(?:say|says|said) (?:that )?(?:they|it|we|he|she)\b",
    ),
    Cue.UNSURE: (
        r"\bi (?:think|believe|guess|suppose|assume|suspect)\b|\bafaik\b|\bas far as i\b|\bhopefully\b",
        r"\b(?:probably|maybe|perhaps|presumably|possibly|somehow)\b",
        r"\bsomething\b.{0,20}\b(?:like|for) that\b",
    ),
    Cue.DEFERRED: (
        rf"\b(?:do{_NOT}|dont) know\b|\bdunno\b|\bno (?:idea|clue)\b|\bnot (?:really |quite |so |100% )?sure\b",
        r"\b(?:have|need|want) to (?:check|ask|look (?:it )?up|find out)\b|\bget back to (?:you|this|that)\b",
        rf"\b(?:ca{_NOT}|cannot) (?:say|tell|judge|answer)\b|\b(?:do{_NOT}|dont) ask me\b",
        r"\bask (?:\w+|the \w+|the \w+ \w+)(?:$|[.,!?)])|\b\w+['’]s (?:area|topic|turf|department|baby|call)\b",
        r"\b(?:let me|i['’]ll|i will|will|gotta|must) (?:check|ask|get back|find out|look)\b",
        r"\b(?:skip|pass|postpone)\b.{0,15}\b(?:this|that|one|part|it)\b",
        r"\b(?:know|knows) (?:more|better|best|the details)\b|\bhas the (?:answer|details)\b",
        r"\bsomebody else\b|\bdifferent team\b|\bnot (?:my|our) (?:area|topic|team|job|department|part)\b",
        r"\bcan (?:somebody|someone|anybody|anyone) (?:take|answer|help|else)\b",
    ),
    Cue.MAKESHIFT: (
        r"\bby hand\b|\bmanual(?:ly)?\b|\b(?:ad[- ]?hoc|eyeball(?:s|ed|ing)?|copy[- ]?past(?:e|es|ed|ing))\b",
        r"\bwhatever\b|\bworkaround\b|\bmake(?:shift|s? do)\b|\bquick (?:fix|hack)\b",
    ),
    Cue.CHATTER: (
        r"\b(?:lol|haha+|brb|thx|thanks|thank you|sorry|cheers|btw|good morning|hi all|hello|lunch|coffee|holiday)\b",
        r"\b(?:vacation|offsite|see you|great question|good question)\b|(?<!\w)\+1\b",
    ),
    Cue.HABIT: (
        r"\b(?:every|each|always|automatic(?:ally)?|by itself|themselves)\b",
        r"\b(?:daily|nightly|weekly|monthly|quarterly|hourly)\b",
        r"\benforced?\b|\bper (?:day|week|month|run|release|model|column)\b",
    ),
    Cue.YES: (r"^\W*(?:yes|yep|yeah|yup|sure|done|of course|true|correct|absolutely|definitely|both|check)\b",),
    Cue.NO: (
        r"^\W*(?:no|nope|nah|not really|not at all|never|none)\b(?=\W|$)|\bso no\b|, no\W*$|\w no\W*$",
        rf"\b(?:do{_NOT}|dont) think so\b",
    ),
}
_COMPILED = {cue: re.compile("|".join(patterns), re.I) for cue, patterns in _PATTERNS.items()}
_INTERROGATIVE = re.compile(
    r"^\W*(?:(?:and|but|so|also|ok|hmm|well|btw|lol)\W+)*(?:what|why|who|whose|when|where|which|how|is|are|was|were|do|"
    r"does|did|can|could|should|shall|would|will|has|have|am|may|any(?:body|one)|"
    r"(?:is|are|do|does)n['’]t)\b",
    re.I,
)
_TAG = re.compile(r"\b(?:right|correct|ok|okay|wrong|good enough|isn['’]t it|does that count|no)\s*\?+\W*$", re.I)
#: A heading that is asked and answered ("Tags? inconsistent."): words before the mark.
LONGEST_HEADING = 9
_TELLING = frozenset({Cue.ASKED, Cue.NEGATED, Cue.NO, Cue.YES, Cue.PLANNED, Cue.ENDED})


def cues(clause: str) -> frozenset[Cue]:
    """Every cue in a clause."""
    found = {cue for cue, pattern in _COMPILED.items() if pattern.search(clause)}
    if asks(clause):
        found.add(Cue.ASKED)
    return frozenset(found)


def asks(clause: str) -> bool:
    """Whether the clause asks rather than tells; a short heading with a question mark only names what follows."""
    text = clause.strip()
    if "?" not in text[-4:]:
        return False
    return bool(_INTERROGATIVE.match(text) or _TAG.search(text))


def heads(clause: str) -> bool:
    """Whether the clause is a heading for what comes next: a few words, asked but not a question of its own."""
    text = clause.strip()
    return text.endswith(("?", ":")) and len(text.split()) <= LONGEST_HEADING and not cues(text) & _TELLING
