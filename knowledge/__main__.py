"""`python -m knowledge`: `tune` fits the corrections of the embedding model anew, `keep` the shipped texts' vectors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from lens_corpus import files


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it is done."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="Work on retrieval.")
    commands = parser.add_subparsers(dest="command", required=True)
    tune = commands.add_parser("tune", help="fit the corrections on the Machine Learning Lens's own messages")
    tune.add_argument(
        "--holding-out", metavar="VOICE", help="leave one writer's voice out, and say how well it is foretold"
    )
    commands.add_parser("keep", help="write the vectors of the shipped lenses' statements anew, for quick builds")
    chosen = parser.parse_args(arguments)
    if chosen.command == "keep":
        return _keep()
    from knowledge.tuning import holdout, train

    lens = files.load("machine-learning")
    if chosen.holding_out:
        sys.stdout.write(holdout.measure(lens, chosen.holding_out, _say))
    else:
        train.tune(lens, _say)
    return 0


def _keep() -> int:
    from knowledge import passages
    from knowledge.adapters.kept_vectors import KeptVectors
    from knowledge.adapters.sentence_embedder import SentenceEmbedder

    lenses = [files.load(name) for name in files.names()]
    texts = [passage.text for lens in lenses for passage in passages.of_lens(lens)]
    texts += [blend.text for lens in lenses for blend in lens.blends]
    texts += [message.text for lens in lenses for message in lens.outside]
    _say(f"kept {KeptVectors(SentenceEmbedder()).keep(texts):,} vectors")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
