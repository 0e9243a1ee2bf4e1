"""Things and relations of a mapping bound to one sheet: from the cells of a row to referents and claims."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kg.extraction import Claim, Referent, Rejection
from kg.loaders.tables.columns import Bound, Cells
from kg.loaders.tables.mapping import Link, Rule, Thing
from kg.loaders.tables.places import in_county, is_no_division, parted_places
from kg.schema.folding import shown
from kg.schema.ontology import ontology
from kg.schema.values import VALUE_TYPES, Refused

_RUN_OR_LINK = re.compile(r"'?=|'?@\w+\(|(?:https?|ftp)://|www\.|mailto:|#(?:REF|NAME|VALUE|DIV/0|NUM|NULL)[!?]", re.I)
_SEVERAL = re.compile(r"(?:[^、;；]+(?:公司|厂|集团|合作社)[、;；])+[^、;；]+(?:公司|厂|集团|合作社)")
_TOWNS = re.compile("[镇乡]|街道")
_FIGURES = frozenset({"Product", "Industry"})
_FORMER = re.compile(
    r"(.{4,}?)[（(](?:(?:原名称?|曾用名|前身为?)[:：]?|原(?![料油材药子水煤]))(.{2,}(?:公司|厂|集团|社|院|所|校))[）)]"
)


@dataclass(slots=True)
class RowState:
    """A row while it is read: its cells, the columns to ignore, what was refused, the things named so far by type and name."""

    cells: Cells
    ignored: set[str] = field(default_factory=set)
    refused: list[Rejection] = field(default_factory=list)
    things: dict[tuple[str, str], Referent] = field(default_factory=dict)

    def refuse(self, reason: str, column: str = "", value: str = "") -> None:
        """Note a refusal, once."""
        rejection = Rejection(reason, column, value)
        if rejection not in self.refused:
            self.refused.append(rejection)

    def text(self, column: Bound) -> str:
        """The text of a cell; '' where it is absent or refused."""
        try:
            return "" if column.key in self.ignored else column.text(self.cells)
        except Refused as refusal:
            self.refuse(str(refusal), column.title or column.key, column.raw(self.cells))
            return ""

    def value(self, column: Bound, kind: str, past: bool = False) -> str | None:
        """The clean text of a cell as a value of type `kind`; None where it is absent or refused.

        No figure is below zero, and with `past` no date still to come.
        """
        if column.key in self.ignored:
            return None
        try:
            text = column.measured(self.cells, kind)
            value = VALUE_TYPES[kind].read(text) if text else None
            if isinstance(value, float) and value < 0:
                raise Refused(f"{shown(text)} is below zero")
            if past and isinstance(value, str) and value > date.today().isoformat():
                raise Refused(f"{shown(text)} is still to come")
        except Refused as refusal:
            self.refuse(str(refusal), column.title or column.key, column.raw(self.cells))
            return None
        return None if value is None else VALUE_TYPES[kind].text(value)

    def names(self, column: Bound, kind: str = "name", figures: bool = True) -> list[str]:
        """The names in a cell, each once; those that are refused are left out. `figures`: a bare number may be one."""
        if column.key in self.ignored:
            return []
        try:
            if (raw := column.raw(self.cells)) and _RUN_OR_LINK.match(raw):
                raise Refused(f"{shown(raw)} is a formula or a link, no name")
            found = column.texts(self.cells)
            if kind == "region":
                found = [place for text in found for place in parted_places(text)]
        except Refused as refusal:
            self.refuse(str(refusal), column.title or column.key, column.raw(self.cells))
            return []
        names: dict[str, None] = {}
        for text in found:
            try:
                name = VALUE_TYPES[kind].read(text)
                if isinstance(name, str):
                    if not figures and not any(c.isalpha() for c in name):
                        raise Refused(f"{shown(name)} is a number, no name")
                    if _SEVERAL.fullmatch(name):
                        raise Refused(f"{shown(name)} holds several names; give each a row of its own")
                    names[column.short_enough(name)] = None
            except Refused as refusal:
                self.refuse(str(refusal), column.title or column.key, text)
        return list(names)


def _parted(name: str) -> list[str]:
    """A name and the former one that stands in brackets behind it: 甲公司（原乙厂）."""
    found = _FORMER.fullmatch(name)
    return [found[1], found[2]] if found else [name]


class BoundThing:
    """One thing of a mapping in a sheet."""

    def __init__(self, spec: Thing, bound: dict[str, Bound], home: str | None = None) -> None:
        self.spec = spec
        self._home = home
        self.key = spec.key
        self.name = bound[spec.name]
        self._aliases = [bound[c] for c in spec.aliases if bound[c].present]
        self._tags = [bound[c] for c in spec.tags if bound[c].present]
        types = ontology().node(spec.type).properties
        self._properties = [(n, bound[c], types[n].type) for n, c in spec.properties if bound[c].present]
        self._past = {n for n, _, _ in self._properties if types[n].past}
        self._bare = not (self._aliases or self._tags or self._properties)
        self._coded = any(name == "division_code" for name, _, _ in self._properties)
        self._kind = "region" if spec.type == "Region" else "name"

    def read(self, row: RowState) -> list[Referent]:
        """The referents that the name cell gives; a thing that the row has named already is the same one."""
        made = []
        told = row.names(self.name, self._kind, self.spec.type in _FIGURES)
        for one in self._places(told, row) if self._kind == "region" else told:
            name, *former = _parted(one)
            known = row.things.get((self.spec.type, name))
            if known is None:
                known = Referent(f"{self.key}{len(row.things)}", self.spec.type, name)
                row.things[self.spec.type, name] = known
            known.aliases += [a for a in former if a not in (name, *known.aliases)]
            if not self._bare:
                self._describe(known, row)
            made.append(known)
        return made

    def _places(self, told: list[str], row: RowState) -> Iterator[str]:
        """The places of a cell; what has the form of a division and is none is refused, unless it has a code.

        A bare name in a column of towns alone (江口) is one of the county that the sheet is of.
        """
        parts = self.name.joined
        towns = self._home if len(parts) == 1 and _TOWNS.search(parts[0].title) and row.text(parts[0]) else None
        for place in told:
            if towns is not None:
                place = in_county(place, towns)
            if not self._coded and is_no_division(place):
                row.refuse(f"{shown(place)} is no division of China", self.name.title or self.name.key, place)
            else:
                yield place

    def _describe(self, thing: Referent, row: RowState) -> None:
        for column in self._aliases:
            thing.aliases += [a for a in row.names(column) if a not in (thing.name, *thing.aliases)]
        for column in self._tags:
            thing.tags += [t for t in row.names(column) if t not in thing.tags]
        for name, column, kind in self._properties:
            value = row.value(column, kind, past=name in self._past)
            if value is not None:
                thing.attrs[name] = value


class BoundLink:
    """One relation of a mapping in a sheet."""

    def __init__(self, spec: Link, bound: dict[str, Bound], mapping: str) -> None:
        self.spec = spec
        self.rule = f"table.{mapping}"
        self.when = bound[spec.when] if spec.when else None
        types = ontology().relation(spec.type).properties
        self._properties = [(n, bound[c], types[n].type) for n, c in spec.properties if bound[c].present]
        self._dates = [bound[c] if c and bound[c].present else None for c in (spec.since, spec.until)]

    def claims(self, row: RowState, found: dict[str, list[Referent]]) -> Iterator[Claim]:
        """A claim for each pair of the two things; none where the column `when` says another relation."""
        if self.when is not None and row.text(self.when) not in self.spec.values:
            return
        sources, targets = found[self.spec.source], found[self.spec.target]
        if not sources or not targets:
            return
        attrs = tuple((n, v) for n, c, k in self._properties if (v := row.value(c, k)) is not None)
        since, until = (row.value(c, "date") if c else None for c in self._dates)
        for source in sources:
            for target in targets:
                if source is target:
                    row.refuse(f"{self.spec.type} would join it to itself", self.spec.type, source.name)
                    continue
                yield Claim(
                    self.spec.type, source.id, target.id, 0, 0, self.rule, self.spec.confidence, attrs, since, until
                )


def breaks(rule: Rule, column: Bound, cells: Cells) -> bool:
    """Whether a rule refuses the cell."""
    text = column.raw(cells)
    if not text:
        return False
    if rule.pattern is not None and rule.pattern.search(text):
        return True
    if rule.below is None and rule.above is None:
        return False
    number = VALUE_TYPES["number"].clean(text)
    if not isinstance(number, float):
        return False
    return (rule.below is not None and number < rule.below) or (rule.above is not None and number > rule.above)
