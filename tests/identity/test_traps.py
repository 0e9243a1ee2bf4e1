"""Names that differ in what tells things apart are never one thing, whatever they have in common."""

from pathlib import Path

import pytest

from kg.identity.classes import Evidence, settle
from kg.identity.keys import Context, Key, name_key

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "traps.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def key(kind: str, name: str, home: str, document: str) -> Key:
    return name_key(kind, name, Context(f"doc:{document}", home or None))


def evidence(found: Key) -> Evidence:
    return Evidence(found.id, "name", found.form, found.loose)


def test_there_are_two_hundred_traps_at_least() -> None:
    assert len(set(ROWS)) == len(ROWS) >= 200


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r[1]}|{r[2]}")
def test_no_trap_is_merged(row: tuple[str, ...]) -> None:
    kind, a, b, home_a, home_b, _ = row
    left, right = key(kind, a, home_a, "aa"), key(kind, b, home_b, "bb")
    assert left.id != right.id
    canon = settle([evidence(left), evidence(right)]).canon
    assert canon[left.id] != canon[right.id]


def test_no_two_names_of_the_traps_are_merged_when_all_are_known_together() -> None:
    keys = {}
    for kind, a, b, home_a, home_b, _ in ROWS:
        for document, name, home in (("aa", a, home_a), ("bb", b, home_b)):
            keys[kind, name, home] = key(kind, name, home, document)
    canon = settle(evidence(k) for k in keys.values()).canon
    pairs = [
        (kind, a, b)
        for kind, a, b, home_a, home_b, _ in ROWS
        if canon[keys[kind, a, home_a].id] == canon[keys[kind, b, home_b].id] and (a, home_a) != (b, home_b)
    ]
    assert pairs == []
