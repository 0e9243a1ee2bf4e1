"""Names in the columns of a table whose heading says what they are: products below 主要产品, companies below 重点企业."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extraction import Referent
from kg.loaders.grids import FIRM, PRODUCT
from kg.loaders.lexicon import entries
from kg.loaders.parsed import Parsed
from kg.mention import Mention
from kg.schema.patterns import pattern

_ITEM = pattern(r"[^、,;/\n]+")
_NAME = pattern(r"[㐀-鿿A-Za-z0-9·.+()\-]{2,20}")
_TAIL = pattern(r"(?:等(?:系列)?(?:产品|企业|公司)?|系列产品)?[.。]?\s*\Z")
_NOT = {
    "Product": re.compile(
        r"以.*为主|暂|^(?:无|未|待|其他|详见|主要|各类|相关|有关|产品|服务)|[0-9]+(?:万|亿)?[吨台套件支只辆]|[。:]"
    ),
    "Enterprise": re.compile(r"企业|公司等|为主|暂|^(?:无|未|待|其他|详见|主要|各类|相关|有关|较少|缺)|\d+[家户]"),
}
RULE = "columns.heading"
_SURE = 0.93  # a heading says it outright, and so stands beside the model, which learned from prose


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose what the cells below such headings list."""
    for grid in parsed.grids:
        for heading, kind in ((PRODUCT, "Product"), (FIRM, "Enterprise")):
            for cell in grid.cells(heading):
                for item in _ITEM.finditer(parsed.folded, cell.start, cell.end):
                    yield from _named(parsed, item.start(), item.end(), kind)


def assure(parsed: Parsed, referents: Iterable[Referent]) -> None:
    """Give names that a heading vouches for that confidence again: how sure readers are was measured on prose."""
    listed = {(m.start, m.end, m.type) for m in find(parsed)}
    for referent in referents if listed else ():
        referent.mentions = [
            replace(m, confidence=max(m.confidence, _SURE)) if (m.start, m.end, m.type) in listed else m
            for m in referent.mentions
        ]


def _named(parsed: Parsed, start: int, end: int, kind: str) -> Iterator[Mention]:
    words = parsed.folded[start:end]
    start += len(words) - len(words.lstrip())
    words = _TAIL.sub("", words.strip())
    plain = kind == "Product" and words in entries("plain")
    if _NAME.fullmatch(words) and not words.isdigit() and not _NOT[kind].search(words) and not plain:
        yield Mention(start, start + len(words), kind, RULE, _SURE)
