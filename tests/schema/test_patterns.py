"""Patterns that are compiled late find what plain ones find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.loaders.relate.scene.cues import CUES
from kg.schema.patterns import pattern


def test_nothing_is_compiled_before_it_is_used_and_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def counted(written: str) -> re.Pattern[str]:
        compiled.append(written)
        return real(written)

    monkeypatch.setattr(re, "compile", counted)
    late = pattern("(甲|乙)+")
    assert not compiled
    assert [m.span() for m in late.finditer("甲乙丙乙")] == [(0, 2), (3, 4)]
    assert late.fullmatch("甲")
    assert (late.pattern, late.groups) == ("(甲|乙)+", 1)
    assert compiled == ["(甲|乙)+"]


def test_what_is_wrong_is_told_at_the_first_use() -> None:
    late = pattern("(甲")
    for _ in range(2):
        with pytest.raises(re.error, match="unterminated"):
            late.search("甲")


@given(
    st.sampled_from(CUES.names()),
    st.text("的由与和公司园区产业项目，。；（）省市县0123", max_size=30),
    st.integers(0, 30),
)
def test_late_and_plain_patterns_agree(name: str, text: str, start: int) -> None:
    late, plain = CUES.cue(name), re.compile(CUES.cue(name).pattern)
    assert [m.span() for m in late.finditer(text)] == [m.span() for m in plain.finditer(text)]
    for one, other in ((late.match, plain.match), (late.search, plain.search), (late.fullmatch, plain.fullmatch)):
        assert str(one(text, start)) == str(other(text, start))
