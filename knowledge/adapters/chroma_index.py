"""Passages in Chroma, embedded in a folder or on a server.

They are put in through LangChain's vector-store interface and looked up without it: importing LangChain takes about
as long as all the rest of a first answer. The vectors are always ours and the distance is cosine. A manifest, written
last, says who filled the index; while it is missing the index counts as half built and is not used.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from filelock import FileLock

from knowledge.adapters import kept_heads
from knowledge.heads import LensHeads
from knowledge.manifest import Manifest
from knowledge.model import Hit, Passage, Vector
from knowledge.passages import about
from knowledge.ports import Embedder, IndexProblem, Progress

T = TypeVar("T")
BUILD = "lensbot index build"
COLLECTION = "lens_passages"
#: Passages that are embedded and stored at a time; the embedder pads less the more it can sort by length.
BATCH = 2048
_MANIFEST = "manifest.json"


class ChromaIndex:
    """An index in a folder. `server` (a URL) keeps the vectors on a Chroma server instead; the manifest stays here."""

    def __init__(self, folder: Path, server: str | None = None) -> None:
        self.folder, self._server = folder, server

    def manifest(self) -> Manifest | None:
        """Who filled it; None when it was never filled, or not to the end."""
        try:
            return Manifest(**json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError):
            return None

    def there(self) -> bool:
        """Whether the vectors are still where the manifest, which is kept apart from them, says they are.

        A server is asked, since its volume can be lost while our folder stays; of our own folder a look is enough.
        """
        manifest = self.manifest()
        if self._server:
            return manifest is not None and int(_guarded(lambda: self._collection.count())) == manifest.passages
        return (self.folder / "chroma" / "chroma.sqlite3").exists()

    def usable(self, embedder: Embedder) -> None:
        """IndexProblem, with the command that repairs it, unless this embedder filled it to the end."""
        manifest = self.manifest()
        if manifest is None:
            raise IndexProblem(f"The index in {self.folder} is missing or only half built. Run `{BUILD}`.")
        if (manifest.embedder, manifest.dimension) != (embedder.name, embedder.dimension):
            raise IndexProblem(
                f"The index in {self.folder} was filled by {manifest.embedder}, and this is {embedder.name}: "
                f"their vectors don't compare. Run `{BUILD}` to fill it anew."
            )

    def search(self, vector: Vector, count: int, lenses: Sequence[str]) -> Sequence[Hit]:
        """The nearest passages, nearest first."""
        where = {"lens": {"$in": list(lenses)}} if lenses else None
        found = _guarded(
            lambda: self._collection.query(
                query_embeddings=[vector], n_results=count, where=where, include=["distances"]
            )
        )
        near = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Hit(passage, *about(passage), 1 - distance) for passage, distance in near]

    def texts(self, passages: Sequence[str]) -> Mapping[str, str]:
        """What passages say, by id."""
        found = _guarded(lambda: self._collection.get(ids=list(passages), include=["documents"]))
        return dict(zip(found["ids"], found["documents"], strict=True))

    def vectors(self) -> tuple[Sequence[Passage], Vector]:
        """Everything it holds, in order of id."""
        held = _guarded(lambda: self._collection.get(include=["embeddings", "metadatas", "documents"]))
        order = sorted(range(len(held["ids"])), key=held["ids"].__getitem__)
        passages = [_passage(held["metadatas"][n], held["documents"][n]) for n in order]
        rows = np.asarray(held["embeddings"], np.float32)
        return passages, rows[order] if len(order) else np.zeros((0, 0), np.float32)

    def replace(self, passages: Sequence[Passage], embedder: Embedder, progress: Progress) -> int:
        """Hold exactly these passages, embedding only those whose text is new. The caller holds `lock`."""
        before = self.manifest()
        self._unseal()
        if before is None or before.embedder != embedder.name:
            self._empty()
        held = set(_guarded(lambda: self._collection.get(include=[]))["ids"])
        wanted = {passage.id: passage for passage in passages}
        gone = sorted(held - wanted.keys())
        fresh = [passage for passage in wanted.values() if passage.id not in held]
        for start in range(0, len(gone), BATCH):
            _guarded(lambda: self._collection.delete(ids=gone[start : start + BATCH]))  # noqa: B023 - called at once
        for start in range(0, len(fresh), BATCH):
            self._add(fresh[start : start + BATCH], embedder)
            progress(min(start + BATCH, len(fresh)), len(fresh))
        return len(fresh)

    def keep(self, heads: Sequence[LensHeads]) -> None:
        """Keep what was learned beside the index."""
        with _disk(self.folder):
            for each in heads:
                kept_heads.keep(self.folder, each)

    def heads(self, lens: str) -> LensHeads:
        """What was learned of a lens; IndexProblem when it is not there."""
        found = kept_heads.kept(self.folder, lens)
        if found is None:
            raise IndexProblem(f"The index in {self.folder} knows nothing of the lens {lens!r}. Run `{BUILD}`.")
        return found

    def seal(self, manifest: Manifest) -> None:
        """Write the manifest: from now on the index counts as whole."""
        text = json.dumps(manifest.fields(), indent=1)
        partial = self.folder / f"{_MANIFEST}.part"
        with _disk(self.folder):
            partial.write_text(text, encoding="utf-8")
            os.replace(partial, self.folder / _MANIFEST)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One builder at a time; a second one waits until the first is done."""
        with _disk(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self.folder / "building.lock"))
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _unseal(self) -> None:
        with _disk(self.folder):
            (self.folder / _MANIFEST).unlink(missing_ok=True)

    def _empty(self) -> None:
        try:
            _guarded(lambda: self._client.delete_collection(self._collection.name))
            self.__dict__.pop("_collection", None)
        except IndexProblem:
            if self._server:
                raise
            self._clear_away()

    def _clear_away(self) -> None:
        """A store that cannot even be emptied is deleted; Chroma's memory of the folder goes with it."""
        from chromadb.api.shared_system_client import SharedSystemClient

        for kept in ("_collection", "_client"):
            self.__dict__.pop(kept, None)
        SharedSystemClient.clear_system_cache()
        with _disk(self.folder):
            shutil.rmtree(self.folder / "chroma", ignore_errors=True)

    def _add(self, passages: Sequence[Passage], embedder: Embedder) -> None:
        from langchain_chroma import Chroma

        from knowledge.adapters.for_langchain import ForLangChain

        rows = [{"id": each.id, "lens": each.lens, "practice": each.practice, "kind": each.kind} for each in passages]
        _guarded(lambda: self._collection)
        store = _guarded(lambda: Chroma(COLLECTION, ForLangChain(embedder), client=self._client))
        _guarded(lambda: store.add_texts([each.text for each in passages], rows, [each.id for each in passages]))

    @cached_property
    def _collection(self) -> Any:
        return _guarded(
            lambda: self._client.get_or_create_collection(
                COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        )

    @cached_property
    def _client(self) -> Any:
        return _guarded(lambda: _client(self._server, self.folder / "chroma"))


def _client(server: str | None, folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not server:
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    from urllib.parse import urlsplit

    parts = urlsplit(server)
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if parts.scheme == "https" else 8000),
        ssl=parts.scheme == "https",
        settings=settings,
    )


def _passage(row: dict[str, Any], text: str) -> Passage:
    return Passage(row["id"], row["lens"], row["practice"], row["kind"], text)


def _guarded(call: Callable[[], T]) -> T:
    """Chroma's many errors as one of ours that says what to do."""
    from chromadb.errors import ChromaError

    try:
        return call()
    except (ChromaError, OSError, ValueError) as error:
        raise IndexProblem(f"The index cannot be used ({error}). Check the disk, then run `{BUILD}`.") from error


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexProblem(
            f"Cannot write the index in {folder}: {error.strerror}. Free or choose another place."
        ) from error
