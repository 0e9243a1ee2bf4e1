"""Every named query on every engine: what it must answer on the graph made by hand."""

from typing import Any

import pytest

from kg.queries.catalog import catalog, run
from kg.store import Store
from tests.queries.sample import NEWS, PLAN

FIRST = PLAN.split("。")[0] + "。"
JOINT = PLAN.split("。")[1] + "。"
SUPPLY, CAPITAL, PROJECT, PARTNERS = (s + "。" for s in NEWS.split("。")[:4])
CAR, MED = "智能汽车产业链", "生物医药产业链"
QJ, XH, DQ, YH = "钱江电池有限公司", "湘湖汽车有限公司", "德清锂业有限公司", "运河制药有限公司"
P1, P2 = "《支持智能汽车产业链若干政策》", "《动力电池扶持办法》"

# name, parameters, expected rows: tuples of the first columns, in the order of the query
CASES: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ("chains", {}, [(CAR, 2, ["萧山区"], FIRST, "产业链计划"), (MED, 2, ["萧山区"], FIRST, "产业链计划")]),
    ("chains", {"region": "萧山", "document": "plan.txt"}, [(CAR, 1), (MED, 1)]),
    ("chains", {"region": "湖州市"}, []),
    ("chains", {"document": "钱江电池落户"}, []),
    (
        "chain",
        {"chain": CAR},
        [
            ("上游", "车规芯片", 0, []),
            ("上游", "锂矿", 1, [DQ]),
            ("中游", "动力电池", 1, [QJ]),
            ("下游", "整车", 1, [XH]),
        ],
    ),
    (
        "chain_enterprises",
        {"chain": CAR, "region": "杭州市"},
        [
            (XH, "萧山区", ["下游"], ["整车"], ["链主", "上市公司"]),
            (QJ, "萧山区", ["中游"], ["动力电池"], ["专精特新"]),
        ],
    ),
    ("chain_enterprises", {"chain": CAR, "region": "浙江"}, [(DQ, "湖州市"), (XH,), (QJ,)]),
    ("chain_enterprises", {"chain": MED, "region": "萧山区"}, [(YH, "萧山区", [], [], [])]),
    ("pillars", {"region": "萧山区"}, [("智能汽车", [CAR], FIRST), ("生命健康", [MED], FIRST)]),
    (
        "policies",
        {},
        [
            (P1, "萧经信〔2022〕8号", ["区科技局", "区经信局"], "2022-01", None, None, CAR, "第三条", JOINT),
            (P2, None, [], None, None, None, "动力电池", None, "《动力电池扶持办法》支持动力电池。"),
        ],
    ),
    ("policies", {"target": CAR}, [(P1,), (P2,)]),
    ("policies", {"target": "动力电池"}, [(P2,)]),
    ("policies", {"target": "智能汽车"}, [(P1,), (P2,)]),
    ("parks", {"chain": CAR}, [("萧山科技城", "萧山区", CAR, False, [QJ])]),
    ("parks", {"chain": MED}, []),
    (
        "needs",
        {"region": "萧山区"},
        [("萧山区", "lacks", "车规芯片", "短板 | 车规芯片"), ("萧山区", "seeks", "某芯片公司")],
    ),
    ("needs", {"kind": "seeks"}, [("萧山区", "seeks", "某芯片公司")]),
    ("needs", {"region": "湖州市"}, []),
    ("hospitals", {}, [("萧山医院", "三级甲等", "萧山区", [YH])]),
    ("hospitals", {"region": "浙江省"}, [("萧山医院",)]),
    ("hospitals", {"region": "湖州市"}, []),
    ("hospitals", {"words": ["电池"]}, [("萧山医院", "三级甲等", "萧山区", [QJ])]),
    ("upstream", {"product": "整车"}, [(1, "动力电池", [QJ]), (1, "车规芯片", []), (2, "锂矿", [DQ])]),
    ("upstream", {"product": "整车", "steps": "1"}, [(1, "动力电池"), (1, "车规芯片")]),
    ("downstream", {"product": "锂矿"}, [(1, "动力电池", [QJ]), (2, "整车", [XH]), (3, "车规芯片", [])]),
    (
        "connection",
        {"a": "车规芯片", "b": "萧山医院"},
        [
            (1, "车规芯片", "PART_OF", CAR, "上游 | 车规芯片", "enterprises.csv"),
            (2, "萧山区", "DEVELOPS", CAR, FIRST, "产业链计划"),
            (3, "萧山医院", "LOCATED_IN", "萧山区", "萧山医院 | 萧山区"),
        ],
    ),
    ("connection", {"a": DQ, "b": "吴越论坛"}, []),
    ("connection", {"a": DQ, "b": DQ}, []),
    (
        "document",
        {"document": "news.txt"},
        [
            (QJ, "LOCATED_IN", "萧山科技城", SUPPLY, 0, None, "test.says", 0.8),
            (QJ, "SUPPLIES", XH, SUPPLY, 0),
            (QJ, "name", QJ, QJ, 0),
            ("萧山科技城", "name"),
            (XH, "name"),
            (QJ, "capital", "200000000", CAPITAL, 32),
            (QJ, "INVESTS_IN", "钱江电池二期项目", PROJECT, 44),
            ("钱江电池二期项目", "name"),
            (YH, "PARTNERS_WITH", "萧山医院", PARTNERS),
            (YH, "name"),
            ("萧山医院", "name"),
            ("吴越论坛", "name"),
        ],
    ),
    ("joint_issuers", {}, [("区经信局", "区科技局", 1, [P1])]),
    ("tagged", {}, [(XH, ["链主", "上市公司"], ["萧山区"], []), (QJ, ["专精特新"], ["萧山区"], [])]),
    ("tagged", {"tag": "链主", "region": "杭州"}, [(XH,)]),
    ("tagged", {"region": "湖州市"}, []),
    (
        "well_sourced",
        {"type": "Region"},
        [("萧山区", "Region", 1, 9), ("杭州市", "Region", 1, 1), ("湖州市",), ("浙江省", "Region", 1, 0)],
    ),
    ("single_source", {"relation": "SUPPLIES"}, [(QJ, "SUPPLIES", XH, 0.8, SUPPLY, "钱江电池落户")]),
    (
        "contradictions",
        {},
        [
            ("整车", "UPSTREAM_OF", ["整车 → 车规芯片", "车规芯片 → 整车"], ["enterprises.csv"]),
            (QJ, "capital", ["100000000", "200000000"], ["enterprises.csv", "钱江电池落户"]),
        ],
    ),
    ("projects", {}, [("钱江电池二期项目", 2e9, None, "2022-03", None, None, ["萧山区", "萧山科技城"], [QJ], [])]),
    ("projects", {"region": "杭州市"}, [("钱江电池二期项目",)]),
    ("projects", {"region": "湖州"}, []),
    (
        "documents",
        {},
        [
            ("enterprises.csv", None, None, None, None, 34, "doc:list"),
            ("news.txt", "钱江电池落户", None, None, "2022-03", 12, "doc:news"),
            ("plan.txt", "产业链计划", "萧政〔2022〕1号", "萧山区政府", "2022-01-05", 18, "doc:plan"),
        ],
    ),
    ("suppliers", {}, [(QJ, "动力电池", XH, SUPPLY, "钱江电池落户")]),
    ("suppliers", {"enterprise": "钱江电池"}, [(QJ,)]),
    ("suppliers", {"enterprise": DQ}, []),
    (
        "enterprises",
        {"region": "萧山区"},
        [
            (XH, "萧山区", None, [], ["整车"], ["链主", "上市公司"]),
            (YH, "萧山区", None, [MED], [], []),
            (QJ, "萧山区", "萧山科技城", [], ["动力电池"], ["专精特新"]),
        ],
    ),
    ("makers", {"product": "电池"}, [("动力电池", QJ, "Enterprise", ["萧山区"], "qj | cell")]),
    ("partners", {}, [(YH, "Enterprise", "萧山医院", "Hospital", PARTNERS, "钱江电池落户")]),
    ("partners", {"name": QJ}, []),
    ("people", {}, [("李书福", "董事长", XH, "李书福 | 董事长")]),
    ("people", {"organization": "湘湖"}, [("李书福",)]),
    (
        "owners",
        {},
        [(DQ, XH, "SUBSIDIARY_OF", None, None, "xh | dq"), (QJ, "钱江电池二期项目", "INVESTS_IN", 2e9, None, PROJECT)],
    ),
    ("owners", {"name": "钱江电池"}, [(QJ,)]),
    ("find", {"text": "动力电池"}, [("动力电池", "Product", [], 1, "product:cell"), (P2, "Policy")]),
    ("find", {"text": "电池", "type": "Enterprise"}, [(QJ, "Enterprise", ["钱江电池"], 2, "enterprise:qj")]),
    ("isolated", {}, [("吴越论坛", "Event", 1, "event:lt"), ("浙江省", "Region", 1, "region:330000")]),
    ("isolated", {"type": "Region"}, [("浙江省",)]),
    (
        "why_entity",
        {"id": "agency:jx"},
        [("区经信局", "name", "区经信局", "区经信局"), (P1, "ISSUED_BY", "区经信局", JOINT)],
    ),
    ("why_edge", {"id": "no:such"}, []),
    (
        "entity_counts",
        {},
        [("Enterprise", 4), ("Product", 4), ("Region", 4), ("Agency", 2), ("Chain", 2), ("Industry", 2), ("Policy", 2)],
    ),
    ("relation_counts", {}, [("LOCATED_IN", 7, 7), ("PART_OF", 7, 7), ("DEVELOPS", 4, 4), ("UPSTREAM_OF", 4, 4)]),
]
LONGER = {"entity_counts", "relation_counts"}


@pytest.mark.parametrize(("name", "given", "expected"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_answer(filled: Store, name: str, given: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    rows = [tuple(row.values()) for row in run(filled, name, given)]
    if name in LONGER:
        rows = rows[: len(expected)]
    assert [row[: len(want)] for row, want in zip(rows, expected, strict=False)] == expected
    assert len(rows) == len(expected)


def test_a_quote_in_a_parameter_is_only_text(filled: Store) -> None:
    for evil in ("' OR 1=1 //", '"})-[*]-() DETACH DELETE n //', "\\", "$x", "`"):
        assert run(filled, "find", {"text": evil}) == []
    assert run(filled, "find", {"text": "湘湖"})


def test_every_query_has_a_case_with_rows() -> None:
    answered = {name for name, _, rows in CASES if rows} | {"why_edge"}
    assert answered == set(catalog())
