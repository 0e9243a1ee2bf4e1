"""Where a document comes from: its own region and issuer, by its header, title, signature and what it speaks of most."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.loaders.particulars import alternatives
from kg.schema.patterns import pattern

if TYPE_CHECKING:
    from kg.loaders.parsed import Parsed

_ISSUER_CELL = pattern(rf"(?:{alternatives(('issuer', 'source'))})[ \t|:]+([^\s|:]{{2,30}})")
_ORGAN = r"(?:局|委员会|委|厅|办公室|办|政府|部|院|管委会|处|中心|公司|协会)"
_SIGNATURE = re.compile(rf"^[ \t]*([^\s,。:;、]{{2,30}}{_ORGAN})[ \t]*(?=\n|\d{{4}}年|$)", re.M)
_OPENED = re.compile(rf"^[ \t]*([^\s,。:;、《》]{{2,20}}{_ORGAN})(?=关于|对[^,。\n]{{4,60}}(?:答复|复函))", re.M)
_SIGNED = 40
_RUNNING = re.compile("[,、;。|]")
_HEAD, _TAIL = 300, 200  # characters at the head and tail of a text that hold its header, title and signature
_WEIGHT_HEAD, _WEIGHT_TAIL, _WEIGHT_ISSUER = 4, 6, 10
_WEIGHT_TIMES, _ENOUGH = 0.3, 20  # each naming counts a little, up to twenty
_DEEPER = {"省": 2, "市": 4, "区": 6, "县": 6, "州": 4, "旗": 6}


@dataclass(frozen=True, slots=True)
class Home:
    """A document's own place. `regions` maps a division's code to how much speaks for it; `issuer` is as printed."""

    regions: dict[str, float]
    issuer: str | None

    @property
    def code(self) -> str | None:
        """Code of the likeliest region; of two equally likely ones the narrower."""
        return max(self.regions, key=lambda c: (self.regions[c], len(c)), default=None)

    def of(self, level: str) -> str | None:
        """Code of the region that 我省, 我市, 我区 or 我县 means (`level` its last character), or None if nothing says so.

        我市 may be a prefecture or a county-level city, so the likeliest region under or at that depth decides.
        """
        depth = _DEEPER.get(level, 6)
        fitting: defaultdict[str, float] = defaultdict(float)
        for code, weight in self.regions.items():
            if level == "省":
                fitting[code[:2]] = max(fitting[code[:2]], weight)
            elif len(code) == depth or (level == "市" and len(code) in {2, 6}):
                fitting[code] += weight * (1.0 if len(code) == depth else 0.6)
        return max(fitting, key=lambda c: fitting[c], default=None)


def settle_home(parsed: "Parsed") -> Home:
    """Weigh every region that the text names: more in the header and title, most in the issuer's name and signature."""
    text = parsed.folded
    issuer = _issuer(text)
    signed = text.rfind(issuer) if issuer else -1
    best: defaultdict[str, float] = defaultdict(float)
    times: Counter[str] = Counter()
    for place in parsed.places:
        signing = place.start >= len(text) - _TAIL and _signs(text, place.start)
        weight = 1.0 + _WEIGHT_HEAD * (place.start < _HEAD) + _WEIGHT_TAIL * signing
        if issuer and signed <= place.start < signed + len(issuer):
            weight += _WEIGHT_ISSUER
        for code in place.codes:
            best[code] = max(best[code], weight / len(place.codes))
            times[code] += 1
    return Home({code: weight + _WEIGHT_TIMES * min(times[code], _ENOUGH) for code, weight in best.items()}, issuer)


def _signs(text: str, offset: int) -> bool:
    """Whether what stands at `offset` may sign a document: its line is short and no running text, nor a row of a table."""
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    return len(line) <= _SIGNED and not _RUNNING.search(line.strip())


def _issuer(text: str) -> str | None:
    opened = _OPENED.search(text[:_HEAD])
    signed = _SIGNATURE.findall(text[-_TAIL:])
    cell = _ISSUER_CELL.search(text[:_HEAD])
    names = signed[-1:] + ([cell[1]] if cell else []) + ([opened[1]] if opened and not signed else [])
    return max(names, key=len, default=None)
