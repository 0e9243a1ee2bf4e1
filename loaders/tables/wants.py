"""Columns of a table that say what the place of a row lacks or seeks: 短板, 缺失环节, 招引方向, 拟招引企业."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extraction import Need, Record, Referent
from kg.fact import LACKS, SEEKS
from kg.identity.regions import full_name
from kg.loaders.tables.places import division_of
from kg.loaders.tables.setting import Setting
from kg.schema.files import Located
from kg.schema.ontology import ontology

if TYPE_CHECKING:
    from kg.loaders.tables.bound import RowState
    from kg.loaders.tables.columns import Bound

_KEYS = ("kind", "holder", "type", "name", "flagged", "chain")
_MARKED = re.compile(r"[√✓✔☑●★YyＹ]|是|有|缺|缺失|空白|缺环|短板|薄弱|待补|待引进")
_DENIED = re.compile(r"[×✗✘XxNn]|[否无不齐已较].*|.*(?:人才|资金|土地|用地|用工|融资|能力|问题|困难|政策).*|完整|健全")
_SURE = 0.9
_WHOSE = "nothing says which place this is of; put it above the titles, into the file's name or a column 区县"


@dataclass(frozen=True, slots=True)
class Want:
    """What the first of `holder` that a row names (else the sheet's own region) lacks or seeks: names of `type` in a column.

    A cell that only marks its row (是, 缺失) means the thing `flagged`; `chain` is the thing that it is said of.
    """

    kind: str
    type: str
    name: str
    holder: tuple[str, ...] = ()
    flagged: str | None = None
    chain: str | None = None


def read_want(data: Located, things: Collection[str], columns: Collection[str]) -> Want:
    """A want of a mapping; SchemaError names file and line of what does not hold together."""
    data.only(*_KEYS)
    kind, type_, name = data.text("kind"), data.text("type"), data.text("name")
    holder, flagged, chain = tuple(data.texts("holder")), data.optional("flagged"), data.optional("chain")
    known = {"kind": (LACKS, SEEKS), "type": tuple(ontology().nodes), "name": tuple(columns)}
    for key, value in (("kind", kind), ("type", type_), ("name", name)):
        if value not in known[key]:
            data.fail(key, f"unknown {key} {value!r}; known: {', '.join(known[key])}")
    for key, one in (*(("holder", h) for h in holder), ("flagged", flagged), ("chain", chain)):
        if one is not None and one not in things:
            data.fail(key, f"unknown thing {one!r}; known things: {', '.join(things)}")
    return Want(kind, type_, name, holder, flagged, chain)


def _within(name: str, home: str) -> bool:
    found = division_of(name)
    return found is None or found[0].startswith(home)


class BoundWant:
    """One want of a mapping in a sheet that is of a region or zone as `setting` tells, if any."""

    def __init__(self, spec: Want, column: "Bound", setting: Setting, mapping: str) -> None:
        self.spec = spec
        self._column = column
        self._home, self._zone = setting
        self._rule = f"table.{mapping}"

    def needs(self, record: Record, row: "RowState", found: Mapping[str, list[Referent]]) -> Iterator[Need]:
        """A need for each name in the cell and each holder; refused where neither row nor sheet says whose it is."""
        names = list(self._names(row, found))
        chains = found.get(self.spec.chain or "", [])
        chain = chains[0].name if len(chains) == 1 else None
        holders = self._holders(record, found) if names else []
        if names and not holders:
            row.refuse(_WHOSE, self._column.title or self._column.key, "、".join(names))
        for holder in holders:
            for name in names:
                yield Need(self.spec.kind, holder.id, self.spec.type, name, 0, 0, self._rule, _SURE, chain)

    def _names(self, row: "RowState", found: Mapping[str, list[Referent]]) -> Iterator[str]:
        for name in row.names(self._column, figures=False):
            if _MARKED.fullmatch(name):
                yield from (thing.name for thing in found.get(self.spec.flagged or "", ()))
            elif not _DENIED.fullmatch(name):
                yield name

    def _holders(self, record: Record, found: Mapping[str, list[Referent]]) -> list[Referent]:
        """Who is named, unless it lies elsewhere than the whole sheet (as those to be invited do); else the sheet's zone or region."""
        named = next((found[key] for key in self.spec.holder if found.get(key)), [])
        if self._home is None:
            return named
        here = [r for r in named if r.type != "Region" or _within(r.name, self._home)]
        if here:
            return here
        type_, name = ("Park", self._zone) if self._zone else ("Region", full_name(self._home))
        own = next((r for r in record.referents if r.type == type_ and r.name == name), None)
        if own is None:
            own = Referent("home", type_, name)
            record.referents.append(own)
        return [own]
