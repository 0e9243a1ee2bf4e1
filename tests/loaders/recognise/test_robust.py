"""Bad input: never an exception, never a span that is not a slice of the text, never quadratic."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.loaders.extract import extract
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import recognise
from kg.schema import ontology
from tests.paths import SHARED, needs_shared

TYPES = set(ontology().nodes)
PIECES = ["《", "》", "“", "”", "（", "）", "(", ")", "萧山区", "科技局", "关于", "的意见", "我区", "该局", "本办法", "、", "和", "。", "\n", " ",
          "公司", "产业园", "项目", "基金", "医院", "大学", "王强", "市长", "表示", "年产5万吨", "〔2021〕16号", "🙂", "\u202e", "\x00", "\ufeff",
          "廣東", "ＡＢＣ", "A", "1", "第", "届", "大会", "国务院", "以下简称", "浙江省", "等", "省", "\r\n", "\t", "\ud7ff"]  # fmt: skip


def check(text: str) -> None:
    """Every mention is a span inside the text, no two overlap, every name stands in the text."""
    things = recognise(Parsed(Document.of_text(text)))
    spans = sorted((m.start, m.end) for r in things for m in r.mentions)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    for thing in things:
        assert thing.type in TYPES
        assert thing.mentions
        assert all(name in text for name in [thing.name, *thing.aliases])
    assert len({r.id for r in things}) == len(things)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=120, deadline=None)
def test_any_mixture_of_cues(text: str) -> None:
    check(text)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "市", "《", "》", "“", "(", "我区", "。" * 50, "\u202e王强", "🙂" * 9, "\x00\x01"]
)
def test_almost_nothing(text: str) -> None:
    check(text)
    assert extract(Document.of_text(text)).document.text == text


@needs_shared
@pytest.mark.shared
@given(st.data())
@settings(max_examples=25, deadline=None)
def test_any_cut_of_a_real_document(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted((SHARED / "gold" / "dev").glob("*.txt"))))
    text = path.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    check(text[start : data.draw(st.integers(start, len(text)))])


@pytest.mark.parametrize(
    "unit",
    [
        "萧山区科技局发布",
        "《",
        "“王强表示",
        "、萧山",
        "关于支持",
        "产业园",
        "我区该局",
        "甲乙丙丁",
        "1万吨",
        "(以下简称",
        "ABC ",
        "公司、",
    ],
)
def test_time_grows_with_length_alone(unit: str) -> None:
    def seconds(characters: int) -> float:
        text = unit * (characters // len(unit))
        began = time.process_time()
        recognise(Parsed(Document.of_text(text)))
        return time.process_time() - began

    seconds(2_000)
    small, large = seconds(8_000), seconds(48_000)
    assert large < 18 * small + 0.3
