"""What the words around a name say for and against it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.evidence import without_false_firms
from kg.mention import Mention

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=12)


@given(SPANS, SPANS)
def test_no_firm_crosses_a_person(firms: list[tuple[int, int]], people: list[tuple[int, int]]) -> None:
    found = [Mention(a, a + n, "Enterprise", "firm", 0.9) for a, n in firms]
    persons = [Mention(a, a + n, "Person", "person", 0.9) for a, n in people]
    crossing = [
        m for m in found if any(p.start < m.start < p.end < m.end or m.start < p.start < m.end < p.end for p in persons)
    ]
    kept = without_false_firms(Parsed(Document.of_text("甲" * 40)), [*found, *persons])
    assert kept == [m for m in found if m not in crossing] + persons


@pytest.mark.timeout(30)
def test_many_firms_and_people_stay_linear() -> None:
    found = [Mention(i, i + 3, kind, "rule", 0.9) for i in range(0, 240_000, 4) for kind in ("Enterprise", "Person")]
    assert without_false_firms(Parsed(Document.of_text("甲" * 240_003)), found) == found
