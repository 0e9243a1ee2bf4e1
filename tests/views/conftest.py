"""The graph made by hand, as the named queries see it."""

from tests.queries.conftest import filled

__all__ = ["filled"]
