"""What one document says: the things it names and what it claims of them, before identity is settled."""

from dataclasses import dataclass, field

from kg.document import Document
from kg.mention import Mention


@dataclass(slots=True)
class Referent:
    """One real thing as one document speaks of it: all its mentions, the fullest name the document gives, other forms."""

    id: str
    type: str
    name: str
    aliases: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attrs: dict[str, str] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Claim:
    """`source` stands in `relation` to `target` (ids of referents); `[start, end)` is the sentence or list that says so."""

    relation: str
    source: str
    target: str
    start: int
    end: int
    rule: str
    confidence: float = 0.8
    attrs: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A place or chain (`holder`, the id of a referent) lacks or seeks what the text calls `name`, a thing of `type`.

    `kind` is kg.fact.LACKS or SEEKS, `chain` the chain that this is said of, by its name; `[start, end)` is the sentence.
    """

    kind: str
    holder: str
    type: str
    name: str
    start: int
    end: int
    rule: str
    confidence: float
    chain: str | None = None


@dataclass(slots=True)
class Extraction:
    """All that was read out of one document; `notes` are self-checks that failed (an announced count, two dates).

    `needs` are no relations of the ontology and stand apart from `claims`.
    """

    document: Document
    referents: list[Referent] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The annotation format: entities with mentions, relations with evidence, and the rule behind each."""
        return {
            "doc": self.document.name,
            "source": self.document.source,
            "entities": [_entity(r) for r in self.referents],
            "relations": [_relation(c) for c in self.claims],
            "needs": [_need(n) for n in self.needs],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row of a table, or one cell of it, was not taken: the column, its value and the reason in words."""

    reason: str
    column: str = ""
    value: str = ""


@dataclass(slots=True)
class Record:
    """One row of a table as its mapping reads it. `place` is file, sheet and row; `quote` is the row as text.

    Referents have no mentions, claims have the empty span. `rejected` set and no referents: the whole row is refused.
    `home` is the short code of the region that the row is about, where it or its sheet settles one. `needs` have the empty
    span too.
    """

    place: str
    quote: str
    referents: list[Referent] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    rejected: tuple[Rejection, ...] = ()
    home: str | None = None
    needs: list[Need] = field(default_factory=list)


def _entity(referent: Referent) -> dict[str, object]:
    mentions = sorted(referent.mentions, key=lambda m: m.start)
    return {
        "id": referent.id,
        "type": referent.type,
        "name": referent.name,
        "aliases": referent.aliases,
        "tags": referent.tags,
        "attrs": referent.attrs,
        "mentions": [[m.start, m.end] for m in mentions],
        "rules": [m.rule for m in mentions],
        "confidence": round(max((m.confidence for m in mentions), default=0.0), 3),
    }


def _relation(claim: Claim) -> dict[str, object]:
    row: dict[str, object] = {
        "type": claim.relation,
        "source": claim.source,
        "target": claim.target,
        "evidence": [claim.start, claim.end],
        "rule": claim.rule,
        "confidence": round(claim.confidence, 3),
    }
    if claim.attrs:
        row["attrs"] = dict(claim.attrs)
    if claim.since:
        row["since"] = claim.since
    if claim.until:
        row["until"] = claim.until
    return row


def _need(need: Need) -> dict[str, object]:
    row: dict[str, object] = {
        "kind": need.kind,
        "holder": need.holder,
        "type": need.type,
        "name": need.name,
        "evidence": [need.start, need.end],
        "rule": need.rule,
        "confidence": round(need.confidence, 3),
    }
    return row | ({"chain": need.chain} if need.chain else {})
