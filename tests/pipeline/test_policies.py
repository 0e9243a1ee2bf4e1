"""A policy that ends another: dates, and what holds on which day, in either order of loading."""

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
