"""What a rule of needs hands on, of what types, and whether a name stands for the thing itself."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIRM, GOODS
from kg.loaders.relate.scene.line import Line, Point

WANTED = GOODS | FIRM


class Said(NamedTuple):
    """A need as a rule read it: of which kind, what is named, and in which line.

    `point` is None where only the text (`word`) names it. Where a list or column names it, that itself speaks for the name.
    """

    kind: str
    point: Point | None
    start: int
    end: int
    holder: str | None = None
    chain: str | None = None
    word: str = ""


NeedRule = Callable[[Scene], Iterator[Said]]


def is_itself(scene: Scene, line: Line, point: Point) -> bool:
    """Whether a good is wanted itself, not its people, standards or money."""
    if point.type in FIRM:
        return True
    return not point.echo and cue("need_not").match(scene.text, line.list_of(point)[-1].end) is None
