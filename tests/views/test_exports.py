"""Exports: the same bytes from either engine, and every tool's own reader gets back what is in the graph."""

import csv
import io
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from kg.store import Store, open_store
from kg.views.exports.graphml import graphml
from kg.views.exports.rdf import BASE, FORMS, build, serialize
from kg.views.exports.tables import safe, write_neo4j, write_tables
from kg.views.exports.whole import Whole, read_whole
from tests.neo4j.server import OPENS, Server, Unavailable, find_java, jars
from tests.queries import sample as hand

PROV, KG = Namespace("http://www.w3.org/ns/prov#"), Namespace(f"{BASE}schema#")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


def made(name: str = "企业", quote: str = "原文") -> Whole:
    """A graph of one relation, without an engine."""
    batch = hand.Graph()
    batch.document("x", name, title=name)
    batch.thing("Enterprise", "a", name, "doc:x", quote, aliases=[name], founded="2021-12", capital=1.5e8)
    batch.thing("Region", "r", "萧山区", "doc:x")
    batch.says("enterprise:a", "LOCATED_IN", "region:r", "doc:x", quote, since="2021")
    all_ = batch.batch()
    edges = [{k: v for k, v in e.items() if not k.endswith("_type")} for e in all_.edges]
    facts = [{k: v for k, v in f.items() if v is not None} for f in all_.facts]
    return Whole(all_.documents, all_.entities, edges, facts)


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_both_engines_give_the_same_bytes(embedded: Store, neo4j_store: Store, tmp_path: Path) -> None:
    found: list[list[Any]] = []
    for n, one in enumerate((embedded, neo4j_store)):
        one.apply(hand.sample().batch())
        whole = read_whole(one)
        files = write_tables(whole, tmp_path / str(n)) + write_neo4j(whole, tmp_path / str(n) / "neo4j")
        found.append(
            [serialize(whole, form) for form in FORMS] + ["".join(graphml(whole))] + [p.read_bytes() for p in files]
        )
    assert found[0] == found[1]


def test_counts_agree_in_every_form(filled: Store, tmp_path: Path) -> None:
    whole = read_whole(filled)
    count = {
        "n": filled.read("MATCH (n:Entity) RETURN count(n) AS n")[0]["n"],
        "e": filled.read("MATCH (:Entity)-[v]->(:Entity) RETURN count(v) AS n")[0]["n"],
        "f": filled.read("MATCH (f:Fact) RETURN count(f) AS n")[0]["n"],
    }
    assert (len(whole.entities), len(whole.edges), len(whole.facts)) == tuple(count.values())
    drawn = nx.parse_graphml("".join(graphml(whole)), force_multigraph=True)
    assert (drawn.number_of_nodes(), drawn.number_of_edges()) == (count["n"], count["e"])
    assert drawn.nodes["enterprise:qj"]["label"] == "钱江电池有限公司"
    rdf = build(whole)
    assert len(set(rdf.subjects(PROV.wasDerivedFrom))) == count["f"]
    assert len(set(rdf.subjects(RDF.type, KG.Relation))) == count["e"]
    entities, relations, facts, documents = (
        list(csv.DictReader(io.StringIO(p.read_text("utf-8-sig")))) for p in write_tables(whole, tmp_path)
    )
    assert (len(entities), len(relations), len(facts), len(documents)) == (count["n"], count["e"], count["f"], 3)
    assert {r["target_name"] for r in relations if r["type"] == "SUPPLIES"} == {"湘湖汽车有限公司"}


def test_every_relation_of_the_rdf_has_a_sentence_and_a_document(filled: Store) -> None:
    rdf = build(read_whole(filled))
    for relation in rdf.subjects(RDF.type, KG.Relation):
        ends = [rdf.value(relation, p) for p in (RDF.subject, RDF.predicate, RDF.object)]
        assert (ends[0], ends[1], ends[2]) in rdf
        facts = list(rdf.subjects(KG.supports, relation))
        assert facts
        for fact in facts:
            assert rdf.value(fact, KG.quote)
            assert (rdf.value(fact, PROV.wasDerivedFrom), RDF.type, PROV.Entity) in rdf
    labels = set(rdf.objects(KG.locatedIn, RDFS.label))
    assert labels == {Literal("位于", "zh"), Literal("located in", "en")}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("form", FORMS)
def test_rdf_comes_back_isomorphic(form: str) -> None:
    whole = made()
    back = Graph().parse(data=serialize(whole, form), format={"jsonld": "json-ld"}.get(form, form))
    assert isomorphic(back, build(whole))
    company = URIRef(f"{BASE}id:enterprise:a")
    assert back.value(company, KG.founded).datatype.endswith("gYearMonth")  # type: ignore[union-attr]
    assert float(back.value(company, KG.capital)) == 1.5e8  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXT, min_size=30, max_size=60))
@example([chr(n) + chr(n + 1) for n in range(1, 0x2100, 2)])
def test_any_text_survives_rdf(names: list[str]) -> None:
    batch = hand.Graph()
    batch.document("x", "x")
    for n, name in enumerate(names):
        batch.thing("Park", str(n), name, "doc:x", name)
    whole = Whole([], batch.batch().entities, [], [])
    for form in FORMS:
        back = Graph().parse(data=serialize(whole, form), format={"jsonld": "json-ld"}.get(form, form))
        for n, name in enumerate(names):
            assert (URIRef(f"{BASE}id:park:{n}"), RDFS.label, Literal(name, "zh")) in back, form


@settings(max_examples=20, deadline=None)
@given(TEXT)
def test_any_text_is_valid_graphml(name: str) -> None:
    drawn = nx.parse_graphml("".join(graphml(made(name))), force_multigraph=True)
    assert set(drawn.nodes) == {"enterprise:a", "region:r"}


def test_ids_that_no_name_may_hold_are_escaped() -> None:
    batch = hand.Graph()
    batch.document('x y"<>{}', "x")
    batch.thing("Park", 'a b<c>"\\%', "园", 'doc:x y"<>{}')
    all_ = batch.batch()
    whole = Whole(
        all_.documents, all_.entities, [], [{k: v for k, v in f.items() if v is not None} for f in all_.facts]
    )
    back = Graph().parse(data=serialize(whole, "nt"), format="nt")
    assert (URIRef(f"{BASE}id:park:a%20b%3Cc%3E%22%5C%25"), RDFS.label, Literal("园", "zh")) in back


def test_the_order_does_not_hang_on_the_hash_seed() -> None:
    code = (
        "from tests.views.test_exports import made; from kg.views.exports.rdf import FORMS, serialize; import hashlib\n"
        "print(hashlib.sha256(''.join(serialize(made(), f) for f in FORMS).encode()).hexdigest())"
    )
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).parents[2]
        seen.add(
            subprocess.run(
                [sys.executable, "-c", code], env=environment, cwd=root, capture_output=True, check=True
            ).stdout
        )
    assert len(seen) == 1


@pytest.mark.parametrize("evil", ["=1+1", "+86-571", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(evil: str, tmp_path: Path) -> None:
    for path in write_tables(made(evil, evil), tmp_path):
        for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
    assert (safe(-2.5), safe("-2.5")) == (-2.5, "-2.5")


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_neo4j_imports_what_is_written(embedded: Store, tmp_path: Path) -> None:
    graph = hand.sample()
    graph.thing("Park", "odd", '园"区",\n第二行;', "doc:list", aliases=["a;b", 'c"d'])
    embedded.apply(graph.batch())
    whole = read_whole(embedded)
    home, files = tmp_path / "home", tmp_path / "files"
    home.mkdir()
    command = shlex.split(write_neo4j(whole, files)[-1].read_text("utf-8").replace("$PWD", str(files)))
    assert command[0] == "neo4j-admin"
    try:
        java = [find_java(), *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENS), "-cp", f"{jars()}/*"]
    except Unavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Neo4j: {reason}")
    server = Server(home)  # makes the user; an import is for a server that is stopped
    server.stop()
    (home / "conf").mkdir(exist_ok=True)
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run(
        [*java, "org.neo4j.cli.AdminTool", *command[1:]], cwd=files, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    server.start()
    try:
        with open_store(server.url) as store:
            assert read_whole(store) == whole
    finally:
        server.stop()
