"""What is lacking or sought, as sentences say it (缺少 a, 拟招引甲)."""

from collections.abc import Iterator

from kg.document import Span
from kg.fact import LACKS, SEEKS
from kg.loaders.relate.against.doubt import listed
from kg.loaders.relate.needs.said import WANTED, Said, is_itself
from kg.loaders.relate.scene.codes import inside
from kg.loaders.relate.scene.cues import cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.kinds import FIRM, GOODS, PLACES, PRODUCT
from kg.loaders.relate.scene.line import Group, Line, Point, clause_start


def says_wish(scene: Scene) -> Iterator[Said]:
    """缺少 a、b 企业; 尚无 a 企业; 重点引进 a、b 企业; 拟招引甲、乙."""
    for line in scene.having(WANTED):
        for verb in scene.said("wished", line.start, line.end):
            named = next((g.end for g in reversed(line.groups) if g.end <= verb.start()), line.start)
            before = scene.text[max(named, verb.start() - 8) : verb.start()]
            if cue("wish_done").search(before) or cue("need_negated").search(before):
                continue
            kind = LACKS if cue("need_lacking").search(verb[0]) else SEEKS
            if cue("need_of_others").search(verb[0]) or not _ours(scene, line, verb.start()):
                continue
            for point in listed(scene, line, verb.end(), WANTED):
                if is_itself(scene, line, point):
                    yield _at(scene, line, verb.start(), kind, point)


def says_missing(scene: Scene) -> Iterator[Said]:
    """a、b 环节缺失; a 尚未布局; of products a 配套率不足 5%; but not 填补了 a 空白."""
    for line, group in _goods(scene):
        missed = cue("missed_after").match(scene.text, group.end) or cue("need_here_not").match(scene.text, group.end)
        weak = missed is None and cue("need_here_weak").match(scene.text, group.end)
        if (missed or weak) and _still_open(scene, line, group) and _ours(scene, line, group.start):
            yield from (_at(scene, line, group.start, LACKS, p) for p in group.of(GOODS if missed else PRODUCT))


def says_filling(scene: Scene) -> Iterator[Said]:
    """着力补齐 a、b 环节; 围绕 a 延链补链."""
    for line in scene.having(GOODS):
        for verb in scene.said("need_fill", line.start, line.end):
            for point in listed(scene, line, verb.end(), GOODS):
                if is_itself(scene, line, point):
                    yield _at(scene, line, verb.start(), LACKS, point)
    for line, group in _goods(scene):
        if cue("need_after").match(scene.text, group.end):
            yield from (_at(scene, line, group.start, SEEKS, p) for p in group.of(GOODS))


def says_bought(scene: Scene) -> Iterator[Said]:
    """a、b 主要依赖外地采购; a 基本靠从丙省采购."""
    for line, group in _goods(scene):
        far = cue("need_bought_far").match(scene.text, group.end) or _bought_at(scene, group)
        if far and _ours(scene, line, group.start):
            yield from (_at(scene, line, group.start, LACKS, p) for p in group.of(GOODS))


def _bought_at(scene: Scene, group: Group) -> bool:
    """Whether goods are bought in places that are not the document's own, nor inside it."""
    found = cue("need_bought_at").match(scene.text, group.end)
    if found is None:
        return False
    places = [p.id for p in scene.within(*found.span("place")) if p.type == "Region"]
    home = scene.setting.home
    return bool(places) and home is not None and not any(inside(scene, p, home) for p in places)


def aims_at_firms(scene: Scene) -> Iterator[Said]:
    """Firms that `doubt` knows to be only wished for where no wish stands before them: 瞄准甲、乙; 甲列入招商名单."""
    for line in scene.having(FIRM):
        for group in line.groups:
            after = cue("wished_after").match(scene.text, group.end)
            for point in group.of(FIRM):
                if point.start in scene.doubt.wished and (after or _aimed(scene, line, group)):
                    yield _at(scene, line, group.start, SEEKS, point)


def _aimed(scene: Scene, line: Line, group: Group) -> bool:
    start = clause_start(line, group.start)
    return any(v.end() <= group.start for name in _AIMS for v in scene.said(name, start, group.start))


_AIMS = ("aimed_firms", "aimed_if_invited")


def _goods(scene: Scene) -> Iterator[tuple[Line, Group]]:
    """The lists of goods of running text; a heading only says what is spoken of below it."""
    for line in scene.having(GOODS):
        heading = next((s.heading for s in scene.sections(line)), Span(0, 0))
        marked = cue("list_sentence").match(scene.text, heading.start) is not None  # 一是…；二是…
        end = line.start if marked or heading.start < line.start else heading.end
        yield from ((line, group) for group in line.groups if group.of(GOODS) and group.start >= end)


def _at(scene: Scene, line: Line, offset: int, kind: str, point: Point) -> Said:
    """Of the place that the sentence names as its subject, else of the document's own."""
    found = next((g for g in line.before(offset, PLACES) if not scene.oblique(g.start)), None)
    return Said(kind, point, line.start, line.end, found.of(PLACES)[0].id if found else None)


def _ours(scene: Scene, line: Line, offset: int) -> bool:
    """Whether a clause does not speak of the whole country or trade."""
    return cue("need_elsewhere").search(scene.text, clause_start(line, offset), offset) is None


def _still_open(scene: Scene, line: Line, group: Group) -> bool:
    """Whether no word before the goods says that the gap has been closed: 补上 a 短板 does, but for what is still to be done."""
    start = clause_start(line, group.start)
    before = scene.text[start : group.start]
    closed = cue("need_closed").search(before)
    if closed is None:
        return cue("need_negated").search(before) is None
    led = before[: closed.start()]
    if len(led) <= _LED:  # the clause goes on with the one before it: 重点引进甲，补上 a 短板
        led = scene.text[max(line.start, start - _BACK) : start]
        return cue("need_done").search(led + before) is None and cue("need_planned").search(led) is not None
    return cue("need_done").search(before) is None and cue("need_closing").search(led) is not None


_LED = 1
_BACK = 40
