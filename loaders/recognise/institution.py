"""Institutions: universities by list; institutes, laboratories, associations and centres by form."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import beyond_places, counted, heads, left_edge, place_edge, plural, proper
from kg.mention import Mention

_DULL = re.compile(
    r"^(?:各|相关|有关|全国|国家级?|省级?|市级?|区级?|部级|省部级|企业|工业|产业|行业|技术|工程|重点|新型|高水平|大型|知名|著名|重大|联合|共建|创新|创业|研发|研究|设计|科研|科技|公共|专业|综合|博士后|院士|专家|高校|大学|一流|双一流|综合性|国内|国外|海外|国际|世界|全球|中外|职业|高等|本科|地方|所在|各类|该|本|所|家|个|一个|[两三四五六七八九十\d]+|新|老|测试|检测|检验|服务|基础|应用|农业|领域|信息化|以上|及|级|院校|对口|优秀|县|区内|小微企业|合作|战略|技术创新|自主|核心|制造业|现代|先进|外部|独立|专门|社会|民间|产学研|产业技术|工程技术|企业技术|工业设计)*\Z"
)
_BRANCH = re.compile(r"[㐀-鿿]{2,8}?(?:分会|专委会|专业委员会)")
_BODY = re.compile(r"(?:大学|学院|院|所|中心|协会|公司|集团|医院|局|委|会)\Z")
_WEAK = re.compile(r"(?:研发中心|技术中心|创新中心|检测中心|检验中心|测试中心|工程中心|研究中心)\Z")
_GOES_ON = set("校系")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose institutions by list and by form."""
    text = parsed.folded
    for hit in [*parsed.hits.get("university", ()), *parsed.hits.get("institution", ())]:
        if not text.startswith(("医院", "附属", "院士", "学部委员"), hit.end):
            branch = _BRANCH.match(text, hit.end)
            yield Mention(hit.start, branch.end() if branch else hit.end, "Institution", "institution.list", 0.9)
    for head in heads(parsed, "Institution"):
        edge = left_edge(parsed, head.start, 26)
        start = place_edge(parsed, edge, head.start)
        wider = left_edge(parsed, head.start, 26, joined=True)
        if wider < edge and wider in parsed.place_starts and not _BODY.search(text, wider, edge - 1):
            start = wider
        name, ending = text[start : head.start], text[head.start : head.end]
        if _DULL.match(name) or counted(name) or len(name) < 2 or text[head.end : head.end + 1] in _GOES_ON:
            continue
        if _DULL.match(text[_after_office(parsed, start, head.start) : head.start]):
            continue
        if plural(parsed, start) or beyond_places(parsed, start, head.start).startswith("级"):
            continue
        sure = proper(parsed, start, head.start) or "国家" in name
        weak = bool(_WEAK.match(ending))
        yield Mention(start, head.end, "Institution", "institution.form", (0.75 if weak else 0.85) if sure else (0.25 if weak else 0.45))


def _after_office(parsed: Parsed, start: int, end: int) -> int:
    """Where the name of a national agency that opens `[start, end)` ends (教育部 of 教育部重点实验室)."""
    return max((h.end for h in parsed.hits.get("agency", ()) if h.start == start and h.end < end), default=start)
