"""What a page shows, before it has a shape: things, links, facts and where each box stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kg.analysis.ended import REPEALED, arriving, departed, has_ended, out_of_force
from kg.views.grades import UNSEEN, colors


@dataclass(slots=True)
class Thing:
    """An entity on the page. `note` is a second line in its box, `mark` a grade (缺, 弱 ...) with its `reason`.

    `x, y` is the middle of its box and `width, height` its size, in pixels at scale 1. `strong` is drawn filled, `card`
    is a segment of a chain, `bare` one without anybody in it (in the region, if one was asked for).
    """

    id: str
    type: str
    name: str
    row: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    mark: str = ""
    reason: str = ""
    strong: bool = False
    card: bool = False
    bare: bool = False
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    lines: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def badge(self) -> str:
        """The grade written in the box; where nothing was observed the dashed border says so, without a word in each box."""
        return self.mark if self.mark and colors(self.mark) != UNSEEN else ""


@dataclass(slots=True)
class Link:
    """A relation on the page; `quiet` ones are thin, without an arrow; `asleep` ones are drawn only when an end is chosen."""

    id: str
    type: str
    source: str
    target: str
    row: dict[str, Any] = field(default_factory=dict)
    quiet: bool = False
    asleep: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A titled field behind the boxes: a stage of the chain."""

    title: str
    x: float
    y: float
    width: float
    height: float
    tone: str

    @staticmethod
    def least(title: str) -> float:
        """The width that its title needs, at the size in which it is drawn."""
        return sum(17.0 if ord(char) > 0x2E80 else 10.0 for char in title) + 36.0


@dataclass(frozen=True, slots=True)
class Fold:
    """The page without enterprises from elsewhere: where each thing that stays stands, and the bands behind."""

    at: dict[str, tuple[float, float]]
    bands: list[Band]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the overview: a thing or a document's fact, with a note behind it and perhaps a mark."""

    label: str
    note: str = ""
    id: str = ""
    mark: str = ""


@dataclass(slots=True)
class Evidence:
    """Facts as the page keeps them: sentences and documents once, facts by the thing or link they support."""

    sentences: list[str] = field(default_factory=list)
    documents: list[dict[str, str]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    of: dict[str, list[int]] = field(default_factory=dict)
    more: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Scene:
    """A page's content. `total` counts what would be shown without a limit; `kind` is chain, around, document or region.

    With a `fold` the page opens folded.
    """

    kind: str
    title: str
    subtitle: str
    things: dict[str, Thing] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    bands: list[Band] = field(default_factory=list)
    fold: Fold | None = None
    overview: list[tuple[str, list[Line]]] = field(default_factory=list)
    total: int = 0
    text: str | None = None
    centre: str | None = None


def out_of_work(row: Mapping[str, Any]) -> str | None:
    """Why an enterprise is not counted, from the properties of its node (停产, 失信, 在建); None if it is."""
    status = row.get("status")
    return departed(status, row.get("tags") or ()) or arriving(status)


def thing(row: Mapping[str, Any]) -> Thing:
    """A thing from the properties of its node; a project given up, an enterprise gone or not at work yet and a policy out of force say so in their second line."""
    kind, note = str(row["type"]), ""
    if kind == "Project" and has_ended(row.get("stage")):
        note = str(row["stage"])
    elif kind == "Enterprise":
        note = out_of_work(row) or ""
    elif kind == "Policy" and out_of_force(row.get("expires"), row.get("tags") or (), date.today().isoformat()):
        note = REPEALED if REPEALED in (row.get("tags") or ()) else f"–{row['expires']}"
    return Thing(str(row["id"]), kind, str(row["name"]), dict(row), note=note)
