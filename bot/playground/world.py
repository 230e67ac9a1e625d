"""One running stand-in: the workspace, its clock, the app, and everything that connects them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.playground.app import App
from bot.playground.clock import Clock, Timestamps
from bot.playground.delivery import Deliveries
from bot.playground.faults import Faults
from bot.playground.http_delivery import HttpDelivery
from bot.playground.journal import Journal
from bot.playground.live import Live
from bot.playground.rates import Rates
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Channel, User, Workspace

Json = dict[str, Any]


@dataclass
class Setup:
    """How a stand-in begins. `manifest` is the Slack manifest; None takes the built-in one."""

    manifest: Json | None = None
    request_url: str | None = None
    installed: bool = True
    rates: bool = True
    commercial: bool = False
    seed: str = "inviting"


@dataclass
class World:
    """Everything one stand-in consists of. `calls` are the Web API calls under way; `called_at` is real time."""

    url: str
    setup: Setup
    clock: Clock
    stamps: Timestamps
    workspace: Workspace
    app: App
    journal: Journal
    faults: Faults
    rates: Rates
    live: Live
    sockets: SocketMode
    http: HttpDelivery
    deliveries: Deliveries
    calls: int = 0
    called_at: float = 0.0
    _timers: set[asyncio.Task[Any]] = field(default_factory=set)

    @property
    def team_id(self) -> str:
        """The id of the one team."""
        return str(self.workspace.team["id"])

    @property
    def bot(self) -> User:
        """The app's bot user."""
        return self.workspace.users[self.app.bot_user_id]

    def app_dm(self, user: str) -> Channel | None:
        """Find a person's DM with the app."""
        return self.workspace.dm(user, self.app.bot_user_id)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Start something that ends with this workspace, such as a status running out."""
        task = asyncio.get_running_loop().create_task(work)
        self._timers.add(task)
        task.add_done_callback(self._timers.discard)

    def cancel_timers(self) -> None:
        """Forget what was to happen later."""
        for task in self._timers:
            task.cancel()
        self._timers.clear()

    def use_transport(self) -> None:
        """Deliver the way the manifest says."""
        self.sockets.app = self.app
        self.http.app = self.app
        self.deliveries.transport = self.sockets if self.app.mode == "socket" else self.http


def connect(url: str, setup: Setup, clock: Clock, workspace: Workspace, app: App, journal: Journal) -> World:
    """Wire a world together around a seeded workspace."""
    live, faults = Live(), Faults()
    sockets = SocketMode(clock, journal, app, lambda: None)
    http = HttpDelivery(app)
    deliveries = Deliveries(clock, journal, faults, sockets, defaultdict(int))
    deliveries.counts = workspace.counts
    journal.watchers.append(live.traffic)
    world = World(
        url=url,
        setup=setup,
        clock=clock,
        stamps=Timestamps(clock),
        workspace=workspace,
        app=app,
        journal=journal,
        faults=faults,
        rates=Rates(clock, setup.rates, setup.commercial),
        live=live,
        sockets=sockets,
        http=http,
        deliveries=deliveries,
    )
    world.use_transport()
    return world
