"""What may never stand in an answer, whoever made the model write it: a sentence in, the reason against it out.

Pure. A model that reads hostile text may obey it, so nothing here trusts what it was told: mass mentions, links and
addresses that are not the cited pages', ids of practices that it was not shown, secrets, ids of other channels and
people, our own instructions, and verdicts, which only the judge gives.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.composing import Cited
from knowledge.model import Verdict

#: So many words in a row shared with our instructions count as showing them.
RUN = 7
#: A sentence of so many words that stands in them as a whole counts too.
FEWEST = 4
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_MENTION = re.compile(r"<\s*[!@#]|<[^<>\s]*\|[^<>]*>|(?<![\w.])@\s?(?:channel|here|everyone|group|all)\b", re.I)
_LINK = re.compile(
    r"[a-z][a-z0-9+.-]{1,15}:/+[^\s<>)\]|]*|\bwww\.[^\s<>)\]|]+|\b(?:mailto|javascript|data):\S+|\[[^\]]*\]\(", re.I
)
_ENDINGS = (
    "com|net|org|io|ai|dev|co|app|info|biz|xyz|ru|cn|uk|de|eu|cloud|site|online|link|top|shop|tech|gg|ly|page|zip|edu|gov"
    "|example|invalid"
)
_HOST = re.compile(rf"(?<![\w/.-])(?:[\w-]+\.)+(?:{_ENDINGS})\b(?![\w(])", re.I)
_PILLAR = "(?:OE|OPS|SEC|REL|PER|PERF|COST|SUS)"
_ID = re.compile(
    r"\b[A-Z]{2,12}\d{1,3}[-_ ]?BP[-_ ]?\d{1,3}\b"
    rf"|\bML{_PILLAR}[- ]\d{{1,3}}\b|\bML{_PILLAR}\d{{2,3}}\b|\b{_PILLAR}\d_\d{{1,2}}\b",
    re.I,
)
_SECRET = re.compile(
    r"\bxox[a-z]-|\bxapp-|\bsk-[\w-]{12,}|\bAKIA[0-9A-Z]{12,}|-----BEGIN"
    r"|\b[CDGUWT](?=[A-Z0-9]*\d)[A-Z0-9]{8,12}\b|\S{60,}|[A-Za-z0-9+/]{40,}={0,2}"
)
_SUBJECT = (
    r"\b(?:you|your \w+(?: \w+)?|the team|this|that|it|we|everything|all)"
    r"(?:'re|’re|'s|’s| are| is| was| were| looks?| seems?)(?: \w+){0,2} "
)
_REASSURING = re.compile(
    rf"{_SUBJECT}(?:on track|compliant|approved|fine(?! (?:to|if))|good to go|all set|well.architected|in good shape)\b"
    r"|\blgtm\b|\bno (?:risks?|gaps?|issues?|concerns?|findings?) (?:here|found|at all|remain\w*|were)\b"
    r"|\bnothing (?:else |more )?(?:to (?:do|fix|change|worry)|needs)\b"
    r"|\b(?:the|my|your|our) verdict (?:is|on|must|should|will)\b|\bverdict\b[\"'*_ ]*[:=]"
    r"|\b(?:fully|already) compliant\b|\bpass(?:es|ed)? the review\b",
    re.I,
)
_WARNING = re.compile(rf"{_SUBJECT}(?:at risk|mixed|unclear|off track|non.?compliant)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Rules:
    """What one answer may mention: ids and addresses of what it cites; runs of words it must not; its verdict."""

    ids: frozenset[str]
    urls: frozenset[str]
    hidden: frozenset[str]
    instructions: str
    verdict: Verdict | None


def rules(practices: Iterable[Cited], instructions: str, verdict: Verdict | None) -> Rules:
    """The rules for an answer that may draw on these practices, written under these instructions."""
    shown = tuple(practices)
    ids = {each.practice.id for each in shown} | {each.practice.question for each in shown}
    ids |= {each.practice.id_2023 for each in shown} | {each.practice.wa_tool_choice for each in shown}
    return Rules(
        ids=frozenset(_plain_id(each) for each in ids if each),
        urls=frozenset(each.practice.url for each in shown),
        hidden=frozenset(runs(instructions)),
        instructions=_said(instructions),
        verdict=verdict,
    )


def against(sentence: str, rule: Rules) -> str:
    """Why a sentence cannot be shown, in a word or two; empty where nothing speaks against it."""
    text = plain(sentence)
    if _MENTION.search(text):
        return "mention"
    if any(not _own(found, rule.urls) for found in (*_LINK.findall(text), *_HOST.findall(text))):
        return "link"
    if any(_plain_id(found) not in rule.ids for found in _ID.findall(text)):
        return "unknown id"
    if _SECRET.search(text):
        return "secret"
    if _reveals(text, rule):
        return "instructions"
    return "verdict" if _judges(text, rule.verdict) else ""


def visible(text: str) -> str:
    """The text without characters that nobody sees; line ends and tabs stay."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(sentence: str) -> str:
    """The sentence as Slack might come to read it: entities resolved, look-alikes folded, nothing hidden."""
    text = html.unescape(html.unescape(sentence))
    return unicodedata.normalize("NFKC", visible(text))


def runs(text: str) -> Iterable[str]:
    """Every run of RUN words; numbers are no words."""
    words = _said(text).split()
    return (" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1))


def _reveals(text: str, rule: Rules) -> bool:
    """Whether it has a long run of our instructions' words, or is itself a piece of them."""
    said = _said(text)
    piece = said.count(" ") >= FEWEST - 1 and f" {said} " in f" {rule.instructions} "
    return piece or not rule.hidden.isdisjoint(runs(text))


def _said(text: str) -> str:
    return " ".join(word.lower() for word in _WORD.findall(text))


def _own(found: str, urls: frozenset[str]) -> bool:
    return found.rstrip(".,;:!?'\"") in urls


def _plain_id(written: str) -> str:
    return re.sub(r"[-_ ]", "", written).upper()


def _judges(text: str, verdict: Verdict | None) -> bool:
    """Whether it gives a verdict: the opening has done that, and a reassurance is only ever the judge's."""
    if _REASSURING.search(text):
        return True
    return verdict is not Verdict.AT_RISK and bool(_WARNING.search(text))
