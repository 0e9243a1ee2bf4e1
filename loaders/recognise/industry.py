"""Sectors: what stands before 产业, 行业, 领域; names that end in 业; listed sectors."""

import re
from collections.abc import Iterator

from kg.loaders import lexicon
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import stops
from kg.loaders.recognise.phrases import Phrases, generics
from kg.loaders.recognise.phrases import begin as phrase_begin
from kg.mention import Mention

_TRADE = re.compile(
    r"(?:制造|加工|服务|纺织|养殖|种植|开采|采选|采掘|冶炼|建筑|运输|旅游|金融|零售|批发|餐饮|印刷|包装|物流|养老|住宿|租赁|信息|保险|证券|印染|造纸|制鞋|制药|酿酒|制糖|种|林|渔|牧|矿|糖|锂|磁|奶|肉|茶|酒|鞋|光盘|房地产|会展|中介|娱乐|传媒|出版|软件|通信|电力|供应|化纤|皮革|家具|橡胶|塑料)业(?![绩务主态者内界余已园])"
)
_DULL = frozenset(
    [
        "主导",
        "新兴",
        "战略性",
        "战略性新兴",
        "支柱",
        "特色",
        "优势",
        "传统",
        "重点",
        "高新技术",
        "高技术",
        "高科技",
        "相关",
        "关联",
        "配套",
        "基础",
        "未来",
        "先导",
        "第一",
        "第二",
        "第三",
        "各",
        "其他",
        "本",
        "该",
        "全",
        "整个",
        "国内",
        "全球",
        "国际",
        "全国",
        "中国",
        "我国",
        "世界",
        "区域",
        "地方",
        "县域",
        "关键",
        "多个",
        "不同",
        "细分",
        "上下游",
        "上游",
        "下游",
        "优质",
        "新",
        "大",
        "主要",
        "核心",
        "现代",
        "先进",
        "绿色",
        "创意",
        "龙头",
        "产业",
        "行业",
        "企业",
        "经济",
        "社会",
        "公共",
        "科技",
        "技术",
        "研发",
        "应用",
        "生产",
        "制造",
        "终端",
        "各个",
        "两大",
        "三大",
        "四大",
        "五大",
        "六大",
        "八大",
        "等",
        "支撑",
        "接续",
        "富民",
        "朝阳",
        "国民经济",
        "劳动密集型",
        "资金密集型",
        "技术密集型",
        "流程制造",
        "离散制造",
        "上述",
        "这些",
        "有关",
        "金融",
        "高端",
        "新型",
        "规上",
        "工业",
        "重要",
        "标志性",
        "成熟",
        "一些",
        "部分",
        "多",
        "专业",
        "小众",
        "垂直",
        "万亿级",
        "千亿级",
        "百亿级",
        "资源型",
        "外向型",
    ]
)
_JOINS = frozenset("、和与及/") | {"以及"}


def propose(parsed: Parsed, seen: Phrases) -> Iterator[Mention]:
    """Propose sectors by what follows them, by ending and by list."""
    common = generics()
    for i, word in enumerate(seen.words):
        kind = common.get(word)
        if kind in {"sector", "firm", "project"}:
            yield from _before(parsed, seen, i, kind)
    for found in _TRADE.finditer(parsed.folded):
        start = _phrase_start(parsed, seen, seen.index(found.start()))
        if 2 <= found.end() - start <= 14:
            yield Mention(start, found.end(), "Industry", "industry.trade", 0.86 if found.end() - start > 3 else 0.6)
    for hit in [*parsed.hits.get("sector", ()), *parsed.hits.get("industry", ())]:
        i = seen.index(hit.start)
        if seen.starts[i] == hit.start and seen.end(seen.index(hit.end - 1)) == hit.end:
            yield Mention(hit.start, hit.end, "Industry", f"industry.{hit.kind}", 0.5 if hit.kind == "sector" else 0.35)


def _before(parsed: Parsed, seen: Phrases, i: int, kind: str) -> Iterator[Mention]:
    """The name before a common noun, and the members of the list that it closes."""
    end = i
    first = True
    while end > 0:
        begin = phrase_begin(seen, end, stops(), across=kind == "sector")
        while begin < end and (
            seen.words[begin] in _DULL
            or seen.words[begin] in lexicon.entries("leading")
            or seen.starts[begin] in parsed.place_starts
            and begin + 1 < end
        ):
            begin += 1
        name = parsed.folded[seen.starts[begin] : seen.starts[end]] if begin < end else ""
        if not name or name in _DULL or len(name) > 14:
            return
        yield Mention(seen.starts[begin], seen.starts[end], "Industry", f"industry.{kind}", _weight(name, kind, first))
        if begin < 1 or seen.words[begin - 1] not in _JOINS:
            return
        end, first = begin - 1, False


def _weight(name: str, kind: str, first: bool) -> float:
    listed = any(name in lexicon.entries(k) for k in ("sector", "industry"))
    known = listed or lexicon.holds("product", name)
    if kind == "sector":
        return 0.9 if listed else 0.8 if known else 0.6 if first else 0.5
    return 0.7 if listed else 0.6 if known else 0.35


def _phrase_start(parsed: Parsed, seen: Phrases, i: int) -> int:
    begin = phrase_begin(seen, i + 1, stops(), across=True)
    while begin < i and (
        seen.words[begin] in _DULL
        or seen.words[begin] in lexicon.entries("leading")
        or seen.starts[begin] in parsed.place_starts
    ):
        begin += 1
    return seen.starts[begin]
