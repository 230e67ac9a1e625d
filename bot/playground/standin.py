"""Beginning a stand-in, and beginning it anew."""

from __future__ import annotations

from typing import Any

from bot.playground import oauth, telling
from bot.playground.clock import Clock
from bot.playground.journal import Journal
from bot.playground.seed import AT_HOME, plant
from bot.playground.world import Setup, World, connect

Json = dict[str, Any]


def begin(url: str, setup: Setup, journal: Journal, clock: Clock) -> World:
    """Seed a workspace, register the app, and install it unless the setup says otherwise."""
    workspace, app = plant(setup.seed, setup.manifest, setup.request_url, url, clock)
    world = connect(url, setup, clock, workspace, app, journal)
    world.sockets.changed = lambda: telling.app(world)
    _settle_in(world)
    return world


def restart(world: World, manifest: Json | None, seed: str | None) -> None:
    """Go back to the beginning, with another manifest or seed if given. Socket Mode connections stay."""
    setup = world.setup
    setup.manifest = setup.manifest if manifest is None else manifest
    setup.seed = seed or setup.seed
    workspace, app = plant(setup.seed, setup.manifest, setup.request_url, world.url, world.clock)
    world.cancel_timers()
    world.deliveries.stop()
    world.workspace, world.app = workspace, app
    world.deliveries.counts = workspace.counts
    world.faults.clear()
    world.journal.forget()
    world.rates.clear()
    world.use_transport()
    _settle_in(world)
    telling.reset(world)


def _settle_in(world: World) -> None:
    world.journal.note("manifest", world.app.manifest.body)
    oauth.issue_app_token(world)
    if not world.setup.installed:
        world.bot.deleted = True
        return
    oauth.install(world, next(iter(world.workspace.users)))
    home = world.workspace.channel_named(AT_HOME[world.setup.seed])
    if home is not None:
        home.members.append(world.app.bot_user_id)
