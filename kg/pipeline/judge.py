"""`kg review`: pairs that wait, and judgements put into effect at once."""

import getpass
from typing import Any

from kg.errors import QueryError
from kg.identity.keys import forms_of, unscoped
from kg.identity.review import WAITING, Reviews
from kg.pipeline.commit import Change, commit
from kg.store.base import Store

Row = dict[str, Any]
_KEYS = "MATCH (f:Fact {subject: $id}) WHERE f.form IS NOT NULL RETURN DISTINCT f.subject_key AS key ORDER BY key"
_BY_KEY = "UNWIND $forms AS form MATCH (f:Fact {form: form}) WHERE f.subject_key = $key RETURN f.subject AS id LIMIT 1"


def pairs(store: Store, reviews: Reviews | None = None, *, everything: bool = False) -> list[Row]:
    """The pairs on file whose both sides are in the graph, with names, sources and the reason; judged ones too if asked."""
    found = reviews or Reviews.beside(store.url)
    rows = []
    for (a, b), lines in sorted(found.lines.items()):
        last = lines[-1]
        if last.verdict != WAITING and not everything:
            continue
        left, right = _shown(store, a), _shown(store, b)
        if everything or (left and right and left["id"] != right["id"]):
            rows.append(
                {
                    "verdict": last.verdict,
                    "a": a,
                    "name_a": left.get("name"),
                    "b": b,
                    "name_b": right.get("name"),
                    "reason": lines[0].reason,
                    "by": last.by,
                    "when": last.when,
                }
            )
    return rows


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
    before = {_canonical(store, k) for k in pair}
    made = found.judge(verdict, *pair, by=by or getpass.getuser(), reason=why)
    commit(store, Change(subjects=before), found.judged)
    now = [_canonical(store, k) for k in pair]
    return {"verdict": verdict, "a": pair[0], "b": pair[1], "now": sorted(set(now)), "by": made.by, "when": made.when}


def _key(store: Store, name: str) -> str:
    """The key meant by a key or an id; of an id with several keys the first that the id is made of."""
    if store.read(_BY_KEY, {"forms": sorted(forms_of(name)), "key": name}):
        return name
    keys = [str(r["key"]) for r in store.read(_KEYS, {"id": name})]
    if not keys:
        raise QueryError(f"{name!r} is not in the graph; kg review list shows the keys that wait")
    return next((k for k in keys if unscoped(k) == name), str(keys[0]))


def _canonical(store: Store, key: str) -> str:
    found = store.read(_BY_KEY, {"forms": sorted(forms_of(key)), "key": key})
    return str(found[0]["id"]) if found else key


def _shown(store: Store, key: str) -> Row:
    text = "MATCH (n:Entity {id: $id}) RETURN n.id AS id, n.name AS name"
    found = store.read(text, {"id": _canonical(store, key)})
    return found[0] if found else {}
