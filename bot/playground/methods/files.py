"""files.*: the upload in three steps, and the shared file."""

from __future__ import annotations

from typing import Any

from bot.playground import posting
from bot.playground.calls import Call, RefusalError, invalid_arguments, method
from bot.playground.filing import file_json, new_file
from bot.playground.messages import from_app
from bot.playground.workspace import Channel, File

Json = dict[str, Any]


@method(
    "files.getUploadURLExternal",
    "filename! length!:int alt_txt snippet_type",
    scopes=("files:write",),
    tier=4,
)
def get_upload_url(call: Call) -> Json:
    """Announce a file; answers where its bytes go."""
    length = int(call.get("length"))
    if length < 1:
        raise invalid_arguments("must be positive [json-pointer:/length]")
    file = new_file(call.world, str(call.get("filename")), call.world.app.bot_user_id, length)
    return {"upload_url": f"{call.world.url}/upload/v1/{file.id}", "file_id": file.id}


@method(
    "files.completeUploadExternal",
    "files!:list channel_id channels initial_comment thread_ts blocks:any",
    scopes=("files:write",),
    tier=4,
)
def complete_upload(call: Call) -> Json:
    """Finish an upload, and share the files where asked."""
    files = [_uploaded(call, entry) for entry in call.get("files")]
    if not files:
        raise invalid_arguments("no less than 1 items allowed [json-pointer:/files]")
    targets = _targets(call)
    for file, entry in zip(files, call.get("files"), strict=True):
        file.title, file.done = str(entry.get("title", file.name)), True
    for channel in targets:
        _share(call, channel, files)
    return {"files": [file_json(call.world, file) for file in files]}


def _uploaded(call: Call, entry: Any) -> File:
    if not isinstance(entry, dict) or set(entry) - {"id", "title", "highlight_type"}:
        raise invalid_arguments("must be objects with id and title [json-pointer:/files]")
    file = call.world.workspace.files.get(str(entry.get("id")))
    if file is None or file.content is None or file.done:
        raise RefusalError("file_not_found")
    return file


def _targets(call: Call) -> list[Channel]:
    named = [call.get("channel_id"), *str(call.get("channels", "")).split(",")]
    return [_channel(call, str(name)) for name in named if name]


def _channel(call: Call, name: str) -> Channel:
    return Call(call.world, call.method, call.token, {"channel": name}).channel()


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    body = from_app(call.world, str(call.get("initial_comment", "")))
    body |= {"subtype": "file_share", "upload": True, "files": [file_json(call.world, file) for file in files]}
    thread_ts = call.thread(channel)
    for file in files:
        file.shares.append(channel.id)
    posting.post(call.world, channel, body, thread_ts)


@method("files.info", "file! cursor limit:int", scopes=("files:read",), tier=4)
def info(call: Call) -> Json:
    """Describe a file."""
    file = call.world.workspace.files.get(str(call.get("file")))
    if file is None or not file.done:
        raise RefusalError("file_not_found")
    return {"file": file_json(call.world, file)}
