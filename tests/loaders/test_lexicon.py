"""Word lists: headers, folding, hits, divisions and places."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.loaders import lexicon
from kg.loaders.lexicon.divisions import divisions, find_region
from kg.loaders.lexicon.fold import fold
from kg.loaders.parsed import Parsed
from tests.paths import SHARED, needs_shared


@pytest.mark.parametrize("path", lexicon.lists(), ids=lambda p: p.name)
def test_every_list_says_its_kind_source_and_date(path) -> None:  # type: ignore[no-untyped-def]
    header, entries = lexicon.read(path)
    assert header["kind"]
    assert header["source"]
    assert header["date"]
    assert entries


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


def test_automaton_works_where_nothing_can_be_kept(fresh_cache: Path) -> None:
    fresh_cache.parent.joinpath("chain-kg").write_text("a file where the folder should be")
    assert lexicon.hits("杭州市")["division"]


@given(st.text())
def test_folding_keeps_length_and_is_done_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_folding_joins_widths_marks_and_scripts() -> None:
    assert fold("ＡＢ（１）「廣東」—•") == "AB(1)“广东”-·"


def test_hits_are_spans_of_their_entries() -> None:
    text = "杭州市萧山区科技局与浙江大学"
    for kind, hits in lexicon.hits(text).items():
        assert all(0 <= h.start < h.end <= len(text) and h.kind == kind for h in hits)
    assert ("萧山区", "330109") in {(text[h.start : h.end], h.key) for h in lexicon.hits(text)["division"]}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("杭州市萧山区", ["330109"]),
        ("萧山", ["330109"]),
        ("浙江省", ["33"]),
        ("北京市", ["11"]),
        ("延边", ["2224"]),
        ("萧山区投资促进局", ["330109"]),
        ("江苏省徐州市鼓楼区", ["320302"]),
        ("没有地名", []),
        ("", []),
    ],
)
def test_region_of_a_name(text: str, codes: list[str]) -> None:
    assert [d.code for d in find_region(text)] == codes


def test_ambiguous_name_gives_all_and_a_parent_settles_it() -> None:
    assert len(find_region("鼓楼区")) == 4
    assert [d.full for d in find_region("福州市鼓楼区")] == ["福建省福州市鼓楼区"]


def test_division_knows_level_and_parents() -> None:
    district = divisions()["330109"]
    assert (district.name, district.level, district.parents) == ("萧山区", "县", ("浙江省", "杭州市"))


def test_every_division_lies_in_one_that_is_listed() -> None:
    assert all(d.code[:2] in divisions() for d in divisions().values())


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
    from kg.loaders.lexicon import build, build_names

    for name, kind, source, use, rows in build_names.BUILDERS:
        assert build.render(name, kind, source, rows(SHARED / "data"), use) == (lexicon.DATA / name).read_bytes(), name


def test_the_automaton_knows_the_entries_of_its_lists() -> None:
    products = lexicon.entries("product")
    assert products
    assert all(lexicon.holds("product", name) for name in products)
    assert not lexicon.holds("company", next(iter(products.keys() - lexicon.entries("company").keys())))
    assert not lexicon.holds("product", "")
