"""Institutions: universities by list; institutes, laboratories, associations and centres by form."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import beyond_places, counted, dull, heads, left_edge, place_edge, plural, proper
from kg.mention import Mention

_BRANCH = re.compile(r"[㐀-鿿]{2,8}?(?:分会|专委会|专业委员会)")
_BODY = re.compile(r"(?:大学|学院|院|所|中心|协会|公司|集团|医院|局|委|会)\Z")
_WEAK = re.compile(r"(?:研发中心|技术中心|创新中心|检测中心|检验中心|测试中心|工程中心|研究中心)\Z")
_GOES_ON = set("校系士生科")


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
    ):
        return
    weak = bool(_WEAK.match(ending))
    if proper(parsed, start, head.start) or "国家" in name:
        yield Mention(start, head.end, "Institution", "institution.form", 0.75 if weak else 0.85)
    elif ending != "学院":
        yield Mention(start, head.end, "Institution", "institution.form", 0.42)


def _start(parsed: Parsed, head: Hit, listed: list[Hit]) -> int:
    """Where the name begins: over 与 and 及 where a place opens it, and with the academy or university that it belongs to."""
    text = parsed.folded
    edge = left_edge(parsed, head.start, 26)
    start = place_edge(parsed, edge, head.start)
    wider = left_edge(parsed, head.start, 26, joined=True)
    opened = wider in parsed.place_starts or text.startswith(("中国", "全国", "国家"), wider)
    if wider < edge and opened and not _BODY.search(text, wider, edge - 1):
        start = wider
    for i in range(bisect_left(listed, wider, key=lambda h: h.start), len(listed)):
        hit = listed[i]
        if hit.start >= start:
            break
        if hit.end < head.start and text[hit.end] not in "和与及":
            return hit.start
    return start
