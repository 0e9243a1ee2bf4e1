"""Whatever is done to the bytes of a table or a document, what was read is accounted for to the last row."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.identity.review import Reviews
from kg.ledger import OUTCOMES, Ledger
from kg.pipeline import Options, load
from kg.store import Store

TABLE = (
    "企业名称,统一社会信用代码,地区,主营产品,注册资本,成立日期\n"
    + "".join(f"杭州甲{n}科技有限公司,,萧山区,产品{n},{n}万元,20{n:02d}-01-01\n" for n in range(10, 22))
).encode()
LETTER = (
    "萧山区出台《萧山区促进生物医药产业创新发展的若干政策》，引入了赛默飞等企业。\n杭州市萧山区投资促进局\n".encode()
)
BREAKS = st.lists(st.tuples(st.integers(0, 900), st.binary(max_size=6), st.integers(0, 12)), min_size=1, max_size=8)


def broken(raw: bytes, breaks: list[tuple[int, bytes, int]]) -> bytes:
    for place, new, gone in breaks:
        raw = raw[: place % len(raw)] + new + raw[place % len(raw) + gone :] if raw else new
    return raw


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(breaks=BREAKS, name=st.sampled_from(("a.csv", "a.txt", "a.jsonl")))
def test_broken_input_balances(
    embedded: Store, tmp_path: Path, breaks: list[tuple[int, bytes, int]], name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(broken(LETTER if name == "a.txt" else TABLE, breaks))
    ledger = load([path], embedded, Options(), Reviews())
    assert ledger.balanced
    assert sum(line.read for line in ledger.lines.values() if line.type == "file") >= 1
    if name == "a.csv" and ledger.loaded:
        rows = ledger.lines.get((name, "row"))
        assert rows is None or rows.read == rows.created + rows.merged + rows.unchanged + rows.rejected + rows.review
    again = load([path], embedded, Options(), Reviews())
    assert again.balanced
    assert again.totals().created == 0


def test_a_ledger_that_lost_a_row_does_not_balance() -> None:
    ledger = Ledger()
    ledger.read("a.csv", "row", 3)
    ledger.end("a.csv", "row", "created", 2)
    lost = ledger.balanced
    ledger.reject("a.csv", "row", "no name in this row")
    assert (lost, ledger.balanced) == (False, True)
    assert ledger.as_json()["lines"][0]["reasons"] == {"no name in this row": 1}


def test_the_lines_of_the_files_add_up_to_the_line_of_all() -> None:
    ledger = Ledger()
    for file, kind, read in (
        ("a.xlsx", "file", 1),
        ("a.xlsx", "row", 3),
        ("a.xlsx", "Enterprise", 2),
        ("b.csv", "file", 1),
    ):
        ledger.read(file, kind, read)
    ledger.end("a.xlsx", "file", "created")
    ledger.end("a.xlsx", "row", "created", 2)
    ledger.end("a.xlsx", "Enterprise", "created", 2)
    ledger.reject("a.xlsx", "row", "no name in this row", first="Sheet / row 4")
    ledger.reject("b.csv", "file", "the file is empty")
    ledger.read("a.xlsx", "sheet")
    ledger.reject("a.xlsx", "sheet", "no shipped mapping fits")
    assert (ledger.balanced, ledger.unread) == (True, 1)
    rows, whole = ledger.by_file(), ledger.totals()
    assert all(row.balanced for row in (*rows, whole))
    assert {row.file: (row.read, row.rejected) for row in rows} == {"a.xlsx": (4, 2), "b.csv": (1, 1)}
    for column in ("read", *OUTCOMES):
        assert sum(getattr(row, column) for row in rows) == getattr(whole, column)
    assert whole.rejected == sum(row["count"] for row in ledger.rejections())


def test_columns_that_are_not_used_are_said_and_said_again(embedded: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("序号,企业名称,统计口径\n1,杭州甲科技有限公司,月报\n2,杭州乙科技有限公司,季报\n", encoding="utf-8")
    for _ in range(2):
        told = load([path], embedded, Options(), Reviews()).as_json()
        assert told["columns_not_used"] == [{"file": "a.csv", "sheet": "a", "columns": ["序号", "统计口径"]}]


def test_what_is_refused_says_where_and_what_first(embedded: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "企业名称,注册资本\n杭州甲科技有限公司,2亿元\n杭州乙科技有限公司,30000\n杭州丙科技有限公司,5\n,1万元\n",
        encoding="utf-8",
    )
    for _ in range(2):
        first = {
            row["type"]: (row["count"], row["first"])
            for row in load([path], embedded, Options(), Reviews()).rejections()
        }
        assert first == {"value": (2, "a / row 3: '30000'"), "row": (1, "a / row 5")}


def _workbook(path: Path, *sheets: tuple[str, str, list[list[str]]]) -> Path:
    """A workbook of worksheets: name, state, rows."""
    import openpyxl

    book = openpyxl.Workbook()
    for i, (name, state, rows) in enumerate(sheets):
        sheet = book.active if i == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title, sheet.sheet_state = name, state
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_worksheets_of_remarks_and_hidden_ones_do_not_make_a_file_unread(embedded: Store, tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "a.xlsx",
        ("名单", "visible", [["企业名称"], ["青田甲阀门有限公司"]]),
        ("旧表", "hidden", [["企业名称"], ["青田乙阀门有限公司"]]),
        ("说明", "visible", [["本表由企业填报。"]]),
    )
    ledger = load([path], embedded, Options(), Reviews())
    assert (ledger.balanced, ledger.loaded, ledger.unread) == (True, True, 0)
    assert ledger.notes == ["a.xlsx: '说明' is a remark, not a table; it was passed over"]
    assert [(row["type"], row["count"]) for row in ledger.rejections()] == [("part", 1)]
    assert embedded.read("MATCH (n:Enterprise) RETURN n.name AS name") == [{"name": "青田甲阀门有限公司"}]


def test_a_workbook_of_remarks_only_is_a_file_not_read(embedded: Store, tmp_path: Path) -> None:
    remarks = [(name, "visible", [["一行说明。"]]) for name in ("甲", "乙")]
    ledger = load([_workbook(tmp_path / "a.xlsx", *remarks)], embedded, Options(), Reviews())
    assert (ledger.balanced, ledger.loaded, ledger.unread) == (True, False, 1)
