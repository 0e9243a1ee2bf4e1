"""Sets of keys that are one thing, joined pair by pair unless something forbids it."""

from collections import defaultdict
from collections.abc import Iterable


class Union:
    """Union-find (Galler and Fischer 1964) whose classes know their codes and refuse a join that a code or a judgement forbids."""

    def __init__(self, keys: Iterable[str], apart: Iterable[tuple[str, str]]) -> None:
        self.parent = {k: k for k in keys}
        self.codes: dict[str, dict[str, set[str]]] = {}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for a, b in apart:
            self.apart[a].add(b)
            self.apart[b].add(a)
        self.members: dict[str, set[str]] = {}

    def find(self, key: str) -> str:
        """The head of the class of `key`."""
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def conflict(self, a: str, b: str) -> str | None:
        """Why the classes of `a` and `b` must not be joined, or None."""
        a, b = self.find(a), self.find(b)
        mine, others = self.codes.get(a, {}), self.codes.get(b, {})
        strongest = min(mine.keys() & others.keys(), key=lambda n: (n != "credit_code", n), default=None)
        if strongest is not None and mine[strongest].isdisjoint(others[strongest]):
            return f"different {strongest}: {min(mine[strongest])}, {min(others[strongest])}"
        if self.apart and any(not self.apart[k].isdisjoint(self.of(b)) for k in self.of(a) if k in self.apart):
            return "judged not the same"
        return None

    def of(self, head: str) -> set[str]:
        """All keys of a class, by its head."""
        return self.members.get(head) or {head}

    def join(self, a: str, b: str) -> bool:
        """Join two classes if nothing forbids it; whether they are one now."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if self.conflict(a, b) is not None:
            return False
        low, high = sorted((a, b))
        self.parent[high] = low
        self.members[low] = self.of(low) | self.members.pop(high, {high})
        for name, values in self.codes.pop(high, {}).items():
            self.codes.setdefault(low, {}).setdefault(name, set()).update(values)
        return True
