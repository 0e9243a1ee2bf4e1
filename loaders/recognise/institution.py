"""Institutions: universities by list; institutes, laboratories, associations and centres by form."""

import re
from collections.abc import Iterator

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import counted, heads, left_edge, place_edge, proper
from kg.mention import Mention

_DULL = re.compile(
    r"^(?:各|相关|有关|全国|国家级?|省级?|市级?|区级?|部级|省部级|企业|工业|产业|行业|技术|工程|重点|新型|高水平|大型|知名|著名|重大|联合|共建|创新|创业|研发|研究|设计|科研|科技|公共|专业|综合|博士后|院士|专家|高校|大学|一流|双一流|综合性|国内|国外|海外|国际|世界|全球|中外|职业|高等|本科|地方|所在|各类|该|本|所|家|个|一个|[两三四五六七八九十\d]+|新|老|测试|检测|检验|服务|基础|应用|自主|核心|制造业|现代|先进|外部|独立|专门|社会|民间|产学研|产业技术|工程技术|企业技术|工业设计)*\Z"
)
_WEAK = re.compile(r"(?:研发中心|技术中心|创新中心|检测中心|检验中心|测试中心|工程中心|研究中心)\Z")
_SCHOOLS = re.compile(r"(?:北京|清华|复旦|浙江|南京|武汉|中山|四川|山东|吉林|厦门|天津|同济|东南|西安交通|上海交通|哈尔滨工业|中国科学技术|华中科技|电子科技|北京航空航天|西北工业|中南|湖南|重庆|兰州|大连理工|华南理工|北京理工|中国农业|中国人民|北京师范|华东师范)大(?=[、和与及等,。])")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose institutions by list and by form."""
    text = parsed.folded
    for hit in [*parsed.hits.get("university", ()), *parsed.hits.get("institution", ())]:
        if not text.startswith(("医院", "附属"), hit.end):
            yield Mention(hit.start, hit.end, "Institution", "institution.list", 0.9)
    for head in heads(parsed, "Institution"):
        edge = left_edge(parsed, head.start, 26)
        start = place_edge(parsed, edge, head.start)
        name, ending = text[start : head.start], text[head.start : head.end]
        if _DULL.match(name) or counted(name) or len(name) < 2:
            continue
        sure = proper(parsed, start, head.start)
        weak = bool(_WEAK.match(ending))
        yield Mention(start, head.end, "Institution", "institution.form", (0.75 if sure else 0.35) if weak else (0.85 if sure else 0.55))
