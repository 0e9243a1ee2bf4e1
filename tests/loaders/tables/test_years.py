"""Figures of a year: the latest of several columns counts, the others are named as not used."""

from datetime import date
from pathlib import Path

import pytest

from kg.loaders.reading import Sheet
from kg.loaders.tables import find_mapping, load_mapping, records, unused_columns
from kg.loaders.tables.columns import without_year
from tests.loaders.tables.test_odd import attrs, csv_sheets, reasons

THIS = date.today().year


def sheet_of(tmp_path: Path, *columns: tuple[str, str | int]) -> Sheet:
    rows = (("企业名称", *(title for title, _ in columns)), ("含山县甲铸造有限公司", *(cell for _, cell in columns)))
    return csv_sheets(tmp_path / "台账.csv", rows)[0]


@pytest.mark.parametrize(
    ("columns", "told", "left"),
    [
        ([("营业收入（万元）", 5200)], {"revenue": "52000000"}, []),
        ([("2024年营业收入（万元）", 5200)], {"revenue": "52000000"}, []),
        ([("2024年度主营业务收入(亿元)", 0.52)], {"revenue": "52000000"}, []),
        ([("上年营收（万元）", 5200)], {"revenue": "52000000"}, []),
        ([("年产值", "5200万元")], {"output": "52000000"}, []),
        ([("工业总产值（2023年，万元）", 5200)], {"output": "52000000"}, []),
        (
            [("2022年产值（万元）", 1), ("2023年产值（万元）", 2), ("2021年产值（万元）", 3)],
            {"output": "20000"},
            ["2022年产值（万元）", "2021年产值（万元）"],
        ),
        ([("营收（2022年，万元）", 1), ("营收（2023年，万元）", 2)], {"revenue": "20000"}, ["营收（2022年，万元）"]),
        ([("主营业务收入（万元）", 1), ("营业收入（万元）", 2)], {"revenue": "20000"}, ["主营业务收入（万元）"]),
        ([("上年营收（万元）", 1), ("2015年营收（万元）", 2)], {"revenue": "10000"}, ["2015年营收（万元）"]),
        ([(f"{THIS + 1}年产值（万元）", 9)], {}, [f"{THIS + 1}年产值（万元）"]),
        ([("2024年1-6月营业收入（万元）", 9)], {}, ["2024年1-6月营业收入（万元）"]),
        ([("营业收入增速", "9%")], {}, ["营业收入增速"]),
        ([("税收（万元）", 9)], {}, ["税收（万元）"]),
    ],
)
def test_the_latest_year_counts(
    tmp_path: Path, columns: list[tuple[str, str | int]], told: dict[str, str], left: list[str]
) -> None:
    sheet = sheet_of(tmp_path, *columns)
    assert attrs(records(sheet)) == {"含山县甲铸造有限公司": told}
    assert unused_columns(sheet, find_mapping(sheet)) == left


def test_a_figure_without_a_unit_is_refused_and_one_of_a_year_keeps_it_in_its_quote(tmp_path: Path) -> None:
    (record,) = records(sheet_of(tmp_path, ("2024年营业收入", 5200), ("2023年产值（万元）", 80)))
    assert attrs([record]) == {"含山县甲铸造有限公司": {"output": "800000"}}
    ((reason,),) = reasons([record])
    assert "has no unit" in reason
    assert "2023年产值（万元）：80" in record.quote


def test_without_years_a_title_must_be_the_header_itself(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    words = (
        "name: t\nsummary: 表\nneeds: [name]\ncolumns:\n  name: {headers: [企业名称]}\n"
        "  money: {headers: [营收], years: true}\nthings:\n"
        "  company: {type: Enterprise, name: name, properties: {revenue: money}}\n"
    )
    sheet = sheet_of(tmp_path, ("2024年营收（万元）", 1))
    for text, told in ((words, {"revenue": "10000"}), (words.replace(", years: true", ""), {})):
        path.write_text(text, encoding="utf-8")
        assert attrs(records(sheet, load_mapping(path))) == {"含山县甲铸造有限公司": told}


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("2024年营业收入", ("营业收入", 2024)),
        ("营业收入2022年（万元）", ("营业收入", 2022)),
        ("去年产值", ("产值", THIS - 1)),
        ("今年产值", ("产值", THIS)),
        ("产值", ("产值", THIS + 1)),
        ("2024", ("2024", 2024)),
        (f"{THIS + 2}年产值", None),
        ("", ("", THIS + 1)),
    ],
)
def test_the_year_of_a_title(title: str, told: tuple[str, int] | None) -> None:
    assert without_year(title) == told
