"""PART_OF among places: divisions of a region, parks in parks, the organs of a place."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.codes import codes_of
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import PARK, REGION
from kg.loaders.relate.scene.names import Forms, Held
from kg.loaders.relate.scene.readings import beside
from kg.loaders.relate.scene.setting import own_name
from kg.loaders.relate.scene.told import Told, tell
from kg.schema.patterns import pattern

_BARE = pattern(r"^(?!国家|中央|中国|全国|国务院)[^省市区县州]{1,8}(?:局|办|办公室|街道)$")
_LOCAL = pattern(r"(?P<level>自治区|[省市区县州旗镇乡])(?=.)")
_ORDER = "村镇乡区县旗市州省"


def organ_by_name(scene: Scene) -> Iterator[Told]:
    """An agency whose name begins with a region's (萧山区投资促进局), or 区科技局 in a document of that level."""
    regions = Forms.of(scene, "Region", "Park")
    for line, point in scene.firsts("Agency"):
        held = regions.in_name_of(point.id)
        parks = [h for h in held if scene.by_id[h.id].type == "Park"]
        owners = [h for h in held if h not in parks and not any(_covers(p, h, held) for p in parks)]
        owner = max(owners, key=lambda h: (h.start, h.length)).id if owners else _owner_by_level(scene, point.id)
        if owner and scene.by_id[owner].type == "Region":
            yield from tell("PART_OF", [point], [owner], line)


def _covers(park: Held, region: Held, held: list[Held]) -> bool:
    """Whether a region's form stands in an organ's name only as the beginning of a park's (甲 in 甲港区管委会)."""
    apart = [h for h in held if h.id == region.id and not (park.start <= h.start and h.end <= park.end)]
    return park.start <= region.start and region.end <= park.end and not apart


def _owner_by_level(scene: Scene, agency: str) -> str | None:
    """Whose 区科技局 or 财政局 it is: the home's, or the one region of that level that the document names."""
    setting, forms = scene.setting, scene.forms(agency)
    local = next((m for m in map(_LOCAL.match, forms) if m), None)
    if local is None:
        called = own_name(scene, setting.home, setting.issuers) if setting.home else None
        if called and any(f.partition(called)[1] and _ends_there(f.partition(called)[2]) for f in forms):
            return setting.home
        bare_name = setting.level in ("市", "区", "县") and all(_BARE.search(f) for f in forms)
        return setting.home if bare_name else None
    home = setting.home if setting.home and scene.by_id[setting.home].type == "Region" else None
    if home and local["level"] == setting.level:
        return home
    return _of_level(scene, local["level"]) or (home if setting.level is None else None)


def _ends_there(rest: str) -> bool:
    """Whether after its name no smaller division follows (甲县乙镇人民政府)."""
    return re.match(r"[^局办委厅]{1,4}[镇乡街区]", rest) is None


def _of_level(scene: Scene, level: str) -> str | None:
    """The one region of that level that the document names (省 for an agency called 省…厅)."""
    depth = {"省": 2, "市": 4, "区": 6, "县": 6}.get(level)
    found = {r.id for r in scene.of_type("Region") for f in (r.name, *r.aliases) if bare(f).endswith(level)}
    found = found or {
        r.id for r in scene.of_type("Region") if any(len(code) == depth for code in codes_of(scene, r.id))
    }
    return found.pop() if len(found) == 1 else None


def region_in_region(scene: Scene) -> Iterator[Told]:
    """安徽滁州, P 的 P; 包括 A 在内的 B; a name that begins with the other's; 我省 for a home of lower level."""
    for line in scene.having(REGION):
        for outer, inner in beside(line):
            if outer.type == inner.type == "Region":
                gap = scene.between(outer.end, inner.start)
                if gap in ("", "的") or re.fullmatch(
                    r"(?:城市|市|省)?(?:副中心|中心|[东南西北中]部|市区|郊区|主城区|核心区)", gap
                ):
                    yield from tell("PART_OF", [inner], [outer], line)
                elif re.fullmatch(r"在内的|等", gap):
                    yield from tell("PART_OF", [outer], [inner], line)
    regions = Forms.of(scene, "Region")
    for line, point in scene.firsts("Region"):
        outers = [h for h in regions.in_name_of(point.id, aliases=False) if h.start == 0]
        yield from tell("PART_OF", [point], [h.id for h in sorted(outers)[-1:]], line)


def division_of(scene: Scene) -> Iterator[Told]:
    """A division lies in the nearest one above it that the document names, by the list of divisions.

    Of two that are named apart, one must be the document's own place: the text does not say so of others.
    """
    owners = {code: r.id for r in scene.of_type("Region") for code in codes_of(scene, r.id)}
    named: dict[str, set[int]] = {}
    for line in scene.lines:
        for region in line.points:
            named.setdefault(region.id, set()).add(line.index)
    for line, point in scene.firsts("Region"):
        above = {
            code[:depth] for code in codes_of(scene, point.id) for depth in (2, 4) if depth < len(code)
        } & owners.keys()
        wider = [owners[code] for code in sorted(above, key=len)[-1:]]
        told = [w for w in wider if scene.setting.home in (w, point.id) or named[w] & named[point.id]]
        yield from tell("PART_OF", [point], told, line)


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
        if (
            kind == "Park"
            and scene.setting.policy is None
            or _quarter(scene, point.id, home)
            or _below(scene, point.id, level)
        ):
            yield from tell("PART_OF", [point], [home], line)
        elif home not in inner and _above(scene, point.id, level):
            yield from tell("PART_OF", [home], [point], line)
            inner.add(home)


def _below(scene: Scene, region: str, level: str | None) -> bool:
    """Whether a region is a town, street or village in a home of a higher level."""
    return (
        level in ("市", "区", "县", "旗")
        and re.search(r"(?:镇|乡|街道|村|社区)$", bare(scene.name(region))) is not None
    )


def _quarter(scene: Scene, region: str, home: str) -> bool:
    """椒北 of 椒江: the first character of the home's name and a direction."""
    named = re.fullmatch(f"{re.escape(bare(scene.name(home))[:1])}[东南西北中]{{1,2}}", bare(scene.name(region)))
    return named is not None and not codes_of(scene, region)


def _above(scene: Scene, region: str, level: str | None) -> bool:
    """Whether a region is of a higher level than the home, as its forms say; two listed divisions are left to the list."""
    referent = scene.by_id[region]
    if codes_of(scene, region) and scene.setting.home and codes_of(scene, scene.setting.home):
        return False
    forms = [bare(f) for f in (referent.name, *referent.aliases)]
    levels = [_ORDER.find(f[-1:]) for f in forms if len(f) > 2 or re.fullmatch("[我全本该][省市区县州]", f)]
    return level is not None and max(levels, default=-1) > _ORDER.find(level) >= 0


def park_in_park(scene: Scene) -> Iterator[Told]:
    """A park's name that begins with another's, or that follows it directly."""
    for line in scene.having(PARK):
        for outer, inner in beside(line):
            if (
                outer.type == inner.type == "Park"
                and outer.id != inner.id
                and scene.between(outer.end, inner.start) in ("", "的", "内的")
            ):
                yield from tell("PART_OF", [inner], [outer], line)
    parks = Forms.of(scene, "Park")
    for line, point in scene.firsts("Park"):
        outers = [h for h in parks.in_name_of(point.id, aliases=False) if h.start == 0 and h.length > 3]
        yield from tell("PART_OF", [point], [h.id for h in sorted(outers)[-1:]], line)


RULES = (organ_by_name, region_in_region, division_of, park_in_park)
LATE = (place_of_home,)
