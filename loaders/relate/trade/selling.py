"""SUPPLIES by who is told to have bought or sold what: goods that go to a company, or come from one."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIRM, PRODUCT
from kg.loaders.relate.scene.line import Line, Point, led_from
from kg.loaders.relate.scene.readings import led_by_preposition, speaking
from kg.loaders.relate.scene.told import Told, tell

_NEAR = 14


def goes_to(scene: Scene) -> Iterator[Told]:
    """E 的产品供应 / 卖给 / 装进 B: the company right after the verb buys; who is spoken of before it sells."""
    for line in scene.having(FIRM):
        for buyers in line.groups:
            start = led_from(line, buyers)
            if not buyers.of(FIRM) or not cue("goes_to").search(scene.text, max(line.start, start - 6), start):
                continue
            if cue("stock").match(scene.text, buyers.end):
                continue
            yield from tell("SUPPLIES", _seller(scene, line, start), buyers.of(FIRM), line)


def _seller(scene: Scene, line: Line, offset: int) -> list[Point]:
    """Who sells what goes out at `offset`: the nearest company before it, even after 由, else the subject before."""
    made = next(line.before(offset, FIRM), None)
    if made and re.search("由$", scene.text[max(line.start, led_from(line, made) - 1) : led_from(line, made)]):
        return made.of(FIRM)
    return speaking(scene, line, offset)


def bought_from(scene: Scene) -> Iterator[Told]:
    """E 的 P 采购自 S; E 从 S 购入 P: who is named after the word of coming, or between 从 and the verb, sells to E."""
    for line in scene.having(FIRM):
        for sellers in line.groups:
            start = led_from(line, sellers)
            if not sellers.of(FIRM) or cue("stock").match(scene.text, sellers.end):
                continue
            before = scene.text[max(line.start, start - 8) : start]
            bought = cue("bought_from").search(before) is not None
            origin = before.endswith("来自") and next(line.before(start, PRODUCT), None)
            if (
                origin
                and start - origin.end < _NEAR
                and re.search("[，。；]", scene.between(origin.end, start)) is None
            ):
                bought = True
            if bought or (before[-1:] in ("从", "向") and cue("bought").match(scene.text, sellers.end)):
                yield from tell("SUPPLIES", sellers.of(FIRM), speaking(scene, line, start, back=0)[-1:], line)


def supplied_by(scene: Scene) -> Iterator[Told]:
    """E 的 P 由 S 供应: who supplies it by name, for the company that the sentence is about."""
    for line in scene.having(FIRM):
        for sellers in line.groups:
            start = led_from(line, sellers)
            if not sellers.of(FIRM) or scene.text[max(line.start, start - 1) : start] != "由":
                continue
            if cue("supplied").match(scene.text, sellers.end):
                buyers = [g for g in line.before(start, FIRM) if not led_by_preposition(scene, line, g)]
                yield from tell(
                    "SUPPLIES", sellers.of(FIRM), buyers[-1].of(FIRM) if buyers else scene.titled(FIRM), line
                )


def supplier_named(scene: Scene) -> Iterator[Told]:
    """给 B 供货的 S; B 的供应商 S: the company that a clause on its buyer leads to."""
    for line in scene.having(FIRM):
        for buyers in line.groups:
            start = led_from(line, buyers)
            if not buyers.of(FIRM):
                continue
            said = cue("whose_supplier").match(scene.text, buyers.end)
            if said is None and re.search("[为给向]$", scene.text[max(line.start, start - 1) : start]):
                said = cue("who_serves").match(scene.text, buyers.end)
            seller = next(line.after(said.end(), FIRM, said.end() + 4), None) if said else None
            if said and seller and led_from(line, seller) <= said.end():
                yield from tell("SUPPLIES", seller.of(FIRM), buyers.of(FIRM), line)


def makes_for(scene: Scene) -> Iterator[Told]:
    """E 为 B 生产 / 建造 P: what is made for a company is sold to it."""
    for line in scene.having(FIRM, PRODUCT):
        for buyers in line.groups:
            start = led_from(line, buyers)
            if not buyers.of(FIRM) or scene.text[max(line.start, start - 1) : start] not in ("为", "给", "替"):
                continue
            made = cue("makes_for").match(scene.text, buyers.end)
            goods = next(line.after(made.end(), PRODUCT, made.end() + _NEAR), None) if made else None
            if goods:
                yield from tell("SUPPLIES", speaking(scene, line, start, back=1), buyers.of(FIRM), line)


def clients_are(scene: Scene) -> Iterator[Told]:
    """前五大客户依次为 B、B; E …, 是 S 的长期客户: customers of the document's company, or of the one named."""
    for line in scene.having(FIRM):
        for group in line.groups:
            start = led_from(line, group)
            if not group.of(FIRM):
                continue
            if cue("clients_are").search(scene.text, max(line.start, start - 10), start):
                yield from tell("SUPPLIES", speaking(scene, line, start)[-1:], group.of(FIRM), line)
            elif re.search("[是为]$", scene.text[max(line.start, start - 1) : start]) and cue("client").match(
                scene.text, group.end
            ):
                yield from tell("SUPPLIES", group.of(FIRM)[:1], scene.leader(line, start, FIRM)[-1:], line)


def wins_order(scene: Scene) -> Iterator[Told]:
    """E 拿到 / 承接 B 的 P 订单: whose order it is buys."""
    for line in scene.having(FIRM):
        for buyers in line.groups:
            start = led_from(line, buyers)
            won = cue("wins").search(scene.text, max(line.start, start - 4), start)
            if buyers.of(FIRM) and won and cue("order").match(scene.text, buyers.end):
                yield from tell("SUPPLIES", speaking(scene, line, start)[-1:], buyers.of(FIRM), line)


def passes_test(scene: Scene) -> Iterator[Told]:
    """E 的 P 通过 B 认证: a buyer's approval of what a company makes."""
    for line in scene.having(FIRM):
        for buyers in line.groups:
            start = led_from(line, buyers)
            before = scene.text[max(line.start, start - 4) : start]
            if buyers.of(FIRM) and re.search("通过了?$", before) and cue("approval").match(scene.text, buyers.end):
                yield from tell("SUPPLIES", speaking(scene, line, start)[-1:], buyers.of(FIRM), line)


RULES = (goes_to, bought_from, supplied_by, supplier_named, makes_for, clients_are, wins_order, passes_test)
LATE = ()
