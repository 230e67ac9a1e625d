"""Answer -> plain values for programs, the form that `lensbot ask --json` prints. Keys are only ever added."""

from __future__ import annotations

from typing import Any

from knowledge.model import Answer, AskBack, Citation, Evidence


def of_answer(answer: Answer) -> dict[str, Any]:
    """The answer as JSON-ready values."""
    return {
        "text": answer.text,
        "abstained": answer.abstained,
        "verdict": answer.verdict.value if answer.verdict else None,
        "citations": [_citation(each) for each in answer.citations],
        "evidence": [_evidence(each) for each in answer.evidence],
        "ask_back": _ask_back(answer.ask_back) if answer.ask_back else None,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "lens": citation.lens,
        "id": citation.id,
        "title": citation.title,
        "url": citation.url,
        "pillar": citation.pillar,
        "risk": citation.risk,
        "grade": citation.grade.value,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "practice": evidence.practice,
        "side": evidence.side.value,
        "sign": evidence.sign,
        "words": evidence.words,
    }


def _ask_back(asked: AskBack) -> dict[str, Any]:
    options = [{"text": option.text, "side": option.side.value, "aspect": option.aspect} for option in asked.options]
    return {"practice": asked.practice, "text": asked.text, "options": options}
