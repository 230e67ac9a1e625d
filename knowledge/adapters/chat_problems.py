"""Every way in which a call to a model fails -> one WriterProblem: a kind, and a line for the log without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core import exceptions

from knowledge.ports import Trouble, WriterProblem

#: Characters of a library's message that are logged.
MOST_LOGGED = 300
_KINDS: tuple[tuple[type[BaseException], Trouble], ...] = (
    (exceptions.ModelAuthenticationError, Trouble.KEY),
    (exceptions.ModelPermissionDeniedError, Trouble.KEY),
    (exceptions.ModelRateLimitError, Trouble.BUSY),
    (exceptions.ModelTimeoutError, Trouble.TIMEOUT),
    (exceptions.ModelConnectionError, Trouble.UNREACHABLE),
    (exceptions.ModelRefusalError, Trouble.REFUSED),
    (exceptions.ContextOverflowError, Trouble.TOO_LONG),
    (TimeoutError, Trouble.TIMEOUT),
    (ConnectionError, Trouble.UNREACHABLE),
)
#: For libraries that raise their own: parts of a class's name or of its message.
_NAMES = (
    (re.compile(r"throttl|ratelimit|toomanyrequests|servicequota|overloaded", re.I), Trouble.BUSY),
    (
        re.compile(r"credential|unauthorized|accessdenied|forbidden|authentication|unrecognizedclient", re.I),
        Trouble.KEY,
    ),
    (re.compile(r"timeout|timed out", re.I), Trouble.TIMEOUT),
    (re.compile(r"remoteprotocol|readerror|incomplete|peer closed|prematurely", re.I), Trouble.CUT_OFF),
    (re.compile(r"connect|endpoint", re.I), Trouble.UNREACHABLE),
)
_KEYLIKE = re.compile(r"\b(?:sk-|xox|AKIA|ASIA|Bearer )[^\s'\",}]+")
#: Where each library says how an answer ended, and the words for refusing.
_ENDS = ("finish_reason", "stop_reason", "stopReason", "done_reason")
_REFUSALS = frozenset({"refusal", "content_filter", "content_filtered", "guardrail_intervened"})


def of(problem: BaseException, key: str, *, begun: bool = False) -> WriterProblem:
    """The failure as ours. `begun`: some of the answer had come, so that a lost connection has cut it off."""
    kind = _kind(problem)
    return WriterProblem(Trouble.CUT_OFF if begun and kind is Trouble.UNREACHABLE else kind, told(problem, key))


def told(problem: BaseException, key: str) -> str:
    """What to log: the kind of failure and the library's words, without the key."""
    text = f"{type(problem).__name__}: {' '.join(str(problem).split())}"
    return _KEYLIKE.sub("***", text.replace(key, "***") if key else text)[:MOST_LOGGED]


def check_end(ended: Mapping[str, Any], provider: str) -> None:
    """WriterProblem when the model refused, or when the answer stopped without having ended."""
    reasons = {str(ended[key]).lower() for key in _ENDS if key in ended}
    if ended.get("refusal") or reasons & _REFUSALS:
        raise WriterProblem(Trouble.REFUSED, "the model refused")
    if not reasons:
        raise WriterProblem(Trouble.CUT_OFF, f"{provider} ended without saying why")


def _kind(problem: BaseException) -> Trouble:
    for each in _causes(problem):
        found = next((kind for cls, kind in _KINDS if isinstance(each, cls)), None)
        if found:
            return found
    for each in _causes(problem):
        words = f"{type(each).__name__} {each}"
        found = next((kind for pattern, kind in _NAMES if pattern.search(words)), None)
        if found:
            return found
    return Trouble.BROKEN


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """The failure and what led to it."""
    depth = 0
    while problem is not None and depth < 8:
        yield problem
        problem, depth = problem.__cause__ or problem.__context__, depth + 1
