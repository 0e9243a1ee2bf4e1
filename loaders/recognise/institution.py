"""Institutions: universities by list; institutes, laboratories, associations and centres by form."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import beyond_places, counted, dull, heads, left_edge, place_edge, plural, proper
from kg.mention import Mention

_BRANCH = re.compile(r"[㐀-鿿]{2,8}?(?:分会|专委会|专业委员会)")
_BODY = re.compile(r"(?:大学|学院|院|所|中心|协会|公司|集团|医院|局|委|会)\Z")
_WEAK = re.compile(r"(?:研发中心|技术中心|创新中心|检测中心|检验中心|测试中心|工程中心|研究中心)\Z")
# Academies and state groups whose institutes are called by one word: 中科院物理所, 中船重工702所, 航天科工二院.
_PARENT = re.compile(
    r"中国科学院|中科院|中国农业科学院|中国农科院|中国林业科学研究院|中国林科院|中国社会科学院|中国社科院|中国医学科学院|中国水产科学研究院|省农科院|省科学院"
    r"|中国电科|中电科|中国电子科技集团(?:公司)?|中船重工|中国船舶(?:集团|重工)?|中航工业|中国航空工业集团|中国航发|航天科工|航天科技|中国兵器|兵器工业集团|兵器装备集团"
    r"|中国电建|中国能建|中国中车|中国建材|中国石化|中国石油|中石化|中石油|国家电网|国网|中核集团|中广核|机械工业|公安部|工信部|交通运输部|自然资源部|应急管理部"
)
_CALLED = re.compile(
    r"第?[\d一二三四五六七八九十〇]+(?:研究所|研究院|设计院|所|院)(?![有属以谓在得士长])"
    r"|[㐀-鿿]{2,8}?(?:设计院|研究院|研究所|研究总院|(?<![场住处厕研诊会])所(?![有属以谓在得长需述]))"
)
_PLACED = re.compile(
    r"[㐀-鿿]{2,3}(?:化物|硅酸盐|材料|纳米|技物|光机|药物|有机|微系统|应化|金属|自动化|计算|植物|海洋|生态|物理|理化|生物)所(?![有属以谓在得长])"
)
_FOREIGN = frozenset(
    "阿埃艾安奥巴白班贝本比伯博布查达戴丹德迪蒂杜多恩尔法菲芬弗福格根哈海汉赫胡基吉加杰金卡凯坎康考科克肯库奎拉莱兰朗劳勒雷里利林伦罗洛马玛迈曼梅蒙米密莫姆纳内尼努诺欧帕佩皮普奇齐乔切瑞撒萨塞桑沙舍圣史斯丝苏索塔泰汤特腾托瓦威维韦温沃乌西希休雅亚扬伊因尤约泽詹森顿默剑津牛哥耶"
)
_OWNED = re.compile(r"(?:(?:大?股东|旗下|下属|所属|客户|单位|成员)(?=[㐀-鿿]{2}))")
_HONOUR = re.compile(r"(?:认定|评定|评选|命名|批准|列入|获批|获评)(?:为|的)\Z")
_CLASS = re.compile(r"[省市县]级|两级|国家和|^全[省市区县]|^(?:部|业|级|为|含|奖励)|\d\.")
_GOES_ON = set("校系士生科")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose institutions by list and by form."""
    text = parsed.folded
    listed = sorted([*parsed.hits.get("university", ()), *parsed.hits.get("institution", ())], key=lambda h: h.start)
    for hit in listed:
        if not text.startswith(("医院", "附属", "院士", "学部委员"), hit.end):
            branch = _BRANCH.match(text, hit.end)
            yield Mention(hit.start, branch.end() if branch else hit.end, "Institution", "institution.list", 0.9)
    for head in heads(parsed, "Institution"):
        yield from _by_form(parsed, head, listed)
    yield from _institutes(parsed)


def _by_form(parsed: Parsed, head: Hit, listed: list[Hit]) -> Iterator[Mention]:
    text = parsed.folded
    start = _start(parsed, head, listed)
    name, ending = text[start : head.start], text[head.start : head.end]
    own = text[parsed.offices.get(start, start) : head.start]  # what is left of 科技部重点实验室 without 科技部
    common = (
        dull("Institution", name)
        or dull("Institution", own)
        or beyond_places(parsed, start, head.start).startswith("级")
    )
    if (
        common
        or counted(name)
        or len(name) < 2
        or (text[head.end : head.end + 1] in _GOES_ON or text.startswith("院士", head.end))
        or plural(parsed, start)
        or _CLASS.search(name)
        or (
            _HONOUR.search(text, max(0, start - 4), start)
            and text.startswith(("的", ",给", ",一次", ",奖", ",按"), head.end)
        )
    ):
        return
    weak = bool(_WEAK.match(ending))
    if proper(parsed, start, head.start) or "国家" in name or start in parsed.offices:
        yield Mention(start, head.end, "Institution", "institution.form", 0.75 if weak else 0.85)
    elif ending == "大学" or (ending == "学院" and set(name[:2]) <= _FOREIGN):
        yield Mention(start, head.end, "Institution", "institution.university", 0.8)
    elif ending != "学院":
        yield Mention(start, head.end, "Institution", "institution.form", 0.42)


def _institutes(parsed: Parsed) -> Iterator[Mention]:
    """中科院物理所, 中船重工702所: a parent and the one word or number by which its institute is called."""
    text = parsed.folded
    ends = set()
    for parent in _PARENT.finditer(text):
        ends.add(parent.end())
        found = _CALLED.match(text, parent.end())
        if found and (text[parent.end()].isdigit() or left_edge(parsed, found.end() - 1, 12) <= parent.end()):
            yield Mention(parent.start(), found.end(), "Institution", "institution.institute", 0.85)
    for place in parsed.places:
        named = _PLACED.match(text, place.start)
        if named and place.start not in ends:
            yield Mention(*named.span(), "Institution", "institution.institute", 0.8)


def _start(parsed: Parsed, head: Hit, listed: list[Hit]) -> int:
    """Where the name begins: over 与 and 及 where a place opens it, and with the academy or university that it belongs to."""
    text = parsed.folded
    edge = left_edge(parsed, head.start, 26)
    start = place_edge(parsed, edge, head.start)
    owned = _OWNED.match(text, start, head.start)
    start = owned.end() if owned and owned.end() < head.start else start
    wider = left_edge(parsed, head.start, 26, joined=True)
    opened = wider in parsed.place_starts or wider in parsed.offices or text.startswith(("中国", "全国", "国家"), wider)
    apart = parsed.place_ends.get(edge - 1) == wider or any(hit.start == edge for hit in listed)
    if wider < edge and opened and not apart and not _BODY.search(text, wider, edge - 1):
        start = wider
    for i in range(bisect_left(listed, wider, key=lambda h: h.start), len(listed)):
        hit = listed[i]
        if hit.start >= start:
            break
        if hit.end < head.start and text[hit.end] not in "和与及":
            return hit.start
    # An organ whose name holds 和 (工业和信息化部) and one character before it that is no part of the name.
    return next((i for i in range(wider, wider + 3) if edge < parsed.offices.get(i, edge) <= head.start), start)
