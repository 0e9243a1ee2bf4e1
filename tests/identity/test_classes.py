"""Classes: what joins keys, what keeps them apart, and that the order of evidence never counts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity.classes import Evidence, Judged, settle
from kg.identity.keys import Context, code_form, code_key, name_key

FULL, OTHER = "杭州科百特过滤器材有限公司", "宁波科百特机械有限公司"


def row(code: str | None, name: str, *aliases: str, home: str | None = None) -> list[Evidence]:
    """What a row or a document says of a company."""
    context = Context("doc:aa", home)
    key = code_key("Enterprise", {"stock_code": code}) if code else None
    key = key or name_key("Enterprise", name, context)
    found = [Evidence(key.id, "stock_code", code_form("Enterprise", "stock_code", code))] if code else []
    for relation, names in (("name", (name,)), ("alias", aliases)):
        for one in names:
            form = name_key("Enterprise", one, context)
            found.append(Evidence(key.id, relation, form.form, form.loose))
    return found


def canon(*groups: list[Evidence], judged: Judged | None = None) -> dict[str, str]:
    return settle([e for g in groups for e in g], judged).canon


def test_a_code_is_the_canonical_id_and_a_full_name_joins_it() -> None:
    assert set(canon(row("301079", FULL), row(None, FULL)).values()) == {"enterprise:301079"}


def test_two_codes_are_two_things_whatever_their_names() -> None:
    found = settle([*row("600631", FULL, "百联"), *row("600827", FULL, "百联"), *row(None, FULL), *row(None, "百联")])
    assert found.canon["enterprise:600631"] != found.canon["enterprise:600827"]
    assert found.waiting


def test_a_defined_short_name_joins_and_an_undefined_similar_one_does_not() -> None:
    found = canon(row(None, FULL, "科百特"), row(None, "科百特", home="4403"), row(None, "科百"))
    assert found["enterprise:科百特@440300"] == f"enterprise:{FULL}"
    assert found["enterprise:科百"] == "enterprise:科百"


def test_a_brand_joins_only_in_its_region_and_only_if_it_is_the_only_one() -> None:
    near, far = row(None, "科百特", home="330109"), row(None, "科百特", home="4403")
    assert len(set(canon(row(None, FULL), near).values())) == 1
    assert len(set(canon(row(None, FULL), far).values())) == 2
    both = canon(row(None, FULL), row(None, OTHER), near)
    assert both["enterprise:科百特@330109"] == f"enterprise:{FULL}"
    same_city = canon(row(None, FULL), row(None, "杭州科百特机械有限公司"), near)
    assert len(set(same_city.values())) == 3


def test_a_former_name_joins() -> None:
    found = canon(row(None, "杭州新名有限公司", "杭州旧名有限公司"), row(None, "杭州旧名有限公司"))
    assert len(set(found.values())) == 1


def test_judgements_win() -> None:
    pair = (f"enterprise:{OTHER}", f"enterprise:{FULL}")
    ordered = (min(pair), max(pair))
    assert len(set(canon(row(None, FULL), row(None, OTHER), judged=Judged(same=frozenset({ordered}))).values())) == 1
    apart = ("enterprise:科百特@330109", f"enterprise:{FULL}")
    judged = Judged(apart=frozenset({(min(apart), max(apart))}))
    assert len(set(canon(row(None, FULL), row(None, "科百特", home="330109"), judged=judged).values())) == 2


NAMES = st.sampled_from(
    [FULL, OTHER, "科百特", "科百特集团", "恒逸石化", "恒逸石化股份有限公司", "浙江恒逸集团有限公司"]
)
ROWS = st.tuples(
    st.sampled_from([None, None, "301079", "000703", "600631"]),
    NAMES,
    st.lists(NAMES, max_size=2),
    st.sampled_from([None, "330109", "3301", "3302", "4403"]),
)


@given(rows=st.lists(ROWS, min_size=1, max_size=8), seed=st.integers(0, 99))
def test_the_order_of_evidence_does_not_count(
    rows: list[tuple[str | None, str, list[str], str | None]], seed: int
) -> None:
    evidence = [e for code, name, aliases, home in rows for e in row(code, name, *aliases, home=home)]
    straight = settle(evidence)
    random.Random(seed).shuffle(evidence)
    again = settle(evidence + evidence[:2])
    assert again.canon == straight.canon
    assert again.waiting == straight.waiting
    codes = [k for k in straight.canon if k.rpartition(":")[2].isdigit()]
    assert len({straight.canon[k] for k in codes}) == len(codes)


def test_names_that_differ_in_form_only_wait_for_a_judgement() -> None:
    found = settle(
        [*row(None, "浙江甲乙科技有限公司"), *row(None, "浙江甲乙科技股份有限公司"), *row(None, "浙江甲乙贸易有限公司")]
    )
    assert len(set(found.canon.values())) == 3
    assert [(p.a, p.b) for p in found.waiting] == [
        ("enterprise:浙江甲乙科技有限公司", "enterprise:浙江甲乙科技股份有限公司")
    ]


@pytest.mark.parametrize(
    ("short", "home", "waits"),
    [
        ("衢州甲锂新材料公司", None, True),
        ("衢州甲锂新材料公司", "330803", True),
        ("衢州市甲锂新材料", None, True),
        ("甲锂新材料公司", "330803", True),
        ("甲锂新材料公司", "3302", False),
        ("宁波甲锂新材料公司", None, False),
        ("衢州甲锂科技公司", None, False),
        ("衢州乙锂新材料公司", None, False),
    ],
)
def test_a_name_without_a_legal_form_waits_beside_the_full_one(short: str, home: str | None, waits: bool) -> None:
    full = "衢州甲锂新材料有限公司"
    found = settle([*row(None, full), *row(None, short, home=home)])
    assert len(set(found.canon.values())) == 2
    assert [p.reason for p in found.waiting] == (["the names differ in their legal form only"] if waits else [])


def test_a_name_of_nested_classes_means_the_widest() -> None:
    def industry(code: str | None, name: str) -> list[Evidence]:
        form = name_key("Industry", name, Context("doc:aa"))
        key = code_key("Industry", {"code": code}) if code else form
        assert key is not None
        codes = [Evidence(key.id, "code", code_form("Industry", "code", code))] if code else []
        return [*codes, Evidence(key.id, "name", form.form)]

    found = settle([*industry("I651", "软件开发"), *industry("I6510", "软件开发"), *industry(None, "软件开发")])
    assert found.canon["industry:软件开发"] == "industry:I651"
    assert found.canon["industry:I6510"] == "industry:I6510"
    assert found.waiting == []


def projects(*named: tuple[str, str | None]) -> tuple[int, int]:
    """How many projects these names are, each read in a document of the region beside it, and how many pairs wait."""
    keys = [name_key("Project", name, Context(f"doc:{i}a", home)) for i, (name, home) in enumerate(named)]
    found = settle(Evidence(k.id, "name", k.form, k.loose) for k in keys)
    return len(set(found.canon.values())), len(found.waiting)


@pytest.mark.parametrize(
    ("named", "count"),
    [
        ((("枝江市城北污水处理厂扩建工程", None), ("城北污水处理厂扩建工程项目", "420583")), 1),
        ((("年产5万吨磷酸铁项目", "4205"), ("年产5万吨磷酸铁建设项目（在建）", "420583")), 1),
        ((("六氟磷酸锂项目（一期）", "420583"), ("枝江市六氟磷酸锂一期项目", "4205")), 1),
        ((("六氟磷酸锂项目（一期）", "420583"), ("六氟磷酸锂二期项目", "420583"), ("六氟磷酸锂项目", "420583")), 3),
        ((("枝江市人民医院建设项目", None), ("当阳市人民医院建设项目", None)), 2),
        ((("人民医院建设项目", "420583"), ("人民医院建设项目", "420582")), 2),
        ((("磷酸铁项目", "420583"), ("磷酸铁项目", "420601")), 2),
        ((("磷酸铁项目", None), ("磷酸铁项目", None)), 2),
    ],
)
def test_a_project_is_one_by_its_name_up_to_form_in_one_region(named: tuple[tuple[str, str]], count: int) -> None:
    assert projects(*named) == (count, 0)
    assert projects(*reversed(named)) == (count, 0)


def test_a_project_of_a_city_may_be_that_of_either_county() -> None:
    assert projects(("磷酸铁项目", "4205"), ("磷酸铁项目", "420583"), ("磷酸铁项目", "420582")) == (3, 2)


def parks(*named: tuple[str, str | None]) -> int:
    """How many parks these names are, each read in a document of the region beside it."""
    keys = [name_key("Park", name, Context(f"doc:{i}a", home)) for i, (name, home) in enumerate(named)]
    return len(set(settle(Evidence(k.id, "name", k.form, k.loose) for k in keys).canon.values()))


@pytest.mark.parametrize(
    ("named", "count"),
    [
        ((("枝江高新区", None), ("枝江高新技术产业开发区", None), ("高新区", "420583"), ("枝江国家高新区", None)), 1),
        ((("枝江经开区", None), ("湖北枝江经济开发区", "4205"), ("枝江市经济开发区", "42")), 1),
        ((("开化经开区", None), ("开化经济技术开发区", None)), 1),
        ((("开化经开区", None), ("开化经济技术开发区", None), ("开化经济开发区", None)), 3),
        ((("汊河经开区", "341122"), ("安徽来安汊河经济开发区", None)), 1),
        ((("宁波保税区", None), ("宁波综保区", None), ("宁波综合保税区", "33")), 2),
        ((("枝江经开区", None), ("枝江高新区", None), ("枝江保税区", None), ("枝江工业园", None)), 4),
        ((("宜昌高新区", None), ("枝江高新区", None), ("襄阳高新区", None)), 3),
        ((("南京白下高新区", None), ("南京高新区", None), ("白下高新技术产业开发区", "3201")), 2),
        ((("高新区", None), ("高新技术产业开发区", None)), 2),
    ],
)
def test_a_zone_is_one_by_short_and_full_name(named: tuple[tuple[str, str]], count: int) -> None:
    assert parks(*named) == count
    assert parks(*reversed(named)) == count


def test_one_name_in_a_city_and_its_district_waits() -> None:
    keys = [name_key("Park", "空港", Context("doc:aa", home)) for home in ("3301", "330109", "330110", "4403")]
    found = settle(Evidence(k.id, "name", k.form, k.loose) for k in keys)
    assert len(set(found.canon.values())) == 4
    assert [(p.a, p.b) for p in found.waiting] == [
        ("park:空港@330100", "park:空港@330109"),
        ("park:空港@330100", "park:空港@330110"),
    ]


class Asked(frozenset[tuple[str, str]]):
    """Judgements that are looked up one by one and never gone through: there may be very many."""

    def __or__(self, other: object) -> "Asked":
        raise AssertionError("all judgements are copied for one pair")


def test_judged_pairs_wait_no_more_and_are_only_looked_up() -> None:
    evidence = [*row("600631", FULL, "百联"), *row("600827", OTHER, "百联"), *row(None, "百联")]
    pairs = [(p.a, p.b) for p in settle(evidence).waiting]
    assert len(pairs) > 1
    judged = Judged(apart=Asked(pairs[:1]), unsure=Asked(pairs[1:]))
    assert not settle(evidence, judged).waiting
