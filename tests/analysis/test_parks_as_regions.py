"""A park of the graph as the region that is asked about: who stands in it, what lies around it, which policies hold there."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from kg.analysis.area import Area, around, find_area
from kg.analysis.gaps import gaps
from kg.analysis.landscape import Landscape
from kg.analysis.local import Local, Place, Thing
from kg.analysis.source import landscape_of
from kg.analysis.support import policies_of
from kg.errors import QueryError
from kg.identity import regions
from kg.identity.review import Reviews
from kg.pipeline import Options, load
from kg.store import Store

DAY = date(2026, 1, 1)


def test_a_zone_is_asked_by_any_of_its_names_and_holds_who_stands_in_it(embedded: Store, tmp_path: Path) -> None:
    zone, city = tmp_path / "芜湖经开区企业名录.csv", tmp_path / "弋江区企业名录.csv"
    zone.write_text("企业名称,主营产品\n芜湖甲汽车电子有限公司,智能座舱\n", encoding="utf-8")
    city.write_text("企业名称,主营产品\n芜湖乙汽车电子有限公司,智能座舱\n", encoding="utf-8")
    assert load([zone, city], embedded, Options(fast=True), Reviews()).balanced
    landscape = landscape_of(embedded)
    area = find_area("芜湖经济技术开发区", landscape)
    assert area == find_area("芜湖经开区", landscape)
    assert [one.code for one in around(area)] == ["3402", "34", ""]
    inside = {f.name for f, here in zip(landscape.firms, landscape.inside(area.code), strict=True) if here}
    assert inside == {"芜湖甲汽车电子有限公司"}
    assert landscape.inside("3402").sum() > 1
    rows = gaps(embedded, "芜湖经开区", "智能汽车", today=DAY)
    assert rows
    assert {row.region for row in rows} == {area.name}
    with pytest.raises(QueryError, match="no park of the graph"):
        find_area("芜湖高新区", landscape)


def test_policies_of_other_parks_do_not_hold_in_a_park() -> None:
    here, other, city = Place("3402", park="park:a"), Place("3402", park="park:b"), Place("3402")
    told = {"a": [here, city], "b": [other, city], "c": [city], "d": [Place("3401")]}
    things = {k: Thing(k, "Policy", k, places=places) for k, places in told.items()}
    landscape = cast(Landscape, SimpleNamespace(local=Local(things=things)))

    def held(area: Area) -> str:
        return "".join(policy.id for policy in policies_of(landscape, area, DAY))

    assert held(Area(f"3402{regions.PARK}park:a", "甲园", ("park:a",))) == "ac"
    assert held(Area("3402", "芜湖市")) == "abc"


def test_a_place_lies_in_its_park_and_division_alone() -> None:
    place = Place("340207", park="park:a")
    assert place.within("3402")
    assert place.within(f"3402{regions.PARK}park:a")
    assert not place.within(f"3402{regions.PARK}park:b")
    assert not Place("340207").within(f"3402{regions.PARK}park:a")
    assert regions.short_code(f"3402{regions.PARK}park:a") == "3402"
