"""ORGANIZES: who holds an event."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import EVENT, HOSTS
from kg.loaders.relate.scene.line import Group, Line, Point, clause_start, led_from
from kg.loaders.relate.scene.readings import objects
from kg.loaders.relate.scene.setting import is_report
from kg.loaders.relate.scene.told import Told, tell


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


RULES = (organizes, hosted_by)
LATE = ()
