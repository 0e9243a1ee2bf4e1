"""Clauses of policies, held against three measures that were read by hand: which segments, how much, from what on."""

from pathlib import Path

import pytest

from kg.analysis.clause import clause_at, clauses, grants, most, supporting
from kg.analysis.clauses import match_clauses
from kg.analysis.integrity import check
from kg.chains import templates
from kg.chains.place import Segments
from kg.errors import QueryError
from kg.identity.review import Reviews
from kg.pipeline import Options, load
from kg.store import Store

MEASURES = {
    "医药.txt": """\
示范区人民政府办公室关于印发《萧山区促进医药化工产业发展若干措施》的通知
萧示办〔2025〕7号
各镇街：
《萧山区促进医药化工产业发展若干措施》已经区政府同意，现印发给你们。

萧山区促进医药化工产业发展若干措施
第一条 支持原料药企业绿色改造。对投资额1000万元以上的技术改造项目，按设备投资额的12%给予补助，最高不超过500万元。
第二条 支持新药研制。
（一）对取得注册证书的生物药，每个给予1000万元奖励。
（二）对取得注册证书的第三类体外诊断试剂，分别给予200万元、100万元奖励。
第三条 鼓励引进医药中间体企业。年营业收入首次突破10亿元的，一次性奖励100万元。
第四条 对使用落后设备的印染助剂企业不予补助。
第五条 区财政每年安排专项资金，用于本措施各项奖励。
第六条 本措施自2025年4月10日起施行，有效期至2027年12月31日。
萧山区人民政府办公室
2025年3月10日
""",
    "制造.txt": """\
萧山区人民政府关于加快发展智能装备的意见
萧示发〔2025〕11号
各镇街：
一、培育重点领域
1. 支持工业机器人本体企业扩产，固定资产投资5000万元以上的，给予实际投资额10%的补助，单个企业最高1000万元。
2. 加快发展谐波减速器、伺服电机等关键部件，对首台套产品给予最高300万元奖励。
二、完善保障
3. 限制高耗能铸件企业扩大产能。
4. 加强人才培训，每年培训1000人次。
本意见自2025年5月1日起施行。
萧山区人民政府
2025年4月20日
""",
}
GOLD = {
    ("第一条", "化学原料药", 5e6, 0.12, ("投资额1000万元以上",)),
    ("第一条", "创新药原料药", 5e6, 0.12, ("投资额1000万元以上",)),
    ("第二条（二）", "体外诊断试剂", 2e6, None, ()),
    ("第三条", "医药中间体", 1e6, None, ("年营业收入首次突破10亿元",)),
    ("第三条", "高级医药中间体", 1e6, None, ("年营业收入首次突破10亿元",)),
    ("一1", "工业机器人本体", 1e7, 0.10, ("固定资产投资5000万元以上",)),
    ("一2", "精密减速器", 3e6, None, ()),
}
"""Mark, a segment as the templates call it, the largest sum in yuan, the share, what is asked."""


@pytest.mark.parametrize(
    ("text", "kinds", "largest"),
    [
        ("对投资额1000万元以上的项目，按设备投资额的12%给予补助，最高不超过500万元。", ["share", "most"], 5e6),
        ("对年度营业收入达到2000万元的企业，给予一次性奖励20万元人民币。", ["sum"], 2e5),
        ("分别给予30万元、15万元奖励；", ["sum"], 3e5),
        ("给予展位费100%资助，目录内其他展会给予展位费70%资助；", ["share", "share"], None),
        ("分别给予30%、20%、16%补助，上述最高补助3000万元。", ["share", "most"], 3e7),
        ("设立总规模不低于1亿元的引导资金。", [], None),
        ("年营业收入首次突破10亿元的企业。", [], None),
    ],
)
def test_what_is_given_is_no_threshold(text: str, kinds: list[str], largest: float | None) -> None:
    found = grants(text)
    assert [g.kind for g in found] == kinds
    assert most(found) == largest


def test_marks_name_the_clauses_around() -> None:
    text = MEASURES["医药.txt"]
    found = clauses(text)
    assert [c.mark for c in found] == [
        "第一条",
        "第二条",
        "第二条（一）",
        "第二条（二）",
        "第三条",
        "第四条",
        "第五条",
        "第六条",
    ]
    assert all(text[c.start : c.end] == c.text for c in found)
    assert clause_at(text, 0) is None
    assert clause_at(text, text.index("分别给予")) == found[3]
    assert clauses("") == clauses("没有编号的文字。\n第二行。") == []


def test_what_is_denied_is_not_supported() -> None:
    assert supporting("支持轴承企业。不支持铅酸电池项目。") == "支持轴承企业。"


def test_words_in_running_text_are_whole_and_longest() -> None:
    known = Segments(templates().values())
    assert [w for w, _ in known.found_in("支持体外诊断试剂和工业机器人本体")] == ["体外诊断试剂", "工业机器人本体"]
    assert known.found_in("数据库软件")[0][0] == "数据库软件"
    assert not known.found_in("")


@pytest.fixture
def told(embedded: Store, tmp_path: Path) -> Store:
    for name, text in MEASURES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    load([tmp_path], embedded, Options(fast=True), Reviews.beside(str(tmp_path / "g")))
    return embedded


def test_every_clause_with_its_segments_sums_and_conditions(told: Store) -> None:
    rows = match_clauses(told, "萧山区")
    found = {
        (
            row.clause, segment, row.most, next((g.value for g in row.grants if g.kind == "share"), None),
            tuple(j.condition.words for j in row.conditions),
        )
        for row in rows for segment in row.segments
    }  # fmt: skip
    assert {f[:2] for f in found} >= {g[:2] for g in GOLD}  # recall by clause and segment
    assert found >= GOLD
    assert {f[0] for f in found} == {
        "第一条",
        "第二条（一）",
        "第二条（二）",
        "第三条",
        "一1",
        "一2",
    }  # no other clause
    assert {row.until for row in rows if row.clause.startswith("第")} == {"2027-12-31"}
    assert {row.since for row in rows} == {"2025-04-10", "2025-05-01"}
    assert {row.local for row in rows} != {None}
    for row in rows:
        assert row.words
        assert all(word in row.sentence.upper() for word in row.words)


def test_a_segment_and_an_enterprise_find_their_clauses(told: Store) -> None:
    rows = match_clauses(told, "医药中间体", region="萧山区")
    assert [(r.clause, r.segments) for r in rows] == [("第三条", ("医药中间体",))]
    assert "一1" in {r.clause for r in match_clauses(told, "埃斯顿", region="萧山区")}
    assert match_clauses(told, "埃斯顿", region="合肥市") == []
    with pytest.raises(QueryError, match="没有这个"):
        match_clauses(told, "没有这个")


def test_relations_of_support_bear_their_clause_and_its_sum(told: Store) -> None:
    question = "MATCH (:Policy)-[v:SUPPORTS]->(x) RETURN x.name AS name, v.clause AS clause, v.amount AS amount"
    rows = {r["name"]: (r["clause"], r["amount"]) for r in told.read(question)}
    assert rows["医药中间体"] == ("第三条", 1e6)
    assert rows["谐波减速器"] == ("一2", 3e6)
    assert check(told) == []
