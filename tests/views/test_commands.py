"""The commands that ask, draw and export, as a user types them."""

import csv
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.errors import KgError
from kg.store import open_store
from tests.queries.sample import NEWS, sample

CAR = "智能汽车产业链"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store with the graph made by hand."""
    folder = tmp_path_factory.mktemp("commands") / "store"
    with open_store(folder) as store:
        store.apply(sample().batch())
        yield str(folder)


def kg(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output + repr(result.exception)
    return result


def refused(*words: str) -> str:
    """What the command line says when it refuses."""
    error = kg(*words, code=1).exception
    assert isinstance(error, KgError)
    return str(error)


def test_queries_are_listed_in_both_languages() -> None:
    assert "一条产业链的环节和企业" in kg("query").stdout
    rows = json.loads(kg("query", "--format", "json", "--lang", "en").stdout)
    assert {"query", "asks", "parameters"} == set(rows[0])
    assert any(r["asks"].startswith("Everything upstream") for r in rows)


def test_a_query_is_titled_for_people_and_named_for_programs(place: str) -> None:
    table = kg("query", "owners", "--store", place).stdout
    assert "投资方" in table
    assert "20亿元" in table
    assert "投资" in table
    rows = json.loads(kg("query", "owners", "--store", place, "--format", "json").stdout)
    assert rows[1]["relation"] == "INVESTS_IN"
    assert rows[1]["amount"] == 2e9
    head = next(csv.reader(io.StringIO(kg("query", "owners", "--store", place, "--format", "csv").stdout)))
    assert head == ["owner", "owned", "relation", "amount", "share", "sentence"]


def test_a_free_question_takes_typed_parameters_and_a_limit(place: str) -> None:
    text = "MATCH (n:Enterprise) WHERE n.sources >= $least RETURN n.name AS name ORDER BY name"
    rows = json.loads(kg("query", "--cypher", text, "--param", "least=1", "--store", place, "--format", "json").stdout)
    assert len(rows) == 4
    result = kg("query", "--cypher", text, "-p", "least=1", "--limit", "2", "--store", place)
    assert "only the first 2 rows" in result.stderr


def test_questions_do_not_write_and_do_not_run_on(place: str) -> None:
    assert refused("query", "--cypher", "CREATE (n:Region {id: 'x'})", "--store", place)
    start = time.monotonic()
    endless = (
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c RETURN sum(a * b * c) AS s"
    )
    assert refused("query", "--cypher", endless, "--timeout", "0.5", "--store", place)
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nope"], "`kg query` lists them all"),
        (["chain"], "usage: kg query chain --param chain=STR"),
        (["chain", "-p", "chain"], "key=value"),
        (["chain", "-p", "chain=a", "-p", "chain=b"], "twice"),
        (["chain", "--cypher", "RETURN 1"], "not both"),
    ],
)
def test_what_is_wrong_is_said_with_the_remedy(place: str, words: list[str], says: str) -> None:
    assert says in refused("query", *words, "--store", place)


def test_stats_agree_with_the_graph(place: str) -> None:
    rows = json.loads(kg("stats", "--store", place, "--format", "json").stdout)
    graph = sample()
    assert rows[0] == {"kind": "documents", "name": "", "count": 3, "facts": len(graph.facts)}
    assert sum(r["count"] for r in rows if r["kind"] == "entities") == len(graph.entities)
    assert sum(r["count"] for r in rows if r["kind"] == "relations") == len(graph.edges)
    assert "产业链" in kg("stats", "--store", place).stdout


def test_why_names_sentence_document_rule(place: str) -> None:
    table = kg("why", "钱江电池", "--store", place).stdout
    for word in ("钱江电池有限公司 注册资本", "2亿元", "钱江电池落户", "2022-03", "test.has 0.90"):
        assert word in table
    edge = next(e["id"] for e in sample().edges.values() if e["type"] == "SUPPLIES")
    rows = json.loads(kg("why", edge, "--store", place, "--format", "json").stdout)
    assert [r["sentence"] for r in rows] == [NEWS.split("。")[0] + "。"]
    assert "did you mean" in refused("why", "钱江", "--store", place)
    assert "nothing in the graph" in refused("why", "无此物", "--store", place)


def test_pages_are_written(place: str, tmp_path: Path) -> None:
    for words in (
        ["chain", CAR, "--region", "萧山区"],
        ["around", "钱江电池", "--steps", "2"],
        ["document", "news.txt"],
        ["region", "萧山区", "--no-gaps"],
    ):
        out = tmp_path / "新 夹" / "页.html"
        assert kg("draw", *words, "--out", str(out), "--store", place).stdout.strip() == str(out)
        assert out.read_text("utf-8").startswith("<!doctype html>")
        out.unlink()
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert "cannot be written" in refused(
        "draw", "document", "news.txt", "--out", str(blocked / "x.html"), "--store", place
    )
    assert list(tmp_path.rglob("*.part")) == []


def test_exports_are_written(place: str, tmp_path: Path) -> None:
    for form in ("turtle", "jsonld", "nt"):
        kg("export", "rdf", "--form", form, "--out", str(tmp_path / form), "--store", place)
        assert "钱江电池有限公司" in (tmp_path / form).read_text("utf-8")
    assert kg("export", "graphml", "--store", place).stdout.startswith("<?xml")
    assert len(kg("export", "csv", "--out", str(tmp_path / "csv"), "--store", place).stdout.split()) == 4
    assert (
        "neo4j-admin database import full"
        in kg("export", "neo4j", "--out", str(tmp_path / "n"), "--store", place).stdout
    )


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    for words in (["stats"], ["query", "chains"], ["why", "x"], ["draw", "around", "x"], ["export", "graphml"]):
        assert refused(*words, "--store", str(missing))
    assert not missing.exists()
