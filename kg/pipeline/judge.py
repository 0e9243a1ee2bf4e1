"""`kg review`: pairs that wait, and judgements put into effect at once."""

import getpass
from collections.abc import Iterable

from kg.errors import QueryError
from kg.identity.keys import forms_of, unscoped
from kg.identity.review import WAITING, Reviews
from kg.pipeline.commit import Change, commit
from kg.pipeline.stored import SECONDS
from kg.store.base import Row, Store

_KEYS = "MATCH (f:Fact {subject: $id}) WHERE f.form IS NOT NULL RETURN DISTINCT f.subject_key AS key ORDER BY key"
_BY_KEY = (
    "UNWIND $forms AS form MATCH (f:Fact {form: form}) WHERE f.subject_key IN $keys "
    "RETURN DISTINCT f.subject_key AS key, f.subject AS id"
)
_NAMES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN n.id AS id, n.name AS name"


def pairs(store: Store, reviews: Reviews | None = None, *, everything: bool = False) -> list[Row]:
    """The pairs on file whose both sides are in the graph, with names, sources and the reason; judged ones too if asked."""
    found = reviews or Reviews.beside(store.url)
    told = {p: lines for p, lines in sorted(found.lines.items()) if everything or lines[-1].verdict == WAITING}
    ids = _canonical(store, {key for pair in told for key in pair})
    names = {r["id"]: r["name"] for r in store.read(_NAMES, {"ids": sorted(set(ids.values()))}, timeout=SECONDS)}
    return [
        {
            "verdict": lines[-1].verdict,
            "a": a,
            "name_a": names.get(ids[a]),
            "b": b,
            "name_b": names.get(ids[b]),
            "reason": lines[0].reason,
            "by": lines[-1].by,
            "when": lines[-1].when,
        }
        for (a, b), lines in told.items()
        if everything or (ids[a] in names and ids[b] in names and ids[a] != ids[b])
    ]


def judge(
    verdict: str, a: str, b: str, store: Store, reviews: Reviews | None = None, *, by: str | None = None, why: str = ""
) -> Row:
    """Write a judgement down and put it into effect; the ids that the two have now, as a row.

    QueryError where one of the two is not in the graph, or where there is no judgement to undo.
    """
    found = reviews or Reviews.beside(store.url)
    first, second = _key(store, a), _key(store, b)
    pair = (min(first, second), max(first, second))
    if first == second:
        raise QueryError(f"{a} and {b} are one key; a judgement is about two")
    if verdict == "undone" and (pair not in found.lines or found.lines[pair][-1].verdict in {WAITING, "undone"}):
        raise QueryError(f"no judgement on {a} and {b} is in force; kg review list --all shows those that are")
    before = set(_canonical(store, pair).values())
    made = found.judge(verdict, *pair, by=by or getpass.getuser(), reason=why)
    commit(store, Change(subjects=before), found.judged)
    now = sorted(set(_canonical(store, pair).values()))
    return {"verdict": verdict, "a": pair[0], "b": pair[1], "now": now, "by": made.by, "when": made.when}


def _key(store: Store, name: str) -> str:
    """The key meant by a key or an id; of an id with several keys the first that the id is made of."""
    if _known(store, [name]):
        return name
    keys = [str(r["key"]) for r in store.read(_KEYS, {"id": name})]
    if not keys:
        raise QueryError(f"{name!r} is not in the graph; kg review list shows the keys that wait")
    return next((k for k in keys if unscoped(k) == name), str(keys[0]))


def _canonical(store: Store, keys: Iterable[str]) -> dict[str, str]:
    """The ids that keys have now; a key of nothing in the graph stays as it is."""
    return {key: key for key in keys} | _known(store, keys)


def _known(store: Store, keys: Iterable[str]) -> dict[str, str]:
    wanted = sorted(keys)
    forms = sorted({form for key in wanted for form in forms_of(key)})
    rows = store.read(_BY_KEY, {"forms": forms, "keys": wanted}, timeout=SECONDS) if wanted else []
    return {row["key"]: row["id"] for row in rows}
