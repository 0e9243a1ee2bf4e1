"""Enterprises: by the form of a full name, by list, by stock code and definition, and by what they are called."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kg.loaders import lexicon
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import beyond_places, left_edge, place_edge, proper
from kg.mention import Mention

_FULL = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|总公司)")
_SHORT = re.compile(r"(?:集团|公司|股份)(?![制比转合份有]|的股|等|们)")
_CODE = re.compile(r"[(](?:股票代码|证券代码|代码)?[::]?\s?(?:(?:SH|SZ|BJ|HK)[.:]?)?\d{5,6}(?:[.](?:SH|SZ|BJ|HK))?[)]")
_ENGLISH = re.compile(
    r"(?<![A-Za-z])[A-Z][\w&.\-]*(?:[ ,]+(?:[A-Z][\w&.\-]*|of|and|&)){0,8}[ ,]*\b(?:Co\.?,? ?Ltd\.?|Inc\.?|Corp(?:oration)?\.?|Limited|Group|GmbH|AG|LLC|PLC)(?![a-z])"
)
_DULL = re.compile(
    r"^(?:有限|该|本|我|贵|两|几|多|各|某|家|子|母|分|总|一些|有的|这些?|那些?|一家|两家|多家|大型?|中小型?|小型?|微|国有|民营|私营|外资|合资|独资|内资|中资|港资|台资|央属|省属|市属|上市|非上市|控股|参股|下属|所属|旗下|全资|关联|龙头|知名|著名|优质|优秀|国内|国外|海外|外国|国际|全球|世界|中国|本地|当地|相关|有关|同类|主要|其[他它]"
    r"|跨国|专业|保险|信托|证券|基金|投资|贸易|物流|运输|建筑|物业|租赁|担保|咨询|中介|制造|生产|销售|科技|技术|软件|汽车|电力|石油|供电|自来水|燃气|电信|旅游|航空|快递|互联网|网络|平台|运营|服务|设计|广告|传媒|影视|检测|产业|工业|企业|高科技|创新|型|类|性|等|的|行业|领军|头部|大|小|和|与|、|配套|零部件|整车|代理|经纪|拟上市|已上市|未上市)*\Z"
)
_DEFINITE = re.compile(r"(?:以下|下文|下)?简称[:为]?[“\"]?(?P<name>[^)”\",，、。]{2,14})[”\"]?[)]")
_CALLED = re.compile(
    r"(?:龙头企业|链主企业|上市公司|上市企业|领军企业|头部企业|骨干企业|子公司|母公司|世界500强企业|独角兽企业|龙头|世界500强)(?P<name>[㐀-鿿A-Za-z]{2,8}?)(?=[,、。;:(]|也|在|则|的|已|将|于|和|与|是|为|等|宣布|表示|计划|投资)"
)
_TAGS = "链主|龙头|头部|世界500强|上市公司|专精特新|小巨人|独角兽|高新技术企业|单项冠军"
_STANDING_BEFORE = re.compile(rf"(?P<tag>{_TAGS})[”\"]?(?:型|骨干|领军)?(?:企业|公司|厂商|集团)?(?:——|:|“)?\Z")
_STANDING_AFTER = re.compile(rf"(?:是|为|系|作为|被评为|被认定为|入选|成为)[^,，。;；\n]{{0,30}}?(?P<tag>{_TAGS})")
# Words that are verbs or adverbs elsewhere and stand inside full names of companies.
_IN_FIRMS = frozenset({"控股", "建设", "开发", "发展", "经营", "规划", "改造", "特", "恒", "永", "尚"})
_OPENED = re.compile(r"(?:建设|推进|提升|培育|引导|加速|改造|创建|发展|促进|规划|经营|控股)+(?:了|的)?")
_OWNER = re.compile(
    r".*(?:股东|现任|历任|曾任|兼任|加盟|子公司|母公司|分公司|公司|企业|旗下|下属|投入|记者从|注资|入股|参股|收购)(?=.{2})"
)
_LEGAL = re.compile(r"(?:\([㐀-鿿]{2,4}\))?(?:股份|集团)*(?:有限责任|有限)?(?:公司|集团)?\Z|(?:集团|控股|股份|公司)\Z")
_BODY = re.compile(r"(?:投资|开发|经营|运营|建设|实业|贸易|成套设备|置业|工程|机械|供销)\Z")
_TRADED = re.compile(
    r"(?:证券(?!报|时报|业|市场|交易|公司|期货|监管|机构)|银行(?!业|卡|机构|家|间|系)|航空(?!业|港|航天|产|公司|城|枢纽|制造|运输|物流|经济)|农商行|农商银行|联通(?!道|接|江)|移动(?!互联|通信|支付|终端|电源|端|源|办公|医疗)|电信(?!业|运营|设备|诈骗|号)|城投|交投|国投|铁投|建投|文旅集团|铝业|铜业|煤业|重工(?!业)|港务|人寿|信托(?!业)|水务(?!局|一体|行业)|热电(?!厂|联产))(?![㐀-鿿]{0,2}(?:公司|集团|产业|行业))"
)
_TRADE = re.compile(
    r"(?:投资管理|资产管理|新材料|新能源|科技|技术|实业|实业发展|发展|投资|控股|工业|机械|电子|电气|电器|光电|光伏|电力|能源|材料|化工|制药|药业|医药|生物|生物技术|医疗器械|医疗|环保|精密|半导体|微电子|集成电路|智能|智能装备|装备|装备制造|制造|设备|汽车|动力|食品|饲料|纺织|服饰|贸易|工程|建设|信息技术|信息|软件|网络|通信|机器人|仪器|家用|金属|塑料|制品|产业|开发|农业|农牧|国际)+\Z"
)


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose enterprises."""
    yield from _full(parsed)
    yield from _short(parsed)
    yield from _listed(parsed)
    yield from _marked(parsed)
    yield from _traded(parsed)


def _full(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for found in _FULL.finditer(text):
        start = _edge(parsed, found.start(), 28)
        if found.start() - start >= 2 and not _DULL.match(text[start : found.start()]):
            yield Mention(start, found.end(), "Enterprise", "enterprise.full", 0.95)
    for found in _ENGLISH.finditer(text):
        yield Mention(found.start(), found.end(), "Enterprise", "enterprise.english", 0.85)


def _short(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for found in _SHORT.finditer(text):
        start = _edge(parsed, found.start(), 18)
        if start not in parsed.place_starts:  # a long name without a place is more often a description
            start = _edge(parsed, found.start(), 10)
        name = text[start : found.start()]
        if len(name) < 2 or _DULL.match(name):
            continue
        rest = beyond_places(parsed, start, found.start())
        if len(rest) >= 4 and len(rest) < len(name) and _BODY.search(rest):
            yield Mention(start, found.end(), "Enterprise", "enterprise.placed", 0.86)
        sure = 0.7 if proper(parsed, start, found.start()) else 0.45
        yield Mention(start, found.end(), "Enterprise", "enterprise.short", sure)


def _edge(parsed: Parsed, head: int, reach: int) -> int:
    edge = left_edge(parsed, head, reach, verbs=_IN_FIRMS)
    opened = _OPENED.match(parsed.folded, edge, head)
    start = place_edge(parsed, opened.end() if opened and opened.end() < head else edge, head)
    owner = _OWNER.match(parsed.folded[start:head])
    return start + owner.end() if owner else start


def _listed(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for hit in parsed.hits.get("company", ()):
        length = hit.end - hit.start
        if hit.key == "!":
            yield Mention(hit.start, hit.end, "Enterprise", "enterprise.ambiguous", 0.25)
        elif length > 3 or (
            hit.start in parsed.word_starts and (hit.end in parsed.word_starts or hit.end == len(text))
        ):
            yield Mention(
                hit.start, hit.end, "Enterprise", "enterprise.list", (0.45, 0.6, 0.75, 0.85)[min(length, 5) - 2]
            )


def _marked(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for found in _CODE.finditer(text):
        start = left_edge(parsed, found.start(), 10)
        if found.start() - start >= 2:
            yield Mention(start, found.start(), "Enterprise", "enterprise.code", 0.85)
    for found in _DEFINITE.finditer(text):
        if _FULL.search(text, max(0, found.start() - 8), found.start()):
            yield Mention(found.start("name"), found.end("name"), "Enterprise", "enterprise.defined", 0.9)
    for found in _CALLED.finditer(text):
        start, end = found.span("name")
        if start in parsed.word_starts and end in parsed.word_starts and not _DULL.match(found["name"]):
            yield Mention(start, end, "Enterprise", "enterprise.called", 0.5)


def _traded(parsed: Parsed) -> Iterator[Mention]:
    """东莞证券, 常熟农商行: a place and a trade that is no name without it."""
    text = parsed.folded
    for place in parsed.places:
        found = _TRADED.match(text, place.end)
        if found and not place.full and place.codes:
            yield Mention(place.start, found.end(), "Enterprise", "enterprise.traded", 0.86)


def with_tags(parsed: Parsed, mention: Mention) -> Mention:
    """The enterprise with the standing that the text gives it: 龙头企业甲; 甲是…的首家上市公司."""
    text = parsed.folded
    before = _STANDING_BEFORE.search(text[max(0, mention.start - 14) : mention.start])
    after = _STANDING_AFTER.match(text, mention.end, mention.end + 44)
    said = [found["tag"] for found in (before, after) if found]
    tags = tuple(dict.fromkeys([*mention.tags, *said]))
    return mention if tags == mention.tags else replace(mention, tags=tags)


def short_forms(name: str) -> Iterator[str]:
    """What a document may call an enterprise after it gave the full name: without place, trade and legal form."""
    body = _LEGAL.sub("", name)
    if body == name:
        return
    yield from _forms(body, 4)
    place = next((n for n in range(min(6, len(body) - 2), 1, -1) if _is_place(body[:n])), 0)
    if place:
        yield from _forms(body[place:], 3)


def _is_place(form: str) -> bool:
    return any(form in lexicon.entries(kind) for kind in ("division", "division.short"))


def _forms(body: str, least: int) -> Iterator[str]:
    """The forms of a name without its legal form; as it stands only if it has `least` characters."""
    body = re.sub(r"\([㐀-鿿]{2,4}\)", "", body)
    if len(body) >= least and not _TRADE.fullmatch(body):
        yield body
    brand = _TRADE.sub("", body)
    if brand != body and len(brand) >= 2:
        yield brand
        first = _TRADE.search(body)
        if first and len(brand) >= 2:
            for size in (2, 3):
                yield brand + first.group()[:size]
    if len(brand) >= 2:
        yield from (brand + ending for ending in ("集团", "公司", "股份"))


def same(full: str, short: str) -> bool:
    """Whether `short` may name the enterprise that `full` names in the same document."""
    return full == short or short in _shorter(full)


@lru_cache(maxsize=10_000)
def _shorter(full: str) -> frozenset[str]:
    return frozenset(short_forms(full))
