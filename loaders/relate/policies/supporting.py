"""SUPPORTS: what a policy, or an organ, supports."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene, bare
from kg.loaders.relate.scene.kinds import AGENCY, CHAIN, FIELDS, FIRM, GROWERS, POLICY, PROJECT, SUPPORTED
from kg.loaders.relate.scene.line import Line, Point
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.readings import is_direct, objects
from kg.loaders.relate.scene.told import Told, tell
from kg.schema.patterns import pattern

_BRACKET = pattern(r"[（(][^（）()]+[）)](?=[。；\s]|$)")


def field_in_title(scene: Scene) -> Iterator[Told]:
    """A policy whose title holds a sector supports it: the longest of those that overlap."""
    for line, point in scene.firsts("Policy"):
        yield from tell("SUPPORTS", [point], fields_of_title(scene, point.id), line)


def fields_of_title(scene: Scene, policy: str) -> list[str]:
    """The sectors and chains that a policy's title holds outside the names of parks: the longest of those that overlap."""
    title = bare(scene.name(policy))
    within = Forms.of(scene, "Park").inside(title)
    held = Forms.of(scene, "Industry", "Chain").inside(title)
    held = [h for h in held if not any(p.start <= h.start and h.end <= p.end for p in within)]
    return sorted(
        {h.id for h in held if not any(o.start <= h.start and h.end <= o.end and o.length > h.length for o in held)}
    )


def policy_promotes(scene: Scene) -> Iterator[Told]:
    """《…》明确 / 支持 / 鼓励 a、b: the policy named before in the sentence."""
    for line in scene.having(POLICY, SUPPORTED):
        for found in scene.said("promote", line.start, line.end):
            policies = next(line.before(found.start(), POLICY), None)
            if (
                policies is None
                or scene.oblique(policies.start)
                or cue("submit").search(scene.text, max(line.start, policies.start - 4), policies.start)
            ):
                continue
            things = objects(scene, line, found.end(), SUPPORTED)
            things = [p for p in things if not p.echo and p.id != scene.setting.home]
            yield from tell("SUPPORTS", policies.of(POLICY)[-1:], things, line)


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
            if things and cue("merging").match(scene.text, things[-1].end):
                things = [p for p in things if p is things[0] or scene.text[p.start - 1] in "+＋"]
            things = [p for p in things if not p.echo and not _grade(scene, p) and p.id != scene.setting.home]
            things = [p for p in things if p.type != "Enterprise" or not _is_partner(scene, line, p)]
            yield from tell("SUPPORTS", [own], things, line)


def _is_partner(scene: Scene, line: Line, point: Point) -> bool:
    """Whether a company is the one that others are to work with, sell to or use (与 X 合作, 进入 X, 使用 X)."""
    first = line.list_of(point)[0]
    before = scene.text[max(line.start, first.start - 3) : first.start]
    return re.search(r"(?:与|和|同|进入|供应|供给|使用|以)$", before) is not None


def given_to(scene: Scene) -> Iterator[Told]:
    """对 … X 项目给予补助: in a policy's own text, what stands between 对 and the giving."""
    own = scene.setting.policy
    if own is None:
        return
    for line in scene.having(SUPPORTED):
        yield from tell("SUPPORTS", [own], _given(scene, line), line)


def _given(scene: Scene, line: Line) -> list[Point]:
    """What stands between 对 and the giving."""
    given: list[Point] = []
    for found in scene.said("give", line.start, line.end):
        start = scene.text.rfind("对", max(line.start, found.start() - 120), found.start())
        if start >= 0 and not cue("object_stop").search(scene.text, start + 1, found.start()):
            given += [p for p in line.points if start < p.start < found.start() and p.type in SUPPORTED and not p.echo]
    return [p for p in given if not _grade(scene, p)]


def _grade(scene: Scene, point: Point) -> bool:
    """Whether a sector only opens the name of a grade of companies (制造业“三名”企业)."""
    return re.match("“[^”]{1,8}”(?:培育)?企业", scene.text[point.end : point.end + 16]) is not None


def listed_in_plan(scene: Scene) -> Iterator[Told]:
    """P 已列入 / 纳入《… 规划》: the plan supports what it lists."""
    for line in scene.having(POLICY):
        for group in line.groups:
            if group.points[0].type == "Policy" and re.search(
                r"(?:列入|纳入)(?:了)?$", scene.text[max(line.start, group.start - 3) : group.start]
            ):
                yield from tell(
                    "SUPPORTS",
                    [group.points[0]],
                    scene.subject(line, group.start, SUPPORTED - {"Enterprise"}, back=0)[-1:],
                    line,
                )


def organ_supports(scene: Scene) -> Iterator[Told]:
    """A 对 X 予以支持; A 同意 / 支持 X; A 牵头服务 X 产业链."""
    for line in scene.having(AGENCY):
        for found in scene.said("support", line.start, line.end):
            agents = next((g for g in line.before(found.start(), AGENCY | POLICY) if not scene.oblique(g.start)), None)
            if agents is None or not agents.of(AGENCY) or cue("speaker").match(scene.text, agents.end):
                continue
            until = min(scene.clause_end(line, found.end()), found.end() + 24)
            low = max(agents.end, found.start() - 40)
            things = [
                p for g in line.groups for p in g.of(SUPPORTED) if low <= p.start < until and is_direct(scene, g.end)
            ]
            if not things:
                heads = scene.heads(line, frozenset({"Project", "Park"}))
                things = heads if len(heads) == 1 else []
            yield from tell("SUPPORTS", agents.of(AGENCY), things, line)


def heads_chain(scene: Scene) -> Iterator[Told]:
    """C 产业链 …, A 为牵头部门: the organ that heads what the sentence leads with."""
    for line in scene.having(AGENCY, CHAIN | PROJECT):
        lead = next((g for g in line.groups if g.of(CHAIN | PROJECT)), None)
        for group in line.groups:
            if lead is None or not group.of(AGENCY) or group.start < lead.end:
                continue
            before = scene.text[max(line.start, group.start - 8) : group.start]
            if cue("lead_organ").match(scene.text, group.end) or cue("led_by").search(before):
                yield from tell("SUPPORTS", group.of(AGENCY), lead.of(CHAIN | PROJECT), line)


def duties(scene: Scene) -> Iterator[Told]:
    """… 发展 X 。（A、B 负责）: each organ in the bracket supports what the measure before it promotes."""
    for line in scene.having(AGENCY):
        for found in _duties(scene, line):
            organs = [p for p in line.points if p.type == "Agency" and found.start() <= p.start < found.end()]
            if not organs:
                continue
            scope = cue("scope_of").search(scene.text, found.start(), found.end() + 60)
            if scope:
                places = [p for p in scene.within(*scope.span()) if p.type == "Park"]
                yield from tell("SUPPORTS", organs, places, line)
            for measure in (line, *scene.earlier(line, 8)):
                if measure is not line and any(True for _ in _duties(scene, measure)):
                    break
                alone = found[0][1:-1] == scene.text[organs[0].start : organs[-1].end]
                yield from tell("SUPPORTS", organs, _promoted(scene, measure, found.start(), not alone), measure)


def _duties(scene: Scene, line: Line) -> Iterator[re.Match[str]]:
    """The brackets that name who is responsible; else a sentence that begins with the organs (A、B 负责落实)."""
    brackets = list(cue("duty").finditer(scene.text, line.start, line.end))
    first = next(iter(line.groups), None)
    if not brackets and first and first.of(AGENCY) and first.start - line.start < 4:
        bare_duty = cue("duty_after").match(scene.text, first.end)
        whole = re.compile(".+", re.S).match(scene.text, line.start, bare_duty.end()) if bare_duty else None
        brackets = [whole] if whole else []
    yield from brackets or _bare_duties(scene, line)


def _bare_duties(scene: Scene, line: Line) -> Iterator[re.Match[str]]:
    """（A、B） at the end of a measure of a policy: organs in a bracket with nothing else are responsible for it."""
    if scene.setting.policy is None:
        return
    for group in line.groups:
        bracket = _BRACKET.match(scene.text, group.start - 1) if group.start else None
        if bracket and group.of(AGENCY) and bracket.end() == group.end + 1:
            yield bracket


def _promoted(scene: Scene, line: Line, until: int, named: bool = True) -> list[Point]:
    """What a measure promotes or gives to; with `named`, for want of that, the sectors that it names."""
    found = []
    for verb in scene.said("promote", line.start, line.end):
        if verb.start() < until:
            things = objects(scene, line, verb.end(), FIELDS | FIRM, reach=16)
            found += [p for p in things if p.start < until and not p.echo and is_direct(scene, p.end)]
    if scene.setting.policy is not None:
        found += [p for p in _given(scene, line) if p.type in FIELDS and p.start < until]
    found += [p for p in line.points if p.type in ("Park", "Project") and p.start < until and not p.echo]
    if not found and named:
        found = [
            p
            for p in line.points
            if p.type in FIELDS
            and p.start < until
            and is_direct(scene, p.end)
            and p.id not in _main_fields(scene)
            and not re.match("[^，。；、]{0,4}(?:企业|活动|人员)", scene.text[p.end : p.end + 8])
        ]
    return found


def _main_fields(scene: Scene) -> set[str]:
    """The sectors that the whole document is about, which no single measure is for: three tenths of all mentions or more."""
    counts = Counter(p.id for p in scene.points if p.type in FIELDS)
    return {i for i, n in counts.items() if n >= 0.3 * sum(counts.values())}


def organ_promotes(scene: Scene) -> Iterator[Told]:
    """A 推进 / 加快 / 实施 X: an agency that leads the clause, and what it promotes right after the verb."""
    for line in scene.having(AGENCY, SUPPORTED):
        for found in scene.said("promote", line.start, line.end):
            agents = next(
                (g for g in line.before(found.start(), AGENCY | POLICY | GROWERS) if not scene.oblique(g.start)), None
            )
            if agents is None or not agents.of(AGENCY) or cue("speaker").match(scene.text, agents.end):
                continue
            things = objects(scene, line, found.end(), SUPPORTED, reach=8)
            yield from tell(
                "SUPPORTS", agents.of(AGENCY), [p for p in things if not p.echo and is_direct(scene, p.end)], line
            )


RULES = (
    field_in_title,
    policy_promotes,
    own_clauses,
    given_to,
    listed_in_plan,
    organ_supports,
    organ_promotes,
    duties,
    heads_chain,
)
LATE = ()
