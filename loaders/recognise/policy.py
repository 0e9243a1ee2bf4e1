"""Policies: titled documents with and without 《》, named programmes and strategies, their numbers and dates."""

import re
from collections.abc import Iterator

import ahocorasick

from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import dull, left_edge, proper
from kg.mention import Mention

_TITLE = re.compile(r"《[^《》\n]{2,90}(?:《[^《》\n]{2,60}》[^《》\n]{0,40})?》")
_KINDS = "规划纲要|纲要|规划|方案|计划|办法|细则|意见|政策|措施|条例|规定|决定|通知|通告|公告|目录|指南|指引|规则|章程|准则|标准|规范|法|条款|行动|战略|清单|白皮书|蓝皮书|宣言|倡议|协定|公约|制度|若干条|十条|办法\\(试行\\)|\\d+条"
_POLICY_TITLE = re.compile(rf"(?:{_KINDS}|20\d\d)(?:[(][^()]*[)]|\d{{4}}.{{0,8}})*》\Z")
_NO_POLICY = re.compile(
    r"(?:建议|提案|议案|报告|请示|函|批复|报|杂志|周刊|网|年鉴|协议|协议书|合同|备忘录|书|的信|讲话|论文|研究)(?:[(][^()]*[)])*》\Z"
)
_NUMBER = re.compile(r"[\s]*[(（]?(?P<number>[㐀-鿿]{2,14}[〔\[(【](?:19|20)\d\d[〕\])】]\s?第?\d+号)")
_DATE = r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?"
_ISSUED = re.compile(
    rf"(?P<date>{_DATE})[^。;\n《》]{{0,30}}?(?:出台|印发|发布|颁布|制定|实施|通过|公布)[^。;\n《》]{{0,12}}\Z"
)
_OWN = re.compile(
    r"(?<![基成根样资日版文原标])本(?:实施|招商|行动|管理|暂行|若干|扶持|奖励|优惠|专项|指导|发展|产业|工作|政策|规划|评审|评价|建设|投资|人才|科技){0,2}(?:办法|意见|政策|方案|规划|计划|细则|规定|条例|措施|通知|决定|纲要|指南|目录|规则)(?![㐀-鿿]?制)"
)
_ABOUT = re.compile(rf"关于(?:[^。,;:\n《》()]{{4,60}}?)的?(?:{_KINDS})(?=[\n(【《\s]|为|$)")
_ISSUING = re.compile(r"关于(?:印发|转发|公布|发布|修订|调整)(.{6,})的通知\Z")
_QUOTED = re.compile(
    r"“[^“”《》。,;\n]{2,16}”(?:的(?:(?![是曾了在将])[㐀-鿿A-Za-z]){4,14}?|(?!等)[㐀-鿿A-Za-z]{0,6}?)(?:计划|行动(?!纲)|工程|战略(?!定位|高地)|方案)|(?<=“)(?![以按把])[^“”《》。,;\n]{2,14}(?:计划|行动|战略)(?=”)"
)
_STRATEGY = re.compile(
    r"(?:战略|行动计划|专项行动|攻坚行动|倍增计划|人才计划|培育计划|人才(?:培养|引进)?工程)(?!性|材料|支点|目标|要求|定位|部署|合作|伙伴|布局|机遇|意义|调整|投资|高地|资源|地位|框架|规划|思维|转型)"
)
_LEADING = re.compile(
    r"(?:全面|深入|大力|加快|积极|全力|坚持|继续|组织|认真)*(?:贯彻落实|实施|推进|落实|推动|启动|开展|执行|制定|编制)"
)
_PERIOD = re.compile(r"“十[一二三四五]?五”(?:期间|时期)?\Z")
_PLAN = re.compile(r"(?:发展规划|产业规划|中长期规划|建设规划|总体规划|专项规划|规划纲要|控制性详细规划)")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose policies of all kinds."""
    yield from _titles(parsed)
    yield from _own(parsed)
    yield from _programmes(parsed)
    for hit in parsed.hits.get("policy", ()):
        if hit.start in parsed.word_starts or hit.end - hit.start >= 4:
            yield Mention(*_with_state(parsed.folded, hit.start, hit.end), "Policy", "policy.national", 0.9)


def _with_state(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a programme with 国家 before it, and with the quotation marks that then stand inside the name."""
    if text[start - 3 : start] == "国家“" and text[end : end + 1] == "”":
        return start - 3, end + 1
    return (start - 2, end) if text[max(0, start - 2) : start] == "国家" else (start, end)


def is_policy_title(title: str) -> bool:
    """Whether a title in 《》 names a policy: it ends in a kind of policy and is no proposal, report, letter or newspaper."""
    return bool(_POLICY_TITLE.search(title)) and not _NO_POLICY.search(title)


def _titles(parsed: Parsed) -> Iterator[Mention]:
    text = parsed.folded
    for found in _TITLE.finditer(text):
        if is_policy_title(found[0]):
            yield Mention(*found.span(), "Policy", "policy.title", 0.97, attrs=tuple(_attrs(text, *found.span())))
        else:
            yield Mention(*found.span(), "", "policy.other", 0.97)


def _attrs(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    number = _NUMBER.match(text, end)
    if number:
        yield "number", number["number"]
    issued = _ISSUED.search(text, max(0, start - 60), start)
    if issued:
        yield "date", issued["date"]


def _own(parsed: Parsed) -> Iterator[Mention]:
    """The document's own title where it stands without 《》, and 本办法 and the like."""
    text = parsed.folded
    for found in _OWN.finditer(text):
        yield Mention(*found.span(), "Policy", "policy.own", 0.9)
    for found in _ABOUT.finditer(text, 0, 1500):
        inner = _ISSUING.match(found[0])
        start, end = (found.start() + inner.start(1), found.start() + inner.end(1)) if inner else found.span()
        yield Mention(start, end, "Policy", "policy.about", 0.8)
    yield from _bare_titles(text)


def _bare_titles(text: str) -> Iterator[Mention]:
    """Where a title stands again without its 《》."""
    titles = {m[0][1:-1] for m in _TITLE.finditer(text) if len(m[0]) >= 8 and is_policy_title(m[0])}
    if not titles:
        return
    machine = ahocorasick.Automaton()
    for title in titles:
        machine.add_word(title, len(title))
    machine.make_automaton()
    for last, length in machine.iter_long(text):
        start = last + 1 - length
        if text[start - 1 : start] != "《" or start == 0:
            yield Mention(start, last + 1, "Policy", "policy.bare", 0.95)


def _programmes(parsed: Parsed) -> Iterator[Mention]:
    """Named plans, strategies and campaigns outside 《》."""
    text = parsed.folded
    for found in _QUOTED.finditer(text):
        yield Mention(*found.span(), "Policy", "policy.quoted", 0.75)
    for found in _STRATEGY.finditer(text):
        start = left_edge(parsed, found.start(), 14)
        start = parsed.offices.get(start, start)
        leading = _LEADING.match(text, start)
        start = leading.end() if leading else start
        if found.start() - start >= 2 and not dull("Policy", text[start : found.end()]):
            yield Mention(start, found.end(), "Policy", "policy.strategy", 0.5)
    for found in _PLAN.finditer(text):
        start = left_edge(parsed, found.start(), 20)
        period = _PERIOD.search(text, max(0, start - 8), start)
        start = period.start() if period else start
        if not dull("Policy", text[start : found.end()]) and found.start() - start >= 2:
            sure = 0.7 if period or proper(parsed, start, found.start()) else 0.5
            yield Mention(start, found.end(), "Policy", "policy.plan", sure)
