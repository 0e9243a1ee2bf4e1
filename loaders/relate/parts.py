"""PART_OF: divisions of a region, links of a chain, branches of a sector, kinds and parts of a product, organs of a place."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.loaders.lexicon.divisions import find_region
from kg.loaders.relate.cues import cue
from kg.loaders.relate.kinds import CHAIN, FIELDS, GOODS, PARK, PRODUCT, REGION
from kg.loaders.relate.line import Line, clause_start
from kg.loaders.relate.names import Forms
from kg.loaders.relate.scene import Scene
from kg.loaders.relate.told import Told, beside, tell

_BARE = re.compile(r"^(?!国家|中央|中国|全国|国务院)[^省市区县州]{1,8}(?:局|办|办公室|街道)$")
_LOCAL = re.compile(r"(?P<level>[省市区县州旗镇乡])(?=.)")


def organ_by_name(scene: Scene) -> Iterator[Told]:
    """An agency whose name begins with a region's (萧山区投资促进局), or 区科技局 in a document of that level."""
    regions = Forms(scene, "Region")
    for line, point in scene.firsts("Agency"):
        owners = regions.in_name_of(point.id)
        owner = max(owners, key=lambda h: (h.start, h.length)).id if owners else _owner_by_level(scene, point.id)
        if owner and scene.by_id[owner].type == "Region":
            yield from tell("PART_OF", [point], [owner], line)


def _owner_by_level(scene: Scene, agency: str) -> str | None:
    """Whose 区科技局 or 财政局 it is: the home's, or the one region of that level that the document names."""
    setting, forms = scene.setting, scene.forms(agency)
    local = next((m for m in map(_LOCAL.match, forms) if m), None)
    if local is None:
        bare_name = setting.level in ("市", "区", "县") and all(_BARE.search(f) for f in forms)
        return setting.home if bare_name else None
    if local["level"] == setting.level or setting.level is None:
        return setting.home
    return _of_level(scene, local["level"])


def _of_level(scene: Scene, level: str) -> str | None:
    """The one region of that level that the document names (省 for an agency called 省…厅)."""
    depth = {"省": 2, "市": 4, "区": 6, "县": 6}.get(level)
    found = {r.id for r in scene.of_type("Region") for f in (r.name, *r.aliases) if f.endswith(level)}
    found = found or {r.id for r in scene.of_type("Region") if any(len(code) == depth for code in _codes(scene, r.id))}
    return found.pop() if len(found) == 1 else None


def region_in_region(scene: Scene) -> Iterator[Told]:
    """安徽滁州, P 的 P; 包括 A 在内的 B; a name that begins with the other's; 我省 for a home of lower level."""
    for line in scene.having(REGION):
        for outer, inner in beside(line):
            if outer.type == inner.type == "Region":
                gap = scene.between(outer.end, inner.start)
                if gap in ("", "的") or re.fullmatch(r"(?:城市|市|省)?(?:副中心|中心|[东南西北中]部|市区|郊区|主城区|核心区)", gap):
                    yield from tell("PART_OF", [inner], [outer], line)
                elif re.fullmatch(r"在内的|等", gap):
                    yield from tell("PART_OF", [outer], [inner], line)
    regions = Forms(scene, "Region")
    for line, point in scene.firsts("Region"):
        outers = [h for h in regions.in_name_of(point.id, aliases=False) if h.start == 0]
        yield from tell("PART_OF", [point], [h.id for h in sorted(outers)[-1:]], line)


def division_of(scene: Scene) -> Iterator[Told]:
    """A division lies in the nearest one above it that the document names, by the list of divisions."""
    owners = {code: r.id for r in scene.of_type("Region") for code in _codes(scene, r.id)}
    for line, point in scene.firsts("Region"):
        above = {code[:depth] for code in _codes(scene, point.id) for depth in (2, 4) if depth < len(code)} & owners.keys()
        yield from tell("PART_OF", [point], [owners[code] for code in sorted(above, key=len)[-1:]], line)


def _codes(scene: Scene, region: str) -> set[str]:
    """The codes of the divisions that bear a region's name, in full or without its last character."""
    return {code for form in scene.forms(region)[:2] for code in _named(form)}


@lru_cache(maxsize=4096)
def _named(form: str) -> frozenset[str]:
    return frozenset(d.code for d in find_region(form) if d.name.startswith(form) or form.endswith(d.name))


def place_of_home(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """The other small places of a document of one region are its parts; the wider one it names is what it is part of."""
    home, level = scene.setting.home, scene.setting.level
    if home is None:
        return
    inner = {t.source for t in told if t.relation == "PART_OF"}
    kind = scene.by_id[home].type
    for line, point in scene.firsts(kind):
        if point.id == home or point.id in inner:
            continue
        if kind == "Park" or _quarter(scene, point.id, home) or _below(scene, point.id, level):
            yield from tell("PART_OF", [point], [home], line)
        elif home not in inner and _above(scene, point.id, level):
            yield from tell("PART_OF", [home], [point], line)
            inner.add(home)


def _below(scene: Scene, region: str, level: str | None) -> bool:
    """Whether a region is a town, street or village in a home of a higher level."""
    return level in ("市", "区", "县", "旗") and re.search(r"(?:镇|乡|街道|村|社区)$", scene.name(region)) is not None


def _quarter(scene: Scene, region: str, home: str) -> bool:
    """椒北 of 椒江: the first character of the home's name and a direction."""
    named = re.fullmatch(f"{re.escape(scene.name(home)[:1])}[东南西北中]{{1,2}}", scene.name(region))
    return named is not None and not _codes(scene, region)


_ORDER = "村镇乡区县旗市州省"


def _above(scene: Scene, region: str, level: str | None) -> bool:
    """Whether a region is of a higher level than the home, as its own forms say."""
    referent = scene.by_id[region]
    levels = [_ORDER.find(f[-1]) for f in (referent.name, *referent.aliases) if len(f) > 1]
    return level is not None and max(levels, default=-1) > _ORDER.find(level) >= 0


def chain_of_field(scene: Scene) -> Iterator[Told]:
    """A chain is part of the sector that its own name holds (石化产业链, 石化), the longest one."""
    fields = Forms(scene, "Industry")
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


def such_as(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """b、c 等 A: members of a list that its head names as a class; not where the list is what somebody makes."""
    made = {(t.target, t.start) for t in told if t.relation == "PRODUCES"}
    for line in scene.having(GOODS):
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            members, whole = left.of(GOODS), right.points[0]
            if len(members) < 2 or whole.type not in GOODS or (whole.id, line.start) in made:
                continue
            used = cue("use_or_input").match(scene.text, whole.end)
            about = scene.topic and whole.id == scene.topic[0].id and not any(scene.name(whole.id) in scene.name(p.id) for p in members)
            if cue("such").fullmatch(scene.text, left.end, whole.start) and not used and not about:
                yield from tell("PART_OF", members, [whole], line)


def branch_of(scene: Scene) -> Iterator[Told]:
    """a 是 A 的重要分支."""
    for line in scene.having(GOODS):
        for part, whole in zip(line.groups, line.groups[1:], strict=False):
            said = re.fullmatch(r"(?:产业|行业|领域)?(?:均|都|也)?(?:是|为|作为|属于)(?:整个|我国)?", scene.between(part.end, whole.start))
            if said and part.of(GOODS) and whole.of(GOODS) and cue("branch_of").match(scene.text, whole.end):
                yield from tell("PART_OF", part.of(GOODS), whole.of(GOODS)[-1:], line)


def is_kind_of(scene: Scene) -> Iterator[Told]:
    """P 是一种 P: the second is the class of the first."""
    for line in scene.having(PRODUCT):
        for found in scene.said("is_a", line.start, line.end):
            whole = next(line.after(found.start(), PRODUCT, found.end() + 8), None)
            thing = next(line.before(found.start(), PRODUCT), None)
            if whole is None or thing is None or re.search(r"[，。；、和与集由]", scene.between(found.end(), whole.start)):
                continue
            tail = scene.text[whole.end : whole.end + 12]
            if re.match(r"的|[^，。；]{0,8}(?:企业|商|市场|原料|基地|应用|材料|部件)", tail) or not _whole_subject(scene, line, thing.end, found.start()):
                continue
            yield from tell("PART_OF", thing.points[:1], whole.points[:1], line)


def _whole_subject(scene: Scene, line: Line, end: int, verb: int) -> bool:
    """Whether what ends at `end` is itself the subject of the verb: nothing but adverbs or a clause between them."""
    gap = scene.between(end, verb)
    return bool(re.fullmatch(r"(?:[（(][^）)]*[）)])?(?:也|又|都|就|均|同时|同样)?|.*[^，。]{6,}[，,]", gap)) and "、" not in gap[-1:]


def park_in_park(scene: Scene) -> Iterator[Told]:
    """A park's name that begins with another's, or that follows it directly."""
    for line in scene.having(PARK):
        for outer, inner in beside(line):
            if outer.type == inner.type == "Park" and outer.id != inner.id and scene.between(outer.end, inner.start) in ("", "的", "内的"):
                yield from tell("PART_OF", [inner], [outer], line)
    parks = Forms(scene, "Park")
    for line, point in scene.firsts("Park"):
        outers = [h for h in parks.in_name_of(point.id, aliases=False) if h.start == 0 and h.length > 3]
        yield from tell("PART_OF", [point], [h.id for h in sorted(outers)[-1:]], line)


def made_for(scene: Scene) -> Iterator[Told]:
    """吸尘器用 + 伸缩管: a part made for a thing is part of it; a material (… 用芯片, … 用胶) feeds it."""
    products = {form: r.id for r in scene.of_type("Product") for form in scene.forms(r.id)}
    for line, point in scene.firsts("Product"):
        for form in scene.forms(point.id):
            thing, used, part = form.partition("用")
            if used and part and thing in products and products[thing] != point.id:
                relation = "UPSTREAM_OF" if cue("material_end").search(part) else "PART_OF"
                yield from tell(relation, [point], [products[thing]], line)
                break
    for line in scene.having(PRODUCT):
        for thing_, part_ in beside(line):
            if thing_.type == part_.type == "Product" and scene.between(thing_.end, part_.start) == "用":
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
            if last is None or point.start - last.end > 12 or re.search(r"[，。；]", scene.between(last.end, point.start)):
                continue
            starts = [m.end() for m in cue("chain_from").finditer(scene.text, clause_start(line, last.start), last.start)]
            if starts:
                yield from tell("PART_OF", [p for g in line.after(starts[0], GOODS, point.start) for p in g.of(PRODUCT)], [point], line)


RULES = (
    organ_by_name, region_in_region, division_of, chain_of_field, field_before_field, consists_of, branch_of, is_kind_of, park_in_park, made_for, of_stage,
    chain_from,
)  # fmt: skip
LATE = (place_of_home, such_as)
