"""ISSUED_BY and APPLIES_TO: who issued a policy, and where it holds."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import AGENCY, PLACES, POLICY, REGION
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.readings import objects
from kg.loaders.relate.scene.setting import is_report
from kg.loaders.relate.scene.told import Told, tell
from kg.schema.patterns import pattern

_OF_ISSUER = (
    "",
    "的",
    "在",
    "“",
    *(f"{verb}的" for verb in ("发布", "印发", "实施", "批复", "出台", "制定", "下发", "颁布")),
)
_PROGRAMME = pattern(r"(?:战略|工程|行动|计划)$")
_WIDER = pattern(r"(?:国家|省级?|中央|全国|国务院|上级)[^，。；]{0,8}$")
_WIDE = pattern(r"国家|全国|中国|全球|世界|部|省|[+＋×]")


def issues(scene: Scene) -> Iterator[Told]:
    """A (联合 B) 出台 / 印发 《…》: the subject is carried over clauses; where none is named, it is the document's issuer."""
    for line in scene.having(POLICY):
        for found in scene.said("issue", line.start, line.end):
            policies = objects(scene, line, found.end(), POLICY)
            policies = [p for p in policies if p.id != scene.setting.policy or not scene.setting.issuers]
            authors = _authors(scene, line, found.start())
            if any(scene.by_id[a].type == "Region" for a in authors):
                policies = [p for p in policies if p.id != scene.setting.policy]
            if policies and not _only_planned(scene, found.start()):
                yield from tell("ISSUED_BY", policies, authors, line)


def _authors(scene: Scene, line: Line, offset: int) -> list[str]:
    """Who issues at `offset`: agencies of the sentence before it, those joined by 联合 with them; else region; else issuer."""
    groups = list(line.before(offset, AGENCY))
    found: list[str] = []
    for group in groups:
        if any(p.type == "Policy" and 0 <= p.start - group.end <= 1 for p in line.points):
            continue
        joint = cue("joint").search(scene.text, max(line.start, group.start - 3), group.start) is not None
        if not joint and scene.oblique(group.start):
            continue
        found[:0] = [p.id for p in group.of(AGENCY)]
        if not joint:
            return found
    if found:
        return [*scene.setting.issuers, *found]
    region = next(line.before(offset, REGION), None)
    if region:
        return [region.of(REGION)[-1].id]
    return list(scene.setting.issuers)


def _only_planned(scene: Scene, offset: int) -> bool:
    before = scene.text[max(0, offset - 4) : offset]
    return cue("submit").search(before) is not None or re.search(r"抓紧|着手|尽快|正在", before) is not None


def issuer_before_title(scene: Scene) -> Iterator[Told]:
    """国家局《关于…的意见》: organs right before a title issued it."""
    for line in scene.having(POLICY, AGENCY):
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            if (
                right.points[0].type == "Policy"
                and left.of(AGENCY)
                and scene.between(left.end, right.start) in _OF_ISSUER
            ):
                yield from tell("ISSUED_BY", right.points[:1], left.of(AGENCY), line)


def issued_after(scene: Scene) -> Iterator[Told]:
    """《…》由 A 制定, 已经 A 同意: the organs after the title."""
    for line in scene.having(POLICY, AGENCY):
        for policy, organs in zip(line.groups, line.groups[1:], strict=False):
            by = re.fullmatch(
                r"(?:[（(][^）)]*[）)])?[\d年月日底初]*(?:已|业)?(?:由|经)", scene.between(policy.end, organs.start)
            )
            if by and cue("issued_after").match(scene.text, organs.end):
                yield from tell("ISSUED_BY", policy.of(POLICY), organs.of(AGENCY), line)


def issuer_in_title(scene: Scene) -> Iterator[Told]:
    """《国务院关于…的决定》: an organ that the title begins with."""
    organs = Forms.of(scene, "Agency")
    for line, point in scene.firsts("Policy"):
        name = bare(scene.name(point.id))
        authors = [h for h in organs.inside(name) if h.start == 0 and name.startswith("关于", h.end)]
        yield from tell("ISSUED_BY", [point], [h.id for h in sorted(authors)[-1:]], line)


def own_issuer(scene: Scene) -> Iterator[Told]:
    """The document's own policy is issued by who signs it or stands in its header or title."""
    own = scene.setting.policy
    for line, point in scene.firsts("Policy"):
        if point.id == own:
            yield from tell("ISSUED_BY", [point], scene.setting.issuers, line)


def place_in_title(scene: Scene) -> Iterator[Told]:
    """A policy whose title names a region or park holds there; of several, in the one named last."""
    places = Forms.of(scene, "Region", "Park")
    for line, point in scene.firsts("Policy"):
        inside = places.inside(bare(scene.name(point.id)))
        if inside:
            yield from tell("APPLIES_TO", [point], [max(inside, key=lambda h: (h.end, h.length)).id], line)


def place_before_title(scene: Scene) -> Iterator[Told]:
    """苏州高新区“三年计划”: a place right before a policy."""
    for line in scene.having(POLICY):
        for left, right in zip(line.points, line.points[1:], strict=False):
            if (
                right.type == "Policy"
                and left.type in ("Region", "Park")
                and scene.between(left.end, right.start) in ("", "“", "的", "的“", "《")
            ):
                yield from tell("APPLIES_TO", [right], [left], line)


def holds_in(scene: Scene) -> Iterator[Told]:
    """本办法适用于 P."""
    for line in scene.having(POLICY):
        for found in scene.said("apply", line.start, line.end):
            places = next(line.after(found.end(), PLACES, found.end() + 10), None)
            policies = next(line.before(found.start(), POLICY), None)
            if places and policies:
                yield from tell("APPLIES_TO", policies.of(POLICY)[:1], places.points, line)


def holds_at_home(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """What the home, its organs or the document's issuer issued holds at home; so does a programme of nobody else's."""
    for t in told:
        if t.relation == "ISSUED_BY" and scene.by_id[t.target].type == "Region":
            yield Told("APPLIES_TO", t.source, t.target, t.start, t.end)
    home = scene.setting.home
    if home is None:
        return
    placed = {t.source for t in told if t.relation == "APPLIES_TO"}
    own = {t.source for t in told if t.relation == "PART_OF" and t.target == home} | {home, *scene.setting.issuers}
    authors: dict[str, set[str]] = {}
    for t in told:
        if t.relation == "ISSUED_BY":
            authors.setdefault(t.source, set()).add(t.target)
    for line, point in scene.firsts("Policy"):
        if (
            point.id not in placed
            and authors.get(point.id, set()) & own
            or point.id not in placed
            and point.id not in authors
            and (point.id == scene.setting.policy or _own_programme(scene, line, point))
        ):
            yield from tell("APPLIES_TO", [point], [home], line)


def _own_programme(scene: Scene, line: Line, point: Point) -> bool:
    """A programme without a title (“工业立市”战略) that nobody else is said to have issued, beside the home's name."""
    name = bare(scene.name(point.id))
    home = scene.setting.home
    if _WIDER.search(scene.text, max(line.start, point.start - 12), point.start):
        return False
    named = any(p.id == home for p in line.points)
    carried_out = (scene.setting.policy is not None or is_report(scene)) and cue("carry_out").search(
        scene.text, max(line.start, point.start - 16), point.start
    )
    return bool(_PROGRAMME.search(name)) and not _WIDE.search(name) and bool(named or carried_out)


RULES = (
    issues,
    issuer_before_title,
    issued_after,
    issuer_in_title,
    own_issuer,
    place_in_title,
    place_before_title,
    holds_in,
)
LATE = (holds_at_home,)
