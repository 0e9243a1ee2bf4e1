"""What the graph knows that bears on gaps: enterprises and where they stand, projects, policies, parks, supply links.

Reads only; rows become plain dataclasses so that all analysis also runs without a graph. Where something stands and what
it makes count from the threshold of presence (docs/gaps.md); of projects the less sure are kept too, to be verified.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.analysis.places import issuing_places, region_codes
from kg.analysis.statements import Stated, read_stated
from kg.analysis.weights import weights
from kg.chains.records import REFERENCE
from kg.identity import regions
from kg.store.base import Row, Store

LINKS = ("SUPPLIES", "INVESTS_IN", "PARTNERS_WITH", "SUBSIDIARY_OF")


@dataclass(frozen=True, slots=True)
class Place:
    """A thing stands in a region (division code) since a date, where the graph gives one; `edge` is the evidence."""

    division: str
    since: str | None = None
    edge: str | None = None
    park: str | None = None
    confidence: float = 1.0

    def within(self, division: str) -> bool:
        """Whether it lies in a division (short code; "" is the whole country), or in the park that is named behind it."""
        wide, _, park = division.partition(regions.PARK)
        return self.division.startswith(wide) and (not park or self.park == park)


@dataclass(frozen=True, slots=True)
class Aim:
    """What something is about: `type` is Chain, Industry or Product, `name` its name; `edge` is the evidence.

    `said` is the word of the document where it is another than the name.
    """

    type: str
    name: str
    edge: str | None = None
    share: float | None = None
    confidence: float = 1.0
    said: str | None = None

    @property
    def word(self) -> str:
        """What to call it when a document is quoted."""
        return self.said or self.name


@dataclass(slots=True)
class Thing:
    """An enterprise, project, park, hospital or policy of the graph with its properties, places and aims."""

    id: str
    type: str
    name: str
    properties: Row = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)

    def text(self, key: str) -> str | None:
        """A property as text, or None."""
        value = self.properties.get(key)
        return None if value in (None, "", []) else str(value)

    def stands_in(self, division: str) -> bool:
        """Whether one of its places lies in a division."""
        return any(place.within(division) for place in self.places)

    @property
    def tags(self) -> tuple[str, ...]:
        """Words that documents use of it (链主, 上市公司)."""
        return tuple(map(str, self.properties.get("tags") or ()))


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two things; `relation` is its type, `since` a date where known."""

    source: str
    target: str
    relation: str
    edge: str
    since: str | None = None
    confidence: float = 1.0


@dataclass
class Local:
    """The facts of the graph that the gap model uses; `texts` is the own document of a policy, by the policy's id.

    It is filled first and asked then: what is asked by type or by source is sorted once.
    """

    things: dict[str, Thing] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    operates: list[Link] = field(default_factory=list)
    develops: dict[str, list[Aim]] = field(default_factory=dict)
    chain_industries: dict[str, set[str]] = field(default_factory=dict)
    parts: dict[str, list[Aim]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    stated: list[Stated] = field(default_factory=list)

    def of(self, type_: str) -> list[Thing]:
        """All things of one type, by id."""
        return self._by_type.get(type_, [])

    @cached_property
    def _by_type(self) -> Mapping[str, list[Thing]]:
        found: dict[str, list[Thing]] = {}
        for _, thing in sorted(self.things.items()):
            found.setdefault(thing.type, []).append(thing)
        return found

    @cached_property
    def links_of(self) -> Mapping[str, list[Link]]:
        """Links between enterprises by the one that they start from, in their order."""
        return _by_source(self.links)

    @cached_property
    def operates_of(self) -> Mapping[str, list[Link]]:
        """Links to projects by the enterprise that builds or runs them, in their order."""
        return _by_source(self.operates)


def _by_source(links: Iterable[Link]) -> Mapping[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.source, []).append(link)
    return found


_TYPES = ("Enterprise", "Project", "Park", "Hospital", "Policy")


def read_local(store: Store) -> Local:
    """Read what bears on gaps from a graph; an empty graph gives an empty Local."""
    local = Local()
    for type_ in _TYPES:
        for row in store.read(f"MATCH (n:{type_}) RETURN n.id AS id, n.name AS name, properties(n) AS properties"):
            local.things[row["id"]] = Thing(row["id"], type_, row["name"], row["properties"])
    codes = region_codes(store, weights().present)
    _stand_in_parks(local, _read_places(store, local, codes))
    _read_aims(store, local)
    for relation in LINKS:
        local.links += _links(store, "Enterprise", relation, "Enterprise")
    local.operates = _links(store, "Enterprise", "OPERATES", "Project")
    local.operates += _links(store, "Enterprise", "INVESTS_IN", "Project")
    _read_develops(store, local, codes)
    _read_parts(store, local)
    _read_texts(store, local)
    parks = {park.id: list(dict.fromkeys(p.division for p in park.places)) for park in local.of("Park")}
    local.stated = read_stated(store, codes, parks)
    return local


def _sure(type_: str, rows: list[Row]) -> list[Row]:
    """The rows that count: of projects all (they are told with their doubt), else those of the threshold and more."""
    least = 0.0 if type_ == "Project" else weights().present
    return [row for row in rows if row["confidence"] >= least]


def _read_places(store: Store, local: Local, codes: dict[str, str]) -> dict[str, list[Row]]:
    """Fill the places of things; returns, by park, the edges of who stands in it."""
    residents: dict[str, list[Row]] = defaultdict(list)
    for relation, types in (("LOCATED_IN", _TYPES[:4]), ("APPLIES_TO", ("Policy",))):
        for type_ in types:
            for row in _sure(type_, _rows(store, type_, relation, "Region")):
                code = codes.get(row["target"], "")
                if code:
                    place = Place(code, row["since"], row["edge"], confidence=row["confidence"])
                    local.things[row["source"]].places.append(place)
            for row in _sure(type_, _rows(store, type_, relation, "Park")):
                residents[row["target"]].append(row)
    for policy, issued in issuing_places(store, codes, weights().present).items():
        known = {place.division for place in local.things[policy].places}
        local.things[policy].places += [Place(code, None, edge) for code, edge in issued if code not in known]
    return residents


def _stand_in_parks(local: Local, residents: dict[str, list[Row]]) -> None:
    """What stands in a park stands where the park does, and in what that is a part of (two levels of parks are enough in practice)."""
    for _ in range(2):
        for park, inside in residents.items():
            for row in inside:
                thing = local.things[row["source"]]
                known = {(p.division, p.park) for p in thing.places}
                for place in list(local.things[park].places) if park in local.things else ():
                    for one in dict.fromkeys((park, place.park or park)):
                        if (place.division, one) not in known:
                            known.add((place.division, one))
                            thing.places.append(
                                Place(place.division, row["since"], row["edge"], one, row["confidence"])
                            )


def _read_aims(store: Store, local: Local) -> None:
    words = _words_of(store)
    for type_, relation, targets in (
        ("Enterprise", "PRODUCES", ("Product",)),
        ("Enterprise", "ENGAGED_IN", ("Chain", "Industry")),
        ("Project", "PRODUCES", ("Product",)),
        ("Project", "ENGAGED_IN", ("Chain", "Industry")),
        ("Park", "PRODUCES", ("Product",)),
        ("Park", "ENGAGED_IN", ("Chain", "Industry")),
        ("Hospital", "ENGAGED_IN", ("Chain", "Industry")),
        ("Policy", "SUPPORTS", ("Chain", "Industry", "Product")),
    ):
        for target in targets:
            for row in _sure(type_, _rows(store, type_, relation, target)):
                said = words.get(row["edge"])
                aim = Aim(target, row["name"], row["edge"], row["share"], row["confidence"], said)
                local.things[row["source"]].aims.append(aim)


def _words_of(store: Store) -> dict[str, str]:
    """By edge, the word by which a loaded document calls a product that bears another name in the graph."""
    stated = store.read(
        "MATCH (f:Fact)-[:STATED_IN]->(d:Document) WHERE f.relation IN ['SUPPORTS', 'PRODUCES'] AND "
        f"NOT d.name STARTS WITH '{REFERENCE}' RETURN f.edge AS edge, f.quote AS quote, f.object AS object ORDER BY edge"
    )
    known = store.read(
        "UNWIND $ids AS id MATCH (p:Product {id: id}) RETURN p.id AS id, p.name AS name, p.aliases AS aliases",
        {"ids": sorted({row["object"] for row in stated})},
    )
    names = {row["id"]: row for row in known}
    found: dict[str, str] = {}
    for row in stated:
        product, quote = names.get(row["object"]), str(row["quote"] or "")
        if product is None or str(product["name"]) in quote:
            continue
        used = [str(a) for a in product["aliases"] or () if str(a) in quote]
        if used:
            found[row["edge"]] = max(used, key=len)
    return found


def _read_develops(store: Store, local: Local, codes: dict[str, str]) -> None:
    for target in ("Chain", "Industry"):
        for row in _sure("", _rows(store, "Region", "DEVELOPS", target)):
            local.develops.setdefault(codes.get(row["source"], ""), []).append(Aim(target, row["name"], row["edge"]))
    for row in _sure("", _rows(store, "Chain", "PART_OF", "Industry", source_name=True)):
        local.chain_industries.setdefault(row["source"], set()).add(row["name"])


def _read_parts(store: Store, local: Local) -> None:
    for target in ("Chain", "Product"):
        for row in _sure("", _rows(store, "Product", "PART_OF", target, source_name=True)):
            local.parts.setdefault(row["source"], []).append(Aim(target, row["name"], row["edge"]))


def _read_texts(store: Store, local: Local) -> None:
    """A policy's own document has its number, or one of its names as title, in 《》 or not."""
    rows = store.read("MATCH (d:Document) RETURN d.id AS id, d.number AS number, d.title AS title ORDER BY id DESC")
    numbered = {str(row["number"]): str(row["id"]) for row in rows if row["number"]}
    titled = {str(row["title"]).strip("《》"): str(row["id"]) for row in rows if row["title"]}
    own: dict[str, str] = {}
    for policy in local.of("Policy"):
        names = (policy.name, *map(str, policy.properties.get("aliases") or ()))
        found = {numbered.get(policy.text("number") or ""), *(titled.get(name.strip("《》")) for name in names)} - {
            None
        }
        if found:
            own[policy.id] = min(map(str, found))
    question = "UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN d.id AS id, d.text AS text"
    texts = {row["id"]: row["text"] for row in store.read(question, {"ids": sorted(set(own.values()))})}
    local.texts = {policy: str(texts[document] or "") for policy, document in own.items()}


def _links(store: Store, source: str, relation: str, target: str) -> list[Link]:
    rows = _rows(store, source, relation, target)
    return [Link(r["source"], r["target"], relation, r["edge"], r["since"], r["confidence"]) for r in rows]


def _rows(store: Store, source: str, relation: str, target: str, *, source_name: bool = False) -> list[Row]:
    """Edges of one type between two types, by id of the edge; `source` is an id, or a name with `source_name`."""
    key = "name" if source_name else "id"
    return store.read(
        f"MATCH (a:{source})-[e:{relation}]->(b:{target}) RETURN a.{key} AS source, b.id AS target, b.name AS name, "
        "e.id AS edge, e.since AS since, e.share AS share, "
        "coalesce(e.confidence, 1.0) AS confidence ORDER BY edge"
    )
