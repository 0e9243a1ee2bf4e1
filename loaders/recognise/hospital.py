"""Hospitals and clinical centres: by list, and by form where something singles them out."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, heads, left_edge, place_edge, proper
from kg.mention import Mention

_DULL = re.compile(
    r"^(?:公立|民营|私立|综合|综合性|专科|三级|二级|一级|甲等|三甲|大型|知名|优质|教学|附属|直属|县内|市内|区内|省内|各|全国|全市|全省|国家级?|省级?|市级?|区级?|县级?|百佳|定点|社区|乡镇|中心|基层|大|所|家|该|本|我|互联网|智慧|示范|中医|中西医结合|妇幼|儿童|现代化|国内|国际|高端|重点|[一二两三四五六七八九十\d]+)*\Z"
)


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose hospitals by list and by form."""
    for hit in parsed.hits.get("hospital", ()):
        yield Mention(hit.start, hit.end, "Hospital", "hospital.list", 0.93)
    text = parsed.folded
    for head in heads(parsed, "Hospital"):
        edge = left_edge(parsed, head.start, 24)
        start = place_edge(parsed, edge, head.start)
        name = text[start : head.start]
        if _DULL.match(name) or counted(name):
            if text[head.start : head.end] == "院区" and re.match(r"^[东西南北新老]\Z", name):
                yield Mention(start, head.end, "Hospital", "hospital.branch", 0.6)
            continue
        sure = 0.9 if proper(parsed, start, head.start) else 0.6
        yield Mention(start, head.end, "Hospital", "hospital.form", sure)
