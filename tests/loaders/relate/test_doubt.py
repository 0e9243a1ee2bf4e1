"""What a text only wishes for, misses or denies gives nothing a place, a product or a sector."""

from pathlib import Path

import pytest

from kg.loaders.relate import relate
from tests.loaders.marked import lines, read

_TOLD = ("LOCATED_IN", "PRODUCES", "ENGAGED_IN", "OPERATES", "INVESTS_IN")
CASES = [
    tuple(line.split("=>", 1))
    for line in Path(__file__).with_name("doubts.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_only_what_is_there_is_told(marked: str, expected: str) -> None:
    parsed, referents = read(f"[R 云州市]产业调研\n\n{marked.strip()}")
    told = {line for line in lines(relate(parsed, referents), referents) if line.startswith(_TOLD)}
    assert told == {part.strip() for part in expected.split(";") if part.strip()}


def test_a_heading_hides_no_wish_below_it() -> None:
    parsed, referents = read("[R 云州市]产业调研\n\n四、对策建议\n建议招引[E 甲公司]、[E 乙公司]来我市设立生产基地。")
    assert not [line for line in lines(relate(parsed, referents), referents) if line.startswith(_TOLD)]
