"""What the pages read from a store, in few questions: entities, relations among them, and the facts behind both."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.analysis.weights import weights
from kg.batched import batched
from kg.schema.ontology import ontology
from kg.store.base import Store
from kg.views.answers import money, term
from kg.views.pages.scene import Evidence, Link, Scene, Thing, thing

_THINGS = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN properties(n) AS row"
_LINKS = """UNWIND $ids AS id MATCH (n:Entity {id: id})-[v]->(m:Entity) WHERE m.id IN $all
RETURN type(v) AS type, n.id AS source, m.id AS target, properties(v) AS row"""
_PLACES = """UNWIND $ids AS id MATCH (n:Entity {id: id})-[:LOCATED_IN]->(p:Entity)
RETURN n.id AS id, p.name AS place ORDER BY id, p.type DESC, place"""
_FACTS = """UNWIND $ids AS id MATCH (f:Fact {%s: id})-[:STATED_IN]->(d:Document) %s
RETURN id AS of, f.id AS fact, f.relation AS relation, f.value AS value, f.quote AS quote, f.place AS place,
       f.start AS start, f.end AS end, f.rule AS rule, f.confidence AS confidence, f.since AS since, f.until AS until,
       d.id AS document, d.name AS file, d.title AS title, d.number AS number, d.issuer AS issuer, d.date AS date"""
_LOCAL = """MATCH (r:Region {id: $region})
WITH r, CASE WHEN r.division_code ENDS WITH '0000' THEN left(r.division_code, 2)
             WHEN r.division_code ENDS WITH '00' THEN left(r.division_code, 4)
             ELSE r.division_code END AS code
MATCH (place:Region)
WHERE place.id = r.id OR place.division_code STARTS WITH code OR EXISTS { (place)-[:PART_OF*1..4]->(r) }
MATCH (place)<-[v:LOCATED_IN]-(x:Entity) WHERE coalesce(v.confidence, 1.0) >= $least OR x.type = 'Project'
OPTIONAL MATCH (x)<-[w:LOCATED_IN]-(y:Entity) WHERE coalesce(w.confidence, 1.0) >= $least OR y.type = 'Project'
RETURN DISTINCT x.id AS id, y.id AS inside"""
_HIDDEN = {"id", "type", "name", "sources", "aliases", "tags"}
TIMEOUT = 60.0
MOST_FACTS = 12


def things(store: Store, ids: Iterable[str]) -> dict[str, Thing]:
    """The entities with these ids, in the order given; those that are missing are left out."""
    wanted = list(dict.fromkeys(ids))
    found = {r["row"]["id"]: thing(r["row"]) for r in _each(store, _THINGS, wanted)}
    return {i: found[i] for i in wanted if i in found}


def local(store: Store, region: str) -> set[str]:
    """Ids of what is located in the region (an id) or anywhere below it, directly or through a park, as surely as counts; projects always."""
    rows = store.read(_LOCAL, {"region": region, "least": weights().present}, timeout=TIMEOUT)
    return {id_ for row in rows for id_ in (row["id"], row["inside"]) if id_}


def links(store: Store, ids: Sequence[str]) -> dict[str, Link]:
    """All relations whose two ends are among these ids, by id."""
    rows = _each(store, _LINKS, ids, all=list(ids))
    found = (Link(r["row"]["id"], r["type"], r["source"], r["target"], r["row"]) for r in rows)
    return {one.id: one for one in sorted(found, key=lambda v: (v.source, v.type, v.target))}


def fill(store: Store, scene: Scene) -> Scene:
    """Read what stands behind the things and links of a scene: places, and facts."""
    for row in _each(store, _PLACES, list(scene.things)):
        scene.things[row["id"]].places.append(row["place"])
    scene.evidence = evidence(store, list(scene.things), list(scene.links))
    return scene


def evidence(store: Store, things_: Sequence[str], links_: Sequence[str]) -> Evidence:
    """The facts behind properties of things and behind links, best first, at most `MOST_FACTS` each."""
    rows = list(_each(store, _FACTS % ("subject", "WHERE f.value IS NOT NULL"), things_))
    rows += _each(store, _FACTS % ("edge", ""), links_)
    rows.sort(
        key=lambda r: (r["of"], r["relation"] == "name", -r["confidence"], r["document"], r["start"] or 0, r["fact"])
    )
    found, sentences, documents = Evidence(), dict[str, int](), dict[str, int]()
    for row in rows:
        mine = found.of.setdefault(row["of"], [])
        if len(mine) >= MOST_FACTS:
            found.more[row["of"]] = found.more.get(row["of"], 0) + 1
            continue
        mine.append(len(found.facts))
        fact = {
            k: row[k] for k in ("relation", "value", "place", "start", "end", "rule", "confidence", "since", "until")
        }
        fact["sentence"] = sentences.setdefault(row["quote"] or "", len(sentences))
        fact["document"] = documents.setdefault(row["document"], len(documents))
        if fact["document"] == len(found.documents):
            found.documents.append({k: row[k] for k in ("file", "title", "number", "issuer", "date") if row[k]})
        found.facts.append({k: v for k, v in fact.items() if v is not None})
    found.sentences = list(sentences)
    return found


def properties(one: Thing, lang: str) -> list[tuple[str, str]]:
    """Labels and values of a thing's properties for people, in the order of the ontology."""
    known = ontology().nodes.get(one.type)
    names = list(known.properties) if known else []
    pairs = []
    for name in [n for n in names if n in one.row] + sorted(set(one.row) - set(names)):
        value = one.row[name]
        if name in _HIDDEN or value in (None, "", []):
            continue
        kind = known.properties[name].type if known and name in known.properties else ""
        pairs.append((term(name, lang), shown(value, kind, lang)))
    return pairs


def shown(value: Any, kind: str, lang: str) -> str:
    """One value for people: money in its unit, areas in square metres or kilometres, lists joined."""
    if isinstance(value, list):
        return ("、" if lang == "zh" else ", ").join(shown(v, kind, lang) for v in value)
    if kind == "money" and isinstance(value, int | float):
        return money(value, lang)
    if kind == "area" and isinstance(value, int | float):
        return f"{value / 1e6:,.4g} km²" if value >= 1e5 else f"{value:,.0f} m²"
    if isinstance(value, float):
        return f"{value:,.6g}"
    return str(value)


def _each(store: Store, text: str, ids: Sequence[str], **more: Any) -> Iterator[dict[str, Any]]:
    for some in batched(ids, 1000):
        yield from store.read(text, {"ids": some, **more}, timeout=TIMEOUT)
