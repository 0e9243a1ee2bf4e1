"""Administrative divisions by name and code: which region a name means, what lies in what, and what a name starts with."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

_LISTS = "loaders/lexicon/data"
_SPECIAL = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
_OTHERS = (("台湾", ("71",)), ("台湾地区", ("71",)), ("香港", ("81",)), ("澳门", ("82",)))
_MUNICIPAL = frozenset({"11", "12", "31", "50"})


@dataclass(frozen=True, slots=True)
class Prefix:
    """The place that a name starts with: its code of two, four or six digits, and what of the name is left."""

    code: str
    rest: str


def full_code(code: str) -> str:
    """The code in six digits as GB/T 2260 writes it: 33 is 330000, 3301 is 330100."""
    return code.ljust(6, "0")


def short_code(code: str) -> str:
    """The code without the zeros that only fill: 330100 is 3301; then a place lies in another if it starts with it."""
    digits = code[:6]
    while len(digits) > 2 and digits.endswith("00"):
        digits = digits[:-2]
    return digits


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


def parent(code: str) -> str | None:
    """Short code of the next division above that has a name, or None for a province."""
    digits = short_code(code)
    while len(digits) > 2:
        digits = digits[:-2]
        if digits in division_names():
            return digits
    return None


@cache
def division_names() -> dict[str, str]:
    """Short code to full name, for all provinces, prefectures and counties."""
    return {code: name for name, codes in _read("divisions.tsv") for code in codes} | _SPECIAL


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Full and short names to the short codes of the divisions that go by them."""
    held: dict[str, set[str]] = {}
    for name, codes in (
        *_read("divisions.tsv"),
        *_read("divisions_short.tsv"),
        *((n, (c,)) for c, n in _SPECIAL.items()),
        *_OTHERS,
    ):
        held.setdefault(name, set()).update(codes)
    return {name: tuple(sorted(codes, key=lambda c: (len(c), c))) for name, codes in held.items()}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First two characters of the names of divisions to the lengths that such names have, longest first."""
    found: dict[str, set[int]] = {}
    for name in _codes():
        found.setdefault(name[:2], set()).add(len(name))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}


@cache
def _common() -> frozenset[str]:
    """Short forms that are common words too, or the name of many places."""
    text = (resources.files("kg") / _LISTS / "divisions_short.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return frozenset(row[0] for row in rows if len(row) > 1 and row[1].startswith("!"))


def _read(name: str) -> list[tuple[str, tuple[str, ...]]]:
    text = (resources.files("kg") / _LISTS / name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [(row[0], tuple(row[1].lstrip("!").split())) for row in rows]


def find(name: str, near: str | None = None) -> str | None:
    """Short code of the division that `name` means (浙江省杭州市, 萧山区, 萧山), or None if none or several fit.

    `near` is a division that settles a name of several places: the one in it, around it or beside it in the same city.
    """
    found = prefix(name, near)
    return found.code if found is not None and not found.rest else None


def prefix(name: str, near: str | None = None) -> Prefix | None:
    """The place at the head of `name`, as deep as it goes (杭州市萧山区投资促进局: 330109); None if none or not settled."""
    chosen: str | None = None
    rest = name
    while True:
        step = _step(rest, chosen or near, bound=chosen)
        if step is None:
            break
        chosen, rest = step.code, step.rest
    return Prefix(chosen, rest) if chosen is not None else None


def _step(text: str, near: str | None, bound: str | None) -> Prefix | None:
    """The longest place at the head of `text`; `bound` is the place read before it, in which it must lie."""
    known = _codes()
    for length in _lengths().get(text[:2], ()):
        head = text[:length]
        codes = known.get(head)
        if codes is None or (bound is not None and head in _common()):
            continue
        code = _settle(codes, near, bound)
        if code is not None:
            return Prefix(code, text[length:])
    return None


def _settle(codes: tuple[str, ...], near: str | None, bound: str | None) -> str | None:
    if bound is not None:
        inner = [c for c in codes if c != bound and within(c, bound)]
        return inner[0] if len(inner) == 1 else None
    if len(codes) == 1:
        return codes[0]
    if near is not None:
        for fits in (related, lambda c, n: city(c) == city(n), lambda c, n: c[:2] == n[:2]):
            close = [c for c in codes if fits(c, near)]
            if len(close) == 1:
                return close[0]
    wide = [c for c in codes if len(c) < 6]
    return wide[0] if len(wide) == 1 and all(within(c, wide[0]) for c in codes) else None


def ambiguous(name: str) -> bool:
    """Whether several divisions go by `name`."""
    return len(_codes().get(name, ())) > 1
