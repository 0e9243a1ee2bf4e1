"""Every node of ChainKnowledgeGraph is accounted for: a thing of its own, another spelling of one, or a refused row."""

from collections import Counter

import pytest

from kg.pipeline.sources import Part, parts
from tests.paths import SHARED, needs_shared

FOLDER = SHARED / "data" / "chain_knowledge_graph"


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize(
    ("file", "rows", "things", "again", "refused"),
    [("company", 4_654, 4_586, 68, 0), ("industry", 511, 511, 0, 0), ("product", 95_559, 95_456, 54, 49)],
)
def test_rows_are_things_spellings_and_refusals(file: str, rows: int, things: int, again: int, refused: int) -> None:
    (part,) = parts([FOLDER / f"{file}.jsonl.gz"])
    assert isinstance(part, Part)
    keys: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for unit in part.units():
        if unit.whole:
            keys[unit.items[0].keys[0]] += 1
        else:
            reasons["; ".join(refusal.reason for refusal in unit.refused)] += 1
    assert (sum(keys.values()) + sum(reasons.values()), len(keys)) == (rows, things)
    assert keys.total() - len(keys) == again
    assert reasons == ({"name: accounting row, not a product": refused} if refused else {})
    assert things + again + refused == rows
