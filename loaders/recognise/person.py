"""Persons: by family name or foreign form beside an office, a form of address, or a verb of speaking."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from rjieba import has_word

from kg.loaders import lexicon
from kg.loaders.cues import Cues
from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import FOREIGN
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_NAME_AFTER = _CUES.expression(
    r"(?P<name>[㐀-鿿]{2,8}?(?:·[㐀-鿿]{1,6}?)*|[A-Z][A-Za-z.]+(?:[ ·]?[A-Z][A-Za-z.]+)*)(?={closes})"
)
_BYLINE_AFTER = pattern(r"[ :/]?(?P<name>[㐀-鿿]{2,3})(?=[ )\n,。]|实习|摄|报道|通讯员)")
_NAME_BEFORE = pattern(r"(?:^|[^㐀-鿿])(?P<name>[㐀-鿿]{2,4})\Z")
_AFTER_ADDRESS = _CUES.cue("after_address")
_INNER_NAME = pattern(r"[㐀-鿿]{2,3}\Z")
_ADDRESS = frozenset(_CUES.words("address"))
_TITLES = frozenset(_CUES.words("title"))
_WRITERS = frozenset(_CUES.words("writer"))
_SPEAKER = _CUES.expression(r"(?:{before_verb})*(?:{speaks})")
_BEFORE_SPEAKER = pattern(r"(?:[,。;:!?\n”“\s]|^|[据而但]|不过)(?P<name>[㐀-鿿]{2,3})\Z")
_LATIN_SPEAKER = pattern(r"(?:^|[^A-Za-z ])(?P<name>[A-Z][a-z]+(?:[ ·][A-Z][A-Za-z.]+)*)\Z")
_JOINED = pattern(r"[、和 ](?P<name>[㐀-鿿]{3})(?=[、,。等)和与]|出席|参加|陪同|一行|$)")
_FOREIGN = FOREIGN.union(*_CUES.words("foreign_person"))
_HOLDS_OFFICE = _CUES.cue("office")
_SPOKEN = _CUES.expression(r"(?P<name>[㐀-鿿]{3,4}?)(?:{says})")
_TRIPLE = pattern(r"[㐀-鿿]{3}\Z")
_RENDER = _FOREIGN.union(*_CUES.words("foreign_part"))
_NEVER_FIRST = frozenset("".join(_CUES.words("never_first")))
_NEVER_LAST = frozenset("".join(_CUES.words("never_last")))


# What is said of persons alone: that they took or left an office, were born or graduated.
_CAREER = _CUES.expression(
    r"(?:{since})*(?:{career})|(?:在|是|系|为)[^,。;\n]{2,24}?(?:{serves})|(?:先生|女士)(?=[㐀-鿿,。:])"
)
_BEFORE_CAREER = _CUES.expression(r"(?:{before_career})(?P<name>[㐀-鿿]{2,4})\Z")
_LABEL = _CUES.expression(r"(?:{label}) ?: ?(?P<name>[㐀-鿿]{2,4})(?![㐀-鿿])")
_IN_ROLL = _CUES.expression(r"(?:(?<=[,。;:、)\n\s])|^)(?P<name>[㐀-鿿]{2,4})(?=[(][^()\n]{1,24}(?:{in_roll})[)])")
_DOTTED = pattern(r"(?<![㐀-鿿·])?(?P<name>[㐀-鿿]{2,6}(?:·[㐀-鿿]{1,6})+)")
# Family names that are common words too: what follows one of them must be no word.
_COMMON_FIRST = frozenset("".join(_CUES.words("common_first")))


@cache
def surnames() -> frozenset[str]:
    """Family names, of one character and of two."""
    return frozenset(lexicon.entries("surname"))


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose persons."""
    text = parsed.folded
    for hit in _longest(parsed.hits.get("office", ())):
        for mention in chain(_beside(text, hit), _running_on(parsed, hit)):
            yield mention
            yield from _others(text, mention.end)
    yield from _dotted(text)
    for written, rule in ((_LABEL, "person.labelled"), (_IN_ROLL, "person.in_roll")):
        named = (found for found in written.finditer(text) if is_name(found["name"]))
        yield from (Mention(*found.span("name"), "Person", rule, 0.85) for found in named)
    companies = {hit.start for hit in parsed.hits.get("company", ())}
    yield from _speakers(parsed, companies)
    yield from _careers(parsed, companies)


def _speakers(parsed: Parsed, companies: set[int]) -> Iterator[Mention]:
    """Who is named right before a verb of speaking (王强表示), unless a company's name begins there."""
    text = parsed.folded
    for verb in _SPEAKER.finditer(text):
        found = _BEFORE_SPEAKER.search(text, max(0, verb.start() - 4), verb.start())
        latin = _LATIN_SPEAKER.search(text, max(0, verb.start() - 30), verb.start())
        if found and _speaks(parsed, found) and found.start("name") not in companies:
            yield Mention(*found.span("name"), "Person", "person.speaker", 0.75)
        elif latin:
            yield Mention(*latin.span("name"), "Person", "person.latin", 0.7)


def _careers(parsed: Parsed, companies: set[int]) -> Iterator[Mention]:
    """Who is named right before what is said of persons alone (王强当选), unless a company's name begins there."""
    text = parsed.folded
    for said in _CAREER.finditer(text):
        found = _BEFORE_CAREER.search(text, max(0, said.start() - 6), said.start())
        if found and _speaks(parsed, found) and found.start("name") not in companies:
            yield Mention(*found.span("name"), "Person", "person.career", 0.8)


def _longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The offices that do not begin a longer one (总工 in 总工程师)."""
    ordered = sorted(hits, key=lambda h: (h.start, -h.end))
    taken = -1
    for hit in ordered:
        if hit.start != taken:
            taken = hit.start
            yield hit


def _running_on(parsed: Parsed, office: Hit) -> Iterator[Mention]:
    """A name of three characters after an office, whatever verb follows (董事长王建国到会), where a word begins behind it."""
    start, end = office.end, office.end + 3
    name = parsed.folded[start:end]
    if len(name) == 3 and end in parsed.word_starts and _TRIPLE.match(name) and is_name(name):
        words = [t for t in parsed.words(start, end) if t.start >= start]
        plain = any(len(t.word) > 1 and t.start == start and not t.tag.startswith("nr") for t in words)
        if not plain and name[:2] not in lexicon.entries("no.person") and name[0] not in _COMMON_FIRST:
            yield Mention(start, end, "Person", "person.running_on", 0.8)


def _speaks(parsed: Parsed, found: re.Match[str]) -> bool:
    """Whether what stands before a verb is a name, and no common word that begins like one (应主要, 简要)."""
    name, start = found["name"], found.start("name")
    if not is_name(name) or (len(name) > 3 and name[:2] not in surnames()):
        return False
    word = parsed.word_at(start)
    if word and word.word == name:
        return word.tag.startswith("n") and word.tag != "n"
    inner = parsed.word_at(start + 1)
    return not (
        name[0] in _COMMON_FIRST
        and inner
        and len(inner.word) > 1
        and inner.tag in {"v", "vn", "a", "b", "d", "n", "ad"}
    )


def _dotted(text: str) -> Iterator[Mention]:
    """埃隆·马斯克: foreign names by their dot, every part in the characters that render foreign names."""
    for found in _DOTTED.finditer(text):
        first, *rest = found["name"].split("·")
        while first and not set(first) <= _RENDER:
            first = first[1:]
        size = next((i for i, c in enumerate(rest[-1]) if c not in _RENDER), len(rest[-1]))
        if len(first) >= 2 and size >= 2 and all(set(part) <= _RENDER for part in rest[:-1]):
            end = found.end() - len(rest[-1]) + size
            start = found.start() + len(found["name"].split("·")[0]) - len(first)
            yield Mention(start, end, "Person", "person.dotted", 0.8)


def _beside(text: str, office: Hit) -> Iterator[Mention]:
    """The name after an office (市长王强), before a form of address (王强代表:), inside a run of text (王强总理)."""
    word = text[office.start : office.end]
    after = (_BYLINE_AFTER if word in _WRITERS else _NAME_AFTER).match(text, office.end)
    if after and is_name(after["name"], foreign=True):
        yield Mention(*after.span("name"), "Person", "person.after_office", 0.85)
    elif (spoken := _SPOKEN.match(text, office.end)) and word not in _WRITERS and not _is_plain(spoken["name"]):
        yield Mention(*spoken.span("name"), "Person", "person.spoken", 0.7)
    if word in _ADDRESS and _AFTER_ADDRESS.match(text, office.end):
        before = _NAME_BEFORE.search(text, max(0, office.start - 5), office.start)
        if before and is_name(before["name"]):
            yield Mention(*before.span("name"), "Person", "person.before_office", 0.85)
    if word in _TITLES:
        inner = _INNER_NAME.search(text, max(0, office.start - 3), office.start)
        if inner and is_name(inner[0]):
            yield Mention(*inner.span(), "Person", "person.title", 0.8)


def _is_plain(name: str) -> bool:
    """Whether a would-be name holds a word of the dictionary or a character that joins words."""
    words = any(has_word(name[i : i + 2]) for i in range(len(name) - 1))
    return words or has_word(name) or bool(set(name) & (_NEVER_LAST | _NEVER_FIRST))


def _others(text: str, end: int) -> Iterator[Mention]:
    """Names that follow a person's in a list: 张三、李四和王五."""
    found = _JOINED.match(text, end)
    while found and is_name(found["name"]):
        yield Mention(*found.span("name"), "Person", "person.list", 0.6)
        found = _JOINED.match(text, found.end("name"))


def is_name(name: str, foreign: bool = False) -> bool:
    """Whether `name` is built like a person's: a family name and one or two characters; or, if `foreign`, a foreign name."""
    if name.isascii():
        return foreign
    if _HOLDS_OFFICE.search(name):
        return False
    if name[0] in _NEVER_FIRST or name[-1] in _NEVER_LAST or name.endswith(("先生", "女士", "同志", "博士")):
        return False
    if (name[:2] in surnames() and 3 <= len(name) <= 4) or (name[:3] in surnames() and 4 <= len(name) <= 5):
        return True
    if name[0] in surnames() and 2 <= len(name) <= 3 and name not in lexicon.entries("no.person"):
        return name[1:] not in lexicon.entries("no.given")
    return foreign and (
        ("·" in name and len(set(name) - _RENDER - {"·"}) <= 1 and "的" not in name)
        or (2 <= len(name) <= 8 and set(name) <= _FOREIGN)
    )
