"""Where the rows of a table lie: towns are no counties, and what the sheet is about settles what its rows leave out."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from kg.extraction import Record
from kg.identity import regions
from kg.identity.keys import Context, name_key
from kg.identity.review import Reviews
from kg.loaders.reading.sheet import Sheet
from kg.loaders.reading.sources import read_sources
from kg.loaders.tables import records, zones
from kg.loaders.tables.mapping import load_mapping
from kg.loaders.tables.places import division_of
from kg.loaders.tables.zones import park_of
from kg.pipeline import Options, load
from kg.store import Store
from tests.loaders.tables.test_odd import csv_sheets, workbook
from tests.pipeline.graph import edges

DOC = "doc:0123456789abcdef"


@pytest.mark.parametrize(
    "town", ["新安镇", "金湖镇", "灵山镇", "永康街道", "武义乡", "福清镇", "安福寺镇", "七星台镇", "德清坡乡"]
)
def test_a_town_is_never_the_county_of_its_name(town: str) -> None:
    assert regions.find(town[:2]) is not None or regions.ambiguous(town[:2])
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


def told(record: Record) -> set[tuple[str, str, str]]:
    names = {r.id: r.name for r in record.referents}
    return {(names[c.source], c.relation, names[c.target]) for c in record.claims}


def rows_of(tmp_path: Path, name: str, *rows: Sequence[str]) -> list[Record]:
    (sheet,) = csv_sheets(tmp_path / name, rows)
    return list(records(sheet))


FIRM = ("企业名称", "乡镇", "主营产品")


@pytest.mark.parametrize(
    ("file", "above", "county"),
    [
        ("台账.csv", "全椒县规上工业企业台账", "全椒县"),
        ("台账.csv", "附件1：2025年全椒县重点企业名单", "全椒县"),
        ("台账.csv", "填报单位：全椒县经济和信息化局", "全椒县"),
        ("全椒企业台账.csv", "", "全椒县"),
        ("2025年全椒县企业.csv", "附件2", "全椒县"),
        ("台账.csv", "滁州市规上工业企业台账", "滁州市"),
        ("全椒县企业.csv", "全椒县招商目标企业名单", None),
        ("全椒供应商名单.csv", "", None),
        ("上海电气供货企业.csv", "", None),
        ("南京甲贸易.csv", "", None),
        ("台账.csv", "企业台账", None),
    ],
)
def test_the_title_or_the_file_name_settles_where_rows_lie(
    tmp_path: Path, file: str, above: str, county: str | None
) -> None:
    head = [(above, "", "")] if above else []
    town, none = rows_of(tmp_path, file, *head, FIRM, ("甲泵业有限公司", "新安镇", "泵"), ("乙阀门有限公司", "", "阀"))
    assert ("甲泵业有限公司", "LOCATED_IN", "新安镇") in told(town)
    assert (("新安镇", "PART_OF", county) in told(town)) == (county is not None)
    assert {t for _, r, t in told(none) if r == "LOCATED_IN"} == ({county} if county else set())
    assert not any("新安县" in triple for triple in told(town) | told(none))


def test_the_place_of_a_row_goes_before_that_of_its_sheet(tmp_path: Path) -> None:
    title, head = ("滁州市规上工业企业台账", "", ""), ("企业名称", "区县", "乡镇")
    rows = (
        ("甲泵业有限公司", "定远县", "新安镇"),
        ("全椒县乙阀门有限公司", "", "襄河镇"),
        ("丙轴承有限公司", "凤阳县", ""),
    )
    found = rows_of(tmp_path, "a.csv", title, head, *rows)
    assert [r.home for r in found] == ["341125", "341124", "341126"]
    assert ("襄河镇", "PART_OF", "全椒县") in told(found[1])
    assert ("丙轴承有限公司", "LOCATED_IN", "凤阳县") in told(found[2])


def test_a_town_of_a_titled_table_is_the_towns_of_its_county_in_the_graph(embedded: Store, tmp_path: Path) -> None:
    rows = (("全椒县规上工业企业台账", "", ""), FIRM, ("甲泵业有限公司", "新安镇", "泵"))
    book = tmp_path / "a.xlsx"
    workbook(book, rows, ("A1:C1",))
    ledger = load([book], embedded, Options(), Reviews())
    assert ledger.balanced
    assert {
        ("enterprise:甲泵业有限公司", "LOCATED_IN", "region:新安镇@341124"),
        ("region:新安镇@341124", "PART_OF", "region:341124"),
    } <= edges(embedded)


@pytest.mark.parametrize(
    ("place", "park"),
    [
        ("全椒经济开发区", "全椒经济开发区"),
        ("全椒经济开发区纬三路9号", "全椒经济开发区"),
        ("全椒县十字镇产业园（二期）", "全椒县十字镇产业园"),
        ("苏州工业园区", "苏州工业园区"),
        ("高新区", "高新区"),
        ("化工园区B区", "化工园区"),
        ("全椒县", None),
        ("江北新区", None),
        ("开发区管委会主任", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_its_form(place: str, park: str | None) -> None:
    assert park_of(place) == park


def test_the_site_of_a_project_is_a_park_in_its_county(tmp_path: Path) -> None:
    head = ("项目名称", "建设地点", "园区")
    first, second, third = rows_of(
        tmp_path,
        "滁州市重点项目.csv",
        head,
        ("甲泵项目", "全椒经济开发区", ""),
        ("乙泵项目", "全椒经济开发区", "全椒经济开发区"),
        ("丙泵项目", "化工集中区", ""),
    )
    for record, project in ((first, "甲泵项目"), (second, "乙泵项目")):
        assert {(r.type, r.name) for r in record.referents} >= {("Park", "全椒经济开发区"), ("Region", "全椒县")}
        assert not any(r.type == "Region" and r.name == "全椒经济开发区" for r in record.referents)
        assert {(project, "LOCATED_IN", "全椒经济开发区"), ("全椒经济开发区", "LOCATED_IN", "全椒县")} <= told(record)
    assert sum(r.type == "Park" for r in second.referents) == 1
    assert ("化工集中区", "LOCATED_IN", "滁州市") in told(third)


ZONES = [
    ("全椒经济开发区", "全椒经济开发区"),
    ("全椒经济开发区纬三路9号", "全椒经济开发区"),
    ("全椒县，全椒经济开发区", "全椒经济开发区"),
    ("十谭现代产业园B区", "十谭现代产业园"),
    ("襄河镇、十谭现代产业园（二期）", "十谭现代产业园"),
    ("开发区", None),
    ("襄河镇杨桥村", None),
    ("开发区管委会旁", None),
]


@pytest.mark.parametrize(("site", "zone"), ZONES)
def test_a_zone_is_read_beside_a_column_of_counties(tmp_path: Path, site: str, zone: str | None) -> None:
    (record,) = rows_of(tmp_path, "a.csv", ("项目名称", "区县", "建设地点"), ("甲泵项目", "全椒县", site))
    parks = {r.name for r in record.referents if r.type == "Park"}
    assert parks == ({zone} if zone else set())
    assert ("甲泵项目", "LOCATED_IN", "全椒县") in told(record)
    if zone:
        assert {("甲泵项目", "LOCATED_IN", zone), (zone, "LOCATED_IN", "全椒县")} <= told(record)


def test_a_site_and_a_region_know_the_same_zones() -> None:
    words = re.search("开发区[^)]+", zones._ZONE.pattern)
    pick = load_mapping(Path(zones.__file__).parent / "mappings" / "projects.yaml").columns["zone"].pick
    assert words
    assert pick
    assert words[0] in pick.pattern


@pytest.mark.parametrize(("site", "zone"), ZONES[:4])
def test_a_zone_is_the_same_without_the_county(tmp_path: Path, site: str, zone: str) -> None:
    (record,) = rows_of(tmp_path, "滁州市项目.csv", ("项目名称", "建设地点"), ("甲泵项目", site))
    assert [r.name for r in record.referents if r.type == "Park"] == [zone]
    assert not any(s == o for s, _, o in told(record))


def test_a_park_in_a_row_of_its_own_is_not_located_in_itself(tmp_path: Path) -> None:
    (record,) = rows_of(tmp_path, "a.csv", ("园区名称", "所在地"), ("全椒经济开发区", "全椒经济开发区"))
    assert told(record) - {t for t in told(record) if t[1] == "PART_OF"} == {("全椒经济开发区", "LOCATED_IN", "全椒县")}


@pytest.mark.parametrize(
    ("cell", "places", "refused"),
    [
        ("火星县", set(), ["'火星县' is no division of China"]),
        ("全市", set(), ["'全市' is no division of China"]),
        ("全椒县，滁州市", {"全椒县"}, []),
        ("安徽省/滁州市/全椒县", {"全椒县"}, []),
        ("全椒县,定远县", {"全椒县", "定远县"}, []),
        ("滁州市，火星县", {"滁州市"}, ["'火星县' is no division of China"]),
        ("滁州市，", {"滁州市"}, []),
        ("江干区", {"江干区"}, []),
        ("余杭市", {"余杭区"}, []),
    ],
)
def test_a_place_that_is_none_is_refused_alone(tmp_path: Path, cell: str, places: set[str], refused: list[str]) -> None:
    (record,) = rows_of(tmp_path, "a.csv", ("企业名称", "所在地", "主营产品"), ("甲泵业有限公司", cell, "泵"))
    assert {t for _, r, t in told(record) if r == "LOCATED_IN"} == places
    assert [r.reason for r in record.rejected] == refused
    assert ("甲泵业有限公司", "PRODUCES", "泵") in told(record)


def test_a_sum_below_zero_and_a_founding_still_to_come_are_refused_alone(tmp_path: Path) -> None:
    coming = str(date.today().year + 1)
    head = ("企业名称", "注册资本（万元）", "成立日期", "员工人数", "主营产品")
    rows = (("甲泵业有限公司", "-500", f"{coming}-01-01", "-3", "泵"), ("乙泵业有限公司", "500", "2015", "3", "泵"))
    bad, good = rows_of(tmp_path, "a.csv", head, *rows)
    assert bad.referents[0].attrs == {}
    assert [(r.column, r.value) for r in bad.rejected] == [
        ("注册资本（万元）", "-500"),
        ("成立日期", f"{coming}-01-01"),
        ("员工人数", "-3"),
    ]
    assert ["still to come" in r.reason or "below zero" in r.reason for r in bad.rejected] == [True] * 3
    assert ("甲泵业有限公司", "PRODUCES", "泵") in told(bad)
    assert good.referents[0].attrs == {"capital": "5000000", "founded": "2015", "employees": "3"}


def test_a_step_of_a_project_may_be_still_to_come(tmp_path: Path) -> None:
    coming = str(date.today().year + 1)
    (record,) = rows_of(tmp_path, "a.csv", ("项目名称", "竣工时间"), ("甲泵项目", f"{coming}年6月"))
    assert record.referents[0].attrs == {"opened": f"{coming}-06"}
    assert not record.rejected


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("江口", "枝江市江口"),
        ("仙女", "枝江市仙女"),
        ("董市镇", "董市镇"),
        ("姚家港化工园", "姚家港化工园"),
        ("宜都市", "宜都市"),
    ],
)
def test_a_bare_name_in_a_column_of_towns_is_of_the_tables_county(tmp_path: Path, cell: str, place: str) -> None:
    rows = [["枝江市规上企业台账"], ["企业名称", "所属乡镇（街道）", "主要产品"], ["湖北甲酒业有限公司", cell, "白酒"]]
    [record] = records(workbook(tmp_path / "a.xlsx", rows)[0])
    assert place in {r.name for r in record.referents}
    assert "江口县" not in {r.name for r in record.referents}
    if place != cell:
        lies = {(c.source, c.target) for c in record.claims if c.relation == "PART_OF"}
        region = next(r.id for r in record.referents if r.name == place)
        assert (region, "region:420583") in lies


def test_a_bare_name_without_a_county_is_what_it_says(tmp_path: Path) -> None:
    rows = [["企业名称", "乡镇"], ["湖北甲酒业有限公司", "江口"]]
    [record] = records(workbook(tmp_path / "a.xlsx", rows)[0])
    assert "江口县" in {r.name for r in record.referents}


def test_a_place_given_in_parts_is_one_place(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '[{"企业名称": "甲建材有限公司", "所在地": {"市": "枝江市", "镇": "仙女镇"}, "主要产品": {"石膏板": 1, "砖": 2}}]'
    )
    [sheet] = [s for s in read_sources([path]) if isinstance(s, Sheet)]
    [record] = records(sheet)
    assert {"枝江市仙女镇", "枝江市", "石膏板", "砖"} <= {r.name for r in record.referents}
    assert not {"市", "镇"} & {r.name for r in record.referents}


def test_a_place_told_by_its_city_lies_in_the_county_of_the_table(tmp_path: Path) -> None:
    rows = (
        ("全椒县重点项目清单", "", ""),
        ("项目名称", "建设地点", "总投资（亿元）"),
        ("甲项目", "滁州新城", 3),
        ("乙项目", "合肥北城", 1),
    )
    (sheet,) = csv_sheets(tmp_path / "a.csv", rows)
    first, second = records(sheet)
    assert ("滁州新城", "PART_OF", "全椒县") in told(first)
    assert ("合肥北城", "PART_OF", "合肥市") in told(second)


@pytest.mark.parametrize("title", ["所在镇（街道）", "乡镇、街道", "所属乡镇（街道）", "镇"])
def test_a_column_of_towns_is_known_by_many_titles(tmp_path: Path, title: str) -> None:
    rows = (("全椒县企业名录", ""), ("企业名称", title), ("安徽甲有限公司", "古河镇"))
    (record,) = records(csv_sheets(tmp_path / "a.csv", rows)[0])
    assert {("安徽甲有限公司", "LOCATED_IN", "古河镇"), ("古河镇", "PART_OF", "全椒县")} <= told(record)


def test_suppliers_stand_where_their_own_column_says(tmp_path: Path) -> None:
    rows = (("供应商名称", "供应产品", "采购方", "供应商所在地"), ("甲轴承公司", "轴承", "乙风电公司", "大连市"))
    (record,) = records(csv_sheets(tmp_path / "a.csv", rows)[0])
    assert ("甲轴承公司", "LOCATED_IN", "大连市") in told(record)


def test_who_manages_a_park_is_an_agency_or_a_company(tmp_path: Path) -> None:
    rows = (
        ("园区名称", "级别", "管理机构"),
        ("甲经济开发区", "省级", "甲经开区管委会"),
        ("乙产业园", "市级", "乙园区运营有限公司"),
    )
    found = list(records(csv_sheets(tmp_path / "a.csv", rows)[0]))
    assert [{(r.type, r.name) for r in f.referents if r.type != "Park"} for f in found] == [
        {("Agency", "甲经开区管委会")},
        {("Enterprise", "乙园区运营有限公司")},
    ]
    assert all("OPERATES" in {c.relation for c in f.claims} for f in found)


@pytest.mark.parametrize(
    ("file", "above", "zone"),
    [
        ("台账.csv", "芜湖经济技术开发区规模以上工业企业名录（截至2025年12月）", "芜湖经济技术开发区"),
        ("芜湖经开区2025年重点企业.csv", "", "芜湖经开区"),
        ("台账.csv", "填报单位：芜湖经开区经贸发展局", "芜湖经开区"),
        ("台账.csv", "苏州工业园区企业名单", "苏州工业园区"),
        ("台账.csv", "芜湖市工业园区企业名单", None),
        ("台账.csv", "安徽省经济开发区企业名单", None),
        ("台账.csv", "芜湖经开区招商目标企业名单", None),
        ("芜湖经济技术开发区建设有限公司供应企业.csv", "", None),
    ],
)
def test_the_zone_of_a_title_is_where_its_rows_stand(tmp_path: Path, file: str, above: str, zone: str | None) -> None:
    head = [(above, "", "")] if above else []
    rows = (("甲泵业有限公司", "", "泵"), ("乙阀门有限公司", "襄阳市", "阀"), ("丙轴承有限公司", "安徽省", "轴承"))
    found = rows_of(tmp_path, file, *head, ("企业名称", "所在地", "主营产品"), *rows)
    standing = {(s, t) for record in found for s, r, t in told(record) if r == "LOCATED_IN" and t == zone}
    inside = ["甲泵业有限公司", *(["丙轴承有限公司"] if zone and zone.startswith("芜湖") else [])]
    assert standing == {(name, zone) for name in inside if zone}
    city = None if zone is None else regions.division_names()[regions.short_code(found[0].home or "")]
    assert [t for record in found for s, r, t in told(record) if s == zone] == ([city] if zone else [])


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("芜湖经济技术开发区银湖北路1号", "芜湖经济技术开发区"),
        ("安徽省芜湖市经济技术开发区银湖北路1号", "安徽省芜湖市经济技术开发区"),
        ("芜湖市弋江区高新大道", "弋江区"),
        ("芜湖市弋江区某某工业园区3号", "芜湖市弋江区某某工业园区"),
    ],
)
def test_an_address_in_a_zone_puts_its_row_there(tmp_path: Path, address: str, place: str) -> None:
    (found,) = rows_of(tmp_path, "a.csv", ("企业名称", "注册地址"), ("甲泵业有限公司", address))
    assert ("甲泵业有限公司", "LOCATED_IN", place) in told(found)


def test_what_the_table_of_a_zone_lacks_is_lacking_there(tmp_path: Path) -> None:
    rows = (("芜湖经开区智能家电产业链图谱", "", ""), ("产业链", "环节", "短板"), ("智能家电", "控制器", "变频芯片"))
    (found,) = rows_of(tmp_path, "a.csv", *rows)
    names = {r.id: (r.type, r.name) for r in found.referents}
    assert [(names[n.holder], n.name) for n in found.needs] == [(("Park", "芜湖经开区"), "变频芯片")]


def test_a_zone_is_one_place_by_whichever_name_a_row_and_its_sheet_call_it(tmp_path: Path) -> None:
    rows = (("甲泵业有限公司", "芜湖经济技术开发区"), ("乙阀门有限公司", ""))
    one, other = rows_of(tmp_path, "芜湖经开区企业.csv", ("企业名称", "所在区"), *rows)
    assert {t for s, r, t in told(one) if r == "LOCATED_IN" and s == "甲泵业有限公司"} == {"芜湖经济技术开发区"}
    assert {t for s, r, t in told(other) if r == "LOCATED_IN" and s == "乙阀门有限公司"} == {"芜湖经开区"}


@pytest.mark.parametrize("title", ["所在县（市、区）", "所在区（县）", "所属县区", "所在县市区", "所属区"])
@pytest.mark.parametrize("kind", ["企业名称", "医院名称", "园区名称", "项目名称"])
def test_the_county_of_a_row_is_read_by_any_of_its_titles(tmp_path: Path, kind: str, title: str) -> None:
    (found,) = rows_of(tmp_path, "a.csv", (kind, title), ("甲", "芜湖市弋江区"))
    assert ("甲", "LOCATED_IN", "弋江区") in told(found)
