"""Maps, risk, comparisons, matches and the timeline."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.chainmap import chain_map, coverage, peers
from kg.analysis.compare import compare
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Local, Place, Thing
from kg.analysis.match import match_hospitals, match_parks, match_policies
from kg.analysis.risk import departures, risk
from kg.analysis.timeline import digest, timeline
from kg.analysis.view import feasibility_of, view_of
from kg.errors import QueryError
from kg.store import Batch, Store
from tests.analysis.world import SEGMENTS, country, firm, full, template

TODAY = date(2026, 11, 23)


def test_the_map_counts_and_names(tmp_path: Path) -> None:
    landscape = country(tmp_path, {c: full(6) for c in ("3302", "3401", "3501")} | {"3301": full(6) | {"丙材": 0}})
    rows = {r.segment: r for r in chain_map(landscape, "试验", "杭州市")}
    assert list(rows) == list(SEGMENTS)
    assert rows["丙材"].local == 0
    assert rows["丙材"].grade == "缺"
    assert rows["丁件"].local == 6
    assert len(rows["丁件"].enterprises) == 6
    assert rows["丁件"].national == 24
    assert rows["丁件"].peers == 6
    assert rows["丁件"].inputs == ("乙具", "丙材")
    nation = chain_map(landscape, "试验产业链")
    assert sum(r.local for r in nation) == sum(r.national for r in nation)


def test_coverage_adds_up(tmp_path: Path) -> None:
    landscape = country(tmp_path, {c: full(6) for c in ("3302", "3401")} | {"3301": full(6) | {"丙材": 0, "甲矿": 0}})
    found = coverage(landscape, "杭州市", "试验")
    assert (found.covered, found.segments) == (4, 6)
    assert found.share == pytest.approx(4 / 6)
    assert dict(found.stages) == {"上游": 0.5, "中游": pytest.approx(2 / 3), "下游": 1.0}
    assert 0 < found.weighted < 1


def test_peers_are_alike_in_size_and_not_itself(tmp_path: Path) -> None:
    landscape = country(tmp_path, {"3301": full(6), "3302": full(5), "3401": full(60), "3501": full(1)})
    view = view_of(landscape, "杭州市")
    assert [landscape.cities[i] for i in peers(landscape, view)] == ["3302"]


def test_compare_tells_what_only_one_has(tmp_path: Path) -> None:
    landscape = country(tmp_path, {"3301": full(6) | {"丙材": 0}, "3401": full(6) | {"戊件": 0}})
    row = compare(landscape, "杭州市", "合肥市")[0]
    assert (row.only_first, row.only_second) == (("戊件",), ("丙材",))
    assert row.both == 4
    assert row.neither == 0
    assert row.first_share == row.second_share == pytest.approx(5 / 6)


holdings = st.lists(st.sets(st.integers(0, 5), max_size=3), min_size=1, max_size=6)


@given(holdings)
@settings(max_examples=40, deadline=None)
def test_departures_equal_removal_by_hand(tmp_path_factory: pytest.TempPathFactory, holds: list[set[int]]) -> None:
    chain = template(tmp_path_factory.mktemp("risk"))
    firms = [firm(i, "3301", *(SEGMENTS[j] for j in sorted(h))) for i, h in enumerate(holds)]
    landscape = Landscape({chain.name: chain}, firms=firms)
    told = {d.id: d for d in risk(landscape, "杭州市", "试验")[1]}
    names = [s.name for s in chain.segments]
    feeds = [(chain.by_id[f.source].name, chain.by_id[f.target].name) for f in chain.feeds]

    def state(left: list[set[int]]) -> tuple[set[str], set[tuple[str, str]]]:
        present = {names[j] for h in left for j in h}
        return present, {(a, b) for a, b in feeds if a in present and b in present}

    before, links = state(holds)
    for i, one in enumerate(firms):
        after, rest = state(holds[:i] + holds[i + 1 :])
        found = told.get(one.id)
        assert set(found.lost if found else ()) == before - after
        assert set(found.cut if found else ()) == links - rest
        fed, still = {b for _, b in links}, {b for _, b in rest}
        assert set(found.stranded if found else ()) == (fed - still) & after


def test_risk_measures_concentration(tmp_path: Path) -> None:
    landscape = country(tmp_path, {"3301": {"甲矿": 4, "丙材": 1}, "3401": full(3)})
    rows = {r.segment: r for r in risk(landscape, "杭州市", "试验")[0]}
    assert rows["甲矿"].index == pytest.approx(0.25)
    assert rows["甲矿"].alone is None
    assert rows["丙材"].index == 1.0
    assert rows["丙材"].alone is not None
    assert rows["丙材"].nation == 4
    arrays = landscape.chain(next(iter(landscape.templates.values())))
    assert departures(landscape, arrays, [[] for _ in SEGMENTS]) == []


def test_risk_tells_how_sure_it_is(tmp_path: Path) -> None:
    chain = template(tmp_path)
    firms = [firm(1, "3301", "丙材", confidence=0.6), firm(2, "3301", "丙材", "丁件", confidence=0.5)]
    rows, departures = risk(Landscape({chain.name: chain}, firms=firms), "杭州市", "试验")
    assert {r.segment: r.sure for r in rows} == {"丙材": pytest.approx(0.8), "丁件": pytest.approx(0.5)}
    assert [(d.id, d.sure) for d in departures] == [("enterprise:2", 0.5)]


def offers() -> Local:
    things = [
        Thing(
            "policy:1",
            "Policy",
            "《办法》",
            {"number": "浙政〔2026〕1号"},
            [Place("33")],
            [Aim("Chain", "试验产业链", "edge:1")],
        ),
        Thing(
            "policy:2",
            "Policy",
            "《旧办法》",
            {"expires": "2020-01-01"},
            [Place("33")],
            [Aim("Chain", "试验", "edge:2")],
        ),
        Thing("park:1", "Park", "甲园", {}, [Place("330109")], [Aim("Product", "丁件", "edge:3")]),
        Thing("park:2", "Park", "乙园", {}, [Place("3401")], [Aim("Industry", "别业", "edge:4")]),
    ]
    return Local(things={t.id: t for t in things})


def test_policies_and_parks_are_matched(tmp_path: Path) -> None:
    landscape = country(tmp_path, {"3301": full(2), "3401": full(2)}, offers())
    name = next(f.name for f in landscape.firms if "丁件" in f.placements and f.divisions == ("3301",))
    found = match_policies(landscape, name, today=TODAY)
    assert [(r.what, r.number) for r in found] == [("《办法》", "浙政〔2026〕1号")]
    assert found[0].value == pytest.approx(0.6 * 0.7)
    assert [r.what for r in match_policies(landscape, "丁件", today=TODAY)] == ["《办法》"]
    assert [r.what for r in match_policies(landscape, "萧山区", today=TODAY)] == ["《办法》"]
    assert match_policies(landscape, "合肥市", today=TODAY) == []
    assert [r.what for r in match_parks(landscape, name)] == ["甲园"]
    assert match_parks(landscape, name, region="合肥市") == []
    for ask in (match_policies, match_parks):
        with pytest.raises(QueryError):
            ask(landscape, "没有这家企业")


def test_conditions_of_a_policy_are_judged(tmp_path: Path) -> None:
    local = offers()
    policy = next(t for t in local.of("Policy") if t.name == "《办法》")
    local.texts[policy.id] = "适用于注册地在本省、职工不少于5000人的企业。对年营业收入达到1亿元的丁件企业给予奖励。"
    landscape = country(tmp_path, {"3301": full(2), "3401": full(2)}, local)
    one = next(f for f in landscape.firms if "丁件" in f.placements and f.divisions == ("3301",))
    row = match_policies(landscape, one.name, today=TODAY)[0]
    assert {j.condition.kind: j.met for j in row.conditions} == {"place": True, "staff": None, "revenue": None}
    one.thing = Thing("enterprise:x", "Enterprise", one.name, {"employees": 10.0})
    judged = match_policies(landscape, one.name, today=TODAY)[0]
    assert {j.condition.kind: j.met for j in judged.conditions}["staff"] is False
    assert judged.value == pytest.approx(row.value / 2)
    guest = next(f for f in landscape.firms if "丁件" in f.placements and f.divisions == ("3401",))
    assert match_policies(landscape, guest.name, today=TODAY) == []
    invited = match_policies(landscape, guest.name, region="杭州市", today=TODAY)[0]
    assert {j.condition.kind: (j.met, j.coming) for j in invited.conditions}["place"] == (None, True)
    assert invited.value == pytest.approx(0.6 * 0.7)
    asked = match_policies(landscape, "丁件", today=TODAY)[0]
    assert len(asked.conditions) == 3
    assert all(j.met is None for j in asked.conditions)


def test_what_is_known_of_a_park_is_told(tmp_path: Path) -> None:
    local = offers()
    park = next(t for t in local.of("Park") if t.name == "甲园")
    park.properties = {"area": 2_000_000.0, "level": "省级", "free_land": 200_000.0, "free_plant": 45_000.0}
    landscape = country(tmp_path, {"3301": full(1)}, local)
    resident = landscape.firms[0]
    resident.places = (Place("3301", park=park.id),)
    row = match_parks(landscape, landscape.firms[3].name)[0]
    assert row.facts[:4] == ("省级", "面积200公顷", "可供用地20.0公顷", "可租厂房4.5万平方米")
    assert any(resident.short in fact for fact in row.facts)


def test_the_chain_that_a_document_gives_counts_too(tmp_path: Path) -> None:
    local = offers()
    local.things["park:3"] = Thing(
        "park:3", "Park", "丙园", {}, [Place("3301")], [Aim("Chain", "试验产业链", "edge:5")]
    )
    landscape = country(tmp_path, {"3301": full(2)}, local)
    one = landscape.firms[0]
    one.placements, one.thing = (
        {},
        Thing("enterprise:x", "Enterprise", one.name, {}, [], [Aim("Chain", "试验", "edge:6")]),
    )
    assert [(r.what, r.segment) for r in match_parks(landscape, one.name)] == [("丙园", "")]
    assert [r.what for r in match_policies(landscape, one.name, today=TODAY)] == ["《办法》"]


def test_hospitals_meet_local_makers(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "world.py").read_text(encoding="utf-8").split('"""\\\n')[1].split('"""')[0]
    local = Local(things={"hospital:1": Thing("hospital:1", "Hospital", "甲医院", {}, [Place("330109")])})
    landscape = country(tmp_path, {"3301": full(1)}, local, text.replace("name: 丁件,", "name: 丁件, gbt: [3581],"))
    rows = match_hospitals(landscape, "杭州市")
    assert {(r.what, r.segment) for r in rows} == {("甲医院", "丁件")}
    assert match_hospitals(landscape, "合肥市") == []


def test_without_counts_anew(tmp_path: Path) -> None:
    landscape = country(tmp_path, {"3301": full(2), "3401": full(3)})
    other = landscape.without("3301", 2)
    assert other.counts("3301").tolist() == [2, 2, 0, 2, 2, 2]
    assert other.national.tolist() == [5, 5, 3, 5, 5, 5]
    assert landscape.counts("3301").tolist() == [2] * 6
    assert (landscape.sources[0] | landscape.sources[1]).tolist() == [True] * 6
    assert np.array_equal(other.city_counts.sum(axis=0), other.national)


def test_what_is_derived_is_made_once_a_landscape(tmp_path: Path) -> None:
    landscape = country(tmp_path, {"3301": full(2), "3401": full(3)})
    held = feasibility_of(landscape)
    assert feasibility_of(landscape) is held
    assert landscape.inside("3301") is landscape.inside("3301")
    assert view_of(landscape, "杭州市") is view_of(landscape, "3301")
    assert view_of(landscape, "杭州市", "en").lang == "en"
    other = landscape.without("3301", 2)
    assert feasibility_of(other) is not held
    assert feasibility_of(other).landscape is other
    assert feasibility_of(landscape) is held
    assert view_of(other, "杭州市").own[2] == 0


def test_timeline_in_order(store: Store) -> None:
    batch = Batch()
    batch.documents = [{"id": "doc:1", "name": "a.txt", "source": "a.txt", "sha256": "0", "date": "2024-05-01"}]
    batch.entities = [
        {"id": "enterprise:1", "type": "Enterprise", "name": "甲公司", "aliases": ["甲"]},
        {"id": "region:330109", "type": "Region", "name": "萧山区"},
    ]
    fact = {"document": "doc:1", "rule": "r", "confidence": 0.9}
    batch.facts = [
        fact
        | {"id": "fact:1", "subject": "enterprise:1", "relation": "founded", "value": "2019", "quote": "成立于2019年"},
        fact
        | {
            "id": "fact:2",
            "subject": "enterprise:1",
            "relation": "LOCATED_IN",
            "object": "region:330109",
            "since": "2021-12",
            "quote": "落户",
        },
        fact | {"id": "fact:3", "subject": "enterprise:1", "relation": "name", "value": "甲公司", "quote": "甲公司"},
    ]
    store.apply(batch)
    rows = timeline(store, "甲")
    assert [(r.date, r.what, r.other) for r in rows] == [("2019", "成立日期", ""), ("2021-12", "位于", "萧山区")]
    assert [r.what for r in timeline(store, "萧山区", lang="en")] == ["located in"]
    with pytest.raises(QueryError, match="没有"):
        timeline(store, "没有")
    assert [(r.date, r.subject, r.what, r.other) for r in digest(store, "2019", "2021")] == [
        ("2019", "甲公司", "成立日期", ""),
        ("2021-12", "甲公司", "位于", "萧山区"),
    ]
    assert [r.date for r in digest(store, "2021-12-31", "2022-01-06")] == ["2021-12"]  # some day of that month
    assert digest(store, "2022-01-01", "2022-01-07") == []
    for since, until in (("heute", None), ("2025", "2024"), ("2025-02-30", None)):
        with pytest.raises(QueryError):
            digest(store, since, until)
