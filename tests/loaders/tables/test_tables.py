"""Rows to records: every row gives one, things and relations are those of the mapping, what is refused says why."""

import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import DocumentError
from kg.extraction import Record
from kg.loaders.reading import Sheet, read_sheet
from kg.loaders.tables import (
    Mapping,
    find_mapping,
    load_mapping,
    propose_mapping,
    records,
    shipped_mappings,
    write_rejected,
)
from kg.schema import ontology
from kg.schema.values import VALUE_TYPES
from tests.loaders import files
from tests.paths import SHARED, needs_shared

DIRECTORY = (
    (
        "序号",
        "企业名称",
        "统一社会信用代码",
        "注册资本（万元）",
        "成立日期",
        "所在区县",
        "所属行业",
        "产业链",
        "主营产品",
        "法定代表人",
    ),
    (
        "1",
        "杭州甲科技有限公司",
        "91330000712560751D",
        "5,000",
        "2015年3月",
        "萧山区",
        "医药制造业",
        "生物医药",
        "抗体药、疫苗等",
        "张三",
    ),
    (
        "2",
        "乙（杭州）有限公司",
        "91330000712560751E",
        "约1亿元",
        "2015-13-01",
        "杭州市滨江区",
        "",
        "",
        "钢材（板材、型材），铝材",
        "",
    ),
    ("合计", "", "", "", "", "", "", "", "", ""),
    ("", "小计", "", "9", "", "", "", "", "", ""),
)


def _csv(path: Path, rows: Any) -> Sheet:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return read_sheet(path)


def _jsonl(path: Path, rows: list[dict[str, Any]]) -> Sheet:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return read_sheet(path)


def _told(record: Record) -> set[tuple[str, str, str]]:
    names = {r.id: r.name for r in record.referents}
    return {(names[c.source], c.relation, names[c.target]) for c in record.claims}


def test_a_directory_of_enterprises(tmp_path: Path) -> None:
    sheet = _csv(tmp_path / "名录.csv", DIRECTORY)
    assert find_mapping(sheet).name == "enterprises"
    first, second, total, subtotal = records(sheet)
    company = first.referents[0]
    assert (company.name, company.attrs) == (
        "杭州甲科技有限公司",
        {"credit_code": "91330000712560751D", "capital": "50000000", "founded": "2015-03"},
    )
    assert _told(first) == {
        ("杭州甲科技有限公司", "LOCATED_IN", "萧山区"),
        ("杭州甲科技有限公司", "ENGAGED_IN", "医药制造业"),
        ("杭州甲科技有限公司", "ENGAGED_IN", "生物医药"),
        ("杭州甲科技有限公司", "PRODUCES", "抗体药"),
        ("杭州甲科技有限公司", "PRODUCES", "疫苗"),
        ("张三", "WORKS_FOR", "杭州甲科技有限公司"),
        ("萧山区", "PART_OF", "杭州市"),
        ("杭州市", "PART_OF", "浙江省"),
    }
    assert next(r for r in first.referents if r.name == "萧山区").attrs["division_code"] == "330109"
    assert first.place == "名录.csv / 名录 / row 2"
    assert first.quote.startswith("序号：1；企业名称：杭州甲科技有限公司；")
    assert first.rejected == ()
    assert second.referents[0].attrs == {"capital": "100000000"}
    assert [r.column for r in second.rejected] == ["统一社会信用代码", "成立日期"]
    assert {r.name for r in second.referents if r.type == "Product"} == {"钢材（板材、型材）", "铝材"}
    assert (total.referents, total.rejected[0].reason) == ([], "a total, not a row of its own")
    assert (subtotal.referents, subtotal.rejected[0].reason) == ([], "a total or a note, not an enterprise")


def test_parents_of_a_region_are_stated_once_a_sheet(tmp_path: Path) -> None:
    sheet = _csv(
        tmp_path / "a.csv", [("企业名称", "省份", "城市"), ("甲公司", "浙江", "杭州市"), ("乙公司", "浙江省", "杭州")]
    )
    first, second = records(sheet)
    assert ("杭州市", "PART_OF", "浙江省") in _told(first)
    assert _told(second) == {("乙公司", "LOCATED_IN", "杭州市")}


def test_an_address_gives_the_division_it_lies_in_or_nothing(tmp_path: Path) -> None:
    rows = [
        ("企业名称", "地址"),
        ("甲公司", "杭州市萧山区市心南路199号"),
        ("乙公司", "市心南路199号"),
        ("丙公司", "鼓楼区中央路1号"),
    ]
    first, second, third = records(_csv(tmp_path / "a.csv", rows))
    assert ("甲公司", "LOCATED_IN", "萧山区") in _told(first)
    for unsettled in (second, third):
        assert [r.type for r in unsettled.referents] == ["Enterprise"]
        assert unsettled.rejected == ()


def test_a_cell_of_a_hundred_thousand_characters_is_refused_at_once(tmp_path: Path) -> None:
    (record,) = records(_csv(tmp_path / "a.csv", [("企业名称", "主营产品"), ("甲公司", "、（" * 50_000)]))
    assert [r.name for r in record.referents] == ["甲公司"]
    assert "too many for a list" in record.rejected[0].reason


def test_options_of_columns_and_relations(tmp_path: Path) -> None:
    mapping = """name: t
summary: 表
columns:
  name: {headers: [供应商]}
  buyer: {headers: [采购方]}
  kind: {headers: [类型], extract: '^(直供|配套)$'}
  listed: {headers: [是否上市], values: {是: 上市公司, 否: 无}}
  country: {constant: 浙江省}
  code: {headers: [代码], width: 6}
  from: {headers: [开始]}
things:
  supplier: {type: Enterprise, name: name, tags: [listed], properties: {stock_code: code}}
  buyer: {type: Enterprise, name: buyer, optional: true}
  region: {type: Region, name: country}
relations:
  - {type: SUPPLIES, from: supplier, to: buyer, when: kind, is: [直供], confidence: 0.5, since: from}
  - {type: LOCATED_IN, from: supplier, to: region}
"""
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    rows = [
        ("供应商", "采购方", "类型", "是否上市", "代码", "开始"),
        ("甲", "乙", "直供", "是", "2", "2020年5月"),
        ("丙", "丁", "配套", "否", "", ""),
    ]
    rows += [("戊", "己", "转售", "不是", "x!", "2020-13"), ("庚", "庚", "直供", "", "", "")]
    first, second, third, fourth = records(_csv(tmp_path / "a.csv", rows), tmp_path / "m.yaml")
    supplier, supplies = first.referents[0], first.claims[0]
    assert (supplier.tags, supplier.attrs) == (["上市公司"], {"stock_code": "000002"})
    assert (supplies.relation, supplies.confidence, supplies.since, supplies.rule) == (
        "SUPPLIES",
        0.5,
        "2020-05",
        "table.t",
    )
    assert _told(first) == {("甲", "SUPPLIES", "乙"), ("甲", "LOCATED_IN", "浙江省")}
    assert _told(second) == {("丙", "LOCATED_IN", "浙江省")}
    assert second.referents[0].tags == []
    assert [r.reason for r in second.rejected] == ["no relation for this value; known: 直供"]
    assert [(r.column, r.value) for r in third.rejected] == [("是否上市", "不是"), ("代码", "x!"), ("类型", "转售")]
    assert ("庚", "SUPPLIES", "庚") not in _told(fourth)
    assert "to itself" in fourth.rejected[0].reason


@pytest.mark.parametrize(
    ("cell", "industries"),
    [
        ("C39 计算机、通信和其他电子设备制造业", {"计算机、通信和其他电子设备制造业"}),
        ("农、林、牧、渔业", {"农、林、牧、渔业"}),
        ("医药制造业、纺织业", {"医药制造业", "纺织业"}),
        ("生物医药，新材料等", {"生物医药", "新材料"}),
    ],
)
def test_trades_that_hold_commas_are_one_name(tmp_path: Path, cell: str, industries: set[str]) -> None:
    rows = [("附件1", "", ""), ("企业名称", "行业类别", "所属镇街"), ("甲公司", cell, "河上镇")]
    (record,) = records(_csv(tmp_path / "a.csv", rows))
    assert {r.name for r in record.referents if r.type == "Industry"} == industries
    assert ("甲公司", "LOCATED_IN", "河上镇") in _told(record)


def test_several_places_in_a_cell_are_several_places(tmp_path: Path) -> None:
    (record,) = records(_csv(tmp_path / "a.csv", [("项目名称", "建设地点"), ("某项目", "萧山区、滨江区")]))
    assert {t for s, r, t in _told(record) if r == "LOCATED_IN"} == {"萧山区", "滨江区"}


@pytest.mark.parametrize(
    ("cell", "name", "code", "inside"),
    [
        ("河北", "河北省", "130000", None),
        ("新疆", "新疆维吾尔自治区", "650000", None),
        ("浙江省-杭州市-萧山区", "萧山区", "330109", "杭州市"),
        ("杭州市萧山区北干街道", "杭州市萧山区北干街道", None, "萧山区"),
        ("鼓楼区", "鼓楼区", None, None),
        ("长三角", "长三角", None, None),
    ],
)
def test_places_are_settled_by_the_table_of_divisions(
    tmp_path: Path, cell: str, name: str, code: str | None, inside: str | None
) -> None:
    (record,) = records(_csv(tmp_path / "a.csv", [("企业名称", "所在地"), ("甲公司", cell)]))
    region = record.referents[1]
    assert (region.name, region.attrs.get("division_code")) == (name, code)
    assert {t for s, r, t in _told(record) if (s, r) == (name, "PART_OF")} == ({inside} if inside else set())
    assert ("甲公司", "LOCATED_IN", name) in _told(record)


def test_money_without_any_unit_is_refused(tmp_path: Path) -> None:
    sheet = _csv(tmp_path / "a.csv", [("企业名称", "注册资本"), ("甲公司", "5000"), ("乙公司", "5000万元")])
    first, second = records(sheet)
    assert "has no unit" in first.rejected[0].reason
    assert first.referents[0].attrs == {}
    assert second.referents[0].attrs == {"capital": "50000000"}


def test_parks_hospitals_projects_policies_and_divisions_are_told_by_their_columns(tmp_path: Path) -> None:
    tables = {
        "parks": [
            ("园区名称", "规划面积（亩）", "所在地", "主导产业"),
            ("萧山科技城", "1500", "杭州市萧山区", "生物医药、数字经济"),
        ],
        "hospitals": [
            ("医院名称", "等级", "床位数", "地址"),
            ("萧山区第一人民医院", "三级甲等", "1200张", "杭州市萧山区市心南路199号"),
        ],
        "projects": [
            ("项目名称", "总投资（亿元）", "建设单位", "建设地点", "开工日期"),
            ("抗体药项目", "12.5", "甲公司", "萧山区", "2023年5月"),
        ],
        "policies": [
            ("政策名称", "文号", "发文机关", "发文日期"),
            ("《若干政策》", "萧政发[2021]16号", "萧山区人民政府", "2021.12.1"),
        ],
        "divisions": [("名称", "行政区划代码", "上级"), ("萧山区", "330109", "杭州市")],
        "segments": [
            ("产业链", "环节", "细分环节", "代表企业", "下游"),
            ("锂电池", "上游", "正极材料", "甲公司、乙公司", "电芯"),
        ],
    }
    found = {}
    for name, rows in tables.items():
        sheet = _csv(tmp_path / f"{name}.csv", rows)
        assert find_mapping(sheet).name == name
        (found[name],) = records(sheet)
        assert found[name].rejected == ()
    assert found["parks"].referents[0].attrs == {"area": "1000000"}
    assert ("萧山区第一人民医院", "LOCATED_IN", "萧山区") in _told(found["hospitals"])
    assert found["hospitals"].referents[0].attrs["beds"] == "1200"
    assert found["projects"].referents[0].attrs == {"investment": "1250000000", "started": "2023-05"}
    assert found["policies"].referents[0].attrs == {"number": "萧政发〔2021〕16号", "date": "2021-12-01"}
    assert ("萧山区", "PART_OF", "杭州市") in _told(found["divisions"])
    assert _told(found["segments"]) >= {
        ("正极材料", "PART_OF", "锂电池"),
        ("甲公司", "PRODUCES", "正极材料"),
        ("正极材料", "UPSTREAM_OF", "电芯"),
    }
    assert [dict(c.attrs) for c in found["segments"].claims if c.relation == "PART_OF"] == [{"stage": "上游"}]


def test_a_column_of_segments_is_not_taken_for_one_of_stages(tmp_path: Path) -> None:
    sheet = _csv(
        tmp_path / "a.csv",
        [("产业链", "环节", "产品"), ("锂电池", "正极材料", "磷酸铁锂"), ("锂电池", "隔膜", "湿法隔膜")],
    )
    first, second = records(sheet)
    assert (first.rejected, second.rejected) == ((), ())
    assert ("磷酸铁锂", "PART_OF", "正极材料") in _told(first)


def test_chain_knowledge_graph_relations_have_their_direction(tmp_path: Path) -> None:
    rows = [
        {"from_entity": "红豆薏米仁汤", "to_entity": "冰糖", "rel": "上游材料"},
        {"from_entity": "锂", "to_entity": "电池", "rel": "下游产品"},
        {"from_entity": "标识", "to_entity": '防伪"碘盐标志"', "rel": "产品小类"},
        {"from_entity": "水", "to_entity": "水", "rel": "上游材料"},
        {"from_entity": "甲", "to_entity": "乙", "rel": "其他关系"},
    ]
    told = list(records(_jsonl(tmp_path / "product_product.json", rows)))
    assert [_told(r) for r in told] == [
        {("冰糖", "UPSTREAM_OF", "红豆薏米仁汤")},
        {("锂", "UPSTREAM_OF", "电池")},
        {('防伪"碘盐标志"', "PART_OF", "标识")},
        set(),
        set(),
    ]
    assert "to itself" in told[3].rejected[0].reason
    assert told[4].rejected[0].value == "其他关系"


def test_chain_knowledge_graph_codes_shares_and_accounting_rows(tmp_path: Path) -> None:
    rows = [
        {
            "company_code": "688268.SH",
            "company_name": "华特气体",
            "product_name": "特种气体",
            "rel": "主营产品",
            "rel_weight": 0.510725,
        },
        {
            "company_code": "688268.SH",
            "company_name": "华特气体",
            "product_name": "平衡项目",
            "rel": "主营产品",
            "rel_weight": -0.1,
        },
        {
            "company_code": "688268",
            "company_name": "华特气体",
            "product_name": "房地产销售",
            "rel": "主营产品",
            "rel_weight": -0.1,
        },
        {
            "company_code": "甲",
            "company_name": "华特气体",
            "product_name": "平衡车",
            "rel": "主营产品",
            "rel_weight": 0.1,
        },
    ]
    good, accounting, negative, coded = records(_jsonl(tmp_path / "company_product.jsonl", rows))
    assert good.referents[0].attrs == {"stock_code": "688268"}
    assert dict(good.claims[0].attrs) == {"share": "0.510725"}
    assert accounting.referents == []
    assert "accounting" in accounting.rejected[0].reason
    assert negative.claims[0].attrs == ()
    assert "below 0" in negative.rejected[0].reason
    assert _told(coded) == {("华特气体", "PRODUCES", "平衡车")}
    assert coded.rejected[0].value == "甲"


@pytest.mark.shared
@needs_shared
def test_chain_knowledge_graph_is_complete() -> None:
    folder = SHARED / "data" / "chain_knowledge_graph"
    rows = {
        "company": 4654,
        "industry": 511,
        "product": 95559,
        "company_industry": 4430,
        "industry_industry": 480,
        "industry_up": 335,
    }
    names: dict[str, set[str]] = {}
    for name, count in rows.items():
        found = list(records(read_sheet(folder / f"{name}.jsonl.gz")))
        assert len(found) == count
        names[name] = {r.referents[0].name for r in found if r.referents}
        for record in found:
            assert record.referents or "accounting" in record.rejected[0].reason
    assert len(names["product"]) > 95_500
    assert {"d'zzit", '家电维修系统\\"', "4'-二氯二苯砜"} <= names["product"]
    assert not {"平衡项目", "分部间抵销", "调整项目"} & names["product"]
    assert (len(names["company"]), len(names["industry"])) == (4654, 511)


@pytest.mark.shared
@needs_shared
def test_real_tables_are_read_row_by_row_whatever_their_columns() -> None:
    read = 0
    for folder in ("parks", "hospitals", "universities", "admin_divisions", "gbt4754_2017"):
        for path in sorted((SHARED / "data" / folder).glob("*.csv")):
            sheet = read_sheet(path)
            found = list(records(sheet, _fitting(sheet)))
            assert len(found) == sum(1 for _ in sheet.rows())
            assert sum(1 for r in found if not r.referents) * 20 <= len(found)
            read += len(found)
    assert read > 10_000


def _fitting(sheet: Sheet) -> Mapping:
    """The shipped mapping that fits, else the one proposed."""
    try:
        return find_mapping(sheet)
    except DocumentError:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "m.yaml"
            path.write_text(propose_mapping(sheet), encoding="utf-8")
            return load_mapping(path)


def test_an_object_of_upstream_industries_gives_a_relation_each(tmp_path: Path) -> None:
    sheet = _jsonl(
        tmp_path / "industry_up.jsonl",
        [{"industry": "大众出版", "ups": {"林业Ⅲ": 4, "港口": 2}}, {"industry": "教育出版", "ups": {}}],
    )
    first, second = records(sheet)
    assert _told(first) == {("林业Ⅲ", "UPSTREAM_OF", "大众出版"), ("港口", "UPSTREAM_OF", "大众出版")}
    assert [r.name for r in second.referents] == ["教育出版"]


def test_a_sheet_that_no_mapping_fits_says_how_to_write_one(tmp_path: Path) -> None:
    sheet = _csv(tmp_path / "a.csv", [("甲列", "乙列"), ("1", "2")])
    with pytest.raises(DocumentError, match=r"kg map a\.csv --save`, edit a\.mapping\.yaml"):
        list(records(sheet))


def test_a_given_mapping_that_lacks_its_column_is_refused_with_the_column(tmp_path: Path) -> None:
    sheet = _csv(tmp_path / "a.csv", [("甲列", "乙列"), ("1", "2"), ("3", "4")])
    mapping = next(m for m in shipped_mappings() if m.name == "enterprises")
    with pytest.raises(DocumentError, match="no column 企业名称, which enterprises needs"):
        records(sheet, mapping)


def test_rows_that_cannot_be_read_are_refused_with_their_text(tmp_path: Path) -> None:
    (tmp_path / "product.jsonl").write_text('{"name": "甲"}\noops\n', encoding="utf-8")
    good, bad = records(read_sheet(tmp_path / "product.jsonl"))
    assert good.rejected == ()
    assert (bad.referents, bad.quote) == ([], "name：oops")


def test_refused_rows_are_written_harmlessly_corrected_and_loaded_again(tmp_path: Path) -> None:
    rows = [
        ("企业名称", "统一社会信用代码", "地址"),
        ("甲公司", "bad", "=cmd|' /C calc'!A0"),
        ("乙公司", "", "-5"),
        ("", "x", "@SUM(1)"),
    ]
    sheet = _csv(tmp_path / "a.csv", rows)
    out = tmp_path / "rejected.csv"
    assert write_rejected(out, sheet, records(sheet)) == 2
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert written[0] == ["企业名称", "统一社会信用代码", "地址", "拒绝原因", "出处"]
    assert not any(cell.startswith(("=", "+", "@")) for row in written for cell in row)
    again = read_sheet(out)
    assert [r.cells[:3] for r in again.rows()] == [rows[1], rows[3]]
    corrected = out.read_text(encoding="utf-8-sig").replace("甲公司,bad", "甲公司,91330000712560751D")
    out.write_text(corrected, encoding="utf-8")
    assert next(records(read_sheet(out))).rejected == ()


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_row_gives_one_record_that_keeps_to_the_ontology(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    mapping = data.draw(st.sampled_from(shipped_mappings()))
    header = tuple(c.headers[0] for c in mapping.columns.values() if c.headers)
    cell = st.one_of(
        st.text(max_size=30),
        st.sampled_from([*map("".join, DIRECTORY), "上游", "萧山区", "12.5万元", "=1", "、、", "[1]"]),
    )
    rows = data.draw(st.lists(st.lists(cell, min_size=len(header), max_size=len(header)), min_size=1, max_size=4))
    path = tmp_path_factory.getbasetemp() / f"{mapping.files[0] if mapping.files else 'any'}.jsonl"
    sheet = _jsonl(path, [dict(zip(header, row, strict=True)) for row in rows])
    found = list(records(sheet, mapping))
    assert len(found) == len(rows)
    for record in found:
        assert record.referents or record.rejected
        types = {r.id: r.type for r in record.referents}
        assert len(types) == len(record.referents)
        for thing in record.referents:
            properties = ontology().node(thing.type).properties
            for name, value in thing.attrs.items():
                kind = VALUE_TYPES[properties[name].type]
                clean = kind.read(value)
                assert clean is not None
                assert kind.text(clean) == value
        for claim in record.claims:
            assert ontology().relation(claim.relation).allows(types[claim.source], types[claim.target])


@pytest.mark.parametrize(
    "rows",
    [
        DIRECTORY,
        files.ROWS,
        (("name", "province", "tags"), ("某医院", "北京市", "定点")),
        (("甲",), ("乙",)),
        (("a:b", "#"), ("x", "'")),
    ],
)
def test_a_proposed_mapping_loads_and_reads_every_row(tmp_path: Path, rows: tuple[tuple[str, ...], ...]) -> None:
    sheet = _csv(tmp_path / "a.csv", rows)
    (tmp_path / "m.yaml").write_text(propose_mapping(sheet), encoding="utf-8")
    mapping = load_mapping(tmp_path / "m.yaml")
    assert len(list(records(sheet, mapping))) == len(rows) - 1


@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=6),
    st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=5),
)
@settings(deadline=None)
def test_any_table_gets_a_mapping_that_holds_together(
    tmp_path_factory: pytest.TempPathFactory, header: list[str], rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    objects = [dict(zip(header, row, strict=False)) for row in rows] or [dict.fromkeys(header, "x")]
    sheet = _jsonl(folder / "any table.jsonl", [o or {"a": "b"} for o in objects])
    proposed = _proposed(sheet)
    if proposed is not None:
        (folder / "proposed.yaml").write_text(proposed, encoding="utf-8")
        assert len(list(records(sheet, load_mapping(folder / "proposed.yaml")))) == len(objects)


def _proposed(sheet: Sheet) -> str | None:
    """A proposal; None where the table has no column of names."""
    try:
        return propose_mapping(sheet)
    except DocumentError as error:
        if "no column of names found" in str(error):
            return None
        raise


def test_a_proposal_knows_types_by_values(tmp_path: Path) -> None:
    rows = [
        ("单位", "代码", "哪里", "哪天"),
        ("甲集团", "91330000712560751D", "萧山区", "2015年"),
        ("乙公司", "91330000712560751D", "杭州", "2016-01"),
    ]
    proposal = propose_mapping(_csv(tmp_path / "a.csv", rows))
    assert "type: Enterprise" in proposal
    assert 'credit_code: {headers: ["代码"]}' in proposal
    assert "{type: LOCATED_IN, from: main, to: region}" in proposal
    assert "#   哪天: date" in proposal
