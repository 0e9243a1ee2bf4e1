"""Tables of every format: header, row numbers, merged cells, delimiters, broken rows."""

import csv
import datetime as dt
import gzip
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.loaders.reading import Sheet, Unreadable, read_sources
from kg.loaders.reading.extent import MOST_CELLS
from tests.loaders import files


def _sheet(path: Path) -> Sheet:
    (found,) = read_sources([path])
    assert isinstance(found, Sheet)
    return found


def test_a_workbook_with_a_title_above_its_header(tmp_path: Path) -> None:
    sheet = _sheet(files.xlsx(tmp_path / "a.xlsx", title="附件：萧山区生物医药企业名录"))
    assert sheet.header == files.ROWS[0]
    assert [(r.number, r.cells) for r in sheet.rows()] == [(3, files.ROWS[1]), (4, ("乙股份公司", "", "1,200.5"))]
    assert sheet.place(3) == "a.xlsx / Sheet / row 3"


def test_cells_of_a_workbook_become_text(tmp_path: Path) -> None:
    rows = (
        ("名称", "甲", "乙", "丙"),
        ("企业", 300750, dt.date(2011, 12, 16), 0.25),
        ("企业二", 2.0, dt.datetime(2020, 1, 2, 3, 4), True),
    )
    sheet = _sheet(files.xlsx(tmp_path / "a.xlsx", rows))
    assert [r.cells for r in sheet.rows()] == [
        ("企业", "300750", "2011-12-16", "0.25"),
        ("企业二", "2", "2020-01-02 03:04:00", "true"),
    ]


def test_merged_cells_repeat_and_hidden_worksheets_are_answered_for(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("区县", "企业名称"), ("萧山区", "甲公司"), (None, "乙公司"), (None, None), ("滨江区", "丙公司")):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    hidden = book.create_sheet("隐藏")
    hidden.append(("a", "b"))
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    book.save(tmp_path / "a.xlsx")
    found, answer = read_sources([tmp_path / "a.xlsx"])
    assert isinstance(found, Sheet)
    assert [(r.number, r.cells) for r in found.rows()] == [
        (2, ("萧山区", "甲公司")),
        (3, ("萧山区", "乙公司")),
        (5, ("滨江区", "丙公司")),
    ]
    assert isinstance(answer, Unreadable)
    assert "隐藏" in answer.reason


def _far_out(path: Path, cell: str, words: str) -> Path:
    """A workbook of two rows, and `words` in the one cell far below or beside them."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("企业名称", "产品"))
    sheet.append(("甲公司", "电池"))
    sheet[cell] = words or None
    sheet[cell].number_format = "0.00"
    book.save(path)
    return path


def test_a_cell_far_out_is_refused_before_room_is_asked_for_all_between(tmp_path: Path) -> None:
    _far_out(tmp_path / "a.xlsx", "XFD1048576", "x")
    files.xlsx(tmp_path / "b.xlsx")
    answer, sheet = read_sources([tmp_path])
    assert isinstance(answer, Unreadable)
    assert "xl/worksheets/sheet1.xml reach over 17,179,869,184 places" in answer.reason
    assert isinstance(sheet, Sheet)


def test_blank_cells_far_out_do_not_count(tmp_path: Path) -> None:
    assert len(list(_sheet(_far_out(tmp_path / "a.xlsx", "XFD1048576", "")).rows())) == 1
    assert len(list(_sheet(_far_out(tmp_path / "b.xlsx", "C1000000", "x")).rows())) == 2


_ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="名录">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
_ODS_CELL = '<table:table-cell{} office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def _ods(path: Path, *rows: str) -> Path:
    rows = tuple("".join(_ODS_CELL.format("", c) for c in row.split(",")) for row in rows[:2]) + rows[2:]
    table = "".join(
        row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>" for row in rows
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", _ODS.format(table))
    return path


def test_runs_of_cells_in_an_opendocument_sheet_count_as_often_as_they_repeat(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    sheet = _sheet(_ods(tmp_path / "a.ods", "企业名称,产品", "甲公司,电池", blank))
    assert (sheet.header, [r.cells for r in sheet.rows()]) == (("企业名称", "产品"), [("甲公司", "电池")])
    long = "".join(_ODS_CELL.format(' table:number-columns-repeated="16384"', "x") for _ in range(1))
    far = f'<table:table-row table:number-rows-repeated="{MOST_CELLS // 16384}">{long}</table:table-row>'
    (answer,) = read_sources([_ods(tmp_path / "b.ods", "企业名称,产品", "甲公司,电池", far)])
    assert isinstance(answer, Unreadable)
    assert "reach over" in answer.reason


def _record(kind: int, *numbers: int) -> bytes:
    content = b"".join(n.to_bytes(4, "little") for n in numbers)
    return bytes([kind & 0x7F | 0x80, kind >> 7] if kind > 127 else [kind]) + bytes([len(content)]) + content


@pytest.mark.parametrize(("row", "refused"), [(1_000, False), (1_048_575, True)])
def test_the_binary_form_of_a_workbook_is_measured_too(tmp_path: Path, row: int, refused: bool) -> None:
    cells = (
        _record(129) + _record(0, 0) + _record(7, 0, 0, 0) + _record(0, row) + _record(7, 16_383, 0, 0) + _record(146)
    )
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("xl/worksheets/sheet1.bin", cells)
    (answer,) = read_sources([tmp_path / "a.xlsb"])
    assert isinstance(answer, Unreadable)
    assert ("reach over" in answer.reason) == refused


def test_a_header_of_two_lines_away_from_the_corner(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    cells = {
        "B2": "萧山区企业名录",
        "B3": "企业名称",
        "C3": "基本情况",
        "C4": "注册资本（万元）",
        "D4": "成立日期",
        "E3": "地区",
    }
    cells |= {"B5": "甲公司", "C5": "500", "D5": "2015", "E5": "萧山区", "B6": "乙公司"}
    for place, words in cells.items():
        sheet[place] = words
    for area in ("B2:E2", "B3:B4", "C3:D3", "E3:E4", "E5:E6"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    found = _sheet(tmp_path / "a.xlsx")
    assert found.header == ("企业名称", "注册资本（万元）", "成立日期", "地区")
    assert [(r.number, r.cells) for r in found.rows()] == [
        (5, ("甲公司", "500", "2015", "萧山区")),
        (6, ("乙公司", "", "", "萧山区")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><table><tr><td>企业名称</td><td>产品</td></tr><tr><td>甲公司</td><td>电池</td></tr></table></body></html>",
        "企业名称\t产品\n甲公司\t电池\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_export_that_only_bears_the_name_of_a_workbook(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.xls").write_bytes(text.encode(encoding))
    sheet = _sheet(tmp_path / "a.xls")
    assert (sheet.header, [r.cells for r in sheet.rows()]) == (("企业名称", "产品"), [("甲公司", "电池")])


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = "\r\n".join(
        delimiter.join(row) for row in (("企业名称", "产品"), ("甲公司", "“电池”、电芯"), ('乙"公司"', ""))
    )
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    sheet = _sheet(tmp_path / "a.csv")
    assert sheet.header == ("企业名称", "产品")
    assert [r.cells for r in sheet.rows()] == [("甲公司", "“电池”、电芯"), ('乙"公司"', "")]


def test_ragged_and_unclosed_rows_are_problems_not_losses(tmp_path: Path) -> None:
    body = "a,b\n1,2\n3\n4,5,6\n7,8,\n" + '"open,1\n' + "x,y\n" * 300
    (tmp_path / "a.csv").write_text(body, encoding="utf-8")
    rows = list(_sheet(tmp_path / "a.csv").rows())
    assert [(r.cells, bool(r.problem)) for r in rows[:4]] == [
        (("1", "2"), False),
        (("3", ""), False),
        (("4", "5", "6"), True),
        (("7", "8"), False),
    ]
    assert "not closed" in (rows[4].problem or "")
    assert len(rows) == 5


def test_many_tables_in_one_text_are_parsed_a_fixed_number_of_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = 0
    real = csv.reader

    def counted(lines: Iterable[str], **options: Any) -> Any:
        def each() -> Iterator[str]:
            nonlocal parsed
            for line in lines:
                parsed += 1
                yield line

        return real(each(), **options)

    tables = [f"附表{i}\n企业名称,{'产品' if i % 2 else '地址'}\n甲{i},乙\n\n" for i in range(300)]
    (tmp_path / "a.csv").write_text("".join(tables), encoding="utf-8")
    monkeypatch.setattr("kg.loaders.reading.delimited.csv.reader", counted)
    sheets = [s for s in read_sources([tmp_path / "a.csv"]) if isinstance(s, Sheet)]
    assert [[(r.number, r.cells) for r in s.rows()] for s in sheets] == [
        [(4 * i + 3, (f"甲{i}", "乙"))] for i in range(300)
    ]
    assert parsed < 5 * 4 * 300


def test_a_table_below_another_tells_its_lines_in_the_file(tmp_path: Path) -> None:
    first = '企业名称,产品\n甲,"电池\n电芯"\n'
    second = '企业名称,地址\n乙,杭州\n丙,"open' + "\nx,y" * 200
    (tmp_path / "a.csv").write_text(first + second, encoding="utf-8")
    one, two = (s for s in read_sources([tmp_path / "a.csv"]) if isinstance(s, Sheet))
    assert [(r.number, r.cells) for r in one.rows()] == [(2, ("甲", "电池\n电芯"))]
    good, bad = two.rows()
    assert (good.number, good.cells) == (4, ("乙", "杭州"))
    assert (bad.number, bad.problem) == (5, "spans 201 lines: a quote mark in line 6 is not closed")


def test_json_lines_keep_every_line(tmp_path: Path) -> None:
    lines = ['{"a": "1", "b": {"x": 2}}', "oops", "", '{"a": null, "c": ["p", "q"]}', "[1]"]
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    sheet = _sheet(tmp_path / "a.jsonl.gz")
    assert (sheet.name, sheet.header) == ("a", ("a", "b", "c"))
    rows = list(sheet.rows())
    assert [r.number for r in rows] == [1, 2, 4, 5]
    assert rows[0].cells == ("1", '{"x": 2}', "")
    assert rows[2].cells == ("", "", '["p", "q"]')
    assert [bool(r.problem) for r in rows] == [False, True, False, True]


def test_one_object_a_line_is_read_under_the_ending_json_too(tmp_path: Path) -> None:
    (tmp_path / "company.json").write_text('{"name": "甲"}\n{"name": "乙"}\n', encoding="utf-8")
    assert [r.cells for r in _sheet(tmp_path / "company.json").rows()] == [("甲",), ("乙",)]


def test_lists_of_objects_in_an_object_are_a_sheet_each(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"nodes": [{"id": 1}], "edges": [{"from": 1, "to": 2}], "version": 1}', encoding="utf-8"
    )
    assert [s.name for s in read_sources([tmp_path / "a.json"]) if isinstance(s, Sheet)] == ["nodes", "edges"]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text(), min_size=1), min_size=1))
@settings(deadline=None)
def test_json_rows_come_back(tmp_path_factory: pytest.TempPathFactory, objects: list[dict[str, str]]) -> None:
    path = tmp_path_factory.getbasetemp() / "objects.jsonl"
    path.write_text("".join(json.dumps(o) + "\n" for o in objects), encoding="utf-8")
    sheet = _sheet(path)
    rows = [dict(zip(sheet.header, r.cells, strict=True)) for r in sheet.rows()]
    assert [{k: v for k, v in row.items() if v} for row in rows] == [{k: v for k, v in o.items() if v} for o in objects]


def test_objects_with_long_texts_are_documents_and_with_short_ones_rows(tmp_path: Path) -> None:
    long = [{"title": f"通知{i}", "content": "萧山区加快发展生物医药产业链。" * 10} for i in range(2)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(o) + "\n" for o in long), encoding="utf-8")
    first, second = read_sources([tmp_path / "a.jsonl"])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.meta.title, second.source) == ("通知0", (tmp_path / "a.jsonl").as_posix() + "#2")
    (tmp_path / "b.jsonl").write_text('{"name": "甲公司", "content": "电池"}\n', encoding="utf-8")
    assert _sheet(tmp_path / "b.jsonl").header == ("name", "content")


def test_rows_can_be_read_twice(tmp_path: Path) -> None:
    sheet = _sheet(files.xlsx(tmp_path / "a.xlsx"))
    assert list(sheet.rows()) == list(sheet.rows())
