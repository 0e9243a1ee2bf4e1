"""Which mentions of a document name the same thing: by name, by code, by what a short form is short for."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from kg.extraction import Referent
from kg.loaders import lexicon
from kg.loaders.cues import Cues
from kg.loaders.lexicon.fold import fold_chars
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.enterprise import same as same_enterprise
from kg.loaders.recognise.names import without_place
from kg.mention import Mention
from kg.schema.patterns import pattern

Same = Callable[[str, str], bool]
_MANY = 800  # distinct names of one type beyond which only equal ones are grouped: pairs would cost too much
_MARKS = str.maketrans("", "", '《》“”" ')
_LEVELS = pattern(r"[省市县](?=.)")
_SECTOR = pattern(r"(?<=[㐀-鿿]{2})(?:产业|行业|业)\Z")
_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_IN_FULL = {short: tuple(_CUES.words(short)) for short in _CUES.names()}
_TRIAL = pattern(r"[(](?:试行|暂行|修订|征求意见稿|草案)[)]\Z")


def group(parsed: Parsed, mentions: list[Mention], defined: dict[str, str]) -> list[Referent]:
    """One referent a thing, in the order of first mention. `defined` maps a short form to the name the text gives it for."""
    by_type: dict[str, dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        name = mention.name or parsed.text[mention.start : mention.end]
        by_type[mention.type][name].append(mention)
    referents = [r for kind, named in by_type.items() for r in _of_type(parsed, kind, named, defined)]
    referents.sort(key=lambda r: min((m.start for m in r.mentions), default=0))
    for number, referent in enumerate(referents, 1):
        referent.id = f"e{number}"
    return referents


def _of_type(parsed: Parsed, kind: str, named: dict[str, list[Mention]], defined: dict[str, str]) -> list[Referent]:
    groups: list[list[str]] = []
    folded = {name: fold_chars(name) for name in named}
    same = SAME.get(kind, _equal)
    codes = _place_keys(parsed) if kind == "Region" else {}
    if len(named) > _MANY:
        same = _equal
    seen: dict[str, list[str]] = {}
    for name in sorted(named, key=lambda n: (-len(n.translate(_MARKS)), n)):
        held = defined.get(folded[name])
        key = codes.get(name, name) if codes else folded[name].translate(_MARKS)
        if not held and (codes or same is _equal or key in seen):
            if key in seen:
                seen[key].append(name)
            else:
                groups.append(seen.setdefault(key, [name]))
            continue
        fitting = [
            g for g in groups if (held and any(folded[n] == held for n in g)) or same(folded[g[0]], folded[name])
        ]
        if len(fitting) == 1:
            fitting[0].append(name)
            seen.setdefault(key, fitting[0])
        else:
            groups.append(seen.setdefault(key, [name]))
    return [_referent(parsed, kind, names, named) for names in groups]


def _referent(parsed: Parsed, kind: str, names: list[str], named: dict[str, list[Mention]]) -> Referent:
    mentions = sorted((m for n in names for m in named[n]), key=lambda m: m.start)
    printed = [parsed.text[m.start : m.end] for m in mentions]
    name = _main(kind, names)
    aliases = list(dict.fromkeys(form for form in [*names, *printed] if form != name))
    tags = list(dict.fromkeys(tag for m in mentions for tag in m.tags))
    attrs: dict[str, str] = {}
    for mention in mentions:
        for key, value in mention.attrs:
            attrs.setdefault(key, value)
    return Referent("", kind, name, aliases, tags, attrs, mentions)


def _main(kind: str, names: list[str]) -> str:
    if kind == "Policy":
        return max(names, key=lambda n: (len(n.translate(_MARKS)), n.startswith("《")))
    return max(names, key=len)


def _place_keys(parsed: Parsed) -> dict[str, str]:
    """Name of a place to what it stands for: a division's code, or a listed place's name."""
    keys: dict[str, str] = {}
    for place in parsed.places:
        form = parsed.text[place.start : place.end]
        keys.setdefault(form, place.codes[0] if place.codes else place.name)
        keys.setdefault(place.name, keys[form])
    return keys or {"": ""}


def _equal(full: str, short: str) -> bool:
    return full.translate(_MARKS) == short.translate(_MARKS)


def within(full: str, short: str) -> bool:
    """Whether `short` is `full` with characters left out, in order (区投促局 of 鄞州区投资促进局)."""
    rest = iter(full)
    return all(c in rest for c in short)


def _agency(full: str, short: str) -> bool:
    known = lexicon.entries("agency")
    if full in known or short in known:
        return known.get(full, full) == known.get(short, short)
    endings = _IN_FULL.get(short[-1], (short[-1],))
    return len(short) >= 3 and full.endswith(endings) and within(full, short)


def _policy(full: str, short: str) -> bool:
    a, b = (_TRIAL.sub("", t.translate(_MARKS)).removeprefix("关于") for t in (full, short))
    return a == b or (len(b) >= 6 and a.endswith(b) and full.startswith("《") == short.startswith("《"))


def _park(full: str, short: str) -> bool:
    """A park with or without its place, its level and the like: 大冶湖高新区 of 黄石大冶湖国家高新区; by its kind alone: 经开区."""
    if _equal(full, short):
        return True
    if short in _IN_FULL:
        return full.endswith(_IN_FULL[short])
    if len(short) < 4 or full[-1] != short[-1]:
        return False
    return any(body[:2] == short[:2] and within(body, _LEVELS.sub("", short)) for body in (full, without_place(full)))


def _industry(full: str, short: str) -> bool:
    """A sector with or without 业 behind it: 旅游, 旅游业."""
    return _equal(full, short) or _SECTOR.sub("", full) == _SECTOR.sub("", short)


def _ending(full: str, short: str) -> bool:
    return len(short) >= 4 and full.endswith(short)


def _event(full: str, short: str) -> bool:
    return (
        _equal(full, short)
        or (len(short) >= 4 and full.translate(_MARKS).endswith(short.translate(_MARKS)))
        or full == short + "会"
    )


def _person(full: str, short: str) -> bool:
    return full == short or (short.isascii() and full.isascii() and full.endswith(short))


_ACRONYM = pattern(r"[(][A-Za-z0-9\-]{1,12}[)]\Z")


def _product(full: str, short: str) -> bool:
    """A product with or without its letters behind it: 聚碳酸酯(PC)."""
    return _ACRONYM.sub("", full) == _ACRONYM.sub("", short) or _equal(full, short)


SAME: dict[str, Same] = {
    "Agency": _agency,
    "Policy": _policy,
    "Park": _park,
    "Event": _event,
    "Hospital": _ending,
    "Person": _person,
    "Enterprise": same_enterprise,
    "Industry": _industry,
    "Product": _product,
}
