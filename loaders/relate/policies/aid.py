"""SUPPORTS in a policy's own text: what it gives aid for, whom it lets in, what it takes for its focus."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIELDS, SUPPORTED
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.told import Told, tell

_WANTED = SUPPORTED - {"Park", "Project"}


def aided(scene: Scene) -> Iterator[Told]:
    """购置 a、b 的，按投资额补助: what the condition of an aid names."""
    own = scene.setting.policy
    if own is None:
        return
    for line in scene.having(_WANTED):
        start = line.start
        for found in scene.said("aid_clause", line.start, line.end):
            until = found.start()
            given = [p for p in line.points if start <= p.start < until and p.type in _WANTED and not p.echo]
            start = found.end()
            if cue("against").search(scene.text, line.start, until):
                continue
            yield from tell("SUPPORTS", [own], [p for p in given if _is_meant(scene, line, p)], line)


def _is_meant(scene: Scene, line: Line, point: Point) -> bool:
    """Whether a good or company of a condition is its object, not whom it is bought from or where it goes."""
    before = scene.text[max(line.start, point.start - 4) : point.start]
    return re.search(r"(?:向|与|和|由|从|经|进入|入驻|获)[^，。；、]{0,2}$", before) is None or "、" in before[-1:]


def let_in(scene: Scene) -> Iterator[Told]:
    """适用于主营业务为 a、b 的企业; 属于 a、b 领域: the sectors that are let in."""
    own = scene.setting.policy
    if own is None:
        return
    for line in scene.having(FIELDS):
        for found in scene.said("let_in", line.start, line.end):
            group = next(line.after(found.end(), FIELDS, found.end() + 4), None)
            if group is not None:
                yield from tell("SUPPORTS", [own], group.of(_WANTED), line)


def focus(scene: Scene) -> Iterator[Told]:
    """以 a、b 为重点: what a measure takes for its focus."""
    own = scene.setting.policy
    if own is None:
        return
    for line in scene.having(SUPPORTED):
        for group in line.groups:
            before = scene.text[max(line.start, group.start - 3) : group.start]
            if (
                group.of(SUPPORTED)
                and re.search("[以把将围绕对]$", before)
                and cue("focus").match(scene.text, group.end)
            ):
                yield from tell("SUPPORTS", [own], group.of(SUPPORTED), line)


RULES = (aided, let_in, focus)
LATE = ()
