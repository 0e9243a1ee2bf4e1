"""OPERATES: who builds and runs a project or park, and so pays for it."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import CUES, cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import AGENCY, BUILT, FIRM, OWNERS, PROJECT, REGION, RUNNERS
from kg.loaders.relate.scene.line import Group, Line, Point
from kg.loaders.relate.scene.names import Forms
from kg.loaders.relate.scene.projects import heading_project
from kg.loaders.relate.scene.readings import amount, beside
from kg.loaders.relate.scene.told import Told, tell

_TAKEN_ON = CUES.expression("[^，。；]{0,14}?(?:{operate})|(?:联合|共同|合作|独家)?(?:投资|出资|投建)(?=[，。；])")
_RUN_BY = CUES.expression("(?:{run_by})的")


def invests_to_make(scene: Scene) -> Iterator[Told]:
    """E 投资 X 亿元,将 P 建设成 …: the park or project that the money makes is E's to build and run."""
    for line in scene.having(BUILT):
        for found in scene.said("invest", line.start, line.end):
            until = scene.clause_end(line, found.end())
            things = next(line.after(until, frozenset({"Park", "Project"}), until + 3), None)
            if (
                things is None
                or scene.text[things.start - 1] not in "将把"
                or not re.match(r"[^，。；]{0,2}(?:建|打造)", scene.text[things.end :][:6])
            ):
                continue
            owners = scene.subject(line, found.start(), FIRM, back=1)[-1:]
            targets = things.of(BUILT)[:1]
            yield from tell("INVESTS_IN", owners, targets, line, amount(scene, found.start(), until))
            yield from tell("OPERATES", owners, targets, line)


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
            left = next(line.before(owner.start, FIRM), None) if owner else None
            if owner and left and cue("joint").fullmatch(scene.text, left.end, owner.start):
                yield from tell("OPERATES", left.of(FIRM), [point], line)
            firms = owner.of(FIRM) if owner else scene.subject(line, point.start, FIRM, back=1)[:1]
            yield from tell("OPERATES", firms, [point], line)
            if cue("build_up").search(scene.text, line.start, line.end):
                yield from _pay(scene, line, firms, [point])


def named_project(scene: Scene) -> Iterator[Told]:
    """甲 + 一期项目, 甲的 … 项目: the company before a project runs it."""
    for line in scene.having(FIRM, PROJECT):
        for owner, project in beside(line):
            if (
                owner.type == "Enterprise"
                and project.type == "Project"
                and cue("own_project").fullmatch(scene.between(owner.end, project.start))
            ):
                yield from tell("OPERATES", [owner], [project], line)


def own_park(scene: Scene) -> Iterator[Told]:
    """甲 + 石林基地, 甲的 … 园: the company right before a base or park runs it."""
    for line in scene.having(FIRM, BUILT):
        for owner, place in beside(line):
            gap = scene.between(owner.end, place.start)
            if owner.type == "Enterprise" and place.type in ("Park", "Hospital") and cue("own_place").fullmatch(gap):
                yield from tell("OPERATES", [owner], [place], line)


def run_by(scene: Scene) -> Iterator[Told]:
    """P 由 E 负责 / 承建 / 运营; A 直管的 P. A sentence that goes on with a project needs not name it again."""
    for line in scene.having(RUNNERS):
        for group in line.groups:
            runners = group.of(RUNNERS)
            if not runners:
                continue
            led = scene.text[max(line.start, group.start - 1) : group.start] == "由"
            after = _TAKEN_ON.match(scene.text, group.end, group.end + 24)
            if led and after:
                works = _run(scene, line, group)
                yield from tell("OPERATES", runners, works, line)
                if re.search("[投出]资", after[0]):
                    yield from _pay(scene, line, runners, works)
            elif _RUN_BY.match(scene.text, group.end, group.end + 4):
                thing = next((g for g in line.before(group.start, BUILT) if not scene.oblique(g.start)), None)
                if thing:
                    yield from tell("OPERATES", runners, thing.of(BUILT)[:1], line)


def _run(scene: Scene, line: Line, group: Group) -> list[Point]:
    """What those of `group` run: a project before them, that of the heading, else a park before, else what follows."""
    built = list(line.before(group.start, BUILT))
    thing = next((g for g in built if g.of(PROJECT)), None)
    headed = heading_project(scene, line) if thing is None else []
    after = next(line.after(group.end, BUILT, scene.clause_end(line, group.end)), None)
    thing = thing or (built[0] if built else after)
    return headed or (thing.of(BUILT)[-1:] if thing else [])


def _pay(scene: Scene, line: Line, payers: list[Point], works: list[Point]) -> Iterator[Told]:
    """INVESTS_IN with the sum of the sentence, else of the project; of several who pay together none pays it all."""
    owners = [p for p in payers if p.type in OWNERS]
    paid = amount(scene, line.start, line.end)
    if not paid and works:
        whole = scene.by_id[works[0].id].attrs.get("investment")
        paid = (("amount", whole),) if whole else ()
    yield from tell("INVESTS_IN", owners, works, line, paid if len(owners) == 1 else ())


def investor_said(scene: Scene) -> Iterator[Told]:
    """投资方为 A; 建设单位：A: who pays for the project of the sentence, or of the one it goes on with, and builds it."""
    for line in scene.having(RUNNERS):
        for name in ("investor_is", "runner_is"):
            for found in scene.said(name, line.start, line.end):
                group = next(line.after(found.end(), RUNNERS, found.end() + 2), None)
                near = next(line.before(found.start(), PROJECT), None) or next(
                    line.after(found.end(), PROJECT, line.end), None
                )
                works = near.of(PROJECT)[-1:] if near else heading_project(scene, line)
                if group and works:
                    yield from tell("OPERATES", group.of(RUNNERS), works, line)
                    if name == "investor_is":
                        yield from _pay(scene, line, group.of(RUNNERS), works)


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
                and not any(p.type == "Enterprise" for p in scene.within(found.end(), things.start))
            ):
                yield from tell("OPERATES", runners, [p for p in things.of(BUILT) if not p.echo], line)


def committee(scene: Scene) -> Iterator[Told]:
    """A park's 管理委员会 runs it."""
    parks = Forms.of(scene, "Park")
    for line, point in scene.firsts("Agency"):
        stems = [cue("committee").sub("", n) for n in scene.forms(point.id) if cue("committee").search(n)]
        owned = [
            h
            for stem in stems
            for h in parks.inside(stem + "\n")
            if h.end == len(stem) and (h.start == 0 or h.length > 3)
        ]
        yield from tell("OPERATES", [point], [h.id for h in sorted(owned)[-1:]], line)


def committee_here(scene: Scene) -> Iterator[Told]:
    """管委会, 开发区管委会 with no name of its own: that of the park which the document is about."""
    home = scene.setting.home
    if home is None or scene.by_id[home].type != "Park":
        return
    for line, point in scene.firsts("Agency"):
        if all(cue("bare_committee").fullmatch(form) for form in scene.forms(point.id)):
            yield from tell("OPERATES", [point], [home], line)


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
                    "INVESTS_IN", builders.get(project, []), [project], line, amount(scene, line.start, line.end)
                )


RULES = (
    invests_to_make,
    builds_project,
    named_project,
    own_park,
    run_by,
    investor_said,
    runner_said,
    runs,
    committee,
    committee_here,
)
LATE = (pays_for,)
