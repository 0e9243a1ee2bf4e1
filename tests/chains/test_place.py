"""Placement: the head of a product decides, the longest word wins, names of enterprises are never looked at."""

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from kg.chains import templates
from kg.chains.place import EXACT, HEAD, NAMED, TRADE, Segments
from kg.chains.pool import pool
from kg.chains.trades import trade_names
from tests.paths import SHARED, needs_shared


@pytest.fixture(scope="module")
def segments() -> Segments:
    return Segments(templates().values())


@pytest.mark.parametrize(
    ("product", "yes", "no"),
    [
        ("锂电池隔膜", "锂电隔膜", "动力电池电芯"),
        ("湿法隔膜产品", "锂电隔膜", "动力电池电芯"),
        ("风电叶片系列产品", "风电叶片", "风电整机"),
        ("疫苗（自产）", "疫苗", "血液制品"),
        ("采血管、口罩", "低值医用耗材", "医疗机构应用"),
    ],
)
def test_the_head_of_a_product_decides(segments: Segments, product: str, yes: str, no: str) -> None:
    names = dict(segments.of_product(product))
    assert yes in names
    assert no not in names


def test_confidence_says_how_it_was_found(segments: Segments) -> None:
    assert dict(segments.of_product("疫苗"))["疫苗"] == EXACT
    assert dict(segments.of_product("狂犬病人用疫苗"))["疫苗"] in (EXACT, HEAD)
    placed = {p.segment: p for p in segments.place([("疫苗", 0.5)])}
    assert placed["疫苗"].confidence == pytest.approx(EXACT)
    assert {p.segment: p for p in segments.place([("疫苗", None)])}["疫苗"].confidence == pytest.approx(NAMED)
    assert {p.segment: p for p in segments.place([], "疫苗")}["疫苗"].confidence == pytest.approx(TRADE)
    both = {p.segment: p for p in segments.place([("疫苗", 0.5)], "疫苗")}["疫苗"]
    assert both.confidence == pytest.approx(1 - (1 - EXACT) * (1 - TRADE), abs=1e-4)


def test_shares_add_up_to_at_most_one(segments: Segments) -> None:
    for one in pool()[:500]:
        for placement in segments.place_listed(one):
            assert placement.share is None or 0 < placement.share <= 1
            assert 0 < placement.confidence < 1
            assert placement.why or placement.trade


def test_the_name_of_an_enterprise_plays_no_part(segments: Segments) -> None:
    one = next(e for e in pool() if e.products and e.active)
    assert segments.place_listed(replace(one, name="动力电池疫苗股份有限公司", short="光伏")) == segments.place_listed(
        one
    )
    assert segments.place_listed(replace(one, products=(), trade="", name="动力电池股份有限公司")) == []


def test_latin_words_match_whole(segments: Segments) -> None:
    assert "医学影像设备" in dict(segments.of_product("DR"))
    assert "医学影像设备" not in dict(segments.of_product("ABCDR"))


def test_pool_is_sound() -> None:
    codes = [e.code for e in pool()]
    assert len(codes) == len(set(codes)) > 5000
    assert sum(e.active for e in pool()) > 5000
    for e in pool():
        assert e.division == "" or (e.division.isdigit() and len(e.division) in (2, 4, 6) and e.place)
        assert all(name and (share is None or 0 < share <= 1) for name, share in e.products)


@pytest.mark.shared
@needs_shared
def test_codes_agree_with_the_public_table() -> None:
    table = SHARED / "data" / "gbt4754_2017" / "gbt4754_2017.csv"
    with table.open(encoding="utf-8") as file:
        rows = {row["code"]: row["name"] for row in csv.DictReader(file)}
    names = dict(trade_names())
    assert {code for code, name in rows.items() if names[code] != name} == {"37"}
    assert names["37"] == "铁路、船舶、航空航天和其他运输设备制造业"


def test_built_files_are_reproducible_gzip() -> None:
    import kg.chains

    folder = Path(kg.chains.__file__).parent
    for name in ("enterprises.csv.gz", "gbt4754.csv.gz"):
        raw = (folder / name).read_bytes()
        assert raw[4:8] == b"\x00\x00\x00\x00"
        head = gzip.decompress(raw).decode().splitlines()[:4]
        assert head[0].startswith("# source:")
        assert any(line.startswith("# date:") for line in head)


def test_what_is_sold_on_is_not_made() -> None:
    segments = Segments(templates().values())
    made = {p.segment for p in segments.place([("整车", 0.9)], "综合乘用车") if p.confidence >= 0.5}
    sold = {p.segment for p in segments.place([("整车", 0.9)], "汽车经销商") if p.confidence >= 0.5}
    assert "智能乘用车整车" in made
    assert "智能乘用车整车" not in sold
    assert "汽车销售与后市场" in sold
    assert segments.of_product("涤纶长丝")
    assert not segments.of_product("贸易-涤纶长丝")
    assert ("医药流通", EXACT) in segments.of_product("药品批发")
    assert dict(segments.of_product("批发型数据中心服务")) == dict(segments.of_product("零售型数据中心服务")) != {}


def test_a_trade_class_is_told_apart_from_products() -> None:
    segments = Segments(templates().values())
    trade = next(t for one in pool() if (t := one.trade) and segments.of_trade(t))
    alone = segments.place([], trade)
    assert {p.segment for p in alone} == set(segments.of_trade(trade))
    assert {(p.why, p.trade) for p in alone} == {((), trade)}
    name = alone[0].segment
    both = next(p for p in segments.place([(name, 0.5)], trade) if p.segment == name)
    assert (both.why, both.trade) == ((name,), trade)
