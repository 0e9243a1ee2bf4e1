"""The administrative divisions of 2023: from a name as texts give it to codes, full names, levels and parents."""

from dataclasses import dataclass
from functools import cache

from kg.loaders import lexicon
from kg.loaders.lexicon.fold import fold

_LEVELS = {2: "省", 4: "市", 6: "县"}
_SPECIAL = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division. `level` is 省, 市 or 县; `parents` are the full names above it, widest first."""

    code: str
    name: str
    level: str
    parents: tuple[str, ...]

    @property
    def full(self) -> str:
        """The name with all that stands above it: 浙江省杭州市萧山区."""
        return "".join((*self.parents, self.name))


@cache
def divisions() -> dict[str, Division]:
    """All divisions by code (2, 4 or 6 digits; a municipality has 2)."""
    names = {code: name for name, codes in lexicon.entries("division").items() for code in codes.split()} | _SPECIAL
    made = {}
    for code, name in names.items():
        above = [code[:2], code[:4]] if len(code) == 6 else [code[:2]] if len(code) == 4 else []
        made[code] = Division(code, name, _LEVELS[len(code)], tuple(names[a] for a in above if a in names))
    return made


def find_region(text: str) -> list[Division]:
    """The divisions that `text` may mean, likeliest first: the last place named in it, under the places named before.

    杭州市萧山区 and 萧山 give one each, 鼓楼 several (all equally likely ones), 鄞州区商务局 its district; a text that
    names no division gives an empty list.
    """
    chain = _chain(text)
    if not chain:
        return []
    above, last = chain[:-1], chain[-1]
    best = [code for code in last if all(any(code.startswith(wide) for wide in held) for held in above)]
    widest = sorted(best or last, key=lambda code: (len(code), code))
    known = divisions()
    return [known[code] for code in widest if code in known]


def codes(key: str) -> tuple[str, ...]:
    """The codes that an entry of the lists stands for."""
    return tuple(key.lstrip("!").split())


def common(key: str) -> bool:
    """Whether a short form is also a common word or the name of many places, so that it needs a context."""
    return key.startswith("!")


def within(code: str, wide: str) -> bool:
    """Whether the division `code` is `wide` or lies in it."""
    return code.startswith(wide)


def _chain(text: str) -> list[tuple[str, ...]]:
    """The codes of the places at the head of `text`, left to right, longest names first, without gaps longer than a blank."""
    found: dict[int, lexicon.Hit] = {}
    hits = lexicon.hits(fold(text))
    for hit in [*hits.get("division", ()), *hits.get("division.short", ())]:
        if hit.end > getattr(found.get(hit.start), "end", 0):
            found[hit.start] = hit
    if not found:
        return []
    chain, place = [], min(found)
    while place in found or text[place : place + 1].isspace():
        if place in found:
            chain.append(codes(found[place].key))
            place = found[place].end
        else:
            place += 1
    return chain
