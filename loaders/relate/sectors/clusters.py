"""PART_OF, DEVELOPS and ENGAGED_IN by lists with their sum: what is the core of a sector, stands in brackets behind it, is counted
as one of a place's sectors, or follows the head of its chain.
"""

from collections.abc import Iterator

from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIELDS, GOODS, PARK, PLACES, REGION, WORKERS
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.told import Told, tell
from kg.loaders.relate.sectors.headed import head_of
from kg.schema.patterns import pattern

_BY = pattern(r"以[“]?$")
_CORE = pattern(
    r"(?:产业|行业|领域|产品)?(?:等)?(?:产业|行业|领域|产品)?为(?:核心|主导|代表|主体|重点|支柱|主|龙头|引领|特色|支撑)的?"
    r"[^，。；、]{0,12}"
)
_BRACKET = pattern(r"(?:产业|行业|领域|产品)?[（(](?:包括|包含|含|如|即|主要是|主要有|主要为|主要包括)?[“]?")
_CLOSED = pattern(r"[”]?(?:等[^，。；、（）]{0,6})?[）)]")
_COUNTED = pattern(
    r"(?:[一二两三四五六七八九十\d]{1,3}(?:大|个)|[“]\d[^”]{0,4}[”])(?:[^，。；：、和与]{0,8})(?:产业|行业)(?:集群|体系)?"
    r"(?:[：:，,—]+|分别[是为]|包括|即|是)$"
)
_SUMMED = pattern(r"(?:产业|行业)?(?:等)?“?[两二三四五六七八九十\d]{1,2}大[^，。；、（）]{0,8}产业(?!链|增|同比)")
_OPEN = 3


def core_of(scene: Scene) -> Iterator[Told]:
    """以 a、b 为核心的 X 产业: a and b are branches of X; the place or park that has it grows them all."""
    for line in scene.having(FIELDS):
        for listed, whole in zip(line.groups, line.groups[1:], strict=False):
            parts, gap = listed.of(GOODS), scene.between(listed.end, whole.start)
            by = parts and _BY.search(scene.text, max(line.start, listed.start - 2), listed.start)
            if by and whole.points[0].type in FIELDS and _CORE.fullmatch(gap):
                yield from tell("PART_OF", parts, whole.points[:1], line)
                grown = [*(p for p in parts if p.type in FIELDS), whole.points[0]]
                yield from _grown(scene, line, by.start(), grown)


def in_brackets(scene: Scene) -> Iterator[Told]:
    """X（a、b）: a list in the bracket behind a product, sector or park is of its kinds or parts."""
    for line in scene.having(GOODS | PARK):
        for whole, listed in zip(line.points, line.points[1:], strict=False):
            group = next((g for g in line.groups if g.start <= listed.start < g.end), None)
            opened = _BRACKET.fullmatch(scene.text, whole.end, listed.start)
            parts = [p for p in group.points if p.start >= listed.start] if group else []
            kinds = PARK if whole.type in PARK else GOODS
            listing = opened and len(parts) > 1 and _CLOSED.match(scene.text, parts[-1].end)
            if listing and not whole.echo and whole.type in kinds:
                yield from tell("PART_OF", [p for p in parts if p.type in kinds], [whole], line)


def counted_sectors(scene: Scene) -> Iterator[Told]:
    """六大新兴产业：a、b、c; a、b、c 三大产业: the sectors that are counted are those of the place, else of the home."""
    for line in scene.having(FIELDS):
        for group in line.groups:
            fields = group.of(FIELDS)
            if len(fields) > 1 and (
                _COUNTED.search(scene.text, max(line.start, group.start - 24), group.start)
                or _SUMMED.match(scene.text, group.end)
            ):
                yield from _grown(scene, line, group.start, fields)


def _grown(scene: Scene, line: Line, offset: int, fields: list[Point]) -> Iterator[Told]:
    """Sectors of whom the sentence is about before `offset`, else of the home."""
    owner = scene.leader(line, offset, WORKERS | PLACES)
    home = scene.setting.home
    if not owner and home is not None:
        owner = [Point(0, 0, scene.by_id[home].type, home)]
    yield from tell("DEVELOPS", [p for p in owner[-1:] if p.type in REGION], fields, line)
    yield from tell("ENGAGED_IN", [p for p in owner[-1:] if p.type in WORKERS], fields, line)


def under_chain_head(scene: Scene) -> Iterator[Told]:
    """C 产业链 on a line of its own: the goods that its section names are links of it, the bodies and parks work in it."""
    chain: Point | None = None
    for line in scene.prose:
        if _opens(scene, line) and (head := head_of(scene, line)):
            chain = head[0] if head[0].type == "Chain" and head[0].end + _OPEN >= line.end else None
            continue
        if chain is None:
            continue
        yield from tell("PART_OF", [p for p in line.points if p.type == "Product"], [chain], line)
        if not scene.said("promote", line.start, line.end):
            continue  # a market's figures, and whose they are, say nothing of who works in all of the chain
        workers = [p for p in line.points if p.type in WORKERS and not p.echo and not scene.outside(line, p)]
        yield from tell("ENGAGED_IN", workers, [chain], line)


def _opens(scene: Scene, line: Line) -> bool:
    return line.start == 0 or scene.text[line.start - 1] == "\n"


RULES = (core_of, in_brackets, counted_sectors, under_chain_head)
LATE = ()
