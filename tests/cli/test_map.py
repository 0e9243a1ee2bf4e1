"""`kg map`: its output is a mapping that loads the same table."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import DocumentError
from kg.loaders.reading import read_sheet
from kg.loaders.tables import draft, load_mapping, propose, records
from kg.schema.ontology import HERE, load_ontology
from tests.loaders import files


def test_the_printed_mapping_reads_the_table(tmp_path: Path) -> None:
    table = files.xlsx(
        tmp_path / "供应商.xlsx",
        (("供应商", "城市", "成立"), ("甲公司", "杭州", "2015年"), ("乙公司", "宁波", "2016年")),
    )
    result = CliRunner().invoke(app, ["map", str(table)])
    assert result.exit_code == 0
    (tmp_path / "m.yaml").write_text(result.stdout, encoding="utf-8")
    found = list(records(read_sheet(table), load_mapping(tmp_path / "m.yaml")))
    assert [(r.referents[0].type, r.referents[0].name) for r in found] == [
        ("Enterprise", "甲公司"),
        ("Enterprise", "乙公司"),
    ]
    assert all(any(c.relation == "LOCATED_IN" for c in r.claims) for r in found)


def test_an_unknown_sheet_and_a_document_are_refused_by_name(tmp_path: Path) -> None:
    table = files.xlsx(tmp_path / "a.xlsx")
    (tmp_path / "a.txt").write_text("文。", encoding="utf-8")
    for arguments, words in (
        ([str(table), "--sheet", "无此表"], "its sheets are Sheet"),
        ([str(tmp_path / "a.txt")], "not a table"),
    ):
        result = CliRunner().invoke(app, ["map", *arguments])
        assert result.exit_code == 1
        assert isinstance(result.exception, DocumentError)
        assert words in str(result.exception)


def test_a_saved_mapping_is_written_beside_the_table_once(tmp_path: Path) -> None:
    table = files.xlsx(tmp_path / "供应商.v2.xlsx", (("供应商", "城市"), ("甲公司", "杭州")))
    result = CliRunner().invoke(app, ["map", str(table), "--save"])
    saved = tmp_path / "供应商.v2.mapping.yaml"
    assert (result.exit_code, result.stdout) == (0, f"{saved}\n")
    before = saved.read_text(encoding="utf-8")
    again = CliRunner().invoke(app, ["map", str(table), "--save"])
    assert again.exit_code == 1
    assert isinstance(again.exception, DocumentError)
    assert "is there already" in str(again.exception)
    assert saved.read_text(encoding="utf-8") == before


SUPPLIERS = (
    ("供应商名称", "注册资本（万元）", "所在地", "供应产品", "采购方", "类型"),
    ("无锡甲轴承有限公司", "500", "无锡市", "轴承、轴套", "常州乙机床有限公司", "直供"),
    ("无锡丙铸造有限公司", "80", "无锡市", "铸件", "常州乙机床有限公司", "意向"),
)


def test_a_mapping_proposed_for_suppliers_keeps_products_and_buyers(tmp_path: Path) -> None:
    table = files.xlsx(tmp_path / "名单.xlsx", SUPPLIERS)
    result = CliRunner().invoke(app, ["map", str(table), "--save"])
    assert result.exit_code == 0
    found = next(records(read_sheet(table), load_mapping(tmp_path / "名单.mapping.yaml")))
    names = {r.id: r.name for r in found.referents}
    assert {(names[c.source], c.relation, names[c.target]) for c in found.claims} >= {
        ("无锡甲轴承有限公司", "SUPPLIES", "常州乙机床有限公司"),
        ("无锡甲轴承有限公司", "PRODUCES", "轴套"),
        ("无锡甲轴承有限公司", "LOCATED_IN", "无锡市"),
    }
    assert found.referents[0].attrs == {"capital": "5000000"}


def test_a_list_of_suppliers_needs_no_mapping(tmp_path: Path) -> None:
    first, second = records(read_sheet(files.xlsx(tmp_path / "名单.xlsx", SUPPLIERS)))
    names = {r.id: r.name for r in first.referents}
    assert {(names[c.source], c.relation, names[c.target], c.attrs) for c in first.claims} >= {
        ("无锡甲轴承有限公司", "SUPPLIES", "常州乙机床有限公司", (("product", "轴承、轴套"),)),
        ("无锡甲轴承有限公司", "PRODUCES", "轴承", ()),
    }
    assert not second.referents
    assert [r.reason for r in second.rejected] == ["supplies nothing, or not yet"]


def test_a_type_that_is_new_is_proposed_by_its_titles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HERE, tmp_path / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    standard = (tmp_path / "schema" / "nodes" / "fund.yaml").read_text(encoding="utf-8")
    standard = standard.replace("name: Fund", "name: Standard", 1).replace("基金名称", "标准名称")
    (tmp_path / "schema" / "nodes" / "standard.yaml").write_text(standard, encoding="utf-8")
    known = load_ontology(tmp_path / "schema")
    for module in (propose, draft):
        monkeypatch.setattr(module, "ontology", lambda: known)
    rows = (("标准名称", "所在地"), ("锂离子电池隔膜", "深圳市"), ("动力电池循环寿命", "宁德市"))
    proposed = propose.propose_mapping(read_sheet(files.xlsx(tmp_path / "标准.xlsx", rows)))
    assert 'name: {headers: ["标准名称"]}' in proposed
    assert "type: Standard" in proposed
