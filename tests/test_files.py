"""Files are written whole or not at all, and what goes wrong with them is one line."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import DocumentError, KgError
from kg.files import append_file, read_file, write_file


def test_texts_bytes_and_lines_are_written_and_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "新" / "a.txt"
    for content, kept in (("一\n", "一\n".encode()), (b"\x00\xff", b"\x00\xff"), (iter(["a\r\n", "b"]), b"a\r\nb")):
        write_file(path, content)
        assert path.read_bytes() == kept
    append_file(path, "\nc")
    assert path.read_bytes() == b"a\r\nb\nc"


def test_what_was_there_stays_where_writing_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_file(path, "old")

    def lines() -> Iterator[str]:
        yield "new"
        raise OSError(28, "No space left on device")

    with pytest.raises(KgError, match=r"a\.txt: cannot be written: No space left"):
        write_file(path, lines())
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text() == "old"


def test_a_link_is_followed_and_a_device_is_written_to(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(file)
    write_file(link, "x")
    assert link.is_symlink()
    assert file.read_text() == "x"
    null = tmp_path / "null"
    null.symlink_to(os.devnull)
    write_file(null, "x")
    assert null.is_char_device()


@pytest.mark.parametrize("name", ["folder", "file/x", "file/x/y", ""])
def test_where_nothing_can_be_written_is_named(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for write in (write_file, append_file):
        with pytest.raises(KgError, match="cannot be written: [A-Z]"):
            write(Path(name), "x")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "folder"]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff一".encode())
    assert read_file(path) == "一"
    path.write_bytes(b"ab\xff")
    with pytest.raises(DocumentError, match=r"no UTF-8 text \(byte 2\)"):
        read_file(path)
    for wrong in (tmp_path, tmp_path / "missing", path / "x"):
        with pytest.raises(DocumentError, match="cannot be read: [A-Z]"):
            read_file(wrong)
