"""The mappings that ship with the project, and which of them reads a given sheet."""

from functools import cache
from pathlib import Path

from kg.errors import DocumentError
from kg.loaders.reading.sheet import Sheet
from kg.loaders.tables.columns import bind
from kg.loaders.tables.mapping import Mapping, load_mapping

_FOLDER = Path(__file__).parent / "mappings"
_SHOWN = 12


@cache
def shipped_mappings() -> tuple[Mapping, ...]:
    """All shipped mappings, in the order of their file names."""
    return tuple(load_mapping(path) for path in sorted(_FOLDER.rglob("*.yaml")))


def find_mapping(sheet: Sheet) -> Mapping:
    """The shipped mapping that fits the columns of `sheet` best: all that it needs are there, and most of the others.

    DocumentError where none fits; it says how to write one.
    """
    sample = sheet.sample()
    fitting = [(_fit(mapping, sheet, sample), mapping) for mapping in shipped_mappings()]
    score, best = max(fitting, key=lambda pair: pair[0])
    if score == (0, 0):
        titles = "、".join(t for t in sheet.header[:_SHOWN] if t)
        chosen = "" if _stem(sheet.file) == sheet.name else f" --sheet {sheet.name!r}"
        raise DocumentError(
            f"{sheet.source}: no shipped mapping fits the columns of {sheet.name!r} ({titles}); "
            f"run `kg map {sheet.file}{chosen} > mapping.yaml`, edit it, then `kg load {sheet.file} --mapping mapping.yaml`"
        )
    return best


def _fit(mapping: Mapping, sheet: Sheet, sample: list[tuple[str, ...]]) -> tuple[int, int]:
    """How well a mapping fits: (fixed file names count first, then columns found); (0, 0) where it does not."""
    if mapping.files and not {sheet.name, _stem(sheet.file)} & set(mapping.files):
        return (0, 0)
    bound = bind(mapping.columns, sheet.header, sample)
    if not all(bound[key].present for key in mapping.needs):
        return (0, 0)
    return (len(mapping.files and mapping.needs), sum(1 for b in bound.values() if b.index is not None))


def _stem(name: str) -> str:
    return name.split(".", 1)[0]
