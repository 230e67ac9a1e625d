"""Files: announced, filled with bytes, shown and fetched."""

from __future__ import annotations

import mimetypes
from typing import Any

from bot.playground.states import UnfitError
from bot.playground.workspace import File
from bot.playground.world import World

Json = dict[str, Any]


def new_file(world: World, name: str, user: str, length: int) -> File:
    """Register a file whose bytes are still to come."""
    file = File(
        id=world.workspace.ids.next("F"),
        name=name,
        title=name,
        user=user,
        length=length,
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        created=int(world.clock.now()),
    )
    world.workspace.files[file.id] = file
    return file


def receive(world: World, file_id: str, content: bytes) -> tuple[int, str]:
    """Take the bytes of a file. Answers the HTTP status and text: as many as announced, and once."""
    file = world.workspace.files.get(file_id)
    if file is None or file.content is not None:
        return 404, "no such upload"
    if len(content) != file.length:
        return 400, f"announced {file.length} bytes, got {len(content)}"
    file.content = content
    return 200, f"OK - {len(content)}"


def chosen(world: World, element: Json, ids: list[Any]) -> list[Json]:
    """Describe the files that a file input is to hold; UnfitError for one that is not here, or not of a wanted type."""
    found = []
    for each in ids:
        file = world.workspace.files.get(str(each))
        if file is None:
            raise UnfitError(f"there is no file {each}")
        described, wanted = file_json(world, file), element.get("filetypes")
        if wanted and described["filetype"] not in wanted:
            raise UnfitError(f"{file.name} is none of: {', '.join(wanted)}")
        found.append(described)
    return found


def file_json(world: World, file: File) -> Json:
    """Describe a file."""
    url = f"{world.url}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2] or "binary",
        "user": file.user,
        "size": file.length,
        "created": file.created,
        "mode": "hosted",
        "channels": list(file.shares),
        "url_private": url,
        "url_private_download": url,
        "permalink": f"{world.url}/files/{file.user}/{file.id}/{file.name}",
    }
