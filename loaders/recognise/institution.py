"""Institutions: universities by list; institutes, laboratories, associations and centres by form."""

import re
from collections.abc import Iterator

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
    listed = [*parsed.hits.get("university", ()), *parsed.hits.get("institution", ())]
    for hit in listed:
        if not text.startswith(("医院", "附属", "院士", "学部委员"), hit.end):
            branch = _BRANCH.match(text, hit.end)
            yield Mention(hit.start, branch.end() if branch else hit.end, "Institution", "institution.list", 0.9)
    for head in heads(parsed, "Institution"):
        edge = left_edge(parsed, head.start, 26)
        start = place_edge(parsed, edge, head.start)
        wider = left_edge(parsed, head.start, 26, joined=True)
        owners = [h.start for h in listed if wider <= h.start and h.end < head.start and text[h.end] not in "和与及"]
        start = min([start, *owners])
        if wider < edge and wider in parsed.place_starts and not _BODY.search(text, wider, edge - 1):
            start = wider
        name, ending = text[start : head.start], text[head.start : head.end]
        if dull("Institution", name) or counted(name) or len(name) < 2 or text[head.end : head.end + 1] in _GOES_ON:
            continue
        if dull("Institution", text[_after_office(parsed, start, head.start) : head.start]):
            continue
        if plural(parsed, start) or beyond_places(parsed, start, head.start).startswith("级"):
            continue
        sure = proper(parsed, start, head.start) or "国家" in name
        weak = bool(_WEAK.match(ending))
        yield Mention(start, head.end, "Institution", "institution.form", (0.75 if weak else 0.85) if sure else (0.25 if ending == "学院" else 0.42))


def _after_office(parsed: Parsed, start: int, end: int) -> int:
    """Where the name of a national agency that opens `[start, end)` ends (科技部 of 科技部实验室)."""
    return max((h.end for h in parsed.hits.get("agency", ()) if h.start == start and h.end < end), default=start)
