"""The composition root: settings in, a working whole out. The only importer of concrete adapters.

Heavy libraries are imported where a part is first used, so that `--help` and `lens lint` stay quick.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.settings import Settings
from lens_corpus import files
from lens_corpus.model import Lens

if TYPE_CHECKING:
    from bot.usecases.learning import Opinions, Past
    from knowledge.adapters.chroma_index import ChromaIndex
    from knowledge.adapters.onnx_embedder import OnnxEmbedder
    from knowledge.answering import Answering
    from knowledge.building import Built
    from knowledge.ports import Progress
    from knowledge.proposing import Proposing
    from knowledge.writing import Writing


@dataclass(frozen=True)
class Bot:
    """Everything wired together; parts are made when first asked for."""

    settings: Settings

    @cached_property
    def lenses(self) -> Mapping[str, Lens]:
        """The lenses that answers are drawn from, by id."""
        return {name: files.load(name) for name in self.settings.lenses}

    @cached_property
    def embedder(self) -> OnnxEmbedder:
        """The embedding model; its weights are read on first use."""
        from knowledge.adapters.onnx_embedder import OnnxEmbedder

        return OnnxEmbedder(self.settings.index_dir / "model")

    @cached_property
    def index(self) -> ChromaIndex:
        """The index, embedded or on a server."""
        from knowledge.adapters.chroma_index import ChromaIndex

        return ChromaIndex(self.settings.index_dir, self.settings.chroma_url or None)

    def build(self, progress: Progress) -> Built:
        """Bring the index up to date with the lenses."""
        from knowledge import building, fitting
        from knowledge.adapters.kept_vectors import KeptVectors

        self.embedder.prepare()
        embedder = KeptVectors(self.embedder)
        return building.build(tuple(self.lenses.values()), self.index, embedder, fitting.fit, progress)

    def fresh(self) -> bool:
        """Whether the index holds exactly what the lenses say today."""
        from knowledge import building

        return building.current(self.index, tuple(self.lenses.values()), self.embedder)

    @cached_property
    def answering(self) -> Answering:
        """Asking. IndexProblem when the index cannot be used as it is."""
        from knowledge.answering import Answering
        from knowledge.lexical import Lexical
        from knowledge.tuning import stance

        self.index.usable(self.embedder)
        return Answering(
            lenses=self.lenses,
            index=self.index,
            embedder=self.embedder,
            heads={lens: self.index.heads(lens) for lens in self.lenses},
            lexical={lens.id: Lexical(lens) for lens in self.lenses.values()},
            stance=stance.load(),
        )

    def tried(self, lens: Lens) -> Answering:
        """Asking as it would be with this form of one of the lenses; neither files nor index change."""
        from knowledge import fitting, trying
        from knowledge.adapters.kept_vectors import KeptVectors
        from knowledge.lexical import Lexical

        return trying.tried(self.answering, lens, KeptVectors(self.embedder), fitting.fit, Lexical)

    @contextmanager
    def opinions(self) -> Iterator[tuple[Opinions, Past]]:
        """What people thought of answers, and the questions; the database is brought up to date first."""
        from bot.storage.engine import StorageProblem, open_database
        from bot.storage.feedback import SqlFeedback
        from bot.storage.migrating import upgrade
        from bot.storage.questions import SqlQuestions

        try:
            database = open_database(self.settings.database)
            upgrade(database)
        except StorageProblem as problem:
            raise RuntimeError(str(problem)) from problem
        try:
            yield SqlFeedback(database), SqlQuestions(database)
        finally:
            database.close()

    @cached_property
    def proposing(self) -> Proposing:
        """Proposals from replies of a review. IndexProblem when the index cannot be used as it is."""
        from knowledge.proposing import Proposing
        from knowledge.tuning import replies, stance

        self.index.usable(self.embedder)
        return Proposing(
            lenses=self.lenses,
            heads={lens: self.index.heads(lens) for lens in self.lenses},
            embedder=self.embedder,
            stance=stance.load(),
            weights=replies.load(),
        )

    @cached_property
    def writing(self) -> Writing | None:
        """What writes answers with a language model; None where the settings name none."""
        if not self.settings.model:
            return None
        from knowledge import prompts
        from knowledge.adapters.chat_model import ChatModel
        from knowledge.adapters.providers import ModelSettings
        from knowledge.writing import Writing

        settings = self.settings
        model = ChatModel(ModelSettings(settings.model, settings.model_url, settings.model_key))
        return Writing(model, prompts.load(), self.lenses)
