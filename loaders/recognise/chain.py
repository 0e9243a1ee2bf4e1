"""Chains: by their ending (产业链, 创新链, 智造链), and the bare members of a counted list of chains."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.lists import items, number
from kg.loaders.recognise.names import left_edge
from kg.mention import Mention

_HEAD = re.compile(r"(?:全产业链|产业链|创新链|智造链)(?![条群])")
_DULL = re.compile(
    r"(?:的|本|该|各|整条?|全|完整|条|大|细分|重点|优势|主导|特色|标志性|新兴|新一轮|上下游|上游|下游|中游|百亿级?|千亿级?|万亿级?|级|亿元?|国内|全球|国际|区域|本地|地方|关键|核心|相关|现代|制造业?|工业|农业|产业|企业|创新链|供应链|价值链|资金链|人才链|智慧|强|补|延|建|稳|一批|主|这|每|某|两|多|大|新|和|与|及|、|较|比较|较为|一|具有|特|\d+|[一二三四五六七八九十]+)*\Z"
)
_NUMBER = re.compile(r"(?:\d|[一二三四五六七八九十])[条大个]\Z")  # 培育6条产业链
_INNER = re.compile(r"[、,，:：;；。!！?？\n“”《》|]")
_COUNTED = re.compile(
    r"(?P<count>\d{1,2}|[一二三四五六七八九十]{1,3})[条大个](?:重点|优势|细分|特色|标志性|主导|新兴|先进制造业|制造业|现代|千亿级?|百亿级?)*产业链[^。;；\n:：、]{0,8}[:：,，(]?(?:分别[为是]|包括|即|为)?(?P<list>[^。;；\n:：)]{6,400})"
)


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose chains by form and by counted list."""
    text = parsed.folded
    for found in _HEAD.finditer(text):
        start = _after_verb(parsed, _edge(parsed, found.start()), found.start())
        stem = text[start : found.start()]
        if stem and not _DULL.match(stem) and not _NUMBER.search(stem):
            yield Mention(start, found.end(), "Chain", "chain.form", 0.85)
    for found in _COUNTED.finditer(text):
        yield from _counted(parsed, found)


def _edge(parsed: Parsed, head: int) -> int:
    text = parsed.folded
    low = max(0, head - 18)
    closed = text.rfind("(", low, head) if text[head - 1] == ")" else head
    marks = [m.end() for m in _INNER.finditer(text, low, head)]
    start = max(marks[-1] if marks else low, left_edge(parsed, closed if closed > low else head, 18, joined=True))
    inner = [m.end() for m in re.finditer(r"(?:产业链|创新链|智造链)(?:以及|[和与及])?", text[start:head])]
    start += inner[-1] if inner else 0
    return parsed.place_starts.get(start, start)


def _after_verb(parsed: Parsed, start: int, head: int) -> int:
    """`start`, moved behind a verb that opens the name and is no part of it (核定石化, 生产LED)."""
    first = parsed.word_at(start)
    return first.end if first and first.start == start and first.tag == "v" and first.end < head else start


def _counted(parsed: Parsed, found: re.Match[str]) -> Iterator[Mention]:
    text = parsed.folded
    begin, end = found.span("list")
    stop = text.find("等", begin, end)
    spans = items(text, begin, stop if stop > 0 else end)
    right = number(found["count"]) == len(spans)
    if len(spans) < 3 or not (right or stop > 0):
        return
    for span in spans:
        if 2 <= span.end - span.start <= 20:
            yield Mention(span.start, span.end, "Chain", "chain.counted", 0.9 if right else 0.45)
