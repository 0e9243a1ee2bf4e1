"""Events: known ones by list, congress sessions by their grammar, forums, fairs and contests by form."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, dull, heads, left_edge, place_edge, proper
from kg.mention import Mention

_NUMERAL = r"[一二三四五六七八九十百\d]+"
_SESSION = re.compile(
    rf"(?:[省市区县州]|自治区|全国)?(?:政协|人大)?(?:第?{_NUMERAL}届)(?:全国)?(?:人民代表大会|人大|政协|委员会|[一二三四五六七八九十]*[省市区县]?委)?(?:常委会)?第?{_NUMERAL}次(?:全体)?(?:会议|全会)|(?:[省市区县州])?(?:党代会|两会)"
    rf"|党的{_NUMERAL}[大届](?:{_NUMERAL}中全会)?|(?:中共)?{_NUMERAL}届{_NUMERAL}中全会"
)
_ORDER = re.compile(rf"(?:(?:19|20)\d\d年?|第{_NUMERAL}届|首届)+\Z")
_ORDER_FIRST = re.compile(rf"(?:(?:19|20)\d\d年?|第{_NUMERAL}届|首届)+")
_ACTS = frozenset({"开工", "奠基", "签约", "揭牌", "揭幕", "启动", "投产", "竣工", "落成", "推介", "通车", "启用", "合作", "学习", "建成"})
_LOOSE = {"仪式", "推介会", "招商会", "对接会", "现场会", "研讨会", "发布会", "大会", "工作会议", "竞赛", "全会", "年会"}


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose events."""
    text = parsed.folded
    for hit in parsed.hits.get("event", ()):
        order = _ORDER.search(text, max(0, hit.start - 12), hit.start)
        start = order.start() if order and not order[0].endswith("年") else hit.start
        yield Mention(start, hit.end, "Event", "event.list", 0.9)
    for found in _SESSION.finditer(text):
        start = parsed.place_ends.get(found.start(), found.start())
        yield Mention(start, found.end(), "Event", "event.session", 0.9)
    for head in heads(parsed, "Event"):
        edge = left_edge(parsed, head.start, 26, verbs=_ACTS)
        start = place_edge(parsed, edge, head.start)
        order = _ORDER.search(text, max(0, start - 14), start)
        order = order or _ORDER_FIRST.match(text, start, head.start)
        name = text[max(start, order.end() if order else 0) : head.start]
        start = order.start() if order else start
        start = order.end() if order and order[0].endswith("年") else start
        ending = text[head.start : head.end]
        if (dull("Event", name) and not order) or counted(name) or len(name) < 2:
            continue
        if ending in {"竞赛", "大赛", "马拉松", "锦标赛", "公开赛"} and not order and not proper(parsed, start, head.start):
            continue
        start = start - 3 if text.startswith("中国·", start - 3) else start
        levelled = text[start] in "省市区县州" and start in parsed.word_starts and not order
        start += levelled
        singled = proper(parsed, start, head.start) or order is not None
        loose = text[head.start : head.end] in _LOOSE
        yield Mention(start, head.end, "Event", "event.form", (0.6 if loose else 0.85) if singled else 0.5 if levelled else 0.25)
