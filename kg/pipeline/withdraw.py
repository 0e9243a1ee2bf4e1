"""Facts that are no longer said leave the graph, and with them what only they held up."""

from kg.batched import batched
from kg.identity.classes import Judged
from kg.pipeline import places
from kg.pipeline.commit import Change, commit
from kg.pipeline.stored import SECONDS
from kg.store.base import Store

_BATCH = 2_000
_SHOWN = 3
_NAMES = (
    "UNWIND $ids AS id MATCH (f:Fact {id: id}) WHERE f.relation = 'name' "
    "RETURN DISTINCT f.subject_key AS key, f.value AS name ORDER BY name"
)
_REGIONS = (
    "UNWIND $ids AS id MATCH (f:Fact {id: id}) WITH [f.subject, f.object] AS both UNWIND both AS end "
    "WITH end WHERE end STARTS WITH 'region:' RETURN DISTINCT end AS id"
)


def withdraw(store: Store, facts: set[str], judged: Judged) -> None:
    """Take `facts` (ids) out of the graph; divisions that nothing speaks of any more go too."""
    ids = sorted(facts)
    touched: set[str] = set()
    for part in batched(ids, _BATCH):
        touched |= {r["id"] for r in store.read(_REGIONS, {"ids": part}, timeout=SECONDS)}
        commit(store, Change(withdrawn=set(part)), judged)
    while touched:
        unneeded = places.unneeded(store, touched)
        if unneeded:
            commit(store, Change(withdrawn=unneeded), judged)
        touched = places.above(touched) if unneeded else set()
    left = store.read(
        "MATCH (f:Fact)-[:STATED_IN]->(d:Document {id: $id}) RETURN f.id AS id LIMIT 1", {"id": places.DOCUMENT}
    )
    if ids and not left:
        commit(store, Change(drop_documents=[places.DOCUMENT]), judged)


def account_of(store: Store, facts: set[str], named: set[str]) -> str:
    """In words, what is withdrawn with `facts` (ids): how many they are, and the things that are not `named` (keys) any more."""
    rows = store.read(_NAMES, {"ids": sorted(facts)}, timeout=SECONDS)
    names = list({r["key"]: r["name"] for r in rows if r["key"] not in named}.values())
    words = f"withdrawn: {len(facts)} facts that it stated before and does not now"
    if names:
        rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        words += f"; it no longer names {'、'.join(names[:_SHOWN])}{rest}"
    return words
