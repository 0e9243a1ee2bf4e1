"""Enterprise names taken apart, and the form in which names are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity.names import is_registered, name_form, take_apart


@pytest.mark.parametrize(
    ("name", "region", "brand", "trade", "form"),
    [
        ("杭州科百特过滤器材有限公司", "3301", "科百特", "过滤器材", "有限公司"),
        ("浙江恒逸集团有限公司", "33", "恒逸", "", "有限公司"),
        ("华润（集团）有限公司", None, "华润", "", "有限公司"),
        ("百度在线网络技术（北京）有限公司", "11", "百度在线", "网络技术", "有限公司"),
        ("万科企业股份有限公司", None, "万科", "企业", "股份有限公司"),
        ("深圳甲乙投资合伙企业（有限合伙）", "4403", "甲乙", "投资合伙企业", "有限合伙"),
        ("恒逸石化", None, "恒逸", "石化", ""),
        ("科百特", None, "科百特", "", ""),
    ],
)
def test_a_name_has_region_brand_trade_and_form(
    name: str, region: str | None, brand: str, trade: str, form: str
) -> None:
    parts = take_apart(name)
    assert (parts.region, parts.brand, parts.trade, parts.form) == (region, brand, trade, form)
    assert parts.legal == bool(form)


def test_a_branch_is_told_from_its_company() -> None:
    assert take_apart("恒逸石化股份有限公司北京分公司").branch == "北京分公司"
    assert take_apart("中国建设银行股份有限公司杭州萧山支行").branch == "杭州萧山支行"
    assert take_apart("恒逸石化股份有限公司").branch == ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("华润（集团）有限公司", "华润(集团)有限公司"),
        ("ＴＣＬ科技", "TCL科技"),
        ("led芯片", "LED芯片"),
        ("杭州 科百特", "杭州科百特"),
        ("“露露”牌杏仁露", "露露牌杏仁露"),
        ("Thermo Fisher Scientific Inc.", "THERMO FISHER  SCIENTIFIC INC."),
    ],
)
def test_spellings_of_one_name_have_one_form(a: str, b: str) -> None:
    assert name_form(a) == name_form(b)


@pytest.mark.parametrize(
    ("a", "b"), [("第一医院", "第二医院"), ("一期", "二期"), ("东区", "西区"), ("2021", "2022"), ("A Bc", "ABc")]
)
def test_what_tells_names_apart_stays_in_the_form(a: str, b: str) -> None:
    assert name_form(a) != name_form(b)


@pytest.mark.parametrize(
    "name",
    [
        "杭州科百特过滤器材有限公司",
        "万向集团公司",
        "万向钱潮股份公司",
        "Guangzhou Park Co., Ltd",
        "甲乙银行股份有限公司杭州分行",
    ],
)
def test_registered_names(name: str) -> None:
    assert is_registered(name_form(name))


@pytest.mark.parametrize("name", ["科百特", "恒逸石化", "广汽集团", "FMC公司", "LTD", "公司"])
def test_short_names(name: str) -> None:
    assert not is_registered(name_form(name))


@given(st.text(max_size=60))
def test_any_text_has_a_form_and_parts(text: str) -> None:
    form = name_form(text)
    assert name_form(form) == form
    parts = take_apart(text)
    assert parts.whole == form
    assert len(parts.brand) + len(parts.trade) + len(parts.form) <= len(form) + 1
