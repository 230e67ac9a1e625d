"""`make bench`: speed and memory as ratios to a baseline measured in the same run. Prints; asserts nothing."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.compose import Bot
from bot.settings import Settings
from knowledge import evaluation, passages
from knowledge.adapters.chroma_index import ChromaIndex
from knowledge.model import Passage

HERE = Path(__file__).parent
LABELS = HERE.parent / "evaluation" / "ml_lens_dev.jsonl"
#: A process that holds sentence-transformers and torch, and has embedded one message with them.
REFERENCE = (
    "from sentence_transformers import SentenceTransformer; from knowledge.adapters.minilm import weights_folder; "
    "SentenceTransformer(str(weights_folder()), device='cpu').encode('we retrain by hand every quarter')"
)
#: Statements of each synthetic lens when growth is measured.
STATEMENTS = 300


def main() -> None:
    """Run every bench on one index that is built for it."""
    with tempfile.TemporaryDirectory() as folder:
        bot = Bot(Settings(Path(folder)))
        _build(bot)
        _unchanged(folder)
        _warm(bot)
        _cold(folder)
        _memory(folder)
        _commands()
    _growth()


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _build(bot: Bot) -> None:
    lens = next(iter(bot.lenses.values()))
    texts = [passage.text for passage in passages.of_lens(lens)]
    bot.embedder.embed(texts[:64])
    bare = _seconds(lambda: bot.embedder.embed(texts))
    whole = _seconds(lambda: bot.build(lambda _done, _of: None))
    say(f"index from nothing: {whole / bare:.2f} x the bare embedding of its {len(texts)} statements (bar 1.3)")


def _unchanged(folder: str) -> None:
    took = min(_seconds(lambda: _run(folder, "index", "build")) for _ in range(3))
    say(f"index when nothing changed: {took:.2f} s, best of 3 (bar 1)")


def _warm(bot: Bot) -> None:
    items = evaluation.read(LABELS.read_text(encoding="utf-8"))
    answering, embedder = bot.answering, bot.embedder
    for item in items[:10]:
        answering.ask(item.text)
    bare, whole = [], []
    for item in items:
        bare.append(_seconds(lambda text=item.text: embedder.embed([text])))
        whole.append(_seconds(lambda text=item.text: answering.ask(text)))
    median = statistics.median(bare)
    say(f"warm answer: median {statistics.median(whole) / median:.2f} x one bare query embedding (bar 1.5)")
    say(f"warm answer: p99 {np.quantile(whole, 0.99) / median:.2f} x its median (bar 4)")
    say(f"  (the bare embedding itself: median {1000 * median:.1f} ms, p99 {1000 * np.quantile(bare, 0.99):.1f} ms)")


def _cold(folder: str) -> None:
    """In turns, so that a busy moment falls on both."""
    ask, reference = [], []
    for _ in range(5):
        ask.append(_seconds(lambda: _run(folder, "ask", "we retrain by hand every quarter")))
        reference.append(_seconds(lambda: _python(REFERENCE)))
    ratio = min(ask) / min(reference)
    say(
        f"cold ask, best of 5: {min(ask):.2f} s, {ratio:.2f} x a process that embeds with sentence-transformers (bar .33)"
    )


def _memory(folder: str) -> None:
    ask = (
        "from pathlib import Path; from bot.compose import Bot; from bot.settings import Settings; "
        f"Bot(Settings(Path({folder!r}))).answering.ask('we retrain by hand every quarter')"
    )
    reference, answering = _peak(REFERENCE), _peak(ask)
    ratio = answering / reference
    say(f"peak memory: {answering / 1024:.0f} MB, {ratio:.2f} x a process that holds sentence-transformers (bar .5)")


def _commands() -> None:
    for arguments, bar in ((("--help",), 0.3), (("lens", "lint"), 1.0)):
        took = min(_seconds(lambda given=arguments: _run(None, *given)) for _ in range(3))
        say(f"lensbot {' '.join(arguments)}: {took:.2f} s, best of 3 (bar {bar})")


def _growth() -> None:
    """Searching and ranking only: the embedding does not depend on how many lenses there are."""
    took = {}
    for count in (1, 10, 100):
        with tempfile.TemporaryDirectory() as folder:
            took[count] = _search_time(ChromaIndex(Path(folder)), count)
    base = took[1]
    shown = ", ".join(f"{count}: {value / base:.2f}" for count, value in took.items())
    say(f"search time by number of lenses of {STATEMENTS} statements each, as ratios to one: {shown}")


class _Random:
    """Unit vectors by chance, so that many lenses can be filled quickly."""

    name, dimension = "random", 384

    def __init__(self) -> None:
        self._rng = np.random.default_rng(1)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        rows = self._rng.normal(size=(len(texts), self.dimension)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _search_time(index: ChromaIndex, count: int) -> float:
    rows = [
        Passage(f"l{lens}/P{n % 105}/good/0/{n}", f"l{lens}", f"P{n % 105}", "good", f"statement {n} of {lens}")
        for lens in range(count)
        for n in range(STATEMENTS)
    ]
    embedder = _Random()
    index.replace(rows, embedder, lambda _done, _of: None)
    queries = embedder.embed(["q"] * 60)
    index.search(queries[0], 60, ())
    return statistics.median(_seconds(lambda q=query: index.search(q, 60, ())) for query in queries)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _run(folder: str | None, *arguments: str) -> None:
    env = {"LENSBOT_DATA_DIR": folder} if folder else {}
    subprocess.run([sys.executable, "-m", "bot", *arguments], check=True, capture_output=True, env=env)


def _python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def _peak(code: str) -> float:
    """Peak resident memory of a process that runs the code, in kilobytes.

    By the kernel's own mark: what `getrusage` tells begins with the peak of the process that started this one.
    """
    report = f"{code}\nprint(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    return float(_python(report).split()[-2])


if __name__ == "__main__":
    main()
