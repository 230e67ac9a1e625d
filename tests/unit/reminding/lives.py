"""Items that have been through many presses, for the properties that hold whatever people do."""

from hypothesis import strategies as st

from bot.review import item_moves
from bot.review.errors import Refusal
from bot.review.items import Acceptance
from tests.unit.reminding.things import TODAY, days, item, press

WHENS = st.integers(1, 60).map(lambda count: TODAY + days(count))
MOVES = st.one_of(
    st.just(item_moves.take_on),
    st.just(item_moves.working),
    st.just(item_moves.done),
    st.just(item_moves.reopen),
    st.sampled_from(["UANA", "UBEN", None]).map(lambda who: lambda i, p: item_moves.hand_over(i, p, who)),
    WHENS.map(lambda until: lambda i, p: item_moves.snooze(i, p, until)),
    WHENS.map(lambda due: lambda i, p: item_moves.set_due(i, p, due)),
    WHENS.map(lambda until: lambda i, p: accepted_by(i, p, until)),
    st.just(lambda i, p: item_moves.dismiss(i, p, "Not ours")),
    st.just(lambda i, p: item_moves.link(i, p, "https://git.example/1")),
    st.just(lambda i, p: item_moves.prove(i, p, "Seen")),
    st.just(lambda i, p: item_moves.word(i, p, "In our words", ["Ask the desk."])),
)


def accepted_by(made, pressed, until):
    return item_moves.accept(made, pressed, Acceptance("UBOSS", "For now", until))


def lived(steps):
    """An item after many presses, some refused, over some weeks."""
    made, on = item(), TODAY
    for move, who, wait in steps:
        on += days(wait)
        try:
            made = move(made, press(who, on=on))
        except Refusal as refused:
            assert refused.text
    return made


LIVES = st.lists(st.tuples(MOVES, st.sampled_from(["UANA", "UBEN"]), st.integers(0, 20)), max_size=15).map(lived)
