"""Agencies: national organs by list, departments by duty and level (区科技局, 宁波市鄞州区商务局), Party and government of a place."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, heads, left_edge, place_edge, proper
from kg.mention import Mention

_DEPARTMENT = re.compile(
    r"委员会(?:办公室)?|管理局|管理委员会|办公室|总局|局|厅|委(?!员|托|派)|办(?!法|理|事|公|学|好|证|案|税)|署(?!名)|司(?!机|法)|处(?!理|罚|于)|中心支行|部(?!门|分|署|级|长|委|队|件)"
)
_BODY = re.compile(
    r"(?P<level>[省市区县州盟旗乡镇])(?P<body>(?:委(?!员|托|派|会)(?:办公室|办公厅|办|宣传部|组织部|统战部|政法委(?:员会)?|网信办|编办|政研室|农办|改革办|党史研究室|常委会)?)"
    r"|(?:人民)?政府(?:办公室|办公厅|办|研究室)?(?!质量奖|工作报告)|人大(?:常委会)?(?:办公室)?(?!代表|会议|[一二三四五六七八九十]+次)|政协(?!委员|会议)|纪委(?:监委)?|监委|党委(?!书记会)|总工会|妇联|工商联|科协|府办|团委|残联|文联)"
)
_ANY_LEVEL = re.compile(r"[省市区县州盟旗]")
_OPEN = re.compile(
    r"(?<=[省市区县])(?P<stem>[㐀-鿿]{2,6}?)(?P<end>局|厅|管委会|[办委](?=[、,。;:()和等负牵会组要及]))(?![长部面势域])"
)
_BARE_ZONE = re.compile(
    r"^(?:联席会议|领导小组|指挥部|协调小组)\Z|(?:园|业|新|社|辖|片)区\Z|^[并报]|以下|学术|技术|标准|评审|评选|评估|专家"
)
_LEVEL_WORD = re.compile(
    r"[城都超上股门全各两县地区省入早夜楼]市|[地园社辖全各小景山郊城库灾校新老特港片厂市军林牧矿治发县街圈展馆战时禁]区|[全各外跨两节]省|[郡各全区市]县|[各全]州|[各全]旗"
)
_ONE = re.compile(
    r"(?P<level>[省市区县州])(?:[农旅科经计建交教体民外侨台编卫文水商工]|农业|人社|政研|考评|考核|督查|目标)(?:委(?!员|托|派)|办(?!法|理|事|公|学|好|证|案|税|结)|局(?!部|面|势|长|级)|室)(?![㐀-鿿]?级)"
)
_COURT = re.compile(r"(?<=[省市区县州])(?:第?[一二三]?中级|高级)?(?:人民)?(?:法院|检察院)")
_COURT_SHORT = re.compile(r"(?:第?[一二三]?中院|高院)(?![士长校区])")
_INNER = re.compile(r"[㐀-鿿]{2,10}?(?:(?<!公)司(?!机|法)|分行|中心支行)")
_BUILDING = frozenset({"建设"})
_STATE = re.compile(
    r"[㐀-鿿]{2,7}?(?P<end>(?<![当结布格])局|厅|边检站|检疫站|大队|支队|总队|派出所|执法队|保监办|法院|检察院|行政服务中心|行政审批服务中心|审批服务中心|政务服务中心|公共资源交易中心)(?![长部面势域级])"
)
_LEAGUE = re.compile(r"团[省市区县]委(?!员)")
_FOREIGN = re.compile(
    r"[㐀-鿿]{0,8}?(?P<end>(?<=[㐀-鿿])(?<![总全内外局])(?<!营业|事业|研究|俱乐)部(?![分门件队位长落署下])|(?<!签)署(?!名)|(?<![当结布格])局(?![面势部])|委员会|央行|国会|议会|最高法院|国务院|联邦储备委员会)"
)
# What the walk to the left took in: the other half of an alternative, the word before a name, a letterhead.
_BEFORE_NAME = re.compile(r"(?:[^\n]*或|凡经|[^\n]*文件[^\n]*号)(?=[㐀-鿿]{2})")
_NO_NAME = re.compile(r"^委|\d{3}")
_WORKING = {"领导小组", "联席会议", "指挥部", "协调小组", "工作专班"}
_GENERIC = re.compile(r"^(各|有关|相关|该|本|所在|当地|上级|下级|其他|县级|市级|省级|区级|国家级|一级)")
_EACH = re.compile(r"(各|每个?|[市区县州旗]\)|所在|所属|两级|三级|级)\Z")


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
