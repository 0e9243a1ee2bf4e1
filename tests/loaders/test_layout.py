"""The shape of documents: header, title, sections, sentences, clauses, signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document, Span
from kg.loaders.layout import Layout, layout

REPLY = """索 引 号 | A1/2023-1 | 成文日期 | 2023-05-04 |
发布机构 | 市经信局 |
王代表:
您提出的建议收悉。现答复如下:
一、强化招引,做强产业
今年以来,我市引进项目12个;总投资50亿元。
（一）优化布局。推进园区建设。
二、下一步打算
我们将继续努力。
某某市经济和信息化局
2023年5月4日
"""
NOTICE = """某政发〔2021〕3号
某某市人民政府关于印发《某某市氢能产业规划》的通知各县（市、区）人民政府：
现将规划印发给你们。
第一章总则
第一条为促进氢能产业发展，制定本规划。
第二条本规划适用于全市。
（二）提升研发普及率鼓励企业加大投入，支持建设研发中心，形成一批成果，带动上下游协同发展。
某某市人民政府2021年3月1日
"""
NEWS = """某地光伏产业再上台阶
发布时间：2011-08-31
发布人：
上半年，光伏产值增长两成。
新生产线投产
新线月底投产。
"""


def _of(text: str) -> Layout:
    return layout(Document.of_text(text))


def _read(text: str, span: Span | None) -> str | None:
    return span.text(text) if span else None


def test_reply_has_header_sections_and_signature() -> None:
    made = _of(REPLY)
    assert _read(REPLY, made.header) == "索 引 号 | A1/2023-1 | 成文日期 | 2023-05-04 |\n发布机构 | 市经信局 |"
    assert made.title is None
    assert [s.heading.text(REPLY) for s in made.sections] == [
        "一、强化招引,做强产业",
        "（一）优化布局。",
        "二、下一步打算",
    ]
    assert _read(REPLY, made.signature) == "某某市经济和信息化局"
    assert _read(REPLY, made.date) == "2023年5月4日"


def test_notice_has_a_title_that_ends_before_the_addressees() -> None:
    made = _of(NOTICE)
    assert _read(NOTICE, made.title) == "某某市人民政府关于印发《某某市氢能产业规划》的通知"
    assert _read(NOTICE, made.signature) == "某某市人民政府"


def test_heading_run_together_with_text_is_cut() -> None:
    headings = [s.heading.text(NOTICE) for s in _of(NOTICE).sections]
    assert headings[0] == "第一章总则"
    assert headings[-1] == "（二）提升研发普及率"


def test_articles_nest_in_chapters() -> None:
    made = _of(NOTICE)
    chapter, first, second, *_ = made.sections
    assert (chapter.level, first.level, second.level) == (0, 2, 2)
    assert first.parent == second.parent == 0
    assert chapter.span.end >= second.span.end >= second.span.start == first.span.end


def test_news_has_title_above_its_particulars_and_headings_without_numbers() -> None:
    made = _of(NEWS)
    assert _read(NEWS, made.title) == "某地光伏产业再上台阶"
    assert _read(NEWS, made.header) == "发布时间：2011-08-31\n发布人："
    assert [s.heading.text(NEWS) for s in made.sections] == ["新生产线投产"]


def test_sentence_knows_the_sections_around_it() -> None:
    made = _of(REPLY)
    sentence = made.sentence_at(REPLY.index("推进园区"))
    assert sentence is not None
    assert [s.heading.text(REPLY) for s in made.around(sentence)] == ["（一）优化布局。", "一、强化招引,做强产业"]


def test_clauses_cover_the_sentence() -> None:
    sentence = _of("甲生产轴承，乙生产齿轮。").sentences[0]
    assert [c.text("甲生产轴承，乙生产齿轮。") for c in sentence.clauses] == ["甲生产轴承，", "乙生产齿轮。"]


def test_empty_and_blank_texts_have_no_parts() -> None:
    for text in ("", " ", "\n\n\t"):
        assert _of(text) == Layout((), ())


_WORDS = st.sampled_from(
    [
        "一、",
        "（二）",
        "第三条",
        "总则",
        "通知",
        "：",
        "。",
        "；",
        "\n",
        "|",
        "甲",
        "关于",
        "的",
        "2020年1月1日",
        "局",
        " ",
        "》",
        "\r\n",
        "1.",
        "\x0b",
    ]
)


@given(st.lists(_WORDS, max_size=50).map("".join))
def test_any_text_is_covered_without_gaps_or_overlaps(text: str) -> None:
    made = _of(text)
    spans = [s.span for s in made.sentences]
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    assert "".join(text[s.start : s.end] for s in spans).replace(" ", "").strip() or not text.strip()
    assert all(0 <= p.start < p.end <= len(text) for p in (made.title, made.header, made.signature, made.date) if p)
    for section in made.sections:
        assert section.span.start == section.heading.start < section.heading.end <= section.span.end <= len(text)
        assert section.parent is None or made.sections[section.parent].level < section.level
    for sentence in made.sentences:
        assert all(sentence.span.start <= c.start < c.end <= sentence.span.end for c in sentence.clauses)


@pytest.mark.parametrize(
    "label", ["发文机关", "制定机关", "发文字号", "印发日期", "【信息索引号】", "索 引 号", "来源"]
)
def test_a_line_with_any_label_of_a_header_is_no_part_of_the_title(label: str) -> None:
    text = f"{label}：云州市人民政府\n关于加快生物医药产业发展的若干意见\n各区人民政府：\n现提出以下意见。\n"
    made = layout(Document.of_text(text))
    assert _read(text, made.header) == f"{label}：云州市人民政府"
    assert _read(text, made.title) == "关于加快生物医药产业发展的若干意见"


def test_a_title_that_begins_like_a_label_stays_a_title() -> None:
    text = "来源可查的药品追溯体系建设方案\n加快建设追溯体系。\n"
    made = layout(Document.of_text(text))
    assert (made.header, _read(text, made.title)) == (None, "来源可查的药品追溯体系建设方案")
