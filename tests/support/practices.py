"""What an answer about the small lens starts from, without an index: practices under numbers, and the corpus's answer."""

from __future__ import annotations

from knowledge import composing
from knowledge.composing import Cited, Judgement
from knowledge.model import Answer, Evidence, Grade, Side, Verdict
from tests.support.lenses import small

LENS = small()
BACKUP, ROTA = LENS.practice("SMALL01-BP01"), LENS.practice("SMALL01-BP02")
#: A sentence that the first practice supports, and one that the second does.
ON_BACKUP = "Write down how a restore from the backup works before anybody needs it"
ON_ROTA = "Let one person carry the pager and keep the rota"


def shown() -> list[Cited]:
    return [Cited(1, LENS, BACKUP, Grade.MAIN), Cited(2, LENS, ROTA, Grade.MAIN)]


def asked() -> Answer:
    """Somebody only asked."""
    return composing.write(shown(), Judgement(), ())


def judged(verdict: Verdict, words: str = "we never tried a restore", notes: tuple[str, ...] = ()) -> Answer:
    """Somebody described something, and the corpus's judge has decided."""
    if verdict is Verdict.UNCLEAR:
        return composing.write(shown(), Judgement(verdict, ask_back=composing.ask_back(BACKUP, 1)), (), notes)
    sides = {
        Verdict.ON_TRACK: (Side.GOOD,),
        Verdict.AT_RISK: (Side.TROUBLE,),
        Verdict.MIXED: (Side.GOOD, Side.TROUBLE),
    }[verdict]
    signs = {Side.GOOD: BACKUP.good[0], Side.TROUBLE: BACKUP.trouble[0]}
    evidence = tuple(Evidence(BACKUP.id, side, signs[side], words) for side in sides)
    return composing.write(shown(), Judgement(verdict, evidence), (), notes)
