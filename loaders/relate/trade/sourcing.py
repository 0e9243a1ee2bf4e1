"""PRODUCES where the product stands first: P 由 E 供应, P 来自 E, P 方面，E; and makers told by their goods: 做 P 的 E, E（P）."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIRM, PRODUCT
from kg.loaders.relate.scene.line import Group, Line, clause_start
from kg.loaders.relate.scene.readings import objects
from kg.loaders.relate.scene.told import Told, tell

_LEAD = 3
_TAIL = 14


def comes_from(scene: Scene) -> Iterator[Told]:
    """P 来自 / 采购自 / 依赖 / 主要有 E、E; P 由 / 被 E 供应 / 把持; P 从 E 采购: whoever it comes from makes it."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            firms = _firms_after(line, group.end) if goods else None
            if firms is None:
                continue
            gap = _words(scene, line, group.end, firms.start)
            after = scene.text[firms.end : min(line.end, firms.end + _TAIL)]
            made = cue("comes_by").fullmatch(gap) and cue("so_made").match(after)
            bought = cue("got_from").fullmatch(gap) and cue("so_bought").match(after)
            if made or bought or cue("comes_from").fullmatch(gap):
                yield from _each(line, group, firms, gap)


def on_the_side(scene: Scene) -> Iterator[Told]:
    """P 方面，E、E …; P：E、E; P｜E: a clause that opens with a product and goes on with its makers."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            firms = _firms_after(line, group.end) if goods else None
            if firms is None or group.start - clause_start(line, group.start) > _LEAD:
                continue
            if cue("on_side").fullmatch(_words(scene, line, group.end, firms.start)):
                yield from tell("PRODUCES", firms.of(FIRM), goods, line)


def has_market_share(scene: Scene) -> Iterator[Told]:
    """P 中 E、E 合计占 …; E、E 占 P 产能 / 市场 …: who has a share of the market or of the capacity makes it."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            if not goods:
                continue
            firms = _firms_after(line, group.end)
            among = firms is not None and cue("among").fullmatch(_words(scene, line, group.end, firms.start))
            if firms and among and cue("shares").match(scene.text, firms.end, line.end):
                yield from tell("PRODUCES", firms.of(FIRM), goods, line)
            before = next(line.before(group.start, FIRM), None)
            taken = before is not None and cue("takes_share").fullmatch(scene.text, before.end, group.start)
            if before and taken and cue("of_capacity").match(scene.text, group.end):
                yield from tell("PRODUCES", before.of(FIRM), goods, line)


def maker_with_goods(scene: Scene) -> Iterator[Told]:
    """做 P 的 E; 供 P 的 E: the verb before the product, its maker right after."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            if not goods or not cue("doing").search(scene.text[max(line.start, group.start - 8) : group.start]):
                continue
            firms = _firms_after(line, group.end)
            if firms and re.fullmatch("(?:起家|出身|为主)?的", _words(scene, line, group.end, firms.start)):
                yield from tell("PRODUCES", firms.of(FIRM), goods, line)


def goods_in_brackets(scene: Scene) -> Iterator[Told]:
    """E（P、P）; E：P、P: the goods in brackets after the name, or after its colon in a list of firms."""
    for line in scene.having(PRODUCT, FIRM):
        for firms, goods in zip(line.groups, line.groups[1:], strict=False):
            if not firms.of(FIRM) or not goods.of(PRODUCT):
                continue
            gap = scene.between(firms.end, goods.start)
            bracket = re.fullmatch(r"（(?:[^，。；（）]{1,8}，)?", gap)
            closed = bracket and re.match(r"(?:等[^，。；（）]{0,4})?）", scene.text[goods.end : goods.end + 8])
            listed = gap == "：" and firms.start - clause_start(line, firms.start) <= _LEAD
            if closed or listed:
                yield from tell("PRODUCES", firms.of(FIRM)[-1:], goods.of(PRODUCT), line)


def short_verb(scene: Scene) -> Iterator[Told]:
    """E … 做 / 产 / 制 P: a verb of one character right before the product, the maker before in the sentence."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            two = cue("of_two").search(scene.text, clause_start(line, group.start), group.start)
            if (
                goods
                and not two
                and cue("short_make").search(scene.text[max(line.start, group.start - 12) : group.start])
            ):
                made = objects(scene, line, group.start, PRODUCT)
                made = [p for p in made if not cue("not_made").match(scene.text, p.end)]
                yield from tell("PRODUCES", scene.subject(line, group.start, FIRM, back=0)[-1:], made, line)


def its_product(scene: Scene) -> Iterator[Told]:
    """E …，其 P …: what is the maker's own in a further clause of the sentence."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            before = scene.text[max(line.start, group.start - 4) : group.start]
            own = re.search("(?:其|自有|自研的?|自产的?)[“]?$", before) is not None
            if goods and own and not cue("not_its").match(scene.text, group.end):
                yield from tell("PRODUCES", scene.leader(line, group.start, FIRM)[-1:], goods, line)


def opened_by_goods(scene: Scene) -> Iterator[Told]:
    """P 受 … 拖累，E 停产; P 看 E，F 刚有突破: in a sentence that opens with a product, firms that open a clause at work on it."""
    for line in scene.having(PRODUCT, FIRM):
        first = next(iter(line.groups), None)
        if first is None or not first.of(PRODUCT) or first.start - line.start > _LEAD:
            continue
        rest = line.groups[1:]
        for place, group in enumerate(rest):
            if group.of(PRODUCT):
                break
            opens = group.start - clause_start(line, group.start) <= _LEAD
            left = rest[place - 1] if place and rest[place - 1].end == group.start else group
            opens = opens or left.start - clause_start(line, left.start) <= _LEAD
            if group.of(FIRM) and opens and cue("at_work").match(scene.text, group.end, line.end):
                yield from tell("PRODUCES", group.of(FIRM), first.of(PRODUCT), line)


def own_goods(scene: Scene) -> Iterator[Told]:
    """E 的 P: right after the name, also where it is no subject (支持 E 的 P 进入 …)."""
    for line in scene.having(PRODUCT, FIRM):
        for firms, goods in zip(line.groups, line.groups[1:], strict=False):
            other = any(cue(name).match(scene.text, goods.end) for name in ("not_made", "not_its"))
            if not other and cue("its_own").fullmatch(scene.text, firms.end, goods.start):
                yield from tell("PRODUCES", firms.of(FIRM)[-1:], goods.of(PRODUCT), line)


def _firms_after(line: Line, offset: int) -> Group | None:
    """The next list of firms after `offset`, if no other product comes first."""
    firms = next(line.after(offset, FIRM, line.end), None)
    goods = next(line.after(offset, PRODUCT, line.end), None)
    return None if firms is None or (goods and goods.start < firms.start) else firms


def _words(scene: Scene, line: Line, left: int, right: int) -> str:
    """The text between, without the places named in it."""
    text, place = "", left
    for point in line.points:
        if left <= point.start and point.end <= right and point.type == "Region":
            text += scene.between(place, point.start)
            place = point.end
    return text + scene.between(place, right)


def _each(line: Line, group: Group, firms: Group, gap: str) -> Iterator[Told]:
    """Every firm with every product or, after 分别, each with its own."""
    goods, makers = group.of(PRODUCT), firms.of(FIRM)
    if re.search("分别|依次", gap) and len(goods) == len(makers):
        for maker, product in zip(makers, goods, strict=True):
            yield from tell("PRODUCES", [maker], [product], line)
    else:
        yield from tell("PRODUCES", makers, goods, line)


RULES = (
    comes_from,
    on_the_side,
    has_market_share,
    maker_with_goods,
    goods_in_brackets,
    short_verb,
    its_product,
    opened_by_goods,
    own_goods,
)
LATE = ()
