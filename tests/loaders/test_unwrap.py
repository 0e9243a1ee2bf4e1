"""Text broken at a width is read as the paragraphs that it was, and says where things stand in it as it is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document
from kg.extraction import Extraction
from kg.loaders.extract import extract
from kg.loaders.unwrap import unwrap

TEXT = """关于加快培育智能物流装备产业的若干意见
为落实全市制造业提质行动，推动我区智能物流装备产业集聚发展，结合实际制定本意见，自发布之日起由区经济和信息化局负责解释并组织实施。
一、总体目标
到2027年，全区智能物流装备产业规模突破三百亿元，培育链主企业三家，专精特新企业五十家以上，产业链本地配套能力明显增强，形成一批标志性产品。
去年以来，杭州德沃机器人科技有限公司投资十二亿元建设智能搬运机器人生产基地项目，浙江远帆自动化设备股份有限公司与浙江大学共建联合实验室，产品包括堆垛机和穿梭车。
二、保障措施
各镇街要加强统筹，完善工作机制，建立项目库和企业库，强化用地、用能、人才等要素保障，对重点项目实行专班推进，确保各项任务按期落到实处。
"""


def wrapped(text: str, width: int, margin: str = "") -> str:
    """`text` broken after `width` characters, but before no mark that may not begin a line."""
    out = []
    for line in text.splitlines():
        while len(line) > width:
            cut = width
            while line[cut : cut + 1] and line[cut] in "，。、；：）”":
                cut += 1
            out.append(margin + line[:cut])
            line = line[cut:]
        out.append(margin + line)
    return "\n".join(out) + "\n"


def said(extraction: Extraction) -> tuple[set[tuple[str, str]], set[tuple[str, str, str]]]:
    names = {r.id: r.name for r in extraction.referents}
    return (
        {(r.type, r.name) for r in extraction.referents},
        {(c.relation, names[c.source], names[c.target]) for c in extraction.claims},
    )


@pytest.mark.parametrize("margin", ["", "    "])
@pytest.mark.parametrize("width", [18, 25, 36, 48])
def test_wrapped_text_says_what_the_paragraphs_say(width: int, margin: str) -> None:
    text = wrapped(TEXT, width, margin)
    assert unwrap(Document.of_text(text)).document.text.replace(margin or "\0", "") == TEXT
    assert said(extract(Document.of_text(text), fast=True)) == said(extract(Document.of_text(TEXT), fast=True))


@pytest.mark.parametrize("width", [18, 25, 36])
def test_spans_are_those_of_the_text_as_it_stands(width: int) -> None:
    text = wrapped(TEXT, width)
    whole, found = extract(Document.of_text(TEXT), fast=True), extract(Document.of_text(text), fast=True)
    assert found.document.text == text
    spans = [[TEXT[m.start : m.end] for m in r.mentions] for r in whole.referents]
    assert [[text[m.start : m.end].replace("\n", "") for m in r.mentions] for r in found.referents] == spans
    assert any("\n" in text[m.start : m.end] for r in found.referents for m in r.mentions)
    quotes = [TEXT[c.start : c.end].strip() for c in whole.claims]
    assert [text[c.start : c.end].replace("\n", "") for c in found.claims] == [q.replace("\n", "") for q in quotes]


def test_page_numbers_between_lines_go() -> None:
    lines = wrapped(TEXT, 25).splitlines()
    lines[2:2] = ["", "— 1 —", ""]
    assert unwrap(Document.of_text("\n".join(lines) + "\n")).document.text == TEXT


def test_words_in_latin_letters_keep_their_blank() -> None:
    lines = wrapped(TEXT, 36).splitlines()
    line = "生产管理采用覆盖研发、采购、仓储、生产和销售各个环节的统一平台，即 Siemens"
    text = "\n".join([*lines, line, "Teamcenter 平台，并与各分厂的系统相连。"])
    assert unwrap(Document.of_text(text)).document.text.endswith("即 Siemens Teamcenter 平台，并与各分厂的系统相连。")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "",
        "\n\n",
        "杭州德沃机器人科技有限公司\n浙江远帆自动化设备股份公司\n" * 20,
        "1．萧山区经济和信息化局牵头制定产业链培育方案，落实具体责任\n2．区商务局会同有关镇街开展招商引资工作，梳理重点项目清单\n"
        * 5,
        "全区规上工业企业实现增加值三百亿元，同比增长百分之六点五。\n新签约项目二十个，总投资一百二十亿元，其中制造业十五个。\n"
        * 5,
        "名称 | 地址 | 主要产品与行业，规模，年份，备注与说明一栏\n杭州甲公司 | 萧山区某某路十八号 | 机器人，自动化设备与系统\n"
        * 5,
    ],
    ids=["paragraphs", "empty", "blank", "names", "items", "sentences", "table"],
)
def test_text_that_is_not_wrapped_stays(text: str) -> None:
    document = Document.of_text(text)
    assert unwrap(document).document is document


@given(st.integers(10, 80), st.integers(0, 2**32 - 1))
def test_every_character_stands_where_it_is_said_to(width: int, seed: int) -> None:
    pieces = TEXT.splitlines()
    random.Random(seed).shuffle(pieces)
    document = Document.of_text(wrapped("\n".join(pieces), width))
    found = unwrap(document)
    offsets = found.offsets if found.offsets is not None else range(len(document.text) + 1)
    kept = [document.text[i] for i in offsets[:-1]]
    assert all(a == b or (a, b) == ("\n", " ") for a, b in zip(kept, found.document.text, strict=True))
    assert all(a < b for a, b in zip(offsets, offsets[1:], strict=False))
