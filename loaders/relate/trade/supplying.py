"""SUPPLIES: who sells to whom, and so makes what is sold."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIRM, PRODUCT
from kg.loaders.relate.scene.readings import objects, sides
from kg.loaders.relate.scene.told import Told, tell


def supplies(scene: Scene) -> Iterator[Told]:
    """E 为 / 向 E 配套、供货; E 是 E 的供应商; E 是 E 的第一大客户 turns it round."""
    for line in scene.having(FIRM):
        for found in scene.said("serve", line.start, line.end):
            buyers = next(line.before(found.start(), FIRM), None)
            if buyers and re.search(
                r"(?:为|给|向|替)[^，。；]{0,8}$", scene.text[max(line.start, buyers.start - 9) : buyers.start]
            ):
                if re.search(r"[，。；]", scene.between(buyers.end, found.start())):
                    continue
                yield from tell("SUPPLIES", scene.subject(line, buyers.start, FIRM), buyers.of(FIRM), line)
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            firms, others, gap = left.of(FIRM), right.of(FIRM), scene.between(left.end, right.start)
            if firms and others and cue("supplier").match(scene.text, right.end) and cue("copula").search(gap):
                yield from tell("SUPPLIES", firms, others, line)
            called = re.fullmatch("[^，。；]{0,4}(?:是|为|成为|系)", gap)
            if firms and others and called and cue("client").match(scene.text, right.end):
                yield from tell("SUPPLIES", others[:1], firms, line)


def sells_to(scene: Scene) -> Iterator[Told]:
    """客户包括 E; 供货给 E; 向 E 采购 turns it round."""
    for line in scene.having(FIRM):
        for found in scene.said("customer", line.start, line.end):
            buyers = next(line.after(found.end(), FIRM, found.end() + 8), None)
            if buyers:
                yield from tell("SUPPLIES", scene.subject(line, found.start(), FIRM)[-1:], buyers.of(FIRM), line)
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
                yield from tell("PRODUCES", sellers.of(FIRM), objects(scene, line, found.end(), PRODUCT, 12), line)


def contracts(scene: Scene) -> Iterator[Told]:
    """E 与 B 签订供货协议; E 与 B 签订 P 采购协议, in which B sells."""
    for line in scene.having(FIRM):
        for found in scene.said("contract", line.start, line.end):
            buyers = next(line.before(found.start(), FIRM), None)
            if buyers is None or found.start() - buyers.end > 6:
                continue
            each = scene.between(buyers.end, found.start()) == "分别" and len(buyers.points) > 2
            if each or len(buyers.points) == 2:
                yield from tell("SUPPLIES", buyers.points[:1], buyers.points[1:], line)
            elif re.search(r"[与和同]$", scene.text[line.start : buyers.start]):
                yield from tell("SUPPLIES", scene.leader(line, buyers.start, FIRM)[-1:], buyers.of(FIRM), line)
        for found in scene.said("buying_contract", line.start, line.end):
            both = next(line.before(found.start(), FIRM), None)
            if both is None or found.start() - both.end > 6:
                continue
            ours, theirs = sides(scene, both.of(FIRM))
            goods = [p for p in line.points if p.type == "Product" and found.start() < p.start < found.end()]
            yield from tell("SUPPLIES", theirs, ours or scene.leader(line, both.start, FIRM)[-1:], line)
            yield from tell("PRODUCES", theirs, goods, line)


RULES = (supplies, sells_to, contracts)
LATE = ()
