"""The page of a chain: its segments by stage, who is in each, and what surrounds it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.analysis.ended import has_ended
from kg.analysis.weights import weights
from kg.store.base import Store
from kg.views.answers import entity_id
from kg.views.pages import read
from kg.views.pages.boxes import fit
from kg.views.pages.scene import Fold, Line, Scene, Thing, out_of_work
from kg.views.pages.stages import CONTEXT, STAGES, columns, place
from kg.views.pages.words import words

_MOST_CONTEXT = 21
_QUIET = ("PRODUCES", "ENGAGED_IN", "PART_OF", "DEVELOPS", "SUPPORTS", "LOCATED_IN")

_SEGMENTS = """MATCH (s:Entity)-[p:PART_OF]->(:Chain {id: $id})
RETURN s.id AS id, p.stage AS stage ORDER BY id"""
_MEMBERS = """UNWIND $ids AS id
MATCH (s:Entity {id: id})<-[v:PRODUCES|ENGAGED_IN|SUPPORTS|DEVELOPS]-(x:Entity)
WHERE x.type <> 'Enterprise' OR coalesce(v.confidence, 1.0) >= $least
RETURN id AS part, type(v) AS relation, properties(x) AS row"""
_ABOVE = "MATCH (:Chain {id: $id})-[:PART_OF]->(x:Entity) RETURN properties(x) AS row ORDER BY x.id"


@dataclass(slots=True)
class Members:
    """Who belongs to a chain. Keys are segments, "" is the chain itself.

    `counts` are all and local enterprises at work, `every` is whatever is there; both shown or not.
    """

    inside: dict[str, list[str]]
    context: list[str]
    counts: dict[str, tuple[int, int]]
    every: dict[str, int]
    total: int


@dataclass(slots=True)
class Asked:
    """What a chain's page was asked for: ids in the region (None without a region), and the marks by segment."""

    region: str | None = None
    local: set[str] | None = None
    marks: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def chain(
    store: Store,
    what: str,
    region: str | None = None,
    marks: Iterable[Mapping[str, Any]] = (),
    limit: int = 160,
    lang: str = "zh",
    makers: Mapping[str, Iterable[str]] | None = None,
) -> Scene:
    """The chain `what` (id, name or alias), left to right by stage, placed.

    With `region`, what is there stands first and is drawn filled, and the page opens without enterprises from elsewhere. `marks` are rows with `segment` (id or name), `grade`
    (缺, 弱, 断, 延) and `reason`; `makers` ids by the name of a segment that stand there by what they make. QueryError if chain or region is unknown.
    """
    id_ = entity_id(store, what, "Chain")
    asked = Asked(region, _local(store, region), {str(m["segment"]): m for m in marks})
    stages = _segments(store, id_)
    counted = _counted(store, stages, makers or {})
    members = _members(store, id_, stages, asked.local, limit, counted)
    shown = [i for ids in members.inside.values() for i in ids]
    found = read.things(store, [id_, *stages, *shown, *members.context])
    scene = Scene("chain", found[id_].name, "", found, total=members.total, centre=id_)
    scene.links = {k: v for k, v in read.links(store, list(found)).items() if not _by_band(v.type, v.target, id_)}
    for link in scene.links.values():
        link.quiet = link.type in _QUIET
        link.asleep = not {link.source, link.target}.isdisjoint((id_, *members.context))
    _describe(scene, stages, members, asked, words(lang))
    read.fill(store, scene)
    fit(found.values())
    order = columns(scene, stages)
    scene.fold = _fold(scene, order, members, asked.local, words(lang))
    place(scene, order, members.inside, members.context, words(lang))
    _summarise(scene, order, members, asked, words(lang))
    return scene


def _local(store: Store, region: str | None) -> set[str] | None:
    if region is None:
        return None
    return read.local(store, entity_id(store, region, "Region"))


def _segments(store: Store, id_: str) -> dict[str, str]:
    """Stage by segment."""
    rows = store.read(_SEGMENTS, {"id": id_}, timeout=read.TIMEOUT)
    return {r["id"]: r["stage"] if r["stage"] in STAGES else "" for r in rows}


def _counted(store: Store, stages: Mapping[str, str], makers: Mapping[str, Iterable[str]]) -> dict[str, Sequence[str]]:
    """Ids of those who count in a segment by its id; `makers` has them by its name, which may be another in the graph."""
    things = read.things(store, stages) if makers else {}
    found = {i: next((name for name in _names(t) if name in makers), None) for i, t in things.items()}
    return {i: list(makers[name]) for i, name in found.items() if name is not None}


def _names(one: Thing) -> tuple[str, ...]:
    """Its name and others: where two chains name one segment differently, the graph has both."""
    return (one.name, *map(str, one.row.get("aliases") or ()))


def _members(
    store: Store,
    id_: str,
    stages: Mapping[str, str],
    local: set[str] | None,
    limit: int,
    counted: Mapping[str, Sequence[str]],
) -> Members:
    known = read.things(store, [i for some in counted.values() for i in some])
    inside: dict[str, dict[str, dict[str, Any]]] = {
        part: {i: known[i].row for i in counted.get(part, ()) if i in known} for part in (*stages, "")
    }
    context = {r["row"]["id"]: r["row"] for r in store.read(_ABOVE, {"id": id_})}
    least = weights().present
    for row in store.read(_MEMBERS, {"ids": [id_, *stages], "least": least}, timeout=read.TIMEOUT):
        one = row["row"]
        if one["type"] in CONTEXT:
            context[one["id"]] = one
        elif one["id"] not in stages:
            inside["" if row["part"] == id_ else row["part"]][one["id"]] = one
    placed = {i for part, rows in inside.items() if part for i in rows}
    inside[""] = {i: r for i, r in inside[""].items() if i not in placed}
    around = sorted(context.values(), key=lambda r: (-(r.get("sources") or 0), r["id"]))[:_MOST_CONTEXT]
    around.sort(key=lambda r: (CONTEXT.index(r["type"]) if r["type"] in CONTEXT else len(CONTEXT), r["name"]))
    room = max(0, limit - 1 - len(stages) - len(around))
    return Members(
        inside=_share(
            {p: sorted(rows.values(), key=lambda r: _rank(r, local)) for p, rows in inside.items()},
            room,
            local or set(),
        ),
        context=[r["id"] for r in around],
        counts={p: _numbers(rows, local or set(), counted.get(p)) for p, rows in inside.items()},
        every={p: len(rows) for p, rows in inside.items()},
        total=1 + len(stages) + len(context) + len(placed) + len(inside[""]),
    )


def _numbers(rows: Mapping[str, dict[str, Any]], local: set[str], counted: Sequence[str] | None) -> tuple[int, int]:
    """How many enterprises are at work in a segment, and how many of the region: those `counted` where that is known."""
    working = {i for i, row in rows.items() if row["type"] == "Enterprise" and not out_of_work(row)}
    here = working & local if counted is None else set(counted)
    return len(working | here), len(here)


def _rank(row: Mapping[str, Any], local: set[str] | None) -> tuple[Any, ...]:
    return (
        row["id"] not in (local or ()),
        out_of_work(row) is not None,
        -len(row.get("tags") or ()),
        -(row.get("sources") or 0),
        row["name"],
        row["id"],
    )


def _share(ranked: Mapping[str, Sequence[Mapping[str, Any]]], room: int, local: set[str]) -> dict[str, list[str]]:
    """The best of each segment in turn until the room is filled, all local ones before any other; nobody stands twice."""
    shared: dict[str, list[str]] = {part: [] for part in ranked}
    seen: set[str] = set()
    for here in (True, False):
        ids = {part: [r["id"] for r in rows if (r["id"] in local) == here] for part, rows in ranked.items()}
        for n in range(max(map(len, ids.values()), default=0)):
            for part, some in ids.items():
                if n < len(some) and len(seen) < room and some[n] not in seen:
                    seen.add(some[n])
                    shared[part].append(some[n])
    return shared


def _by_band(type_: str, target: str, id_: str) -> bool:
    """Whether the band says it already: a segment is part of the chain."""
    return type_ == "PART_OF" and target == id_


def _describe(scene: Scene, stages: Mapping[str, str], members: Members, asked: Asked, say: Mapping[str, str]) -> None:
    """Second lines, grades and strength of the boxes."""
    for id_ in stages:
        one = scene.things[id_]
        one.card = True
        one.note = _count(members.counts[id_], asked, say)
        mark = next((asked.marks[key] for key in (id_, *_names(one)) if key in asked.marks), None)
        if mark:
            one.mark, one.reason = str(mark["grade"]), str(mark.get("reason") or "")
        one.bare = not members.counts[id_][0 if asked.local is None else 1]
    for ids in members.inside.values():
        for id_ in ids:
            one = scene.things[id_]
            one.strong = id_ in (asked.local or ()) and not out_of_work(one.row)
    scene.things[str(scene.centre)].strong = True


def _count(counts: tuple[int, int], asked: Asked, say: Mapping[str, str]) -> str:
    every, here = counts
    if not every:
        return say["nobody"]
    parts = [say["local"].format(n=here)] if asked.local is not None else []
    return " · ".join([*parts, say["enterprises"].format(n=every)])


def _fold(
    scene: Scene, order: Mapping[str, list[Thing]], members: Members, local: set[str] | None, say: Mapping[str, str]
) -> Fold | None:
    """The page without enterprises from elsewhere; None without a region or without any to leave out."""
    here = {i for i, t in scene.things.items() if local is None or t.type != "Enterprise" or i in local}
    if len(here) == len(scene.things):
        return None
    place(scene, order, {p: [i for i in ids if i in here] for p, ids in members.inside.items()}, members.context, say)
    fold = Fold({i: (t.x, t.y) for i, t in scene.things.items() if i in here}, scene.bands)
    scene.bands = []
    return fold


def _summarise(
    scene: Scene, order: Mapping[str, list[Thing]], members: Members, asked: Asked, say: Mapping[str, str]
) -> None:
    """The subtitle and the panel's list: gaps first, then segments by stage, then what is in no segment."""
    segments = [one for some in order.values() for one in some]
    every = scene.total - 1 - len(segments)
    parts = [asked.region or "", say["segments"].format(n=len(segments)), say["entities"].format(n=every)]
    scene.subtitle = " · ".join(p for p in parts if p)
    named = {key: t for t in segments if t.mark for key in (t.id, *_names(t))}
    marked = [Line(t.name, t.reason, t.id, t.mark) for key in asked.marks if (t := named.get(key))]
    scene.overview = [(f"{say['gaps']} {len(marked)}", marked)] if marked else []
    for stage, some in order.items():
        if some:
            lines = [Line(t.name, t.note, t.id, t.badge) for t in some]
            scene.overview.append((f"{say[stage or 'other']} {len(some)}", lines))
    ended = [i for i in members.inside[""] if has_ended(scene.things[i].row.get("stage"))]
    loose = [Line(scene.things[i].name, id=i) for i in members.inside[""] if i not in ended]
    if loose:
        scene.overview.append((f"{say['no_segment']} {members.every[''] - len(ended)}", loose))
    if members.context:
        lines = [Line(scene.things[i].name, id=i) for i in members.context if i in scene.things]
        scene.overview.append((say["context"], lines))
