"""Agencies: national organs by list, departments by duty and level (区科技局, 杭州市萧山区投资促进局), Party and government of a place."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, heads, left_edge, place_edge, proper
from kg.mention import Mention

_DEPARTMENT = re.compile(r"委员会(?:办公室)?|管理局|管理委员会|办公室|总局|局|厅|委(?!员|托|派)|办(?!法|理|事|公|学|好|证|案|税)|署(?!名)|司(?!机|法)|处(?!理|罚|于)|中心支行|部(?!门|分|署|级|长|委|队|件)")
_BODY = re.compile(
    r"(?P<level>[省市区县州盟旗乡镇])(?P<body>(?:委(?!员|托|派|会)(?:办公室|办公厅|办|宣传部|组织部|统战部|政法委(?:员会)?|网信办|编办|政研室|农办|改革办|党史研究室|常委会)?)"
    r"|(?:人民)?政府(?:办公室|办公厅|办|研究室)?|人大(?:常委会)?(?:办公室)?(?!代表|会议|[一二三四五六七八九十]+次)|政协(?!委员|会议)|纪委(?:监委)?|监委|党委(?!书记会)|总工会|妇联|工商联|科协|团委|残联|文联)"
)
_ANY_LEVEL = re.compile(r"[省市区县州盟旗]")
_OPEN = re.compile(r"(?<=[省市区县])(?P<stem>[㐀-鿿]{2,6}?)(?P<end>局|厅|管委会)(?![长部面势域])")
_BARE_ZONE = re.compile(r"(?:园|业|新|社|辖|片)区\Z|^[并报]|以下|学术|技术|标准|评审|评选|评估|专家")
_WORKING = {"领导小组", "联席会议", "指挥部", "协调小组", "工作专班"}
_GENERIC = re.compile(r"^(各|有关|相关|该|本|所在|当地|上级|下级|其他|县级|市级|省级|区级|国家级|一级)")
_EACH = re.compile(r"(各|每个?|\)|所在|所属|两级|三级|级)\Z")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose agencies of all kinds."""
    yield from _national(parsed)
    yield from _departments(parsed)
    yield from _bodies(parsed)
    yield from _open(parsed)
    yield from _by_head(parsed)


def _national(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for hit in parsed.hits.get("agency", ()):
        if text[hit.start : hit.end] == "国务院" and text.startswith(("政府", "关于"), hit.end) and text.startswith("政府", hit.end):
            continue
        if _EACH.search(text[max(0, hit.start - 2) : hit.start]) or text.startswith(("长", "门", "分", "署", "队", "级"), hit.end):
            continue
        start = _levelled(parsed, hit.start)
        if start < hit.start and not text.startswith(("中国", "国家", "国务院"), hit.start):
            yield Mention(start, hit.end, "Agency", "agency.department", 0.9)
        elif hit.end - hit.start > 2 or hit.start in parsed.word_starts or hit.start == 0:
            yield Mention(hit.start, hit.end, "Agency", "agency.national", 0.85)


def _departments(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for hit in parsed.hits.get("agency.stem", ()):
        ending = _DEPARTMENT.match(text, hit.end)
        if not ending:
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
        if bare and start and start not in parsed.word_starts and not text.startswith("府", start - 1) and text[start - 1] != "委":
            continue
        yield Mention(start, found.end(), "Agency", "agency.body", 0.85)


def _open(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for found in _OPEN.finditer(text):
        start = _levelled(parsed, found.start("stem"))
        if start == found.start("stem") or _EACH.search(text[max(0, start - 2) : start]):
            continue
        if left_edge(parsed, found.start("end"), 8) <= found.start("stem") and {start, found.start("stem")} <= parsed.word_starts:
            yield Mention(start, found.end(), "Agency", "agency.open", 0.6)


def _by_head(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for head in heads(parsed, "Agency"):
        edge = left_edge(parsed, head.start, 30)
        start = place_edge(parsed, edge, head.start)
        name = text[start : head.start]
        if len(name) < 2 or _GENERIC.match(name) or counted(name) or _EACH.search(text[max(0, start - 1) : start]):
            continue
        if start in parsed.place_starts or name.startswith(("国家", "中国", "全国", "国务院")):
            yield Mention(start, head.end, "Agency", "agency.head", 0.85)
        elif (_ANY_LEVEL.match(name) and start in parsed.word_starts) or text[head.start : head.end] in _WORKING or proper(parsed, start, head.start):
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
    if text.endswith("自治区", 0, edge):
        return edge - 3
    if _ANY_LEVEL.match(text, edge - 1) and edge and (edge - 1 in parsed.word_starts or text[edge - 2 : edge - 1] in "委府局、(，。,:;\n 从由在向对与和及经据请报至以同"):
        return edge - 1
    for word in ("国家", "中国", "国务院", "中央", "全国"):
        if text.startswith(word, edge - len(word)) and edge >= len(word):
            return edge - len(word)
    return edge


def _ending_at(parsed: Parsed, end: int) -> Iterator[int]:
    start = parsed.place_ends.get(end)
    if start is not None:
        yield start
