"""Where the rows of a table lie: towns are no counties, and what the sheet is about settles what its rows leave out."""

import pytest

from kg.identity import regions
from kg.identity.keys import Context, name_key
from kg.loaders.tables.places import division_of

DOC = "doc:0123456789abcdef"


@pytest.mark.parametrize("town", ["新安镇", "金湖镇", "灵山镇", "永康街道", "武义乡", "福清镇"])
def test_a_town_is_never_the_county_of_its_name(town: str) -> None:
    county = regions.prefix(town.rstrip("镇乡街道"))
    assert county is not None
    assert division_of(town) is None
    assert regions.prefix(town) is None
    assert regions.candidates(town) == ()
    assert name_key("Region", town, Context(DOC, "341124")).id == f"region:{town}@341124"
    assert name_key("Region", town, Context(DOC)).id == f"region:{town}@{DOC}"


@pytest.mark.parametrize(
    ("text", "code", "whole"),
    [
        ("全椒县新安镇", "341124", False),
        ("滁州市金湖镇", "3411", False),
        ("福建省安溪镇", "35", False),
        ("镇海区", "330211", True),
        ("宁波镇海", "330211", True),
        ("景德镇", "3602", True),
        ("乡宁县", "141029", True),
        ("全椒乡镇企业局", "341124", False),
        ("全椒县乡村振兴局", "341124", False),
    ],
)
def test_towns_and_counties_are_told_apart(text: str, code: str, whole: bool) -> None:
    assert division_of(text) == (code, whole)
