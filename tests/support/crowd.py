"""A stand-in workspace of any size as a program: `python -m tests.support.crowd PEOPLE CHANNELS [rates]`.

Its address is the first line that it prints. Everybody is in every channel (p1…, c1…), the app too and from the
start, so that there is nobody to greet. With `rates` it limits calls as Slack does. It ends when its input ends.
"""

import asyncio
import sys
import threading
import time

from bot.playground.server import bind, open_world, server_for
from bot.playground.workspace import Channel, User
from bot.playground.world import Setup
from bot.slack.manifest import manifest


def main(people: int, channels: int, *, rates: bool) -> None:
    """Serve until the input ends."""
    taken = bind(0)
    world = open_world(taken, Setup(manifest=manifest(), rates=rates, seed="bare"), None)
    _fill(world, people, channels)
    server = server_for(world)
    threading.Thread(target=_announce, args=(server, world.url), daemon=True).start()
    asyncio.run(server.serve(sockets=[taken]))


def _fill(world, people, channels):
    workspace = world.workspace
    for number in range(1, people + 1):
        user = User(workspace.ids.next("U"), f"p{number}", f"Person {number}")
        workspace.users[user.id] = user
    crowd = [*workspace.users]
    for number in range(1, channels + 1):
        made = Channel(workspace.ids.next("C"), f"c{number}", "channel", crowd[0], int(world.clock.now()), list(crowd))
        workspace.channels[made.id] = made


def _announce(server, url):
    while not server.started:
        time.sleep(0.01)
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.should_exit = True


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), rates="rates" in sys.argv[3:])
