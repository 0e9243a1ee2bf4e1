"""The page of a region: its chains with what they lack, its enterprises, parks and hospitals, policies and projects."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.batched import batched
from kg.store.base import Store
from kg.views.answers import entity_id, term
from kg.views.pages import read
from kg.views.pages.boxes import CARD_WIDTH, NOTE_FONT, fit, units
from kg.views.pages.scene import Band, Line, Scene, Thing
from kg.views.pages.stages import ACROSS, EDGE, HEAD, grid
from kg.views.pages.words import words

_GROUPS = (
    ("chains", ("Chain", "Industry"), "#fdf1ea"),
    ("firms", ("Enterprise",), "#eaf1fa"),
    ("sites", ("Park", "Hospital", "Institution"), "#f4eef7"),
    ("plans", ("Policy", "Project", "Agency", "Event", "Fund", "Region", "Product", "Person"), "#eef1f8"),
)
_ORDER = [kind for _, kinds, _ in _GROUPS for kind in kinds]
_RELATED = """MATCH (r:Region {id: $id})-[:DEVELOPS]->(x:Entity) RETURN DISTINCT x.id AS id, x.sources AS sources
UNION
MATCH (r:Region {id: $id})<-[:APPLIES_TO|ISSUED_BY]-(x:Policy) RETURN DISTINCT x.id AS id, x.sources AS sources
UNION
MATCH (r:Region {id: $id})<-[:PART_OF]-(a:Agency)<-[:ISSUED_BY]-(x:Policy) RETURN DISTINCT x.id AS id, x.sources AS sources"""
_COUNTED = """UNWIND $ids AS id MATCH (n:Entity {id: id}) OPTIONAL MATCH (n)-[v]-(:Entity)
RETURN id AS id, n.type AS type, coalesce(n.sources, 0) AS sources, size(coalesce(n.tags, [])) AS tags, count(v) AS links"""
_CHAINS = "UNWIND $names AS name MATCH (c:Chain) WHERE c.name = name RETURN DISTINCT c.id AS id"
_MOST_GAPS = 20


def region(
    store: Store, what: str, gaps: Iterable[Mapping[str, Any]] = (), limit: int = 160, lang: str = "zh"
) -> Scene:
    """The region `what` (id, name or alias), placed. `gaps` are rows with chain, segment, grade and reason, urgent first."""
    say = words(lang)
    id_ = entity_id(store, what, "Region")
    rows = list(gaps)
    chains = {r["id"] for r in store.read(_CHAINS, {"names": sorted({str(r["chain"]) for r in rows})})}
    every = sorted(read.local(store, id_) | {r["id"] for r in store.read(_RELATED, {"id": id_})} | chains)
    shown, total = _chosen(store, every, limit - 1)
    found = read.things(store, [id_, *shown])
    scene = Scene("region", found[id_].name, term("Region", lang), found, total=total + 1, centre=id_)
    _note_gaps(found.values(), rows)
    found[id_].strong = True
    scene.links = read.links(store, list(found))
    for link in scene.links.values():
        link.asleep, link.quiet = True, True
    read.fill(store, scene)
    fit(found.values())
    groups = {
        key: sorted((t for t in found.values() if _group(t.type) == key and t.id != id_), key=lambda t: _rank(t.type))
        for key, _, _ in _GROUPS
    }
    _place(scene, groups, say)
    _summarise(scene, groups, rows, say)
    return scene


def _chosen(store: Store, ids: Sequence[str], room: int) -> tuple[list[str], int]:
    """The best known of each group in turn until the room is filled."""
    rows = [r for some in batched(ids, 1000) for r in store.read(_COUNTED, {"ids": some}, timeout=read.TIMEOUT)]
    rows.sort(key=lambda r: (-r["tags"], -r["sources"], -r["links"], r["id"]))
    groups = [[r["id"] for r in rows if _group(r["type"]) == key] for key, _, _ in _GROUPS]
    chosen: list[str] = []
    for n in range(max(map(len, groups), default=0)):
        chosen += [group[n] for group in groups if n < len(group)]
    return chosen[: max(0, room)], len(rows)


def _group(kind: str) -> str:
    """The group that things of a type stand in: the last one, where none names the type."""
    return next((key for key, kinds, _ in _GROUPS if kind in kinds), _GROUPS[-1][0])


def _rank(kind: str) -> int:
    """Where a type stands within its group: types that none names stand last."""
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _note_gaps(things: Iterable[Thing], rows: Sequence[Mapping[str, Any]]) -> None:
    """Below each chain how many gaps of each grade it has, as far as the box has room."""
    for one in things:
        counts = Counter(str(r["grade"]) for r in rows if r["chain"] == one.name)
        one.card = one.type == "Chain"
        shown = [f"{grade} {n}" for grade, n in counts.most_common()]
        while len(shown) > 1 and units(" · ".join(shown)) * NOTE_FONT > CARD_WIDTH - 12:
            shown.pop()
        one.note = " · ".join(shown) or one.note


def _place(scene: Scene, groups: Mapping[str, list[Thing]], say: Mapping[str, str]) -> None:
    centre = scene.things[str(scene.centre)]
    centre.x, centre.y = EDGE + centre.width / 2, centre.height / 2
    left, top = 0.0, centre.height + 20
    wide = _columns(groups)
    for key, _, tone in _GROUPS:
        boxes = groups[key]
        if not boxes:
            continue
        height, right = grid(boxes, left + EDGE, top + HEAD, wide[key])
        title = f"{say[key]} {len(boxes)}"
        width = max(right + EDGE - left, Band.least(title))
        scene.bands.append(Band(title, left, top, width, height + HEAD + EDGE, tone))
        left += width + 20
    bottom = max((b.y + b.height for b in scene.bands), default=0.0)
    scene.bands[:] = [Band(b.title, b.x, b.y, b.width, bottom - b.y, b.tone) for b in scene.bands]


def _columns(groups: Mapping[str, Sequence[Thing]]) -> dict[str, int]:
    """Columns of each group: one each, and what is left of a screen's width to those that would be the tallest."""
    wide = {key: 1 for key, boxes in groups.items() if boxes}
    while wide and sum(wide.values()) < ACROSS:
        tallest = max(wide, key=lambda k: len(groups[k]) / wide[k])
        if len(groups[tallest]) <= 12 * wide[tallest]:
            break
        wide[tallest] += 1
    return wide


def _summarise(
    scene: Scene, groups: Mapping[str, list[Thing]], rows: Sequence[Mapping[str, Any]], say: Mapping[str, str]
) -> None:
    ids = {t.name: t.id for t in scene.things.values()}
    alone = len({r["chain"] for r in rows}) == 1
    urgent = [
        Line(
            str(r["segment"]) if alone else f"{r['segment']} — {r['chain']}",
            str(r.get("reason") or ""),
            ids.get(r["chain"], ""),
            str(r["grade"]),
        )
        for r in rows[:_MOST_GAPS]
    ]
    if urgent:
        head = (
            say["gaps_of"].format(n=len(urgent), all=len(rows))
            if len(rows) > len(urgent)
            else f"{say['gaps']} {len(rows)}"
        )
        scene.overview.append((f"{rows[0]['chain']} · {head}" if alone else head, urgent))
    for key, boxes in groups.items():
        if boxes:
            lines = [Line(t.name, t.note, t.id) for t in boxes]
            scene.overview.append((f"{say[key]} {len(boxes)}", lines))
