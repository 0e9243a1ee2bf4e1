"""Score the extraction on documents that the model has not seen: `python benchmarks/cross.py GOLD [--folds N] [--set work|all]`.

The documents are dealt into folds; for each fold the models are trained on the other documents and the texts written for
training, and the fold is scored. With `--folds 0` every document is a fold of its own. `--exam` trains on the work
documents alone and scores the exam documents once. With `--base` and `--tokenizer` (see `kg.loaders.encoder.train`) the encoder
is trained too, half an hour a fold; without them the fast pipeline is scored.
"""

import argparse
import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from gold import SPLIT, read, report, scorer

from kg.document import Document
from kg.loaders.encoder import reading
from kg.loaders.encoder.examples import Example, annotated, written
from kg.loaders.extract import extract
from kg.loaders.recognise import tagger, train


def main() -> None:
    """Train, score, print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--folds", type=int, default=4)
    ask.add_argument("--set", default="work", choices=["work", "all"])
    ask.add_argument("--exam", action="store_true")
    ask.add_argument("--base", type=Path)
    ask.add_argument("--tokenizer", type=Path)
    told = ask.parse_args()
    os.environ["KG_FAST"] = "0" if told.base else "1"
    split = tomllib.loads(SPLIT.read_text())
    names = split["work"] + (split["exam"] if told.set == "all" and not told.exam else [])
    count = told.folds or len(names)
    folds = [split["exam"]] if told.exam else [names[i::count] for i in range(count)]
    score, total = scorer(told.folder.resolve()), None
    sure: list[tuple[float, bool]] = []
    for fold in folds:
        learnt = [e for e in annotated(told.folder) if e.name in names and e.name not in fold]
        with tempfile.TemporaryDirectory() as made:
            learn([*learnt, *written()], Path(made), told.base, told.tokenizer)
            for name in fold:
                text, gold = read(told.folder, name)
                found = extract(Document.of_text(text, f"{name}.txt")).as_json()
                one = score.score(gold, found)
                total = total or score.Scores()
                total.merge(one)
                sure += confidences(gold, found, score)
    assert total
    report(
        total.out(), "exam" if told.exam else f"{told.set}, held out", len(names) if not told.exam else len(folds[0])
    )
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        rights = [right for p, right in sure if low <= p < high]
        if rights:
            print(
                f"entities with confidence {low:.1f} to {min(high, 1.0):.1f}: {sum(rights) / len(rights):.2f} of {len(rights)} right"
            )


def learn(examples: list[Example], folder: Path, base: Path | None, tokenizer: Path | None) -> None:
    """Train the models on the examples, in the folder, and let the pipeline read with them."""
    tagger.MODEL = folder / "model.crf"
    train.train(examples, tagger.MODEL)
    if base and tokenizer:
        from kg.loaders.encoder import train as encoder

        reading.MODEL = folder / "encoder.model"
        encoder.train(examples, base, tokenizer, reading.MODEL)


def confidences(gold: dict[str, Any], found: dict[str, Any], score: Any) -> list[tuple[float, bool]]:
    """Each entity's confidence, and whether it is right."""
    pairs, _ = score.match_entities(gold["entities"], found["entities"])
    return [(e["confidence"], i in pairs) for i, e in enumerate(found["entities"])]


if __name__ == "__main__":
    main()
