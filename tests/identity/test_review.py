"""The file of judgements: plain text, one line each, the last one about a pair in force."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DocumentError
from kg.identity.classes import Pair
from kg.identity.review import Judgement, Reviews, beside


def test_the_last_line_about_a_pair_is_in_force(tmp_path: Path) -> None:
    path = tmp_path / "review.tsv"
    reviews = Reviews.read(path)
    reviews.offer([Pair("a", "b", "one name")])
    reviews.offer([Pair("a", "b", "one name")])
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2
    reviews.judge("same", "b", "a", by="李")
    assert Reviews.read(path).judged.same == {("a", "b")}
    reviews.judge("undone", "a", "b", by="王")
    read = Reviews.read(path)
    assert not read.judged.same
    assert [line.verdict for line in read.lines["a", "b"]] == ["waiting", "same", "undone"]


@pytest.mark.parametrize("verdict", ["same", "not-same", "unsure", "undone"])
def test_a_judgement_stands_where_another_load_offers_the_pair_later(tmp_path: Path, verdict: str) -> None:
    path = tmp_path / "review.tsv"
    slow, quick = Reviews.read(path), Reviews.read(path)
    quick.offer([Pair("a", "b", "one name")])
    Reviews.read(path).judge(verdict, "a", "b", by="李")
    slow.offer([Pair("a", "b", "one name")])
    assert path.read_text(encoding="utf-8").splitlines()[-1].startswith("waiting")
    assert [line.verdict for line in Reviews.read(path).lines["a", "b"]] == ["waiting", verdict]


def test_a_line_that_does_not_parse_is_named(tmp_path: Path) -> None:
    path = tmp_path / "review.tsv"
    path.write_text("# verdict\nmaybe\ta\tb\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="line 2"):
        Reviews.read(path)


def test_the_file_stands_beside_the_store() -> None:
    assert beside("data/kg-store", "review.tsv") == Path("data/kg-store.review.tsv")
    assert beside(".", "review.tsv") == Path.cwd().with_name(f"{Path.cwd().name}.review.tsv")
    assert beside("..", "review.tsv").parent == Path.cwd().parent.parent
    assert beside("bolt://localhost:7687", "review.tsv") == Path("kg.review.tsv")


@given(st.lists(st.text(max_size=20), min_size=5, max_size=5))
def test_any_text_stays_on_its_line(cells: list[str]) -> None:
    line = Judgement("same", *cells).line()
    assert line.count("\n") == 1
    assert line.count("\t") == 5
    assert len(line.splitlines()) == 1
