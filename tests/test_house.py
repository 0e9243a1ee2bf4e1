"""The house rules that a program can check: sizes, leftovers, words that do not belong in the project."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.paths import ROOT

MODULE_LINES = 300
FUNCTION_LINES = 40
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|TBD)\b|raise NotImplementedError|# type: ignore(?!\[)|@[A-Z]{4,}@")


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: nothing says which files are the project's")
    names = (n for n in done.stdout.split("\0") if n)
    return [ROOT / n for n in names if (ROOT / n).is_file() and not (ROOT / n).is_symlink()]


def sources() -> list[Path]:
    return [p for p in tracked() if p.suffix == ".py" and p.relative_to(ROOT).parts[0] != "tests"]


def test_modules_and_functions_stay_small() -> None:
    long = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > MODULE_LINES:
            long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines")
    assert long == []


def test_no_leftovers() -> None:
    found = []
    for path in tracked():
        if path.suffix not in {".py", ".md", ".yaml", ".toml", ".cypher"} or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if LEFTOVER.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert found == []


def test_word_lists_and_templates_name_source_and_date() -> None:
    bare = []
    for path in tracked():
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(("loaders/lexicon/", "kg/chains/templates/")) and path.suffix in {".txt", ".tsv", ".yaml"}:
            head = path.read_text(encoding="utf-8")[:2000]
            if "source" not in head or not re.search(r"20\d\d-\d\d-\d\d", head):
                bare.append(place)
    assert bare == []
