"""Parks, zones, towns and bases: by the list of GB/T 37028, and by form where a place or name singles them out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rjieba import has_word

from kg.loaders.cues import Cues
from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import (
    NAME_TAGS,
    beyond_places,
    counted,
    dull,
    heads,
    left_edge,
    place_edge,
    places,
    plural,
    proper,
)
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
# What may stand alone for a zone that everyone there knows by it: 高新区发布.
_ALONE = _CUES.expression(r"(?:国家级?)?(?:{alone})\Z")
_CLASS = pattern(r"(?:国家|[省市区县])级")
_GRANTED = _CUES.expression(r"(?:{granted})(?:成为)?(?:国家|全国|省)?(?:首批|首个|第[一二三四五六七八九十]批)?“?\Z")
_ZONE = pattern(r"(?:开发区|工业园区|高新区|经开区|科技城|保税区)(?!管)")
_JOINED = pattern(
    r"([㐀-鿿]{0,6}?(?:开发区|工业园区?|示范区|产业园|科技园|工业区))"
    r"([㐀-鿿]{2,12}?(?:产业园|孵化园|孵化基地|孵化器|产业基地|科技园|中心|小镇))"
)
_COMMON = _CUES.expression(r"(?:{common})[园城]\Z|[群半海湖列]岛\Z|[港谷]\Z(?<!器人谷)(?<!智谷)(?<!云谷)|基地\Z")
_BRANCH = pattern(r"[㐀-鿿]{2,4}?(?:园(?![区林])|片区|分园)")
_WHERE = _CUES.expression(r"(?:{where})\Z")
_HONOURS = frozenset(_CUES.words("honour"))
_WEAK_HEADS = frozenset(_CUES.words("weak_head"))


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose parks by list and by form."""
    for hit in parsed.hits.get("zone", ()):
        branch = _BRANCH.match(parsed.folded, hit.end)
        yield Mention(hit.start, branch.end() if branch else hit.end, "Park", "park.list", 0.95)
    for head in heads(parsed, "Park"):
        yield from _by_form(parsed, head)
    for head in heads(parsed, "ParkShort"):
        yield from _short(parsed, head)


def _called(parsed: Parsed, start: int) -> bool:
    """Whether what begins here is quoted, or was granted or approved as something."""
    granted = _GRANTED.search(parsed.folded, max(0, start - 14), start)
    return granted is not None or parsed.folded[start - 1 : start] == "“"


def _by_form(parsed: Parsed, head: Hit) -> Iterator[Mention]:
    text = parsed.folded
    edge = left_edge(parsed, head.start, 24)
    start = place_edge(parsed, edge, head.start)
    start = _after_zone(parsed, start, head.start)
    owner = text.rfind("集团", start, head.start)
    start = owner + 2 if start < owner < head.start - 3 else start
    built = text.rfind("建设", start, head.start)
    start = built + 2 if built >= 0 else start
    name, ending = text[start : head.start], text[head.start : head.end]
    placed = start in parsed.place_starts and start < head.start
    if not name:
        if _ALONE.match(ending) and not plural(parsed, start) and start in parsed.word_starts:
            yield Mention(start, head.end, "Park", "park.alone", 0.6)
        return
    if "+" in name or _CLASS.match(name) or counted(name) or (plural(parsed, start) and not placed):
        return
    if beyond_places(parsed, start, head.start).startswith("级") or (
        name.startswith(("国家", "全国")) and ending in _HONOURS
    ):
        return
    if text.startswith(("项目", "工程"), head.end) and ending.endswith(("基地", "产业园", "工业园", "科技园")):
        yield Mention(start, head.end, "Park", "park.of_project", 0.35)
    elif placed:
        sure = 0.6 if ending in _WEAK_HEADS and _loose(start, head) else 0.85
        yield Mention(start, head.end, "Park", "park.placed", sure)
    elif not dull("Park", name) and (_called(parsed, start) or proper(parsed, start, head.start)):
        firm = ending not in _WEAK_HEADS or _called(parsed, start) or proper(parsed, start, head.start, NAME_TAGS)
        yield Mention(start, head.end, "Park", "park.named", 0.7 if firm else 0.25)
    elif not dull("Park", name) and ending not in _WEAK_HEADS and _is_where(parsed, start):
        yield Mention(start, head.end, "Park", "park.where", 0.5)


def _is_where(parsed: Parsed, start: int) -> bool:
    """Whether what stands before says that something is there: 落户, 位于, or a place and 的 (南京的家电工业园)."""
    text = parsed.folded
    return bool(_WHERE.search(text, max(0, start - 4), start)) or (
        text[start - 1 : start] == "的" and start - 1 in parsed.place_ends
    )


def _after_zone(parsed: Parsed, start: int, end: int) -> int:
    """Of two parks run together, where the second begins (苏州工业园区 | 独墅湖科教创新区), if it has a name of its own."""
    inner = [m.end() for m in _ZONE.finditer(parsed.folded, start, end)]
    if not inner or end - inner[-1] < 2 or parsed.goods.get(inner[-1], 0) >= end:
        return start
    return inner[-1] if proper(parsed, inner[-1], end, NAME_TAGS | {"nz"}) else start


def _short(parsed: Parsed, head: Hit) -> Iterator[Mention]:
    """顺德机器人谷, 闵行航天城: a place, two characters or more, and an ending that many other words have."""
    text = parsed.folded
    if head.end not in parsed.word_starts or next(places(parsed, max(0, head.start - 12), head.start), None) is None:
        return
    start = place_edge(parsed, left_edge(parsed, head.start, 12), head.start)
    placed = start in parsed.place_starts and len(beyond_places(parsed, start, head.start)) >= 2
    placed = placed or (head.start - start >= 3 and text[start - 1 : start] == "的" and start - 1 in parsed.place_ends)
    if placed and not _COMMON.search(text, start, head.end) and not has_word(text[start : head.end]):
        yield Mention(start, head.end, "Park", "park.short", 0.5)


def _loose(start: int, head: Hit) -> bool:
    """Whether between the place and the head stand many words: a city and a row of sectors before 产业基地 may be a description."""
    return head.start - start > 12


def parted(parsed: Parsed, mentions: list[Mention]) -> list[Mention]:
    """A park and another one in it that were taken for one name (工业园区 + 家具产业园), unless a division leads the name."""
    divided = {place.start for place in parsed.places}
    found: list[Mention] = []
    for mention in mentions:
        joined = _JOINED.fullmatch(parsed.folded, mention.start, mention.end) if mention.type == "Park" else None
        if joined is None or mention.start in divided:
            found.append(mention)
            continue
        found += [replace(mention, start=joined.start(part), end=joined.end(part), name=None) for part in (1, 2)]
    return found
