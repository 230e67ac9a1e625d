"""A small lens in texts, to be read as it is or with one thing broken."""

from __future__ import annotations

import json

from lens_corpus.model import Lens
from lens_corpus.reading import read_lens

LENS = """\
id: small
name: A small lens
edition: '2026-01-01'
url: https://example.com/lens
principles:
  - id: assign-ownership
    name: Assign ownership
    summary: Somebody answers for it.
phases:
  - id: monitoring
    name: Monitoring
    summary: Watch what runs.
pillars:
  - id: reliability
    name: Reliability
    summary: It keeps working.
questions:
  - id: SMALL01
    pillar: reliability
    phase: monitoring
    title: Does it keep working?
    why: Because it must.
    principles: [assign-ownership]
    practices: [SMALL01-BP01, SMALL01-BP02]
    none: SMALL01_no
    rules:
      - condition: SMALL01_BP01 && SMALL01_BP02
        risk: NO_RISK
      - condition: SMALL01_BP01
        risk: MEDIUM_RISK
      - condition: default
        risk: HIGH_RISK
earlier_ids:
  - id: SMALL 1
    practices: [SMALL01-BP02]
"""

_TOPICS = {
    "SMALL01-BP01": ("Back up the models", "restore", "backup"),
    "SMALL01-BP02": ("Rotate the on-call engineer", "rota", "pager"),
}


def page(practice: str, **changes: str) -> str:
    """A practice's page; `changes` replace front-matter fields by name."""
    title, one, other = _TOPICS[practice]
    fields = {
        "id": practice,
        "title": title,
        "pillar": "reliability",
        "question": "SMALL01",
        "phase": "monitoring",
        "risk": "High" if practice.endswith("1") else "Medium",
        "effort": "S",
        "url": f"https://example.com/{practice.lower()}",
        "id_2023": f"MLREL-{practice[-2:]}",
    } | changes
    front = "".join(f"{name}: {value}\n" for name, value in fields.items())
    number = int(practice[-1])
    good = "".join(
        f"- We can say that {one} number {n * number} of {title.lower()} is done weekly.\n" for n in range(1, 6)
    )
    trouble = "".join(
        f"- Nobody ever looked at {other} number {n * number} since {title.lower()} began.\n" for n in range(1, 6)
    )
    steps = "".join(
        f"{n}. **Do {one} {n}.** ({size}) Write down how {other} {n} works.\n"
        for n, size in ((1, "S"), (2, "M"), (3, "L"))
    )
    aws = "".join(f"{n}. **Use service {n}.** Set option {n} for {one}.\n" for n in (1, 2, 3))
    filler = " ".join(f"{one} and {other} matter in case {n}." for n in range(60))
    return (
        f"---\n{front}---\n# {title}\n\n> Make sure that {one} works before anybody needs it, and let one person answer for {other} every week.\n\n"
        f"## What it means\n{filler}\n\n## Why it matters\nWithout it the {one} fails. Then people wait.\n\n"
        f"## Signs of good\n{good}\n## Signs of trouble\n{trouble}\n## How to get there\nOn any stack:\n{steps}\nOn AWS:\n{aws}\n"
        f"## How to tell that it works\n- **Measure:** share of {one} done (percent)\n- **Evidence:** the {one} log\n\n"
        f"## Tensions\n- **{'SMALL01-BP02' if practice == 'SMALL01-BP01' else 'SMALL01-BP01'} (Another):** they compete for time.\n"
    )


def phrasings(practice: str) -> str:
    """Thirty phrasings by two hands, with every stance."""
    _, one, other = _TOPICS[practice]
    rows: list[dict[str, str]] = []
    for n in range(6):
        rows += [
            {"stance": "ask", "text": f"how should {one} be done on weekday {n} in team {practice[-1]}{n}?"},
            {"stance": "good", "text": f"we do {one} nightly at {n} and review it in guild {practice[-1]}{n}"},
            {"stance": "bad", "text": f"our {other} broke {n} times and nobody minds in office {practice[-1]}{n}"},
            {"stance": "thin", "text": f"there is a {one} of kind {n} at site {practice[-1]}{n}"},
            {
                "stance": "half",
                "text": f"the {one} of room {n} is fine but {other} {practice[-1]}{n} is dead",
                "strong": f"the {one} of room {n} is fine",
                "weak": f"{other} {practice[-1]}{n} is dead",
            },
        ]
    return "".join(json.dumps({"by": f"hand-{n % 2}", **row}) + "\n" for n, row in enumerate(rows))


def texts() -> dict[str, str]:
    """The whole lens as files."""
    files = {"lens.yaml": LENS, "outside.jsonl": '{"about": "lunch", "text": "who is up for pizza today"}\n'}
    for practice in _TOPICS:
        files[f"practices/{practice}.md"] = page(practice)
        files[f"practices/{practice}.phrasings.jsonl"] = phrasings(practice)
    return files


def small() -> Lens:
    """The whole lens, read."""
    return read_lens(texts())
