"""Named queries on graphs of the test's own."""

from kg.queries.catalog import catalog, run
from kg.store import Store
from tests.queries.sample import NEWS, sample

SUPPLY = NEWS.split("。")[0] + "。"


def test_an_edge_is_explained_by_its_facts(store: Store) -> None:
    graph = sample()
    edge = graph.says("enterprise:qj", "LOCATED_IN", "region:330109", "doc:news", SUPPLY, 0.7)
    graph.says("enterprise:qj", "LOCATED_IN", "region:330109", "doc:list", "钱江电池 | 萧山区", 0.95)
    store.apply(graph.batch())
    rows = run(store, "why_edge", {"id": edge})
    assert [(r["sentence"], r["document"], r["date"]) for r in rows] == [
        ("钱江电池 | 萧山区", "enterprises.csv", None),
        (SUPPLY, "钱江电池落户", "2022-03"),
    ]


def test_on_an_empty_graph_every_query_answers_nothing(store: Store) -> None:
    for query in catalog().values():
        given = {p.name: "1" for p in query.parameters.values() if p.required}
        assert run(store, query.name, given) == [], query.name
