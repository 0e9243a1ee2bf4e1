"""Candidates: scores add up from their parts, the unknown gain nothing by it, gates hold, ranks move as told."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.expansion import Event, months, will
from kg.analysis.explain import explain_target, sensitivity
from kg.analysis.firms import Firm, gone
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Link, Local, Place, Thing
from kg.analysis.rows import Part
from kg.analysis.targets import find_segment, heading, rank, seek, targets
from kg.analysis.weights import weights
from kg.chains.pool import Listed
from kg.errors import QueryError
from tests.analysis.world import CHAIN, SEGMENTS, firm, full, template

TODAY = date(2026, 11, 23)


def thing(number: int, **properties: object) -> Thing:
    return Thing(f"enterprise:t{number}", "Enterprise", f"资料企业{number}", dict(properties))


def of_graph(one: Thing, division: str, segment: str, share: float = 0.9) -> Firm:
    made = firm(0, division, segment, share=share)
    made.id, made.name, made.short, made.thing = one.id, one.name, one.name, one
    made.out = gone(one)
    return made


def world(folder: Path) -> Landscape:
    """Hangzhou lacks 丙材; seven firms elsewhere make it, some known to the graph, one of them struck off."""
    chain = template(folder)
    firms = [firm(n, "3301", s) for n, s in enumerate([s for s in SEGMENTS for _ in range(8) if s != "丙材"])]
    firms += [
        firm(100 + n, c, s)
        for n, (c, s) in enumerate((c, s) for c in ("3401", "3501") for s, k in full(3).items() for _ in range(k))
    ]
    graph = [
        thing(1, employees=900.0, status="存续"),
        thing(2, status="吊销"),
        thing(3, employees=50.0),
        thing(4, tags=["链主"]),
    ]
    firms += [
        of_graph(graph[0], "3701", "丙材"),
        of_graph(graph[1], "3701", "丙材"),
        of_graph(graph[2], "3701", "丙材", 0.05),
    ]
    firms.append(of_graph(graph[3], "3301", "丁件"))
    local = Local(things={t.id: t for t in graph})
    local.links = [Link("enterprise:t1", "enterprise:t4", "SUPPLIES", "edge:s", "2026-01")]
    local.links.append(Link("enterprise:t1", "enterprise:t3", "INVESTS_IN", "edge:i", "2026-06"))
    local.things["park:1"] = Thing(
        "park:1", "Park", "丙材产业园", {}, [Place("3301")], [Aim("Product", "丙材", "edge:p")]
    )
    landscape = Landscape({chain.name: chain}, firms=firms, local=local)
    landscape.by_thing = {f.thing.id: i for i, f in enumerate(firms) if f.thing is not None}
    return landscape


def test_every_score_adds_up(tmp_path: Path) -> None:
    rows = targets(world(tmp_path), "杭州市", "丙材", limit=None, today=TODAY)
    assert len(rows) == 8
    for row in rows:
        counted = [p for p in row.parts if p.counted is not None]
        whole = sum(p.weight for p in counted)
        assert row.scale == pytest.approx(whole)
        mine = [p for p in row.parts if p.term not in ("policy", "park")]
        share = sum(p.weight for p in mine if p.value is not None) / sum(p.weight for p in mine)
        assert row.completeness == pytest.approx(share)
        assert row.verify == (share < 0.5)
        for part in row.parts:
            assert part.contribution == pytest.approx(100 * part.weight * (part.counted or 0.0) / whole)
            assert (part.assumed is None) or part.value is None
            assert part.basis
        assert row.score == pytest.approx(sum(p.contribution for p in row.parts), abs=1e-3)
        assert row.known == pytest.approx(sum(p.contribution for p in row.parts if p.value is not None), abs=1e-3)
        assert 0 <= row.known <= row.score <= 100
        assert row.against
        assumed = len(counted) - sum(p.value is not None for p in row.parts)
        lines = explain_target(row)
        assert sum("×" in line for line in lines) == len(counted)
        assert sum("25%分位数" in line for line in lines) == assumed
        other = explain_target(row, replace(weights(), unknown=0.1))
        assert sum("10%分位数" in line for line in other) == assumed
    assert [r.rank for r in rows] == list(range(1, 9))
    assert [r.score for r in rows] == sorted((r.score for r in rows), reverse=True)


def test_evidence_of_the_graph_counts(tmp_path: Path) -> None:
    rows = {r.name: r for r in targets(world(tmp_path), "杭州市", "丙材", limit=None, today=TODAY)}
    first = {p.term: p for p in rows["资料企业1"].parts}
    assert first["network"].value == 1.0
    assert "edge:s" in first["network"].evidence
    assert rows["资料企业1"].path == ("资料企业1", "资料企业4")
    assert first["expansion"].evidence == ("edge:i",)
    assert first["park"].value == 1.0
    assert first["policy"].value is None
    assert {p.term: p.value for p in rows["企业108"].parts}["network"] is None


def test_what_is_unknown_counts_as_what_most_have(tmp_path: Path) -> None:
    rows = targets(world(tmp_path), "杭州市", "丙材", limit=None, today=TODAY)
    plain = next(r for r in rows if r.name == "企业108")
    parts = {p.term: p for p in plain.parts}
    assert {t for t, p in parts.items() if p.value is None} == {"network", "expansion", "size", "policy"}
    assert parts["policy"].counted is None
    for term in ("network", "expansion", "size"):
        column = sorted(next(p.value or 0.0 for p in r.parts if p.term == term) for r in rows)
        assert parts[term].assumed == column[int(0.25 * (len(column) - 1))]


def test_who_is_less_known_does_not_pass_one_that_is_known_to_be_usual() -> None:
    def candidate(*values: float | None) -> list[Part]:
        return [Part(t, t, v, 0.0, 0.0) for t, v in zip(weights().candidate, values, strict=True)]

    known = {i: candidate(0.7, 0.5, 0.9, 0.4, 0.5, None, 0.6) for i in range(1, 6)}
    ranked = rank({0: candidate(0.7, None, 0.9, None, None, None, 0.6)} | known, range(6), weights())
    scores = {i: sum(p.contribution for p in parts) for i, parts in ranked}
    assert scores[0] <= min(scores[i] for i in known)
    lone = {0: candidate(0.7, None, 0.9, None, None, None, 0.6), 1: candidate(0.7, 0.1, 0.9, 0.1, 0.1, None, 0.6)}
    assert rank(lone, range(2), weights())[0][0] == 1


unknown = st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=7, max_size=7)


@given(st.lists(unknown, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_scores_add_up_whatever_is_unknown(every: list[list[float | None]]) -> None:
    parts = {
        i: [Part(t, t, v, 0.0, 0.0) for t, v in zip(weights().candidate, values, strict=True)]
        for i, values in enumerate(every)
    }
    ranked = rank(parts, range(len(every)), weights())
    for _, made in ranked:
        whole = sum(p.weight for p in made if p.counted is not None)
        score = sum(100 * p.weight * (p.counted or 0.0) / whole for p in made) if whole else 0.0
        assert sum(p.contribution for p in made) == pytest.approx(score)
        assert -1e-9 <= score <= 100 + 1e-9
    whole_of = {sum(p.weight for p in made if p.counted is not None) for _, made in ranked}
    assert max(whole_of) - min(whole_of) < 1e-9


def test_little_known_of_the_enterprise_itself_is_to_be_verified(tmp_path: Path) -> None:
    rows = {r.name: r for r in targets(world(tmp_path), "杭州市", "丙材", limit=None, today=TODAY)}
    assert rows["企业108"].verify
    assert not rows["资料企业1"].verify


def test_gates_name_their_reason(tmp_path: Path) -> None:
    answer = seek(world(tmp_path), "杭州市", "丙材", today=TODAY)
    assert "资料企业2" not in {r.name for r in answer.rows}
    assert next(x for x in answer.dropped if x.name == "资料企业2").reason == "不予推荐：吊销"
    assert {x.detail for x in answer.nurture} == {"甲矿", "丁件"}


def test_who_is_at_home_is_to_grow_not_to_invite(tmp_path: Path) -> None:
    here = seek(world(tmp_path), "安徽省", "丙材", today=TODAY)
    grown = {x.name for x in here.nurture if x.detail == "丙材" and "增资扩产" in x.reason}
    assert grown == {"企业106", "企业107", "企业108"}
    assert not {r.name for r in here.rows} & grown
    landscape = world(tmp_path)
    named = next(f for f in landscape.firms if f.name == "资料企业3")
    named.name = "杭州市萧山资料企业有限公司"
    answer = seek(landscape, "杭州市", "丙材", today=TODAY)
    assert named.name not in {r.name for r in answer.rows}
    assert named.name in {x.name for x in answer.nurture if x.detail == "丙材"}


def test_one_of_the_same_city_is_to_be_checked_first(tmp_path: Path) -> None:
    rows = {r.name: r for r in targets(world(tmp_path), "合肥市蜀山区", "丙材", limit=None, today=TODAY)}
    assert "区县不详" in rows["企业106"].against
    assert "区县不详" not in rows["资料企业1"].against


def listed(code: str, short: str, division: str, day: str | None = "2010-01-01") -> Listed:
    made = (("丙材", 0.8),)
    return Listed(code, f"{short}股份公司", short, division, "", None, day, 500, None, "", "", made, 2)


def test_an_industry_that_nobody_else_has_is_a_doubt(tmp_path: Path) -> None:
    chain = template(tmp_path)
    companies = [replace(listed(str(n), f"厂{n}", "3401"), industry="化工") for n in range(6)]
    companies.append(replace(listed("9", "变", "3401"), industry="互联网"))
    rows = {r.short: r for r in targets(Landscape({chain.name: chain}, companies), "杭州市", "丙材", today=TODAY)}
    assert "互联网" in rows["变"].against
    assert "行业存疑" in rows["变"].tags
    assert "互联网" not in rows["厂1"].against
    few = targets(Landscape({chain.name: chain}, companies[3:]), "杭州市", "丙材", today=TODAY)
    assert not any("互联网" in r.against for r in few)


def test_the_warned_are_flagged_and_the_delisted_never_proposed(tmp_path: Path) -> None:
    chain = template(tmp_path)
    companies = [listed("1", "*ST甲", "3401"), listed("2", "ST乙", "3401"), listed("3", "丙", "3401")]
    companies += [listed("4", "丁退", "3401"), listed("5", "戊", "3401", None), listed("600297", "己", "3401")]
    ghost = Thing("enterprise:g", "Enterprise", "丁退股份公司", {}, [Place("3401")], [Aim("Product", "丙材", "e")])
    local = Local(things={ghost.id: ghost})
    answer = seek(Landscape({chain.name: chain}, companies, local), "杭州市", "丙材", today=TODAY)
    rows = {r.short: r for r in answer.rows}
    assert set(rows) == {"*ST甲", "ST乙", "丙"}
    assert [("ST" in rows[s].against) for s in ("*ST甲", "ST乙", "丙")] == [True, True, False]
    assert [(x.name, x.reason) for x in answer.dropped] == [("丁退股份公司", "不予推荐：已退市")]


def test_leaving_out_a_part_moves_ranks_as_told(tmp_path: Path) -> None:
    rows = targets(world(tmp_path), "杭州市", "丙材", limit=None, today=TODAY)
    numbers = weights().candidate

    def without(row_term: str, parts: tuple[Part, ...]) -> float:
        kept = {p.term: p.counted for p in parts if p.counted is not None and p.term != row_term}
        whole = sum(numbers[term] for term in kept)
        return 100 * sum(numbers[term] * value for term, value in kept.items()) / whole

    for row in rows:
        assert set(row.without) == {p.term for p in row.parts if p.value is not None}
        for term, (old, new) in row.without.items():
            mine = without(term, row.parts)
            assert old == row.rank
            assert new == 1 + sum(without(term, r.parts) > mine + 1e-9 for r in rows if r.id != row.id)


def test_a_minor_product_is_said_against(tmp_path: Path) -> None:
    rows = {r.name: r for r in targets(world(tmp_path), "杭州市", "丙材", limit=None, today=TODAY)}
    assert "5.0%" in rows["资料企业3"].against


def test_sensitivity_moves_each_weight_both_ways(tmp_path: Path) -> None:
    moved = sensitivity(world(tmp_path), "杭州市", "丙材", today=TODAY)
    assert [(m.weight, m.factor) for m in moved] == [(w, f) for w in weights().candidate for f in (0.5, 1.5)]
    assert all(-1 <= m.tau <= 1 and m.first for m in moved)


def test_sums_are_told_in_one_language(tmp_path: Path) -> None:
    landscape = world(tmp_path)
    for row in targets(landscape, "杭州市", "丙材", limit=None, lang="en", today=TODAY):
        given = [row.name, row.place, row.against, *(p.basis for p in row.parts)]
        told = "\n".join(explain_target(row, landscape.weights, "en"))
        for text in sorted(given, key=len, reverse=True):
            told = told.replace(text, "")
        assert not re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", told)


SHARED = """
name: 邻链产业链
version: "1.0"
date: 2026-11-23
sources: [made by hand]
segments:
  - {id: metal, name: 丙材, stage: 上游, feeds: [shell]}
  - {id: shell, name: 庚壳, stage: 中游, products: [通用件], feeds: [engine]}
  - {id: engine, name: 辛机, stage: 下游}
"""


def test_where_a_word_means_several_segments_all_are_named(tmp_path: Path) -> None:
    texts = (CHAIN, SHARED, SHARED.replace("邻链", "远链").replace("庚壳", "庚罩"))
    chains = {one.name: one for one in (template(tmp_path, text) for text in texts)}
    first, second, third = chains
    landscape = Landscape(chains, firms=[firm(1, "3401", "丙材"), firm(2, "3401", "庚壳")])
    row = targets(landscape, "杭州市", "丙材", today=TODAY)[0]
    assert (row.chain, row.segment) == (first, "丙材")
    line, others = heading(landscape, "丙材")
    assert line == f"{first} · 丙材"
    assert f"{second} · 丙材、{third} · 丙材" in others
    assert "--chain" in others
    assert targets(landscape, "杭州市", "丙材", chain=second, today=TODAY)[0].chain == second
    for name in ("丙材", "庚壳"):
        assert heading(landscape, name, second) == [f"{second} · {name}"]
    line, others = heading(landscape, "通用件", lang="en")
    assert line == f"{second} · 庚壳"
    assert f"{third} · 庚罩" in others
    assert heading(landscape, "庚壳") == [f"{second} · 庚壳"]


def test_segments_are_found_by_any_word(tmp_path: Path) -> None:
    landscape = world(tmp_path)
    assert find_segment(landscape, "丙材")[1].id == "metal"
    with pytest.raises(QueryError, match="丙材"):
        find_segment(landscape, "丙料")


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-11-23", 0.0), ("2025-11-23", 12.0), ("2026", 4.7), ("2026-05", 6.7)]
)
def test_months(day: str, expected: float) -> None:
    assert months(day, TODAY) == pytest.approx(expected, abs=0.1)


def test_expansion_fades() -> None:
    fresh, old = (will([Event("branch", "x", d)], TODAY, weights()) for d in ("2026-11-01", "2024-11-01"))
    assert 0 < old < fresh < 1
    both = will([Event("branch", "x", "2026-11-01"), Event("patent", "y", "2026-11-01")], TODAY, weights())
    assert both > fresh
