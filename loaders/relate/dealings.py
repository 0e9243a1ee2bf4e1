"""PARTNERS_WITH and ORGANIZES: who works together, who holds an event."""

import re
from collections.abc import Iterator
from itertools import combinations

from kg.loaders.relate.cues import CUES, cue
from kg.loaders.relate.issuing import is_report
from kg.loaders.relate.kinds import BODIES, EVENT, HOSTS, PARTNERS
from kg.loaders.relate.line import Group, Line, Point, clause_start, led_from
from kg.loaders.relate.scene import Scene
from kg.loaders.relate.selling import led_by_preposition
from kg.loaders.relate.told import Told, objects, tell
from kg.loaders.relate.trading import sides

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


def organizes(scene: Scene) -> Iterator[Told]:
    """A 举办 / 筹备 event; event 由 A 主办; the document's issuer, or whose report it is, where a sentence names no other host."""
    for line in scene.having(EVENT):
        for found in scene.said("hold", line.start, line.end):
            events = [p for p in objects(scene, line, found.end(), EVENT) if p.start - found.end() < 16]
            by = next(
                (
                    g
                    for g in line.before(found.start(), HOSTS)
                    if scene.text[max(0, g.start - 1) : g.start] == "由" and found.start() - g.end < 8
                ),
                None,
            )
            if by:
                events = events or [p for g in line.before(by.start, EVENT) for p in g.of(EVENT)][:1]
                yield from tell("ORGANIZES", by.of(HOSTS), events, line)
            elif events and not re.search(
                r"[在从于][^，。；]{0,12}$", scene.text[max(line.start, found.start() - 14) : found.start()]
            ):
                yield from tell("ORGANIZES", _host(scene, line, found.start()), events, line)


def hosted_by(scene: Scene) -> Iterator[Told]:
    """Event, 由 A 主办、B 协办; 主办单位 A、B: the hosts named with their part, for the event spoken of."""
    for line in scene.having(HOSTS):
        label = cue("host_label").match(scene.text, line.start)
        if label:
            hosts = [p for p in line.points if p.type in HOSTS and not p.echo]
            events = next(line.after(label.end(), EVENT, line.end), None)
            yield from tell("ORGANIZES", hosts, events.of(EVENT)[:1] if events else _event_before(scene, line), line)
            continue
        for group in line.groups:
            start = led_from(line, group)
            before = scene.text[max(line.start, start - 10) : start]
            if not (cue("hosts").match(scene.text, group.end) or cue("host_part").search(before)):
                continue
            hosts = _run_of_hosts(scene, line, group)
            events = next(line.before(start, EVENT), None) or next(line.after(group.end, EVENT, line.end), None)
            yield from tell("ORGANIZES", hosts, events.of(EVENT)[:1] if events else _event_before(scene, line), line)


def _run_of_hosts(scene: Scene, line: Line, group: Group) -> list[Point]:
    """The hosts of a list that joins organs, bodies and places, which are groups of their own."""
    found, place = group.of(HOSTS), line.groups.index(group)
    steps = ((place - 1, -1, -1), (place + 1, len(line.groups), 1))
    for first, last, step in steps:
        near = group
        for at in range(first, last, step):
            other = line.groups[at]
            left, right = (near, other) if step > 0 else (other, near)
            if not other.of(HOSTS) or cue("join").fullmatch(scene.text, left.end, led_from(line, right)) is None:
                break
            found, near = found + other.of(HOSTS), other
    return found


def _event_before(scene: Scene, line: Line) -> list[Point]:
    """The event of the two sentences before, else the one that the title names, else the only one of the document."""
    for earlier in scene.earlier(line, 2):
        events = [p for p in earlier.points if p.type == "Event"]
        if events:
            return events[-1:]
    title = scene.parsed.layout.title
    named = [p for p in scene.within(*title) if p.type == "Event"][:1] if title else []
    only = [p for p in scene.points if p.type == "Event"]
    return named or (only[:1] if len({p.id for p in only}) == 1 else [])


def _host(scene: Scene, line: Line, offset: int) -> list[Point | str]:
    clause = clause_start(line, offset)
    for group in line.before(offset, HOSTS):
        if group.start >= clause and not scene.oblique(group.start):
            return list(group.of(HOSTS))
    if scene.setting.policy is not None:
        return []
    home = scene.setting.home
    own = home is not None and scene.by_id[home].type == "Region" and is_report(scene)
    return list(scene.setting.issuers) or ([home] if home and own else [])


RULES = (joint_work, together, organizes, hosted_by)
LATE = ()
