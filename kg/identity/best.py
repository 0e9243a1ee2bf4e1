"""Which key of a class names it: codes before names, full names before short ones."""

from collections import defaultdict

from kg.identity.keys import unscoped
from kg.identity.names import is_registered


def names_of(best: dict[str, str]) -> dict[str, str]:
    """Canonical id of each class by its best key; a short name that only one class has goes without its place."""
    named, taken = dict(best), defaultdict(set)
    for head, key in best.items():
        taken[unscoped(key)].add(head)
    for bare, heads in taken.items():
        if len(heads) == 1 and bare.startswith("enterprise:"):
            named[next(iter(heads))] = bare
    return named


def rank(key: str) -> tuple[int, int, str]:
    """Codes before full names before short ones; among names the longest, then by text."""
    kind, _, rest = key.partition(":")
    for place, length in enumerate((18, 6)):
        if len(rest) == length and rest.isascii() and any(c.isdigit() for c in rest):
            return place, 0, key
    return 2 if kind != "enterprise" or is_registered(rest) else 3, -len(unscoped(rest)), key
