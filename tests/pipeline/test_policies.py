"""A policy that ends another: dates, and what holds on which day, in either order of loading."""

import json
from itertools import permutations
from pathlib import Path

from kg.entity import Window
from kg.identity.review import Reviews
from kg.pipeline import forget, load
from kg.store import Store
from tests.pipeline.graph import export, write

OLD = """杭州市萧山区人民政府办公室关于印发《萧山区扶持生物医药企业办法》的通知
萧政办发〔2020〕8号
第一条 为促进生物医药产业发展，制定本办法。
第二条 本办法自2020年5月1日起施行，有效期三年。
杭州市萧山区人民政府办公室
2020年4月12日
"""
NEW = """杭州市萧山区人民政府关于印发《萧山区促进生物医药产业高质量发展若干措施》的通知
萧政发〔2022〕18号
第一条 支持生物医药产业。
第二条 本措施自2022年7月1日起施行，有效期至2026年12月31日。《萧山区扶持生物医药企业办法》（萧政办发〔2020〕8号）同时废止。
杭州市萧山区人民政府
2022年6月10日
"""
ISSUED = "MATCH (p:Policy {id: $id})-[r:ISSUED_BY]->() RETURN r.since AS since, r.until AS until"
DATES = "MATCH (p:Policy) RETURN p.id AS id, p.effective AS since, p.expires AS until ORDER BY p.id"


def test_a_repeal_dates_the_policy_and_what_its_document_says(store: Store, tmp_path: Path) -> None:
    files = [write(tmp_path, "old.txt", OLD), write(tmp_path, "new.txt", NEW)]
    found = set()
    for order in permutations(files):
        load(order, store, reviews=Reviews())
        found.add(export(store))
        assert [tuple(r.values()) for r in store.read(DATES)] == [
            ("policy:萧政办发〔2020〕8号", "2020-05-01", "2022-06-30"),
            ("policy:萧政发〔2022〕18号", "2022-07-01", "2026-12-31"),
        ]
        issued = store.read(ISSUED, {"id": "policy:萧政办发〔2020〕8号"})
        assert [(r["since"], r["until"]) for r in issued] == [("2020-05-01", "2022-06-30")]
        forget("new.txt", store, Reviews())
        issued = store.read(ISSUED, {"id": "policy:萧政办发〔2020〕8号"})
        assert [(r["since"], r["until"]) for r in issued] == [("2020-05-01", "2023-04-30")]
        forget("old.txt", store, Reviews())
    assert len(found) == 1


def test_a_window_counts_years_and_months_whole() -> None:
    window = Window.of("2021", "2022-02")
    assert tuple(window) == ("2021-01-01", "2022-02-28")
    assert [window.holds(d) for d in ("2020-12-31", "2021-01-01", "2022-02-28", "2022-03-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert Window().holds("1900-01-01")
    assert tuple(window.within(Window(None, "2021-12-31"))) == ("2021-01-01", "2021-12-31")


REPEALING = """枝江市人民政府关于公布废止和宣布失效的规范性文件目录的通知
枝政发〔2024〕2号
枝江市人民政府
{date}

经研究，决定废止下列规范性文件：
一、《枝江市支持食品产业若干政策》（枝政办发〔2019〕5号）
二、《枝江市支持生物医药产业若干意见》（枝政办发〔2018〕6号）
以下文件宣布失效：
1.《枝江市支持建材产业若干政策》（枝政办发〔2017〕9号）
以下文件继续有效：
1.《枝江市支持造船产业若干政策》（枝政办发〔2017〕3号）
"""
KEEPING = """枝江市人民政府关于废止和宣布失效部分规范性文件的通知
枝政发〔2024〕2号
枝江市人民政府
2024年2月1日

经研究，对下列规范性文件予以废止或者宣布失效：
一、《枝江市支持食品产业若干政策》（枝政办发〔2019〕5号），自本通知印发之日起废止。
《枝江市支持造船产业若干政策》（枝政办发〔2017〕3号）继续有效。
二、《枝江市支持建材产业若干政策》（枝政办发〔2017〕9号），适用期已过。
"""
STATES = "MATCH (p:Policy) WHERE p.number STARTS WITH '枝政办发' RETURN p.number AS number, p.expires AS until, p.tags AS tags ORDER BY number"


def states(store: Store) -> list[tuple[str, str | None, bool]]:
    """Number and last day of each policy, and whether it is marked as repealed."""
    return [(r["number"], r["until"], "已废止" in (r["tags"] or ())) for r in store.read(STATES)]


def test_a_list_of_repealed_policies_ends_each_of_them(embedded: Store, tmp_path: Path) -> None:
    load([write(tmp_path, "a.txt", REPEALING.format(date="2024年2月1日"))], embedded, reviews=Reviews())
    assert states(embedded) == [
        ("枝政办发〔2017〕3号", None, False),
        ("枝政办发〔2017〕9号", "2024-01-31", False),
        ("枝政办发〔2018〕6号", "2024-01-31", False),
        ("枝政办发〔2019〕5号", "2024-01-31", False),
    ]


def test_a_policy_that_stays_in_force_among_the_repealed_is_not_ended(embedded: Store, tmp_path: Path) -> None:
    load([write(tmp_path, "a.txt", KEEPING)], embedded, reviews=Reviews())
    assert states(embedded) == [
        ("枝政办发〔2017〕3号", None, False),
        ("枝政办发〔2017〕9号", "2024-01-31", False),
        ("枝政办发〔2019〕5号", "2024-01-31", False),
    ]


def test_a_repeal_without_a_day_is_marked_and_dates_nothing(embedded: Store, tmp_path: Path) -> None:
    load([write(tmp_path, "a.txt", REPEALING.format(date=""))], embedded, reviews=Reviews())
    assert [(until, tag) for _, until, tag in states(embedded)] == [(None, False), *[(None, True)] * 3]


def test_the_policy_that_a_document_ends_is_not_the_document(embedded: Store, tmp_path: Path) -> None:
    text = """枝江市支持新能源材料产业发展若干措施
枝政办发〔2025〕12号
枝江市人民政府办公室
2025年4月1日

支持磷酸铁产业发展。
本措施自2025年5月1日起施行。《枝江市促进电子化学品产业发展若干措施》（枝政办发〔2021〕8号）同时废止。
"""
    load([write(tmp_path, "a.txt", text)], embedded, reviews=Reviews())
    assert states(embedded) == [("枝政办发〔2021〕8号", "2025-04-30", False), ("枝政办发〔2025〕12号", None, False)]
    said = embedded.read("MATCH (p:Policy)-[:SUPPORTS]->(t:Entity {name: '磷酸铁'}) RETURN p.number AS number")
    assert "枝政办发〔2021〕8号" not in {r["number"] for r in said}


def test_a_last_day_is_read_without_a_first_one(embedded: Store, tmp_path: Path) -> None:
    text = "枝江市支持物流产业若干意见\n枝政办发〔2018〕7号\n枝江市人民政府办公室\n2018年1月1日\n\n支持冷链物流。本意见有效期至2022年12月。\n"
    load([write(tmp_path, "a.txt", text)], embedded, reviews=Reviews())
    assert states(embedded) == [("枝政办发〔2018〕7号", "2022-12-31", False)]


HOLDS = "MATCH (p:Policy)-[e:APPLIES_TO]->(r:Region) RETURN p.name AS policy, r.id AS region, e.confidence AS sure ORDER BY p.name"
BODY = "为加快推动装备制造业高质量发展，特制定本措施。\n一、支持企业扩大规模。对首次入规的企业给予10万元奖励。"


def test_a_policy_holds_where_its_title_alone_says(store: Store, tmp_path: Path) -> None:
    """The title of a JSON object, with and without 《》; a name inside a title is no mention of the text."""
    title = "旌阳区促进装备制造业高质量发展若干措施"
    page = json.dumps({"title": title, "content": BODY}, ensure_ascii=False)
    cited = "我们学习了《四川省旌阳区氢能产业发展规划》《长江经济带发展规划》，感到很受启发。"
    load([write(tmp_path, "a.json", page), write(tmp_path, "b.txt", cited)], store, reviews=Reviews())
    rows = store.read(HOLDS)
    assert [(r["policy"].strip("《》"), r["region"]) for r in rows] == [
        ("四川省旌阳区氢能产业发展规划", "region:510603"),
        (title, "region:510603"),
    ]
    assert all(r["sure"] >= 0.5 for r in rows)
