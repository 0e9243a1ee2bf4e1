"""What documents say that a place lacks or wants is kept as facts: found, explained, withdrawn, and of its day."""

from pathlib import Path

from kg.fact import LACKS, SEEKS
from kg.identity.review import Reviews
from kg.pipeline import load
from kg.pipeline.asof import as_of
from kg.pipeline.forget import forget
from kg.queries.catalog import run
from kg.store import Store
from kg.views.answers import reasons
from tests.pipeline.graph import export, write

PLAN = (
    "成文日期 | 2024-03-01 |\n来安县新能源汽车产业链招商方案\n来安县缺少隔膜企业，电解液主要依赖外地采购。\n"
    "来安县拟招引深圳市汇川技术股份有限公司。\n来安县人民政府\n2024年3月1日\n"
)
LATER = PLAN.replace("来安县缺少隔膜企业，", "来安县已补齐隔膜短板，")
TABLE = "县区,产业链,短板环节\n来安县,新能源汽车产业链,驱动电机\n"


def needs(store: Store) -> set[tuple[str, str, str]]:
    return {(r["holder"], r["kind"], r["name"]) for r in run(store, "needs")}


def test_needs_are_facts_with_sentence_and_document(store: Store, tmp_path: Path) -> None:
    ledger = load([write(tmp_path, "方案.txt", PLAN), write(tmp_path, "短板.csv", TABLE)], store, reviews=Reviews())
    assert needs(store) == {
        ("来安县", LACKS, "隔膜"),
        ("来安县", LACKS, "电解液"),
        ("来安县", LACKS, "驱动电机"),
        ("来安县", SEEKS, "深圳市汇川技术股份有限公司"),
    }
    for row in run(store, "needs", {"region": "来安县"}):
        assert row["name"] in row["sentence"]
        assert row["document"] in ("来安县新能源汽车产业链招商方案", "短板.csv")
    line = ledger.lines["方案.txt", "Need"]
    assert (line.read, line.created) == (3, 3)
    assert {r["object"] for r in reasons(store, "来安县").rows if r["relation"] == LACKS} == {
        "隔膜",
        "电解液",
        "驱动电机",
    }
    node = store.read("MATCH (n:Region {name: '来安县'}) RETURN properties(n) AS p")[0]["p"]
    assert not {LACKS, SEEKS} & node.keys()
    assert not [r for r in run(store, "contradictions") if r["relation"] in (LACKS, SEEKS)]


def test_loading_again_changes_nothing_and_a_new_version_replaces(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "方案.txt", PLAN)
    load([path], store, reviews=Reviews())
    before = export(store)
    load([path], store, reviews=Reviews())
    assert export(store) == before
    load([write(tmp_path, "方案.txt", LATER)], store, reviews=Reviews())
    assert needs(store) == {("来安县", LACKS, "电解液"), ("来安县", SEEKS, "深圳市汇川技术股份有限公司")}


def test_forgetting_a_document_withdraws_its_needs(store: Store, tmp_path: Path) -> None:
    load([write(tmp_path, "方案.txt", PLAN), write(tmp_path, "短板.csv", TABLE)], store, reviews=Reviews())
    forget("方案.txt", store, Reviews())
    assert needs(store) == {("来安县", LACKS, "驱动电机")}
    forget("短板.csv", store, Reviews())
    assert needs(store) == set()


def test_a_need_counts_from_the_day_that_it_was_said(store: Store, tmp_path: Path) -> None:
    load([write(tmp_path, "方案.txt", PLAN)], store, reviews=Reviews())
    with as_of(store, "2024-02-29") as past:
        assert needs(past) == set()
    with as_of(store, "2024-03-01") as past:
        assert needs(past) == needs(store)
