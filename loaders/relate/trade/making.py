"""PRODUCES: who makes what."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import CUES, cue
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import BODIES, FIELDS, FIRM, GOODS, MAKERS, PARK, PRODUCT, PROJECT
from kg.loaders.relate.scene.line import Group, Line, Point, clause_start
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.projects import passages
from kg.loaders.relate.scene.readings import is_own, is_said_of, named_after, objects
from kg.loaders.relate.scene.told import Told, tell

_BACK = 3
_YIELD = 14
_MAKERS = CUES.expression("(?:{maker})(?:{lead_in})")


def makes(scene: Scene) -> Iterator[Told]:
    """E 生产 / 研发 / 供应 a、b: the products of the clause, made by the nearest subject before."""
    for line in scene.having(PRODUCT):
        for found in scene.said("make", line.start, line.end):
            made = objects(scene, line, found.end(), PRODUCT)
            firm = _is_firm(line, found.start())
            made = [
                p
                for p in made
                if firm or not re.match(r"[^，。；]{0,2}(?:企业|厂商|商)", scene.text[p.end : p.end + 4])
            ]
            made = [p for p in made if not cue("not_made").match(scene.text, p.end) and not _qualifier(scene, line, p)]
            if re.search(r"(?:用于|用来|服务|是)$", scene.text[max(0, found.start() - 2) : found.start()]):
                continue
            closed = scene.text.find("）", found.end(), line.end) if scene.text[found.start() - 1] == "（" else -1
            made = [p for p in made if closed < 0 or p.start < closed]
            if made and not _hypothetical(scene, line, found.start()):
                yield from tell("PRODUCES", _maker(scene, line, found.start()), made, line)


def made_by(scene: Scene) -> Iterator[Told]:
    """P 由 E 生产."""
    for line in scene.having(PRODUCT, FIRM):
        for goods, firms in zip(line.groups, line.groups[1:], strict=False):
            by = re.fullmatch(r"(?:等|产品|均|都|将|目前|主要|全部|则|，)*由", scene.between(goods.end, firms.start))
            adverbs = re.match(
                r"(?:等[^，。；]{0,6}|独家|负责|自主|联合|共同)*", scene.text[firms.end : firms.end + 12]
            )
            verb = cue("make").match(scene.text, firms.end + (adverbs.end() if adverbs else 0))
            if by and verb and goods.of(PRODUCT) and firms.of(FIRM):
                yield from tell("PRODUCES", firms.of(FIRM), goods.of(PRODUCT), line)


def maker_before_name(scene: Scene) -> Iterator[Told]:
    """P 供应商 / 企业 E、E: the product stands before the word for its makers, and their names follow."""
    for line in scene.having(PRODUCT, FIRM):
        for point in line.points:
            if point.type != "Product":
                continue
            firms = named_after(scene, line, point, _MAKERS)
            yield from tell("PRODUCES", firms.of(FIRM) if firms else [], [point], line)


def maker_said(scene: Scene) -> Iterator[Told]:
    """E 是 … P 供应商: the copula between, the word for makers right after."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            if not goods or not cue("maker").match(scene.text, group.end):
                continue
            firms = next((g for g in line.before(group.start, FIRM) if not scene.oblique(g.start)), None)
            gap = scene.between(firms.end, group.start) if firms else ""
            if firms and is_said_of(gap):
                yield from tell("PRODUCES", firms.of(FIRM), goods + _members(scene, line, group), line)


def _members(scene: Scene, line: Line, whole: Group) -> list[Point]:
    """The list that a head sums up: a、b 等 + head."""
    listed = next(line.before(whole.start, PRODUCT), None)
    if listed and cue("such").fullmatch(scene.text, listed.end, whole.start):
        return listed.of(PRODUCT)
    return []


def firms_such(scene: Scene) -> Iterator[Told]:
    """E、E 等 P 企业, E、E 两家 P 企业: the word for makers after the list and its product; likewise a sector (ENGAGED_IN)."""
    for line in scene.having(GOODS, FIRM):
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            firms, goods = left.of(FIRM), right.of(GOODS)
            if not firms or not goods or not cue("maker").match(scene.text, right.end):
                continue
            if re.fullmatch(
                r"(?:等|[两三四五六七八九十][家户大])[^，。；、]{0,10}", scene.between(left.end, right.start)
            ):
                yield from tell("PRODUCES", firms, [p for p in goods if p.type == "Product"], line)
                yield from tell("ENGAGED_IN", firms, [p for p in goods if p.type != "Product"], line)


def listed_makers(scene: Scene) -> Iterator[Told]:
    """… P 企业 …。包括 E、E 等: the list goes on from the makers of the sentence before."""
    for line in scene.having(FIRM):
        found = next(iter(scene.said("contain", line.start, line.end)), None)
        firms = next(line.after(found.end(), FIRM, found.end() + 3), None) if found else None
        if found is None or firms is None or len(firms.points) < 2 or is_own(scene, line, found.end()):
            continue
        if cue("bought_by").search(scene.text, max(line.start, found.start() - 8), found.start()):
            continue
        for pool in (line, *scene.earlier(line, 1)):
            hosts = [g for g in pool.before(found.start(), GOODS) if cue("maker").match(scene.text, g.end)]
            if hosts:
                topic = [g for g in hosts if scene.topic and any(p.id == scene.topic[0].id for p in g.points)]
                host = (topic or hosts)[0]
                yield from tell("PRODUCES", firms.of(FIRM), host.of(PRODUCT), line)
                yield from tell("ENGAGED_IN", firms.of(FIRM), host.of(FIELDS), line)
                break


def topic_makers(scene: Scene) -> Iterator[Told]:
    """In a document about a product: 国内生产企业有 E、E."""
    if not scene.topic:
        return
    for line in scene.having(FIRM):
        for found in scene.said("makers_are", line.start, line.end):
            firms = next(line.after(found.end(), FIRM | {"Region"}, found.end() + 4), None)
            if firms and not any(True for _ in line.before(found.start(), GOODS)):
                until = scene.clause_end(line, found.end())
                listed = [
                    p
                    for g in line.after(found.end(), FIRM, until)
                    for p in g.of(FIRM)
                    if scene.text[p.start - 1] not in "（("
                ]
                yield from tell("PRODUCES", listed, scene.topic, line)


def making_of(scene: Scene) -> Iterator[Told]:
    """E 进行 P 的研发、生产: the verb as a noun after the product; 以 P 生产为主的 E."""
    for line in scene.having(PRODUCT):
        for group in line.groups:
            goods = group.of(PRODUCT)
            if not goods:
                continue
            leading = cue("for_trade").match(scene.text, group.end)
            after = next(line.after(leading.end(), FIRM, leading.end() + 6), None) if leading else None
            if after:
                yield from tell("PRODUCES", after.of(FIRM), goods, line)
            elif cue("making").match(scene.text, group.end):
                yield from tell("PRODUCES", scene.subject(line, group.start, FIRM), goods, line)


def firm_then_product(scene: Scene) -> Iterator[Told]:
    """E … P in one clause with nothing between that speaks against its making it (E 上调 P 价格, E 的 P)."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            if not goods:
                continue
            firms = next(line.before(group.start, FIRM), None)
            if (
                firms is None
                or firms.points[0].echo
                or firms.start < clause_start(line, group.start)
                or scene.oblique(firms.start)
            ):
                continue
            gap = scene.between(firms.end, group.start)
            if len(gap) <= 20 and not cue("no_maker").search(gap) and not _hypothetical(scene, line, group.start):
                made = [
                    p for p in goods if not cue("not_made").match(scene.text, p.end) and not _qualifier(scene, line, p)
                ]
                yield from tell("PRODUCES", firms.of(FIRM), made, line)


def own_plant(scene: Scene) -> Iterator[Told]:
    """E 的 P 厂 / 装置 / 生产线: who has a plant for it makes it."""
    for line in scene.having(PRODUCT, FIRM):
        for group in line.groups:
            goods = group.of(PRODUCT)
            if goods and re.match(
                r"(?:生产|制造)?(?:工厂|厂|装置|生产线|产线|生产基地|产能)", scene.text[group.end : group.end + 6]
            ):
                firms = next((g for g in line.before(group.start, FIRM) if not scene.oblique(g.start)), None)
                if firms:
                    yield from tell("PRODUCES", firms.of(FIRM)[-1:], goods, line)


def project_by_name(scene: Scene) -> Iterator[Told]:
    """A project whose name holds a product, and a word for works after it, is there to make it (P 生产基地, P 二期项目)."""
    products = Forms.of(scene, "Product")
    for line, point in scene.firsts("Project"):
        name = bare(scene.name(point.id))
        held = [h for h in products.in_name_of(point.id, aliases=False) if cue("plant_for").match(name, h.end)]
        yield from tell("PRODUCES", [point], sorted({h.id for h in held}), line)


def project_yields(scene: Scene) -> Iterator[Told]:
    """P 项目 …，主要生产 a、b; 建成后年产 a: what the sentence on a project, or one that goes on with it, says it will make."""
    for passage in passages(scene):
        for found in scene.said("project_yields", passage.start, passage.end):
            made = objects(scene, passage.line, found.end(), PRODUCT, reach=_YIELD)
            yield from tell("PRODUCES", [passage.id], [p for p in made if p.start < passage.end], passage.line)


def _qualifier(scene: Scene, line: Line, point: Point) -> bool:
    """Whether a product only says what the next one is for (甲型客机 + 起落架)."""
    following = next((p for p in line.points if p.start >= point.end), None)
    return (
        following is not None
        and following.type == "Product"
        and cue("qualifies").fullmatch(scene.text, point.end, following.start) is not None
    )


def price_list(scene: Scene) -> Iterator[Told]:
    """E 的调价通知显示，a 上调…；b 下调…: whose prices they are makes them."""
    for line in scene.having(PRODUCT):
        goods = [p for p in line.points if p.type == "Product" and cue("price_move").match(scene.text, p.end)]
        for pool in (line, *scene.earlier(line, 6)) if goods else ():
            firms = next((g for g in pool.groups if g.of(FIRM) and cue("prices").match(scene.text, g.end)), None)
            if firms and firms.start < goods[0].start:
                yield from tell("PRODUCES", firms.of(FIRM), goods, line)
                break
            if pool is not line and scene.text[pool.end - 1] not in "；;":
                break


def _maker(scene: Scene, line: Line, offset: int) -> list[Point]:
    """The maker that a verb at `offset` speaks of: E（生产 P）, E、F …，前者生产 P, else the subject, a park for want of a firm."""
    named = [p for p in line.points if p.end == offset - 1 and p.type in MAKERS and scene.text[p.end] == "（"]
    if named:
        return named
    which = cue("of_two").search(scene.text, clause_start(line, offset), offset)
    if which:
        pair = next((g.of(FIRM) for g in line.before(which.start(), FIRM) if len(g.of(FIRM)) > 1), [])
        return pair[:1] if which["first"] else pair[-1:]
    agent = next(line.before(offset, FIRM), None)
    if agent and scene.text[agent.start - 1] == "由" and agent.start >= clause_start(line, offset):
        return agent.of(FIRM)
    own = scene.setting.policy is not None
    makers = [p for p in scene.subject(line, offset, BODIES | PROJECT, back=0 if own else _BACK) if p.type in MAKERS]
    makers = [p for p in makers if not (own and p.echo)]
    return makers or scene.subject(line, offset, PARK, back=0)


def _is_firm(line: Line, offset: int) -> bool:
    """一家专业生产 P 的企业: the maker's own description."""
    return any(True for _ in line.before(offset, FIRM))


def _hypothetical(scene: Scene, line: Line, offset: int) -> bool:
    """Whether a policy's verb rules the clause (鼓励企业研发 …): then nobody makes it yet."""
    return re.search(r"鼓励|引导|支持|提倡", scene.between(clause_start(line, offset), offset)) is not None


RULES = (
    makes, made_by, maker_before_name, maker_said, firms_such, listed_makers, topic_makers, making_of, firm_then_product, own_plant, price_list, project_by_name, project_yields,
)  # fmt: skip
LATE = ()
