"""One sentence as relation rules see it: the things it names, in order, and the lists that join them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.document import Span
from kg.loaders.layout import Sentence
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.kinds import GOODS, PLACES, Types, family

_MANY = 150


class Point(NamedTuple):
    """A mention in its place; `echo` where a word stands for the thing (公司, 该园区) and nothing is named."""

    start: int
    end: int
    type: str
    id: str
    echo: bool = False


class Group(NamedTuple):
    """What one list joins (a、b以及c), or a single point; from its first member to its last. `kinds` are the types of its members."""

    start: int
    end: int
    points: tuple[Point, ...]
    kinds: Types

    def of(self, types: Types) -> list[Point]:
        """The members of these types."""
        return [] if types.isdisjoint(self.kinds) else [p for p in self.points if p.type in types]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the document, or a part of an endless one; its points and groups in order, and their types."""

    index: int
    start: int
    end: int
    sentence: Sentence
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    kinds: Types
    lists: dict[int, tuple[Point, ...]]

    def before(self, offset: int, types: Types) -> Iterator[Group]:
        """Groups with members of `types` that end at or before `offset`, nearest first."""
        for place in range(bisect_left(self.groups, offset, key=_start) - 1, -1, -1):
            group = self.groups[place]
            if group.end <= offset and not types.isdisjoint(group.kinds):
                yield group

    def after(self, offset: int, types: Types, until: int) -> Iterator[Group]:
        """Groups with members of `types` that begin in `[offset, until)`, in order."""
        for place in range(bisect_left(self.groups, offset, key=_start), len(self.groups)):
            group = self.groups[place]
            if group.start >= until:
                return
            if not types.isdisjoint(group.kinds):
                yield group

    def list_of(self, point: Point) -> tuple[Point, ...]:
        """The list that `point` stands in, or the point alone."""
        return self.lists.get(point.start, (point,))


def lines_of(text: str, sentence: Sentence, points: tuple[Point, ...], first: int) -> Iterator[Line]:
    """A sentence as a line, numbered from `first`; an endless one (text without full stops) as several of bounded work."""
    cuts = [sentence.span.start, *(p.start for p in points[_MANY::_MANY]), sentence.span.end]
    for index, part in enumerate(map(Span, cuts, cuts[1:]), first):
        inside = points[bisect_left(points, part.start, key=_at) : bisect_left(points, part.end, key=_at)]
        groups = tuple(_groups(text, inside))
        lists = {p.start: g.points for g in groups for p in g.points}
        yield Line(index, part.start, part.end, sentence, inside, groups, frozenset(p.type for p in inside), lists)


def clause_start(line: Line, offset: int) -> int:
    """Where the clause that covers `offset` begins."""
    clauses = line.sentence.clauses
    place = bisect_right(clauses, offset, key=lambda c: c.start) - 1
    return max(line.start, clauses[place].start if place >= 0 else line.start)


def led_from(line: Line, group: Group) -> int:
    """Where a list begins with the place that stands directly before it (由 + 苏州 + 甲)."""
    place = bisect_left(line.points, group.start, key=_at) - 1
    before = line.points[place] if place >= 0 else None
    return before.start if before and before.end == group.start and before.type == "Region" else group.start


def _start(group: Group) -> int:
    return group.start


def _at(point: Point) -> int:
    return point.start


def _groups(text: str, points: tuple[Point, ...]) -> list[Group]:
    """Join what a list joins. A place right before a member (深圳甲、厦门乙) stands aside and does not part the list, unless of
    goods or sectors, which are each place's own.
    """
    groups: list[list[Point]] = []
    aside: list[list[Point]] = []
    for i, point in enumerate(points):
        previous = groups[-1] if groups else None
        follower = points[i + 1] if i + 1 < len(points) else None
        if (
            previous
            and point.type == "Region"
            and follower
            and follower.start == point.end
            and family(follower.type) == family(previous[-1].type)
            and family(follower.type) not in (PLACES, GOODS)
            and cue("join").fullmatch(text, previous[-1].end, point.start)
        ):
            aside.append([point])
            continue
        start = point.start
        if aside and points[i - 1] is aside[-1][0] and points[i - 1].end == start:
            start = points[i - 1].start
        if previous and _joined(text, previous[-1], point, start):
            previous.append(point)
        else:
            groups.append([point])
    made = (Group(g[0].start, g[-1].end, tuple(g), frozenset(p.type for p in g)) for g in groups + aside)
    return sorted(made, key=_start)


def _joined(text: str, left: Point, right: Point, start: int) -> bool:
    if family(left.type) != family(right.type) or left.echo or right.echo:
        return False
    if left.end == start:
        return left.type == right.type == "Agency"
    if text[left.end : start] in ("，", ","):
        follows = text[right.end : right.end + 1] in ("、", "和", "及", "与")
        return left.id != right.id and left.type == right.type and follows
    return cue("join").fullmatch(text, left.end, start) is not None
