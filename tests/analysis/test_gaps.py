"""Gaps: planted ones are found and no others, every priority adds up, thin regions are not graded."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.analysis.area import find_area
from kg.analysis.criticality import Structure, criticality, dominators, scarcity, shortest_shares, topological
from kg.analysis.explain import explain_gap, gap_sensitivity, priority_with
from kg.analysis.feasible import Feasibility
from kg.analysis.gaps import gaps
from kg.analysis.kinds import sweep
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Link, Local, Place, Thing
from kg.analysis.projects import projects_for, subject_of
from kg.analysis.reasons import ALARMS, BROKEN, BUILDING, EXTEND, MISSING, STRONG, UNSEEN, WEAK
from kg.analysis.view import structure_of
from kg.analysis.weights import load_weights, weights
from kg.errors import QueryError, SchemaError
from tests.analysis.world import CHAIN, SEGMENTS, country, full, template

TODAY = date(2026, 11, 23)
HOME = "3301"
OTHERS = ("3302", "3401", "3501", "3701")


def planted(folder: Path, lacking: dict[str, int], local: Local | None = None) -> Landscape:
    """Five equal cities; in one of them some segments have other counts."""
    return country(folder, {**{c: full(10) for c in OTHERS}, HOME: full(10) | lacking}, local)


@pytest.mark.parametrize("gap", [{"丙材"}, {"乙具"}, {"丁件"}, {"甲矿", "丁件"}, {"戊件", "乙具"}, set()])
def test_planted_gaps_are_found_and_no_others(tmp_path: Path, gap: set[str]) -> None:
    rows = gaps(planted(tmp_path, dict.fromkeys(gap, 0)), "杭州市", today=TODAY)
    found = {r.segment for r in rows if ALARMS & set(r.kinds)}
    assert found == gap
    assert all(MISSING in r.kinds for r in rows if r.segment in gap)
    assert all(r.graded and r.priority for r in rows if r.segment in gap)


def test_no_city_without_planted_gap_has_one(tmp_path: Path) -> None:
    landscape = planted(tmp_path, {"丙材": 0, "丁件": 0})
    for region in ("宁波市", "合肥市", "福州市", "济南市"):
        assert not [r for r in gaps(landscape, region, today=TODAY) if ALARMS & set(r.kinds)]


def test_broken_needs_both_sides(tmp_path: Path) -> None:
    rows = {r.segment: r for r in gaps(planted(tmp_path, {"丙材": 0}), "杭州市", today=TODAY)}
    assert BROKEN in rows["丙材"].kinds
    assert rows["丙材"].broken == pytest.approx(10.0)
    ends = {r.segment: r for r in gaps(planted(tmp_path, {"甲矿": 0}), "杭州市", today=TODAY)}
    assert BROKEN not in ends["甲矿"].kinds


def test_weak_and_strong(tmp_path: Path) -> None:
    rows = {r.segment: r for r in gaps(planted(tmp_path, {"丁件": 1, "戊件": 40}), "杭州市", today=TODAY)}
    assert WEAK in rows["丁件"].kinds
    assert STRONG in rows["戊件"].kinds
    assert rows["戊件"].priority == 0.0


def test_every_priority_adds_up(tmp_path: Path) -> None:
    rows = gaps(planted(tmp_path, {"丙材": 0, "丁件": 1, "甲矿": 2}), "杭州市", today=TODAY)
    assert rows
    for row in rows:
        inner = sum(p.weight * (p.value or 0.0) for p in row.criticality)
        assert row.parts[0].value == pytest.approx(inner)
        for part in row.parts:
            assert part.contribution == pytest.approx(100 * part.weight * (part.value or 0.0))
        if row.priority:
            assert row.priority == pytest.approx(row.factor * sum(p.contribution for p in row.parts), abs=1e-3)
            assert priority_with(row, weights()) == pytest.approx(row.priority, abs=1e-3)
        assert sum(p.weight for p in row.parts) == pytest.approx(1.0)
        assert sum(p.weight for p in row.criticality) == pytest.approx(1.0)
        assert any("→" in line for line in explain_gap(row))


def test_the_sweep_says_what_single_regions_say(tmp_path: Path) -> None:
    landscape = planted(tmp_path, {"丙材": 0, "丁件": 1})
    template = next(iter(landscape.templates.values()))
    swept = sweep(landscape, Feasibility(landscape), [structure_of(landscape, template)], landscape.city_counts)[0]
    for i, code in enumerate(landscape.cities):
        rows = {r.segment: r for r in gaps(landscape, code, today=TODAY)}
        for j, segment in enumerate(template.segments):
            row = rows.get(segment.name)
            assert swept.kinds.missing[i, j] == (row is not None and MISSING in row.kinds)
            assert (swept.kinds.broken[i, j] > 0) == (row is not None and BROKEN in row.kinds)
            assert swept.priority[i, j] == pytest.approx((row.priority if row else 0.0) or 0.0, abs=1e-3)


def test_a_thin_region_is_not_graded(tmp_path: Path) -> None:
    landscape = country(
        tmp_path, {**{c: full(10) for c in OTHERS}, HOME: full(10) | {"丙材": 0}, "330109": {"丁件": 3}}
    )
    rows = gaps(landscape, "萧山区", today=TODAY)
    assert rows
    assert all(r.kinds == (UNSEEN,) and not r.graded and r.basis == "杭州市" for r in rows)
    assert {r.segment for r in rows} == set(SEGMENTS) - {"丁件"}
    assert [r.segment for r in rows if r.priority is not None] == ["丙材"]
    assert rows[0].segment == "丙材"


def test_nothing_is_said_of_what_nobody_in_the_country_makes(tmp_path: Path) -> None:
    landscape = country(tmp_path, {c: full(10) | {"乙具": 0} for c in (*OTHERS, HOME)})
    assert "乙具" not in {r.segment for r in gaps(landscape, "杭州市", today=TODAY)}


def project(stage: str) -> Thing:
    return Thing(
        "project:1",
        "Project",
        "丙材项目",
        {"stage": stage, "signed": "2026-10"},
        [Place(HOME)],
        [Aim("Product", "丙材", "edge:1")],
    )


def test_a_signed_project_fills_a_gap(tmp_path: Path) -> None:
    local = Local(things={"project:1": project("签约")})
    row = next(r for r in gaps(planted(tmp_path, {"丙材": 0}, local), "杭州市", today=TODAY) if r.segment == "丙材")
    assert row.kinds == (BUILDING,)
    assert row.priority == 0.0
    assert any(o.type == "Project" and o.evidence == ("edge:1",) and o.date == "2026-10" for o in row.offers)


@pytest.mark.parametrize(
    ("held", "state"),
    [
        ({"stage": "已签约"}, "已签约"),
        ({"signed": "2025-03", "started": "2026-01-05"}, "在建"),
        ({"started": "2026-01", "opened": "2027-06"}, "在建"),
        ({"stage": "投产", "opened": "2027-06"}, "在建"),
        ({}, "状态不详"),
    ],
)
def test_what_is_signed_or_being_built_is_under_way(tmp_path: Path, held: dict[str, str], state: str) -> None:
    made = project("")
    made.properties = held
    landscape = planted(tmp_path, {"丙材": 0}, Local(things={made.id: made}))
    row = next(r for r in gaps(landscape, "杭州市", today=TODAY) if r.segment == "丙材")
    assert row.kinds == (BUILDING,)
    assert next(o.basis for o in row.offers if o.type == "Project") == state
    assert any("丙材项目" in reason for reason in row.reasons)


@pytest.mark.parametrize(
    ("held", "word"),
    [
        ({"stage": "已终止", "signed": "2024-05"}, "已终止"),
        ({"stage": "项目取消"}, "已终止"),
        ({"stage": "意向洽谈"}, "谋划"),
        ({"opened": "2026-01"}, "已投产"),
    ],
)
def test_what_is_ended_planned_or_done_is_not_under_way(tmp_path: Path, held: dict[str, str], word: str) -> None:
    made = project("")
    made.properties = held
    landscape = planted(tmp_path, {"丙材": 0}, Local(things={made.id: made}))
    row = next(r for r in gaps(landscape, "杭州市", today=TODAY) if r.segment == "丙材")
    assert BUILDING not in row.kinds
    assert MISSING in row.kinds
    assert row.priority
    assert any(word in reason for reason in row.reasons)


def test_a_doubtful_project_is_told_but_does_not_fill_the_gap(tmp_path: Path) -> None:
    made = project("签约")
    made.places = [Place(HOME, confidence=0.3)]
    landscape = planted(tmp_path, {"丙材": 0}, Local(things={made.id: made}))
    row = next(r for r in gaps(landscape, "杭州市", today=TODAY) if r.segment == "丙材")
    assert {MISSING, BUILDING} <= set(row.kinds)
    assert row.priority
    assert any("待核实" in reason and "0.30" in reason for reason in row.reasons)


def test_several_statements_on_a_project_make_it_sure(tmp_path: Path) -> None:
    made = project("签约")
    made.places = [Place(HOME, edge="edge:p", confidence=0.4)]
    local = Local(things={made.id: made})
    for confidence in (0.2, 0.3):
        local.operates.append(Link("enterprise:x", made.id, "OPERATES", f"edge:{confidence}", confidence=confidence))
    landscape = planted(tmp_path, {"丙材": 0}, local)
    at = next(i for i, firm in enumerate(landscape.firms) if firm.divisions == (HOME,))
    landscape.by_thing = {"enterprise:x": at}
    offer = projects_for(landscape, find_area("杭州市"), "丙材", TODAY)[0]
    assert offer.value == pytest.approx(1 - 0.6 * 0.7)
    assert set(offer.evidence) == {"edge:1", "edge:p", "edge:0.3"}
    row = next(r for r in gaps(landscape, "杭州市", today=TODAY) if r.segment == "丙材")
    assert row.kinds == (BUILDING,)
    made.places = [Place("3401", edge="edge:p")]
    assert projects_for(landscape, find_area("杭州市"), "丙材", TODAY) == []
    made.places = []
    assert projects_for(landscape, find_area("杭州市"), "丙材", TODAY)[0].value == pytest.approx(0.3)


@pytest.mark.parametrize("name", ["年产3万吨丙材项目", "丙材生产基地", "丙材二期扩建项目（一标段）"])
def test_a_project_without_products_is_placed_by_its_name(tmp_path: Path, name: str) -> None:
    made = Thing("project:1", "Project", name, {"stage": "开工"}, [Place(HOME)])
    landscape = planted(tmp_path, {"丙材": 0}, Local(things={made.id: made}))
    row = next(r for r in gaps(landscape, "杭州市", today=TODAY) if r.segment == "丙材")
    assert row.kinds == (BUILDING,)


def test_a_project_that_treats_waste_does_not_make_what_it_treats() -> None:
    assert subject_of("年处理2万吨废旧手机项目") == "年处理2万吨废旧手机回收"
    assert subject_of("退役风机叶片综合利用项目") == "退役风机叶片综合利用"
    assert subject_of("年产5万台风机叶片项目") == "年产5万台风机叶片"


def thin(folder: Path, things: list[Thing]) -> Landscape:
    """A district with one known enterprise in a city that lacks 丙材."""
    local = Local(things={one.id: one for one in things})
    rows = {**{c: full(10) for c in OTHERS}, HOME: full(10) | {"丙材": 0, "甲矿": 0}, "330109": {"丁件": 1}}
    return country(folder, rows, local)


def test_what_a_thin_region_names_itself_stands_before_what_is_reckoned_from_the_wider(tmp_path: Path) -> None:
    own = Thing("policy:1", "Policy", "《若干政策》", {}, [Place("330109")], [Aim("Product", "己机", "edge:1")])
    rows = gaps(thin(tmp_path, [own]), "萧山区", today=TODAY)
    assert (rows[0].segment, rows[0].own) == ("己机", True)
    assert "《若干政策》" in rows[0].reasons[0]
    assert not any(r.own for r in rows[1:])
    for row in rows:
        marked = [reason for reason in row.reasons if reason.startswith(("参照", "杭州市的"))]
        assert marked
        assert row.reasons[-len(marked) :] == tuple(marked)
        if row.priority is not None:
            assert row.priority == pytest.approx(row.factor * sum(p.contribution for p in row.parts), abs=1e-3)


def test_a_policy_of_the_city_is_no_word_of_the_district(tmp_path: Path) -> None:
    wide = Thing("policy:1", "Policy", "《市政策》", {}, [Place(HOME)], [Aim("Product", "己机", "edge:1")])
    assert not any(r.own for r in gaps(thin(tmp_path, [wide]), "萧山区", today=TODAY))


def test_every_row_has_a_reason_and_says_what_its_numbers_are_of(tmp_path: Path) -> None:
    for region in ("杭州市", "萧山区"):
        for lang, base in (("zh", "已载入资料"), ("en", "what was loaded")):
            rows = gaps(thin(tmp_path, []), region, lang=lang, today=TODAY)
            assert rows
            assert all(r.reasons and all(r.reasons) for r in rows)
            counted = [x for r in rows for x in r.reasons if "全国" in x or "in the country" in x]
            assert all(base in x for x in counted)
            assert not any("、" in x for r in rows for x in r.reasons if lang == "en")


def policy(expires: str | None, division: str) -> Thing:
    ended = {"tags": ["已废止"]} if expires == "已废止" else {"expires": expires} if expires else {}
    held = {"number": "杭政〔2026〕1号"} | ended
    return Thing("policy:1", "Policy", "《支持丙材办法》", held, [Place(division)], [Aim("Product", "丙材", "edge:2")])


@pytest.mark.parametrize(
    ("expires", "division", "value"),
    [
        (None, HOME, 0.8),
        ("2020-01-01", HOME, 0.0),
        ("2026", HOME, 0.8),
        ("已废止", HOME, 0.0),
        (None, "3401", 0.0),
        (None, "33", 0.6),
    ],
)
def test_a_policy_counts_where_and_while_it_holds(
    tmp_path: Path, expires: str | None, division: str, value: float
) -> None:
    local = Local(things={"policy:1": policy(expires, division)})
    row = next(r for r in gaps(planted(tmp_path, {"丙材": 0}, local), "杭州市", today=TODAY) if r.segment == "丙材")
    assert next(p.value for p in row.parts if p.term == "policy") == pytest.approx(value)
    assert any(o.number == "杭政〔2026〕1号" for o in row.offers) == (value > 0)


def test_extension_stands_beside_the_strong(tmp_path: Path) -> None:
    rows = {r.segment: r for r in gaps(planted(tmp_path, {"甲矿": 0, "丙材": 60}), "杭州市", today=TODAY)}
    assert EXTEND in rows["甲矿"].kinds
    assert 0 <= rows["甲矿"].reward <= 1
    assert 0 <= rows["甲矿"].feasibility <= 1


def test_without_a_neighbour_an_extension_counts_less(tmp_path: Path) -> None:
    landscape = country(tmp_path, {**{c: full(3) for c in OTHERS}, HOME: {"甲矿": 30}})
    landscape.weights = replace(landscape.weights, missing_surprise=2.0, extend_feasible=0.0)
    found = {r.segment: r for r in gaps(landscape, "杭州市", today=TODAY)}
    assert {r.kinds for n, r in found.items() if n != "甲矿"} == {(EXTEND,)}
    assert {n: r.factor for n, r in found.items() if n != "甲矿" and r.factor != 1.0} == dict.fromkeys(
        ("乙具", "丁件", "戊件", "己机"), weights().lone
    )
    assert all(
        r.priority == pytest.approx(r.factor * sum(p.contribution for p in r.parts), abs=1e-4)
        for r in found.values()
        if r.priority
    )


def test_a_need_two_steps_away_is_told(tmp_path: Path) -> None:
    landscape = country(tmp_path, {**{c: full(10) for c in OTHERS}, HOME: {"丁件": 30}})
    row = next(r for r in gaps(landscape, "杭州市", today=TODAY) if r.segment == "甲矿")
    assert any("间接依赖" in reason and "丁件" in reason for reason in row.reasons)


def test_outlets_count_as_need_by_half(tmp_path: Path) -> None:
    landscape = country(tmp_path, {**{c: full(10) for c in OTHERS}, HOME: {"甲矿": 30}})
    template = next(iter(landscape.templates.values()))
    structure = Structure(landscape.chain(template), landscape.weights)
    found = criticality(landscape, structure, landscape.counts(HOME)[None, structure.chain.at])
    assert not found.pulled.any()
    assert found.need[0].max() == pytest.approx(weights().outlet)
    assert found.need[0, 2] > found.need[0, 3] > found.need[0, 5] > 0


def test_the_country_has_no_gaps_against_itself(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="against the country"):
        gaps(planted(tmp_path, {"丙材": 0}), "全国")


def test_where_nothing_wider_is_known_either_the_country_is_named(tmp_path: Path) -> None:
    landscape = country(tmp_path, {**{c: full(10) for c in OTHERS}, "5401": {"丁件": 1}})
    rows = gaps(landscape, "拉萨市", today=TODAY)
    assert {r.basis for r in rows} == {"全国"}
    assert all(r.priority is None and any("参照全国" in x and "40家" in x for x in r.reasons) for r in rows)


@pytest.mark.parametrize("name", ["长三角", "不存在市", "鼓楼区", "999999"])
def test_unknown_regions_are_named_errors(tmp_path: Path, name: str) -> None:
    with pytest.raises(QueryError, match=name):
        gaps(planted(tmp_path, {}), name)


def test_sensitivity_covers_every_weight(tmp_path: Path) -> None:
    rows = gaps(planted(tmp_path, {"丙材": 0, "丁件": 0, "甲矿": 0}), "杭州市", today=TODAY)
    moved = gap_sensitivity(rows, weights())
    assert {(m.table, m.weight) for m in moved} == {
        (t, w) for t in ("priority", "criticality") for w in getattr(weights(), t)
    }
    assert all(-1 <= m.tau <= 1 for m in moved)


def test_a_bad_weights_file_is_named_with_its_line(tmp_path: Path) -> None:
    import kg.analysis.weights as module

    text = module.FILE.read_text(encoding="utf-8")
    for old, new, says in (
        ("need: 0.40", "need: 0.50", "add to"),
        ("weak: 0.3", "weak: viel", "number"),
        ("restart: 0.15", "start: 0.15", "unknown key"),
    ):
        path = tmp_path / "w.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(SchemaError, match=says) as caught:
            load_weights(path)
        assert "w.yaml, line" in str(caught.value)


graphs = st.integers(2, 7).flatmap(
    lambda n: st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=14).map(
        lambda pairs: np.array(
            [[(a, b) in {(min(p), max(p)) for p in pairs if p[0] != p[1]} for b in range(n)] for a in range(n)]
        )
    )
)


@given(graphs)
@settings(max_examples=60, deadline=None)
def test_paths_and_dominators_agree_with_networkx(links: np.ndarray) -> None:
    import networkx as nx

    graph = nx.DiGraph([(int(a), int(b)) for a, b in zip(*np.nonzero(links), strict=True)])
    graph.add_nodes_from(range(len(links)))
    order = topological(links)
    assert all(order.index(int(a)) < order.index(int(b)) for a, b in zip(*np.nonzero(links), strict=True))
    through, _ = shortest_shares(links)
    found = nx.betweenness_centrality_subset(graph, list(range(len(links))), list(range(len(links))))
    assert through.sum(axis=1) == pytest.approx([found[i] for i in range(len(links))])
    top: Any = graph.copy()
    top.add_edges_from(("source", i) for i in range(len(links)) if not links[:, i].any())
    above = nx.immediate_dominators(top, "source")
    dominates = dominators(links)
    for d in range(len(links)):
        chain, at = set(), above.get(d)
        while at not in (None, "source"):
            chain.add(at)
            at = above.get(at) if above.get(at) != at else None
        assert {int(s) for s in np.flatnonzero(dominates[:, d])} == chain


def test_criticality_lies_between_zero_and_one(tmp_path: Path) -> None:
    landscape = planted(tmp_path, {"丙材": 0, "丁件": 3})
    template = next(iter(landscape.templates.values()))
    structure = Structure(landscape.chain(template), landscape.weights)
    found = criticality(landscape, structure, landscape.city_counts[:, structure.chain.at])
    for part in (found.need, found.dependence, found.between, found.scarce, found.total):
        assert part.min() >= 0
        assert part.max() <= 1


def test_a_substitute_and_many_suppliers_make_a_segment_less_scarce(tmp_path: Path) -> None:
    landscape = country(tmp_path, {"3301": full(1) | {"甲矿": 49, "乙具": 60}})
    template = next(iter(landscape.templates.values()))
    scarce = dict(zip(SEGMENTS, scarcity(landscape, landscape.chain(template)), strict=True))
    one = 1 - np.log1p(1) / np.log1p(50)
    assert scarce["戊件"] == pytest.approx(one)
    assert scarce["丁件"] == pytest.approx(one / 2)
    assert scarce["甲矿"] == pytest.approx(1 - np.log1p(49) / np.log1p(50))
    assert scarce["乙具"] == 0.0


@given(st.lists(st.integers(0, 300), min_size=6, max_size=6).filter(any))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shrinkage(tmp_path: Path, counts: list[int]) -> None:
    from scipy import stats

    landscape = country(tmp_path, {"3301": full(2) | {"丙材": 9}})
    found, total, k = landscape.strength(np.array([counts], dtype=float)), sum(counts), 6.0
    for j, (count, share) in enumerate(zip(counts, landscape.share, strict=True)):
        above = stats.beta.sf(share, count + k * share, total - count + k * (1 - share))
        assert found.above[0, j] == pytest.approx(above, abs=1e-9)
        assert found.expected[0, j] == pytest.approx(total * share)
        assert found.lq[0, j] == pytest.approx(count / total / share)
        assert min(found.lq[0, j], 1) <= found.lq_star[0, j] <= max(found.lq[0, j], 1)


def test_shrinkage_has_the_published_values(tmp_path: Path) -> None:
    chains = [template(tmp_path, long_chain(name)) for name in "甲乙丙丁戊己"]
    landscape = Landscape({one.name: one for one in chains}, firms=[])
    x = np.zeros((4, 318))
    x[:, 0], x[:, 1] = range(4), range(60, 56, -1)
    assert landscape.strength(x).above[:, 0] == pytest.approx([0.31, 0.67, 0.88, 0.97], abs=0.01)


def long_chain(name: str) -> str:
    """A chain of 53 segments, each the input of the next."""
    rows = [f"  - {{id: s{i}, name: {name}{i}, stage: 中游, feeds: [s{i + 1}]}}" for i in range(52)]
    head = CHAIN[: CHAIN.index("  - ")].replace("试验", name)
    return "\n".join([head.rstrip(), *rows, f"  - {{id: s52, name: {name}52, stage: 中游}}"])
