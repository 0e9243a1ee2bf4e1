"""`kg load`, `kg forget` and `kg review` as a user types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app, main
from kg.store import open_store
from tests.pipeline.graph import write

NAMES = "杭州甲乙科技有限公司", "杭州甲乙科技股份有限公司"
TABLE = "企业名称,地区\n" + "".join(f"{name},萧山区\n" for name in NAMES)


def kg(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"}, catch_exceptions=False)
    return result.exit_code, result.output


def test_load_review_and_forget(store_folder: Path, tmp_path: Path) -> None:
    path, store = write(tmp_path, "a.csv", TABLE), ("--store", str(store_folder))
    status, printed = kg("load", str(path), "--json", *store)
    account = json.loads(printed)
    assert status == 0
    assert account["balanced"] is account["loaded"] is True
    assert {line["type"] for line in account["lines"]} == {
        "file",
        "row",
        "Enterprise",
        "Region",
        "LOCATED_IN",
        "PART_OF",
    }

    status, printed = kg("review", "list", "--format", "json", *store)
    waiting = json.loads(printed)
    assert [row["reason"] for row in waiting] == ["the names differ in their legal form only"]
    pair = waiting[0]["a"], waiting[0]["b"]
    assert kg("review", "same", *pair, "--by", "李", *store)[0] == 0
    assert json.loads(kg("review", "list", "--format", "json", *store)[1]) == []
    assert kg("review", "undo", *pair, "--by", "李", *store)[0] == 0
    assert "李" in (store_folder.parent / "store.review.tsv").read_text(encoding="utf-8")

    assert kg("load", str(path), *store)[0] == 0
    status, printed = kg("forget", "a.csv", *store)
    assert status == 0
    assert "a.csv" in printed


def test_nothing_loaded_is_status_1_and_nothing_named_is_2(store_folder: Path, tmp_path: Path) -> None:
    assert kg("load", str(tmp_path / "missing.txt"), "--store", str(store_folder))[0] == 1
    assert kg("load", "--store", str(store_folder))[0] == 2


def test_files_that_cannot_be_read_beside_others_are_status_3(store_folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "in", "a.csv", TABLE.replace("地区", "统计口径"))
    write(tmp_path / "in", "b.csv", "")
    status, printed = kg("load", str(tmp_path / "in"), "--store", str(store_folder))
    assert status == 3
    assert "kg: 1 of 2 files could not be read" in printed
    assert "columns not used: a.csv: 统计口径" in printed
    lines = [[cell.strip() for cell in line.split("│")] for line in printed.splitlines() if "│" in line]
    *files, whole = ([int(cell) for cell in line[1:]] for line in lines)
    assert [sum(column) for column in zip(*files, strict=True)] == whole


def test_an_error_is_one_line_with_its_remedy(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store(store_folder).close()
    monkeypatch.setattr("sys.argv", ["kg", "forget", "nowhere.txt", "--store", str(store_folder)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "kg: no document is called 'nowhere.txt'; kg query documents lists them\n"
