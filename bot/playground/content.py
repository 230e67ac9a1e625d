"""What a message may consist of: text, markdown, blocks, attachments, metadata. Shared by everything that posts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from bot.playground import limits, surfaces
from bot.playground.calls import RefusalError
from bot.playground.shapes import Check, Problem, shape, string
from bot.playground.world import World

Json = dict[str, Any]

_ATTACHMENT_KEYS: Final = frozenset(
    [
        "actions",
        "attachment_type",
        "author_icon",
        "author_link",
        "author_name",
        "blocks",
        "callback_id",
        "color",
        "fallback",
        "fields",
        "footer",
        "footer_icon",
        "image_url",
        "mrkdwn_in",
        "pretext",
        "text",
        "thumb_url",
        "title",
        "title_link",
        "ts",
    ]
)
_METADATA: Final = shape({"event_type": string(255), "event_payload": lambda *_: None}, {"entities": lambda *_: None})


@dataclass
class Content:
    """What was sent, checked. None means that it was not given."""

    text: str
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = None
    warnings: list[str] = field(default_factory=list)

    def into(self, body: Json) -> Json:
        """Put it into the body of a message; what was not given stays as it was."""
        body["text"] = self.text
        for key in ("blocks", "attachments", "metadata"):
            given = getattr(self, key)
            if given:
                body[key] = given
            elif given is not None:
                body.pop(key, None)
        return body

    def told(self) -> Json:
        """Tell the warnings, as they stand in an answer."""
        if not self.warnings:
            return {}
        return {"warning": ",".join(self.warnings), "response_metadata": {"warnings": self.warnings}}


def refused(error: str, problems: list[Problem]) -> RefusalError:
    """Refuse blocks, with every problem and where it is."""
    lines = [problem.line() for problem in problems]
    return RefusalError(error, errors=lines, response_metadata={"messages": [f"[ERROR] {line}" for line in lines]})


def read(world: World, given: Json, *, needed: bool = True) -> Content:
    """Check what a call wants to say; RefusalError for what Slack would not take, and for nothing when `needed`."""
    markdown = given.get("markdown_text")
    if markdown is not None and (given.get("text") or given.get("blocks")):
        raise RefusalError("markdown_text_conflict")
    blocks = _structured(given.get("blocks"), "invalid_blocks_format")
    attachments = _structured(given.get("attachments"), "invalid_attachments")
    text = str(given.get("text", ""))
    if markdown is not None:
        text, blocks = _markdown(str(markdown))
    content = Content(text[: limits.TEXT])
    if len(text) > limits.TEXT:
        content.warnings.append("message_truncated")
    if needed and not text and not blocks and not attachments:
        raise RefusalError("no_text")
    if blocks is not None:
        content.blocks = message_blocks(world, blocks)
    if attachments is not None:
        content.attachments = _attachments(world, attachments)
    if given.get("metadata") is not None:
        content.metadata = _metadata(given["metadata"])
    return content


def message_blocks(
    world: World, blocks: Any, pointer: str = "/blocks", most: int = limits.MESSAGE_BLOCKS
) -> list[Json]:
    """Check the blocks of a message and give them their ids."""
    problems = surfaces.message_problems(blocks, pointer, most)
    if problems:
        raise refused("invalid_blocks", problems)
    not_yet(world, blocks, pointer)
    if surfaces.text_too_long(blocks):
        raise RefusalError("msg_blocks_too_long")
    return surfaces.with_ids(blocks, lambda: world.workspace.ids.next("b", 4))


def not_yet(world: World, blocks: list[Json], pointer: str) -> None:
    """Refuse block types that a fault says are not rolled out."""
    for at, block in surfaces.walk(blocks, pointer):
        if world.faults.take("refuse_block", block=block["type"]) is not None:
            message = f"unsupported type: {block['type']}"
            raise refused("invalid_blocks", [Problem(f"{at}/type", "unsupported_type", message)])


def _structured(value: Any, error: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise RefusalError(error) from None


def _markdown(text: str) -> tuple[str, list[Json]]:
    if len(text) > limits.MARKDOWN_TEXT:
        raise RefusalError("msg_too_long")
    if not text:
        raise RefusalError("no_text")
    return text, [{"type": "markdown", "text": text}]


def _attachments(world: World, attachments: Any) -> list[Json]:
    if not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments):
        raise RefusalError("invalid_attachments")
    if len(attachments) > limits.ATTACHMENTS:
        raise RefusalError("too_many_attachments")
    stored = []
    for at, each in enumerate(attachments):
        if set(each) - _ATTACHMENT_KEYS:
            raise RefusalError("invalid_attachments", errors=sorted(set(each) - _ATTACHMENT_KEYS))
        more = (
            {"blocks": message_blocks(world, each["blocks"], f"/attachments/{at}/blocks")} if "blocks" in each else {}
        )
        stored.append({"id": at + 1, **each, **more})
    return stored


def _metadata(value: Any) -> Json:
    read_in = _structured(value, "invalid_metadata_format")
    check = Check("message")
    _METADATA(check, "/metadata", read_in)
    if check.problems or not isinstance(read_in["event_payload"], dict):
        raise RefusalError("invalid_metadata_format")
    if len(json.dumps(read_in).encode()) > limits.METADATA_BYTES:
        raise RefusalError("metadata_too_large")
    return dict(read_in)
