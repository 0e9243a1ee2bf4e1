"""The words that the recognisers keep as data: every list is read, none holds a word twice, and bad files are refused."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document
from kg.errors import SchemaError
from kg.loaders.cues import Cues
from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import project
from tests.paths import ROOT

Write = Callable[[str], Cues]
FILES = sorted((ROOT / "loaders" / "recognise").glob("*.yaml"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Cues:
        file = tmp_path / "words.yaml"
        file.write_text(text, encoding="utf-8")
        return Cues(file)

    return written


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_list_is_read_and_sourced(file: Path) -> None:
    code = file.with_suffix(".py").read_text(encoding="utf-8")
    data = file.read_text(encoding="utf-8")
    assert re.match(r"# .+\n# source: .+\n# date: 20\d\d-\d\d-\d\d\n", data)
    for name in Cues(file).names() if "_CUES.names()" not in code else ():
        assert f'"{name}"' in code or f"{{{name}}}" in code or f"{{{name}}}" in data, name


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_no_list_holds_a_word_twice(file: Path) -> None:
    cues = Cues(file)
    for name in cues.names():
        words = cues.words(name)
        assert len(words) == len(set(words)), name
        cues.cue(name).search("")  # compiles


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_code_keeps_no_word_list(file: Path) -> None:
    """Expressions name the lists they fill in: no more than a handful of alternatives stand in one of them."""
    code = file.with_suffix(".py").read_text(encoding="utf-8")
    assert not re.findall(r"(?:[㐀-鿿]{2,}\|){10,}", code)


def test_words_and_expressions(write: Write) -> None:
    cues = write("ending: >-\n  有限公司\n  公司\nfull: ['{ending}(?!法)', '集团']\n")
    assert cues.words("ending") == ["有限公司", "公司"]
    assert cues.cue("full").pattern == "有限公司|公司(?!法)|集团"
    assert cues.expression(r"\d{2,4}(?:{ending})").pattern == r"\d{2,4}(?:有限公司|公司)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 公司\n", "must be a mapping"),
        ("ending: [公司\n", "not valid YAML"),
        ("ending: 公司\nending: 集团\n", "line 2.*stands twice"),
        ("ending: {公司: 集团}\n", "line 1.*list of texts"),
        ("ending: ''\n", "must be a text"),
        ("ending: []\n", "no list 'ending'"),
        ("other: 公司\n", "no list 'ending'; known: other"),
        ("ending: '{missing}'\n", "no list 'missing'"),
        ("ending: '{other}'\nother: '{ending}'\n", "'ending' stands inside itself"),
    ],
)
def test_a_bad_file_is_refused(write: Write, text: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        write(text).cue("ending")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"none\.yaml"):
        Cues(tmp_path / "none.yaml").words("ending")


def test_relation_words_stand_once() -> None:
    cues = Cues(ROOT / "loaders" / "relate" / "scene" / "cues.yaml")
    assert cues.names()
    for name in cues.names():
        cues.cue(name).search("")  # compiles


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=40),
    st.integers(0, 36),
    st.integers(-1, 6),
)
def test_firms_by_their_end(spans: list[tuple[int, int]], first: int, more: int) -> None:
    """Looked up by bisection: the same as a walk over all hits."""
    firms = sorted((Hit(start, start + size, "company", "甲") for start, size in spans), key=lambda h: h.end)
    parsed = Parsed(Document.of_text("甲" * 40))
    parsed.__dict__["hits"] = {"company": firms}
    assert project._firms_ending(parsed, first) == [h for h in firms if h.end == first]
    assert project._firms_ending(parsed, first, first + more) == [h for h in firms if first <= h.end <= first + more]
