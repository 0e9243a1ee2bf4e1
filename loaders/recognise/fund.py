"""Funds: named ones, by form."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, heads, left_edge, place_edge, proper
from kg.mention import Mention

_DULL = re.compile(r"^(?:政府|产业|行业|各类|专项|引导|投资|发展|创业|创投|风险|社会|设立|股权|私募|公募|天使|并购|子|母|种子|科技|成果转化|国有|民间|市场化|一支|[一二三四五六七八九十\d]+[只支]?|相关|该|本|基础设施|企业|创新|战略性|新兴|省级|市级|区级|国家级|体育|文化|旅游|住房公积|公积|社保|养老|医保|扶贫|担保|补偿|应急|纾困)*\Z")
_PUBLIC = re.compile(r"(?:保险|公积|政府性|上述|下属)\Z")
_AFTER = re.compile(r"(?:管理人|经理|份额|净值|业|公司|会|管理|小镇|获得者)")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose funds that something singles out."""
    text = parsed.folded
    for head in heads(parsed, "Fund"):
        edge = left_edge(parsed, head.start, 20)
        start = place_edge(parsed, edge, head.start)
        name = text[start : head.start]
        after = _AFTER.match(text, head.end)
        if _DULL.match(name) or counted(name) or (after and after[0] in {"业", "公司", "会", "小镇"}):
            continue
        if _PUBLIC.search(name) or name[0] in "性型":
            continue
        national = name.startswith(("国家", "中国", "全国"))
        yield Mention(start, head.end, "Fund", "fund.form", 0.85 if national or proper(parsed, start, head.start) else 0.5 if name[0] in "省市区县州" else 0.25)
