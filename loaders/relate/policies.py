"""ISSUED_BY, APPLIES_TO and SUPPORTS: who issued a policy, where it holds, what it and the organs support."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.loaders.relate.cues import cue
from kg.loaders.relate.kinds import AGENCY, FIELDS, GROWERS, PLACES, POLICY, REGION, SUPPORTED
from kg.loaders.relate.line import Line, Point
from kg.loaders.relate.names import Forms
from kg.loaders.relate.scene import Scene, bare
from kg.loaders.relate.told import Told, is_direct, objects, tell

_PROGRAMME = re.compile(r"(?:战略|工程|行动|计划)$")
_WIDE = re.compile(r"国家|全国|中国|全球|世界|部|省")


def issues(scene: Scene) -> Iterator[Told]:
    """A (联合 B) 出台 / 印发 《…》: the subject is carried over clauses; where none is named, it is the document's issuer."""
    for line in scene.having(POLICY):
        for found in scene.said("issue", line.start, line.end):
            policies = objects(scene, line, found.end(), POLICY)
            policies = [p for p in policies if p.id != scene.setting.policy or not scene.setting.issuers]
            if policies and not _only_planned(scene, found.start()):
                yield from tell_all("ISSUED_BY", policies, _authors(scene, line, found.start()), line)


def tell_all(relation: str, sources: list[Point], targets: list[str], line: Line) -> Iterator[Told]:
    """Every source to every target (ids), in order."""
    yield from tell(relation, sources, targets, line)


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
    return cue("submit").search(scene.text, max(0, offset - 4), offset) is not None


def issuer_before_title(scene: Scene) -> Iterator[Told]:
    """国家局《关于…的意见》: organs right before a title issued it."""
    for line in scene.having(POLICY, AGENCY):
        for left, right in zip(line.groups, line.groups[1:], strict=False):
            if right.points[0].type == "Policy" and left.of(AGENCY) and scene.between(left.end, right.start) in ("", "的", "“", "发布的", "印发的"):
                yield from tell("ISSUED_BY", right.points[:1], left.of(AGENCY), line)


def issued_after(scene: Scene) -> Iterator[Told]:
    """《…》由 A 制定, 已经 A 同意: the organs after the title."""
    for line in scene.having(POLICY, AGENCY):
        for policy, organs in zip(line.groups, line.groups[1:], strict=False):
            by = re.fullmatch(r"(?:[（(][^）)]*[）)])?(?:已|业)?(?:由|经)", scene.between(policy.end, organs.start))
            if by and cue("issued_after").match(scene.text, organs.end):
                yield from tell("ISSUED_BY", policy.of(POLICY), organs.of(AGENCY), line)


def issuer_in_title(scene: Scene) -> Iterator[Told]:
    """《国务院关于…的决定》: an organ that the title begins with."""
    organs = Forms(scene, "Agency")
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
    places = Forms(scene, "Region", "Park")
    for line, point in scene.firsts("Policy"):
        inside = places.inside(bare(scene.name(point.id)))
        if inside:
            yield from tell("APPLIES_TO", [point], [max(inside, key=lambda h: (h.end, h.length)).id], line)


def place_before_title(scene: Scene) -> Iterator[Told]:
    """苏州高新区“三年计划”: a place right before a policy."""
    for line in scene.having(POLICY):
        for left, right in zip(line.points, line.points[1:], strict=False):
            if right.type == "Policy" and left.type in ("Region", "Park") and scene.between(left.end, right.start) in ("", "“", "的", "的“", "《"):
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
        if point.id not in placed and authors.get(point.id, set()) & own or point.id not in placed and point.id not in authors and _own_programme(scene, line, point):
            yield from tell("APPLIES_TO", [point], [home], line)


def _own_programme(scene: Scene, line: Line, point: Point) -> bool:
    """A programme without a title (“工业立市”战略) that nobody else is said to have issued, beside the home's name."""
    name = bare(scene.name(point.id))
    home = scene.setting.home
    return bool(_PROGRAMME.search(name)) and not _WIDE.search(name) and any(p.id == home for p in line.points)


def field_in_title(scene: Scene) -> Iterator[Told]:
    """A policy whose title holds a sector supports it: the longest of those that overlap."""
    fields, parks = Forms(scene, "Industry", "Chain"), Forms(scene, "Park")
    for line, point in scene.firsts("Policy"):
        title = bare(scene.name(point.id))
        within = parks.inside(title)
        held = [h for h in fields.inside(title) if not any(p.start <= h.start and h.end <= p.end for p in within)]
        longest = {h.id for h in held if not any(o.start <= h.start and h.end <= o.end and o.length > h.length for o in held)}
        yield from tell("SUPPORTS", [point], sorted(longest), line)


def policy_promotes(scene: Scene) -> Iterator[Told]:
    """《…》明确 / 支持 / 鼓励 a、b: the policy named before in the sentence."""
    for line in scene.having(POLICY, SUPPORTED):
        for found in scene.said("promote", line.start, line.end):
            policies = next(line.before(found.start(), POLICY), None)
            if policies is None or scene.oblique(policies.start) or cue("submit").search(scene.text, max(line.start, policies.start - 4), policies.start):
                continue
            things = objects(scene, line, found.end(), SUPPORTED)
            yield from tell("SUPPORTS", policies.of(POLICY)[-1:], [p for p in things if not p.echo], line)


def own_clauses(scene: Scene) -> Iterator[Told]:
    """In a policy's own text what its clauses promote (鼓励 a, 加快 b 建设) is what it supports."""
    own = scene.setting.policy
    if own is None:
        return
    for line in scene.having(SUPPORTED):
        for found in scene.said("promote", line.start, line.end):
            if cue("against").search(scene.text, found.start(), scene.clause_end(line, found.end())):
                continue
            things = objects(scene, line, found.end(), SUPPORTED)
            yield from tell("SUPPORTS", [own], [p for p in things if not p.echo], line)


def given_to(scene: Scene) -> Iterator[Told]:
    """对 … X 项目给予补助: in a policy's own text, what stands between 对 and the giving."""
    own = scene.setting.policy
    if own is None:
        return
    for line in scene.having(SUPPORTED):
        for found in scene.said("give", line.start, line.end):
            start = scene.text.rfind("对", max(line.start, found.start() - 120), found.start())
            if start < 0 or cue("object_stop").search(scene.text, start + 1, found.start()):
                continue
            things = [p for p in line.points if start < p.start < found.start() and p.type in SUPPORTED and not p.echo]
            yield from tell("SUPPORTS", [own], things, line)


def listed_in_plan(scene: Scene) -> Iterator[Told]:
    """P 已列入 / 纳入《… 规划》: the plan supports what it lists."""
    for line in scene.having(POLICY):
        for group in line.groups:
            if group.points[0].type == "Policy" and re.search(r"(?:列入|纳入)(?:了)?$", scene.text[max(line.start, group.start - 3) : group.start]):
                yield from tell("SUPPORTS", [group.points[0]], scene.subject(line, group.start, SUPPORTED - {"Enterprise"}, back=0)[-1:], line)


def organ_supports(scene: Scene) -> Iterator[Told]:
    """A 对 X 予以支持; A 同意 / 支持 X; A 牵头服务 X 产业链."""
    for line in scene.having(AGENCY):
        for found in scene.said("support", line.start, line.end):
            agents = next((g for g in line.before(found.start(), AGENCY | POLICY) if not scene.oblique(g.start)), None)
            if agents is None or not agents.of(AGENCY) or cue("speaker").match(scene.text, agents.end):
                continue
            until = min(scene.clause_end(line, found.end()), found.end() + 24)
            low = max(agents.end, found.start() - 40)
            things = [p for g in line.groups for p in g.of(SUPPORTED) if low <= p.start < until and is_direct(scene, g.end)]
            if not things:
                heads = scene.heads(line, frozenset({"Project", "Park"}))
                things = heads if len(heads) == 1 else []
            yield from tell("SUPPORTS", agents.of(AGENCY), things, line)


def duties(scene: Scene) -> Iterator[Told]:
    """… 发展 X 。（A、B 负责）: each organ in the bracket supports what the measure before it promotes."""
    for line in scene.having(AGENCY):
        for found in cue("duty").finditer(scene.text, line.start, line.end):
            organs = [p for p in line.points if p.type == "Agency" and found.start() <= p.start < found.end()]
            if not organs:
                continue
            scope = cue("scope_of").search(scene.text, found.start(), found.end() + 60)
            if scope:
                places = [p for p in scene.within(*scope.span()) if p.type == "Park"]
                yield from tell("SUPPORTS", organs, places, line)
            for measure in (line, *scene.earlier(line, 8)):
                if measure is not line and cue("duty").search(scene.text, measure.start, measure.end):
                    break
                yield from tell("SUPPORTS", organs, _promoted(scene, measure, found.start()), measure)


def _promoted(scene: Scene, line: Line, until: int) -> list[Point]:
    found = []
    for verb in scene.said("promote", line.start, line.end):
        if verb.start() < until:
            things = objects(scene, line, verb.end(), FIELDS, reach=16)
            found += [p for p in things if p.start < until and not p.echo and is_direct(scene, p.end)]
    found += [p for p in line.points if p.type in ("Park", "Project") and p.start < until and not p.echo]
    if not found:
        found = [p for p in line.points if p.type in FIELDS and p.start < until and is_direct(scene, p.end) and p.id not in _main_fields(scene)]
    return found


def _main_fields(scene: Scene) -> set[str]:
    """The sectors that the whole document is about, which no single measure is for: three tenths of all mentions or more."""
    counts = Counter(p.id for p in scene.points if p.type in FIELDS)
    return {i for i, n in counts.items() if n >= 0.3 * sum(counts.values())}


def organ_promotes(scene: Scene) -> Iterator[Told]:
    """A 推进 / 加快 / 实施 X: an agency that leads the clause, and what it promotes right after the verb."""
    for line in scene.having(AGENCY, SUPPORTED):
        for found in scene.said("promote", line.start, line.end):
            agents = next((g for g in line.before(found.start(), AGENCY | POLICY | GROWERS) if not scene.oblique(g.start)), None)
            if agents is None or not agents.of(AGENCY) or cue("speaker").match(scene.text, agents.end):
                continue
            things = objects(scene, line, found.end(), SUPPORTED, reach=8)
            yield from tell("SUPPORTS", agents.of(AGENCY), [p for p in things if not p.echo and is_direct(scene, p.end)], line)


RULES = (
    issues, issuer_before_title, issued_after, issuer_in_title, own_issuer, place_in_title, place_before_title, holds_in, field_in_title,
    policy_promotes, own_clauses, given_to, listed_in_plan, organ_supports, organ_promotes, duties,
)  # fmt: skip
LATE = (holds_at_home,)
