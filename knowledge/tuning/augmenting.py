"""Examples -> more of them, as people go on typing: a question after what they tell, a word on who they are before it.

Pure and seeded. A message that describes and then asks still describes, and one that says who asks still only asks: the
corpus's own messages mostly do one or the other, and a fit takes the question mark for the difference. Parts of long
messages teach what a practice is known by when the rest is missing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from knowledge.tuning.examples import BLENDS, PAGE, SIGNS, Example
from lens_corpus.model import Stance

#: Questions that fit after anything.
TAILS = (
    "Does that make sense?",
    "Is that okay?",
    "What would you do?",
    "How do others solve this?",
    "Anything wrong with that?",
    "Should I worry?",
    "Is there a better way?",
    "Thoughts?",
    "Would you do it like this?",
    "How do you do it at your place?",
    "Is this a sane setup?",
    "What am I missing?",
    "Good idea or not?",
    "Where would you start?",
    "Can this be done more simply?",
    "What's the usual way?",
    "ok like that?",
    "worth changing?",
    "How would you go on from here?",
    "Has anybody solved this properly?",
)
#: Who asks; says nothing of any practice.
CONTEXTS = (
    "We're a team of five on SageMaker.",
    "Small company, three data scientists, everything on AWS.",
    "Insurance, about twenty models, mostly xgboost.",
    "I look after a churn model and a forecast.",
    "New here, first ML project at work.",
    "Our stack is Python, MLflow and a bit of Airflow.",
    "Startup, one ML engineer (me).",
    "I'm a data engineer who inherited the ML part.",
    "Hospital IT, one readmission model.",
    "We use Kubeflow on EKS.",
    "PyTorch, GPUs on EC2, data in S3.",
    "Our platform team gives us Vertex and BigQuery.",
    "It's a tabular problem, about 2M rows.",
    "I'm the PM of an ML product.",
    "We've got a Bedrock based assistant for support.",
    "Azure ML shop, moving slowly to AWS.",
    "NLP team of four.",
    "Context: public sector, strict rules.",
)
#: Shares of examples that get a question, a context, both a description of another practice, or a part of their own.
TAIL, CONTEXT, OTHER, PART = 0.35, 0.35, 0.12, 0.4
#: Words of the longest message that is added to, and of the shortest that parts are taken of.
LONGEST, SHORTEST = 70, 45
_LONGEST_QUESTION = 25
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")


def more(examples: Sequence[Example], seed: int) -> list[Example]:
    """Further examples made of these; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - a choice of examples, nothing secret
    asked = _questions(examples)
    told = [each for each in examples if _describes(each) and len(each.practices) == 1]
    return [made for each in examples for made in _made(each, asked, told, rng)]


def _made(each: Example, asked: dict[str, list[str]], told: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    short = len(each.text.split()) <= LONGEST
    if _describes(each) and short and rng.random() < TAIL:
        own = asked.get(next(iter(each.practices)), [])
        yield _longer(each, "", rng.choice(own if own and rng.random() < 0.5 else TAILS))
    if (each.stance is Stance.ASK or not each.practices) and short and rng.random() < CONTEXT:
        yield _longer(each, rng.choice(CONTEXTS), "")
    if each.stance is Stance.ASK and short and told and rng.random() < OTHER:
        yield _beside(rng.choice(told), each)
    part = _part(each, rng) if each.by not in (SIGNS, PAGE, BLENDS) and rng.random() < PART else ""
    if part:
        stance = Stance.ASK if each.stance is Stance.ASK else None
        yield Example(part, each.by, each.practices, stance)


def _describes(each: Example) -> bool:
    return each.stance not in (None, Stance.ASK) and each.by != SIGNS


def _questions(examples: Sequence[Example]) -> dict[str, list[str]]:
    """Short questions by the practice that they are about."""
    found: dict[str, list[str]] = {}
    for each in examples:
        if each.stance is Stance.ASK and len(each.text.split()) <= _LONGEST_QUESTION:
            found.setdefault(next(iter(each.practices)), []).append(each.text)
    return found


def _longer(each: Example, before: str, after: str) -> Example:
    text = " ".join(part for part in (before, _ended(each.text) if after else each.text, after) if part)
    return Example(text, each.by, each.practices, each.stance, each.parts)


def _beside(told: Example, asks: Example) -> Example:
    """Somebody tells of one practice and asks about another: both count, and what is told decides the end."""
    shares = dict.fromkeys((*told.practices, *asks.practices), 0.0)
    for practice in (*told.practices, *asks.practices):
        shares[practice] += 0.5
    return Example(f"{_ended(told.text)} {asks.text}", told.by, shares, told.stance, told.parts)


def _part(each: Example, rng: random.Random) -> str:
    """Two or three sentences on end of a long message; empty of a short one."""
    sentences = _SENTENCE.split(each.text)
    count = rng.randint(2, 3)
    if len(each.text.split()) < SHORTEST or len(sentences) <= count:
        return ""
    start = rng.randrange(len(sentences) - count + 1)
    return " ".join(sentences[start : start + count])


def _ended(text: str) -> str:
    text = text.rstrip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
