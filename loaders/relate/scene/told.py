"""What a rule hands on."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kg.extraction import Claim
from kg.loaders.encoder.linking import Chance, Key
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.line import Line, Point
from kg.schema import ontology


class Told(NamedTuple):
    """A relation as a rule read it, with the span of the text that says so."""

    relation: str
    source: str
    target: str
    start: int
    end: int
    attrs: tuple[tuple[str, str], ...] = ()


Rule = Callable[[Scene], Iterator[Told]]
LateRule = Callable[[Scene, list[Told]], Iterator[Told]]


def key_of(told: Told | Claim | Chance) -> Key:
    """What makes two claims the same; the order of the ends does not count where the relation has none."""
    ends = (told.source, told.target)
    if ontology().relation(told.relation).symmetric:
        ends = (min(ends), max(ends))
    return told.relation, *ends


def tell(
    relation: str,
    sources: Iterable[Point | str],
    targets: Iterable[Point | str],
    line: Line,
    attrs: tuple[tuple[str, str], ...] = (),
) -> Iterator[Told]:
    """Every source in `relation` to every target, on the evidence of `line`."""
    ends = [_id(t) for t in targets]
    for source in sources:
        for target in ends:
            if _id(source) != target:
                yield Told(relation, _id(source), target, line.start, line.end, attrs)


def _id(thing: Point | str) -> str:
    return thing if isinstance(thing, str) else thing.id
