"""An empty answer names the word of the question that means nothing; a right question gets no hint."""

from pathlib import Path

import pytest

from kg.identity.review import Reviews
from kg.pipeline import load
from kg.queries.catalog import catalog
from kg.queries.hints import of_cypher, of_query
from kg.store import Store
from kg.views.answers import asked, missed
from tests.pipeline.graph import write
from tests.pipeline.test_policies import OLD


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("enterprises", {"region": "肖山区"}, ["no Region is called '肖山区'; near: 萧山区"]),
        ("enterprises", {"region": "萧"}, ["no Region is called '萧'; near: 萧山区"]),
        ("enterprises", {"region": "湖州"}, []),
        ("upstream", {"product": "动力"}, ["no Product is called '动力'; near: 动力电池"]),
        ("connection", {"a": "无此物", "b": "吴越论坛"}, ["no thing is called '无此物'"]),
        ("policies", {"target": "萧山科"}, ["no thing is called '萧山科'; near: 萧山科技城"]),
        ("find", {"text": "甲", "type": "企业"}, ["no type is called '企业'; near: Enterprise"]),
        ("single_source", {"relation": "supplies"}, ["no relation is called 'supplies'; near: SUPPLIES"]),
        ("makers", {"product": "无"}, []),
    ],
)
def test_a_parameter_that_names_nothing(filled: Store, name: str, given: dict[str, str], said: list[str]) -> None:
    assert list(of_query(filled, catalog()[name], given)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (n:Enterprize) RETURN n.name", ["no label is called 'Enterprize'; near: Enterprise"]),
        ("MATCH (:企业)-[:SUPPLY]->(m) RETURN m.name", ["no label is called '企业'; near: Enterprise"]),
        (
            "MATCH (n:Enterprise {id: $x}) WHERE n.capitol > 0.5 RETURN n",
            ["no property is called 'capitol'; near: capital"],
        ),
        ("MATCH (n) WHERE n.name = 'a.b (c:D)' RETURN n // (x:Y)", []),
        ("MATCH (f:Fact)-[:STATED_IN]->(d:Document) RETURN f.quote, d.title, d.validity", []),
        ("", []),
    ],
)
def test_a_word_that_is_in_no_graph(text: str, said: list[str]) -> None:
    found = list(of_cypher(text))
    assert found[: len(said)] == said
    assert bool(found) == bool(said)


def test_shipped_questions_hold_no_unknown_word() -> None:
    assert {q.name: hints for q in catalog().values() if (hints := list(of_cypher(q.text)))} == {}


def test_every_property_of_a_loaded_graph_is_known(
    embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = write(tmp_path, "a.csv", "企业名称,地区,主营产品\n杭州甲乙科技有限公司,萧山区,滤芯\n")
    assert load([write(tmp_path, "old.txt", OLD), table], embedded, reviews=Reviews()).loaded
    for text in ("MATCH (n) RETURN keys(n) AS keys", "MATCH ()-[n]->() RETURN keys(n) AS keys"):
        keys = {key for row in embedded.read(text) for key in row["keys"]}
        assert list(of_cypher("RETURN " + ", ".join(f"n.{key}" for key in sorted(keys)))) == []


def test_only_an_answer_without_anything_is_hinted(filled: Store) -> None:
    def ask(cypher: str) -> list[str]:
        return missed(filled, None, cypher, {}, asked(filled, None, cypher, {}, timeout=10, limit=5))

    assert ask("MATCH (n:Enterprise) RETURN n.name AS name, n.nothing AS nothing") == []
    assert ask("MATCH (n:Enterprise) RETURN n.revenu AS x") == ["no property is called 'revenu'; near: revenue"]
    assert ask("MATCH (n:Enterprise) WHERE n.revenu = 1 RETURN count(n) AS n")
