"""Where the graph puts regions without a code of their own, and of which place a policy is, by who issued it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kg.identity import regions
from kg.identity.keys import is_national, place_of
from kg.store.base import Row, Store

NATION = ""


def division_of(identity: str, code: Any = None) -> str:
    """The short division code of a region by its property or id (region:330100 is 3301; a town's is its county's)."""
    text = str(code or identity.removeprefix("region:"))
    if text.isdigit() and len(text) >= 2:
        return regions.short_code(text)
    return place_of(identity) or ""


def region_codes(store: Store, least: float) -> dict[str, str]:
    """Short division code by the id of a region; "" where nothing tells.

    A region without a code (a zone written in the column of places) has that of what it is part of, else of the park of
    its name, else of the division that its name starts with. Edges count from the confidence `least` on.
    """
    rows = store.read("MATCH (r:Region) RETURN r.id AS id, r.division_code AS code, r.name AS name ORDER BY id")
    codes = {row["id"]: division_of(row["id"], row["code"]) for row in rows}
    bare = {row["id"]: str(row["name"]) for row in rows if not codes[row["id"]]}
    if not bare:
        return codes
    wider = _wider(store, "Region", "PART_OF", least)
    parks = _wider(store, "Park", "LOCATED_IN", least)
    for identity, name in bare.items():
        named = regions.prefix(name)
        places = [codes.get(r["region"], "") for r in (*wider[identity], *parks[name])]
        codes[identity] = next(filter(None, places), named.code if named else "")
    return codes


def _wider(store: Store, kind: str, relation: str, least: float) -> Mapping[str, list[Row]]:
    """The regions that regions (by id) or parks (by name) lie in, surest first."""
    key = "id" if kind == "Region" else "name"
    rows = store.read(
        f"MATCH (a:{kind})-[e:{relation}]->(b:Region) WHERE coalesce(e.confidence, 1.0) >= $least "
        f"RETURN a.{key} AS key, b.id AS region, coalesce(e.confidence, 1.0) AS sure ORDER BY sure DESC, region",
        {"least": least},
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row["key"])].append(row)
    return found


def issuing_places(store: Store, codes: Mapping[str, str], least: float) -> dict[str, list[tuple[str, str | None]]]:
    """By policy, the divisions of those that issued it, with the edge that says so; the nation's is "".

    An agency is of the place in its id, else of what it lies in; where no agency tells, the issuer that the policy's own
    document names decides, and last the place that the policy's name starts with.
    """
    found: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    homes = _homes(store, codes, least)
    for row in store.read(
        "MATCH (p:Policy)-[e:ISSUED_BY]->(a:Entity) WHERE coalesce(e.confidence, 1.0) >= $least "
        "RETURN p.id AS policy, e.id AS edge, a.id AS issuer ORDER BY edge",
        {"least": least},
    ):
        place = _place(row["issuer"], homes, codes)
        if place is not None and all(place != known for known, _ in found[row["policy"]]):
            found[row["policy"]].append((place, row["edge"]))
    for row in _untold(store, found):
        place = _named(row["issuer"], row["name"])
        if place is not None:
            found[row["policy"]].append((place, None))
    return {policy: places for policy, places in found.items() if places}


def _homes(store: Store, codes: Mapping[str, str], least: float) -> dict[str, str]:
    """The division of agencies by what the graph says that they lie in, the surest statement first."""
    rows = store.read(
        "MATCH (a:Agency)-[e:PART_OF|LOCATED_IN]->(r:Region) WHERE coalesce(e.confidence, 1.0) >= $least "
        "RETURN a.id AS agency, r.id AS region, coalesce(e.confidence, 1.0) AS sure ORDER BY sure, region DESC",
        {"least": least},
    )
    return {row["agency"]: code for row in rows if (code := codes.get(row["region"], ""))}


def _place(issuer: str, homes: Mapping[str, str], codes: Mapping[str, str]) -> str | None:
    place = place_of(issuer) or homes.get(issuer) or codes.get(issuer)
    return place or (NATION if is_national(issuer) else None)


def _untold(store: Store, told: Mapping[str, Any]) -> list[Row]:
    """Policies of which no agency tells the place, with the issuer that their own document names."""
    rows = store.read("MATCH (p:Policy) RETURN p.id AS policy, p.name AS name, p.number AS number ORDER BY policy")
    texts = store.read(
        "MATCH (d:Document) WHERE d.issuer IS NOT NULL RETURN d.policy AS policy, d.number AS number, d.issuer AS issuer ORDER BY d.id"
    )
    by = {str(r[key]): r["issuer"] for key in ("policy", "number") for r in texts if r[key]}
    left = [row for row in rows if not told.get(row["policy"])]
    return [{**row, "issuer": by.get(row["policy"]) or by.get(str(row["number"]))} for row in left]


def _named(issuer: Any, name: Any) -> str | None:
    """The division that an issuer in words, else a policy's name, starts with."""
    words = str((issuer[0] if issuer else "") if isinstance(issuer, list) else issuer or "")
    for text in (words, str(name or "").strip("《》〈〉")):
        found = regions.prefix(text)
        if found is not None:
            return found.code
        if text is words and words and is_national(f"agency:{words}"):
            return NATION
    return None
