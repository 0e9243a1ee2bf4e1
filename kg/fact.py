"""A fact: the unit of truth. Everything in the graph is derived from facts."""

import hashlib
from dataclasses import dataclass

LACKS, SEEKS = "lacks", "seeks"
"""Facts of a place or chain with the word of a document for what it says is lacking (短板) or to be attracted (招引); they
are properties of no type, so nothing of them stands on the node.
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """`subject` stands in `relation` to `object`, or has `value` for the property named by `relation`.

    Subject and object are the keys by which the source names them; the graph keeps their canonical ids beside. The place is `[start, end)` of the document's text with its `quote`,
    or, for a row of a table, `place` ("enterprises.xlsx / Sheet1 / row 12") with the row as `quote`.
    `attrs` belong to the relation (stage, amount); `since` and `until` are dates (ISO, year, month or day).
    """

    subject: str
    relation: str
    document: str
    quote: str
    rule: str
    confidence: float
    object: str | None = None
    value: str | None = None
    start: int | None = None
    end: int | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    attrs: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Same fact from the same place of the same document: same id, on every load and machine."""
        parts = (self.document, self.subject, self.relation, self.object, self.value, self.start, self.end, self.place)
        return "fact:" + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:20]

    @property
    def edge(self) -> str | None:
        """Id of the edge that this fact supports; None for the fact of a property."""
        if self.object is None:
            return None
        return edge_id(self.subject, self.relation, self.object)


def edge_id(subject: str, relation: str, object_: str) -> str:
    """Id of the edge between two canonical ids: one edge a relation and pair."""
    return "edge:" + hashlib.sha256("\x1f".join((subject, relation, object_)).encode()).hexdigest()[:20]
