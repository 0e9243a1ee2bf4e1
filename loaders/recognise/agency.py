"""Agencies: national organs by list, departments by duty and level (区科技局, 宁波市鄞州区商务局), Party and government of a place."""

from collections.abc import Iterator
from pathlib import Path

from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, heads, left_edge, place_edge, proper
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_DEPARTMENT = _CUES.cue("department")
_BODY = _CUES.expression(r"(?P<level>[省市区县州盟旗乡镇])(?P<body>{body})")
_ANY_LEVEL = pattern(r"[省市区县州盟旗]")
_OPEN = pattern(
    r"(?<=[省市区县])(?P<stem>[㐀-鿿]{2,6}?)(?P<end>局|厅|管委会|[办委](?=[、,。;:()和等负牵会组要及]))(?![长部面势域])"
)
_BARE_ZONE = _CUES.cue("no_owner")
_LEVEL_WORD = _CUES.cue("level_word")
_ONE = pattern(
    r"(?P<level>[省市区县州])(?:[农旅科经计建交教体民外侨台编卫文水商工]|农业|人社|政研|考评|考核|督查|目标)(?:委(?!员|托|派)|办(?!法|理|事|公|学|好|证|案|税|结)|局(?!部|面|势|长|级)|室)(?![㐀-鿿]?级)"
)
_COURT = pattern(r"(?<=[省市区县州])(?:第?[一二三]?中级|高级)?(?:人民)?(?:法院|检察院)")
_COURT_SHORT = pattern(r"(?:第?[一二三]?中院|高院)(?![士长校区])")
_INNER = pattern(r"[㐀-鿿]{2,10}?(?:(?<!公)司(?!机|法)|分行|中心支行)")
_BUILDING = frozenset({"建设"})
_STATE = _CUES.expression(r"[㐀-鿿]{2,7}?(?P<end>{state_end})(?![长部面势域级])")
_LEAGUE = pattern(r"团[省市区县]委(?!员)")
_FOREIGN = _CUES.expression(r"[㐀-鿿]{0,8}?(?P<end>{foreign_end})")
# What the walk to the left took in: the other half of an alternative, the word before a name, a letterhead.
_BEFORE_NAME = pattern(r"(?:[^\n]*或|凡经|[^\n]*文件[^\n]*号)(?=[㐀-鿿]{2})")
_NO_NAME = pattern(r"^委|\d{3}")
_WORKING = frozenset(_CUES.words("working"))
_GENERIC = _CUES.expression(r"^({generic})")
_EACH = _CUES.expression(r"({each})\Z")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose agencies of all kinds."""
    yield from _national(parsed)
    yield from _departments(parsed)
    yield from _bodies(parsed)
    yield from _open(parsed)
    yield from _by_head(parsed)
    yield from _short(parsed)
    yield from _after_place(parsed)


def _national(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for hit in parsed.hits.get("agency", ()):
        if text[hit.start : hit.end] == "国务院" and text.startswith("政府", hit.end):
            continue
        if _EACH.search(text[max(0, hit.start - 2) : hit.start]) or text.startswith(
            ("长", "门", "分", "署", "队", "级"), hit.end
        ):
            continue
        start = _levelled(parsed, hit.start)
        if start < hit.start and not text.startswith(("中国", "国家", "国务院"), hit.start):
            yield Mention(start, hit.end, "Agency", "agency.department", 0.9)
        elif hit.end - hit.start > 2 or hit.start in parsed.word_starts or hit.start == 0:
            yield Mention(hit.start, hit.end, "Agency", "agency.national", 0.85)
            inner = _inner(parsed, hit.end)
            if inner > hit.end:
                yield Mention(hit.start, inner, "Agency", "agency.inner", 0.8)


def _departments(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for hit in parsed.hits.get("agency.stem", ()):
        ending = _DEPARTMENT.match(text, hit.end)
        if not ending or (text.startswith("长", ending.end()) and text[hit.end - 1] == ending[0]):
            continue
        start = _levelled(parsed, hit.start)
        if _EACH.search(text[max(0, start - 2) : start]):
            continue
        if start < hit.start:
            yield Mention(start, ending.end(), "Agency", "agency.department", 0.9)
        elif ending[0] in {"局", "委", "厅", "办", "管理局"} and hit.start in parsed.word_starts:
            yield Mention(start, ending.end(), "Agency", "agency.bare", 0.5)


def _bodies(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for found in _BODY.finditer(text):
        start = _levelled(parsed, found.start("body"))
        if start == found.start("body") or _EACH.search(text[max(0, start - 2) : start]):
            continue
        bare = start == found.start("level")
        if (
            bare
            and start
            and start not in parsed.word_starts
            and not text.startswith("府", start - 1)
            and text[start - 1] != "委"
        ):
            continue
        yield Mention(start, found.end(), "Agency", "agency.body", 0.85)


def _open(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for found in _OPEN.finditer(text):
        start = _levelled(parsed, found.start("stem"))
        if start == found.start("stem") or _EACH.search(text[max(0, start - 2) : start]):
            continue
        if (
            left_edge(parsed, found.start("end"), 8) <= found.start("stem")
            and {start, found.start("stem")} <= parsed.word_starts
        ):
            yield Mention(start, found.end(), "Agency", "agency.open", 0.6)


def _short(parsed: Parsed) -> Iterator[Mention]:
    """市农办, 区旅委: a level and a duty of one character; courts of a place."""
    text = parsed.folded
    for found in _ONE.finditer(text):
        start = _levelled(parsed, found.end("level"))
        if start < found.end("level") and not _EACH.search(text[max(0, start - 2) : start]):
            yield Mention(start, found.end(), "Agency", "agency.short", 0.7)
    for found in _LEAGUE.finditer(text):
        yield Mention(*found.span(), "Agency", "agency.league", 0.8)
    for found in _COURT.finditer(text):
        start = _levelled(parsed, found.start())
        if start < found.start():
            yield Mention(start, found.end(), "Agency", "agency.court", 0.85)


def _inner(parsed: Parsed, end: int) -> int:
    """Where the department of an organ ends that stands right after it (金融司 of 财政部金融司); `end` itself if none does."""
    found = _INNER.match(parsed.folded, end)
    if not found or left_edge(parsed, found.end() - 1, 12, joined=True) > end:
        return end
    return found.end()


def _after_place(parsed: Parsed) -> Iterator[Mention]:
    """连云港边检站, 江苏检验检疫局: a place and, right after it, a duty no list has, that ends as bodies of the state do."""
    for place in parsed.places:
        court = _COURT_SHORT.match(parsed.folded, place.end) if place.codes else None
        if court:
            yield Mention(_levelled(parsed, place.end), court.end(), "Agency", "agency.court", 0.85)
        found = (_STATE if place.codes else _FOREIGN).match(parsed.folded, place.end)
        if (
            found
            and left_edge(parsed, found.start("end"), 10) <= place.end
            and not _EACH.search(parsed.folded[max(0, place.start - 2) : place.start])
        ):
            yield Mention(_levelled(parsed, place.end), found.end(), "Agency", "agency.after_place", 0.6)


def _by_head(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for head in heads(parsed, "Agency"):
        edge = left_edge(parsed, head.start, 30, verbs=_BUILDING)
        start = place_edge(parsed, edge, head.start)
        led = _BEFORE_NAME.match(text, start, head.start)
        start = led.end() if led else start
        name = text[start : head.start]
        if name == "工作" or _NO_NAME.search(name) or text.startswith("质量奖", head.end):
            continue
        if len(name) < 2 or _GENERIC.match(name) or counted(name) or _EACH.search(text[max(0, start - 1) : start]):
            continue
        if start in parsed.place_starts or name.startswith(("国家", "中国", "全国", "国务院")):
            yield Mention(start, head.end, "Agency", "agency.head", 0.85)
        elif _BARE_ZONE.match(name):
            continue
        elif (
            (_ANY_LEVEL.match(name) and start in parsed.word_starts)
            or text[head.start : head.end] in _WORKING
            or proper(parsed, start, head.start)
        ):
            yield Mention(start, head.end, "Agency", "agency.head", 0.55)
        elif (len(name) >= 4 or name.endswith("区")) and not _BARE_ZONE.search(name):
            yield Mention(start, head.end, "Agency", "agency.head", 0.4)


def _levelled(parsed: Parsed, edge: int) -> int:
    """How far left of `edge` the place or level that owns a department reaches; `edge` itself where none stands there."""
    text = parsed.folded
    moved = True
    start = edge
    while moved:
        moved = False
        for place in _ending_at(parsed, start):
            start, moved = place, True
    if start < edge:
        led = next((word for word in ("中共", "共青团") if text.startswith(word, max(0, start - len(word)))), "")
        return start - len(led) if text[:start].endswith(led) else start
    zone = parsed.zone_ends.get(edge)
    if zone is not None:
        return place_edge(parsed, left_edge(parsed, zone, 16), zone)
    if text.endswith("自治区", 0, edge):
        return edge - 3
    if (
        edge
        and _ANY_LEVEL.match(text, edge - 1)
        and (edge - 1 in parsed.word_starts or not _LEVEL_WORD.search(text, max(0, edge - 2), edge))
    ):
        return edge - 1
    for word in ("国家", "中国", "国务院", "中央", "全国"):
        if text.startswith(word, edge - len(word)) and edge >= len(word):
            return edge - len(word)
    return edge


def _ending_at(parsed: Parsed, end: int) -> Iterator[int]:
    start = parsed.place_ends.get(end)
    if start is not None:
        yield start
