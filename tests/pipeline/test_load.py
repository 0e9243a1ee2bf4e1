"""Loading, loading again, loading a new version, forgetting: each leaves exactly the graph that the files say."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.identity.review import Reviews
from kg.pipeline import Options, forget, load
from kg.pipeline.load import load_parts
from kg.pipeline.sources import Part, parts
from kg.queries.catalog import run
from kg.store import Store
from tests.pipeline.graph import edges, export, ids, write

EXAMPLES = Path(__file__).parents[2] / "examples"
DIRECTORY = """企业名称,统一社会信用代码,地区,主营产品,注册资本
杭州甲乙过滤器材有限公司,91330109MA27W2M00B,浙江省杭州市萧山区,滤芯,1000万元
杭州丙丁新材料有限公司,,萧山区,光刻胶,不明
,,萧山区,滤芯,
"""
LETTER = """关于促进生物医药产业发展的答复
萧山区出台《萧山区促进生物医药产业创新发展的若干政策》鼓励发展生物医药产业，引入了赛默飞等世界500强企业。
杭州市萧山区投资促进局
2022年6月29日
"""


def test_a_second_load_creates_nothing(store: Store, tmp_path: Path) -> None:
    files = write(tmp_path, "a.csv", DIRECTORY), write(tmp_path, "b.txt", LETTER)
    first = load(files, store, reviews=Reviews())
    before = export(store)
    second = load(files, store, reviews=Reviews())
    assert first.balanced
    assert second.balanced
    assert first.totals().created > 0
    assert second.totals().created == second.totals().merged == 0
    assert second.totals().unchanged == second.totals().read - second.totals().rejected
    assert export(store) == before


def test_every_row_of_a_table_ends_somewhere(store: Store, tmp_path: Path) -> None:
    ledger = load([write(tmp_path, "a.csv", DIRECTORY)], store, reviews=Reviews())
    rows = ledger.lines["a.csv", "row"]
    assert (rows.read, rows.created, rows.rejected) == (3, 2, 1)
    assert ledger.lines["a.csv", "value"].rejected == 1
    assert store.read("MATCH (n:Enterprise {id: 'enterprise:91330109MA27W2M00B'}) RETURN n.capital AS c")[0]["c"] == 1e7


def test_rejected_rows_can_be_corrected_and_loaded(store: Store, tmp_path: Path) -> None:
    ledger = load([write(tmp_path, "a.csv", DIRECTORY)], store, reviews=Reviews())
    assert len(ledger.corrections) == 1
    corrections = Path(ledger.corrections[0])
    assert "不明" in corrections.read_text(encoding="utf-8-sig")
    text = (
        corrections.read_text(encoding="utf-8-sig")
        .replace("不明", "500万元")
        .replace(",,萧山区", "杭州戊己机械有限公司,,萧山区")
    )
    again = load([write(tmp_path, "corrected.csv", text)], store, reviews=Reviews())
    assert again.lines["corrected.csv", "row"].rejected == 0
    assert "enterprise:杭州戊己机械有限公司" in ids(store)
    shutil.rmtree(corrections.parent)


def test_a_new_version_replaces_what_the_old_one_said(store: Store, tmp_path: Path) -> None:
    other = write(tmp_path, "b.txt", LETTER)
    path = write(tmp_path, "a.csv", DIRECTORY.replace("不明", "1万元"))
    load([path, other], store, reviews=Reviews())
    path.write_text("企业名称,地区,主营产品\n杭州甲乙过滤器材有限公司,萧山区,膜组件\n", encoding="utf-8")
    ledger = load([path, other], store, reviews=Reviews())
    assert ledger.lines["a.csv", "file"].merged == 1
    after = export(store)
    assert "滤芯" not in after
    assert "光刻胶" not in after
    assert "product:膜组件" in ids(store)
    assert "region:330109" in ids(store)
    forget("a.csv", store, Reviews())
    forget("b.txt", store, Reviews())
    load([path, other], store, reviews=Reviews())
    assert export(store) == after


def test_a_forgotten_document_leaves_nothing_that_only_it_said(store: Store, tmp_path: Path) -> None:
    first, second = write(tmp_path, "a.csv", DIRECTORY), write(tmp_path, "b.txt", LETTER)
    load([first], store, reviews=Reviews())
    alone = export(store)
    load([second], store, reviews=Reviews())
    assert export(store) != alone
    assert forget("b.txt", store, Reviews())["facts"]
    assert export(store) == alone
    forget(str(first), store, Reviews())
    assert export(store) == ""


def test_forgetting_what_is_not_there_says_so(store: Store) -> None:
    with pytest.raises(QueryError, match="no document is called"):
        forget("nowhere.txt", store, Reviews())


def test_a_dry_run_reads_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    reviews = Reviews()
    ledger = load([write(tmp_path, "a.csv", DIRECTORY)], store, Options(dry_run=True), reviews)
    assert ledger.balanced
    assert ledger.totals().read > 0
    assert export(store) == ""
    assert (ledger.corrections, reviews.lines) == ([], {})


def test_a_dry_run_counts_what_the_load_counts(store: Store, tmp_path: Path) -> None:
    later = DIRECTORY.replace("1000万元", "2000万元").replace("杭州丙丁新材料有限公司", "杭州丙丁新材料股份有限公司")
    for name, text in (
        ("a.csv", DIRECTORY),
        ("b.csv", DIRECTORY),
        ("a.csv", later),
        ("c.txt", LETTER),
        ("a.csv", later),
    ):
        path = write(tmp_path, name, text)
        dry = load([path], store, Options(dry_run=True), Reviews())
        assert dry.lines == load([path], store, reviews=Reviews()).lines
    everything = load([tmp_path], store, Options(dry_run=True), Reviews())
    assert everything.lines == load([tmp_path], store, reviews=Reviews()).lines


def test_a_dry_run_of_every_example_counts_what_its_load_counts(embedded: Store) -> None:
    """Each is read once, so that the test stays quick."""
    for part in parts([EXAMPLES / "documents", EXAMPLES / "tables"]):
        assert isinstance(part, Part)
        read = list(part.units())
        part.units = partial(iter, read)
        dry = load_parts([part], embedded, Options(dry_run=True), Reviews())
        assert dry.lines == load_parts([part], embedded, Options(), Reviews()).lines


def test_what_cannot_be_read_is_a_line_and_the_rest_is_loaded(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", "a.csv", DIRECTORY)
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 truncated")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    write(tmp_path / "in", "strange.csv", "foo,bar\n1,2\n")
    ledger = load([tmp_path / "in"], store, reviews=Reviews())
    files = {line.file: line for line in ledger.lines.values() if line.type == "file"}
    assert len(files) == 5
    assert {name for name, line in files.items() if line.rejected} == {
        "broken.pdf",
        "empty.txt",
        "old.doc",
        "strange.csv",
    }
    assert ledger.balanced
    assert ledger.loaded


def test_nothing_loaded_is_no_success(store: Store, tmp_path: Path) -> None:
    ledger = load([tmp_path / "missing"], store, reviews=Reviews())
    assert ledger.balanced
    assert not ledger.loaded


def test_several_processes_give_the_same_graph(embedded: Store, tmp_path: Path) -> None:
    files = [
        write(tmp_path, f"{n}.txt", LETTER.replace("赛默飞", name))
        for n, name in enumerate(("赛默飞", "科百特", "美迪西"))
    ]
    load(files, embedded, Options(jobs=2), Reviews())
    together = export(embedded)
    for path in files:
        forget(str(path), embedded, Reviews())
    load(files, embedded, reviews=Reviews())
    assert export(embedded) == together


def test_divisions_stand_in_their_hierarchy(store: Store, tmp_path: Path) -> None:
    load([write(tmp_path, "b.txt", LETTER)], store, reviews=Reviews())
    assert {("region:330109", "PART_OF", "region:330100"), ("region:330100", "PART_OF", "region:330000")} <= edges(
        store
    )
    assert store.read("MATCH (n:Region {id: 'region:330109'}) RETURN n.name AS name") == [{"name": "萧山区"}]


def test_the_levels_of_several_tables_do_not_contradict_each_other(store: Store, tmp_path: Path) -> None:
    rows = "区划名称,区划代码,级别\n萧山区,330109,{}\n杭州市,330100,{}\n浙江省,330000,{}\n"
    tables = (
        rows.format("县", "市", "省"),
        rows.format("区县级", "地级市", "省级"),
        rows.format("市辖区", "副省级城市", ""),
    )
    for name, text in zip("abc", tables, strict=True):
        load([write(tmp_path, f"{name}.csv", text)], store, reviews=Reviews())
    load([write(tmp_path, "d.txt", LETTER)], store, reviews=Reviews())
    assert [r for r in run(store, "contradictions") if r["relation"] == "level"] == []
    levels = store.read(
        "MATCH (n:Region) WHERE n.level IS NOT NULL RETURN n.name AS name, n.level AS level ORDER BY n.id"
    )
    assert [(r["name"], r["level"]) for r in levels] == [("浙江省", "省级"), ("杭州市", "地级"), ("萧山区", "县级")]
