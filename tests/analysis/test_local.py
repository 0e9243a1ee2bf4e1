"""What the analysis takes from a graph: sure places and products only, in the words of the documents, with evidence."""

from datetime import date
from typing import Any

import pytest

from kg.analysis.chainmap import chain_map, coverage
from kg.analysis.gaps import gaps
from kg.analysis.local import read_local
from kg.analysis.match import match_policies
from kg.analysis.report import Report, report
from kg.analysis.targets import targets
from kg.store import Batch, Store
from kg.views.report import content
from kg.views.report.html import page
from kg.views.report.words import words
from tests.store.graphs import Counting

TODAY = date(2026, 11, 23)


class Made:
    """A small graph, written a statement at a time."""

    def __init__(self) -> None:
        self.batch = Batch()

    def document(self, name: str) -> str:
        found = {"id": f"doc:{name}", "name": name, "source": name, "sha256": name}
        if found not in self.batch.documents:
            self.batch.documents.append(found)
        return found["id"]

    def thing(self, identity: str, name: str, **properties: Any) -> str:
        kind = {"product": "Product", "region": "Region", "policy": "Policy", "enterprise": "Enterprise"}
        row = {"id": identity, "type": kind[identity.partition(":")[0]], "name": name, **properties}
        self.batch.entities.append(row)
        return identity

    def says(self, document: str, source: str, relation: str, target: str, quote: str, confidence: float = 0.9) -> None:
        edge = f"edge:{source}-{relation}-{target}"
        types = [{"p": "Product", "r": "Region", "e": "Enterprise"}[target[0]]]
        types.insert(0, "Policy" if source.startswith("policy") else "Enterprise")
        common = {"confidence": confidence}
        self.batch.edges.append(
            {"id": edge, "type": relation, "source": source, "target": target, "facts": 1, **common}
            | {"source_type": types[0], "target_type": types[1]}
        )
        fact = {"id": f"fact:{edge}", "document": self.document(document), "rule": "r", "edge": edge, "quote": quote}
        self.batch.facts.append(fact | common | {"subject": source, "relation": relation, "object": target})


@pytest.fixture
def county(store: Store) -> Store:
    """A county with one maker of 隔膜, one said to be invited, and a policy that calls a product by another name."""
    made = Made()
    made.thing("region:330824", "开化县", division_code="330824")
    made.thing("product:1", "锂电隔膜")
    made.thing("product:2", "动力电池系统", aliases=["动力电池"])
    made.thing("enterprise:home", "开化甲隔膜有限公司")
    made.thing("enterprise:guest", "深圳乙隔膜有限公司")
    made.thing("policy:1", "《若干政策》", number="开政发〔2026〕1号")
    for firm in ("enterprise:home", "enterprise:guest"):
        made.says("名录.csv", firm, "PRODUCES", "product:1", "主营锂电隔膜")
    made.says("名录.csv", "enterprise:home", "LOCATED_IN", "region:330824", "位于开化县", 1.0)
    made.says("调研.docx", "enterprise:guest", "LOCATED_IN", "region:330824", "建议招引乙公司", 0.44)
    made.says("政策.md", "policy:1", "APPLIES_TO", "region:330824", "本政策适用于开化县")
    made.says("政策.md", "policy:1", "SUPPORTS", "product:2", "支持动力电池研发生产")
    store.apply(made.batch)
    return store


def test_a_doubtful_place_makes_no_local_enterprise(county: Store) -> None:
    row = next(r for r in chain_map(county, "动力电池", "开化县") if r.segment == "锂电隔膜")
    assert row.enterprises == ("开化甲隔膜有限公司",)
    names = {r.name for r in targets(county, "开化县", "锂电隔膜", limit=None, today=TODAY)}
    assert "深圳乙隔膜有限公司" in names
    assert "开化甲隔膜有限公司" not in names


def test_the_word_of_the_document_is_kept(county: Store) -> None:
    aim = read_local(county).things["policy:1"].aims[0]
    assert (aim.name, aim.word) == ("动力电池系统", "动力电池")
    assert [r.segment for r in match_policies(county, "开化县", today=TODAY)] == ["动力电池"]
    offers = [o.basis for r in gaps(county, "开化县", "动力电池", today=TODAY) for o in r.offers]
    assert offers
    assert all("支持动力电池（" in basis for basis in offers)


def test_texts_of_policies_are_read_at_once(embedded: Store) -> None:
    asked = []
    for number in (1, 12):
        made = Made()
        for n in range(number):
            made.thing(f"policy:{n}", f"《措施{n}》", number=f"开政发〔2026〕{n}号")
            made.document(f"{n}.txt")
            made.batch.documents[-1] |= {"number": f"开政发〔2026〕{n}号", "text": f"第{n}条"}
        embedded.apply(made.batch)
        counting: Any = Counting(embedded)
        texts = read_local(counting).texts
        assert texts == {f"policy:{n}": f"第{n}条" for n in range(number)}
        asked.append(counting.questions)
    assert asked[0] == asked[1]


def test_a_thin_region_has_no_peers(county: Store) -> None:
    found = coverage(county, "开化县", "动力电池")
    assert not found.graded
    assert (found.peers, found.peer_names) == (None, ())
    assert all(r.peers is None for r in chain_map(county, "动力电池", "开化县"))


def cells(table: content.Table, head: str) -> list[content.Cell]:
    at = table.heads.index(head)
    return [row[at] for row in table.rows]


@pytest.fixture
def printed(county: Store) -> Report:
    return report(county, "开化县", "动力电池", today=TODAY)


def test_findings_of_a_report_rest_on_sources(printed: Report) -> None:
    say = words("zh")
    part = printed.chains[0]
    strong = cells(content.strengths(printed, part, say), "本地企业名单")
    assert [c.text for c in strong] == ["开化甲隔膜有限公司"]
    numbers = {int(n) for c in strong for n in c.cites.strip("[]").split("][")}
    told = {(c.sentence, c.document) for c in printed.citations if c.number in numbers}
    assert told == {("主营锂电隔膜", "名录.csv"), ("位于开化县", "名录.csv")}
    assert not any("建议招引" in c.sentence for c in printed.citations)
    assert "没有可列的内容" not in page(printed).partition("出处</h2>")[2]


def test_no_reason_of_a_report_is_blank(printed: Report) -> None:
    for lang in ("zh", "en"):
        say = words(lang)
        for part in printed.chains:
            for found in (part.lacking, part.possible, list(part.others)):
                assert all(c.text.strip() for c in cells(content.gaps(printed, part, found, say), say("reasons")))


def test_an_empty_list_of_sources_says_why(store: Store) -> None:
    found = report(store, "杭州市", "动力电池", today=TODAY)
    assert found.citations == ()
    assert "随附底库" in page(found).partition("出处</h2>")[2]
