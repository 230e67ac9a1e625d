"""Firings that are done many at once: what a crash cuts short is finished, and nothing of it is said twice."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.usecases.reminding import FEW, MANY, REMIND, SLICE
from tests.unit.reminding.test_saying_once import Messages, Running

#: After so many crashes durable work takes a piece for their cause, and gives it up.
MOST_CRASHES = 5


class Died(BaseException):
    pass


class Dying(Messages):
    """Whoever posts is killed at every so manieth time."""

    def __init__(self, every):
        super().__init__()
        self.every, self.tries = every, 0

    def post(self, place, card, **given):
        self.tries += 1
        if self.tries % self.every == 0:
            raise Died
        return super().post(place, card, **given)


def among_deaths(channels, every):
    running = Running(channels)
    running.messages = Dying(every)
    running.reminding = replace(running.reminding, messages=running.messages)
    return running


def do_all(running):
    """Do what waits as durable work does: what was cut short again from the beginning, but not for ever."""
    crashes, handlers = Counter(), {REMIND: running.reminding.remind, MANY: running.reminding.many}
    while running.work.waiting:
        kind, payload = running.work.waiting.pop(0)
        try:
            handlers[kind](payload)
        except Died:
            crashes[str(payload)] += 1
            if crashes[str(payload)] <= MOST_CRASHES:
                running.work.waiting.append((kind, payload))


@pytest.mark.parametrize("every", [4, 7, SLICE + 2])
def test_all_is_said_once_though_whoever_says_it_is_killed_again_and_again(every):
    running = among_deaths(250, every)

    running.reminding.tick()
    do_all(running)

    assert Counter(place for place, _, _ in running.messages.posts) == Counter(running.places)


def test_what_failed_is_handed_over_once_all_else_of_the_piece_is_done():
    running = among_deaths(FEW + 1, FEW)
    running.messages.trouble = [OSError("away")]
    running.reminding.tick()
    kind, payload = running.work.waiting.pop(0)

    with pytest.raises(Died):
        running.reminding.many(payload)
    assert running.work.waiting == []
    running.reminding.many(payload)

    assert kind == MANY
    assert len(running.messages.posts) == FEW + 1


def test_a_piece_that_is_done_again_hands_over_the_same_rest():
    running = Running(3 * SLICE)
    running.reminding.tick()
    _, payload = running.work.waiting.pop(0)

    for _ in range(2):
        running.reminding.many(payload)

    assert [len(rest["jobs"]) for _, rest in running.work.waiting] == [2 * SLICE]
