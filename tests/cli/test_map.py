"""`kg map`: its output is a mapping that loads the same table."""

from pathlib import Path

from typer.testing import CliRunner

from kg.cli import app
from kg.errors import DocumentError
from kg.loaders.reading import read_sheet
from kg.loaders.tables import load_mapping, records
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
