"""The mappings that ship with the project, and which of them reads a given sheet."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from kg.errors import DocumentError
from kg.loaders.reading.sheet import Sheet
from kg.loaders.tables.columns import bind
from kg.loaders.tables.mapping import Mapping, load_mapping

_FOLDER = Path(__file__).parent / "mappings"
_SHOWN = 12
BESIDE = ".mapping.yaml"


@cache
def shipped_mappings() -> tuple[Mapping, ...]:
    """All shipped mappings, in the order of their file names."""
    return tuple(load_mapping(path) for path in sorted(_FOLDER.rglob("*.yaml")))


def lacking(mapping: Mapping, sheet: Sheet) -> tuple[str, ...]:
    """Titles of the columns that `mapping` cannot do without and `sheet` has not; none where it fits.

    These are the columns it needs and the names of things that a row must have, or of all things where it has none of them.
    """
    bound = bind(mapping.columns, sheet.header, sheet.sample())
    names = [t.name for t in mapping.things]
    needed = dict.fromkeys((*mapping.needs, *(t.name for t in mapping.things if not t.optional)))
    missing = [key for key in needed if not bound[key].present]
    if not (missing or any(bound[name].present for name in names)):
        missing = names
    return tuple(next(iter(mapping.columns[key].headers), key) for key in missing)


def mapping_beside(source: str) -> Path:
    """Where the mapping of a table's own stands that is used without being named: 供应商.mapping.yaml beside 供应商.csv."""
    path = Path(source.removesuffix(".gz"))
    return path.with_name(path.stem + BESIDE)


def save_mapping(sheet: Sheet, words: str) -> Path:
    """Write a mapping for `sheet` where `mapping_beside` looks for it; DocumentError where one is there already."""
    path = mapping_beside(sheet.source)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(words)
    except FileExistsError:
        raise DocumentError(f"{path}: is there already; rename it, or edit it instead") from None
    except OSError as error:
        raise DocumentError(f"{path}: cannot be written ({error.strerror}); check the folder's permissions") from error
    return path


def find_mapping(sheet: Sheet, own: Sequence[Mapping] = ()) -> Mapping:
    """The first of `own` that fits `sheet`, else the shipped one that fits best: all it needs is there, and most of the rest.

    DocumentError where none fits; it says how to write one.
    """
    for mapping in own:
        if not lacking(mapping, sheet):
            return mapping
    sample = sheet.sample()
    fitting = [(_fit(mapping, sheet, sample), mapping) for mapping in shipped_mappings()]
    score, best = max(fitting, key=lambda pair: pair[0])
    if score == (0, 0):
        titles = "、".join(t for t in sheet.header[:_SHOWN] if t)
        chosen = "" if _stem(sheet.file) == sheet.name else f" --sheet {sheet.name!r}"
        raise DocumentError(
            f"{sheet.source}: no shipped mapping fits the columns of {sheet.name!r} ({titles}); "
            f"run `kg map {sheet.file}{chosen} --save`, edit {mapping_beside(sheet.source).name}, then load it again"
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
