"""The catalogue: front matter is validated with file and line, parameters before they reach an engine."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, SchemaError
from kg.queries.catalog import HERE, catalog, check, get_query, read_query
from kg.queries.values import convert

GOOD = """// name: {name}
// zh: 问
// en: asks
// param a: str - 甲 | a
// param n: int 1..6 = 3 - 步数 | steps
// param words: list = 医,药 - 词 | words
// column x: str - 列 | column
MATCH (n {{name: $a}}) WHERE $n > 1 AND n.x IN $words RETURN n.x AS x
"""


def write(folder: Path, text: str, name: str = "one") -> Path:
    path = folder / f"{name}.cypher"
    path.write_text(text.format(name=name), encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    query = read_query(write(tmp_path, GOOD))
    assert (query.name, query.summary.zh, query.summary.en) == ("one", "问", "asks")
    assert [(p.name, p.type, p.required, p.default, p.bounds) for p in query.parameters.values()] == [
        ("a", "str", True, None, None),
        ("n", "int", False, 3, (1, 6)),
        ("words", "list", False, ["医", "药"], None),
    ]
    assert query.usage() == "--param a=STR [--param n=3] [--param words=医,药]"
    assert query.text.startswith("MATCH")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("// name: {name}", "// name: other", 1, "as the file is named"),
        ("// zh: 问\n", "", 1, "zh"),
        ("// en: asks", "// en: asks\n// en: again", 4, "once"),
        ("a: str - 甲 | a", "a: text - 甲 | a", 4, "unknown type 'text'"),
        ("a: str - 甲 | a", "a: str - 甲", 4, "not of the form"),
        ("int 1..6 = 3", "int 1..6 = 9", 5, "from 1 to 6"),
        ("int 1..6 = 3", "int = x", 5, "whole number"),
        ("param n:", "param a:", 5, "twice"),
        ("x: str - 列 | column", "x: node - 列 | column", 7, "unknown type 'node'"),
        ("x: str - 列 | column", "x - 列", 7, "not of the form"),
        ("// column", "// colum", 7, "neither name"),
        ("AS x", "AS y", 8, "'x' is not returned"),
        ("$a", "$b", 8, "not used"),
        ("RETURN n.x AS x", "RETURN n.x AS x, $c AS c", 8, "'c' is used but not declared"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(SchemaError) as error:
        read_query(path)
    assert f"{path}, line {line}: " in str(error.value)
    assert says in str(error.value)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "one.cypher"
    path.write_bytes("// name: 查询".encode("gb18030"))
    with pytest.raises(SchemaError, match="UTF-8"):
        read_query(path)


def test_all_that_ship_are_in_the_catalogue_and_say_one_label_a_pattern() -> None:
    assert {p.stem for p in HERE.glob("*.cypher")} == set(catalog())
    assert len(catalog()) >= 18
    for query in catalog().values():
        assert ":Entity:" not in query.text, query.name


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({}, "'product' is missing; usage: kg query upstream --param product=STR [--param steps=3]"),
        ({"product": ""}, "'product' is missing"),
        ({"product": "x", "step": 2}, "no parameter 'step'; its parameters: product, steps"),
        ({"product": "x", "steps": "two"}, "'steps' must be a whole number, not 'two'"),
        ({"product": "x", "steps": 7}, "'steps' must be from 1 to 6, not 7"),
        ({"product": "x", "steps": True}, "'steps' must be a whole number"),
        ({"product": ["x"]}, "'product' must be a text"),
    ],
)
def test_a_wrong_parameter_is_refused(given_: dict[str, object], says: str) -> None:
    with pytest.raises(QueryError) as error:
        check(get_query("upstream"), given_)
    assert says in str(error.value)


def test_defaults_are_filled_in() -> None:
    assert check(get_query("upstream"), {"product": " 整车 "}) == {"product": "整车", "steps": 3}
    assert check(get_query("policies"), {"target": ""}) == {"target": None}


def test_an_unknown_query_names_the_nearest() -> None:
    with pytest.raises(QueryError, match="did you mean chain, chains"):
        get_query("chainz")


@given(st.text(), st.sampled_from(["str", "int", "float", "bool", "list"]))
def test_any_text_is_converted_or_refused_in_words(raw: str, kind: str) -> None:
    try:
        value = convert(raw, kind)
    except ValueError as error:
        value = str(error)
        kind = "str"
        assert value.startswith("must be ")  # noqa: PT017
    assert value is None or type(value).__name__ == kind


@given(st.integers(-(10**17), 10**17))
def test_whole_numbers_survive(n: int) -> None:
    assert convert(str(n), "int") == n


@given(st.lists(st.text(alphabet="医药abc", min_size=1)))
def test_lists_survive(words: list[str]) -> None:
    assert (convert(",".join(words), "list") or []) == words
