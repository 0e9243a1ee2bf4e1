"""The graph of a day: what held then, by what was said by then."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.extraction import Claim, Referent
from kg.identity.keys import Context, name_key
from kg.identity.review import Reviews
from kg.pipeline import load
from kg.pipeline.asof import as_of, last_day
from kg.pipeline.sources import Part
from kg.store import Store, open_store
from tests.conftest import empty
from tests.pipeline import dayfacts
from tests.pipeline.graph import export, put, saying, write
from tests.pipeline.test_policies import NEW, OLD

LATER = "成文日期 | 2024-03-01 |\n杭州市萧山区投资促进局\n远帆精密科技有限公司2021年落户萧山区。\n2024年3月1日\n"


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    files = [write(tmp_path, "old.txt", OLD), write(tmp_path, "new.txt", NEW), write(tmp_path, "later.txt", LATER)]
    load(files, store, reviews=Reviews())
    return store


def policies(store: Store) -> set[str]:
    return {r["number"] for r in store.read("MATCH (p:Policy) RETURN p.number AS number")}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-12-31", set()),
        ("2021", {"萧政办发〔2020〕8号"}),
        ("2022-06-30", {"萧政办发〔2020〕8号"}),
        ("2022-07-01", {"萧政发〔2022〕18号"}),
        ("2027", set()),
    ],
)
def test_policies_by_a_hand_timeline(loaded: Store, day: str, expected: set[str]) -> None:
    with as_of(loaded, day) as past:
        assert policies(past) == expected


def test_nothing_is_there_before_it_was_said(loaded: Store) -> None:
    text = "MATCH (e:Enterprise) RETURN e.name AS name"
    with as_of(loaded, "2023-01-01") as past:
        assert past.read(text) == []
    with as_of(loaded, "2024-03-01") as past:
        assert [r["name"] for r in past.read(text)] == ["远帆精密科技有限公司"]


def test_the_far_future_less_what_ended_is_the_graph(loaded: Store) -> None:
    with as_of(loaded, "2023-06-01") as past:
        facts = past.read("MATCH (f:Fact) WHERE f.edge IS NOT NULL RETURN DISTINCT f.edge AS edge")
        edges = past.read("MATCH (:Entity)-[r]->(:Entity) RETURN r.id AS edge, r.facts AS facts")
        assert {f["edge"] for f in facts} == {e["edge"] for e in edges}
        assert all(e["facts"] >= 1 for e in edges)


def test_the_graph_itself_is_untouched_and_no_day_means_it(loaded: Store) -> None:
    before = export(loaded)
    with as_of(loaded, "2021") as past:
        assert past is not loaded
    with as_of(loaded, None) as same:
        assert same is loaded
    assert export(loaded) == before


@pytest.mark.parametrize("day", ["gestern", "2024-02-31", ""])
def test_what_is_no_date_is_refused(loaded: Store, day: str) -> None:
    with pytest.raises(QueryError, match="--as-of"), as_of(loaded, day):
        pass


def test_things_and_edges_are_what_was_known_of_them_then(store: Store) -> None:
    name = "杭州甲乙科技有限公司"
    thing = {
        "alias": Referent("e1", "Enterprise", name, aliases=["甲乙科技"]),
        "plain": Referent("e1", "Enterprise", name),
    }
    made = Referent("e2", "Product", "滤芯")
    claim = Claim("PRODUCES", "e1", "e2", 0, 2, "test")
    old = saying("old.txt", None, [thing["plain"], made], [claim])
    new = saying("new.txt", None, [thing["alias"], Referent("e2", "Product", "滤芯")], [claim])
    old.node["date"], new.node["date"] = "2020-05-01", "2024年3月1日"
    put(store, old, new)
    text = "MATCH (e:Enterprise)-[r:PRODUCES]->() RETURN e.aliases AS aliases, e.sources AS sources, r.facts AS facts"
    assert store.read(text) == [{"aliases": ["甲乙科技"], "sources": 2, "facts": 2}]
    with as_of(store, "2021") as past:
        assert past.read(text) == [{"aliases": None, "sources": 1, "facts": 1}]
    with as_of(store, "2024-03-01") as past:
        assert export(past) == export(store)


def test_where_nothing_has_ended_the_graph_of_today_is_the_graph(store: Store, tmp_path: Path) -> None:
    table = write(tmp_path, "a.csv", "企业名称,地区,主营产品\n杭州甲乙科技有限公司,萧山区,滤芯\n")
    load([write(tmp_path, "later.txt", LATER), table], store, reviews=Reviews())
    with as_of(store, "2024-06-30") as past:
        assert export(past) == export(store)


DATES = (None, "2019", "2020-03", "2020-05-17", "2021", "2021-12-31", "2022-01", "2023")
DAYS = ("2018", "2020-03", "2020-05-16", "2021-12", "2022-01-01", "2024")
NAMES = {
    "Enterprise": "远帆精密科技有限公司 青禾生物科技有限公司",
    "Product": "滤芯 齿轮",
    "Policy": "萧山区甲办法 萧山区乙办法",
}
JOINED = (
    ("PRODUCES", "Enterprise", "Product"),
    ("SUPPORTS", "Policy", "Product"),
    ("COOPERATES_WITH", "Enterprise", "Enterprise"),
)


def some_document(name: str, chance: random.Random) -> Part:
    """A document that names some of a few things, dates its policies, and claims relations for some time."""
    things = [
        Referent(f"{kind}{i}", kind, word)
        for kind, words in NAMES.items()
        for i, word in enumerate(words.split())
        if chance.random() < 0.7
    ]
    for thing in things:
        thing.aliases = [f"{thing.name}（{name}）"] if chance.random() < 0.3 else []
        if thing.type == "Policy":
            dates = zip(("effective", "expires"), sorted(chance.choices(DATES[1:], k=2)), strict=True)
            thing.attrs = {key: day for key, day in dates if day and chance.random() < 0.5}
    claims = []
    for relation, source, target in JOINED:
        ends = [(a, b) for a in things for b in things if (a.type, b.type) == (source, target) and a.id < b.id]
        for a, b in ends:
            since, until = sorted(chance.choices(DATES, k=2), key=lambda day: day or "")
            until = chance.choice((until, None))
            claims.append(Claim(relation, a.id, b.id, 0, 2, "test", since=since, until=until))
    part = saying(name, None, things, claims)
    part.node["date"] = chance.choice(DATES)
    part.node["policy"] = next(
        (name_key("Policy", t.name, Context(name)).id for t in things if t.type == "Policy"), None
    )
    return part


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_every_day_is_made_of_the_facts_that_hold(
    embedded: Store, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """The graph of a day by what changes is the one that is made from nothing by every fact."""
    chance = random.Random(seed)
    put(empty(embedded), *(some_document(f"{i}.txt", chance) for i in range(4)))
    with open_store(tmp_path_factory.mktemp("day") / "graph") as other:
        for day in DAYS:
            for batch in dayfacts.batches(embedded, last_day(day)):
                other.apply(batch)
            with as_of(embedded, day) as past:
                assert export(past) == export(other)
            empty(other)
