"""SUBSIDIARY_OF and INVESTS_IN beyond the plain verb: joint ventures, owners in brackets or in a clause of their own."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BODIES, FIRM, FUNDED, OWNERS
from kg.loaders.relate.scene.line import Line, Point, led_from
from kg.loaders.relate.scene.readings import amount, speaking
from kg.loaders.relate.scene.told import Told, tell


def set_up_jointly(scene: Scene) -> Iterator[Told]:
    """A 与 B 共建 / 合资组建(的) E: what several bodies set up together is a branch of each."""
    for line in scene.having(BODIES):
        for group in line.groups:
            parents, said = group.of(BODIES), cue("set_up_jointly").match(scene.text, group.end)
            child = next(line.after(said.end(), BODIES, said.end() + 3), None) if said else None
            if not parents or child is None or re.search("[，。；]", scene.between(group.end, child.start)):
                continue
            new = child.of(BODIES)[:1]
            start = led_from(line, group)
            if len(parents) == 1 and re.search("[与和同]$", scene.text[max(line.start, start - 1) : start]):
                parents = [*scene.leader(line, start, BODIES)[-1:], *parents]
            yield from tell("SUBSIDIARY_OF", new, parents, line)
            if said and re.search("[合出投]资", said[0]):
                yield from tell("INVESTS_IN", [p for p in parents if p.type in OWNERS], new, line)


def venture_of(scene: Scene) -> Iterator[Told]:
    """E 由 / 系 A 与 B 合资成立: the venture before, its parents after."""
    for line in scene.having(FIRM):
        for group in line.groups:
            start = led_from(line, group)
            before = scene.text[max(line.start, start - 8) : start]
            if not group.of(FIRM) or not re.search("(?:由|系|是|为)(?:本地企业|外资|央企)?$", before):
                continue
            child = next(line.before(start, BODIES), None)
            if child and cue("venture_made").match(scene.text, group.end):
                yield from _owned(scene, line, child.of(BODIES)[-1:], group.of(FIRM))


def owner_in_brackets(scene: Scene) -> Iterator[Told]:
    """E(A 控股), E(A 持股 70%,B 持股 30%): who is said in brackets to hold it."""
    for line in scene.having(FIRM):
        for group in line.groups:
            start = led_from(line, group)
            opened = scene.text.rfind("（", max(line.start, start - 60), start)
            if not group.of(FIRM) or opened < 0 or "）" in scene.text[opened:start]:
                continue
            child = next((p for p in line.points if p.end == opened and p.type in BODIES), None)
            held = cue("held_so").match(scene.text, group.end)
            if child and held and re.fullmatch("（|.*[，、；]", scene.text[opened:start]):
                if "公司" in held[0]:
                    yield from tell("SUBSIDIARY_OF", [child], group.of(FIRM), line)
                else:
                    yield from _owned(scene, line, [child], group.of(FIRM), own="参" not in held[0])


def holder_alone(scene: Scene) -> Iterator[Told]:
    """E。由 A 独资设立; E …,A 控股: a clause that says no more than who holds the company spoken of before."""
    for line in scene.having(FIRM):
        for group in line.groups:
            start = led_from(line, group)
            said = cue("holds_it").match(scene.text, group.end)
            opens = re.search("(?:^|[，。；\n])[^，。；\n]{0,8}$", scene.text[max(line.start, start - 9) : start])
            if not group.of(FIRM) or said is None or (opens is None and start > line.start):
                continue
            child = _spoken_of(scene, line, start)
            yield from _owned(scene, line, child, group.of(FIRM), own=not re.match("[参入]", said[0]))


def _spoken_of(scene: Scene, line: Line, offset: int) -> list[Point]:
    """The company that a clause without subject goes on with: the last of its sentence, or the only one of that before."""
    here = next((g for g in line.before(offset, FIRM) if not cue("holds_it").match(scene.text, g.end)), None)
    if here:
        return here.of(FIRM) if len(here.of(FIRM)) == 1 else []
    before = next(scene.earlier(line, 1), None)
    firms = [p for p in before.points if p.type == "Enterprise"] if before else []
    return firms if len(firms) == 1 else []


def its_own_body(scene: Scene) -> Iterator[Told]:
    """U 设立 / 建有 / 附设 an institute: a body that a body, not a firm's deal, brings forth."""
    for line in scene.having(frozenset({"Institution", "Hospital"})):
        for group in line.groups:
            new = [p for p in group.points if p.type in ("Institution", "Hospital")]
            said = (
                cue("brings_forth").search(scene.text, max(line.start, group.start - 6), group.start) if new else None
            )
            if said is None:
                continue
            parents = _bringing(scene, line, said.start())
            if parents and parents[-1].type in BODIES:
                yield from tell("SUBSIDIARY_OF", new, parents[-1:], line)


def _bringing(scene: Scene, line: Line, offset: int) -> list[Point]:
    for group in line.before(offset, BODIES):
        if not scene.oblique(led_from(line, group)) and offset - group.end < 16:
            return group.of(BODIES)
    return []


def money_to(scene: Scene) -> Iterator[Told]:
    """F 对 E 增资; F 首期 5 亿元投向 E: the money's owner before, the company after the preposition or the verb."""
    for line in scene.having(OWNERS, FUNDED):
        for group in line.groups:
            start = led_from(line, group)
            before = scene.text[max(line.start, start - 4) : start]
            added = re.search("[对向]$|子公司$", before) and cue("adds_money").match(scene.text, group.end)
            if not group.of(FUNDED) or not (added or cue("money_goes").search(before)):
                continue
            owners = next((g for g in line.before(start, OWNERS) if not scene.oblique(led_from(line, g))), None)
            if owners:
                paid = amount(scene, owners.end, scene.clause_end(line, group.end))
                yield from tell("INVESTS_IN", owners.of(OWNERS)[-1:], group.of(FUNDED), line, paid)


def named_subsidiary(scene: Scene) -> Iterator[Told]:
    """全资子公司 E with nobody named in the sentence: a subsidiary of the company that the title names."""
    for line in scene.having(FIRM):
        for found in scene.said("subsidiary", line.start, line.end):
            child = next(line.after(found.end(), FIRM, found.end() + 2), None)
            if child and next(line.before(found.start(), BODIES), None) is None:
                yield from tell("SUBSIDIARY_OF", child.of(FIRM), speaking(scene, line, found.start(), back=0), line)


def _owned(scene: Scene, line: Line, children: list[Point], parents: list[Point], own: bool = True) -> Iterator[Told]:
    paid = amount(scene, parents[-1].end, scene.clause_end(line, parents[-1].end))
    if own:
        yield from tell("SUBSIDIARY_OF", children, parents, line)
    yield from tell("INVESTS_IN", parents, [c for c in children if c.type in FUNDED], line, paid)


RULES = (
    set_up_jointly,
    venture_of,
    owner_in_brackets,
    holder_alone,
    its_own_body,
    money_to,
    named_subsidiary,
)
LATE = ()
