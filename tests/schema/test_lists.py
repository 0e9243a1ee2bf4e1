"""Shipped lists: rows of fields, without what is said about them."""

from pathlib import Path

from kg.schema.lists import read_rows


def test_rows_are_parted_at_tabs_and_comments_are_none(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text("# source: x\ty\n\n萧山区\t330109\n a # b\n\tc\n", encoding="utf-8")
    assert read_rows(path) == [["萧山区", "330109"], [" a # b"], ["", "c"]]


def test_an_empty_list_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "list.tsv").write_text("", encoding="utf-8")
    assert read_rows(tmp_path / "list.tsv") == []
