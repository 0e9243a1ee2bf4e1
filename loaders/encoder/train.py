"""Train the encoder: `python -m kg.loaders.encoder.train GOLD ... --base MODEL.onnx --tokenizer TOKENIZER.json` (extra `train`).

GOLD are folders of annotated documents; the texts written for training are added always. Pieces and the lower layers stay as
they are in the base, so their hidden states are computed once; the upper layers and what reads names and relations are trained.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from kg.loaders.encoder import base, learn, net
from kg.loaders.encoder.examples import LETTERS, Example, annotated, written
from kg.loaders.encoder.lessons import Schema, arrays, batches, lessons
from kg.loaders.encoder.reading import MODEL
from kg.loaders.encoder.weights import Array, Weights, rounded, write
from kg.schema import ontology

LAYERS, FROZEN = 3, 1
EPOCHS, BUDGET = 8, 2048
_REAL = 2  # a real document is read this often in each epoch


def train(examples: Iterable[Example], model: Path, tokenizer: Path, out: Path, epochs: int = EPOCHS) -> None:
    """Train on the examples and write the model to `out`, after every epoch."""
    given, numbers = base.load(model, tokenizer, LAYERS)
    schema = Schema(numbers, sorted(LETTERS.values()), sorted(ontology().relations))
    fixed = {k: rounded(v) for k, v in given.items() if _is_fixed(k)}
    below = Weights({}, fixed)

    def lower(pieces: list[int]) -> Array:
        hidden: Array = net.lower(below, np.array([pieces]), FROZEN)[0]
        return hidden

    with threadpool_limits(1):
        often = [x for e in examples for x in lessons(e, schema, lower) for _ in range(_REAL if e.real else 1)]
    rest = {k: v for k, v in given.items() if not _is_fixed(k)}
    steps = epochs * len(batches(often, BUDGET, random.Random(0)))
    learner = learn.Learner(rest, schema, often[0].clues.shape[1], steps)
    meta = {"base": base.NAME, "layers": LAYERS, "types": schema.types, "relations": schema.relations}
    meta |= {"labels": schema.labels, "pieces": schema.pieces}
    chance, began = random.Random(0), time.monotonic()
    for epoch in range(epochs):
        losses = [learner.step(arrays(batch, schema, chance)) for batch in batches(often, BUDGET, chance)]
        names, links = np.mean(losses, axis=0)
        sys.stderr.write(f"epoch {epoch}: names {names:.4f}, relations {links:.4f}, {time.monotonic() - began:.0f} s\n")
        write(out, Weights(meta, {**fixed, **learner.parameters()}), fixed)


def _is_fixed(name: str) -> bool:
    return not name.startswith("l") or int(name[1 : name.index(".")]) < FROZEN


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path, nargs="*")
    ask.add_argument("--base", type=Path, required=True, help="the ONNX file of bge-small-zh-v1.5")
    ask.add_argument("--tokenizer", type=Path, required=True, help="its tokenizer.json")
    ask.add_argument("--without", nargs="*", default=[], help="names of annotated documents to leave out")
    ask.add_argument("--epochs", type=int, default=EPOCHS)
    ask.add_argument("--out", type=Path, default=MODEL)
    told = ask.parse_args(arguments)
    examples = [e for folder in told.gold for e in annotated(folder) if e.name not in told.without]
    train([*examples, *written()], told.base, told.tokenizer, told.out, told.epochs)


if __name__ == "__main__":
    main()
