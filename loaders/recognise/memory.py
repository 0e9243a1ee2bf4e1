"""The memory of a document: what it named once is found again in every further form that it settles.

The same name elsewhere; a short form that the document defines (以下简称…) or that its kind uses (园区 of 苏州工业园区);
我区, 我局, 该委, 本办法 where the document says what they stand for.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

import ahocorasick

from kg.extraction import Referent
from kg.loaders.lexicon.fold import fold_chars
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import hospital
from kg.loaders.recognise.enterprise import short_forms
from kg.loaders.recognise.group import group
from kg.loaders.recognise.settle import SHADOW
from kg.loaders.recognise.stand_ins import name_of, stand_ins
from kg.mention import Mention
from kg.schema.patterns import pattern

# Types whose names are sought again wherever they stand. A name of an open type may be a common word elsewhere.
AGAIN = {
    "Agency",
    "Park",
    "Hospital",
    "Institution",
    "Policy",
    "Person",
    "Event",
    "Project",
    "Fund",
    "Enterprise",
    "Chain",
}
# What these rules find, they find everywhere; elsewhere the same word means no thing.
NEVER_AGAIN = {"park.alone", "agency.bare", "policy.own"}
AGAIN_RULES = {"region.spot"}
# Type to a function: a name as printed -> the forms that the same document may shorten it to.
SHORT_FORMS: dict[str, Callable[[str], Iterable[str]]] = {"Enterprise": short_forms, "Hospital": hospital.short_forms}
_SURE = 0.45
_DEFINED_TITLE = pattern(r"\s?[(][^()]{2,24}[,]以下简称:?(?P<short>《[^》]+》)[)]")
_ACRONYM = pattern(r"\s?[(](?P<short>[A-Za-z][A-Za-z0-9&\-]{1,11})[)]")
_ABBREVIATED = {"Park", "Institution", "Hospital", "Enterprise", "Agency", "Fund", "Event"}
_DEFINED = pattern(
    r"\s?[(](?:以下|下文|下)?(?:统称|合称|简称|称)(?:为|:)?\s?[“《\"]?(?P<short>[^)”》\"]{2,20})[”》\"]?[)]"
)


def remember(parsed: Parsed, mentions: list[Mention]) -> list[Referent]:
    """Add the further places where the things of `mentions` are named, and group all mentions by thing."""
    known = list(mentions)
    defined = list(_definitions(parsed, known))
    known = _merge(known, _again(parsed, known, defined))
    known = _merge(known, stand_ins(parsed, known))
    known = [m for m in known if m.type != SHADOW]
    return group(parsed, known, {fold_chars(short): fold_chars(name_of(parsed, m)) for short, m in defined})


def _definitions(parsed: Parsed, mentions: list[Mention]) -> Iterator[tuple[str, Mention]]:
    """(short form, mention) where a bracket after a mention says how the text will call it."""
    for mention in mentions:
        found = _DEFINED.match(parsed.folded, mention.end) or (
            mention.type == "Policy" and _DEFINED_TITLE.match(parsed.folded, mention.end, mention.end + 60)
        )
        acronym = _ACRONYM.match(parsed.folded, mention.end) if mention.type in _ABBREVIATED else None
        if acronym and parsed.folded.count(acronym["short"]) > 1:
            yield acronym["short"], mention
        elif found:
            short = found["short"]
            inside = f"《{short}》" if mention.type == "Policy" and "《" not in short else short
            yield (inside if inside in parsed.folded else short), mention


def _again(parsed: Parsed, mentions: list[Mention], defined: list[tuple[str, Mention]]) -> Iterator[Mention]:
    """Every further standing of a settled name and of its short forms."""
    forms: dict[str, Mention] = {}
    seen: set[tuple[str, str]] = set()
    for mention in mentions:
        name = name_of(parsed, mention)
        if (mention.type, name) not in seen and _is_sought(mention):
            seen.add((mention.type, name))
            for short in SHORT_FORMS.get(mention.type, _no_short_forms)(name):
                forms.setdefault(fold_chars(short), mention)
            forms[fold_chars(name)] = mention
    forms |= dict(defined)
    machine = ahocorasick.Automaton()
    for form, mention in forms.items():
        if len(form) >= 2:
            machine.add_word(form, (form, mention))
    if not len(machine):
        return
    machine.make_automaton()
    for last, (form, mention) in machine.iter_long(parsed.folded):
        start = last + 1 - len(form)
        if len(form) > 3 or start in parsed.word_starts:
            yield Mention(start, last + 1, mention.type, "memory.again", mention.confidence * 0.95)


def _is_sought(mention: Mention) -> bool:
    sought = mention.type in AGAIN or mention.rule in AGAIN_RULES
    return sought and mention.confidence >= _SURE and mention.rule not in NEVER_AGAIN


def _no_short_forms(_name: str) -> Iterable[str]:
    return ()


def _merge(mentions: list[Mention], more: Iterable[Mention]) -> list[Mention]:
    """`mentions` and those of `more` that overlap none of them, or that swallow shorter ones of another kind whole."""
    kept = sorted(mentions, key=lambda m: m.start)
    starts = [m.start for m in kept]
    added: list[Mention] = []
    swallowed: set[int] = set()
    free = 0
    for new in sorted(more, key=lambda m: (m.start, -m.end)):
        if new.start < free:
            continue
        first = max(0, bisect_left(starts, new.start) - 1)
        over = list(_overlapping(kept, first, new))
        inner = all(new.start <= kept[i].start and kept[i].end <= new.end for i in over)
        if not over or (inner and all(_yields(kept[i], new) for i in over)):
            added.append(new)
            swallowed.update(over)
            free = new.end
    return sorted([m for i, m in enumerate(kept) if i not in swallowed] + added, key=lambda m: m.start)


def _yields(old: Mention, new: Mention) -> bool:
    """Whether a mention gives way to one around it: it is shorter, or of the same span and not settled yet."""
    if old.type == SHADOW:
        return False
    return old.end - old.start < new.end - new.start or (old.type == new.type and new.name is not None)


def _overlapping(kept: list[Mention], first: int, new: Mention) -> Iterator[int]:
    for i in range(first, len(kept)):
        if kept[i].start >= new.end:
            return
        if kept[i].end > new.start:
            yield i
