"""The clock: it runs, it can be moved, it never goes back, and what falls due does so in order."""

import asyncio
import time

import pytest

from bot.playground.client import ControlError
from bot.playground.clock import Clock, Timestamps


def run(work):
    return asyncio.run(work())


def test_what_falls_due_happens_in_order_and_at_its_own_time():
    async def work():
        clock, seen = Clock(), []
        clock.freeze()
        start = clock.now()

        async def after(seconds):
            await clock.sleep(seconds)
            seen.append(round(clock.now() - start))
            if seconds == 60:
                await clock.sleep(30)
                seen.append(round(clock.now() - start))

        tasks = [asyncio.create_task(after(seconds)) for seconds in (120, 60, 300)]
        await asyncio.sleep(0)
        await clock.advance(200)
        assert not tasks[2].done()
        await clock.advance(100)
        await asyncio.gather(*tasks)
        return seen, round(clock.now() - start)

    assert run(work) == ([60, 90, 120, 300], 300)


def test_time_runs_on_and_a_sleeper_wakes_by_itself():
    async def work():
        clock = Clock()
        started = time.monotonic()
        await clock.sleep(0.05)
        return time.monotonic() - started

    assert 0.045 <= run(work) < 1


def test_a_frozen_clock_wakes_nobody_until_it_runs_again():
    async def work():
        clock = Clock()
        sleeper = asyncio.create_task(clock.sleep(0.05))
        await asyncio.sleep(0)
        clock.freeze()
        await asyncio.sleep(0.1)
        frozen = sleeper.done()
        clock.run()
        await asyncio.wait_for(sleeper, 1)
        return frozen

    assert run(work) is False


def test_waiting_within_a_time_gives_the_result_or_gives_up():
    async def work():
        clock = Clock()
        ready = asyncio.get_running_loop().create_future()
        ready.set_result("done")
        assert await clock.within(1, ready) == "done"
        never = asyncio.get_running_loop().create_future()
        waiting = asyncio.create_task(clock.within(3, never))
        await asyncio.sleep(0.01)
        await clock.advance(3)
        with pytest.raises(TimeoutError):
            await waiting

    run(work)


def test_timestamps_are_unique_even_while_time_stands_still():
    async def work():
        clock = Clock()
        clock.freeze()
        stamps = Timestamps(clock)
        return clock.now(), [stamps.next() for _ in range(3)]

    now, made = run(work)

    assert made[0].split(".")[0] == str(int(now))
    assert [int(stamp.replace(".", "")) - int(made[0].replace(".", "")) for stamp in made] == [0, 1, 2]


def test_the_control_api_moves_stops_and_releases_the_clock(control):
    before = control.get("clock")["now"]
    assert control.advance(1_800)["now"] - before >= 1_800
    frozen = control.post("clock", freeze=True)
    assert frozen["frozen"] is True
    assert control.get("clock")["now"] == frozen["now"]
    assert control.post("clock", freeze=False)["frozen"] is False
    with pytest.raises(ControlError) as refused:
        control.advance(-1)
    assert refused.value.error == "invalid_request"
