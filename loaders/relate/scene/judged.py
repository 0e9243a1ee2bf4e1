"""What is found out of a document before the rules read it: where it speaks from, and what it says is not so."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Setting:
    """Ids of referents; None or empty where the document does not say. `level` is the home's (省, 市, 区 …)."""

    home: str | None = None
    level: str | None = None
    issuers: tuple[str, ...] = ()
    policy: str | None = None


class Doubt(NamedTuple):
    """Offsets where the text names things that it only wishes for or misses, things of which it denies what it tells, and
    goods and sectors that it keeps out (`shunned`) or says nobody works in (`lacking`); ids of projects that were given up.

    `left` holds the offset of a body that has gone elsewhere, and the id of that place ("" where none is named).
    """

    wished: frozenset[int] = frozenset()
    denied: frozenset[int] = frozenset()
    gone: frozenset[str] = frozenset()
    left: frozenset[tuple[int, str]] = frozenset()
    shunned: frozenset[int] = frozenset()
    lacking: frozenset[int] = frozenset()

    def holds(self, offset: int) -> bool:
        """Whether what is named at `offset` is not there."""
        return offset in self.wished or offset in self.denied or any(offset == at for at, _ in self.left)
