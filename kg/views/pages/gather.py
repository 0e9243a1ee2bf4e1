"""Chooses what a page shows: the neighbourhood of an entity, or what a document says."""

from collections.abc import Iterable

from kg.queries.lookup import find_document
from kg.store.base import Store
from kg.views.answers import entity_id, term
from kg.views.pages import read
from kg.views.pages.scene import Line, Scene, Thing
from kg.views.pages.words import words

_STEP = """UNWIND $ids AS id MATCH (n:Entity {id: id})-[v]-(m:Entity)
RETURN DISTINCT m.id AS id, m.sources AS sources, v.confidence AS confidence"""
_DOCUMENT = "MATCH (d:Document {id: $id}) RETURN properties(d) AS row"
_SAYS = """MATCH (f:Fact)-[:STATED_IN]->(:Document {id: $id})
RETURN f.subject AS subject, f.object AS object, f.edge AS edge ORDER BY f.start, f.id"""


def around(store: Store, what: str, steps: int = 1, limit: int = 300, lang: str = "zh") -> Scene:
    """The entity `what` (id, name or alias) and what is within `steps` relations of it, nearest and best known first."""
    say = words(lang)
    centre = entity_id(store, what)
    order, total = _rings(store, centre, steps, limit)
    found = read.things(store, order)
    one = found[centre]
    one.strong = True
    scene = Scene("around", one.name, f"{term(one.type, lang)} · {say['steps'].format(n=steps)}", found, centre=centre)
    scene.links = read.links(store, order)
    scene.total = total
    scene.overview = _by_type((t for t in found.values() if t.id != centre), lang)
    return read.fill(store, scene)


def document(store: Store, what: str, limit: int = 400, lang: str = "zh") -> Scene:
    """What the document `what` (id, file name or path, title or number) says. QueryError if it is unknown, or several are meant."""
    known = find_document(store, what, anywhere=True)
    row = store.read(_DOCUMENT, {"id": known["id"]})[0]["row"]
    facts = store.read(_SAYS, {"id": row["id"]}, timeout=read.TIMEOUT)
    related = {i for f in facts if f["edge"] for i in (f["subject"], f["object"])}
    order = list(dict.fromkeys(i for f in facts for i in (f["subject"], f["object"]) if i))
    order.sort(key=lambda i: i not in related)
    found = read.things(store, order[:limit])
    scene = Scene(
        "document", row.get("title") or row["name"], _header(row), found, total=len(order), text=row.get("text")
    )
    edges = {f["edge"] for f in facts if f["edge"]}
    scene.links = {k: v for k, v in read.links(store, list(found)).items() if k in edges}
    scene.overview = _by_type(found.values(), lang)
    return read.fill(store, scene)


def _rings(store: Store, centre: str, steps: int, limit: int) -> tuple[list[str], int]:
    """Ids by distance from the centre, at most `limit`, and how many there are in all."""
    order, seen, total = [centre], {centre}, 1
    ring = [centre]
    for _ in range(steps):
        best: dict[str, tuple[float, float]] = {}
        for row in store.read(_STEP, {"ids": ring}, timeout=read.TIMEOUT):
            if row["id"] not in seen:
                key = (-(row["sources"] or 0), -(row["confidence"] or 0))
                best[row["id"]] = min(key, best.get(row["id"], key))
        ring = sorted(best, key=lambda i: (best[i], i))
        seen.update(ring)
        total += len(ring)
        ring = ring[: max(0, limit - len(order))]
        order += ring
    return order, total


def _by_type(things: Iterable[Thing], lang: str) -> list[tuple[str, list[Line]]]:
    groups: dict[str, list[Line]] = {}
    for one in things:
        groups.setdefault(term(one.type, lang), []).append(Line(one.name, id=one.id))
    return [(f"{head} {len(lines)}", lines) for head, lines in groups.items()]


def _header(row: dict[str, str]) -> str:
    shown = [row.get(k) for k in ("issuer", "number", "date")]
    return " · ".join(s for s in shown if s) or row["name"]
