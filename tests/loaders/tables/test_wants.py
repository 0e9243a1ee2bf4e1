"""Columns of what is lacking and of whom to invite give needs of the row's place, never relations."""

from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.extraction import Record
from kg.loaders.tables import records
from kg.loaders.tables.mapping import load_mapping
from tests.loaders.tables.test_odd import csv_sheets

_MAPPING = """\
name: m
summary: s
columns:
  place: {headers: [县区]}
  gap: {headers: [缺什么]}
things:
  region: {type: Region, name: place, optional: true}
wants:
  - {kind: lacks, type: Product, name: gap, holder: [region]}
"""


def told(rows: list[Record]) -> set[tuple[str, str, str, str | None]]:
    """Who says what of which good, and of which chain."""
    return {
        (next(t.name for t in r.referents if t.id == n.holder), n.kind, n.name, n.chain) for r in rows for n in r.needs
    }


def read(folder: Path, name: str, text: str) -> list[Record]:
    """The records of a table."""
    rows = [line.split(",") for line in text.splitlines()]
    return [record for sheet in csv_sheets(folder / name, rows) for record in records(sheet)]


def test_a_list_of_gaps_by_county(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        "清单.csv",
        "县区,产业链,短板环节,招引方向,拟招引企业\n来安县,新能源汽车产业链,驱动电机、电控系统,车载充电机,甲电控股份有限公司\n全椒县,光伏产业链,无,光伏玻璃,\n",
    )
    chain = "新能源汽车产业链"
    assert told(rows) == {
        ("来安县", "lacks", "驱动电机", chain),
        ("来安县", "lacks", "电控系统", chain),
        ("来安县", "seeks", "车载充电机", chain),
        ("来安县", "seeks", "甲电控股份有限公司", chain),
        ("全椒县", "seeks", "光伏玻璃", "光伏产业链"),
    }
    assert not any(c.relation in ("LOCATED_IN", "PRODUCES") for r in rows for c in r.claims)


def test_a_title_says_whose_gaps_they_are_and_a_mark_means_the_segment(tmp_path: Path) -> None:
    text = "产业链,环节,短板,拟招引企业\n光伏产业链,硅片,是,乙硅业股份有限公司\n光伏产业链,组件,否,\n光伏产业链,背板,专业人才不足,\n"
    rows = read(tmp_path, "来安县招商目标企业清单.csv", text)
    assert told(rows) == {
        ("安徽省滁州市来安县", "lacks", "硅片", "光伏产业链"),
        ("安徽省滁州市来安县", "seeks", "乙硅业股份有限公司", "光伏产业链"),
    }
    assert read(tmp_path, "某清单.csv", text)[0].needs == []


def test_where_those_to_be_invited_stand_lacks_nothing(tmp_path: Path) -> None:
    rows = read(tmp_path, "来安县短板清单.csv", "地区,短板环节,拟招引企业\n深圳市,电控系统,甲电控股份有限公司\n")
    assert {holder for holder, *_ in told(rows)} == {"来安县"}


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("lacks", "misses", "unknown kind 'misses'"),
        ("Product", "Ware", "unknown type 'Ware'"),
        ("name: gap,", "name: hole,", "unknown name 'hole'"),
        ("[region]", "[county]", "unknown thing 'county'"),
        ("holder:", "of:", "unknown key 'of'"),
    ],
)
def test_a_wrong_want_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, named: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(_MAPPING, encoding="utf-8")
    assert load_mapping(path).wants[0].holder == ("region",)
    head, found, tail = _MAPPING.partition("wants:")
    path.write_text(head + found + tail.replace(old, new), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"m\.yaml, line 9") as error:
        load_mapping(path)
    assert named in str(error.value)


def test_a_gap_of_nobody_is_refused_and_told(tmp_path: Path) -> None:
    (row,) = read(
        tmp_path,
        "图谱.csv",
        "产业链,环节,产品,本地企业,短板环节,拟招引企业\n光伏产业链,组件,背板,甲光伏股份有限公司,胶膜、边框,乙胶膜股份有限公司\n",
    )
    assert row.needs == []
    assert [(r.column, r.value) for r in row.rejected] == [
        ("短板环节", "胶膜、边框"),
        ("拟招引企业", "乙胶膜股份有限公司"),
    ]
    assert all("区县" in r.reason for r in row.rejected)
