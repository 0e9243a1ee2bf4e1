"""Word lists: headers, folding, hits, divisions and places."""

import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.loaders import lexicon
from kg.loaders.lexicon import build
from kg.loaders.lexicon.fold import fold_chars
from kg.loaders.parsed import Parsed
from kg.loaders.places import divisions_named
from tests.paths import ROOT, SHARED, needs_shared


@pytest.mark.parametrize("path", lexicon.lists(), ids=lambda p: p.name)
def test_every_list_says_its_kind_source_and_date(path) -> None:  # type: ignore[no-untyped-def]
    header, entries = lexicon.read(path)
    assert header["kind"]
    assert header["source"]
    assert header["date"]
    assert entries


def test_the_documentation_names_the_source_of_every_list() -> None:
    told = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert build.sources() in told, (
        f"docs/data.md is out of step with the headers; its table must read:\n{build.sources()}"
    )
    shipped = [p for room in ("loaders/lexicon/data", "kg/identity/data") for p in (ROOT / room).iterdir()]
    assert all(f"| `{p.parent.relative_to(ROOT)}/{p.name}` |" in told for p in shipped)


@pytest.fixture
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder, and no automaton in memory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lexicon.automaton.cache_clear()
    yield tmp_path / "chain-kg"
    lexicon.automaton.cache_clear()


def test_automaton_is_kept_and_a_damaged_copy_is_made_again(fresh_cache: Path) -> None:
    text = "杭州市萧山区"
    made = lexicon.hits(text)
    (kept,) = fresh_cache.glob("lists-*.pickle")
    lexicon.automaton.cache_clear()
    assert lexicon.hits(text) == made
    kept.write_bytes(b"nonsense")
    lexicon.automaton.cache_clear()
    assert lexicon.hits(text) == made


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners here")
def test_a_copy_that_somebody_else_may_write_is_not_read(fresh_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon.automaton()
    assert fresh_cache.stat().st_mode & 0o777 == 0o700
    (kept,) = fresh_cache.glob("lists-*.pickle")
    kept.write_bytes(pickle.dumps(("planted", "")))
    lexicon.automaton.cache_clear()
    assert lexicon.automaton().machine == "planted"
    fresh_cache.chmod(0o777)
    lexicon.automaton.cache_clear()
    assert lexicon.automaton().machine != "planted"
    assert fresh_cache.stat().st_mode & 0o777 == 0o700
    kept.write_bytes(pickle.dumps(("planted", "")))
    monkeypatch.setattr(os, "getuid", lambda: kept.stat().st_uid + 1)
    lexicon.automaton.cache_clear()
    assert lexicon.automaton().machine != "planted"


def test_automaton_works_where_nothing_can_be_kept(fresh_cache: Path) -> None:
    fresh_cache.parent.joinpath("chain-kg").write_text("a file where the folder should be")
    assert lexicon.hits("杭州市")["division"]


@given(st.text())
def test_folding_keeps_length_and_is_done_once(text: str) -> None:
    folded = fold_chars(text)
    assert len(folded) == len(text)
    assert fold_chars(folded) == folded


def test_folding_joins_widths_marks_and_scripts() -> None:
    assert fold_chars("ＡＢ（１）「廣東」—•") == "AB(1)“广东”-·"


def test_hits_are_spans_of_their_entries() -> None:
    text = "杭州市萧山区科技局与浙江大学"
    for kind, hits in lexicon.hits(text).items():
        assert all(0 <= h.start < h.end <= len(text) and h.kind == kind for h in hits)
    assert ("萧山区", "330109") in {(text[h.start : h.end], h.key) for h in lexicon.hits(text)["division"]}


def test_divisions_are_named_in_any_script_and_width() -> None:
    assert divisions_named("廣東省") == divisions_named("广东省") == ("44",)
    assert divisions_named("位于　杭州市　萧山区") == ("330109",)


def test_places_of_a_text_settle_each_other() -> None:
    parsed = Parsed(Document.of_text("徐州市召开会议,鼓楼区汇报。"))
    assert [(p.name, p.codes) for p in parsed.places] == [("徐州市", ("3203",)), ("鼓楼区", ("320302",))]


def test_home_follows_the_signature() -> None:
    parsed = Parsed(Document.of_text("北京、上海、深圳的做法很好。\n" * 20 + "宜宾市翠屏区商务局\n2023年5月1日"))
    assert parsed.home.issuer == "宜宾市翠屏区商务局"
    assert parsed.home.of("区") == "511502"
    assert parsed.home.of("省") == "51"


def test_home_of_nothing_is_nothing() -> None:
    home = Parsed(Document.of_text("")).home
    assert (home.code, home.of("区"), home.issuer) == (None, None, None)


@given(st.text(alphabet="萧山区abc。\n 省市", max_size=60))
@settings(deadline=None)
def test_words_cover_the_text(text: str) -> None:
    parsed = Parsed(Document.of_text(text))
    assert "".join(t.word for t in parsed.words(0, len(text))) == parsed.folded
    assert all(parsed.word_at(t.start) == t for t in parsed.words(0, len(text)))


@needs_shared
@pytest.mark.shared
def test_a_rebuild_gives_the_shipped_lists() -> None:
    pytest.importorskip("opencc")
    from kg.loaders.lexicon import build_names

    for name, kind, source, use, rows in build_names.BUILDERS:
        assert build.render(name, kind, source, rows(SHARED / "data"), use) == build.place(name).read_bytes(), name


def test_the_automaton_knows_the_entries_of_its_lists() -> None:
    products = lexicon.entries("product")
    assert products
    assert all(lexicon.holds("product", name) for name in products)
    assert not lexicon.holds("company", next(iter(products.keys() - lexicon.entries("company").keys())))
    assert not lexicon.holds("product", "")
