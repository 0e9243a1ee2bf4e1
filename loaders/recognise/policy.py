"""Policies: titled documents with and without 《》, named programmes and strategies, their numbers and dates."""

from collections.abc import Iterator
from pathlib import Path

import ahocorasick

from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import dull, left_edge, proper
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_TITLE = pattern(r"《[^《》\n]{2,90}(?:《[^《》\n]{2,60}》[^《》\n]{0,40})?》")
_POLICY_TITLE = _CUES.expression(r"(?:{kind}|20\d\d)(?:[(][^()]*[)]|\d{4}.{0,8})*》\Z")
_NO_POLICY = _CUES.expression(r"(?:{no_policy})(?:[(][^()]*[)])*》\Z")
_NUMBER = pattern(r"[\s]*[(（]?(?P<number>[㐀-鿿]{2,14}[〔\[(【](?:19|20)\d\d[〕\])】]\s?第?\d+号)")
_ISSUED = _CUES.expression(
    r"(?P<date>(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?)[^。;\n《》]{0,30}?(?:{issues})[^。;\n《》]{0,12}\Z"
)
_OWN = _CUES.expression(r"(?<![基成根样资日版文原标])本(?:{own_what}){0,2}(?:{own_kind})(?![㐀-鿿]?制)")
_ABOUT = _CUES.expression(r"关于(?:[^。,;:\n《》()]{4,60}?)的?(?:{kind})(?=[\n(【《\s]|为|$)")
_ISSUING = _CUES.expression(r"关于(?:{passes_on})(.{6,})的通知\Z")
_QUOTED = pattern(
    r"“[^“”《》。,;\n]{2,16}”(?:的(?:(?![是曾了在将])[㐀-鿿A-Za-z]){4,14}?|(?!等)[㐀-鿿A-Za-z]{0,6}?)(?:计划|行动(?!纲)|工程|战略(?!定位|高地)|方案)|(?<=“)(?![以按把])[^“”《》。,;\n]{2,14}(?:计划|行动|战略)(?=”)"
)
_STRATEGY = _CUES.expression(r"(?:{programme})(?!{no_programme})")
_LEADING = _CUES.expression(r"(?:{leading_how})*(?:{leading})")
_CARRIED = _CUES.expression(
    r"(?:{carries_out})了?(?P<name>(?!{counted})[^,。;:、!?\n《》()的]{3,28}?(?:{carried}))(?=[,。;、!?\n(]|[和及等]|以来)"
)
_COUNTED = _CUES.expression(r"{counted}")
_PERIOD = pattern(r"“十[一二三四五]?五”(?:期间|时期)?\Z")
_PLAN = _CUES.expression(r"(?:{plan})")


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
    for found in _CARRIED.finditer(text):
        if not dull("Policy", found["name"]):
            yield Mention(*found.span("name"), "Policy", "policy.carried_out", 0.7)
    for found in _STRATEGY.finditer(text):
        start = left_edge(parsed, found.start(), 14)
        start = parsed.offices.get(start, start)
        leading = _LEADING.match(text, start)
        start = leading.end() if leading else start
        if _COUNTED.match(text, start):
            continue
        if found.start() - start >= 2 and not dull("Policy", text[start : found.end()]):
            yield Mention(start, found.end(), "Policy", "policy.strategy", 0.5)
    for found in _PLAN.finditer(text):
        start = left_edge(parsed, found.start(), 20)
        period = _PERIOD.search(text, max(0, start - 8), start)
        start = period.start() if period else start
        if not dull("Policy", text[start : found.end()]) and found.start() - start >= 2:
            sure = 0.7 if period or proper(parsed, start, found.start()) else 0.5
            yield Mention(start, found.end(), "Policy", "policy.plan", sure)
