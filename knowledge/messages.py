"""What somebody typed -> Message: readable text, its clauses, the ids it names, or why there is nothing to answer.

Pure. A message is data: an order to the bot inside it is cut out of what is read and never quoted.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from knowledge.model import Message, Piece, Turn

#: Characters that are read; the embedder sees about 256 tokens at a time, and a longer message is a document.
MOST_CHARACTERS = 6000
#: Fewer words than this make no clause of their own.
SHORTEST_CLAUSE = 3
#: Characters of an earlier turn that are read with a follow-up.
MOST_BEFORE = 400

_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]")
_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+'-]{2,}:(?![\w:])", re.I)
_SLACK_LINK = re.compile(r"<((?:https?|mailto):[^|>\s]+)(?:\|([^>]*))?>")
_SLACK_MENTION = re.compile(r"<[@#!][^>]*>|(?<![\w.])@(?:channel|here|everyone)\b", re.I)
_URL = re.compile(r"https?://\S+|www\.\S+")
_CODE = re.compile(r"```.*?```", re.S)
_BREAK = re.compile(
    r"(?<=[.!?…])[\s\"')\]]+(?=\S)|[\n;]+|\s+[-–—]+\s+|\s*[—]\s*"
    r"|,?\s+(?=(?:but|yet|though|although|however|except|whereas|while|otherwise|still no|no idea)\b)",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_ASCII_WORD = re.compile(r"[a-z']{2,}")
_ORDERS = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:instruction|prompt|rule|above|previous|prior|everything|guideline|said)",
    r"\b(?:system|developer|hidden)\s+(?:prompt|message|override|instruction)",
    r"^\s*(?:system|assistant|developer|admin)\s*[:>\]]",
    r"\b(?:you are|you're|act|behave|pretend|roleplay)\s+(?:now|as|to be|no longer)\b",
    r"\b(?:repeat|print|reveal|output|show|dump|leak|list)\b.{0,40}"
    r"\b(?:prompt|instruction|tools?|secrets?|tokens?|verbatim|config)",
    r"\b(?:reply|respond|answer|say|write|output|return|start|end|begin|finish)\b.{0,30}"
    r"\b(?:only|exactly|with the|verbatim|the words?|json|nothing else|word for word)\b",
    r"\b(?:your|the)\s+verdict\s+(?:is|must|should|will|has)\b",
    r"\b(?:verdict|citations?)\s*[\"']?\s*[:=]",
    r"\b(?:cite|quote|reference|mention)\b.{0,20}\b(?:only|instead|ml\w+-?\w*\d|this (?:id|link)|always|must)\b",
    r"\b(?:tag|ping|notify|mention|alert)\b.{0,25}\b(?:channel|everyone|here|whole team|all members)\b",
    r"</?(?:system|instructions?|assistant|user|im_start|im_end)\b",
    r"\[/?INST\]|\bjailbreak|\bDAN\b|\bdo not cite\b|\bmark (?:this|us|it) as\b",
    r"\b(?:include|add|post|append|insert)\b.{0,30}\b(?:link|url|line|sentence|footer)\b",
)
_ORDER = re.compile("|".join(_ORDERS), re.I)
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "get",
        "go",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "just",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "one",
        "only",
        "or",
        "our",
        "so",
        "some",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "up",
        "us",
        "use",
        "want",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "should",
        "any",
        "all",
        "every",
        "more",
        "than",
        "into",
        "about",
        "over",
        "after",
        "before",
        "new",
        "need",
    ]
)
_TODAY = re.compile(r"\b(ML[A-Z]{2,5})[-_ ]?(\d{2})[-_ ]?BP[-_ ]?(\d{2})\b", re.I)
_EARLIER = re.compile(r"\b(ML(?:OE|SEC|REL|PER|PERF|COST|SUS|OPS))([- ])(\d{1,2})\b(?![-_ ]?BP)", re.I)
_TOOL = re.compile(r"\b((?:ops|sec|rel|perf|cost|sus)\d_\d{1,2})\b", re.I)
_QUESTION = re.compile(r"\b(ML[A-Z]{3,4}\d{2})\b(?![-_ ]?BP)", re.I)

NOTHING = "I need a few words to go on: what does your team do, or what would you like to know?"
NOT_TEXT = "That doesn't look like text that I can read. Describe in a sentence or two what your team does."
NOT_ENGLISH = "I only read English so far. Could you say it in English, even roughly?"

#: Resolves an id as written to practice ids; empty when no lens knows it.
Resolve = Callable[[str], tuple[str, ...]]


def read(raw: str, resolve: Resolve) -> Message:
    """Make a message fit to be read. Never fails: what cannot be answered says so in `refusal`."""
    text = plain(raw[: MOST_CHARACTERS * 2])
    cut = len(raw) > MOST_CHARACTERS * 2 or len(text) > MOST_CHARACTERS
    text = text[:MOST_CHARACTERS]
    named, unknown = _named(text, resolve)
    refusal = "" if named or unknown else _refusal(raw[: MOST_CHARACTERS * 2], text)
    pieces = tuple(_pieces(text)) if not refusal else ()
    return Message(text, pieces, named, unknown, cut, refusal)


def plain(raw: str) -> str:
    """The words of a Slack message: entities resolved, mentions, addresses and invisible characters gone."""
    text = html.unescape(html.unescape(raw))
    text = _SLACK_LINK.sub(lambda m: m[2] or " ", text)
    text = _SLACK_MENTION.sub(" ", text)
    text = _EMOJI.sub(" ", _URL.sub(" ", text))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = _SLACK_MENTION.sub(" ", text)
    return re.sub(r"[ \t]+", " ", text).strip()


def in_context(text: str, history: Sequence[Turn]) -> tuple[str, int]:
    """The text with the turns that it leans on before it, and how many characters those are.

    The person's last turn and what the bot said to it: a follow-up such as "and for batch?" is about both.
    """
    before = [plain(turn.text)[:MOST_BEFORE] for turn in history[-2:] if turn.text.strip()]
    lead = "".join(f"{turn}\n" for turn in before)
    return lead + text, len(lead)


def kept(message: Message) -> tuple[str, tuple[Piece, ...]]:
    """The text without orders to the bot, and the pieces' places in it. The text itself where nothing was left out."""
    if not orders(message.text):
        return message.text, message.pieces
    parts, places, at = [], [], 0
    for piece in message.pieces:
        words = message.words(piece)
        parts.append(words)
        places.append(Piece(at, at + len(words)))
        at += len(words) + 1
    return "\n".join(parts), tuple(places)


def orders(text: str) -> bool:
    """Whether a clause is an order to the bot rather than something about the person's work."""
    return bool(_ORDER.search(text))


def _refusal(raw: str, text: str) -> str:
    if sum(character == "\ufffd" or _CONTROL.match(character) is not None for character in raw) > len(raw) / 10:
        return NOT_TEXT
    if not text or not _WORD.search(text):
        return NOTHING
    letters = sum(character.isalpha() for character in text)
    foreign = sum(character.isalpha() and not character.isascii() for character in text)
    words = _ASCII_WORD.findall(text.lower())
    if foreign > letters / 2:
        return NOT_ENGLISH
    return NOT_ENGLISH if len(words) >= 7 and sum(word in _COMMON for word in words) < len(words) / 20 else ""


def _pieces(text: str) -> Iterator[Piece]:
    """Clauses with at least three words, shorter ones joined to the one before; orders to the bot left out."""
    spans = _clauses(text)
    joined: list[Piece] = []
    for span in spans:
        short = len(text[span.start : span.end].split()) < SHORTEST_CLAUSE
        if short and joined and not orders(text[span.start : span.end]):
            joined[-1] = Piece(joined[-1].start, span.end)
        else:
            joined.append(span)
    kept = [piece for piece in joined if not orders(text[piece.start : piece.end])]
    yield from kept


def _clauses(text: str) -> list[Piece]:
    code = [(m.start(), m.end()) for m in _CODE.finditer(text)]
    spans, start = [], 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        inside = any(a <= start < b for a, b in code)
        if text[start:end].strip() and not inside:
            left = len(text[start:end]) - len(text[start:end].lstrip())
            spans.append(Piece(start + left, start + len(text[start:end].rstrip())))
        start = found.end() if found else end
    return spans


def _named(text: str, resolve: Resolve) -> tuple[tuple[str, ...], bool]:
    """Practice ids for every id in the text, in order, and whether one of them is known to no lens."""
    found: dict[str, None] = {}
    unknown = False
    for written in _written_ids(text):
        practices = resolve(written)
        found.update(dict.fromkeys(practices))
        unknown = unknown or not practices
    return tuple(found), unknown


def _written_ids(text: str) -> list[str]:
    ids = [(m.start(), f"{m[1]}{m[2]}-BP{m[3]}".upper()) for m in _TODAY.finditer(text)]
    ids += [(m.start(), f"{m[1].upper()}{m[2]}{m[3]}") for m in _EARLIER.finditer(text)]
    ids += [(m.start(), m[1].lower()) for m in _TOOL.finditer(text)]
    ids += [(m.start(), m[1].upper()) for m in _QUESTION.finditer(text)]
    return [written for _, written in sorted(ids)]
