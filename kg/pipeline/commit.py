"""One transaction of a load: settle who is who, move what changed hands, and project facts to entities and edges."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from kg.entity import Ends, Support, assemble_edge, ends
from kg.errors import GoneError
from kg.identity.classes import Classes, Evidence, Judged, Pair, settle
from kg.identity.keys import forms_of
from kg.pipeline.closure import connected
from kg.pipeline.project import edge_support, entity_row
from kg.pipeline.statements import fact_row, kind_of
from kg.pipeline.stored import facts, facts_by_id, storable, supports
from kg.pipeline.units import Statement
from kg.pipeline.windows import Windows
from kg.store.base import Batch, Row, Store

_ROUNDS = 10


@dataclass(slots=True)
class Change:
    """What one transaction is to do: statements to make, facts (by id) to withdraw, documents to write or to drop.

    `forms` and `subjects` name what identity is to be settled for; `entities` and `edges` are projected anew in any case.
    """

    statements: list[Statement] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    documents: list[Row] = field(default_factory=list)
    drop_documents: list[str] = field(default_factory=list)
    subjects: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    edges: dict[str, Ends] = field(default_factory=dict)


@dataclass(slots=True)
class Done:
    """What a transaction did: ids that were in the graph before, canonical ids by key, pairs that wait for a judgement."""

    facts_before: set[str]
    entities_before: set[str]
    edges_before: set[str]
    canon: dict[str, str]
    waiting: list[Pair]


def commit(store: Store, change: Change, judged: Judged) -> Done:
    """Apply `change` in one transaction; the graph afterwards is the projection of all facts it then holds.

    Where another load has dropped between reading and writing what an edge joins, read anew.
    """
    for _ in range(_ROUNDS - 1):
        with suppress(GoneError):
            return _commit(store, change, judged)
    return _commit(store, change, judged)


def _commit(store: Store, change: Change, judged: Judged) -> Done:
    work = _Work(store, change, judged)
    batch = work.batch()
    if not store.apply(batch):
        _agree(store, work, batch, judged)
    return work.done()


def _agree(store: Store, work: "_Work", batch: Batch, judged: Judged) -> None:
    """Another load into the same graph has written between reading and writing: project again until nothing changes.

    Whoever writes last sees the facts of both, so the graph ends as if the loads had come one after the other.
    """
    for _ in range(_ROUNDS):
        written = {r["id"]: r for r in (*batch.entities, *batch.edges)}
        again = _Work(store, Change(forms=work.forms, entities=work.entities, edges=work.edges), judged)
        batch = again.batch()
        if not (again.moved or batch.drop_entities or batch.drop_edges or batch.documents) and all(
            written.get(r["id"]) == r for r in (*batch.entities, *batch.edges)
        ):
            return
        try:
            if store.apply(batch):
                return
        except GoneError:
            batch = Batch()  # nothing of it was written
        work = again


class _Work:
    def __init__(self, store: Store, change: Change, judged: Judged) -> None:
        self.store = store
        self.revision = store.revision()
        self.change = change
        self.withdrawn = facts_by_id(store, change.withdrawn)
        new = [Evidence(s.fact.subject, s.fact.relation, s.form, s.loose) for s in change.statements if s.form]
        subjects = change.subjects | {f["subject"] for f in self.withdrawn.values()}
        forms = change.forms | {f for e in new for f in (e.form, e.loose) if f}
        forms |= {f for d in change.documents if d.get("policy") for f in forms_of(d["policy"])}
        self.forms = forms
        self.entities: set[str] = set(change.entities)
        self.edges: dict[str, Ends] = dict(change.edges)
        self.known = connected(store, forms, {e.key for e in new}, judged, subjects)
        stays = [e for id_, e in self.known.evidence.items() if id_ not in change.withdrawn]
        self.classes: Classes = settle([*new, *stays], judged)
        self.rows = {s.id: self._row(s) for s in change.statements}
        self.moved = self._moved()
        said = (*self.rows.values(), *self.moved.values())
        gone = (*self.withdrawn.values(), *(m["was"] for m in self.moved.values()))
        self.told, self.claimed = _parted(said)
        self.told_no_more, self.claimed_no_more = _parted(gone)
        self.entities_before: set[str] = set()
        self.edges_before: set[str] = set()
        self.facts_before: set[str] = set()

    def canon(self, key: str) -> str:
        return self.classes.canon.get(key) or self.known.canon.get(key) or key

    def _row(self, statement: Statement) -> Row:
        fact = statement.fact
        subject = self.canon(fact.subject)
        if fact.object is None:
            return fact_row(statement, subject, None, None)
        object_ = self.canon(fact.object)
        return fact_row(statement, subject, object_, ends(subject, fact.relation, object_).id)

    def _moved(self) -> dict[str, Row]:
        """Facts in the graph whose subject or object is another thing now, rewritten."""
        changed = {k: c for k, c in self.classes.canon.items() if self.known.canon.get(k, c) != c}
        before = sorted({self.known.canon[k] for k in changed})
        moved: dict[str, Row] = {}
        for side in ("subject", "object"):
            for fact in facts(self.store, f"UNWIND $values AS value MATCH (f:Fact {{{side}: value}})", before):
                if fact["id"] in self.change.withdrawn or fact["id"] in self.rows:
                    continue
                subject: str = changed.get(fact["subject_key"]) or fact["subject"]
                object_ = changed.get(fact.get("object_key", "")) or fact["object"]
                if (subject, object_) != (fact["subject"], fact["object"]):
                    edge = ends(subject, fact["relation"], object_).id if object_ is not None else None
                    moved[fact["id"]] = {**fact, "was": fact, "subject": subject, "object": object_, "edge": edge}
        return moved

    def batch(self) -> Batch:
        """The whole change as rows."""
        batch = Batch(self.change.documents, drop_documents=self.change.drop_documents, revision=self.revision)
        self._entities(batch)
        self._edges(batch, Windows(self.store, batch, self.canon))
        batch.facts = list(self.rows.values()) + [storable(f) for f in self.moved.values()]
        batch.drop_facts = sorted(self.change.withdrawn - self.rows.keys())
        batch.new = self.rows.keys() - self.facts_before - self.withdrawn.keys()
        batch.new |= {r["id"] for r in batch.entities} - self.entities_before
        batch.new |= {r["id"] for r in batch.edges} - self.edges_before
        return batch

    def _entities(self, batch: Batch) -> None:
        touched = self.entities
        touched |= {f["subject"] for f in (*self.told, *self.told_no_more)}
        held: dict[str, dict[str, Row]] = defaultdict(dict)
        for id_, told in self.known.of(self.store, touched).items():
            self.entities_before |= {id_} if told else set()
            self.facts_before |= {f["id"] for f in told}
            held[id_] = {f["id"]: f for f in told if f["id"] not in self.withdrawn and f["id"] not in self.moved}
        for fact in self.told:
            held[fact["subject"]][fact["id"]] = fact
        for id_ in sorted(touched):
            row = entity_row(id_, held[id_].values())
            if row is not None:
                batch.entities.append(row)
            elif id_ in self.entities_before:
                batch.drop_entities.append(id_)

    def _edges(self, batch: Batch, windows: Windows) -> None:
        touched = self.edges
        for fact in (*self.claimed_no_more, *self.claimed, *windows.dated_facts()):
            touched.setdefault(fact["edge"], ends(fact["subject"], fact["relation"], fact["object"]))
        windows.learn(end for edge in touched.values() for end in (edge.source, edge.target))
        held: dict[str, dict[str, Row]] = defaultdict(dict)
        for fact in supports(self.store, touched):
            self.edges_before.add(fact["edge"])
            self.facts_before.add(fact["id"])
            if fact["id"] not in self.withdrawn and fact["id"] not in self.moved:
                held[fact["edge"]][fact["id"]] = fact
        for fact in self.claimed:
            held[fact["edge"]][fact["id"]] = fact
        for id_, edge in sorted(touched.items()):
            kinds = kind_of(edge.source), kind_of(edge.target)
            row = assemble_edge(edge, kinds, [_support(f, edge, windows) for f in held[id_].values()])
            if row is not None:
                batch.edges.append(row)
            elif id_ in self.edges_before:
                batch.drop_edges.append(id_)

    def done(self) -> Done:
        """What the ledger needs to know."""
        return Done(
            self.facts_before, self.entities_before, self.edges_before, self.classes.canon, self.classes.waiting
        )


def _parted(facts: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Facts that tell a property of a thing, and those that claim a relation."""
    told: list[Row] = []
    claimed: list[Row] = []
    for fact in facts:
        (told if fact.get("object") is None else claimed).append(fact)
    return told, claimed


def _support(fact: Row, edge: Ends, windows: Windows) -> Support:
    return edge_support(fact, edge, windows.of_document(fact["document"], fact), windows.of_policy)
