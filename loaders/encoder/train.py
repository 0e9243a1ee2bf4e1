"""Train the encoder: `python -m kg.loaders.encoder.train GOLD ... --base MODEL.onnx --tokenizer TOKENIZER.json` (extra `train`).

GOLD are folders of annotated documents; the texts written for training are added always. In each epoch every text is read as it is
and once more with other names in it. Pieces and the lower layers stay as they are in the base, so their hidden states are computed
beforehand; the upper layers and what reads names and relations are trained. This is done twice from the same start, on a part of the
texts and on more of them, and the mean of both is taken: it reads new documents better than either (Wortsman and others, 2022). From
there it learns the newest texts, with some of the others so that they are not forgotten, and the mean of before and after is kept.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from kg.loaders.encoder import base, learn, net
from kg.loaders.encoder.examples import LETTERS, Example, annotated, written
from kg.loaders.encoder.exchange import exchanged
from kg.loaders.encoder.lessons import Lesson, Schema, arrays, batches, lessons
from kg.loaders.encoder.reading import MODEL
from kg.loaders.encoder.weights import Array, Weights, mean, read, rounded, write
from kg.schema import ontology

LAYERS, FROZEN = 3, 1
RUNS = ((("third",), 3), (("second", "third"), 4))
"""Of each run: the parts of the texts (see `written`) that it leaves out, and its epochs."""
NEWEST, KEPT, FURTHER = "third", 0.2, 2
"""The part that is learned after them, the share of the other texts that is read with it, and the epochs."""
BUDGET = 2048
_SPARE = 0.25  # of the epochs: so many the rate is laid out for and are not read, as the last fits the texts closer, and new ones less


class Base(NamedTuple):
    """The files of the model that training starts from."""

    model: Path
    tokenizer: Path


def train(
    gold: Sequence[Example],
    texts: Sequence[Example],
    source: Base,
    out: Path,
    epochs: int = 4,
    start: Weights | None = None,
) -> frozenset[str]:
    """Train on annotated documents and on texts written for training; write the model to `out`, after every epoch.

    From `start`, where it is given, training goes on at half the rate. The names of the arrays that stayed as they are in the base.
    """
    given, numbers = base.load(source.model, source.tokenizer, LAYERS)
    schema = Schema(numbers, sorted(LETTERS.values()), sorted(ontology().relations))
    fixed = {k: rounded(v) for k, v in given.items() if _is_fixed(k)}
    below, chance = Weights({}, fixed), random.Random(0)

    def lessons_of(examples: Iterable[Example]) -> list[Lesson]:
        def lower(pieces: list[int]) -> Array:
            hidden: Array = net.lower(below, np.array([pieces]), FROZEN)[0]
            return hidden

        with threadpool_limits(1):
            return [lesson for example in examples for lesson in lessons(example, schema, lower)]

    every = [*gold, *texts]
    plain = lessons_of([*gold, *every])  # annotated documents count twice
    steps = int(2 * epochs * (1 + _SPARE) * len(batches(plain, BUDGET, random.Random(0))))
    rest = {k: v for k, v in given.items() if not _is_fixed(k)}
    learner = learn.Learner(rest, schema, plain[0].clues.shape[1], steps, start)
    meta = {"base": base.NAME, "layers": LAYERS, "types": schema.types, "relations": schema.relations}
    meta |= {"labels": schema.labels, "pieces": schema.pieces}
    began = time.monotonic()
    for epoch in range(epochs):
        often = plain + lessons_of(exchanged(every, chance))
        losses = [learner.step(arrays(batch, schema, chance)) for batch in batches(often, BUDGET, chance)]
        names, links = np.mean(losses, axis=0)
        sys.stderr.write(f"epoch {epoch}: names {names:.4f}, relations {links:.4f}, {time.monotonic() - began:.0f} s\n")
        write(out, Weights(meta, {**fixed, **learner.parameters()}), fixed)
    return frozenset(fixed)


def _is_fixed(name: str) -> bool:
    return not name.startswith("l") or int(name[1 : name.index(".")]) < FROZEN


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path, nargs="*")
    ask.add_argument("--base", type=Path, required=True, help="the ONNX file of bge-small-zh-v1.5")
    ask.add_argument("--tokenizer", type=Path, required=True, help="its tokenizer.json")
    ask.add_argument("--without", nargs="*", default=[], help="names of annotated documents to leave out")
    ask.add_argument("--out", type=Path, default=MODEL)
    told = ask.parse_args(arguments)
    gold = [e for folder in told.gold for e in annotated(folder) if e.name not in told.without]
    source = Base(told.base, told.tokenizer)
    with tempfile.TemporaryDirectory() as folder:
        one, models = Path(folder) / "one.model", []
        for left, epochs in RUNS:
            fixed = train(gold, list(written(without=left)), source, one, epochs)
            models.append(read(one))
        before = mean(models)
        train(gold, newest(random.Random(0)), source, one, FURTHER, before)
        write(told.out, mean([before, read(one)]), fixed)


def newest(chance: random.Random) -> list[Example]:
    """The newest texts and some of the others."""
    others = list(written(without=[NEWEST]))
    known = {e.name for e in others}
    new = [e for e in written() if e.name not in known]
    return new + chance.sample(others, int(KEPT * len(others)))


if __name__ == "__main__":
    main()
