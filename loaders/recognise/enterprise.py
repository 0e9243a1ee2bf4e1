"""Enterprises: by the form of a full name, by list, by stock code and definition, and by what they are called."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import OPENERS, beyond_places, left_edge, place_edge, proper, without_place
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_FULL = _CUES.expression(r"(?:{legal_form})")
_SHORT = pattern(r"(?:集团|公司|股份)(?![制比转合份有]|的股|等|们)")
_CODE = pattern(r"[(](?:股票代码|证券代码|代码)?[::]?\s?(?:(?:SH|SZ|BJ|HK)[.:]?)?\d{5,6}(?:[.](?:SH|SZ|BJ|HK))?[)]")
_ENGLISH = _CUES.expression(
    r"(?<![A-Za-z])[A-Z][\w&.\-]*(?:[ ,]+(?:[A-Z][\w&.\-]*|of|and|&)){0,8}[ ,]*\b(?:{english_form})(?![a-z])"
)
_DULL = _CUES.expression(r"^(?:{dull})*\Z")
_DEFINITE = pattern(r"(?:以下|下文|下)?简称[:为]?[“\"]?(?P<name>[^)”\",，、。]{2,14})[”\"]?[)]")
_CALLED = _CUES.expression(r"(?:{called})(?P<name>[㐀-鿿A-Za-z]{2,8}?)(?={after_short})")
TAGS = tuple(_CUES.words("standing"))
_STANDING_BEFORE = _CUES.expression(r"(?P<tag>{standing})[”\"]?(?:型|骨干|领军)?(?:企业|公司|厂商|集团)?(?:——|:|“)?\Z")
_STANDING_AFTER = _CUES.expression(r"(?:{stands_as})[^,，。;；\n]{0,30}?(?P<tag>{standing})")
_IN_FIRMS = frozenset(_CUES.words("inside"))
_OPENED = pattern(f"(?:{'|'.join(OPENERS)}|经营|控股)+(?:了|的)?")
_OWNER = _CUES.expression(r".*(?:{owner})(?=.{2})")
_LEGAL = pattern(r"(?:\([㐀-鿿]{2,4}\))?(?:股份|集团)*(?:有限责任|有限)?(?:公司|集团)?\Z|(?:集团|控股|股份|公司)\Z")
_PLAIN_FORM = _CUES.expression(r"(?:{plain_form})\Z")
_BODY = _CUES.expression(r"(?:{business})\Z")
_TRADED = _CUES.expression(r"(?:{place_trade})(?![㐀-鿿]{0,2}(?:公司|集团|产业|行业))")
_TRADE = _CUES.expression(r"(?:{trade})+\Z")


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
    own = without_place(body)
    if own != body:
        yield from _forms(own, 3)


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
    if full == short or short in _shorter(full):
        return True
    long, brand = _without_form(full), _without_form(short)
    if len(brand) < 2 or not long.startswith(brand):
        return False
    return long == brand or (brand == short and bool(_TRADE.fullmatch(long, len(brand))))


@lru_cache(maxsize=10_000)
def _without_form(name: str) -> str:
    return _PLAIN_FORM.sub("", _LEGAL.sub("", name))


@lru_cache(maxsize=10_000)
def _shorter(full: str) -> frozenset[str]:
    return frozenset(short_forms(full))
