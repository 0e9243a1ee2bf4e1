"""A chain template: the reference structure of an industry chain, read from one YAML file and checked whole."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kg.chains.trades import trade_names
from kg.schema.files import Located, read_yaml

STAGES = ("上游", "中游", "下游")
WEIGHTS: Mapping[str, float] = {"feeds": 1.0, "serves": 0.5}
"""How much the receiving segment depends on the giving one: material or part 1, equipment, tool or service 0.5."""

_ID = re.compile(r"^[a-z][a-z0-9_]*$")
_KEYS = ("id", "name", "stage", "synonyms", "products", "trades", "gbt", "feeds", "serves", "substitutes")
_TOP = ("name", "aliases", "version", "date", "sources", "note", "segments")


@dataclass(frozen=True, slots=True)
class Segment:
    """One link of a chain. `products` are words that a company's main products carry when it stands here.

    `gbt` are codes of GB/T 4754-2017 and `trades` names of listed-company trade classes that lie wholly in the segment.
    """

    id: str
    name: str
    stage: str
    synonyms: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    gbt: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Name, synonyms and products: all words by which the segment is recognised."""
        return tuple(dict.fromkeys((self.name, *self.synonyms, *self.products)))


@dataclass(frozen=True, slots=True)
class Feed:
    """`source` is an input of `target` (ids of segments) with weight in (0, 1]; `kind` is feeds or serves."""

    source: str
    target: str
    kind: str

    @property
    def weight(self) -> float:
        """Dependence of the target on the source (see WEIGHTS)."""
        return WEIGHTS[self.kind]


@dataclass(frozen=True)
class Template:
    """A chain: its names, its segments in the order of the file, and which feeds which (acyclic)."""

    name: str
    version: str
    date: str
    sources: tuple[str, ...]
    segments: tuple[Segment, ...]
    feeds: tuple[Feed, ...]
    aliases: tuple[str, ...] = ()
    note: str | None = None
    path: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, Segment]:
        """Segments by their id."""
        return {s.id: s for s in self.segments}

    def inputs(self, segment: str) -> list[Segment]:
        """What goes into a segment (by id)."""
        return [self.by_id[f.source] for f in self.feeds if f.target == segment]

    def outputs(self, segment: str) -> list[Segment]:
        """What a segment (by id) goes into."""
        return [self.by_id[f.target] for f in self.feeds if f.source == segment]


def load_template(path: Path) -> Template:
    """Read and check a template; SchemaError names the file, the line and what to do."""
    data = read_yaml(path)
    data.only(*_TOP)
    _check_date(data)
    rows = data.maps("segments")
    segments = tuple(_segment(row) for row in rows)
    _check_size(data, segments)
    _check_unique(rows, segments)
    feeds = _feeds(rows, segments)
    _check_stages(rows, segments, feeds)
    _check_cycles(data, feeds)
    _check_alone(rows, segments, feeds)
    if not data.texts("sources"):
        data.fail("sources", "name at least one source of the facts")
    return Template(
        name=data.text("name"),
        version=data.text("version"),
        date=data.text("date"),
        sources=tuple(data.texts("sources")),
        segments=segments,
        feeds=feeds,
        aliases=tuple(data.names_of("aliases")),
        note=data.optional("note"),
        path=path.name,
    )


def _segment(row: Located) -> Segment:
    row.only(*_KEYS)
    stage = row.text("stage")
    if stage not in STAGES:
        row.fail("stage", f"unknown stage {stage!r}; use one of {', '.join(STAGES)}")
    if not _ID.match(row.text("id")):
        row.fail("id", f"id {row.text('id')!r} must be lower-case letters, digits and _, starting with a letter")
    known = trade_names()
    for code in row.texts("gbt"):
        if code not in known:
            row.fail("gbt", f"{code!r} is no code of GB/T 4754-2017; look it up in kg/chains/gbt4754.csv.gz")
    return Segment(
        id=row.text("id"),
        name=row.text("name"),
        stage=stage,
        synonyms=tuple(row.names_of("synonyms")),
        products=tuple(row.names_of("products")),
        trades=tuple(row.names_of("trades")),
        gbt=tuple(row.texts("gbt")),
        substitutes=tuple(row.texts("substitutes")),
    )


def _feeds(rows: list[Located], segments: tuple[Segment, ...]) -> tuple[Feed, ...]:
    known = {s.id for s in segments}
    found = []
    for row, segment in zip(rows, segments, strict=True):
        for other in row.texts("substitutes"):
            if other not in known or other == segment.id:
                row.fail(
                    "substitutes", f"{other!r} is no other segment of this file; known ids: {', '.join(sorted(known))}"
                )
        targets: set[str] = set()
        for kind in WEIGHTS:
            for target in row.texts(kind):
                if target not in known:
                    row.fail(kind, f"{target!r} is no segment of this file; known ids: {', '.join(sorted(known))}")
                if target in targets:
                    row.fail(kind, f"{segment.id!r} names {target!r} twice; keep one")
                targets.add(target)
                found.append(Feed(segment.id, target, kind))
    return tuple(found)


def _check_date(data: Located) -> None:
    try:
        date.fromisoformat(data.text("date"))
    except ValueError:
        data.fail("date", f"{data.text('date')!r} is no date; write it as 2026-11-23")


def _check_size(data: Located, segments: tuple[Segment, ...]) -> None:
    if not 3 <= len(segments) <= 60:
        data.fail("segments", f"{len(segments)} segments; a chain has 3 to 60 (10 to 40 read well)")


def _check_unique(rows: list[Located], segments: tuple[Segment, ...]) -> None:
    ids: set[str] = set()
    names: dict[str, str] = {}
    for row, segment in zip(rows, segments, strict=True):
        if segment.id in ids:
            row.fail("id", f"id {segment.id!r} stands twice; ids are unique in a file")
        ids.add(segment.id)
        for name in dict.fromkeys((segment.name, *segment.synonyms)):
            if name in names:
                row.fail("name", f"{name!r} already names the segment {names[name]!r}; a name means one segment")
            names[name] = segment.id
    _check_words(rows, segments)


def _check_words(rows: list[Located], segments: tuple[Segment, ...]) -> None:
    """A product word that stands in two segments of one chain would place a company in both."""
    for key in ("products", "trades"):
        owner: dict[str, str] = {}
        for row, segment in zip(rows, segments, strict=True):
            for word in getattr(segment, key):
                if owner.setdefault(word, segment.id) != segment.id:
                    row.fail(key, f"{word!r} stands in the segments {owner[word]!r} and {segment.id!r}; keep it in one")


def _check_stages(rows: list[Located], segments: tuple[Segment, ...], feeds: tuple[Feed, ...]) -> None:
    place = {s.id: STAGES.index(s.stage) for s in segments}
    line = {s.id: row for s, row in zip(segments, rows, strict=True)}
    for feed in feeds:
        if place[feed.source] > place[feed.target]:
            line[feed.source].fail(
                feed.kind, f"{feed.source!r} feeds {feed.target!r} of an earlier stage; mend stage or feed"
            )


def _check_cycles(data: Located, feeds: Iterable[Feed]) -> None:
    from graphlib import CycleError, TopologicalSorter

    graph: dict[str, set[str]] = {}
    for feed in feeds:
        graph.setdefault(feed.target, set()).add(feed.source)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        data.fail(
            "segments", f"what feeds what runs in a circle: {' -> '.join(error.args[1])}; take one of these feeds out"
        )


def _check_alone(rows: list[Located], segments: tuple[Segment, ...], feeds: tuple[Feed, ...]) -> None:
    joined = {f.source for f in feeds} | {f.target for f in feeds}
    for row, segment in zip(rows, segments, strict=True):
        if segment.id not in joined:
            row.fail("id", f"{segment.id!r} feeds nothing and is fed by nothing; say what it feeds or serves")
