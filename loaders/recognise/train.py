"""Train the small model: `python -m kg.loaders.recognise.train GOLD [--only NAME ...] [--without NAME ...] [--out FILE]`.

GOLD is a folder of annotated documents (`NAME.txt` beside `NAME.json`, as `kg score` reads them). The sentences written for
training, in `training/*.txt`, are added always. The same input gives the same model.
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kg.document import Document
from kg.loaders.encoder.examples import Example, Span, annotated, written
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import propose
from kg.loaders.recognise.features import features, rows
from kg.loaders.recognise.phrases import Phrases
from kg.loaders.recognise.tagger import MODEL, OPEN, sentences

SETTINGS = {"c1": 0.05, "c2": 0.3, "max_iterations": 80, "feature.minfreq": 1}


def read(example: Example) -> tuple[Phrases, list[list[str]], list[str]]:
    """Words, features and labels of a document, with what the rules propose for it as evidence."""
    parsed = Parsed(Document.of_text(example.text, example.name))
    seen, columns = features(parsed, propose(parsed))
    return seen, rows(columns, len(seen.words)), labels(seen, example.spans)


def labels(seen: Phrases, spans: Iterable[Span]) -> list[str]:
    """B-, I- and O of each word; a span that cuts a word, or is of a closed type, is left out."""
    at = {start: i for i, start in enumerate(seen.starts)} | {seen.length: len(seen.starts)}
    marks = ["O"] * len(seen.starts)
    for start, end, kind, _thing in spans:
        if kind in OPEN and start in at and end in at:
            marks[at[start] : at[end]] = ["B-" + kind, *["I-" + kind] * (at[end] - at[start] - 1)]
    return marks


def train(examples: Iterable[Example], out: Path) -> int:
    """Train on `examples` and write the model to `out`; the number of sentences."""
    import pycrfsuite

    from kg.loaders.recognise.crf import Crf

    trainer = pycrfsuite.Trainer(verbose=False)
    count = 0
    for example in examples:
        seen, found, marks = read(example)
        for begin, end in sentences(seen.words):
            trainer.append(found[begin:end], marks[begin:end])
            count += 1
    trainer.set_params(SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        raw, dump = Path(folder) / "model", Path(folder) / "dump"
        trainer.train(str(raw))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(raw))
        tagger.dump(str(dump))
        tagger.close()
        Crf.from_dump(dump.read_text(encoding="utf-8")).write(out)
    return count


def main() -> None:
    """The command."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path)
    ask.add_argument("--only", nargs="*", help="names of the annotated documents to learn from (default: all)")
    ask.add_argument("--without", nargs="*", default=[], help="names of those to leave out")
    ask.add_argument("--out", type=Path, default=MODEL)
    told = ask.parse_args()
    chosen = [
        e for e in annotated(told.gold) if (told.only is None or e.name in told.only) and e.name not in told.without
    ]
    train([*chosen, *written()], told.out)


if __name__ == "__main__":
    main()
