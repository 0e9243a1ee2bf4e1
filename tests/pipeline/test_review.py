"""Judgements join and part things at once and on every load; undone, the graph is as if they had never been made."""

from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError
from kg.extraction import Claim, Referent
from kg.identity.review import Reviews
from kg.pipeline.judge import judge, pairs
from kg.store import Store
from tests.pipeline.graph import edges, export, ids, put, saying
from tests.store.graphs import Counting

A, B = "enterprise:浙江甲乙集团有限公司", "enterprise:甲乙控股有限公司"


def load(store: Store, reviews: Reviews) -> None:
    things = [
        Referent("e1", "Enterprise", A[11:]),
        Referent("e2", "Product", "滤芯"),
        Referent("e3", "Enterprise", B[11:]),
    ]
    claims = [Claim("PRODUCES", "e1", "e2", 0, 2, "test"), Claim("SUPPLIES", "e3", "e1", 0, 2, "test")]
    put(
        store,
        saying("one.txt", None, things, claims),
        saying("two.txt", None, [Referent("e1", "Enterprise", B[11:])]),
        reviews=reviews,
    )


def test_undoing_a_merge_restores_the_graph_byte_for_byte(store: Store, tmp_path: Path) -> None:
    reviews = Reviews.read(tmp_path / "review.tsv")
    load(store, reviews)
    before = export(store)
    assert judge("same", A, B, store, reviews, by="李")["now"] == [A]
    assert ids(store) == {A, "product:滤芯"}
    assert edges(store) == {(A, "PRODUCES", "product:滤芯")}
    judge("undone", A, B, store, reviews, by="李")
    assert export(store) == before


def test_a_judgement_is_replayed_on_every_load(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "review.tsv"
    Reviews.read(path).judge("same", A, B, by="李", reason="官网写明")
    load(store, Reviews.read(path))
    assert ids(store) == {A, "product:滤芯"}
    assert "官网写明" in path.read_text(encoding="utf-8")


def test_not_same_parts_what_evidence_had_joined(store: Store, tmp_path: Path) -> None:
    reviews = Reviews.read(tmp_path / "review.tsv")
    news = saying("news.txt", "330109", [Referent("e1", "Enterprise", "科百特")])
    register = saying("register.txt", None, [Referent("e1", "Enterprise", "杭州科百特过滤器材有限公司")])
    put(store, news, register, reviews=reviews)
    joined = export(store)
    assert len(ids(store)) == 1
    judge("not-same", "enterprise:科百特@330109", "enterprise:杭州科百特过滤器材有限公司", store, reviews, by="李")
    assert len(ids(store)) == 2
    judge("undone", "enterprise:科百特@330109", "enterprise:杭州科百特过滤器材有限公司", store, reviews, by="李")
    assert export(store) == joined


def test_what_waits_is_listed_until_it_is_judged(store: Store, tmp_path: Path) -> None:
    reviews = Reviews.read(tmp_path / "review.tsv")
    rows = [
        Referent("e1", "Enterprise", "上海百联集团股份有限公司", attrs={"stock_code": code})
        for code in ("600631", "600827")
    ]
    for number, row in enumerate(rows):
        put(store, saying(f"{number}.txt", None, [row]), reviews=reviews)
    waiting = pairs(store, reviews)
    assert [(w["a"], w["b"]) for w in waiting] == [("enterprise:600631", "enterprise:600827")]
    assert "stock_code" in waiting[0]["reason"]
    judge("unsure", "enterprise:600631", "enterprise:600827", store, reviews, by="王")
    assert pairs(store, reviews) == []
    assert len(pairs(store, reviews, everything=True)) == 1
    assert Reviews.read(tmp_path / "review.tsv").judged.unsure == {("enterprise:600631", "enterprise:600827")}


def test_many_pairs_are_asked_for_at_once(embedded: Store) -> None:
    asked, reviews = [], Reviews()
    for number in (1, 12):
        for n in range(number):
            forms = [Referent("e1", "Enterprise", f"杭州甲{n}科技{form}公司") for form in ("有限", "股份有限")]
            put(embedded, *(saying(f"{n}.{i}.txt", None, [one]) for i, one in enumerate(forms)), reviews=reviews)
        counting: Any = Counting(embedded)
        assert len(pairs(counting, reviews)) == number
        asked.append(counting.questions)
    assert asked[0] == asked[1]


def test_a_judgement_needs_two_things_that_are_there(store: Store, tmp_path: Path) -> None:
    reviews = Reviews.read(tmp_path / "review.tsv")
    load(store, reviews)
    with pytest.raises(QueryError, match="is not in the graph"):
        judge("same", A, "enterprise:nowhere", store, reviews)
    with pytest.raises(QueryError, match="no judgement"):
        judge("undone", A, B, store, reviews)
