"""From when until when things hold: a policy while it is in force, and with it the documents that are that policy.

An edge holds on a day if one of its facts does; a fact holds in its own time, until its document is repealed, and while
no policy at either end of it is out of force.
"""

from collections.abc import Callable, Iterable

from kg.entity import Window
from kg.pipeline.stored import SECONDS, facts
from kg.store.base import Batch, Row, Store

POLICY = "policy:"
_OPEN = Window()
_STORED = "UNWIND $ids AS id MATCH (n:Policy {id: id}) RETURN n.id AS id, n.effective AS since, n.expires AS until"
_DOCUMENTS = "MATCH (d:Document) WHERE d.policy IS NOT NULL RETURN d.id AS id, d.policy AS policy"


class Windows:
    """The windows of policies and documents after `batch`; documents whose policy's dates change are put anew into it."""

    def __init__(self, store: Store, batch: Batch, canon: Callable[[str], str]) -> None:
        self._store = store
        self._canon = canon
        self._policies = {e["id"]: _window(e) for e in batch.entities if e["type"] == "Policy"}
        dropped = [i for i in batch.drop_entities if i.startswith(POLICY)]
        before = _windows(store, [*self._policies, *dropped])
        moved = {i for i, w in self._policies.items() if before.get(i, _OPEN) != w}
        self._moved = moved | {i for i in dropped if before.get(i, _OPEN) != _OPEN}
        self._documents: dict[str, Window] = {}
        self._date_documents(batch)

    def learn(self, ids: Iterable[str]) -> None:
        """Read the windows of those among `ids` that are policies and not known yet."""
        new = sorted({i for i in ids if i.startswith(POLICY)} - self._policies.keys())
        self._policies |= dict.fromkeys(new, _OPEN) | _windows(self._store, new)

    def of_policy(self, id_: str) -> Window:
        """When a policy is in force; open for anything else."""
        return self._policies.get(id_, _OPEN)

    def of_document(self, id_: str, fact: Row) -> Window:
        """Until when the document of `fact` is in force; what it says may have been so before."""
        found = self._documents.get(id_)
        until = found.until if found is not None else fact.get("document_until")
        return Window(None, until) if until else _OPEN

    def dated_facts(self) -> list[Row]:
        """The relations in the graph whose time changes: those of policies and of documents with new dates."""
        changed = sorted(self._moved)
        found = [
            *facts(self._store, "UNWIND $values AS value MATCH (f:Fact {subject: value})", changed),
            *facts(self._store, "UNWIND $values AS value MATCH (f:Fact {object: value})", changed),
            *facts(
                self._store,
                "UNWIND $values AS value MATCH (:Document {id: value})<-[:STATED_IN]-(f:Fact)",
                sorted(self._documents),
            ),
        ]
        return [f for f in found if f["object"] is not None]

    def _date_documents(self, batch: Batch) -> None:
        """Give documents that are a policy its dates: those of the batch, and those whose policy's dates changed."""
        own = {d["id"]: d for d in batch.documents if d.get("policy")}
        self.learn(self._canon(d["policy"]) for d in own.values())
        for document in own.values():
            self._date(document)
        if self._moved:
            rows = self._store.read(_DOCUMENTS, timeout=SECONDS)
            told = [r["id"] for r in rows if r["id"] not in own and self._canon(r["policy"]) in self._moved]
            for document in _documents(self._store, told):
                self._date(document)
                batch.documents.append(document)

    def _date(self, document: Row) -> None:
        window = self.of_policy(self._canon(document["policy"]))
        document["since"], document["until"] = window
        self._documents[document["id"]] = window


def _window(entity: Row) -> Window:
    return Window.of(entity.get("effective"), entity.get("expires"))


def _windows(store: Store, ids: Iterable[str]) -> dict[str, Window]:
    wanted = sorted(ids)
    rows = store.read(_STORED, {"ids": wanted}, timeout=SECONDS) if wanted else []
    return {r["id"]: Window.of(r["since"], r["until"]) for r in rows}


def _documents(store: Store, ids: list[str]) -> list[Row]:
    text = "UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN properties(d) AS document"
    return [row["document"] for row in store.read(text, {"ids": ids}, timeout=SECONDS)] if ids else []
