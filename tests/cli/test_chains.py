"""The commands on chains: what they print, in which form, and what they say of wrong input."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.cli.chainrows import HEADS, block
from kg.errors import QueryError, SchemaError, StoreError
from kg.store import open_store
from tests.chains.test_templates import GOOD, write
from tests.queries.sample import Graph


@pytest.fixture(autouse=True)
def no_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A default store that does not exist: the shipped reference answers alone."""
    monkeypatch.setenv("KG_STORE", str(tmp_path / "none"))


def kg(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def rows(*words: str) -> list[dict[str, object]]:
    result = kg(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def test_chains_are_listed() -> None:
    assert len(rows("chain")) >= 28


def test_a_chain_by_stage() -> None:
    found = rows("chain", "智能汽车")
    assert {r["stage"] for r in found} == {"上游", "中游", "下游"}
    local = rows("chain", "医疗器械", "--region", "深圳市")
    assert sum(float(str(r["local"])) for r in local) > 0
    assert "个环节有企业" in kg("chain", "医疗器械", "--region", "深圳市").stdout


def test_gaps_and_targets() -> None:
    found = rows("gaps", "深圳市", "--chain", "医疗器械", "--limit", "5")
    assert 0 < len(found) <= 5
    assert {"segment", "kinds", "priority", "parts", "criticality", "reasons"} <= set(found[0])
    best = rows("targets", "杭州市", "疫苗", "--limit", "3")
    assert [r["rank"] for r in best] == [1, 2, 3]
    assert all("杭州市" not in str(r["place"]) for r in best)


def test_a_thin_region_says_so() -> None:
    result = kg("gaps", "萧山区", "--chain", "生物医药", "--limit", "3")
    assert "不足以判断缺失" in result.stdout
    assert "未观察到" in result.stdout


def test_sums_can_be_followed() -> None:
    shown = kg("targets", "杭州市", "疫苗", "--limit", "1", "--explain").stdout
    assert "×" in shown
    assert "反面理由" in shown
    assert "→" in kg("gaps", "深圳市", "-c", "医疗器械", "--limit", "1", "--explain").stdout
    assert len(rows("targets", "杭州市", "疫苗", "--sensitivity")) == 14
    assert rows("gaps", "深圳市", "-c", "医疗器械", "--sensitivity")


@pytest.mark.parametrize("words", [("gaps", "深圳市"), ("targets", "杭州市", "疫苗")])
@pytest.mark.parametrize(
    "ways", [("--explain", "--sensitivity"), ("--explain", "--format", "json"), ("--explain", "--format", "csv")]
)
def test_ways_that_exclude_each_other_are_refused(words: tuple[str, ...], ways: tuple[str, ...]) -> None:
    result = kg(*words, *ways)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage" in result.stderr
    for way in ways:
        assert way in result.stderr


def test_the_segment_that_a_product_is_taken_for_is_told() -> None:
    shown = kg("targets", "杭州市", "服务器", "--limit", "1").stdout.splitlines()
    best = rows("targets", "杭州市", "服务器", "--limit", "1")[0]
    assert shown[0] == f"{best['chain']} · {best['segment']}"
    assert "--chain" in shown[1]
    other = shown[1].partition("：")[2].partition("、")[0]
    chain, _, segment = other.partition(" · ")
    named = rows("targets", "杭州市", "服务器", "--limit", "1", "--chain", chain)[0]
    assert (named["chain"], named["segment"]) == (chain, segment)
    assert kg("targets", "杭州市", "服务器", "--limit", "1", "--format", "csv").stdout.startswith("chain,segment,rank")


def test_english_heads() -> None:
    assert "priority" in kg("gaps", "深圳市", "-c", "医疗器械", "--limit", "1", "--lang", "en").stdout
    assert all(zh != en for zh, en in HEADS.values())


def test_risk_compare_and_matches() -> None:
    found = rows("risk", "杭州市", "--chain", "智能物联")[0]
    assert set(found) == {"segments", "departures"}
    assert rows("compare", "杭州市", "合肥市", "--chain", "智能物联")[0]["both"] is not None
    for words in (("policy", "疫苗"), ("park", "万科A"), ("hospital", "杭州市")):
        assert kg("match", *words).exit_code in (0, 1)
    assert rows("match", "policy", "杭州市") == []


def test_templates_are_checked_and_compared(tmp_path: Path) -> None:
    good, bad = write(tmp_path, GOOD), write(tmp_path, GOOD.replace("stage: 下游", "stage: 末端"), "bad.yaml")
    assert kg("chain", "check", str(good)).exit_code == 0
    result = kg("chain", "check", str(good), str(bad))
    assert result.exit_code == 1
    assert "bad.yaml, line 9" in result.output
    changed = write(tmp_path, GOOD.replace("产品", "货").replace("[矿石]", "[矿石, 煤]"), "new.yaml")
    assert rows("chain", "diff", str(good), str(changed))[0]["after"] == "矿石、煤"
    for words in (("check",), ("diff", str(good))):
        assert isinstance(kg("chain", *words).exception, SchemaError)


@pytest.mark.parametrize(
    "words",
    [
        ("gaps", "不存在"),
        ("targets", "杭州市", "不存在的东西"),
        ("chain", "不存在"),
        ("risk", "杭州市", "-c", "不存在"),
        ("backtest", "--only", "T9"),
    ],
)
def test_wrong_input_is_an_error_that_names_it(words: tuple[str, ...]) -> None:
    result = kg(*words)
    assert result.exit_code == 1
    assert isinstance(result.exception, QueryError)


def test_an_empty_graph_answers_as_the_reference_does(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    with open_store(folder):
        pass
    assert rows("gaps", "深圳市", "-c", "医疗器械", "--store", str(folder)) == rows("gaps", "深圳市", "-c", "医疗器械")


def test_an_empty_default_folder_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path))
    assert rows("gaps", "深圳市", "-c", "医疗器械", "--limit", "1")
    assert isinstance(kg("gaps", "深圳市", "--store", str(tmp_path)).exception, StoreError)
    assert isinstance(kg("gaps", "深圳市", "--store", "").exception, StoreError)


def test_an_empty_answer_says_why() -> None:
    assert "没有可列的园区" in kg("match", "park", "杭州市").stdout
    assert "nothing to list" in kg("match", "hospital", "杭州市", "--lang", "en").stdout
    assert "没有可列的政策" in kg("match", "policy", "杭州市").stdout


def test_a_region_is_not_compared_with_itself() -> None:
    result = kg("compare", "杭州市", "330100")
    assert isinstance(result.exception, QueryError)
    assert "'杭州市' and '330100' are the same region" in str(result.exception)
    assert result.stdout == ""


def test_shares_are_percentages() -> None:
    shown = kg("compare", "杭州市", "合肥市", "--chain", "生物医药").stdout
    assert len([word for word in shown.split() if word.endswith("%")]) == 2


def test_english_has_no_chinese_kinds_or_commas() -> None:
    shown = kg("gaps", "杭州市", "--chain", "生物医药", "--lang", "en").stdout
    assert "missing" in shown
    assert not {"缺", "断", "延"}.intersection(shown.split())
    assert "、" not in shown


def test_sentences_stand_below_on_a_narrow_terminal() -> None:
    row = {"rank": 1, "name": "甲公司", "parts": "产品契合 10.0", "against": "", "score": 10.0}
    lines = block(row, {c: HEADS[c][0] for c in ("rank", "name", "score", "parts", "against")})
    assert lines == ["名次 1  名称 甲公司  得分 10", "    得分构成：产品契合 10.0"]
    assert block({"rank": 1, "against": "x"}, {"rank": "rank", "against": "against"}, "en")[1] == "    against: x"


def test_an_unknown_chain_names_the_nearest() -> None:
    result = kg("chain", "电池")
    told = f"{result.output}{result.exception}"
    assert "动力电池产业链" in told
    assert told.count("产业链") <= 3


def test_a_project_has_the_state_of_the_day_asked_for(tmp_path: Path) -> None:
    graph = Graph()
    graph.document("a", "a.csv", date="2024-01-01")
    graph.thing("Region", "330109", "萧山区", "doc:a", division_code="330109")
    graph.has("region:330109", "division_code", "330109", "doc:a", "萧山区")
    graph.thing("Project", "x", "动力电池电芯项目", "doc:a", started="2024-02", opened="2025-03")
    for step, day in (("started", "2024-02"), ("opened", "2025-03")):
        graph.has("project:x", step, day, "doc:a", day)
    graph.says("project:x", "LOCATED_IN", "region:330109", "doc:a", "动力电池电芯项目 | 萧山区")
    graph.thing("Chain", "x", "动力电池产业链", "doc:a")
    graph.thing("Product", "x", "动力电池电芯", "doc:a")
    graph.says("product:x", "PART_OF", "chain:x", "doc:a", "中游 | 动力电池电芯", stage="中游")
    place = str(tmp_path / "store")
    with open_store(place) as store:
        store.apply(graph.batch())
    for words, state in (((), "投产"), (("--as-of", "2024-06-30"), "在建")):
        found = rows("chain", "动力电池", "--region", "萧山区", "--store", place, *words)
        projects = [p for r in found if isinstance(r["projects"], list) for p in r["projects"]]
        assert {p["basis"] for p in projects} == {state}
        page = tmp_path / "page.html"
        drawn = kg(
            "draw", "chain", "动力电池产业链", "--region", "萧山区", "--store", place, "--out", str(page), *words
        )
        assert drawn.exit_code == 0
        assert ("动力电池电芯项目（在建）" in page.read_text(encoding="utf-8")) == (state == "在建")
