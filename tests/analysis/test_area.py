"""Which chains are looked at: those of the region, of what it lies in, of its enterprises, or all."""

from pathlib import Path

import pytest

from kg.analysis.area import chains_of, find_area, which
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Local, Place, Thing
from tests.analysis.world import CHAIN, template

CITY, DISTRICT = "3301", "330109"


def world(folder: Path, local: Local) -> Landscape:
    made = {}
    for name in ("试验产业链", "样品产业链"):
        one = template(folder, CHAIN.replace("试验产业链", name))
        made[one.name] = one
    return Landscape(made, firms=[], local=local)


def local(develops: dict[str, str], firms: dict[str, tuple[str, str]]) -> Local:
    """What regions develop by code, and the enterprises by name with their division and chain."""
    things = {
        name: Thing(name, "Enterprise", name, places=[Place(division)], aims=[Aim("Chain", chain)])
        for name, (division, chain) in firms.items()
    }
    return Local(things=things, develops={code: [Aim("Chain", chain)] for code, chain in develops.items()})


@pytest.mark.parametrize(
    ("develops", "firms", "expected", "home"),
    [
        ({DISTRICT: "样品产业链"}, {"甲": (DISTRICT, "试验产业链")}, ["样品产业链"], "萧山区"),
        ({CITY: "样品"}, {"甲": (DISTRICT, "试验产业链")}, ["样品产业链"], "杭州市"),
        ({}, {"甲": (DISTRICT, "试验产业链"), "乙": (DISTRICT, "试验")}, ["试验产业链"], "萧山区"),
        ({DISTRICT: "没有模板的链"}, {"甲": (DISTRICT, "试验产业链")}, ["试验产业链"], "萧山区"),
        ({}, {"甲": ("330110", "试验产业链")}, ["试验产业链", "样品产业链"], None),
        ({}, {"甲": (DISTRICT, "没有模板的链")}, ["试验产业链", "样品产业链"], None),
        ({}, {}, ["试验产业链", "样品产业链"], None),
    ],
)
def test_chains_are_chosen_by_what_is_known(
    tmp_path: Path,
    develops: dict[str, str],
    firms: dict[str, tuple[str, str]],
    expected: list[str],
    home: str | None,
) -> None:
    landscape, area = world(tmp_path, local(develops, firms)), find_area(DISTRICT)
    assert [t.name for t in chains_of(landscape, area)] == expected
    told = which(landscape, area)
    assert told is None if home is None else home in str(told)


def test_enterprises_of_the_whole_country_choose_nothing(tmp_path: Path) -> None:
    landscape = world(tmp_path, local({}, {"甲": (DISTRICT, "试验产业链")}))
    assert len(chains_of(landscape, find_area("全国"))) == 2
