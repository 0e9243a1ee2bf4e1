"""The graph made by hand, loaded once for all questions of a module, in each engine."""

import pytest

from kg.store import Store
from tests.conftest import empty
from tests.queries.sample import sample


@pytest.fixture(
    scope="module",
    params=[
        "_embedded",
        pytest.param("_neo4j", id="neo4j", marks=[pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")]),
    ],
)
def filled(request: pytest.FixtureRequest) -> Store:
    """The sample graph; only read it."""
    store = empty(request.getfixturevalue(request.param))
    store.apply(sample().batch())
    return store
