"""Which chat models there are, what each needs to be made, and what to install for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class ModelSettings:
    """A language model and how patient to be with it.

    `model`: provider:model, such as anthropic:claude-sonnet-4-5. `url`: another address of the same API, such as that
    of a gateway, vLLM, llama.cpp or Ollama. `key`: empty leaves it to the provider's own variable or credentials.
    `seconds`: the longest a call may take; `silence`: the longest between two pieces. `retries`: after a failure that
    may pass, before anything was written. `at_once`: calls at a time. ValueError from `checked` names every problem.
    """

    model: str
    url: str = ""
    key: str = field(default="", repr=False)
    seconds: float = 90.0
    silence: float = 30.0
    retries: int = 2
    at_once: int = 4
    most_tokens: int = 900

    @property
    def provider(self) -> str:
        """The part before the colon."""
        return self.model.partition(":")[0]

    @property
    def called(self) -> str:
        """The model's name as its provider knows it."""
        return self.model.partition(":")[2]

    def problems(self) -> tuple[str, ...]:
        """What is wrong with these settings, in words for whoever made them."""
        found = []
        if self.provider not in PROVIDERS or not self.called:
            found.append(f"expected provider:model with one of {', '.join(PROVIDERS)}, found {self.model!r}")
        if self.url and urlsplit(self.url).scheme not in ("http", "https"):
            found.append(f"expected an address such as http://localhost:8000/v1, found {self.url!r}")
        if min(self.seconds, self.silence, self.at_once, self.most_tokens) <= 0 or self.retries < 0:
            found.append("seconds, silence, calls at a time and tokens must be above 0, retries at least 0")
        return tuple(found)


@dataclass(frozen=True)
class Provider:
    """A package of LangChain's and how its chat model is made. `structured`: how it fills in a shape."""

    extra: str
    module: str
    kind: str
    arguments: Callable[[ModelSettings], Mapping[str, Any]]
    structured: Mapping[str, str] = field(default_factory=dict)

    def missing(self, problem: ImportError) -> str:
        """What to do when its package, or something that it needs, is not installed."""
        return f"{problem.name or self.module} is not installed: run `pip install lensbot[{self.extra}]`"


def _openai(settings: ModelSettings) -> Mapping[str, Any]:
    return {
        "model": settings.called,
        "base_url": settings.url or None,
        # A server of one's own usually wants no key, but the library wants one.
        "api_key": settings.key or ("none" if settings.url else None),
        "timeout": settings.silence,
        "max_retries": settings.retries,
        "max_tokens": settings.most_tokens,
        "stream_usage": True,
        "stream_chunk_timeout": settings.silence,
    }


def _anthropic(settings: ModelSettings) -> Mapping[str, Any]:
    return {
        "model": settings.called,
        **({"base_url": settings.url} if settings.url else {}),
        **({"api_key": settings.key} if settings.key else {}),
        "timeout": settings.silence,
        "max_retries": settings.retries,
        "max_tokens": settings.most_tokens,
    }


def _bedrock(settings: ModelSettings) -> Mapping[str, Any]:
    config = importlib.import_module("botocore.config").Config
    attempts = {"total_max_attempts": settings.retries + 1, "mode": "standard"}
    return {
        "model": settings.called,
        **({"base_url": settings.url} if settings.url else {}),
        "max_tokens": settings.most_tokens,
        "config": config(read_timeout=settings.silence, connect_timeout=settings.silence, retries=attempts),
    }


def _ollama(settings: ModelSettings) -> Mapping[str, Any]:
    return {
        "model": settings.called,
        "base_url": settings.url or None,
        "num_predict": settings.most_tokens,
        "client_kwargs": {"timeout": settings.silence},
    }


PROVIDERS: Mapping[str, Provider] = {
    # Calling a function is what servers that speak this API know best; some answer a JSON schema with an error.
    "openai": Provider("openai", "langchain_openai", "ChatOpenAI", _openai, {"method": "function_calling"}),
    "anthropic": Provider("anthropic", "langchain_anthropic", "ChatAnthropic", _anthropic),
    "bedrock": Provider("bedrock", "langchain_aws", "ChatBedrockConverse", _bedrock),
    "ollama": Provider("ollama", "langchain_ollama", "ChatOllama", _ollama),
}
