"""PART_OF by make-up: what a thing is put together from, what a paragraph says of a chain, and of one stage of it."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIELDS, GOODS, PRODUCT
from kg.loaders.relate.scene.line import Point, clause_start
from kg.loaders.relate.scene.told import Told, tell
from kg.schema.patterns import pattern

_MADE_UP = pattern(
    r"[^，。；、]{0,4}?(?:[一二三四五六七八九十两几多]{1,3}(?:大?[件类块层级]|部分|者|种))?[^，。；、]{0,6}?"
    r"(?:组成|构成|组装而成|集成|拼装)"
)
_WITHIN = pattern(r"(?:里|再拆|拆开|内部|中(?=[，最]))")
_NAMED = pattern(r"(?:[，；]|里|是|有|包括|和|则|最[^，。；]{1,4}的是)$")
_STAGE = pattern(r"上游|中游|下游")
_OPENING = pattern(
    r"(?:[（(【〔—\-●◆■]{0,3}[一二三四五六七八九十\d]{0,2}[）)】〕、.．—]{0,3})(?:全?产业链?(?:的)?)?(上游|中游|下游)"
    r"(?=[，。：:、“]|方面|端|环节|看|原|材|配套|应用|市场)"
)


def put_together(scene: Scene) -> Iterator[Told]:
    """A 由 b、c、d 组成: each is a part of A."""
    for line in scene.having(GOODS):
        for group in line.groups:
            parts = group.of(GOODS)
            if not parts or not _MADE_UP.match(scene.text, group.end):
                continue
            by = scene.text.rfind("由", clause_start(line, group.start), group.start)
            whole = next(line.before(by, GOODS), None) if by >= 0 else None
            if whole is not None and re.fullmatch(r"[^，。；]{0,6}", scene.between(whole.end, by)):
                yield from tell("PART_OF", parts, whole.of(GOODS)[-1:], line)


def within_thing(scene: Scene) -> Iterator[Told]:
    """A 里(最贵的)是 b、c; A 中，b 占六成；c 占两成: what the clauses after 'within A' begin with or name as being there."""
    for line in scene.having(PRODUCT):
        whole: Point | None = None
        for group in line.groups:
            parts = group.of(PRODUCT)
            lead = scene.text[max(line.start, group.start - 8) : group.start]
            if whole is not None and parts and _NAMED.search(lead):
                yield from tell("PART_OF", parts, [whole], line)
            opened = parts and _WITHIN.match(scene.text, group.end)
            if opened and clause_start(line, group.start) >= group.start - 1:
                whole = parts[-1]


def under_chain(scene: Scene) -> Iterator[Told]:
    """Goods named after a chain in its paragraph, with no other sector or chain between: links of it."""
    chain: Point | None = None
    stage, paragraph = "", -1
    for line in scene.having(GOODS):
        start = _paragraph(scene, line.start)
        if start != paragraph:
            chain, stage, paragraph = None, "", start
        last = line.start
        for point in line.points:
            for found in _STAGE.finditer(scene.text, last, point.start):
                stage = found[0]
            last = point.end
            if point.type in FIELDS:
                chain, stage = (point, "") if point.type == "Chain" else (None, "")
            elif point.type == "Product" and chain is not None:
                yield from tell("PART_OF", [point], [chain], line, (("stage", stage),) if stage else ())


def stage_paragraph(scene: Scene) -> Iterator[Told]:
    """A paragraph that opens with 上游, in a document of one chain: the goods that it names are links of that stage."""
    chains = scene.of_type("Chain")
    if len(chains) != 1:
        return
    for line in scene.having(PRODUCT):
        opening = _OPENING.match(scene.text, _paragraph(scene, line.start))
        if opening:
            goods = [p for p in line.points if p.type == "Product"]
            yield from tell("PART_OF", goods, [chains[0].id], line, (("stage", opening[1]),))


def _paragraph(scene: Scene, offset: int) -> int:
    """Where the paragraph of `offset` begins."""
    return scene.text.rfind("\n", 0, offset) + 1


RULES = (put_together, within_thing, under_chain, stage_paragraph)
LATE = ()
