"""Administrative divisions: one reading of a name for documents, tables and identity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity import regions
from kg.loaders.places import divisions_named
from kg.loaders.tables.places import division_of

NAMES = sorted(regions.division_names().values())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("杭州市萧山区", ("330109",)),
        ("萧山", ("330109",)),
        ("浙江省", ("33",)),
        ("北京市", ("11",)),
        ("延边", ("2224",)),
        ("萧山区投资促进局", ("330109",)),
        ("江苏省徐州市鼓楼区", ("320302",)),
        ("位于杭州市", ("3301",)),
        ("香港", ("81",)),
        ("没有地名", ()),
        ("", ()),
    ],
)
def test_what_a_text_may_mean(text: str, codes: tuple[str, ...]) -> None:
    assert regions.candidates(text) == codes


def test_a_name_of_several_gives_all_and_a_parent_settles_it() -> None:
    assert len(regions.candidates("鼓楼区")) == 4
    assert regions.find("鼓楼区") is None
    assert [regions.full_name(code) for code in regions.candidates("福州市鼓楼区")] == ["福建省福州市鼓楼区"]


@pytest.mark.parametrize(
    ("name", "near", "code"),
    [
        ("浙江 杭州", None, "3301"),
        ("浙江省　杭州市\t萧山区", None, "330109"),
        ("深圳南山", None, "440305"),
        ("吉林", None, "22"),
        ("吉林", "2202", "2202"),
        ("河北", None, "13"),
        ("河北", "12", "13"),
        ("河北区", None, "120105"),
        ("西安", None, "6101"),
        ("朝阳", None, None),
        ("朝阳", "11", "110105"),
        ("杭州市鼓楼区", None, None),
        ("杭州上海路", None, None),
    ],
)
def test_the_division_that_a_name_means(name: str, near: str | None, code: str | None) -> None:
    assert regions.find(name, near) == code
    if code is not None and near is None:
        assert division_of(name) == (code, True)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("杭州市萧山区投资促进局", ("330109", "投资促进局")),
        ("深圳南山热电", ("4403", "南山热电")),
        ("吉林长春高新", ("2201", "高新")),
        ("杭州上海路", ("3301", "上海路")),
        ("江苏鼓楼区某局", ("32", "鼓楼区某局")),
    ],
)
def test_the_place_at_the_head_of_a_name(name: str, prefix: tuple[str, str]) -> None:
    found = regions.prefix(name)
    assert found is not None
    assert (found.code, found.rest) == prefix


@given(st.sampled_from(NAMES), st.sampled_from(["", "某局", " 甲公司"]))
def test_identity_and_documents_never_disagree(name: str, rest: str) -> None:
    found, may_mean = regions.prefix(name + rest), divisions_named(name + rest)
    assert found is None or found.code in may_mean
    if len(may_mean) == 1:
        assert found == regions.Prefix(may_mean[0], rest)


@given(st.text(alphabet="浙江省杭州市萧山区 鼓楼南河北京吉林路", max_size=12))
def test_a_place_lies_in_the_one_before_it(text: str) -> None:
    found = regions.find(text)
    assert found is None or found in regions.candidates(text)
    head = regions.prefix(text)
    assert head is None or text.endswith(head.rest)


def test_every_division_lies_in_one_that_is_listed() -> None:
    names = regions.division_names()
    assert all(code[:2] in names and regions.full_name(code).endswith(name) for code, name in names.items())
    assert (regions.full_name("330109"), regions.level("330109")) == ("浙江省杭州市萧山区", "县级")
