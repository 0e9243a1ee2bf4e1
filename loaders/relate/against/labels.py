"""Lists of whom one would invite: what stands under 目标企业名单 or 意向企业：, as a heading or a line of its own."""

import re
from collections.abc import Iterator

from kg.document import Span
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BODIES, GOODS, PROJECT, Types
from kg.loaders.relate.scene.line import Point
from kg.schema.patterns import pattern

_WANTED = BODIES | PROJECT
_SHORT = 40  # characters of an item that has no number
_FAR = 60
_LINE = pattern(r"[^\n]*\n|[^\n]+$")
_CLAUSE = pattern("[。；\\n]|，(?!均|都|也|目前|现)")


def labelled(scene: Scene) -> Iterator[Point]:
    """The bodies and projects that a label for those to be invited covers, unless the text says that they have come."""
    for span in _covered(scene):
        for point in scene.within(span.start, span.end):
            if point.type in _WANTED and cue("is_here").search(_said_of(scene.text, span, point)) is None:
                yield point


def _said_of(text: str, span: Span, point: Point) -> str:
    """The clause that names a thing, with one that goes on with it."""
    before = re.split("[，。；：\\n]", text[span.start : point.start])[-1]
    return before + _CLAUSE.split(text[point.end : min(span.end, point.end + _FAR)], maxsplit=1)[0]


def _covered(scene: Scene) -> Iterator[Span]:
    """Sections under such a heading; after such a label the rest of its sentence, or the lines of the list below it."""
    for section in scene.parsed.layout.sections:
        heading = section.heading
        if cue("wish_label").search(scene.text, heading.start, heading.end) and not _names(scene, heading):
            yield Span(heading.end, section.span.end)
    for span, is_rest in _after_labels(scene, "wish_label", _WANTED):
        if not is_rest or _opens_with_names(scene, span):
            yield span


def label_spans(scene: Scene, name: str) -> Iterator[tuple[Span, bool]]:
    """What the labels of the cue `name` (短板环节, 招引方向) stand over: after such a label the rest of its sentence (True), else
    the lines of the list below it, or the section under a heading that ends in one (False).
    """
    for section in scene.parsed.layout.sections:
        heading = section.heading
        found = [m for m in cue(name).finditer(scene.text, heading.start, heading.end) if m.end() > m.start()]
        if found and not cue("label_rest").sub("", scene.text[found[-1].end() : heading.end]):
            yield Span(heading.end, section.span.end), False
    yield from _after_labels(scene, name, GOODS)


def _after_labels(scene: Scene, name: str, wanted: Types) -> Iterator[tuple[Span, bool]]:
    """After the labels of the cue `name` in running text: the rest of the sentence (True), else the list of `wanted` below it."""
    for line in scene.prose:
        for label in scene.said(name, line.start, line.end):
            said = cue("label_end").match(scene.text, label.end())
            if said is None or said.end() == label.end():
                continue
            if scene.text[said.end() : line.end].strip():
                yield Span(said.end(), line.end), True
            elif said[0][-1:] in "：:":
                yield Span(line.end, _list_end(scene, line.end, wanted)), False


def _names(scene: Scene, span: Span) -> bool:
    return any(p.type in _WANTED for p in scene.within(span.start, span.end))


def _opens_with_names(scene: Scene, span: Span) -> bool:
    """Whether the rest of a sentence after a label begins with a list of names."""
    first = next((p for p in scene.within(*span) if p.type in _WANTED), None)
    return first is not None and cue("wish_led").fullmatch(scene.between(span.start, first.start)) is not None


def _list_end(scene: Scene, start: int, wanted: Types) -> int:
    """Where the list that begins at `start` ends: at the first line that is not numbered as its first one is, or, where that
    is not, at the first that is empty, long or not led by a name.
    """
    numbered: bool | None = None
    for line in _LINE.finditer(scene.text, start):
        named = scene.within(*line.span())
        marked = cue("list_mark").match(line[0].strip()) is not None
        if line[0].strip():
            short = len(line[0].strip()) <= _SHORT and bool(named) and named[0].type in wanted
            numbered = marked if numbered is None else numbered
            if not (marked or short) or marked != numbered or not any(p.type in wanted for p in named):
                return line.start()
        elif numbered is False:
            return line.start()
    return len(scene.text)
