"""Enumerations: 甲、乙、丙以及丁 as spans, with the announced number as a check."""

import re
from collections.abc import Iterator
from pathlib import Path

from kg.document import Span
from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.enterprise import TAGS
from kg.loaders.recognise.names import left_edge
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_LAST = pattern(r"(?:以及|和|与|及)(?=[^以和与及、]*\Z)")
_FIRMS = _CUES.expression(
    r"(?:{leads_to_firms})了?(?P<list>(?:[^、,，。;；:：!！?？\n()]{2,20}、){1,30}[^、,，。;；:：!！?？\n]{2,24}?)"
    r"等(?:[\d一二两三四五六七八九十百多几余]+(?:余|多)?[家个户])?(?P<what>[㐀-鿿A-Za-z\d“”]{0,14}?(?:{firm}))"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def items(text: str, start: int, end: int) -> list[Span]:
    """The members of the enumeration `[start, end)`: cut at 、 and at the last 和, 与, 及, 以及; blanks and marks stripped."""
    spans, begin = [], start
    for cut in [*(start + m.start() for m in re.finditer("、", text[start:end])), end]:
        spans.append((begin, cut))
        begin = cut + 1
    if len(spans) > 1:
        a, b = spans[-1]
        last = _LAST.search(text[a:b])
        if last and last.start() > 0 and last.end() < b - a:
            spans[-1:] = [(a, a + last.start()), (a + last.end(), b)]
        elif last and last.start() == 0:
            spans[-1] = (a + last.end(), b)
    return [_strip(text, a, b) for a, b in spans]


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t“\"'":
        start += 1
    while end > start and text[end - 1] in " \t”\"'":
        end -= 1
    return Span(start, end)


def number(text: str) -> int | None:
    """A count below 100 as digits or Chinese numerals: 14, 十二, 两; None if it is neither."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if any(c not in _DIGITS for c in tens + ones):
        return None
    if ten:
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS.get(text)


def firms(parsed: Parsed) -> Iterator[Mention]:
    """Members of lists that the text calls companies: 引入甲、乙和丙等三家龙头企业."""
    text = parsed.folded
    for found in _FIRMS.finditer(text):
        tags = tuple(tag for tag in TAGS if tag in found["what"])
        spans = items(text, *found.span("list"))
        for k, span in enumerate(spans):
            start = max(span.start, left_edge(parsed, span.end, 16)) if k == 0 else span.start
            start = parsed.place_starts.get(start, start) if span.end - start > 5 else start
            if 2 <= span.end - start <= 16:
                yield Mention(start, span.end, "Enterprise", "list.firms", 0.7, tags=tags)
