"""Readings of a sentence that many rules share: what a verb governs, who speaks, what sum is named."""

import re
from collections.abc import Iterator

from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import BODIES, FIRM, Types
from kg.loaders.relate.scene.line import Group, Line, Point, led_from
from kg.schema.patterns import pattern

_AMOUNT = pattern(
    r"(?:[\d.,，]+|(?<![数几上近一二两三四五六七八九十百千])[一二两三四五六七八九十百千]+)\s*(?:多|余)?(?:万|亿)+"
    r"(?:元|美元|欧元|人民币|港元|日元)(?:人民币)?"
)
_OTHER_MONEY = pattern(
    r"(?:产值|营收|销售额?|税收|税|利润|收入|产出|贷款|补助|奖励|资产|市值|订单|融资)[^，。；]{0,6}$"
)
_FAR = 80


def objects(scene: Scene, line: Line, offset: int, types: Types, reach: int = 24) -> list[Point]:
    """What stands after a verb that ends at `offset`: members of `types` up to the end of its clause.

    The first list begins within `reach` characters of the verb, each further one within `reach` of the one before.
    """
    found: list[Point] = []
    offset += scene.text[offset : offset + 1] == "对"
    for group in line.after(offset, types, scene.clause_end(line, offset)):
        if group.start - offset > reach or cue("object_stop").search(scene.text, offset, group.start):
            break
        found += group.of(types)
        offset = group.end
    return found


def named_after(scene: Scene, line: Line, point: Point, words: re.Pattern[str]) -> Group | None:
    """The bodies whose names follow a good or sector and `words` for those who make it or work in it (P 供应商 E、E)."""
    bodies = next(line.after(point.end, BODIES, min(point.end + 14, line.end)), None)
    if bodies is None or words.fullmatch(scene.text, point.end, led_from(line, bodies)) is None:
        return None
    return bodies


def is_own(scene: Scene, line: Line, offset: int) -> bool:
    """Whether a verb of having speaks of somebody's own companies (旗下拥有), not of what a place has or a trade counts."""
    before = scene.text[max(line.start, offset - 6) : offset]
    return re.search(r"(?:旗下|下属|下辖|名下|下设)[^，。；]{0,4}$", before) is not None


def is_said_of(gap: str) -> bool:
    """Whether `gap`, from a subject to what is said of it, holds the copula: in one clause, or at the head of the last one."""
    if gap.startswith("是") and gap.endswith("的") and not re.search("[。；]", gap):
        return True
    last = re.split(r"[，,]", gap)[-1]
    if re.search(r"[。；]", gap) or cue("copula").search(last) is None:
        return False
    return (
        last is gap
        or len(gap) - len(last) < 2
        or re.match(r"(?:已|现|并|也|将|目前)*(?:成为|是|跻身|成长为)", last) is not None
    )


def is_direct(scene: Scene, end: int) -> bool:
    """Whether the thing that ends at `end` is itself what a verb promotes, not its standards, platforms or staff."""
    return cue("auxiliary").match(scene.text, end) is None


def beside(line: Line) -> Iterator[tuple[Point, Point]]:
    """Neighbouring points of a line, in order."""
    named = [p for p in line.points if not p.echo]
    yield from zip(named, named[1:], strict=False)


def amount(scene: Scene, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """The first sum that `[start, end)` names, as it stands there, but for what is earned, owed or given as aid (产值15亿元)."""
    for found in _AMOUNT.finditer(scene.text, start, end):
        if _OTHER_MONEY.search(scene.text, max(start, found.start() - 12), found.start()) is None:
            return (("amount", scene.parsed.text[found.start() : found.end()]),)
    return ()


def sides(scene: Scene, bodies: list[Point]) -> tuple[list[Point], list[Point]]:
    """The two sides of a deal, parted by the last 与 or 同 of their list; the first is empty where there is only one."""
    for cut in range(len(bodies) - 1, 0, -1):
        if re.search("[与同]", scene.between(bodies[cut - 1].end, bodies[cut].start)):
            return bodies[:cut], bodies[cut:]
    return bodies[:-1], bodies[-1:]


def speaking(scene: Scene, line: Line, offset: int, back: int = 2) -> list[Point]:
    """Whose deal a clause tells: the nearest company before it that no preposition leads, else the one that the title
    names, else who leads one of the `back` sentences before. 后者 and 前者 pick from a list of two.
    """
    for group in line.before(offset, FIRM):
        if not led_by_preposition(scene, line, group):
            return _former_or_latter(scene, group, offset)
    if found := scene.titled(FIRM):
        return found
    for earlier in scene.earlier(line, back):
        for group in earlier.groups:
            if group.of(FIRM) and not led_by_preposition(scene, earlier, group):
                return _former_or_latter(scene, group, offset)
    return []


def led_by_preposition(scene: Scene, line: Line, group: Group) -> bool:
    """Whether a preposition (由, 与, 采购自) stands before a list or the place in front of it, so that it is no subject."""
    start = led_from(line, group)
    return scene.oblique(start) or scene.text[max(line.start, start - 1) : start] == "自"


def _former_or_latter(scene: Scene, group: Group, offset: int) -> list[Point]:
    firms = group.of(FIRM)
    named = re.findall("[前后]者", scene.text[max(group.end, offset - _FAR) : offset]) if len(firms) == 2 else []
    return [firms[0 if named[-1] == "前者" else 1]] if named else firms
