"""What a place says of its own chain: what it lacks (短板), and what or whom it wants to attract (招引).

The rules read what `doubt` refutes claims by. 甲市缺少隔膜企业 gives no relation, but a need of 甲市.
"""

from collections.abc import Iterator

from kg.document import Span
from kg.extraction import Need
from kg.fact import LACKS, SEEKS
from kg.loaders.relate.borders import inside
from kg.loaders.relate.cues import cue
from kg.loaders.relate.doubt import listed
from kg.loaders.relate.kinds import FIRM, GOODS, PLACES
from kg.loaders.relate.line import Group, Line, Point, clause_start
from kg.loaders.relate.scene import Scene
from kg.loaders.relate.shortlists import WANTED, NeedRule, Said, columns, is_itself, lists_firms, lists_goods


def needs(scene: Scene) -> list[Need]:
    """What the document says that places and chains lack or seek, each once, of its surest rule, in the order of the text."""
    best: dict[tuple[str, str, str, str], Need] = {}
    for rule, sure in RULES.items():
        for said in rule(scene):
            need = _need(scene, said, rule.__name__, sure)
            if need is not None:
                key = need.kind, need.holder, need.type, need.name
                if key not in best or need.confidence > best[key].confidence:
                    best[key] = need
    return sorted(best.values(), key=lambda n: (n.start, n.kind, n.type, n.name))


def _need(scene: Scene, said: Said, rule: str, sure: float) -> Need | None:
    start, end = _trimmed(scene.text, said.start, said.end)
    holder = said.holder or scene.setting.home
    if holder is None or any(cue("need_abroad").match(form) for form in scene.forms(holder)):
        return None
    least = _LISTED if rule in _LISTS else 0.0
    kind, name, known = "Product", said.word, least
    if said.point is not None:
        kind, known = said.point.type, max(least, scene.known[said.point.id])
        span = slice(said.point.start, said.point.end)
        name = scene.name(said.point.id) if kind in FIRM else scene.parsed.text[span]
    chain = said.chain or _chain(scene, start)
    return Need(said.kind, holder, kind, name, start, end, rule, round(sure * known, 4), chain)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _chain(scene: Scene, offset: int) -> str | None:
    """The chain of the nearest heading over `offset`, else the one that the title names."""
    sentence, title = scene.parsed.layout.sentence_at(offset), scene.parsed.layout.title
    over = [s.heading for s in scene.parsed.layout.around(sentence)] if sentence else []
    for span in (*over, *([title] if title else [])):
        named = {p.id for p in scene.within(*span) if p.type == "Chain"}
        if len(named) == 1:
            return scene.name(named.pop())
    return None


# --- said in running text
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
    """a、b 环节缺失; a 尚未布局; a 配套率不足 5%; but not 填补了 a 空白."""
    for line, group in _goods(scene):
        missed = cue("missed_after").match(scene.text, group.end) or cue("need_here_not").match(scene.text, group.end)
        if missed and _still_open(scene, line, group) and _ours(scene, line, group.start):
            yield from (_at(scene, line, group.start, LACKS, p) for p in group.of(GOODS))


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


# --- what the rules share
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


RULES: dict[NeedRule, float] = {
    columns: 0.9,
    lists_firms: 0.9,
    lists_goods: 0.9,
    says_wish: 0.85,
    says_missing: 0.85,
    says_filling: 0.8,
    says_bought: 0.75,
    aims_at_firms: 0.8,
}
"""How sure each rule is of what it reads, in the order of how plainly each speaks; times that of the name."""
_LISTS = frozenset(rule.__name__ for rule in (columns, lists_firms, lists_goods))
_LISTED = 0.85
"""How sure a name is at least that stands alone in a list or column of such names."""
