"""No word list and no rule knows a development document: long strings that stand there must come from a public list."""

import ast
import csv
import gzip
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from kg.loaders import lexicon
from kg.loaders.lexicon.fold import fold_chars
from tests.paths import ROOT, SHARED, needs_shared

pytestmark = [pytest.mark.shared, needs_shared]

LONG = 8
# Organs, strategies and stock phrases of the state as a whole: known to every reader, in none of the shared tables.
NATIONAL = "国家卫生健康委员会 新疆生产建设兵团 中国制造2025 创新驱动发展战略"
TABLES = (
    "corpora/finre",
    "admin_divisions",
    "parks",
    "hospitals",
    "universities",
    "gbt4754_2017",
    "ashare_companies",
    "industry_chains",
)
RUN = re.compile(rf"[㐀-鿿A-Za-z0-9“”·]{{{LONG},}}")
RULES = sorted(
    p
    for p in (ROOT / "loaders").rglob("*")
    if p.suffix in {".py", ".yaml"} and not {"reading", "propose"} & set(p.parts)
)
LISTS = lexicon.lists()


@cache
def development() -> str:
    """All development texts, folded."""
    return fold_chars("\n".join(p.read_text(encoding="utf-8") for p in sorted((SHARED / "gold" / "dev").glob("*.txt"))))


@cache
def public() -> str:
    """Every cell of the public tables, folded, and what every reader knows."""
    return fold_chars("\n".join([NATIONAL, *(cell for name in TABLES for cell in _cells(SHARED / "data" / name))]))


def _cells(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if ".csv" in path.suffixes:
            for row in csv.reader(StringIO(raw.decode("utf-8-sig"))):
                yield from row
        elif {".tsv"} & set(path.suffixes) or {".jsonl", ".json"} & set(path.suffixes):
            yield raw.decode("utf-8")


def known_from_development(text: str) -> set[str]:
    """The runs of eight characters of `text` that stand in a development document and in no public table."""
    grams = {run[i : i + LONG] for run in RUN.findall(fold_chars(text)) for i in range(len(run) - LONG + 1)}
    return {g for g in grams if re.search("[㐀-鿿]{4}", g) and g in development() and g not in public()}


def literals(path: Path) -> str:
    """The strings of a Python file that are no docstring; of another file its whole text."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return source
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(n.body[0].value)
        for n in ast.walk(tree)
        if isinstance(n, documented) and n.body and isinstance(n.body[0], ast.Expr)
    }
    strings = (
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    )
    return "\n".join(strings)


@pytest.mark.parametrize("path", RULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_rules_know_no_development_document(path: Path) -> None:
    assert known_from_development(literals(path)) == set()


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.name)
def test_lists_know_no_development_document(path: Path) -> None:
    names = "\n".join(f"{name}\n{key}" for name, key in lexicon.read(path)[1])
    assert known_from_development(names) == set()


def test_the_walk_would_see_a_slogan() -> None:
    sentence = next(line for line in development().splitlines() if RUN.search(line) and known_from_development(line))
    assert known_from_development(f"x = '{sentence}'")
