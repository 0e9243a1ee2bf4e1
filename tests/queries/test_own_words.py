"""What a document calls a product is shown, with the name that the graph has for it; and until when a policy holds."""

import pytest

from kg.queries.catalog import run
from kg.store import Store
from tests.queries.sample import Graph


@pytest.fixture
def named(store: Store) -> Store:
    """A maker and a repealed policy of 逆变器, which the graph knows as 新能源并网设备, and one that uses that name."""
    g = Graph()
    g.document("a", "a.csv")
    g.thing("Region", "341122", "来安县", "doc:a", division_code="341122")
    g.thing("Product", "p", "新能源并网设备", "doc:a", aliases=["逆变", "逆变器"])
    g.thing("Industry", "i", "光伏产业", "doc:a", aliases=["光伏"])
    g.thing("Policy", "x", "《若干意见》", "doc:a", expires="2025-03-31")
    for key, quote in (("one", "甲公司 | 逆变器"), ("two", "乙公司 | 新能源并网设备（逆变器）")):
        firm = g.thing("Enterprise", key, f"{key}公司", "doc:a")
        g.says(firm, "LOCATED_IN", "region:341122", "doc:a", f"{key} | 来安县")
        g.says(firm, "PRODUCES", "product:p", "doc:a", quote)
        g.says(firm, "ENGAGED_IN", "industry:i", "doc:a", f"{key} | 光伏")
    g.says("policy:x", "SUPPORTS", "product:p", "doc:a", "支持逆变器项目")
    store.apply(g.batch())
    return store


def test_a_product_is_shown_by_the_word_of_its_document(named: Store) -> None:
    rows = {r["enterprise"]: r for r in run(named, "enterprises", {"region": "来安县"})}
    assert rows["one公司"]["products"] == ["逆变器（新能源并网设备）"]
    assert rows["two公司"]["products"] == ["新能源并网设备"]
    assert rows["one公司"]["fields"] == ["光伏产业"]


def test_a_policy_shows_its_word_and_until_when_it_holds(named: Store) -> None:
    rows = run(named, "policies", {})
    assert [(r["supports"], r["expires"], r["state"]) for r in rows] == [
        ("逆变器（新能源并网设备）", "2025-03-31", "已失效")
    ]
