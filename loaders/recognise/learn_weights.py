"""Learn what the readers' words weigh: `python -m kg.loaders.recognise.learn_weights GOLD ...`.

GOLD are folders of annotated documents (`NAME.txt` beside `NAME.json`) that neither the small model nor the encoder learned from.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.document import Document
from kg.loaders.encoder.examples import annotated
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import propose
from kg.loaders.recognise.encoded import weighed
from kg.loaders.recognise.weighing import FILE, Columns, fit


def _table(folders: Iterable[Path]) -> tuple[Columns, list[str], NDArray[np.bool_]]:
    """All candidates of the annotated documents of the folders, and which of them are names."""
    parts, types, right = [], [], []
    for example in (e for folder in folders for e in annotated(folder)):
        gold = {(s.start, s.end, s.type) for s in example.spans}
        parsed = Parsed(Document.of_text(example.text, example.name))
        found, told = weighed(parsed, propose(parsed))
        parts.append(told)
        types += [c.span[2] for c in found]
        right += [c.span in gold for c in found]
    return {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}, types, np.array(right)


def main() -> None:
    """The command."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path, nargs="+")
    ask.add_argument("--out", type=Path, default=FILE)
    told = ask.parse_args()
    found = fit(*_table(told.gold))
    head = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    rows = [f"{name}\t{weight:.3f}" for name, weight in found.items()]
    told.out.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
