"""Projects as the text tells them: money, land, the step they have reached (洽谈 … 投产, 中止, 终止) and its dates.

A step and its date are read clause by clause: what is only planned (预计2027年6月投产) is no step, but gives the day that is
aimed at. A step may also be the heading's (二、开工项目).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extraction import Referent
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import PROJECT
from kg.loaders.relate.scene.line import Line, Point, clause_start
from kg.schema.patterns import pattern

ENDED, PAUSED, SOUGHT = "终止", "中止", "洽谈"
_STEPS = (SOUGHT, "签约", "在建", "投产", PAUSED, ENDED)  # a later one outweighs an earlier one
_CUES = {ENDED: "ended", PAUSED: "paused", "投产": "opened", "在建": "started", "签约": "signed", SOUGHT: "sought"}
_DATED = {ENDED: "ended", "投产": "opened", "在建": "started", "签约": "signed"}
_HEADED = {"done": "投产", "building": "在建", "agreed": "签约", "talked": SOUGHT, "stopped": ENDED, "halted": PAUSED}
_CLAUSE = pattern(r"[^，。；！？\n]+")
_DATE = pattern(r"(?:(?P<year>(?:19|20)\d\d)年)?(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?)?")
_ON = 4  # sentences that may go on with a project
GONE = frozenset({"LOCATED_IN", "PRODUCES", "OPERATES", "INVESTS_IN"})
"""Relations that no longer hold of a project that was given up."""


class Passage(NamedTuple):
    """What a sentence tells of one project: `[start, end)`, and the sentence itself."""

    id: str
    start: int
    end: int
    line: Line


def tell_projects(scene: Scene) -> None:
    """Give the projects among the scene's referents `investment`, `area`, `stage` and the dates of their steps."""
    headed: dict[str, list[str]] = {}
    for passage in passages(scene):
        project = scene.by_id[passage.id]
        for name, value in _figures(scene, passage):
            project.attrs.setdefault(name, value)
        for step, name, day in _steps(scene, passage):
            _reach(project, step)
            if day and name:
                project.attrs.setdefault(name, day)
        headed.setdefault(passage.id, []).extend(_headed(scene, passage.line))
    for id_, steps in headed.items():
        if "stage" not in scene.by_id[id_].attrs:
            for step in steps:
                _reach(scene.by_id[id_], step)


def given_up(scene: Scene) -> frozenset[str]:
    """Ids of the projects that the text says were given up."""
    return frozenset(r.id for r in scene.of_type("Project") if r.attrs.get("stage") == ENDED)


def passages(scene: Scene) -> Iterator[Passage]:
    """What tells of each project: its part of the sentence that names it, and sentences that go on with it alone."""
    for line in scene.having(PROJECT):
        named = [p for p in line.points if p.type == "Project"]
        for i, point in enumerate(named):
            start = line.start if i == 0 else max(named[i - 1].end, clause_start(line, point.start))
            end = line.end
            if i + 1 < len(named):
                end = max(point.end, clause_start(line, named[i + 1].start))
            yield Passage(point.id, start, end, line)
        if len({p.id for p in named}) == 1:
            yield from (Passage(named[0].id, on.start, on.end, on) for on in _going_on(scene, line, named[0]))


def _going_on(scene: Scene, line: Line, project: Point) -> Iterator[Line]:
    """The sentences of the same paragraph that go on with a project, up to one that names another or begins anew."""
    item = (project.end - project.start) * 2 > line.end - line.start  # the project's name is the head of an item
    for other in scene.lines[line.index + 1 : line.index + 1 + _ON]:
        if scene.text[other.start - 1] == "\n" or "Project" in other.kinds:
            return
        if not item and not cue("goes_on").match(scene.text[other.start : other.end]):
            return
        yield other


def heading_project(scene: Scene, line: Line) -> list[Point]:
    """The one project that a sentence without a project goes on with."""
    for earlier in reversed(scene.lines[max(0, line.index - _ON) : line.index]):
        named = [p for p in earlier.points if p.type == "Project"]
        if named:
            goes_on = len({p.id for p in named}) == 1 and line in _going_on(scene, earlier, named[0])
            return named[:1] if goes_on else []
    return []


def _figures(scene: Scene, passage: Passage) -> Iterator[tuple[str, str]]:
    """Money and land as they stand in the text."""
    raw = scene.parsed.text
    paid = cue("invested").search(scene.text, passage.start, passage.end)
    if paid:
        yield "investment", raw[slice(*paid.span("sum" if paid["sum"] else "sum2"))]
    land = cue("land").search(scene.text, passage.start, passage.end)
    if land:
        yield "area", raw[slice(*land.span("area"))]


def _steps(scene: Scene, passage: Passage) -> Iterator[tuple[str, str, str | None]]:
    """(step, name of its date, date) of each step that the passage tells; a planned opening as (``, due, date)."""
    day = None
    for clause in _CLAUSE.finditer(scene.text, passage.start, passage.end):
        words = _without_names(scene, clause.start(), clause.end())
        day = _day(scene, words) or day
        for step, name in _CUES.items():
            found = cue(name).search(words)
            if found is None:
                continue
            if step == SOUGHT or not _is_plan(step, words[: found.start()]):
                yield step, _DATED.get(step, ""), day
            elif step == "投产" and _day(scene, words):
                yield "", "due", _day(scene, words)
            break


def _is_plan(step: str, before: str) -> bool:
    """Whether the words before a step say that it is still to come; 原定落户的…已终止 is over all the same."""
    if step in (ENDED, PAUSED):
        return re.search("(?:拟|计划|将|可能|不会)[^，]{0,2}$", before) is not None
    return cue("planned").search(before) is not None


def _without_names(scene: Scene, start: int, end: int) -> str:
    """The words of a clause with blanks for the things they name: a name's own words (签约项目) tell no step."""
    words = list(scene.text[start:end])
    for point in scene.within(start, end):
        for i in range(point.start - start, min(point.end, end) - start):
            words[i] = "\x00"
    return "".join(words)


def _day(scene: Scene, words: str) -> str | None:
    """The first date of a clause as ISO text; one without a year is of the document's own year."""
    for found in _DATE.finditer(words):
        if found["year"] or (found["month"] and found["day"]):
            year = found["year"] or (scene.parsed.document.meta.date or "")[:4]
            if year.isdigit():
                return "-".join(part.zfill(2) for part in (year, found["month"], found["day"]) if part)
    return None


def _headed(scene: Scene, line: Line) -> list[str]:
    """The step that the headings over a sentence give its projects."""
    for section in scene.sections(line):
        found = cue("heading_stage").search(scene.text, section.heading.start, section.heading.end)
        if found and not any(p.type == "Project" for p in scene.within(section.heading.start, section.heading.end)):
            return [_HEADED[found.lastgroup]] if found.lastgroup else []
    return []


def _reach(project: Referent, step: str) -> None:
    """Set the stage, unless a later one is told already."""
    if step and _STEPS.index(step) >= _STEPS.index(project.attrs.get("stage", SOUGHT)):
        project.attrs["stage"] = step
