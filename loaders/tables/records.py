"""Rows to records: each row of a sheet gives exactly one, with what it states or with the reason why it was refused."""

from collections.abc import Iterator
from pathlib import Path

from kg.extraction import Claim, Record, Referent, Rejection
from kg.loaders.reading.sheet import Row, Sheet
from kg.loaders.tables.columns import Bound, Cells, bind
from kg.loaders.tables.mapping import Link, Mapping, Rule, Thing, load_mapping
from kg.loaders.tables.places import Places
from kg.loaders.tables.shelf import find_mapping
from kg.schema.ontology import ontology
from kg.schema.values import VALUE_TYPES, Refused


def records(sheet: Sheet, mapping: Mapping | Path | None = None) -> Iterator[Record]:
    """Read every row of `sheet` by `mapping` (a file or a mapping; None: the shipped one that fits its columns).

    Properties are clean texts (money in yuan, dates as ISO); a cell that is refused leaves the rest of its row standing.
    DocumentError where no shipped mapping fits, SchemaError where the mapping file does not hold together.
    """
    if mapping is None:
        mapping = find_mapping(sheet)
    elif isinstance(mapping, Path):
        mapping = load_mapping(mapping)
    reader = _Reader(sheet, mapping)
    return map(reader.read, sheet.rows())


class _Reader:
    """A mapping bound to one sheet."""

    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self._file = f"{sheet.file} / {sheet.name} / row "
        self._titles = tuple(f"{title}：" for title in sheet.header)
        bound = bind(mapping.columns, sheet.header, sheet.sample())
        self._things = [_BoundThing(t, bound) for t in mapping.things if bound[t.name].present]
        present = {t.key for t in self._things}
        missing = [t for t in mapping.things if not t.optional and t.key not in present]
        self._missing = ", ".join(h for t in missing for h in mapping.columns[t.name].headers[:1])
        self._rules = [(rule, bound[rule.column]) for rule in mapping.rules if bound[rule.column].present]
        self._links = [_BoundLink(k, bound, mapping.name) for k in mapping.links if {k.source, k.target} <= present]
        self._choices = _choices(self._links)
        self._chosen = all(link.when is not None for link in self._links)
        self._places = Places()
        self._has_places = any(t.spec.type == "Region" for t in self._things)

    def read(self, row: Row) -> Record:
        """The record of one row."""
        record = Record(self._file + str(row.number), self._quote(row.cells))
        if row.problem:
            record.rejected = (Rejection(row.problem),)
            return record
        refused: list[Rejection] = []
        ignored = self._ruled_out(row.cells, refused)
        if ignored is None:
            record.rejected = tuple(refused)
            return record
        seen: dict[tuple[str, str], Referent] = {}
        found = self._find(row.cells, ignored, refused, seen)
        if found is not None:
            record.referents = list(seen.values())
            record.claims = [claim for link in self._links for claim in link.claims(row.cells, found, ignored, refused)]
            if not (record.claims and self._chosen):
                self._check_choices(row.cells, refused)
            if self._has_places:
                self._places.place(record)
        record.rejected = tuple(refused)
        return record

    def _quote(self, cells: Cells) -> str:
        if len(cells) != len(self._titles):
            return "；".join(filter(None, cells))
        return "；".join([title + cell for title, cell in zip(self._titles, cells, strict=True) if cell])

    def _ruled_out(self, cells: Cells, refused: list[Rejection]) -> frozenset[str] | None:
        """The columns whose cell is to be ignored; None where the whole row is refused."""
        ignored = set()
        for rule, column in self._rules:
            if _breaks(rule, column, cells):
                refused.append(Rejection(rule.reason, column.title or column.key, column.raw(cells)))
                if not rule.cell:
                    return None
                ignored.add(rule.column)
        return frozenset(ignored)

    def _find(
        self, cells: Cells, ignored: frozenset[str], refused: list[Rejection], seen: dict[tuple[str, str], Referent]
    ) -> dict[str, list[Referent]] | None:
        """The things of a row by their key; None where one that the row is about has no name."""
        found: dict[str, list[Referent]] = {}
        if self._missing:
            refused.append(Rejection(f"the sheet has no column {self._missing}"))
            return None
        for thing in self._things:
            made = thing.read(cells, ignored, refused, seen)
            if not made and not thing.spec.optional:
                refused.append(Rejection("no name in this row", thing.name.title or thing.name.key))
                return None
            found[thing.key] = made
        return found

    def _check_choices(self, cells: Cells, refused: list[Rejection]) -> None:
        for column, known in self._choices:
            value = column.text(cells)
            if value and value not in known:
                refused.append(Rejection(f"no relation for this value; known: {', '.join(sorted(known))}", column.title, value))


class _BoundThing:
    """One thing of a mapping: from the cells of a row to referents."""

    def __init__(self, spec: Thing, bound: dict[str, Bound]) -> None:
        self.spec = spec
        self.key = spec.key
        self.name = bound[spec.name]
        self._longest = self.name.column.longest
        self._aliases = [bound[c] for c in spec.aliases if bound[c].present]
        self._tags = [bound[c] for c in spec.tags if bound[c].present]
        types = ontology().node(spec.type).properties
        self._properties = [(n, bound[c], types[n].type) for n, c in spec.properties if bound[c].present]
        self._bare = not (self._aliases or self._tags or self._properties)
        self._read_name = VALUE_TYPES["region" if spec.type == "Region" else "name"].read

    def read(
        self, cells: Cells, ignored: frozenset[str], refused: list[Rejection], seen: dict[tuple[str, str], Referent]
    ) -> list[Referent]:
        """The referents that the name cell gives; a thing that the row has named already is the same one."""
        made = []
        for name in self._names(cells, ignored, refused, self.name):
            known = seen.get((self.spec.type, name))
            if known is None:
                known = seen[self.spec.type, name] = Referent(f"{self.key}{len(seen)}", self.spec.type, name)
            if not self._bare:
                self._describe(known, cells, ignored, refused)
            made.append(known)
        return made

    def _names(self, cells: Cells, ignored: frozenset[str], refused: list[Rejection], column: Bound) -> list[str]:
        if column.key in ignored:
            return []
        try:
            found = column.texts(cells)
        except Refused as refusal:
            refused.append(Rejection(str(refusal), column.title))
            return []
        names: dict[str, None] = {}
        for text in found:
            try:
                name = self._read_name(text)
                if isinstance(name, str):
                    if self._longest and len(name) > self._longest:
                        raise Refused(f"{len(name)} characters are too many for a name here (at most {self._longest})")
                    names[name] = None
            except Refused as refusal:
                refused.append(Rejection(str(refusal), column.title, text))
        return list(names)

    def _describe(self, thing: Referent, cells: Cells, ignored: frozenset[str], refused: list[Rejection]) -> None:
        for column in self._aliases:
            thing.aliases += [a for a in self._names(cells, ignored, refused, column) if a not in (thing.name, *thing.aliases)]
        for column in self._tags:
            thing.tags += [t for t in self._names(cells, ignored, refused, column) if t not in thing.tags]
        for name, column, kind in self._properties:
            value = _value(column, kind, cells, ignored, refused)
            if value is not None:
                thing.attrs[name] = value


class _BoundLink:
    """One relation of a mapping: from the referents of a row to claims."""

    def __init__(self, spec: Link, bound: dict[str, Bound], mapping: str) -> None:
        self.spec = spec
        self.rule = f"table.{mapping}"
        self.when = bound[spec.when] if spec.when else None
        types = ontology().relation(spec.type).properties
        self._properties = [(n, bound[c], types[n].type) for n, c in spec.properties if bound[c].present]
        self._dates = [bound[c] if c and bound[c].present else None for c in (spec.since, spec.until)]

    def claims(
        self, cells: Cells, found: dict[str, list[Referent]], ignored: frozenset[str], refused: list[Rejection]
    ) -> Iterator[Claim]:
        """A claim for each pair of the two things; none where the column `when` says another relation."""
        if self.when is not None and self.when.text(cells) not in self.spec.values:
            return
        sources, targets = found[self.spec.source], found[self.spec.target]
        if not sources or not targets:
            return
        attrs = tuple((n, v) for n, c, k in self._properties if (v := _value(c, k, cells, ignored, refused)) is not None)
        since, until = (_value(c, "date", cells, ignored, refused) if c else None for c in self._dates)
        for source in sources:
            for target in targets:
                if source is target:
                    refused.append(Rejection(f"{self.spec.type} would join it to itself", self.spec.type, source.name))
                    continue
                yield Claim(self.spec.type, source.id, target.id, 0, 0, self.rule, self.spec.confidence, attrs, since, until)


def _value(column: Bound, kind: str, cells: Cells, ignored: frozenset[str], refused: list[Rejection]) -> str | None:
    """The clean text of a cell as a value of type `kind`; what is refused is noted."""
    if column.key in ignored:
        return None
    try:
        text = column.measured(cells, kind)
        value = VALUE_TYPES[kind].read(text) if text else None
    except Refused as refusal:
        refused.append(Rejection(str(refusal), column.title or column.key, column.raw(cells)))
        return None
    return None if value is None else VALUE_TYPES[kind].text(value)


def _breaks(rule: Rule, column: Bound, cells: Cells) -> bool:
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


def _choices(links: list[_BoundLink]) -> list[tuple[Bound, frozenset[str]]]:
    """Columns that choose the relation, each with all values that some relation knows."""
    known: dict[str, set[str]] = {}
    columns: dict[str, Bound] = {}
    for link in links:
        if link.when is not None:
            columns[link.when.key] = link.when
            known.setdefault(link.when.key, set()).update(link.spec.values)
    return [(columns[key], frozenset(values)) for key, values in known.items()]
