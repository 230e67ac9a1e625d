"""The journal: every exchange between the workspace and the app, both directions, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from bot.playground.clock import Clock

Json = dict[str, Any]


class Journal:
    """Keeps the traffic of this run in memory, and appends it to a file when there is one."""

    def __init__(self, clock: Clock, path: Path | None = None) -> None:
        self._clock = clock
        self._file: IO[str] | None = path.open("a", encoding="utf-8") if path is not None else None
        self.lines: list[Json] = []
        self.watchers: list[Callable[[Json], None]] = []

    def call(self, method: str, payload: Json) -> None:
        """Note a call by the app."""
        self._write({"method": method, "payload": payload, "at": self._clock.now()})

    def response(self, method: str, payload: Json) -> None:
        """Note what a call was answered."""
        self._write({"kind": "response", "method": method, "payload": payload, "at": self._clock.now()})

    def note(self, kind: str, payload: Json) -> None:
        """Note anything else."""
        self._write({"kind": kind, "payload": payload, "at": self._clock.now()})

    def forget(self) -> None:
        """Begin anew in memory; the file keeps everything."""
        self.lines.clear()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, line: Json) -> None:
        text = json.dumps(line, ensure_ascii=False)
        self.lines.append(json.loads(text))
        if self._file is not None:
            self._file.write(text + "\n")
            self._file.flush()
        for watcher in self.watchers:
            watcher(self.lines[-1])
