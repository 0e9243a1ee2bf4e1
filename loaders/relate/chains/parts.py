"""PART_OF among goods: links of a chain, branches of a sector, kinds and parts of a product."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import CHAIN, FIELDS, GOODS, PRODUCT
from kg.loaders.relate.scene.line import Line, clause_start
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.readings import beside
from kg.loaders.relate.scene.told import Told, tell


def chain_of_field(scene: Scene) -> Iterator[Told]:
    """A chain is part of the sector that its own name holds (石化产业链, 石化), the longest one."""
    fields = Forms.of(scene, "Industry")
    for line, point in scene.firsts("Chain"):
        holds = fields.in_name_of(point.id, aliases=False)
        yield from tell("PART_OF", [point], [h.id for h in sorted(holds)[-1:]], line)


def field_before_field(scene: Scene) -> Iterator[Told]:
    """太阳能光伏 + 新能源产业: a sector right before another is a branch of it."""
    for line in scene.having(FIELDS):
        for inner, outer in beside(line):
            if inner.type == outer.type == "Industry" and inner.end == outer.start:
                yield from tell("PART_OF", [inner], [outer], line)


def consists_of(scene: Scene) -> Iterator[Told]:
    """A 产业主要包括 b、c: what is listed is part of what the clause begins with."""
    for line in scene.having(GOODS):
        for found in scene.said("consist", line.start, line.end):
            if found[0] == "由":
                continue
            listed = next(line.after(found.end(), GOODS, found.end() + 6), None)
            whole = next(line.before(found.start(), GOODS), None)
            if listed is None or whole is None or len(listed.points) < 2:
                continue
            if re.fullmatch(r"(?:产业链?|行业|领域|产品|板块)?[^，。；]{0,4}", scene.between(whole.end, found.start())):
                yield from tell("PART_OF", listed.points, whole.of(GOODS)[-1:], line)


def in_bracket(scene: Scene) -> Iterator[Told]:
    """A（含 b）: a sector named in the bracket after another is part of it."""
    for line in scene.having(FIELDS):
        for whole, part in beside(line):
            if (
                whole.type in FIELDS
                and part.type in FIELDS
                and cue("holding").fullmatch(scene.text, whole.end, part.start)
            ):
                yield from tell("PART_OF", [part], [whole], line)


def such_as(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """b、c 等 A: members of a list that its head names as a class; not where the list is what somebody makes."""
    made = {(t.target, t.start) for t in told if t.relation == "PRODUCES"}
    for line in scene.having(GOODS):
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            members, whole = left.of(GOODS), right.points[0]
            if len(members) < 2 or whole.type not in GOODS or (whole.id, line.start) in made:
                continue
            used = cue("use_or_input").match(scene.text, whole.end)
            about = (
                scene.topic
                and whole.id == scene.topic[0].id
                and not any(scene.name(whole.id) in scene.name(p.id) for p in members)
            )
            if cue("such").fullmatch(scene.text, left.end, whole.start) and not used and not about:
                yield from tell("PART_OF", members, [whole], line)


def branch_of(scene: Scene) -> Iterator[Told]:
    """a 是 A 的重要分支."""
    for line in scene.having(GOODS):
        for part, whole in zip(line.groups, line.groups[1:], strict=False):
            said = re.fullmatch(
                r"(?:产业|行业|领域)?(?:均|都|也)?(?:是|为|作为|属于)(?:整个|我国)?",
                scene.between(part.end, whole.start),
            )
            if said and part.of(GOODS) and whole.of(GOODS) and cue("branch_of").match(scene.text, whole.end):
                yield from tell("PART_OF", part.of(GOODS), whole.of(GOODS)[-1:], line)


def is_kind_of(scene: Scene) -> Iterator[Told]:
    """P 是一种 P: the second is the class of the first."""
    for line in scene.having(PRODUCT):
        for found in scene.said("is_a", line.start, line.end):
            whole = next(line.after(found.start(), PRODUCT, found.end() + 8), None)
            thing = next(line.before(found.start(), PRODUCT), None)
            if (
                whole is None
                or thing is None
                or re.search(r"[，。；、和与集由]", scene.between(found.end(), whole.start))
            ):
                continue
            tail = scene.text[whole.end : whole.end + 12]
            if re.match(r"的|[^，。；]{0,8}(?:企业|商|市场|原料|基地|应用|材料|部件)", tail) or not _whole_subject(
                scene, thing.end, found.start()
            ):
                continue
            yield from tell("PART_OF", thing.points[:1], whole.points[:1], line)


def _whole_subject(scene: Scene, end: int, verb: int) -> bool:
    """Whether what ends at `end` is itself the subject of the verb: nothing but adverbs or a clause between them."""
    gap = scene.between(end, verb)
    return (
        bool(re.fullmatch(r"(?:[（(][^）)]*[）)])?(?:也|又|都|就|均|同时|同样)?|.*[^，。]{6,}[，,]", gap))
        and "、" not in gap[-1:]
    )


def made_for(scene: Scene) -> Iterator[Told]:
    """吸尘器用 + 伸缩管: a part made for a thing is part of it; a material (… 用芯片, … 用胶) feeds it."""
    products = {form: r.id for r in scene.of_type("Industry", "Product") for form in scene.forms(r.id)}
    for line, point in scene.firsts("Product"):
        for form in scene.forms(point.id):
            thing, used, part = form.partition("用")
            if used and part and thing in products and products[thing] != point.id:
                whole = scene.by_id[products[thing]].type
                relation = "UPSTREAM_OF" if whole == "Industry" or cue("material_end").search(part) else "PART_OF"
                yield from tell(relation, [point], [products[thing]], line)
                break
    for line in scene.having(PRODUCT):
        for thing_, part_ in beside(line):
            if thing_.type in GOODS and part_.type == "Product" and scene.between(thing_.end, part_.start) == "用":
                yield from tell("UPSTREAM_OF", [part_], [thing_], line)


def of_stage(scene: Scene) -> Iterator[Told]:
    """C 上游的 a、b: links of the chain (or sector) named nearest before, with their stage."""
    for line in scene.having(GOODS):
        marks = list(scene.said("stage_of", line.start, line.end))
        whole = None
        for i, found in enumerate(marks):
            until = marks[i + 1].start() if i + 1 < len(marks) else line.end
            listed = next(line.after(found.end(), GOODS - {"Chain"}, min(until, found.end() + 6)), None)
            whole = _chain_before(scene, line, found.start()) or _whole_before(scene, line, found.start()) or whole
            if listed and whole:
                yield from tell("PART_OF", listed.points, [whole], line, (("stage", found["stage"]),))


def _whole_before(scene: Scene, line: Line, offset: int) -> str | None:
    """X 产业链上游: the thing named right before the word for its chain."""
    group = next(line.before(offset, GOODS), None)
    if group and re.fullmatch(r"全?产业链的?", scene.between(group.end, offset)):
        return group.points[-1].id
    return None


def _chain_before(scene: Scene, line: Line, offset: int) -> str | None:
    """The chain named before in the sentence or the five before it, else the only one of the document."""
    for pool in (line, *scene.earlier(line, 5)):
        group = next(pool.before(offset, CHAIN), None)
        if group:
            return group.of(CHAIN)[-1].id
    chains = scene.of_type("Chain")
    return chains[0].id if len(chains) == 1 else None


def chain_from(scene: Scene) -> Iterator[Told]:
    """从 a、b、c 到 … 的 C: what a chain is said to reach from."""
    for line in scene.having(CHAIN):
        for point in line.points:
            if point.type != "Chain":
                continue
            last = next(line.before(point.start, PRODUCT), None)
            if (
                last is None
                or point.start - last.end > 12
                or re.search(r"[，。；]", scene.between(last.end, point.start))
            ):
                continue
            starts = [
                m.end() for m in cue("chain_from").finditer(scene.text, clause_start(line, last.start), last.start)
            ]
            if starts:
                yield from tell(
                    "PART_OF",
                    [p for g in line.after(starts[0], GOODS, point.start) for p in g.of(PRODUCT)],
                    [point],
                    line,
                )


RULES = (
    chain_of_field,
    field_before_field,
    consists_of,
    in_bracket,
    branch_of,
    is_kind_of,
    made_for,
    of_stage,
    chain_from,
)
LATE = (such_as,)
