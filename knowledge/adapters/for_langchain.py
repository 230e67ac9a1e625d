"""An embedder of ours where LangChain wants one of its own. Apart, because importing LangChain takes a while."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from knowledge.ports import Embedder


class ForLangChain(Embeddings):
    """LangChain's interface over our port."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors as lists."""
        rows: list[list[float]] = self._embedder.embed(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """One text's unit vector as a list."""
        return self.embed_documents([text])[0]
