"""What a rule hands on, and the readings of a sentence that many rules share."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kg.extraction import Claim
from kg.loaders.encoder.linking import Chance, Key
from kg.loaders.relate.cues import cue
from kg.loaders.relate.kinds import BODIES, Types
from kg.loaders.relate.line import Group, Line, Point, led_from
from kg.loaders.relate.scene import Scene
from kg.schema import ontology
from kg.schema.patterns import pattern

_AMOUNT = pattern(r"[\d.,，]+\s*(?:多|余)?(?:万|亿)+(?:元|美元|欧元|人民币|港元|日元)(?:人民币)?")
_OTHER_MONEY = pattern(
    r"(?:产值|营收|销售额?|税收|税|利润|收入|产出|贷款|补助|奖励|资产|市值|订单|融资)[^，。；]{0,6}$"
)


class Told(NamedTuple):
    """A relation as a rule read it, with the span of the text that says so."""

    relation: str
    source: str
    target: str
    start: int
    end: int
    attrs: tuple[tuple[str, str], ...] = ()


Rule = Callable[[Scene], Iterator[Told]]
LateRule = Callable[[Scene, list[Told]], Iterator[Told]]


def key_of(told: Told | Claim | Chance) -> Key:
    """What makes two claims the same; the order of the ends does not count where the relation has none."""
    ends = (told.source, told.target)
    if ontology().relation(told.relation).symmetric:
        ends = (min(ends), max(ends))
    return told.relation, *ends


def tell(
    relation: str,
    sources: Iterable[Point | str],
    targets: Iterable[Point | str],
    line: Line,
    attrs: tuple[tuple[str, str], ...] = (),
) -> Iterator[Told]:
    """Every source in `relation` to every target, on the evidence of `line`."""
    ends = [_id(t) for t in targets]
    for source in sources:
        for target in ends:
            if _id(source) != target:
                yield Told(relation, _id(source), target, line.start, line.end, attrs)


def _id(thing: Point | str) -> str:
    return thing if isinstance(thing, str) else thing.id


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
