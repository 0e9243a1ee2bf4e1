"""Rows in pieces: what engines take at once is limited. (`itertools.batched` comes with Python 3.12.)"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """`items` in their order, in lists of `size`, the last one shorter; never more than one list is held."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
