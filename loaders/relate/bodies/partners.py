"""PARTNERS_WITH: who works together."""

import re
from collections.abc import Iterator
from itertools import combinations

from kg.loaders.relate.scene.cues import CUES, cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BODIES, PARTNERS
from kg.loaders.relate.scene.line import Group, Line, Point, led_from
from kg.loaders.relate.scene.readings import led_by_preposition, sides
from kg.loaders.relate.scene.told import Told, tell

_FEW = 4  # in a longer list not everybody works with everybody
_NEAR = 26
_WITH_OTHERS = CUES.expression("(?:将|已|拟|日前|近日)*(?:与[^，。；]{1,12}?)?(?:{together})")


def joint_work(scene: Scene) -> Iterator[Told]:
    """A 联合 / 会同 B; 联动 B with the document's issuer as the other side."""
    for line in scene.having(PARTNERS):
        for found in scene.said("joint", line.start, line.end):
            right = next(line.after(found.end(), PARTNERS, found.end() + 1), None)
            if right is None:
                continue
            left = next((g for g in line.before(found.start(), PARTNERS) if found.start() - g.end <= 4), None)
            if left:
                for a, b in combinations(left.of(PARTNERS), 2):
                    yield from tell("PARTNERS_WITH", [a], [b], line)
                yield from tell("PARTNERS_WITH", left.of(PARTNERS), right.of(PARTNERS), line)
            elif _opens_clause(scene, found.start()):
                yield from tell("PARTNERS_WITH", scene.setting.issuers, right.of(PARTNERS), line)


def _opens_clause(scene: Scene, offset: int) -> bool:
    return re.search(r"(?:^|[，,。；\n ]|月|日|年)$", scene.text[max(0, offset - 1) : offset]) is not None


def together(scene: Scene) -> Iterator[Told]:
    """A 与 B 合作 / 签约 / 合资: a preposition of company between, a verb of common work after."""
    for line in scene.having(PARTNERS):
        for group in line.groups:
            bodies, end = _parties(scene, line, group)
            if not bodies or cue("no_partners").match(scene.text, end) or not _work_together(scene, line, group, end):
                continue
            start = led_from(line, group)
            if scene.text[start - 1 : start] == "由" and cue("hold").search(scene.text, group.end, group.end + 16):
                continue
            if re.search(r"[与和同跟]$", scene.text[max(line.start, start - 1) : start]):
                yield from tell("PARTNERS_WITH", _other_side(scene, line, start), bodies, line)
            elif _joined(scene, bodies) or (1 < len(bodies) <= _FEW and _with_others(scene, group.end)):
                yield from _each_other(scene, line, bodies)


def _work_together(scene: Scene, line: Line, group: Group, end: int) -> bool:
    """Whether a verb of common work follows, or, right after two that 与 joins, any verb of work."""
    until = min(scene.clause_end(line, end), end + _NEAR)
    if cue("together").search(scene.text, end, until):
        return True
    return _joined(scene, group.of(PARTNERS)) and cue("work_verb").match(scene.text, end) is not None


def _joined(scene: Scene, bodies: list[Point]) -> bool:
    return len(bodies) > 1 and re.search(r"[与和同]", scene.between(bodies[-2].end, bodies[-1].start)) is not None


def _with_others(scene: Scene, offset: int) -> bool:
    """Whether a list without 与 works together: what it signs must be of common work, not each one's own contract."""
    found = _WITH_OTHERS.match(scene.text, offset)
    if found is None or re.search("签[约署订]$", found[0]) is None:
        return found is not None
    return (
        re.match("[^，。；]{0,10}(?:合作|合资|战略|共建|框架)", scene.text[found.end() : found.end() + 14]) is not None
    )


def _each_other(scene: Scene, line: Line, bodies: list[Point]) -> Iterator[Told]:
    ours, theirs = sides(scene, bodies)
    if len(bodies) > 2 and "与" in scene.between(ours[-1].end, theirs[0].start):
        yield from tell("PARTNERS_WITH", ours, theirs, line)
        return
    for a, b in combinations(bodies, 2):
        yield from tell("PARTNERS_WITH", [a], [b], line)


def _other_side(scene: Scene, line: Line, start: int) -> list[Point]:
    """Who works with those after 与: what stands right before it, else who leads, else whom the document is about."""
    left = next((p for p in line.points if p.end == start - 1), None)
    if left and (left.type in PARTNERS or not scene.oblique(left.start)):
        return [left]
    if any(not led_by_preposition(scene, line, g) for g in line.before(start, PARTNERS)):
        return scene.leader(line, start, PARTNERS)[-1:]
    return scene.titled(BODIES)


def _parties(scene: Scene, line: Line, group: Group) -> tuple[list[Point], int]:
    """Who takes part, and where they end; of 甲旗下的乙 it is the second that does."""
    bodies, end = group.of(PARTNERS), group.end
    owned = cue("under").match(scene.text, end) if bodies else None
    child = next(line.after(owned.end(), PARTNERS, owned.end() + 1), None) if owned else None
    return (bodies[:-1] + child.of(PARTNERS)[:1], child.points[0].end) if child else (bodies, end)


RULES = (joint_work, together)
LATE = ()
