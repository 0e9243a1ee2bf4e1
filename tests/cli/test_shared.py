"""Rows as CSV: a program reads back what was shown, and a spreadsheet program runs nothing of it."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.cli import app
from kg.cli.shared import as_csv
from kg.loaders.reading.formula import plain_cell

CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "words", [["gaps", "萧山区"], ["query"], ["draw", "chain", "x"], ["report", "x", "--out", "x.html"]]
)
def test_a_language_that_is_not_spoken_is_wrong_usage(words: list[str]) -> None:
    result = CliRunner().invoke(app, [*words, "--lang", "fr"])
    assert result.exit_code == 2
    assert "'fr' is not one of zh, en" in result.output


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    found = read(as_csv(["名称", "说明"], [dict(zip(("名称", "说明"), row, strict=True)) for row in rows]))
    assert [[plain_cell(c) for c in row] for row in found] == [
        ["名称", "说明"],
        *([plain_cell(c) for c in row] for row in rows),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", ["=a", "b"]])
def test_no_cell_is_a_formula(cell: Any) -> None:
    assert read(as_csv(["a"], [{"a": cell}]))[1][0].startswith("'")


@pytest.mark.parametrize(("value", "shown"), [(-0.5, "-0.5"), (-3, "-3"), ("-3", "-3"), (None, ""), (1e12, "1e+12")])
def test_numbers_stay_numbers(value: Any, shown: str) -> None:
    assert as_csv(["a", "b"], [{"a": value, "b": "x"}]) == f"a,b\n{shown},x\n"


def test_a_lone_return_is_quoted() -> None:
    assert as_csv(["a", "b"], [{"a": "x\ry", "b": 1}]) == 'a,b\n"x\ry",1\n'
