"""INVESTS_IN, SUBSIDIARY_OF and OPERATES: whose money, whose company, who builds and runs."""

import re
from collections.abc import Iterator

from kg.loaders.relate.cues import cue
from kg.loaders.relate.kinds import AGENCY, BODIES, BUILT, FIRM, FUNDED, OWNERS, PROJECT, REGION, RUNNERS
from kg.loaders.relate.line import Line, Point
from kg.loaders.relate.names import Forms
from kg.loaders.relate.scene import Scene, bare
from kg.loaders.relate.told import Told, beside, tell

_AMOUNT = re.compile(r"[\d.,，]+\s*(?:多|余)?(?:万|亿)+(?:元|美元|欧元|人民币|港元|日元)(?:人民币)?")


def founded_by(scene: Scene) -> Iterator[Told]:
    """E 由 B 投资(…亿元)设立; B 投资设立 E: B invests in E, and E is its subsidiary."""
    for line in scene.having(FIRM):
        for group in line.groups:
            firms = group.of(FIRM)
            start = next((p.start for p in line.points if p.end == group.start and p.type == "Region"), group.start)
            if not firms or scene.text[max(line.start, start - 1) : start] != "由":
                continue
            until = scene.clause_end(line, group.end)
            if cue("set_up").search(scene.text, group.end, until):
                child = next((g for g in line.before(group.start, OWNERS)), None)
                if child:
                    yield from _owned(scene, line, child.of(OWNERS)[-1:], firms, until)


def founds(scene: Scene) -> Iterator[Told]:
    """B(与 C)投资设立 / 收购 / 控股 E."""
    for line in scene.having(OWNERS):
        for found in scene.said("found", line.start, line.end):
            until = scene.clause_end(line, found.end())
            child = next(line.after(found.end(), OWNERS, min(until, found.end() + 12)), None)
            parents = scene.subject(line, found.start(), FIRM, back=1)
            if child is None or not parents or re.search(r"的$|，", scene.between(found.end(), child.start)[-1:]):
                continue
            partner = [
                p
                for g in line.before(found.start(), FIRM)
                if scene.oblique(g.start)
                for p in g.of(FIRM)
                if p.start > parents[0].start
            ]
            yield from _owned(scene, line, child.of(OWNERS)[:1], [*parents, *partner], until)


def _owned(scene: Scene, line: Line, children: list[Point], parents: list[Point], until: int) -> Iterator[Told]:
    amount = _amount(scene, line, parents[-1].end, until)
    yield from tell("SUBSIDIARY_OF", children, parents, line)
    yield from tell("INVESTS_IN", parents, children, line, amount)


def _amount(scene: Scene, line: Line, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """The sum that a clause names, as it stands there."""
    found = _AMOUNT.search(scene.text, start, end)
    return (("amount", found[0]),) if found else ()


def branch(scene: Scene) -> Iterator[Told]:
    """B 下属 E; 子公司 E; E 是 B 的子公司; 母公司 B; 本部、… 组成."""
    for line in scene.having(BODIES):
        for left, right in zip(line.points, line.points[1:], strict=False):
            gap = scene.between(left.end, right.start)
            if left.type not in BODIES or right.type not in BODIES:
                continue
            if re.fullmatch(f"(?:{cue('under').pattern})|(?:{cue('subsidiary').pattern})", gap):
                yield from tell("SUBSIDIARY_OF", [p for p in line.list_of(right) if p.type in BODIES], [left], line)
            elif (
                gap in ("（", "(")
                and cue("subsidiary").match(scene.text, right.end)
                or re.fullmatch(r"(?:也|现|目前)?(?:是|为|系|属|成为)(?:由)?", gap)
                and (_called_branch(scene, right.end) or cue("owned").match(scene.text, right.end))
            ):
                yield from tell("SUBSIDIARY_OF", [left], [right], line)
        for found in scene.said("parent", line.start, line.end):
            parent = next(line.after(found.end(), BODIES, found.end() + 2), None)
            if parent:
                yield from tell(
                    "SUBSIDIARY_OF", scene.subject(line, found.start(), BODIES)[-1:], parent.of(BODIES)[:1], line
                )
        for found in scene.said("subsidiary", line.start, line.end):
            child = next(line.after(found.end(), BODIES, found.end() + 2), None)
            subject = scene.subject(line, found.start(), BODIES)[-1:]
            if child and child.start >= found.end():
                yield from tell("SUBSIDIARY_OF", child.of(BODIES), subject, line)


def _called_branch(scene: Scene, offset: int) -> bool:
    """Whether what follows calls the subject a subsidiary: 的全资子公司, 在华设立的独资企业."""
    found = re.match(
        r"(?:在[^，。；]{1,8}?(?=投资|设立|成立|的))?(?:全资|控股|投资|独资)*(?:设立|成立)?",
        scene.text[offset : offset + 20],
    )
    return cue("subsidiary").match(scene.text, offset + (len(found[0]) if found else 0)) is not None


def made_up_of(scene: Scene) -> Iterator[Told]:
    """医院由本部、西院区 … 组成; A 是 B 的挂靠单位: branches and attached bodies of a hospital or institution."""
    for line in scene.having(BODIES):
        for group in line.groups:
            parts = [p for p in group.points if p.type in ("Hospital", "Institution")]
            if not parts:
                continue
            before = scene.text[max(line.start, group.start - 12) : group.start]
            after = scene.text[group.end : group.end + 12]
            houses = re.search(r"(?:现有|拥有|下设|设有|下辖|包括|分为)$", before) and re.match(
                r"(?:等)?[^，。]{0,3}(?:院区|分院)", after
            )
            if (
                houses
                or (re.search(r"由[^，。]{0,8}$", before) and re.search(r"组成|构成", after))
                or re.match(r"(?:的)?(?:挂靠|依托)单位", after)
            ):
                yield from tell("SUBSIDIARY_OF", parts, _whole(scene, line, group.start, parts), line)


def _whole(scene: Scene, line: Line, offset: int, parts: list[Point]) -> list[Point]:
    ids = {p.id for p in parts}
    pool = (line, *scene.earlier(line, 2))
    found = [p for other in pool for p in other.points if p.type in BODIES and p.id not in ids and p.start < offset]
    return found[:1]


def branch_by_name(scene: Scene) -> Iterator[Told]:
    """An enterprise whose name goes on from another's (甲, 甲(苏州)有限公司) is its subsidiary; so is 甲附属医院."""
    bodies = Forms(scene, *sorted(BODIES))
    for line, point in scene.firsts(*BODIES):
        name = bare(scene.name(point.id))
        parents = [
            h
            for h in bodies.in_name_of(point.id, aliases=False)
            if h.start == 0 and _own_name(name[h.end :], point.type)
        ]
        yield from tell("SUBSIDIARY_OF", [point], [h.id for h in sorted(parents)[-1:]], line)


def _own_name(rest: str, kind: str) -> bool:
    """Whether what follows the parent's name names something else than its legal form (中国, 绿能(苏州), 附属医院)."""
    return kind != "Enterprise" or len(re.sub(r"\W", "", cue("company_tail").sub("", rest))) > 1


def invests(scene: Scene) -> Iterator[Told]:
    """E 投资 X 亿元建设 P; E 入股 / 收购 / 增资 E; 资金投入 E."""
    for line in scene.having(FUNDED):
        for found in scene.said("invest", line.start, line.end):
            until = scene.clause_end(line, found.end())
            things = next(line.after(found.end(), FUNDED, until), None)
            owners = scene.subject(line, found.start(), OWNERS, back=1)[-1:]
            if things is None or not owners or re.search(r"[与和向由为]$", scene.text[found.end() : things.start]):
                continue
            targets = [p for p in things.of(FUNDED) if not p.echo]
            yield from tell("INVESTS_IN", owners, targets, line, _amount(scene, line, found.start(), until))


def money_from(scene: Scene) -> Iterator[Told]:
    """E 获得 F 投资."""
    for line in scene.having(OWNERS):
        for found in scene.said("receive", line.start, line.end):
            owners = next(line.after(found.end(), OWNERS, found.end() + 2), None)
            if owners and cue("money_in").match(scene.text, owners.end):
                yield from tell("INVESTS_IN", owners.of(OWNERS), scene.subject(line, found.start(), FIRM)[-1:], line)


def builds_project(scene: Scene) -> Iterator[Told]:
    """E … 投资 … P 项目 in one sentence: who pays for a project and builds it INVESTS_IN and OPERATES it."""
    for line in scene.having(PROJECT):
        for point in line.points:
            if point.type != "Project" or point.echo or any(p.type == "Enterprise" for p in line.list_of(point)):
                continue
            owner = next((g for g in line.before(point.start, FIRM)), None) or next(
                (g for g in line.after(point.end, FIRM, line.end)), None
            )
            if owner is not None and re.search(r"[向给]$", scene.text[owner.start - 1 : owner.start]):
                continue
            firms = owner.of(FIRM) if owner else scene.subject(line, point.start, FIRM, back=1)[:1]
            yield from tell("OPERATES", firms, [point], line)
            if cue("build_up").search(scene.text, line.start, line.end):
                yield from tell("INVESTS_IN", firms, [point], line, _amount(scene, line, line.start, line.end))


def named_project(scene: Scene) -> Iterator[Told]:
    """甲 + 一期项目, 甲的 … 项目: the company before a project runs it."""
    for line in scene.having(FIRM, PROJECT):
        for owner, project in beside(line):
            if (
                owner.type == "Enterprise"
                and project.type == "Project"
                and scene.between(owner.end, project.start) in ("", "的")
            ):
                yield from tell("OPERATES", [owner], [project], line)


def run_by(scene: Scene) -> Iterator[Told]:
    """P 由 E 负责 / 承建 / 运营; A 直管的 P."""
    for line in scene.having(BUILT):
        for group in line.groups:
            runners = group.of(RUNNERS)
            if not runners:
                continue
            led = scene.text[max(line.start, group.start - 1) : group.start] == "由"
            after = re.match(f"[^，。；]{{0,14}}?(?:{cue('operate').pattern})", scene.text[group.end : group.end + 24])
            if led and after:
                built = list(line.before(group.start, BUILT))
                thing = next((g for g in built if g.of(PROJECT)), built[0] if built else None)
                thing = thing or next(line.after(group.end, BUILT, scene.clause_end(line, group.end)), None)
                if thing:
                    yield from tell("OPERATES", runners, thing.of(BUILT)[-1:], line)
                    if re.search("[投出]资", after[0]):
                        paid = _amount(scene, line, line.start, line.end)
                        yield from tell(
                            "INVESTS_IN", [p for p in runners if p.type in OWNERS], thing.of(BUILT)[-1:], line, paid
                        )
            elif re.match(f"(?:{cue('run_by').pattern})的", scene.text[group.end : group.end + 4]):
                thing = next((g for g in line.before(group.start, BUILT) if not scene.oblique(g.start)), None)
                if thing:
                    yield from tell("OPERATES", runners, thing.of(BUILT)[:1], line)


def runner_said(scene: Scene) -> Iterator[Told]:
    """E 是 P 的运营主体; E 负责 P 的运营."""
    for line in scene.having(BUILT):
        for firm, place in beside(line):
            said = re.fullmatch(r"(?:是|为|系|作为|负责|承担)", scene.between(firm.end, place.start))
            if said and firm.type in RUNNERS and place.type in BUILT and cue("runner").match(scene.text, place.end):
                yield from tell("OPERATES", [firm], [place], line)


def runs(scene: Scene) -> Iterator[Told]:
    """E 建设 / 运营 / 启动 P: a subject, a verb of building or running, a project or park."""
    for line in scene.having(BUILT):
        for found in scene.said("run", line.start, line.end):
            until = scene.clause_end(line, found.end())
            things = next(line.after(found.end(), frozenset({"Project", "Park"}), min(until, found.end() + 14)), None)
            runners = scene.subject(line, found.start(), FIRM | AGENCY | REGION, back=1)[-1:]
            if (
                things
                and runners
                and runners[0].type == "Enterprise"
                and not scene.oblique(things.start)
                and not cue("site").match(scene.text, things.end)
            ):
                yield from tell("OPERATES", runners, [p for p in things.of(BUILT) if not p.echo], line)


def committee(scene: Scene) -> Iterator[Told]:
    """A park's 管理委员会 runs it."""
    parks = Forms(scene, "Park")
    for line, point in scene.firsts("Agency"):
        stems = [cue("committee").sub("", n) for n in scene.forms(point.id) if cue("committee").search(n)]
        owned = [
            h
            for stem in stems
            for h in parks.inside(stem + "\n")
            if h.end == len(stem) and (h.start == 0 or h.length > 3)
        ]
        yield from tell("OPERATES", [point], [h.id for h in sorted(owned)[-1:]], line)


def pays_for(scene: Scene, told: list[Told]) -> Iterator[Told]:
    """A sentence on a project (该项目总投资 …) that names no firm: who builds it pays for it."""
    builders: dict[str, list[str]] = {}
    for t in told:
        if (
            t.relation == "OPERATES"
            and scene.by_id[t.source].type == "Enterprise"
            and t.source not in builders.get(t.target, [])
        ):
            builders.setdefault(t.target, []).append(t.source)
    for line in scene.having(PROJECT):
        named = {p.id for p in line.points if p.type == "Project"}
        if len(named) == 1 and not line.kinds & FIRM and cue("build_up").search(scene.text, line.start, line.end):
            for project in named:
                yield from tell(
                    "INVESTS_IN", builders.get(project, []), [project], line, _amount(scene, line, line.start, line.end)
                )


RULES = (
    founded_by,
    founds,
    branch,
    made_up_of,
    branch_by_name,
    invests,
    money_from,
    builds_project,
    named_project,
    run_by,
    runner_said,
    runs,
    committee,
)
LATE = (pays_for,)
