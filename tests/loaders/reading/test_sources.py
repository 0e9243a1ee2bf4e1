"""Folders and bad files: everything is read or answered for in one line that says what to do."""

import gzip
import os
import sys
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.loaders.reading import Sheet, Unreadable, read_sources
from tests.loaders import files


def _bad_files(folder: Path) -> dict[str, str]:
    """Every bad file that a folder may hold, and a word of the answer."""
    whole = files.pdf(folder / "whole.pdf").read_bytes()
    (folder / "truncated.pdf").write_bytes(whole[: len(whole) // 2])
    (folder / "whole.pdf").unlink()
    files.pdf(folder / "encrypted.pdf", password="secret")
    files.scan(folder / "scan.pdf")
    (folder / "not-a.pdf").write_bytes(b"<html>error 404</html>")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\ngarbage\n%%EOF")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text(" \n\u3000\n", encoding="utf-8")
    (folder / "long.txt").write_bytes(b"a" * 50_000_000)
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 50)
    with zipfile.ZipFile(folder / "zip.docx", "w") as packed:
        packed.writestr("a.txt", "x")
    (folder / "half.docx").write_bytes(files.docx(folder / "t.docx").read_bytes()[:3000])
    (folder / "t.docx").unlink()
    (folder / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (folder / "a.doc").write_bytes(b"x")
    (folder / "a.wps").write_bytes(b"x")
    (folder / "a.xyz").write_bytes(b"x")
    (folder / "noending").write_bytes(b"x")
    (folder / "a.xlsx").write_bytes(b"PK nothing")
    (folder / "a.zip").write_bytes(b"x")
    (folder / "photo.png").write_bytes(b"x")
    (folder / "blank.html").write_text("<html><body><script>1</script></body></html>", encoding="utf-8")
    (folder / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    (folder / "a.json").write_text("{oops", encoding="utf-8")
    (folder / "a.jsonl").write_text("1\n2\n", encoding="utf-8")
    (folder / "gold.json").write_text('{"doc": "a", "entities": [], "relations": []}', encoding="utf-8")
    (folder / "a.csv").write_text("\n\n", encoding="utf-8")
    (folder / "b.csv").write_bytes(b"x" * 50_000_000)
    (folder / "cut.csv.gz").write_bytes(gzip.compress(b"a,b\n" * 99)[:-9])
    return {
        "truncated.pdf": "cut off",
        "encrypted.pdf": "password",
        "scan.pdf": "--ocr",
        "not-a.pdf": "not a PDF",
        "broken.pdf": "broken",
        "empty.txt": "empty",
        "blank.txt": "no text",
        "long.txt": "50,000,000 characters",
        "binary.txt": "UTF-8",
        "zip.docx": "zip archive",
        "half.docx": "not a whole .docx",
        "old.docx": "password",
        "a.doc": "save it as .docx",
        "a.wps": "save it as .docx",
        "a.xyz": "no reader for .xyz",
        "noending": "without an ending",
        "a.xlsx": "not a workbook",
        "a.zip": "unpack",
        "photo.png": "--ocr",
        "blank.html": "no text",
        "deep.json": "nested",
        "a.json": "not valid JSON",
        "a.jsonl": "JSON object",
        "gold.json": "annotation",
        "a.csv": "no rows",
        "b.csv": "no row of it can be read",
        "cut.csv.gz": "gzip",
    }


def test_every_bad_file_is_one_line_and_the_good_ones_are_read(tmp_path: Path) -> None:
    expected = _bad_files(tmp_path)
    (tmp_path / "good.txt").write_bytes("萧山区的产业链。\n".encode("gb18030"))
    (tmp_path / "table.csv").write_text("企业名称,产品\n甲公司,电池\n", encoding="utf-8")
    started = time.perf_counter()
    found = list(read_sources([tmp_path]))
    assert time.perf_counter() - started < 20
    reasons = {s.path.name: s.reason for s in found if isinstance(s, Unreadable)}
    assert {name: word for name, word in expected.items() if word not in reasons.get(name, "")} == {}
    assert set(reasons) == set(expected)
    for name, reason in reasons.items():
        assert str(tmp_path / name) in reason
        assert "\n" not in reason
        assert len(reason) < 500
    assert [s.name for s in found if isinstance(s, Document)] == ["good.txt"]
    assert [s.name for s in found if isinstance(s, Sheet)] == ["table"]


@given(data=st.data(), suffix=st.sampled_from([".docx", ".xlsx", ".pdf"]))
@settings(max_examples=60, deadline=None)
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, suffix: str
) -> None:
    whole = bytearray(_whole(tmp_path_factory.getbasetemp(), suffix))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / f"damaged{suffix}"
    path.write_bytes(whole[: data.draw(st.integers(1, len(whole)))] if data.draw(st.booleans()) else whole)
    found = list(read_sources([path]))
    assert found
    assert all("\n" not in s.reason and str(path) in s.reason for s in found if isinstance(s, Unreadable))


@cache
def _whole(folder: Path, suffix: str) -> bytes:
    path = folder / f"whole{suffix}"
    if suffix == ".docx":
        return files.docx(path).read_bytes()
    return (files.xlsx(path) if suffix == ".xlsx" else files.pdf(path)).read_bytes()


def test_folders_are_walked_in_order_without_hidden_files_and_nothing_twice(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden/x.txt", ".x.txt", "~$a.docx", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("文", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    found = list(read_sources([tmp_path, tmp_path / "a.txt"]))
    assert [s.source.removeprefix(tmp_path.as_posix()) for s in found if isinstance(s, Document)] == [
        "/a.txt",
        "/b/1.txt",
        "/b/2.txt",
    ]


@pytest.mark.parametrize(
    ("name", "part"), [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml"), ("a.csv.gz", "")]
)
def test_what_would_unpack_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, part: str
) -> None:
    monkeypatch.setattr("kg.loaders.reading.file.LARGEST_FILE", 1_000_000)
    if part:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(part, b" " * 2_000_000)
    else:
        (tmp_path / name).write_bytes(gzip.compress(b"a,b\n" * 500_000))
    (answer,) = read_sources([tmp_path])
    assert isinstance(answer, Unreadable)
    assert "unpacks to more than 1 MB" in answer.reason


def test_an_annotation_beside_its_document_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"doc": "a.txt", "entities": [], "relations": []}', encoding="utf-8")
    (document,) = read_sources([tmp_path])
    assert isinstance(document, Document)


@pytest.mark.parametrize("name", ["missing.txt", "missing", "gone/"])
def test_a_missing_path_is_answered_for(tmp_path: Path, name: str) -> None:
    (answer,) = read_sources([tmp_path / name])
    assert isinstance(answer, Unreadable)
    assert "check the path" in answer.reason


def test_an_empty_folder_is_answered_for(tmp_path: Path) -> None:
    (answer,) = read_sources([tmp_path])
    assert isinstance(answer, Unreadable)
    assert "no files" in answer.reason


def test_a_path_with_a_way_back_is_the_same_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    (tmp_path / "there" / "a.txt").write_text("文", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    (back,) = read_sources([Path("../there/a.txt")])
    (plain,) = read_sources([tmp_path / "there"])
    assert isinstance(back, Document)
    assert isinstance(plain, Document)
    assert back.source == plain.source == (tmp_path / "there" / "a.txt").as_posix()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are Unicode there")
def test_a_name_that_is_no_utf8_is_read_as_chinese(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "资料")
    os.mkdir(folder)
    for name in ("公告.txt", "坏.doc"):
        with open(folder + b"/" + name.encode("gb18030"), "wb") as file:
            file.write("杭州甲乙科技有限公司落户萧山区。".encode())
    document, bad = sorted(read_sources([tmp_path]), key=lambda s: isinstance(s, Unreadable))
    assert isinstance(document, Document)
    assert document.source == (tmp_path / "资料" / "公告.txt").as_posix()
    assert document.id.startswith("doc:")
    assert isinstance(bad, Unreadable)
    assert bad.path == tmp_path / "资料" / "坏.doc"
    assert "坏.doc" in bad.reason
