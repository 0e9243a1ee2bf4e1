"""The shipped reference as records, for loading into a graph like any table: each row is the evidence of what it says."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from kg.chains.place import Placement, Segments
from kg.chains.pool import FILE, Listed, pool
from kg.chains.shelf import templates
from kg.chains.template import Template
from kg.extraction import Claim, Record, Referent
from kg.schema import ontology

RULE = "reference"
REFERENCE = "reference/"
"""Names of the shipped sources start so; what else there is was loaded by the user."""
POOL = f"{REFERENCE}{FILE}"
"""Name of the source that the listed enterprises come from."""
_MADE = "2"
"""Changes with how rows are made of the files, so that a graph takes what is made otherwise now."""
_JOINED = re.compile("[与和及、]")
TEMPLATE, PLACE = 0.95, 0.95
"""Confidence of a template's structure and of a listed enterprise's place."""


class Reference(NamedTuple):
    """One source of reference data: its name, the SHA-256 of its bytes, and its rows."""

    name: str
    sha256: str
    records: Iterator[Record]


def reference_records() -> Iterator[Reference]:
    """Every template, then the pool of listed enterprises placed in their segments.

    A template's row is a segment: PART_OF its chain with its stage, UPSTREAM_OF what it feeds. An enterprise's row gives
    its place (by division code), stock code, dates, and PRODUCES for each segment, with confidence and revenue share.
    """
    chosen = templates()
    unique = _unique_names(chosen.values())
    for template in chosen.values():
        yield Reference(
            f"{REFERENCE}{template.path}", _sha(f"{_MADE}{template!r}".encode()), _segments(template, unique)
        )
    packed = files("kg.chains").joinpath(FILE).read_bytes()
    mark = "".join(_sha(repr(t).encode()) for t in chosen.values())
    yield Reference(POOL, _sha(packed + f"{_MADE}{mark}".encode()), _enterprises(Segments(chosen.values())))


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _unique_names(chosen: Iterable[Template]) -> dict[str, list[str]]:
    """Synonyms by segment that mean no other segment of any chain (others would merge two things).

    One thing alone is no other name of a segment that joins several, where others make it too (隔膜 of 电解液与隔膜).
    """
    owners: dict[str, set[str]] = {}
    makers: dict[str, set[str]] = {}
    everyone = [s for t in chosen for s in t.segments]
    for segment in everyone:
        for name in segment.words:
            makers.setdefault(name.upper(), set()).add(segment.name)
        for name in (segment.name, *segment.synonyms):
            owners.setdefault(name.upper(), set()).add(segment.name)
    found: dict[str, list[str]] = {}
    for segment in everyone:
        held = found.setdefault(segment.name, [])
        held += [
            name
            for name in segment.synonyms
            if owners[name.upper()] == {segment.name}
            and name not in held
            and (len(makers[name.upper()]) == 1 or _JOINED.search(name) or not _JOINED.search(segment.name))
        ]
    return found


def _segments(template: Template, unique: Mapping[str, list[str]]) -> Iterator[Record]:
    for row, segment in enumerate(template.segments, 1):
        chain = Referent("chain", "Chain", template.name, aliases=list(template.aliases))
        link = Referent("segment", "Product", segment.name, aliases=list(unique[segment.name]))
        fed = template.outputs(segment.id)
        others = [Referent(f"to{i}", "Product", s.name) for i, s in enumerate(fed)]
        claims = [Claim("PART_OF", "segment", "chain", 0, 0, RULE, TEMPLATE, (("stage", segment.stage),))]
        claims += [Claim("UPSTREAM_OF", "segment", other.id, 0, 0, RULE, TEMPLATE) for other in others]
        quote = f"{template.name} {segment.stage} {segment.name}"
        if fed:
            quote += f" → {'、'.join(s.name for s in fed)}"
        yield Record(f"{template.path} / segments / row {row}", quote, [chain, link, *others], claims)


def _enterprises(segments: Segments) -> Iterator[Record]:
    for one in pool():
        if one.active:
            yield _enterprise(one, [p for p in segments.place_listed(one) if not _used_only(segments, p)])


def _used_only(segments: Segments, placement: Placement) -> bool:
    """Whether a segment is one of use (新能源应用) and nothing but a trade class puts the enterprise there.

    Such a class tells who the customers are; that they make what the segment is called would be said wrongly.
    """
    use = all(s.name.endswith("应用") and s.stage == "下游" for _, s in segments.chains[placement.segment])
    return use and not placement.why


def _enterprise(one: Listed, placements: Sequence[Placement]) -> Record:
    attrs = {
        "stock_code": one.code,
        "founded": one.founded,
        "listed": one.listed,
        "employees": one.staff and str(one.staff),
    }
    attrs["capital"] = f"{one.capital}万元" if one.capital else None
    known = ontology().node("Enterprise").properties
    firm = Referent(
        "enterprise",
        "Enterprise",
        one.name,
        aliases=[one.short] if one.short and one.short != one.name else [],
        tags=["上市公司"],
        attrs={k: v for k, v in attrs.items() if v and k in known},
    )
    referents, claims = [firm], []
    if one.division:
        code = one.division.ljust(6, "0")
        referents.append(Referent("place", "Region", one.place, attrs={"division_code": code}))
        claims.append(Claim("LOCATED_IN", "enterprise", "place", 0, 0, RULE, PLACE))
    for i, placement in enumerate(placements):
        referents.append(Referent(f"made{i}", "Product", placement.segment))
        share = (("share", f"{placement.share:g}"),) if placement.share is not None else ()
        claims.append(Claim("PRODUCES", "enterprise", f"made{i}", 0, 0, RULE, placement.confidence, share))
    products = "、".join(name if share is None else f"{name} {share:.1%}" for name, share in one.products)
    quote = " ".join(x for x in (one.code, one.short, one.name, one.place, one.trade, products) if x)
    return Record(f"{FILE} / row {one.row}", quote, referents, claims)
