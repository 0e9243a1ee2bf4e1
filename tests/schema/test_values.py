"""What every value type promises: units, precision, reasons, and that a clean value stays as it is."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.schema.codes import CREDIT_ALPHABET, credit_check
from kg.schema.ontology import ontology
from kg.schema.values import VALUE_TYPES

TAKEN: dict[str, dict[str, object]] = {
    "date": {
        "2021年12月": "2021-12",
        "2022-06-29": "2022-06-29",
        "20220629": "2022-06-29",
        "2021/3/5": "2021-03-05",
        "2021.12": "2021-12",
        "2021 年 3 月 5 日": "2021-03-05",
        "二〇二一年十二月": "2021-12",
        "二○一五年十月二十日": "2015-10-20",
        "二零二二年六月二十九日": "2022-06-29",
        "2021-12-31 00:00:00": "2021-12-31",
        "2021-12-31T08:30:00+08:00": "2021-12-31",
        "２０２１年": "2021",
        "2021年底": "2021",
        "2021.0": "2021",
        "2024-02-29": "2024-02-29",
    },
    "money": {
        "5000万元人民币": 5e7,
        "5000.000000万人民币": 5e7,
        "1.2亿元": 1.2e8,
        "3亿5000万元": 3.5e8,
        "500万美元": 500e4 * 7.1884,
        "USD 5 million": 5e6 * 7.1884,
        "1200万港币": 1200e4 * 0.92604,
        "1.5万亿元": 1.5e12,
        "约12.5亿元": 1.25e9,
        "超40亿": 4e9,
        "近3000万元": 3e7,
        "30亿元以上": 3e9,
        "十二亿元": 1.2e9,
        "贰仟万元": 2e7,
        "人民币叁仟伍佰万圆整": 3.5e7,
        "壹亿贰仟万元整": 1.2e8,
        "1000万元(人民币)": 1e7,
        "1,200": 1200.0,
        "￥1200": 1200.0,
        "１０００万元": 1e7,
    },
    "area": {
        "95亩": 63333.3333,
        "1.2万亩": 8e6,
        "约22万平方米": 220000.0,
        "2.8平方公里": 2.8e6,
        "4公顷": 40000.0,
        "100㎡": 100.0,
        "80": 80.0,
    },
    "number": {
        "1,234": 1234.0,
        "约500人": 500.0,
        "12.5%": 0.125,
        "1.2万": 12000.0,
        "三百二十": 320.0,
        "二十": 20.0,
        "-0.3": -0.3,
    },
    "document_number": {
        "萧审管〔2021〕16号": "萧审管〔2021〕16号",
        "萧审管[2021]16号": "萧审管〔2021〕16号",
        "萧审管(2021)16号": "萧审管〔2021〕16号",
        "萧审管（2021）16 号": "萧审管〔2021〕16号",
        "萧审管［2021］016号": "萧审管〔2021〕16号",
        "（萧审管【2021】第16号）": "萧审管〔2021〕16号",
        "国发〔二〇二一〕8号": "国发〔2021〕8号",
        "国务院令第123号": "国务院令第123号",
        "财政部公告2021年第13号": "财政部公告2021年第13号",
    },
    "credit_code": {
        "91330000712560751D": "91330000712560751D",
        " 91330000712560751d ": "91330000712560751D",
        "９１３３００００７１２５６０７５１Ｄ": "91330000712560751D",
    },
    "stage": {
        "上游": "上游",
        "上游：原材料与核心元器件": "上游",
        "Upstream": "上游",
        "产业链中游": "中游",
        "下": "下游",
    },
    "level": {
        "省": "省级",
        "直辖市": "省级",
        "市": "地级",
        "地级市": "地级",
        "副省级": "地级",
        "县": "县级",
        "区县": "县级",
        "县级行政区": "县级",
        "县级市 ": "县级",
        "街道": "乡级",
        "County": "县级",
        "县级": "县级",
    },
    "region": {"浙江省/杭州市/萧山区": "浙江省杭州市萧山区", "中国浙江 杭州": "浙江杭州", "中国": "中国"},
    "code": {"600373.sh": "600373.SH", " ＡＢ12": "AB12"},
    "name": {
        "万科Ａ": "万科A",
        "张 三": "张三",
        "New  Energy 车": "New Energy 车",
        "d'zzit": "d'zzit",
        "赛默飞\n": "赛默飞",
    },
    "text": {" 存续（在营、\n开业） ": "存续（在营、 开业）"},
    "term": {"链主": "链主"},
}

REFUSED = {
    "date": ["2021-02-30", "2021年13月", "2023-02-29", "44561", "3/5/2021", "0021-01-01", "去年", "2021-12-45"],
    "money": ["10-20亿元", "1000万韩元", "若干", "几亿元", "100万卢布", "99999999999999亿元"],
    "area": ["10至20亩", "很大", "三亩地"],
    "number": ["abc", "1.2.3", "100-200人", "１２３abc"],
    "document_number": ["abc", "16号", "2021", "萧山区建设一路2号"],
    "credit_code": ["91330000712560751E", "9133", "330181000012345", "91330000712560751O", "91ABCDEF712560751D"],
    "stage": ["前端", "游"],
    "level": ["一线城市", "3A"],
    "region": ["330109"],
    "code": ["中文", "a" * 41],
    "name": ['"', "……", "长" * 201],
}


@pytest.mark.parametrize(("kind", "raw", "value"), [(k, r, v) for k, rows in TAKEN.items() for r, v in rows.items()])
def test_takes(kind: str, raw: str, value: object) -> None:
    found = VALUE_TYPES[kind].read(raw)
    assert found == pytest.approx(value) if isinstance(value, float) else found == value


@pytest.mark.parametrize(("kind", "raw"), [(k, r) for k, rows in REFUSED.items() for r in rows])
def test_refuses_with_the_value_in_the_reason(kind: str, raw: str) -> None:
    assert VALUE_TYPES[kind].clean(raw) is None
    reason = VALUE_TYPES[kind].why(raw)
    assert reason is not None
    assert raw[:30] in reason


@pytest.mark.parametrize("kind", VALUE_TYPES)
@pytest.mark.parametrize("raw", ["", "  ", "-", "--", "无", "NULL", "N/A", "nan", "／"])
def test_an_absent_value_is_none_without_a_reason(kind: str, raw: str) -> None:
    assert VALUE_TYPES[kind].read(raw) is None
    assert VALUE_TYPES[kind].why(raw) is None


@pytest.mark.parametrize("kind", VALUE_TYPES)
@given(raw=st.one_of(st.text(), st.text("0123456789年月日.-/亿万元美亩平方公里号〔〕第约 一二三十ABC")))
@settings(deadline=None)
def test_cleaning_never_fails_and_is_idempotent(kind: str, raw: str) -> None:
    value_type = VALUE_TYPES[kind]
    value = value_type.clean(raw)
    assert (value is None) or value_type.why(raw) is None
    if value is not None:
        text = value_type.text(value)
        text.encode()
        assert value_type.read(text) == value


@given(st.floats(-1e15, 1e15, allow_nan=False))
@settings(deadline=None)
def test_a_number_survives_its_own_text(number: float) -> None:
    kind = VALUE_TYPES["number"]
    assert kind.clean(kind.text(number)) == pytest.approx(number, rel=1e-12)


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2199, 12, 31)))
@settings(deadline=None)
def test_all_spellings_of_a_day_agree(day: object) -> None:
    kind, iso = VALUE_TYPES["date"], str(day)
    year, month, date = iso.split("-")
    for spelling in (iso, iso.replace("-", ""), iso.replace("-", "/"), f"{year}年{int(month)}月{int(date)}日"):
        assert kind.clean(spelling) == iso


@given(st.text(CREDIT_ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
@settings(deadline=None)
def test_one_wrong_character_of_a_credit_code_is_noticed(first: str, at: int, other: str) -> None:
    first = first[:2] + "330109" + first[8:]
    code = first + credit_check(first)
    assert VALUE_TYPES["credit_code"].clean(code) == code
    broken = code[:at] + other + code[at + 1 :]
    assert broken == code or VALUE_TYPES["credit_code"].clean(broken) is None


def test_every_property_of_the_ontology_has_a_value_type() -> None:
    shipped = ontology()
    properties = [t.properties for t in shipped.nodes.values()] + [r.properties for r in shipped.relations.values()]
    assert {p.type for one in properties for p in one.values()} <= set(VALUE_TYPES)
