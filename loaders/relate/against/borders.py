"""What the list of divisions, the levels of organs and parks, and the words beside a sector rule out, whoever claims it."""

from functools import cache

from kg.identity.regions import division_names
from kg.loaders import lexicon
from kg.loaders.places import divisions_named
from kg.loaders.relate.scene.codes import codes_meant, codes_of, may_lie_in
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import FIELDS
from kg.loaders.relate.scene.line import Point
from kg.loaders.repeals import repeal_of
from kg.schema.patterns import pattern

_AMONG = frozenset({"PART_OF", "LOCATED_IN"})
_LEVEL = pattern("自治区|[省市州区县旗镇乡村]")
_ORDER = {"村": 0, "镇": 1, "乡": 1, "区": 2, "县": 2, "旗": 2, "市": 3, "州": 3, "省": 4, "自治区": 4}
_NEW_AREA = "102"  # digits 3-5 of the code of a new area of the nation


def ruled_out(scene: Scene, relation: str, ends: tuple[str, str], start: int, end: int) -> bool:
    """Whether a claim on the evidence of `[start, end)` cannot be: a county in another one, a city's organ in a county, a new area
    of the nation in a park; or a sector that all of the evidence gives to another place (甲县 of 甲县化工、乙县纺织); or what a
    policy supports of which the document says only that it ends it, but for the words of its title.
    """
    kinds = scene.by_id[ends[0]].type, scene.by_id[ends[1]].type
    if relation == "DEVELOPS":
        return _of_others(scene, ends, start, end)
    if relation == "SUPPORTS":
        return kinds[0] == "Policy" and _only_ended(scene, *ends)
    if relation not in _AMONG:
        return False
    if kinds == ("Region", "Region"):
        return not may_lie_in(codes_meant(scene, ends[0]), codes_meant(scene, ends[1]), apart=True)
    if kinds == ("Agency", "Region"):
        return _above(scene, *ends) or not may_lie_in(_named_after(scene, ends[0]), codes_of(scene, ends[1]))
    return kinds == ("Park", "Park") and _is_new_area(scene, ends[0]) and not _is_new_area(scene, ends[1])


def _only_ended(scene: Scene, policy: str, target: str) -> bool:
    title, mentions = bare(scene.name(policy)), scene.by_id[policy].mentions
    if any(form in title for form in scene.forms(target)):
        return False
    return bool(mentions) and all(repeal_of(scene.parsed, m.start, m.end) for m in mentions)


def named_elsewhere(scene: Scene, thing: str, place: str) -> bool:
    """Whether a thing's name begins with a division, and `place` neither holds that nor lies in it."""
    if scene.by_id[place].type != "Region":
        return False
    own, other = _named_after(scene, thing), codes_of(scene, place)
    return not may_lie_in(own, other) and not may_lie_in(other, own)


def _named_after(scene: Scene, thing: str) -> set[str]:
    """The divisions that a name begins with."""
    name, listed = bare(scene.name(thing)), division_names()
    heads = {code: {listed.get(code[:n], "")[:2] for n in (2, 4, 6)} - {""} for code in divisions_named(name)}
    return {code for code, names in heads.items() if name[:2] in names}


def _above(scene: Scene, agency: str, region: str) -> bool:
    """Whether an organ is of a higher level than a region (市委, 市政府 and a county)."""
    organ = _LEVEL.match(bare(scene.name(agency)))
    names = [form for form in scene.forms(region)[:1] if codes_of(scene, region)]
    levels = [found[-1] for form in names if (found := _LEVEL.findall(form[-3:])) and form.endswith(found[-1])]
    return organ is not None and any(_ORDER[organ[0]] > _ORDER[level] for level in levels)


def _is_new_area(scene: Scene, park: str) -> bool:
    forms = [f for f in scene.forms(park) if len(f) > 3 and f.endswith("新区")]
    return any(name.endswith(form) for form in forms for name in _new_areas())


@cache
def _new_areas() -> tuple[str, ...]:
    return tuple(name for name, code in lexicon.entries("zone").items() if code[2:5] == _NEW_AREA)


def _of_others(scene: Scene, ends: tuple[str, str], start: int, end: int) -> bool:
    """Whether every mention of a sector in the evidence stands right after another place that does not hold the claimed one."""
    region, field = ends
    owners = [_owner(scene, p) for p in scene.within(start, end) if p.id == field and p.type in FIELDS]
    own = codes_of(scene, region) if any(owners) else set()
    return bool(own) and all(o and o != region and not may_lie_in(own, codes_of(scene, o)) for o in owners)


def _owner(scene: Scene, field: Point) -> str | None:
    """The listed division right before a sector, if one stands there."""
    before = next((p for p in reversed(scene.within(max(0, field.start - 16), field.start))), None)
    if before is None or before.type != "Region" or scene.between(before.end, field.start) not in ("", "的"):
        return None
    return before.id if scene.forms(before.id) and codes_of(scene, before.id) else None
