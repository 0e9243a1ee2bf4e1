"""A project that was given up is marked where it stands, and is not among those that are to come."""

import pytest

from kg.analysis.ended import has_ended, out_of_force
from kg.store import Store
from kg.views.pages.chain import chain
from kg.views.pages.region import region
from kg.views.pages.scene import thing
from tests.queries.sample import sample

CAR = "智能汽车产业链"


@pytest.fixture
def two(store: Store) -> Store:
    """The sample with a project under way and one that was given up, both of the chain."""
    g = sample()
    whole = next(i for i, row in g.entities.items() if row["name"] == CAR)
    for key, stage in (("on", "在建"), ("off", "已终止")):
        one = g.thing("Project", key, f"{stage}的项目", "doc:list", stage=stage)
        g.says(one, "ENGAGED_IN", whole, "doc:list", f"{stage} | {CAR}")
        g.says(one, "LOCATED_IN", "region:330109", "doc:list", f"{stage} | 萧山区")
    store.apply(g.batch())
    return store


def test_a_page_marks_what_was_given_up(two: Store) -> None:
    for scene in (chain(two, CAR), region(two, "萧山区")):
        notes = {t.name: t.note for t in scene.things.values() if t.type == "Project"}
        assert (notes["在建的项目"], notes["已终止的项目"]) == ("", "已终止")
    listed = {line.label for title, lines in chain(two, CAR).overview if "未归入" in title for line in lines}
    assert "在建的项目" in listed
    assert "已终止的项目" not in listed


@pytest.mark.parametrize(
    ("stage", "ended"), [("终止", True), ("项目已取消", True), ("在建", False), ("", False), (None, False)]
)
def test_the_words_of_an_end(stage: str | None, ended: bool) -> None:
    assert has_ended(stage) is ended


@pytest.mark.parametrize(
    ("expires", "tags", "note"),
    [
        (None, [], ""),
        ("9999", [], ""),
        ("2020-12-31", [], "–2020-12-31"),
        (None, ["已废止"], "已废止"),
        (None, ["试行"], ""),
    ],
)
def test_a_policy_out_of_force_says_so(expires: str | None, tags: list[str], note: str) -> None:
    row = {"id": "policy:a", "type": "Policy", "name": "a", "expires": expires, "tags": tags}
    assert thing(row).note == note


def test_a_last_day_of_a_month_or_year_counts_whole() -> None:
    assert not out_of_force("2026", (), "2026-11-23")
    assert not out_of_force("2026-11", (), "2026-11-30")
    assert out_of_force("2026-11", (), "2026-12-01")
