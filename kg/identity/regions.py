"""Administrative divisions by name and code: which region a name means, what lies in what, and what a name starts with."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.schema.lists import read_rows

FULL = Path(__file__).parent / "data" / "divisions.tsv"
SHORT = FULL.with_name("divisions_short.tsv")
"""Names and their codes of two, four or six digits; `!` before the codes of a short name that is a common word too."""
PARK = "#"
"""Parts a division from a park in it, where an area is that park: 3402#park:… ."""
_SPECIAL = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
_OTHERS = (("台湾", ("71",)), ("台湾地区", ("71",)), ("香港", ("81",)), ("澳门", ("82",)))
_MUNICIPAL = frozenset({"11", "12", "31", "50"})
_TOWN = re.compile("镇|街道|乡(?![镇村])")
_TOWN_BEHIND = re.compile("[㐀-鿿](?<![乡城村县区市小古名强重集])(?:镇|街道|乡(?![镇村]))")
_LEVELS = {2: "省级", 4: "地级", 6: "县级"}


@dataclass(frozen=True, slots=True)
class Prefix:
    """The place that a name starts with: its code of two, four or six digits, and what of the name is left."""

    code: str
    rest: str


def full_code(code: str) -> str:
    """The code in six digits as GB/T 2260 writes it: 33 is 330000, 3301 is 330100."""
    return code.ljust(6, "0")


def short_code(code: str) -> str:
    """The code without the zeros that only fill: 330100 is 3301; then a place lies in another if it starts with it.

    Of the code of a park (`PARK`) that of the division before it.
    """
    digits = code.partition(PARK)[0][:6]
    while len(digits) > 2 and digits.endswith("00"):
        digits = digits[:-2]
    return digits


def level(code: str) -> str:
    """省级, 地级 or 县级, by the length of the short code (a municipality is 省级)."""
    return _LEVELS[len(short_code(code))]


def within(code: str, wide: str) -> bool:
    """Whether the division `code` is `wide` or lies in it (either form)."""
    return short_code(code).startswith(short_code(wide))


def related(a: str, b: str) -> bool:
    """Whether one of two divisions lies in the other."""
    return within(a, b) or within(b, a)


def city(code: str) -> str:
    """Short code of the prefecture (of the municipality, of the province itself) that a division belongs to."""
    digits = short_code(code)
    return digits[:2] if digits[:2] in _MUNICIPAL else digits[:4]


def prefecture(code: str) -> str | None:
    """Short code of the prefecture or municipality that a division belongs to; None for a province."""
    found = city(code)
    return found if len(found) == 4 or found in _MUNICIPAL else None


def parent(code: str) -> str | None:
    """Short code of the next division above that has a name, or None for a province."""
    digits = short_code(code)
    while len(digits) > 2:
        digits = digits[:-2]
        if digits in division_names():
            return digits
    return None


def full_name(code: str) -> str:
    """The name with all that stands above it: 330109 is 浙江省杭州市萧山区."""
    above = parent(code)
    return (full_name(above) if above else "") + division_names()[short_code(code)]


def name(code: str) -> str:
    """The name of a division by its short code; the code itself where none is listed."""
    return division_names().get(code, code)


@cache
def division_names() -> dict[str, str]:
    """Short code to full name, for all provinces, prefectures and counties."""
    return {code: name for name, entry in _listed(FULL) for code in codes_of(entry)} | _SPECIAL


@cache
def _listed(path: Path) -> list[list[str]]:
    """The rows of a list of divisions: several tables are made of each."""
    return read_rows(path)


def codes_of(entry: str) -> tuple[str, ...]:
    """The short codes that an entry of the two lists stands for."""
    return tuple(entry.lstrip("!").split())


def is_common(entry: str) -> bool:
    """Whether the name of an entry is also a common word or the name of many places, so that it needs a context."""
    return entry.startswith("!")


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Full and short names to the short codes of the divisions that go by them, widest first."""
    held: dict[str, tuple[str, ...]] = {}
    listed = [(name, codes_of(entry)) for path in (FULL, SHORT) for name, entry in _listed(path)]
    for name, codes in (*listed, *((n, (c,)) for c, n in _SPECIAL.items()), *_OTHERS):
        held[name] = held[name] + codes if name in held else codes
    for name, codes in held.items():
        if len(codes) > 1:
            held[name] = tuple(sorted(set(codes), key=lambda c: (len(c), c)))
    return held


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First two characters of the names of divisions to the lengths that such names have, longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for name in _codes():
        found[name[:2]].add(len(name))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}


@cache
def _common() -> frozenset[str]:
    return frozenset(name for name, entry in _listed(SHORT) if is_common(entry))


def find(name: str, near: str | None = None) -> str | None:
    """Short code of the division that `name` means (浙江省杭州市, 浙江 杭州, 萧山), or None if none or several fit.

    `near` is a division that settles a name of several places: the one in it, around it or beside it in the same city.
    """
    steps = list(_walk(name, whole=True))
    return _settle(name, steps[-1][0], near) if steps and steps[-1][1] == len(name) else None


def prefix(name: str, near: str | None = None) -> Prefix | None:
    """The place at the head of `name`, as deep as it goes (杭州市萧山区投资促进局: 330109); None if none or not settled.

    A short form that is a common word too is no place behind another: what follows 深圳 in 深圳南山热电 may be a brand.
    """
    for codes, end in reversed(list(_walk(name))):
        code = None if _is_town(name, codes, end) else _settle(name[:end], codes, near)
        if code is not None:
            return Prefix(code, name[end:])
    return None


def candidates(text: str) -> tuple[str, ...]:
    """Short codes of all divisions that the first place named in `text` may mean, widest first: four for 鼓楼区, one for 福州市鼓楼区."""
    past = 0
    for start in range(len(text) - 1):
        steps = list(_walk(text, start, whole=True)) if start >= past else []
        for codes, end in reversed(steps):
            if not _is_town(text, codes, end):
                return codes
            past = end + 1
    return ()


def ambiguous(name: str) -> bool:
    """Whether several divisions go by `name`."""
    return len(_codes().get(name, ())) > 1


def _is_town(text: str, codes: tuple[str, ...], end: int) -> bool:
    """Whether a short form that ends at `end` is the head of a town's name: 新安镇 is none of 新安县, wherever that is.

    No town is called by one character: 安福寺镇 is none of 安福县 either.
    """
    if any(text.endswith(division_names()[c], 0, end) for c in codes):
        return False
    county = all(len(c) == 6 for c in codes)
    return bool(_TOWN.match(text, end) or (county and _TOWN_BEHIND.match(text, end)))


def _walk(text: str, start: int = 0, whole: bool = False) -> Iterator[tuple[tuple[str, ...], int]]:
    """The places that follow each other from `start` on, blanks between them or not, each with its end.

    Of each the codes that lie in the place before it, the longest name first that has any. `whole`: common short forms too,
    where the text ends with them.
    """
    held: tuple[str, ...] = ()
    known, lengths, common = _codes(), _lengths(), _common()
    while True:
        while held and text[start : start + 1].isspace():
            start += 1
        for length in lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            end = start + len(name)
            if held and name in common and not (whole and end == len(text)):
                continue
            codes = tuple(c for c in known.get(name, ()) if not held or any(c != h and within(c, h) for h in held))
            if codes:
                break
        else:
            return
        held, start = codes, end
        yield held, start


def _settle(name: str, codes: tuple[str, ...], near: str | None) -> str | None:
    """The one of several divisions that is meant: by `near`, else the widest, unless its short form is a common word too.

    A province keeps its name outside it: 河北 in a document of 天津 is no district of that city.
    """
    if len(codes) == 1 or (len(codes[0]) == 2 and not (near and within(near, codes[0]))):
        return codes[0]
    if near is not None:
        for fits in (related, lambda c, n: city(c) == city(n), lambda c, n: c[:2] == n[:2]):
            close = [c for c in codes if fits(c, near)]
            if len(close) == 1:
                return close[0]
    inner = codes[1:]
    if len(inner[0]) == len(codes[0]):
        return None
    return codes[0] if name not in _common() or all(within(c, codes[0]) for c in inner) else None
