"""Relations on the annotated documents, from annotated mentions: floors that the rules must hold."""

import tomllib

import pytest

from benchmarks.relations import SPLIT, by_type, calibration, printed, run
from tests.paths import SHARED, needs_shared

GOLD = SHARED / "gold" / "dev"
PARTS = tomllib.loads(SPLIT.read_text(encoding="utf-8"))

pytestmark = [pytest.mark.shared, needs_shared]


@pytest.mark.parametrize(("part", "floor"), [("work", 0.90), ("exam", 0.75)])
def test_relation_f1_does_not_fall(part: str, floor: float) -> None:
    (_, _, _, f1, *_), *_ = by_type(run(GOLD, name) for name in PARTS[part])
    assert f1 >= floor


def test_confidence_holds_on_documents_left_out() -> None:
    results = [run(GOLD, name) for name in PARTS["work"]]
    bins = list(calibration(results))
    assert max(claims for _, claims, _ in bins) >= 20
    for low, claims, right in bins:
        assert right / claims >= min(low, 0.9) or claims < 20


def test_confidence_holds_where_no_rule_was_counted() -> None:
    results = [run(GOLD, name) for name in PARTS["exam"]]
    assert all(right / claims >= low - 0.05 for low, claims, right in printed(results) if low in (0.7, 0.5))
