"""PARTNERS_WITH, SUPPLIES and ORGANIZES: who works together, who sells to whom, who holds an event."""

import re
from collections.abc import Iterator
from itertools import combinations

from kg.loaders.relate.cues import cue
from kg.loaders.relate.kinds import EVENT, FIRM, HOSTS, PARTNERS
from kg.loaders.relate.line import Line, Point
from kg.loaders.relate.scene import Scene
from kg.loaders.relate.told import Told, objects, tell

_FEW = 4  # in a longer list not everybody works with everybody


def supplies(scene: Scene) -> Iterator[Told]:
    """E 为 / 向 E 配套、供货; E 是 E 的供应商."""
    for line in scene.having(FIRM):
        for found in scene.said("serve", line.start, line.end):
            buyers = next(line.before(found.start(), FIRM), None)
            if buyers and re.search(
                r"(?:为|给|向|替)[^，。；]{0,8}$", scene.text[max(line.start, buyers.start - 9) : buyers.start]
            ):
                if re.search(r"[，。；]", scene.between(buyers.end, found.start())):
                    continue
                yield from tell("SUPPLIES", scene.subject(line, buyers.start, FIRM), buyers.of(FIRM), line)
        for group in line.groups:
            if group.of(FIRM) and cue("supplier").match(scene.text, group.end):
                sellers = next((g for g in line.before(group.start, FIRM)), None)
                if sellers and cue("copula").search(scene.between(sellers.end, group.start)):
                    yield from tell("SUPPLIES", sellers.of(FIRM), group.of(FIRM), line)


def sells_to(scene: Scene) -> Iterator[Told]:
    """客户包括 E; 与 E 签订供货协议; 供货给 E; 向 E 采购 turns it round."""
    for line in scene.having(FIRM):
        for found in scene.said("customer", line.start, line.end):
            buyers = next(line.after(found.end(), FIRM, found.end() + 8), None)
            if buyers:
                yield from tell("SUPPLIES", scene.subject(line, found.start(), FIRM)[-1:], buyers.of(FIRM), line)
        for found in scene.said("contract", line.start, line.end):
            buyers = next(line.before(found.start(), FIRM), None)
            if buyers is None or found.start() - buyers.end > 6:
                continue
            if len(buyers.points) == 2:
                yield from tell("SUPPLIES", buyers.points[:1], buyers.points[1:], line)
            elif re.search(r"[与和同]$", scene.text[line.start : buyers.start]):
                yield from tell("SUPPLIES", scene.leader(line, buyers.start, FIRM)[-1:], buyers.of(FIRM), line)
        for found in scene.said("sold_to", line.start, line.end):
            buyers = next(line.after(found.end(), FIRM, found.end() + 2), None)
            sure = found[0][-1] in "给货" or (
                buyers
                and re.match(
                    r"(?:等[^，。；]{0,6})?的?(?:供应链|供应体系|配套体系|采购体系)",
                    scene.text[buyers.end : buyers.end + 16],
                )
            )
            if buyers and sure:
                yield from tell("SUPPLIES", scene.subject(line, found.start(), FIRM)[-1:], buyers.of(FIRM), line)
        for found in scene.said("buy", line.start, line.end):
            sellers = next(line.before(found.start(), FIRM), None)
            if sellers and re.search(r"[向从]$", scene.text[line.start : sellers.start]):
                yield from tell("SUPPLIES", sellers.of(FIRM), scene.subject(line, sellers.start, FIRM)[-1:], line)


def joint_work(scene: Scene) -> Iterator[Told]:
    """A 联合 / 会同 B; 联动 B with the document's issuer as the other side."""
    for line in scene.having(PARTNERS):
        for found in scene.said("joint", line.start, line.end):
            right = next(line.after(found.end(), PARTNERS, found.end() + 1), None)
            if right is None:
                continue
            left = next((g for g in line.before(found.start(), PARTNERS) if found.start() - g.end <= 4), None)
            if left:
                for a, b in combinations([*left.of(PARTNERS), *right.of(PARTNERS)], 2):
                    yield from tell("PARTNERS_WITH", [a], [b], line)
            elif _opens_clause(scene, found.start()):
                yield from tell("PARTNERS_WITH", scene.setting.issuers, right.of(PARTNERS), line)


def _opens_clause(scene: Scene, offset: int) -> bool:
    return re.search(r"(?:^|[，,。；\n ]|月|日|年)$", scene.text[max(0, offset - 1) : offset]) is not None


def together(scene: Scene) -> Iterator[Told]:
    """A 与 B 合作 / 签约 / 合资: a preposition of company between, a verb of common work after."""
    for line in scene.having(PARTNERS):
        for group in line.groups:
            bodies = group.of(PARTNERS)
            if not bodies or not cue("together").search(
                scene.text, group.end, min(scene.clause_end(line, group.end), group.end + 16)
            ):
                continue
            if scene.text[group.start - 1 : group.start] == "由" and cue("hold").search(
                scene.text, group.end, group.end + 16
            ):
                continue
            joined = len(bodies) > 1 and re.search(r"[与和同]", scene.between(bodies[-2].end, bodies[-1].start))
            if joined or (1 < len(bodies) <= _FEW and cue("together").match(scene.text, group.end)):
                for a, b in combinations(bodies, 2):
                    yield from tell("PARTNERS_WITH", [a], [b], line)
            elif re.search(r"[与和同跟]$", scene.text[max(line.start, group.start - 1) : group.start]):
                left = next((p for p in line.points if p.end == group.start - 1), None)
                if left and (left.type in PARTNERS or not scene.oblique(left.start)):
                    yield from tell("PARTNERS_WITH", [left], bodies, line)
                    continue
                yield from tell("PARTNERS_WITH", scene.leader(line, group.start, PARTNERS)[-1:], bodies, line)


def organizes(scene: Scene) -> Iterator[Told]:
    """A 举办 / 筹备 event; event 由 A 主办; the document's issuer where a sentence names no other host."""
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


def _host(scene: Scene, line: Line, offset: int) -> list[Point | str]:
    clause = max((line.start, *(c.start for c in line.sentence.clauses if c.start <= offset)))
    for group in line.before(offset, HOSTS):
        if group.start >= clause and not scene.oblique(group.start):
            return list(group.of(HOSTS))
    return list(scene.setting.issuers)


RULES = (supplies, sells_to, joint_work, together, organizes)
LATE = ()
