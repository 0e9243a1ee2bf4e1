"""The graph is a function of what was loaded, not of the order in which, nor of what was loaded and withdrawn between."""

from itertools import permutations
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extraction import Claim, Referent
from kg.identity.review import Reviews
from kg.pipeline import forget
from kg.pipeline.sources import Part
from kg.store import Store
from tests.conftest import empty
from tests.pipeline.graph import export, ids, put, saying

FULL = "杭州科百特过滤器材有限公司"
CODES = {"stock_code": "301079"}
NAMES = (
    "科百特",
    "科百特集团",
    FULL,
    "宁波科百特机械有限公司",
    "恒逸石化",
    "第一人民医院",
    "萧山区第一人民医院",
    "区科技局",
)
KINDS = {"第一人民医院": "Hospital", "萧山区第一人民医院": "Hospital", "区科技局": "Agency"}
HOMES = (None, "330109", "3301", "3302")


@st.composite
def things(draw: st.DrawFn) -> list[Referent]:
    """One to three things under confusable names, some with another name or a code."""
    found = []
    for number, name in enumerate(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))):
        kind = KINDS.get(name, "Enterprise")
        thing = Referent(f"e{number}", kind, name)
        if kind == "Enterprise":
            thing.aliases = draw(
                st.lists(st.sampled_from([n for n in NAMES if n != name and n not in KINDS]), max_size=1)
            )
            thing.attrs = draw(st.sampled_from(({}, {}, CODES, {"stock_code": "000703"})))
        found.append(thing)
    return found


@st.composite
def documents(draw: st.DrawFn) -> list[tuple[str | None, list[Referent]]]:
    return draw(st.lists(st.tuples(st.sampled_from(HOMES), things()), min_size=2, max_size=4))


def part(number: int, home: str | None, said: list[Referent]) -> Part:
    firms = [t.id for t in said if t.type == "Enterprise"]
    claims = [Claim("SUPPLIES", a, b, 0, 1, "test") for a, b in zip(firms, firms[1:], strict=False)]
    return saying(f"document{number}.txt", home, said, claims)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=documents(), data=st.data())
def test_order_does_not_matter(
    embedded: Store, said: list[tuple[str | None, list[Referent]]], data: st.DataObject
) -> None:
    empty(embedded)
    parts = [part(n, home, things) for n, (home, things) in enumerate(said)]
    put(embedded, *parts)
    straight = export(embedded)
    withdrawn = data.draw(st.sampled_from(range(len(parts))))
    forget(f"document{withdrawn}.txt", embedded, Reviews())
    put(embedded, *data.draw(st.permutations(parts)))
    assert export(embedded) == straight
    for number in data.draw(st.permutations(range(len(parts)))):
        forget(f"document{number}.txt", embedded, Reviews())
    put(embedded, *data.draw(st.permutations(parts)))
    assert export(embedded) == straight
    for number in range(len(parts)):
        forget(f"document{number}.txt", embedded, Reviews())
    assert export(embedded) == ""


def test_a_short_name_joins_its_company_whenever_that_is_named(store: Store) -> None:
    news = saying("news.txt", "330109", [Referent("e1", "Enterprise", "科百特")])
    register = saying("register.txt", None, [Referent("e1", "Enterprise", FULL)])
    put(store, news)
    assert ids(store) == {"enterprise:科百特"}
    put(store, register)
    assert ids(store) == {f"enterprise:{FULL}"}
    forget("register.txt", store, Reviews())
    assert ids(store) == {"enterprise:科百特"}


def test_a_code_takes_over_names_and_relations(store: Store) -> None:
    firm, product = Referent("e1", "Enterprise", FULL, ["科百特"]), Referent("p1", "Product", "滤芯")
    news = saying("news.txt", "330109", [firm, product], [Claim("PRODUCES", "e1", "p1", 0, 3, "test")])
    register = saying("register.txt", None, [Referent("e1", "Enterprise", FULL, attrs=dict(CODES))])
    found = set()
    for order in permutations((news, register)):
        put(store, *order)
        found.add(export(store))
        assert ids(store) == {"enterprise:301079", "product:滤芯"}
        for name in ("news.txt", "register.txt"):
            forget(name, store, Reviews())
    assert len(found) == 1


def test_a_short_name_with_two_bearers_stays_apart_and_waits(store: Store, tmp_path: Path) -> None:
    reviews = Reviews.read(tmp_path / "review.tsv")
    both = [Referent("e1", "Enterprise", FULL), Referent("e2", "Enterprise", "宁波科百特机械有限公司")]
    put(
        store,
        saying("register.txt", None, both),
        saying("far.txt", "4403", [Referent("e1", "Enterprise", "科百特")]),
        reviews=reviews,
    )
    assert len(ids(store)) == 3
    assert len(reviews.lines) == 2
    put(store, saying("near.txt", "330109", [Referent("e1", "Enterprise", "科百特")]), reviews=reviews)
    assert len(ids(store)) == 3
