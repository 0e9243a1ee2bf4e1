"""`kg forget`: withdraw a document, and with it everything that only it said."""

from kg.identity.review import Reviews
from kg.pipeline.commit import Change, commit
from kg.pipeline.stored import facts_of
from kg.pipeline.withdraw import withdraw
from kg.queries.lookup import find_document
from kg.store.base import Store


def forget(name: str, store: Store, reviews: Reviews | None = None) -> dict[str, object]:
    """Withdraw the document whose id, path, file name, title or number is `name`; what was removed, as a row.

    QueryError where no document or several go by that name. Interrupted, it is completed by doing it again.
    """
    judged = (reviews or Reviews.beside(store.url)).judged
    document = find_document(store, name)
    facts = facts_of(store, document["id"])
    withdraw(store, facts, judged)
    commit(store, Change(drop_documents=[document["id"]]), judged)
    return {"document": document["id"], "source": document["source"], "facts": len(facts)}
