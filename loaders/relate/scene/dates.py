"""When something told began to be so: the date that its sentence gives, if it gives one and speaks of no plan."""

import re

from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.told import Told
from kg.schema.patterns import pattern

# Relations that an event brings about, so that the date of the event is the date from which they hold.
_EVENTS = frozenset({
    "LOCATED_IN", "ISSUED_BY", "INVESTS_IN", "OPERATES", "SUBSIDIARY_OF", "PARTNERS_WITH", "SUPPLIES", "WORKS_FOR",
})  # fmt: skip
_DATE = pattern(r"(?<![\d-])((?:19|20)\d\d)年(?:(1[0-2]|0?[1-9])月(?:(3[01]|[12]\d|0?[1-9])日)?)?(?!\d)")
_OPENING = 8  # a date that opens the sentence is the date of all that it says
_PLAN = pattern(r"(?:到|至|预计|计划|力争|争取|拟|将于|截至|截止|截止到|目标|-|—|~)$")


def since(scene: Scene, told: Told) -> str | None:
    """The date as ISO text of its own precision (2021, 2021-12, 2021-12-31), None for no date, several, or a planned one."""
    if told.relation not in _EVENTS:
        return None
    text = scene.parsed.folded
    found = {m.group(0): m for m in _DATE.finditer(text, told.start, told.end)}
    if len(found) != 1:
        return None
    (date,) = found.values()
    if _PLAN.search(text, max(told.start, date.start() - 4), date.start()) or re.match(
        r"底?[前将]|底?预计", text[date.end() : date.end() + 3]
    ):
        return None
    if date.start() - told.start > _OPENING and not _beside(scene, told, date.start(), date.end()):
        return None
    return "-".join(part.zfill(2) for part in date.groups() if part)


def _beside(scene: Scene, told: Told, start: int, end: int) -> bool:
    """Whether a clause that holds the date, or the one right after it, names one of the two ends."""
    text = scene.text
    left = max(text.rfind(mark, told.start, start) for mark in "，；：。") + 1
    right = re.compile(r"[，；：。][^，；：。]*").match(text, _stop(text, end, told.end), told.end)
    until = right.end() if right else told.end
    ends = (m for end_ in (told.source, told.target) for m in scene.by_id[end_].mentions)
    return any(max(left, told.start) <= m.start < until for m in ends)


def _stop(text: str, start: int, end: int) -> int:
    found = re.compile("[，；：。]").search(text, start, end)
    return found.start() if found else end
