"""Rows to records: each row of a sheet gives exactly one, with what it states or with the reason why it was refused."""

from collections.abc import Iterator
from pathlib import Path

from kg.errors import DocumentError
from kg.extraction import Record, Referent, Rejection
from kg.loaders.reading.formula import PLACE, REASON
from kg.loaders.reading.sheet import Row, Sheet
from kg.loaders.tables.asides import aside
from kg.loaders.tables.bound import BoundLink, BoundThing, RowState, breaks
from kg.loaders.tables.columns import Bound, Cells, bind
from kg.loaders.tables.mapping import Mapping, load_mapping
from kg.loaders.tables.places import Places
from kg.loaders.tables.setting import Setting, setting_of
from kg.loaders.tables.shelf import find_mapping, lacking
from kg.loaders.tables.wants import BoundWant

_BY_TITLE = 0.9
"""How sure a sheet's title is of where each of its rows lies."""


def records(sheet: Sheet, mapping: Mapping | Path | None = None) -> Iterator[Record]:
    """Read every row of `sheet` by `mapping` (a file or a mapping; None: the shipped one that fits its columns).

    Properties are clean texts (money in yuan, dates as ISO); a cell that is refused leaves the rest of its row standing.
    DocumentError where no shipped mapping fits, or the given one lacks its columns; SchemaError where the mapping file
    does not hold together.
    """
    if mapping is None:
        mapping = find_mapping(sheet)
    elif isinstance(mapping, Path):
        mapping = load_mapping(mapping)
    missing = lacking(mapping, sheet)
    if missing:
        raise DocumentError(
            f"{sheet.source}: {sheet.name!r} has no column {', '.join(missing)}, which {mapping.name} needs"
        )
    reader = _Reader(sheet, mapping)
    return map(reader.read, sheet.rows())


def unused_columns(sheet: Sheet, mapping: Mapping) -> list[str]:
    """Titles of the columns of `sheet` that `mapping` does not read, in their order; blank columns are no columns.

    One of which only some words are picked is among them, as read in part.
    """
    sample = sheet.sample()
    bound = bind(mapping.columns, sheet.header, sample)
    used = [bound[key] for key in mapping.used(lambda key: bound[key].present)]
    whole = {i for column in used for i in column.indices()}
    picked = {i for column in used for i in column.indices(picked=True)}
    left = []
    for i, title in enumerate(sheet.header):
        if title not in (REASON, PLACE) and (title or any(row[i].strip() for row in sample)) and i not in whole:
            left.append((title or f"column {i + 1}") + (" (read in part)" if i in picked else ""))
    return left


class _Reader:
    """A mapping bound to one sheet."""

    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self._file = f"{sheet.file} / {sheet.name} / row "
        self._titles = tuple(f"{title}：" for title in sheet.header)
        bound = bind(mapping.columns, sheet.header, sheet.sample(), sheet.units)
        placed = any(t.type == "Region" for t in mapping.things)
        self._setting = setting_of(sheet) if placed else Setting()
        home = self._setting.division
        self._things = [BoundThing(t, bound, home) for t in mapping.things if bound[t.name].present]
        present = {t.key for t in self._things}
        self._rules = [(rule, bound[rule.column]) for rule in mapping.rules if bound[rule.column].present]
        self._links = [BoundLink(k, bound, mapping.name) for k in mapping.links if {k.source, k.target} <= present]
        self._wants = [
            BoundWant(w, bound[w.name], setting_of(sheet, wanted=True), mapping.name)
            for w in mapping.wants
            if bound[w.name].present
        ]
        self._choices = _choices(self._links)
        self._chosen = all(link.when is not None for link in self._links)
        placed = home is not None or any(t.spec.type == "Region" for t in self._things)
        self._places = Places(self._setting) if placed else None
        self._stands = mapping.stands()

    def read(self, row: Row) -> Record:
        """The record of one row."""
        record = Record(self._file + str(row.number), self._quote(row.cells))
        if row.problem:
            record.rejected = (Rejection(row.problem),)
            return record
        state = RowState(row.cells)
        if not (self._ruled_out(state) or self._aside(state)):
            found = self._find(state)
            if found is not None:
                self._state(record, state, found)
                if not (record.referents or state.refused):
                    state.refuse("no name in this row")
        record.rejected = tuple(state.refused)
        return record

    def _quote(self, cells: Cells) -> str:
        if len(cells) != len(self._titles):
            return "；".join(filter(None, cells))
        return "；".join([title + cell for title, cell in zip(self._titles, cells, strict=True) if cell])

    def _ruled_out(self, row: RowState) -> bool:
        """Whether a rule refuses the whole row; cells that a rule refuses are ignored from then on."""
        for rule, column in self._rules:
            if breaks(rule, column, row.cells):
                row.refuse(rule.reason, column.title or column.key, column.raw(row.cells))
                if not rule.cell:
                    return True
                row.ignored.add(rule.column)
        return False

    def _aside(self, row: RowState) -> bool:
        """Whether the row is none of the table's own: a total, a heading between rows, a note below them."""
        name = self._things[0].name if self._things else None
        what = aside(row.cells, name.raw(row.cells) if name else "")
        if what is not None:
            row.refuse(what, value=next(filter(None, row.cells)))
        return what is not None

    def _find(self, row: RowState) -> dict[str, list[Referent]] | None:
        """The things of a row by their key; None where one that the row is about has no name."""
        found: dict[str, list[Referent]] = {}
        for thing in self._things:
            before = len(row.refused)
            made = thing.read(row)
            if not made and not thing.spec.optional:
                if len(row.refused) == before:
                    row.refuse("no name in this row", thing.name.title or thing.name.key)
                return None
            found[thing.key] = made
        return found

    def _state(self, record: Record, row: RowState, found: dict[str, list[Referent]]) -> None:
        record.referents = list(row.things.values())
        record.claims = [claim for link in self._links for claim in link.claims(row, found)]
        if not (record.claims and self._chosen):
            for column, known in self._choices:
                value = row.text(column)
                if value and value not in known:
                    row.refuse(f"no relation for this value; known: {', '.join(sorted(known))}", column.title, value)
        record.needs = [need for want in self._wants for need in want.needs(record, row, found)]
        if self._places is not None:
            self._places.place(record)
            if self._setting.division is not None:
                for thing in found.get(self._stands, []):
                    self._places.stand(record, thing, _BY_TITLE)


def _choices(links: list[BoundLink]) -> list[tuple[Bound, frozenset[str]]]:
    """Columns that choose the relation, each with all values that some relation knows."""
    known: dict[str, set[str]] = {}
    columns: dict[str, Bound] = {}
    for link in links:
        if link.when is not None:
            columns[link.when.key] = link.when
            known.setdefault(link.when.key, set()).update(link.spec.values)
    return [(columns[key], frozenset(values)) for key, values in known.items()]
