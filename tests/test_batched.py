"""Pieces are the whole, in order, and none is read before it is wanted."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from kg.batched import batched


@given(st.integers(min_value=0, max_value=40), st.integers(min_value=1, max_value=9))
def test_pieces_are_the_whole_in_order(number: int, size: int) -> None:
    pieces = list(batched(range(number), size))
    assert [i for piece in pieces for i in piece] == list(range(number))
    assert all(len(piece) == size for piece in pieces[:-1])
    assert all(pieces)


def test_no_more_than_a_piece_is_read_ahead() -> None:
    read = []

    def items() -> Iterator[int]:
        for number in range(10):
            read.append(number)
            yield number

    next(batched(items(), 3))
    assert read == [0, 1, 2]
