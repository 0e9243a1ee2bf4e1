"""Conditions of policies: written sentences are read, what is unknown of an enterprise stays unknown."""

import gzip
import json
from collections.abc import Sequence

import pytest

from kg.analysis.conditions import Condition, Judged, conditions, judge, of_policy, relevant, share_met
from kg.analysis.firms import Firm
from kg.analysis.local import Place, Thing
from tests.paths import SHARED, needs_shared

HOME = "330109"
TEXT = """\
第一条 申报条件：
（一）注册地在本区，具有独立法人资格；
（二）上年度营业收入达到2000万元，实缴注册资本不低于500万元；
（三）高新技术企业或规上工业企业；
（四）近三年内无重大违法行为；
（五）职工不少于50人。
第二条 对首次取得注册证的体外诊断试剂，实际投资额1亿元（含）以上的，给予奖励。
第三条 对年营业额达到9亿元的旅行社给予奖励。
"""


def firm(**properties: object) -> Firm:
    held = Thing("enterprise:1", "Enterprise", "资料企业", dict(properties))
    return Firm(held.id, held.name, held.name, (Place("3301"),), {}, thing=held)


def kinds(found: Sequence[Condition]) -> list[tuple[str, float | None, str]]:
    return [(c.kind, c.least, c.value) for c in found]


@pytest.mark.parametrize(
    ("sentence", "kind", "least", "value"),
    [
        ("本措施适用于在萧山区注册并从事医疗器械研发的企业。", "place", None, HOME),
        ("注册地在我市的企业", "place", None, HOME),
        ("在仙居县内注册，从事医疗器械研发的独立法人企业。", "place", None, "331024"),
        ("将注册地迁至本区的上市公司给予奖励。", "place", None, HOME),
        ("对注册在物流园区的物流企业给予奖励。", "place", None, ""),
        ("对上年营收达2000万元的企业给予奖励。", "revenue", 2e7, ""),
        ("对年营业收入首次超过1亿元、2亿元的旅行社给予奖励。", "revenue", 1e8, ""),
        ("固定资产投资5000万元及以上的项目给予补助。", "investment", 5e7, ""),
        ("注册资本不低于500万元。", "capital", 5e6, ""),
        ("从业人员100人以上。", "staff", 100.0, ""),
        ("对规上工业企业给予支持。", "title", None, "规上"),
        ("支持专精特新“小巨人”企业发展。", "title", None, "专精特新"),
        ("近三年内无重大违法行为。", "clean", None, ""),
        ("未被列入失信被执行人名单。", "clean", None, ""),
    ],
)
def test_one_condition_a_sentence(sentence: str, kind: str, least: float | None, value: str) -> None:
    assert (kind, least, value) in kinds(conditions(sentence, HOME))


@pytest.mark.parametrize(
    "sentence",
    [
        "年销售收入2000万元以下的小微企业给予补助。",
        "鼓励企业申请认定为高新技术企业。",
        "培育一批专精特新企业。",
        "给予最高300万元奖励。",
        "取得注册会计师证书的人员给予补贴。",
        "在全市推广先进经验。",
        "",
    ],
)
def test_what_is_no_condition_is_none(sentence: str) -> None:
    assert conditions(sentence, HOME) == []


def test_only_sentences_on_everybody_or_the_segment_count() -> None:
    found = of_policy(TEXT, HOME, ["体外诊断试剂"])
    assert [c.kind for c in found] == [
        "place", "revenue", "capital", "title", "title", "clean", "staff", "investment",
    ]  # fmt: skip
    assert "investment" not in {c.kind for c in of_policy(TEXT, HOME, ["疫苗"])}
    assert not any("旅行社" in s for s in relevant(TEXT, ["体外诊断试剂"]))
    assert all(c.words in "".join(TEXT.split()) and c.words in c.sentence for c in found)


def test_the_unknown_is_not_judged() -> None:
    asked = {c.kind: c for c in of_policy(TEXT, HOME, ["体外诊断试剂"])}
    bare = firm()
    assert {k: judge(c, bare) for k, c in asked.items()} == dict.fromkeys(asked)
    known = firm(employees=20.0, capital=8e6, tags=["高新技术企业", "失信被执行人"])
    known.places = (Place(HOME),)
    told = {k: judge(c, known) for k, c in asked.items()}
    assert told == {
        "place": True, "revenue": None, "capital": True, "title": None, "clean": False, "staff": False, "investment": None,
    }  # fmt: skip
    elsewhere = firm()
    elsewhere.places = (Place("340100"),)
    assert judge(asked["place"], elsewhere) is False


@pytest.mark.parametrize(
    ("sentence", "met"),
    [
        ("上年度营业收入达到2000万元。", True),
        ("对年营业收入首次超过1亿元的企业给予奖励。", False),
        ("年销售收入2000万元以上。", True),
        ("年产值达到2000万元。", False),
        ("年产值达到1000万元。", True),
        ("亩均营业收入不低于500万元。", None),
        ("营业收入同比增长超过1000万元。", None),
        ("单品种年销售额达到1000万元。", None),
        ("近三年累计营业收入超过3000万元。", None),
    ],
)
def test_revenue_of_a_year_is_judged_and_nothing_else(sentence: str, met: bool | None) -> None:
    (asked,) = [c for c in conditions(sentence, HOME) if c.kind == "revenue"]
    assert judge(asked, firm(revenue=3e7, output=1.5e7)) is met
    assert judge(asked, firm()) is None


def test_the_share_counts_what_is_decided() -> None:
    one = Condition("clean", "x", "x")
    assert share_met([]) == 1.0
    assert share_met([Judged(one, None)]) == 1.0
    assert share_met([Judged(one, True), Judged(one, False), Judged(one, None)]) == 0.5


@pytest.mark.shared
@needs_shared
def test_annotated_conditions_are_found() -> None:
    path = SHARED / "data" / "corpora" / "policy_annotation" / "entry.jsonl.gz"
    if not path.exists():
        pytest.skip("the annotated policies are not there")
    found = {"place": [0, 0], "revenue": [0, 0]}
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        row = json.loads(line)
        asked = {"place" for e in row["entry_list"] if e[1] == "注册地"}
        sales = ("营业收入", "销售", "营业额", "产值", "主营")
        asked |= {"revenue" for e in row["entry_list"] if any(w in e[2] for w in sales)}
        got = {c.kind for c in conditions(row["sentence"], HOME)}
        for kind in asked:
            found[kind][0] += kind in got
            found[kind][1] += 1
    assert found["place"][0] / found["place"][1] >= 0.6
    assert found["revenue"][0] / found["revenue"][1] >= 0.75
