"""Planted breaches are all found, with document and sentence, and no other; SHACL shapes of the ontology find them too."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import Graph as Rdf

from kg.analysis.integrity import check
from kg.pipeline import Options, load
from kg.store import Store, open_store
from kg.views.exports.rdf import build
from kg.views.exports.shacl import shapes
from kg.views.exports.whole import read_whole
from tests.paths import ROOT
from tests.queries.sample import Graph

TEXT = "示范县有示范精密有限公司。示范精密生产轴承，轴承用于电机。"


def made() -> Graph:
    """A district with a firm and what it makes, all in one document; nothing is wrong with it."""
    graph = Graph()
    doc = graph.document(
        "t", "通报.txt", title="示范县产业通报", number="示发〔2025〕1号", date="2025-03-01", text=TEXT
    )
    graph.thing("Region", "r", "示范县", doc)
    graph.thing("Enterprise", "e", "示范精密有限公司", doc)
    graph.thing("Product", "p", "轴承", doc)
    graph.thing("Product", "q", "电机", doc)
    graph.says("enterprise:e", "LOCATED_IN", "region:r", doc, "示范县有示范精密有限公司。")
    graph.says("enterprise:e", "PRODUCES", "product:p", doc, "示范精密生产轴承")
    graph.says("product:p", "PART_OF", "product:q", doc, "轴承用于电机。")
    return graph


def thing(graph: Graph, **values: Any) -> None:
    graph.entities["enterprise:e"].update(values)


def edge(graph: Graph, relation: str, **values: Any) -> None:
    next(e for e in graph.edges.values() if e["type"] == relation).update(values)


def fact(graph: Graph, relation: str, **values: Any) -> None:
    one = next(f for f in graph.facts.values() if f.relation == relation)
    for name, value in values.items():
        object.__setattr__(one, name, value)


def forget(graph: Graph, relation: str) -> None:
    graph.facts = {i: f for i, f in graph.facts.items() if f.relation != relation}


def twin(graph: Graph) -> None:
    graph.thing("Enterprise", "f", "另一家有限公司", "doc:t", "示范精密生产轴承", stock_code="600001")
    thing(graph, stock_code="600001")


def circle(graph: Graph) -> None:
    graph.says("product:q", "PART_OF", "product:p", "doc:t", "轴承用于电机。")


PLANTED: list[tuple[str, Callable[[Graph], None], bool]] = [
    ("value", lambda g: thing(g, credit_code="91330109MA2H000000"), False),  # only its check character is wrong
    ("value", lambda g: thing(g, credit_code="没有代码"), True),
    ("value", lambda g: thing(g, founded="2025年3月"), True),
    ("future", lambda g: thing(g, founded="2031-01-01"), False),
    ("required", lambda g: g.entities["enterprise:e"].pop("name"), True),
    ("unstated", lambda g: forget(g, "LOCATED_IN"), True),
    ("count", lambda g: edge(g, "LOCATED_IN", facts=7), False),
    ("order", lambda g: edge(g, "LOCATED_IN", since="2025-01-01", until="2024-12-31"), True),
    ("value", lambda g: edge(g, "PART_OF", stage="上头"), True),
    ("unquoted", lambda g: fact(g, "PRODUCES", quote=" "), False),
    ("quote", lambda g: fact(g, "PRODUCES", quote="示范精密生产齿轮"), False),
    ("confidence", lambda g: fact(g, "PRODUCES", confidence=1.5), True),
    ("order", lambda g: fact(g, "PRODUCES", since="2025", until="2024-06"), False),
    ("shared", twin, False),
    ("circle", circle, False),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("rule", "plant", "shape"), PLANTED, ids=[f"{r}-{n}" for n, (r, _, _) in enumerate(PLANTED)])
def test_what_is_planted_is_found_and_nothing_else(
    embedded: Store, rule: str, plant: Callable[[Graph], None], shape: bool
) -> None:
    graph = made()
    plant(graph)
    embedded.apply(graph.batch())
    found = check(embedded, today=date(2026, 1, 1))
    assert {b.rule for b in found} == {rule}
    assert all(b.detail and b.what for b in found)
    if rule != "unstated":  # a relation without a fact has no sentence
        assert {(b.document, b.number) for b in found} == {("示范县产业通报", "示发〔2025〕1号")}
        assert all(b.place for b in found)
    conforms, _, told = validate(build(read_whole(embedded)), shacl_graph=Rdf().parse(data=shapes(), format="turtle"))
    assert conforms is not shape, told


@pytest.mark.filterwarnings("ignore")
def test_a_relation_to_what_it_may_not_join_breaks_a_shape(embedded: Store) -> None:
    embedded.apply(made().batch())
    data, rules = build(read_whole(embedded)), Rdf().parse(data=shapes(), format="turtle")
    assert validate(data, shacl_graph=rules)[0]
    data.parse(
        data="@prefix k: <urn:chain-kg:schema#> . <urn:chain-kg:id:product:p> k:locatedIn <urn:chain-kg:id:region:r> ."
    )
    conforms, _, told = validate(data, shacl_graph=rules)
    assert not conforms
    assert "不应有关系“位于”" in told


def test_a_loaded_graph_breaks_nothing(embedded: Store) -> None:
    load([ROOT / "examples" / "documents", ROOT / "examples" / "tables"], embedded, Options(fast=True))
    assert check(embedded) == []


def test_the_command_names_document_and_sentence(tmp_path: Path) -> None:
    graph = made()
    fact(graph, "PRODUCES", quote="示范精密生产齿轮")
    with open_store(tmp_path / "graph") as store:
        store.apply(graph.batch())
    kg = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "check",
        "--store",
        str(tmp_path / "graph"),
        "--format",
    ]
    done = subprocess.run([*kg, "json"], capture_output=True, text=True, check=False)
    row = json.loads(done.stdout)[0]
    assert (done.returncode, row["document"], row["quote"]) == (1, "示范县产业通报", "示范精密生产齿轮")
    assert "不合规1处" in done.stderr
    assert (
        "文件的所引位置不是这句原文"
        in subprocess.run([*kg, "table"], capture_output=True, text=True, check=False).stdout
    )
