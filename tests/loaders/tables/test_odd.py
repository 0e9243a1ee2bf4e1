"""Tables as offices write them: headings on two lines, a unit above the table, totals and notes, several tables in a sheet."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DocumentError
from kg.extraction import Record
from kg.loaders.reading import Sheet, read_sheet, read_sources
from kg.loaders.reading.heading import heading
from kg.loaders.tables import find_mapping, propose_mapping, records, unused_columns

Rows = Iterable[Sequence[str | int | float]]


def csv_sheets(path: Path, rows: Rows) -> list[Sheet]:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return [s for s in read_sources([path]) if isinstance(s, Sheet)]


def workbook(path: Path, rows: Rows, merged: Iterable[str] = ()) -> list[Sheet]:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return [s for s in read_sources([path]) if isinstance(s, Sheet)]


def reasons(found: Iterable[Record]) -> list[list[str]]:
    return [[r.reason for r in record.rejected] for record in found]


def attrs(found: Iterable[Record]) -> dict[str, dict[str, str]]:
    return {r.name: r.attrs for record in found for r in record.referents if r.type in {"Enterprise", "Project"}}


GROUPED = (
    ("附件1", "", "", "", "", "", "", ""),
    ("兰溪市链上企业统计表", "", "", "", "", "", "", ""),
    ("填报单位：兰溪市经信局", "", "", "", "", "", "单位：亿元", ""),
    ("序号", "基本情况", "", "所属链条", "主要产品及服务", "经营情况", "", "备  注"),
    ("", "企业全称*", "地址", "", "", "注册资本", "上年营收", ""),
    ("一、纺织", "", "", "", "", "", "", ""),
    (1, "兰溪甲纺织有限公司", "兰溪市云山街道", "现代纺织", "坯布、面料/里料", 1.5, 12, "2024年3月已停产"),
    (2, "兰溪市乙染整厂（原兰溪印染厂）", "", "现代纺织", "印染布", "贰仟万元", 3, "市级重点"),
    ("", "小  计", "", "", "", "", 15, ""),
    (3, "浙江丙光电有限公司", "", "光电", "镜头模组；滤光片", "约0.3", "", "在建"),
    ("合计（3家）", "", "", "", "", "", 15, ""),
    ("注：产值为快报数。", "", "", "", "", "", "", ""),
)
MERGED = ("A4:A5", "B4:C4", "D4:D5", "E4:E5", "F4:G4", "H4:H5", "A1:H1", "A2:H2", "A12:H12")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_return_of_an_office_is_read_whole(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"台账.{kind}"
    (sheet,) = workbook(path, GROUPED, MERGED) if kind == "xlsx" else csv_sheets(path, GROUPED)
    assert sheet.header == ("序号", "企业全称*", "地址", "所属链条", "主要产品及服务", "注册资本", "上年营收", "备注")
    assert "亿元" in sheet.units
    found = list(records(sheet))
    told = attrs(found)
    assert {name: (a["capital"], a.get("revenue"), a.get("status")) for name, a in told.items()} == {
        "兰溪甲纺织有限公司": ("150000000", "1200000000", "停产"),
        "兰溪市乙染整厂": ("20000000", "300000000", None),
        "浙江丙光电有限公司": ("30000000", None, "在建"),
    }
    assert next(r.aliases for record in found for r in record.referents if r.name == "兰溪市乙染整厂") == ["兰溪印染厂"]
    products = {r.name for record in found for r in record.referents if r.type == "Product"}
    assert products == {"坯布", "面料", "里料", "印染布", "镜头模组", "滤光片"}
    assert {r.name for record in found for r in record.referents if r.type == "Chain"} == {"现代纺织", "光电"}
    assert [r for r in reasons(found) if r] == [
        ["a heading between rows, not a row of the table"],
        ["a total, not a row of its own"],
        ["a total, not a row of its own"],
        ["a note, not a row of the table"],
    ]
    assert unused_columns(sheet, find_mapping(sheet)) == ["序号", "备注 (read in part)"]


def test_groups_are_named_where_the_lower_line_alone_tells_too_little(tmp_path: Path) -> None:
    rows = (
        ("企业", "", "营业收入（万元）", "", "利润", ""),
        ("名称", "地址", "2022年", "2023年", "2022年", "2023年"),
        ("龙泉甲瓷业有限公司", "龙泉市", 1, 2, 3, 4),
    )
    for (sheet,) in (
        workbook(tmp_path / "a.xlsx", rows, ("A1:B1", "C1:D1", "E1:F1")),
        csv_sheets(tmp_path / "a.csv", rows),
    ):
        assert sheet.header == (
            "企业名称",
            "企业地址",
            "营业收入2022年（万元）",
            "营业收入2023年（万元）",
            "利润2022年",
            "利润2023年",
        )
        assert attrs(records(sheet)) == {"龙泉甲瓷业有限公司": {"address": "龙泉市", "revenue": "20000"}}


def test_a_line_of_units_below_the_titles_belongs_to_them(tmp_path: Path) -> None:
    rows = (
        ("企业名称", "注册资本", "从业人数", "地址"),
        ("计量单位", "万元", "人", "—"),
        ("青田甲阀门有限公司", "800", "20", "青田县"),
    )
    (sheet,) = csv_sheets(tmp_path / "a.csv", rows)
    assert sheet.header == ("企业名称", "注册资本（万元）", "从业人数（人）", "地址")
    (record,) = records(sheet)
    assert record.referents[0].attrs["capital"] == "8000000"
    assert record.referents[0].attrs["employees"] == "20"


def test_tables_below_each_other_are_tables_of_their_own(tmp_path: Path) -> None:
    rows = (
        ("一、企业名单（单位：万元）",),
        ("序号", "企业名称", "注册资本", "状态"),
        (1, "遂昌甲金属有限公司", 3000, "存续"),
        (2, "遂昌乙竹业有限公司", 800, "注销"),
        (),
        ("二、项目清单（单位：亿元）",),
        ("序号", "项目名称", "总投资", "项目进展"),
        (1, "年产两万吨金属粉末项目", 12, "在建"),
    )
    for sheets in (workbook(tmp_path / "a.xlsx", rows), csv_sheets(tmp_path / "a.csv", rows)):
        assert [find_mapping(s).name for s in sheets] == ["enterprises", "projects"]
        assert sheets[1].name == f"{sheets[0].name} 2"
        told = attrs(record for s in sheets for record in records(s))
        assert told == {
            "遂昌甲金属有限公司": {"capital": "30000000", "status": "存续"},
            "遂昌乙竹业有限公司": {"capital": "8000000", "status": "注销"},
            "年产两万吨金属粉末项目": {"investment": "1200000000", "stage": "在建"},
        }
        assert [row.number for s in sheets for row in s.rows()] == [3, 4, 8]


def test_a_row_that_holds_a_title_or_two_is_a_row(tmp_path: Path) -> None:
    rows = (
        ("产业链", "环节", "产品"),
        ("动力电池", "上游", "原材料"),
        ("动力电池", "下游", "项目"),
        ("产业", "中游", "电芯"),
    )
    (sheet,) = csv_sheets(tmp_path / "a.csv", rows)
    assert [row.cells for row in sheet.rows()] == list(rows[1:])


def test_a_heading_again_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    titles = ("序号", "单位名称", "地址", "注册资金（万元）", "主导产品（服务）")
    rows = (
        titles,
        ("甲", "乙", "丙", "1", "2"),
        ("1", "云和甲玩具有限公司", "云和县", "伍佰", "木制玩具"),
        titles,
        ("2", "云和乙工艺品有限公司", "云和县", "80", "摆件"),
    )
    (sheet,) = csv_sheets(tmp_path / "a.csv", rows)
    found = list(records(sheet))
    assert [record.place.rsplit(" ", 1)[-1] for record in found] == ["2", "3", "5"]
    assert reasons(found) == [["the numbers of the columns, not a row of the table"], [], []]
    assert [a["capital"] for a in attrs(found).values()] == ["5000000", "800000"]


@pytest.mark.parametrize(
    ("line", "title", "cell", "yuan"),
    [
        ("单位：万元", "注册资本", "30000", "300000000"),
        ("（单位：亿元）", "注册资本", "3", "300000000"),
        ("金额单位：人民币万元", "注册资本", "壹佰", "1000000"),
        ("单位：家、万元", "注册资本", "5", "50000"),
        ("填报单位：县经信局", "注册资本", "5", None),
        ("单位：亿元", "注册资本（万元）", "5", "50000"),
        ("单位：亿元", "注册资本", "5万元", "50000"),
        ("单位：元", "注册资本", "约5000左右", "5000"),
    ],
)
def test_a_unit_above_the_table_counts_where_nothing_nearer_does(
    tmp_path: Path, line: str, title: str, cell: str, yuan: str | None
) -> None:
    rows = (("企业情况表", "", ""), ("", "", line), ("企业名称", title, "从业人数"), ("青田甲阀门有限公司", cell, "20"))
    (sheet,) = csv_sheets(tmp_path / "a.csv", rows)
    (record,) = records(sheet)
    assert record.referents[0].attrs.get("capital") == yuan
    assert record.referents[0].attrs["employees"] == "20"
    assert bool(record.rejected) is (yuan is None)


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("停产", "停产"),
        ("专精特新；2023年底已注销", "注销"),
        ("目前在建", "在建"),
        ("未停产", None),
        ("拟注销分公司", None),
        ("在建项目2个", None),
        ("生产停产检测设备", None),
    ],
)
def test_a_remark_gives_a_status_only_where_it_says_one(tmp_path: Path, note: str, status: str | None) -> None:
    (sheet,) = csv_sheets(tmp_path / "a.csv", (("企业名称", "产品", "备注"), ("景宁甲茶业有限公司", "茶叶", note)))
    (record,) = records(sheet)
    assert record.referents[0].attrs.get("status") == status
    assert record.rejected == ()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ('=HYPERLINK("http://x","甲公司")', "is a formula or a link"),
        ("'=SUM(A1:A9)", "is a formula or a link"),
        ("@SUM(1)", "is a formula or a link"),
        ("https://www.example.com/a", "is a formula or a link"),
        ("www.example.com", "is a formula or a link"),
        ("#REF!", "is a formula or a link"),
        ("12", "is a number"),
        ("青田甲阀门有限公司；青田乙阀门厂", "holds several names"),
        ("", "no name in this row"),
    ],
)
def test_what_is_no_name_is_refused_with_that_reason(tmp_path: Path, name: str, why: str) -> None:
    (sheet,) = csv_sheets(tmp_path / "a.csv", (("企业名称", "地区", "产品"), (name, "青田县", "阀门")))
    (record,) = records(sheet)
    assert (record.referents, record.claims) == ([], [])
    (rejected,) = record.rejected
    assert why in rejected.reason
    assert rejected.column == "企业名称"


def test_a_table_without_names_gets_no_mapping(tmp_path: Path) -> None:
    (sheet,) = csv_sheets(tmp_path / "a.csv", (("序号", "地址", "产品"), ("1", "开化县", "电解液")))
    with pytest.raises(DocumentError, match="no column of names found"):
        propose_mapping(sheet)


@pytest.mark.parametrize(
    "title", ["主要产品/服务", "主要产品、服务", "主要产品及服务", "主要产品和服务", "主要产品（服务）"]
)
def test_titles_that_differ_in_their_and_are_one(tmp_path: Path, title: str) -> None:
    (sheet,) = csv_sheets(tmp_path / "a.csv", (("企业名称", title), ("青田甲阀门有限公司", "阀门")))
    (record,) = records(sheet)
    assert [r.name for r in record.referents] == ["青田甲阀门有限公司", "阀门"]


def test_a_sheet_of_remarks_is_told_from_a_table(tmp_path: Path) -> None:
    remark = read_sheet(csv_path(tmp_path / "说明.csv", [["本表数据截至2024年底。"], ["产值为快报数。"]]))
    table = read_sheet(csv_path(tmp_path / "表.csv", [["企业名称"], ["青田甲阀门有限公司"]]))
    assert (remark.is_remark(), table.is_remark()) == (True, False)


def csv_path(path: Path, rows: Rows) -> Path:
    csv_sheets(path, rows)
    return path


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=5), min_size=1, max_size=20))
def test_any_rows_have_a_heading_among_them(rows: list[list[str]]) -> None:
    found = heading(rows)
    assert 0 <= found.first <= found.last < len(rows)
    assert len(found.titles) == max(len(row) for row in rows[found.first : found.last + 1])


@pytest.mark.parametrize(
    ("cell", "products"),
    [
        ("1.轴承；2.齿轮", ["轴承", "齿轮"]),
        ("①轴承②齿轮", ["轴承", "齿轮"]),
        ("（1）轴承、（2）3.5吨叉车", ["轴承", "3.5吨叉车"]),
        ("1,4-丁二醇、2,5-呋喃二甲酸", ["1,4-丁二醇", "2,5-呋喃二甲酸"]),
        ("轴承,齿轮，阀门", ["轴承", "齿轮", "阀门"]),
    ],
)
def test_lists_in_a_cell_may_be_numbered(tmp_path: Path, cell: str, products: list[str]) -> None:
    (sheet,) = csv_sheets(tmp_path / "a.csv", (("企业名称", "主要产品"), ("青田甲阀门有限公司", cell)))
    (record,) = records(sheet)
    assert [r.name for r in record.referents if r.type == "Product"] == products


Read = Callable[[Path, Rows], list[Sheet]]
READERS = [(workbook, "Sheet.xlsx"), (csv_sheets, "Sheet.csv")]


@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize(("read", "file"), READERS)
def test_tables_beside_each_other_are_tables_of_their_own(tmp_path: Path, read: Read, file: str, blank: bool) -> None:
    left = [
        ["企业名称", "主要产品", "乡镇"],
        ["甲化工有限公司", "尿素", "董市镇"],
        ["乙化工有限公司", "黄磷", "白洋镇"],
    ]
    right = [["医院名称", "等级"], ["枝江市人民医院", "三级"], ["枝江市中医医院", "二级"], ["枝江市妇幼保健院", "二级"]]
    gap = [""] if blank else []
    rows = [["枝江市一览"], *([*a, *gap, *b] for a, b in zip([*left, [""] * 3], right, strict=True))]
    found = read(tmp_path / file, rows)
    if not blank:
        assert len(found) == 1  # nothing tells where one ends and the other begins
        return
    firms, hospitals = found
    assert [s.name for s in found] == ["Sheet", "Sheet 2"]
    assert firms.above == hospitals.above == ("枝江市一览",)
    assert [len(list(s.rows())) for s in found] == [2, 3]
    places = {r.name for record in records(hospitals) for r in record.referents if r.type == "Region"}
    assert places.isdisjoint({"董市镇", "白洋镇"})
    assert {r.name for record in records(firms) for r in record.referents if r.type == "Product"} == {"尿素", "黄磷"}


@pytest.mark.parametrize("gap", [[], [""]])
@pytest.mark.parametrize(("read", "file"), READERS)
def test_a_list_that_goes_on_at_the_right_is_read_to_its_end(
    tmp_path: Path, read: Read, file: str, gap: list[str]
) -> None:
    one = ["序号", "企业名称", "主要产品"]
    rows = [
        [*one, *gap, *one],
        ["1", "甲有限公司", "尿素", *gap, "3", "丙有限公司", "砖"],
        ["2", "乙有限公司", "黄磷", *gap, "", "", ""],
    ]
    found = read(tmp_path / file, rows)
    names = [r.name for s in found for record in records(s) for r in record.referents if r.type == "Enterprise"]
    assert names == ["甲有限公司", "乙有限公司", "丙有限公司"]


def test_a_column_filled_far_below_parts_no_table(tmp_path: Path) -> None:
    titles = ["企业名称", "主要产品", "", "医院名称", "等级"]
    row = ["甲有限公司", "尿素", "", "枝江市人民医院", "三级"]
    assert len(csv_sheets(tmp_path / "a.csv", [titles, *[row] * 50])) == 2
    assert len(csv_sheets(tmp_path / "b.csv", [titles, *[row] * 50, [*row[:2], "停产", *row[3:]]])) == 1


def test_tables_beside_and_below_each_other_keep_the_numbers_of_their_rows(tmp_path: Path) -> None:
    one, other = [["企业名称", "主要产品"], ["甲有限公司", "尿素"]], [["医院名称", "等级"], ["枝江市人民医院", "三级"]]
    rows = [[*a, "", *b] for a, b in zip(one, other, strict=True)]
    rows += [
        ["", "", "", "枝江市中医医院", "二级"],
        ["项目名称", "总投资（亿元）", "", "", ""],
        ["尿素扩建项目", "3", "", "", ""],
    ]
    found = csv_sheets(tmp_path / "a.csv", rows)
    assert [(s.header[0], [r.number for r in s.rows()]) for s in found] == [
        ("企业名称", [2]),
        ("项目名称", [5]),
        ("医院名称", [2, 3]),
    ]


@pytest.mark.parametrize(("read", "file"), READERS)
def test_a_blank_column_alone_parts_no_table(tmp_path: Path, read: Read, file: str) -> None:
    rows = [["企业名称", "主要产品", "", "所在园区", "备注"], ["甲有限公司", "尿素", "", "化工园", "投产"]]
    [sheet] = read(tmp_path / file, rows)
    [record] = records(sheet)
    assert {r.type for r in record.referents} >= {"Enterprise", "Product", "Park"}


@pytest.mark.parametrize(
    "note",
    [
        ["注：", "1.数据截至年底；2.涉密企业未列入。", "", ""],
        ["1.数据截至年底。", "", "", ""],
        ["", "数据来自年报，含税。", "", ""],
    ],
)
def test_a_note_below_the_table_is_no_row_of_it(tmp_path: Path, note: list[str]) -> None:
    rows = [["序号", "企业名称", "主要产品", "备注"], ["1", "甲有限公司", "尿素", ""], note]
    [sheet] = workbook(tmp_path / "a.xlsx", rows)
    first, last = records(sheet)
    assert first.referents
    assert not last.referents
    assert reasons([last]) == [["a note, not a row of the table"]]


@pytest.mark.parametrize(
    ("span", "dates"),
    [
        ("2024-2026", {"started": "2024", "opened": "2026"}),
        ("2023.05-2025.12", {"started": "2023-05", "opened": "2025-12"}),
        ("2025年3月—2026年12月", {"started": "2025-03", "opened": "2026-12"}),
        ("2025/9至2027/6", {"started": "2025-09", "opened": "2027-06"}),
        ("3年", {}),
    ],
)
def test_a_span_of_years_dates_a_project(tmp_path: Path, span: str, dates: dict[str, str]) -> None:
    [sheet] = csv_sheets(tmp_path / "a.csv", [["项目名称", "总投资（万元）", "起止年限"], ["磷酸铁项目", "10", span]])
    [record] = records(sheet)
    assert {k: v for k, v in record.referents[0].attrs.items() if k != "investment"} == dates
    assert not record.rejected


def test_a_trade_that_holds_stops_is_one_name(tmp_path: Path) -> None:
    trade = "铁路、船舶、航空航天和其他运输设备制造业"
    [sheet] = csv_sheets(tmp_path / "a.csv", [["企业名称", "所属行业"], ["甲有限公司", trade]])
    [record] = records(sheet)
    assert [r.name for r in record.referents if r.type == "Industry"] == [trade]


def test_a_heading_whose_number_stands_apart_is_no_row(tmp_path: Path) -> None:
    rows = (
        ("序号", "项目名称", "建设单位", "总投资（亿元）", "建设阶段"),
        ("一", "清洁能源装备", "", "", ""),
        (1, "甲铸件项目", "甲公司", 3, "在建"),
        ("（二）", "通用航空", "", "", ""),
        (2, "乙无人机项目", "", "", ""),
    )
    (sheet,) = csv_sheets(tmp_path / "清单.csv", rows)
    found = list(records(sheet))
    assert [r for r in reasons(found) if r] == [["a heading between rows, not a row of the table"]] * 2
    assert {r.name for f in found for r in f.referents if r.type == "Project"} == {"甲铸件项目", "乙无人机项目"}


def test_firms_numbered_in_words_are_rows(tmp_path: Path) -> None:
    rows = (("序号", "企业名称", "地址", "主要产品", "备注"), ("一", "兰溪甲纺织有限公司", "", "", ""))
    (sheet,) = csv_sheets(tmp_path / "名单.csv", rows)
    assert [r.name for f in records(sheet) for r in f.referents] == ["兰溪甲纺织有限公司"]
