"""What is loaded again: files whose reading may have changed, and files of one name in two folders."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.document import Document
from kg.extraction import Referent
from kg.identity.review import Reviews
from kg.loaders.extract import extract
from kg.loaders.layout import Layout, layout
from kg.loaders.local import Words, write_words
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import recognise as recognised
from kg.mention import Mention
from kg.pipeline import Options, load
from kg.store import Store
from tests.pipeline.graph import write

LETTER = "萧山区引入了赛默飞、澜拓克等企业，落地杭州湾信息港。\n"
BAD = "企业名称,地区,主营产品,注册资本\n杭州甲新材料有限公司,萧山区,光刻胶,不明\n"


def names(store: Store) -> set[str]:
    return {row["n"] for row in store.read("MATCH (e:Enterprise) RETURN e.name AS n")}


def test_words_learnt_since_are_applied(embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORDS", str(tmp_path / "words"))
    path = write(tmp_path, "a.txt", LETTER)
    load([path], embedded, reviews=Reviews())
    assert "赛默飞" in names(embedded)
    write_words(tmp_path / "words", Words(frozenset(), frozenset({("Enterprise", "赛默飞")})))
    again = load([path], embedded, reviews=Reviews())
    assert again.balanced
    assert "赛默飞" not in names(embedded)
    assert load([path], embedded, reviews=Reviews()).totals().unchanged


def test_a_document_read_fast_is_read_again_in_full(
    embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a.txt", LETTER)
    for fast, unchanged in (("1", 0), ("1", 1), ("0", 0), ("0", 1)):
        monkeypatch.setenv("KG_FAST", fast)
        (line,) = (x for x in load([path], embedded, reviews=Reviews()).lines.values() if x.type == "file")
        assert line.unchanged == unchanged


def test_files_of_one_name_are_counted_apart(embedded: Store, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    files = [write(tmp_path / "a", "名录.csv", BAD), write(tmp_path / "b", "名录.csv", BAD.replace("甲", "乙"))]
    first = load(files, embedded, reviews=Reviews())
    second = load(files, embedded, reviews=Reviews())
    assert first.totals().read == second.totals().read
    assert len(first.by_file()) == 2
    assert sorted(Path(p).name for p in first.corrections) == ["a-名录.csv.rejected.csv", "b-名录.csv.rejected.csv"]
    assert [
        ("甲" in Path(p).read_text("utf-8-sig"), "乙" in Path(p).read_text("utf-8-sig")) for p in first.corrections
    ] == [
        (True, False),
        (False, True),
    ]


def test_one_call_reads_fast_and_the_next_in_full(
    embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool | None] = []

    def recognise(parsed: Parsed, others: Iterable[Mention] = (), *, fast: bool | None = None) -> list[Referent]:
        asked.append(fast)
        return recognised(parsed, others, fast=True)

    monkeypatch.setattr("kg.loaders.extract.recognise", recognise)
    monkeypatch.setenv("KG_FAST", "0")
    path = write(tmp_path, "a.txt", LETTER)
    for fast, unchanged in ((True, 0), (True, 1), (False, 0), (None, 1)):
        ledger = load([path], embedded, Options(fast=fast), reviews=Reviews())
        (line,) = (x for x in ledger.lines.values() if x.type == "file")
        assert line.unchanged == unchanged
    extract(Document.of_text(LETTER), fast=True)
    extract(Document.of_text(LETTER), fast=False)
    extract(Document.of_text(LETTER))
    assert asked == [True, False, True, False, None]
    assert os.environ["KG_FAST"] == "0"


def test_a_document_is_parsed_once(tmp_path: Path, embedded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Document] = []

    def counting(document: Document) -> Layout:
        made.append(document)
        return layout(document)

    monkeypatch.setattr("kg.loaders.parsed.layout", counting)
    load([write(tmp_path, "a.txt", LETTER)], embedded, Options(fast=True), reviews=Reviews())
    assert len(made) == 1
