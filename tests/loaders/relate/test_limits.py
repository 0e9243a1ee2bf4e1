"""What a place, a paragraph and a product standing first tell: the rules' limits, beside the sentences of relations.txt."""

import pytest

from kg.loaders.relate import relate
from tests.loaders.marked import lines, read


def _told(marked: str, relation: str) -> set[str]:
    parsed, referents = read(marked)
    return {line for line in lines(relate(parsed, referents), referents) if line.startswith(relation)}


@pytest.mark.parametrize(
    ("marked", "relation", "expected"),
    [
        # the home of a text that only says 我县 is the issuer's own
        (
            "[A 甲县人民政府]关于加快[I 茶叶]产业发展的意见\\n[R 我县]重点发展[I 茶叶]产业。",
            "DEVELOPS",
            {"DEVELOPS 我县 茶叶"},
        ),
        # what a home's policy supports, it develops
        (
            "[L 甲县促进会展政策]\\n为[R 本县=甲县]实际制定[L 本政策=甲县促进会展政策]。支持[I 会展]产业做大。",
            "DEVELOPS",
            {"DEVELOPS 甲县 会展"},
        ),
        # what is told to thrive in a place's report is what it builds up; a figure alone is nothing
        (
            "2026年[R 甲省]政府工作报告\n加快[I 钢铁]、[I 建材]等产业提质升级步伐。[I 中医药]产业产值达到1109亿元。发行[I 家电]消费券。",
            "DEVELOPS",
            {"DEVELOPS 甲省 钢铁", "DEVELOPS 甲省 建材", "DEVELOPS 甲省 中医药"},
        ),
        # one head alone is no list of aims
        ("[R 甲市]上半年情况\\n[R 我市=甲市]平稳。\\n（一）[I 起重机]。进展顺利。", "DEVELOPS", set()),
        # a place that only buys from a sector is not its seat
        ("[R 甲市]向[I 灯具]企业征税。", "DEVELOPS", set()),
        # a firm's own profile keeps its heads
        (
            "[E 甲公司]简介\\n一、[I 水处理]。用户有[E 乙公司]。\\n二、[I 化工]。",
            "ENGAGED_IN 甲公司",
            {"ENGAGED_IN 甲公司 水处理", "ENGAGED_IN 甲公司 化工"},
        ),
        # a head ends with its paragraph
        ("[I 纺织]方面。情况平稳。\\n[E 甲公司]已搬走。", "ENGAGED_IN", set()),
    ],
)
def test_sector_is_told_of_its_seat(marked: str, relation: str, expected: set[str]) -> None:
    assert _told(marked, relation) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[P 铜杆]由[E 甲公司]购买。", set()),
        ("[P 天线]由[E 甲公司]（简称甲）研制。", {"PRODUCES 甲公司 天线"}),
        ("[E 甲公司]（[E 乙公司]持股30%）生产[P 发动机]。", {"PRODUCES 甲公司 发动机"}),
        (
            "[E 甲公司]（生产[P 酒瓶]）、[E 乙公司]（生产[P 酒盒]）在列。",
            {"PRODUCES 甲公司 酒瓶", "PRODUCES 乙公司 酒盒"},
        ),
        ("[E 甲公司]、[E 乙公司]先后落地，前者年产[P 硫酸镍]5万吨。", {"PRODUCES 甲公司 硫酸镍"}),
        ("[P 手机]｜[J 镀膜项目]｜[E 甲公司]", {"PRODUCES 镀膜项目 手机"}),
        ("[J 智能家具博览项目]开工，[P 家具]热销。", set()),
    ],
)
def test_product_is_told_of_its_maker(marked: str, expected: set[str]) -> None:
    assert _told(marked, "PRODUCES") == expected


@pytest.mark.parametrize("part", ["现有", "主要来自", "由", "联合", "生产", "的", "目前", "一、", "方面"])
def test_long_runs_of_cue_words_are_read_in_time(part: str) -> None:
    assert _told("[R 甲市]" + part * 3000 + "[I 灯具]企业，[P 电机]" + part * 3000 + "[E 甲公司]", "SUPPLIES") == set()
