"""A name means one thing, or is refused with those that it may mean; every command asks by the same rule."""

from collections.abc import Callable
from typing import Any

import pytest

from kg.analysis.timeline import timeline
from kg.errors import QueryError
from kg.identity.review import Reviews
from kg.pipeline import forget
from kg.queries.catalog import run
from kg.queries.lookup import find_document, find_entity
from kg.store import Store
from kg.views.answers import reasons
from kg.views.pages import around_page, document_page
from tests.queries.sample import Graph

NAMES = ("doc:b", "second/b.txt", "b.txt", "乙计划", "萧政〔2024〕2号")


@pytest.fixture
def people(store: Store) -> Store:
    """Two persons and two documents of one name each, and one document that has all of its names for itself."""
    graph = Graph()
    graph.document("a", "a.txt", title="计划", text="张伟任总经理。")
    graph.document("c", "c.txt", title="计划", text="张伟任处长，张工在场。")
    graph.document("b", "b.txt", title="乙计划", number="萧政〔2024〕2号", text="李娜任主任。")
    graph.documents["doc:b"]["source"] = "second/b.txt"
    graph.thing("Person", "1", "张伟", "doc:a")
    graph.thing("Person", "2", "张伟", "doc:c")
    graph.thing("Person", "3", "李娜", "doc:b", aliases=["张工"])
    graph.thing("Person", "4", "张工", "doc:c")
    store.apply(graph.batch())
    return store


@pytest.mark.parametrize("ask", [find_entity, timeline, reasons, around_page])
def test_two_of_one_name_are_refused_with_both(people: Store, ask: Callable[[Store, str], Any]) -> None:
    with pytest.raises(QueryError, match=r"2 things: person:1 \(张伟\), person:2 \(张伟\); give the id of one"):
        ask(people, "张伟")
    assert ask(people, "person:2") is not None


@pytest.mark.parametrize("name", ["无此人", "", " "])
@pytest.mark.parametrize("ask", [find_entity, timeline, reasons, around_page])
def test_what_nothing_is_called_is_refused(people: Store, ask: Callable[[Store, str], Any], name: str) -> None:
    with pytest.raises(QueryError, match=f"nothing in the graph is named {name!r}"):
        ask(people, name)


def test_a_name_is_taken_before_an_alias_and_a_type_parts(people: Store) -> None:
    assert find_entity(people, "张工")["id"] == "person:4"
    assert find_entity(people, "李娜", "Person")["id"] == "person:3"
    with pytest.raises(QueryError, match="nothing in the graph"):
        find_entity(people, "李娜", "Enterprise")


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_found_by_each_of_its_five_names(people: Store, name: str) -> None:
    assert find_document(people, name)["id"] == "doc:b"
    assert document_page(people, name) == document_page(people, "doc:b")
    assert {r["subject"] for r in run(people, "document", {"document": name})} == {"李娜"}
    assert forget(name, people, Reviews())["document"] == "doc:b"


@pytest.mark.parametrize("ask", [find_document, document_page, lambda store, what: forget(what, store, Reviews())])
def test_documents_of_one_title_are_refused_with_both(people: Store, ask: Callable[[Store, str], Any]) -> None:
    with pytest.raises(QueryError, match=r"2 documents: doc:a \(in/a.txt\), doc:c \(in/c.txt\); give the id of one"):
        ask(people, "计划")


def test_another_path_means_a_file_only_where_nothing_is_lost(people: Store) -> None:
    assert document_page(people, "other/b.txt") == document_page(people, "doc:b")
    assert find_document(people, "./second/b.txt")["id"] == "doc:b"
    with pytest.raises(QueryError, match="no document is called 'other/b.txt'"):
        forget("other/b.txt", people, Reviews())
