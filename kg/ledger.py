"""The account of a load: what was read is what was created, merged, unchanged, rejected with its reason, or waits for review."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

CREATED, MERGED, UNCHANGED, REJECTED, REVIEW = OUTCOMES = ("created", "merged", "unchanged", "rejected", "review")
FILE, SHEET, ROW, VALUE = "file", "sheet", "row", "value"


@dataclass(slots=True)
class Line:
    """One file and one type of thing, relation, `file`, `sheet`, `row` or `value`. `read` is counted where it is read, the rest where it ends."""

    file: str
    type: str
    read: int = 0
    created: int = 0
    merged: int = 0
    unchanged: int = 0
    review: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """How many were rejected, for whatever reason."""
        return sum(self.reasons.values())

    @property
    def balanced(self) -> bool:
        """Whether all that was read is accounted for."""
        return self.read == self.created + self.merged + self.unchanged + self.rejected + self.review

    def as_json(self) -> dict[str, Any]:
        """The line as plain values; `reasons` only where something was rejected."""
        row = {k: getattr(self, k) for k in ("file", "type", "read", *OUTCOMES)}
        return row | ({"reasons": dict(sorted(self.reasons.items()))} if self.reasons else {})


@dataclass(slots=True)
class Ledger:
    """Lines by file and type, in the order they were first read; `notes` are self-checks of documents that failed."""

    lines: dict[tuple[str, str], Line] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)

    def line(self, file: str, kind: str) -> Line:
        """The line of that file and type, made if it is not there."""
        found = self.lines.get((file, kind))
        if found is None:
            found = self.lines[file, kind] = Line(file, kind)
        return found

    def read(self, file: str, kind: str, count: int = 1) -> None:
        """So many were read."""
        self.line(file, kind).read += count

    def end(self, file: str, kind: str, outcome: str, count: int = 1) -> None:
        """So many ended as created, merged, unchanged or review."""
        line = self.line(file, kind)
        setattr(line, outcome, getattr(line, outcome) + count)

    def reject(self, file: str, kind: str, reason: str, count: int = 1) -> None:
        """So many were rejected for `reason`."""
        self.line(file, kind).reasons[reason] += count

    def add(self, other: "Ledger") -> None:
        """Take over the lines of another load."""
        for key, line in other.lines.items():
            self._sum(key, line)
        self.notes += other.notes
        self.corrections += other.corrections

    @property
    def balanced(self) -> bool:
        """Whether every line balances."""
        return all(line.balanced for line in self.lines.values())

    @property
    def loaded(self) -> bool:
        """Whether at least one file could be read."""
        files = [line for line in self.lines.values() if line.type == FILE]
        return any(line.read > line.rejected for line in files)

    def totals(self) -> Line:
        """The sum over all files and types but `file`, `sheet` and `row`, which count the same things in bigger pieces."""
        whole = Ledger()
        for line in self.lines.values():
            if line.type not in {FILE, SHEET, ROW}:
                whole._sum(("", "all"), line)
        return whole.line("", "all")

    def files(self) -> dict[str, list[Line]]:
        """The lines of each file."""
        found: dict[str, list[Line]] = {}
        for line in self.lines.values():
            found.setdefault(line.file, []).append(line)
        return found

    def by_file(self) -> list[Line]:
        """The lines summed over the types of each file: things and relations, or the file itself where it was refused."""
        summed = Ledger()
        for line in self.lines.values():
            if line.type not in {FILE, SHEET, ROW} or (line.type == FILE and line.rejected):
                summed._sum((line.file, "all"), line)
        return list(summed.lines.values())

    def by_type(self) -> list[Line]:
        """The lines summed over all files: one a type."""
        summed = Ledger()
        for line in self.lines.values():
            summed._sum(("", line.type), line)
        return list(summed.lines.values())

    def _sum(self, key: tuple[str, str], line: Line) -> None:
        mine = self.line(*key)
        for name in ("read", "created", "merged", "unchanged", "review"):
            setattr(mine, name, getattr(mine, name) + getattr(line, name))
        mine.reasons.update(line.reasons)

    def rows(self) -> list[dict[str, Any]]:
        """The lines for a table."""
        return [{k: v for k, v in line.as_json().items() if k != "reasons"} for line in self.lines.values()]

    def rejections(self) -> list[dict[str, Any]]:
        """What was rejected: file, type, reason and how many."""
        return [
            {"file": line.file, "type": line.type, "reason": reason, "count": count}
            for line in self.lines.values()
            for reason, count in line.reasons.most_common()
        ]

    def as_json(self) -> dict[str, Any]:
        """The whole account as plain values."""
        return {
            "balanced": self.balanced,
            "loaded": self.loaded,
            "lines": [line.as_json() for line in self.lines.values()],
            "notes": list(self.notes),
            "corrections": list(self.corrections),
        }
