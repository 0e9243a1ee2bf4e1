"""Names that are no mention but hide those inside them: roads and stations, newspapers and sites, document numbers.

They are proposed with the type `SHADOW`, win or lose against what they overlap like any other, and are dropped at the end.
"""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import left_edge
from kg.loaders.recognise.settle import SHADOW
from kg.mention import Mention

_YEAR = re.compile(r"[〔\[(【](?:19|20)\d\d[〕\])】]\s?第?\d+号")
_WORD = re.compile(r"[㐀-鿿]{2,13}\Z")
_AFTER_PLACE = re.compile(
    r"[㐀-鿿]{0,4}?(?:大道|[东西南北中]?路(?=[\d与和、,。以至段口沿上交])|立交|山(?=[东南西北]麓|脉|景区|风景区)|证券交易所|联交所|期货交易所|产权交易所|股权交易中心|快速干线|高速|大街|街(?!道)|国际会展中心|会展中心|博览中心|展览馆|体育馆|体育中心|大剧院|火车站|高铁站|客运站|地铁站|站(?![在点])|大厦|大楼|广场|人家|会馆|江(?=[,、。与和]))"
    r"|(?:卫视|证交所|都市报|特区报|快报|文汇报|日报|晚报|时报|早报|商报|电视台|新闻网|在线|网讯|新闻)|(?:话|菜|菜系|味|式|籍|语)"
)
# Works hide their place too, but a project of that name is a mention and outweighs this.
_BUILT = re.compile(r"[㐀-鿿]{0,3}?(?:国际机场|机场|大桥|隧道|高铁站|铁路)")
# Branches and public bodies that are no mention: their place says only where they are.
_OFFICE = re.compile(
    r"[㐀-鿿]{0,2}?(?:分行|支行|分公司|支公司|营业部|盆地|油田|气田|海域)"
    r"|[㐀-鿿]{0,8}?(?P<end>管理中心|服务中心|测绘中心|救助中心|指挥中心|博物馆|图书馆|美术馆|科技馆|纪念馆|博物院|歌剧院|大酒店|大饭店|中学|小学|幼儿园)"
)
_SLOGAN = re.compile(r"“[^“”\n]{1,14}”")
_MEDIA = re.compile(
    r"日报|晚报|晨报|早报|时报|商报|证券报|经济报|电视台|新闻网|周刊|中证网|新华网|人民网|新浪|网易|搜狐|中新网|央视"
)


_SHARED = re.compile(
    r"\s?(?:[\d一二两三四五六七八九十]+[个家大])?[㐀-鿿]{0,4}?(?:高新|经济|技术|开发区|示范区|试验区|保税区|自贸|新区|机场|港口|海关|大学)"
)


def _share_a_head(parsed: Parsed) -> Iterator[Mention]:
    """长沙、株洲、湘潭高新区: of places that share the head of a longer name, none stands for itself."""
    row: list[Mention] = []
    for i, place in enumerate(parsed.places):
        row.append(Mention(place.start, place.end, SHADOW, "shadow.shared", 0.95))
        after = parsed.folded[place.end : place.end + 1]
        following = parsed.places[i + 1].start if i + 1 < len(parsed.places) else -1
        if after in {"、", "和"} and following == place.end + 1:
            continue
        if len(row) > 1 and not place.full and _SHARED.match(parsed.folded, place.end):
            yield from row[:-1]
            if not parsed.folded.startswith(("高新", "经济", "技术", "开发"), place.end):
                yield row[-1]
        row = []


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose the stretches that hide what stands in them."""
    text = parsed.folded
    for found in _YEAR.finditer(text):
        word = _WORD.search(text, max(0, found.start() - 13), found.start())
        if word:
            yield Mention(word.start(), found.end(), SHADOW, "shadow.number", 0.9)
    for place in parsed.places:
        named = _AFTER_PLACE.match(text, place.end)
        built = _BUILT.match(text, place.end)
        if named:
            yield Mention(place.start, named.end(), SHADOW, "shadow.place", 0.8)
        elif built:
            yield Mention(place.start, built.end(), SHADOW, "shadow.works", 0.5)
        office = _OFFICE.match(text, place.end)
        if office and (office["end"] is None or left_edge(parsed, office.start("end"), 12) <= place.end):
            yield Mention(place.start, office.end(), SHADOW, "shadow.office", 0.65)
    yield from _share_a_head(parsed)
    ends = parsed.place_ends
    for found in _SLOGAN.finditer(text):
        if ends.get(found.end() - 1, found.start() + 1) > found.start() + 1:
            yield Mention(*found.span(), SHADOW, "shadow.slogan", 0.8)
    for found in _MEDIA.finditer(text):
        yield Mention(left_edge(parsed, found.end(), 8), found.end(), SHADOW, "shadow.media", 0.6)
