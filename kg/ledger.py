"""The account of a load: what was read is what was created, merged, unchanged, rejected with its reason, or waits for review."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

CREATED, MERGED, UNCHANGED, REJECTED, REVIEW = OUTCOMES = ("created", "merged", "unchanged", "rejected", "review")
FILE, SHEET, PART, ROW, VALUE = "file", "sheet", "part", "row", "value"
PIECES = frozenset({FILE, SHEET, PART, ROW})
"""What holds the things that are counted; one that was refused whole is accounted for as a piece."""


@dataclass(slots=True)
class Line:
    """One file and one type of thing, relation, `file`, `sheet`, `part`, `row` or `value`. `read` is counted where it is read, the rest where it ends.

    `first` is where each reason was met first, and the value: the row and the cell to look at.
    """

    file: str
    type: str
    read: int = 0
    created: int = 0
    merged: int = 0
    unchanged: int = 0
    review: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """How many were rejected, for whatever reason."""
        return sum(self.reasons.values())

    @property
    def balanced(self) -> bool:
        """Whether all that was read is accounted for."""
        return self.read == self.created + self.merged + self.unchanged + self.rejected + self.review

    def as_json(self) -> dict[str, Any]:
        """The line as plain values; `reasons`, and where each was met `first`, only where something was rejected."""
        row = {k: getattr(self, k) for k in ("file", "type", "read", *OUTCOMES)}
        found = {"reasons": dict(sorted(self.reasons.items())), "first": dict(sorted(self.first.items()))}
        return row | {k: v for k, v in found.items() if v}


@dataclass(slots=True)
class Ledger:
    """Lines by file and type, in the order they were first read.

    `notes` are self-checks of documents that failed, `corrections` files of rejected rows, `unused` the columns of each
    sheet (file, sheet) that its mapping does not read.
    """

    lines: dict[tuple[str, str], Line] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    unused: dict[tuple[str, str], list[str]] = field(default_factory=dict)

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

    def reject(self, file: str, kind: str, reason: str, count: int = 1, first: str = "") -> None:
        """So many were rejected for `reason`; `first` is where, and the value."""
        line = self.line(file, kind)
        line.reasons[reason] += count
        if first:
            line.first.setdefault(reason, first)

    def add(self, other: "Ledger") -> None:
        """Take over the lines of another load."""
        for key, line in other.lines.items():
            self._sum(key, line)
        self.notes += other.notes
        self.corrections += other.corrections
        self.unused |= other.unused

    @property
    def balanced(self) -> bool:
        """Whether every line balances."""
        return all(line.balanced for line in self.lines.values())

    @property
    def loaded(self) -> bool:
        """Whether at least one file could be read."""
        files = [line for line in self.lines.values() if line.type == FILE]
        return any(line.read > line.rejected for line in files)

    @property
    def unread(self) -> int:
        """How many files could not be read."""
        return sum(line.rejected for line in self.lines.values() if line.type == FILE)

    def totals(self) -> Line:
        """The sum of `by_file`."""
        whole = Ledger()
        for line in self.by_file():
            whole._sum(("", "all"), line)
        return whole.line("", "all")

    def files(self) -> dict[str, list[Line]]:
        """The lines of each file."""
        found: dict[str, list[Line]] = {}
        for line in self.lines.values():
            found.setdefault(line.file, []).append(line)
        return found

    def by_file(self) -> list[Line]:
        """The lines summed over the types of each file: its things, relations and values, and each piece refused whole.

        A file, sheet or row that was taken is not counted beside the things in it; one that was not is one read, one rejected.
        """
        summed = Ledger()
        for line in self.lines.values():
            if line.type in PIECES:
                line = Line(line.file, line.type, line.rejected, reasons=line.reasons, first=line.first)
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
        mine.first = line.first | mine.first

    def rejections(self) -> list[dict[str, Any]]:
        """What was rejected: file, type, reason, how many and where first."""
        return [
            {
                "file": line.file,
                "type": line.type,
                "reason": reason,
                "count": count,
                "first": line.first.get(reason, ""),
            }
            for line in self.lines.values()
            for reason, count in line.reasons.most_common()
        ]

    def as_json(self) -> dict[str, Any]:
        """The whole account as plain values."""
        return {
            "balanced": self.balanced,
            "loaded": self.loaded,
            "files_not_read": self.unread,
            "totals": {k: v for k, v in self.totals().as_json().items() if k in {"read", *OUTCOMES}},
            "lines": [line.as_json() for line in self.lines.values()],
            "notes": list(self.notes),
            "corrections": list(self.corrections),
            "columns_not_used": [
                {"file": file, "sheet": sheet, "columns": titles} for (file, sheet), titles in self.unused.items()
            ],
        }
