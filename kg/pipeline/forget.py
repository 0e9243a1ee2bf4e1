"""`kg forget`: withdraw a document, and with it everything that only it said."""

from kg.errors import QueryError
from kg.identity.review import Reviews
from kg.pipeline.commit import Change, commit
from kg.pipeline.stored import facts_of
from kg.pipeline.withdraw import withdraw
from kg.store.base import Store


def forget(name: str, store: Store, reviews: Reviews | None = None) -> dict[str, object]:
    """Withdraw the document whose id, source or file name is `name`; what was removed, as a row.

    QueryError where no document or several go by that name. Interrupted, it is completed by doing it again.
    """
    judged = (reviews or Reviews.beside(store.url)).judged
    document = find_document(name, store)
    facts = facts_of(store, document["id"])
    withdraw(store, facts, judged)
    commit(store, Change(drop_documents=[document["id"]]), judged)
    return {"document": document["id"], "source": document["source"], "facts": len(facts)}


def find_document(name: str, store: Store) -> dict[str, str]:
    """Id, name and source of the one document that goes by `name`; QueryError where none or several do."""
    text = (
        "MATCH (d:Document) WHERE d.id = $name OR d.source = $name OR d.name = $name OR d.title = $name "
        "RETURN d.id AS id, d.name AS name, d.source AS source ORDER BY id"
    )
    found = store.read(text, {"name": name})
    if not found:
        raise QueryError(f"no document is called {name!r}; kg query documents lists them")
    if len(found) > 1:
        raise QueryError(
            f"{name!r} names {len(found)} documents; give one of {', '.join(d['source'] for d in found[:5])}"
        )
    return found[0]
