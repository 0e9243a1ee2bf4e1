"""Institutions: universities by list; institutes, laboratories, associations and centres by form."""

from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from kg.loaders.cues import Cues
from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import (
    FOREIGN,
    beyond_places,
    counted,
    dull,
    heads,
    left_edge,
    place_edge,
    plural,
    proper,
)
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_BRANCH = pattern(r"[㐀-鿿]{2,8}?(?:分会|专委会|专业委员会)")
_BODY = _CUES.expression(r"(?:{body})\Z")
_WEAK = _CUES.expression(r"(?:{weak})\Z")
# Academies and state groups whose institutes are called by one word: 中科院物理所, 中船重工702所, 航天科工二院.
_PARENT = _CUES.cue("parent")
_CALLED = pattern(
    r"第?[\d一二三四五六七八九十〇]+(?:研究所|研究院|设计院|所|院)(?![有属以谓在得士长])"
    r"|[㐀-鿿]{2,8}?(?:设计院|研究院|研究所|研究总院|(?<![场住处厕研诊会])所(?![有属以谓在得长需述]))"
)
_PLACED = _CUES.expression(r"[㐀-鿿]{2,3}(?:{field})所(?![有属以谓在得长])")
_FOREIGN = FOREIGN.union(*_CUES.words("foreign_place"))
_OWNED = _CUES.expression(r"(?:(?:{owned})(?=[㐀-鿿]{2}))")
_HONOUR = _CUES.expression(r"(?:{granted})(?:为|的)\Z")
_CLASS = _CUES.cue("class")
_GOES_ON = frozenset("".join(_CUES.words("goes_on")))


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
