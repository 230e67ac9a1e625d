"""The Web API methods, one module a family. Importing this package registers them all."""

from __future__ import annotations

from bot.playground.methods import (
    agents,
    apps,
    assistant,
    auth,
    blocks,
    bookmarks,
    chat,
    conversations,
    ephemeral,
    files,
    history,
    oauth,
    pins,
    reactions,
    scheduled,
    streams,
    users,
    views,
)

FAMILIES = (
    agents,
    apps,
    assistant,
    auth,
    blocks,
    bookmarks,
    chat,
    conversations,
    ephemeral,
    files,
    history,
    oauth,
    pins,
    reactions,
    scheduled,
    streams,
    users,
    views,
)
