"""The clauses of policies: which clause supports which segment, with what it gives, what it asks and from when to when.

Only what is written in patterns (clauses.yaml) is found. The words of a segment are those of its chain's template.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.analysis import support
from kg.analysis.area import Area, find_area
from kg.analysis.conditions import Condition, Judged, conditions, judged
from kg.analysis.firms import Firm
from kg.analysis.landscape import Landscape
from kg.analysis.local import Thing
from kg.analysis.match import cases_of, find_firm, home_of, place_of
from kg.analysis.source import Source, landscape_of
from kg.analysis.targets import find_segment
from kg.analysis.view import residents
from kg.errors import QueryError
from kg.schema.values import VALUE_TYPES

FILE = Path(__file__).parent / "clauses.yaml"


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered part of a text without the parts inside it; `mark` is its number with those around it (第三条（二）)."""

    mark: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grant:
    """What is given: `kind` is most (an upper bound), sum or share; `value` in yuan or as a share of 1, the largest of several."""

    kind: str
    words: str
    value: float


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of a policy in force that supports `segments`, under the words of the text.

    `grants` is what it gives, `most` the largest sum in yuan; `conditions` what it asks, judged where an enterprise is asked
    for; `since` and `until` bound the policy; `local` counts the enterprises of the region in these segments, so 0 is a
    policy without an enterprise. None where no region is asked for.
    """

    policy: str
    id: str
    number: str | None
    clause: str
    words: tuple[str, ...]
    segments: tuple[str, ...]
    grants: tuple[Grant, ...]
    most: float | None
    conditions: tuple[Judged, ...]
    since: str | None
    until: str | None
    local: int | None
    sentence: str
    start: int
    end: int


@cache
def _patterns() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    amounts = f"{found['amount']}(?:、{found['amount']})*"
    made: dict[str, Any] = {name: re.compile(found[name]) for name in ("gives", "denies", "amount")}
    made["mark"] = re.compile("|".join(f"(?P<m{n}>{m})" for n, m in enumerate(found["marks"])))
    made["grants"] = {kind: re.compile(p.replace("~", amounts)) for kind, p in found["grants"].items()}
    return made


def clauses(text: str) -> list[Clause]:
    """The numbered parts of a text in order; what stands before the first number is none."""
    found: list[Clause] = []
    stack: list[tuple[int, str]] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        start, end = offset + len(line) - len(line.lstrip()), offset + len(line.rstrip())
        match = _patterns()["mark"].match(text, start, end)
        if match:
            level = int(str(match.lastgroup)[1:])
            stack = [s for s in stack if s[0] < level] if level else []
            stack += [(level, match[0].rstrip("、.．"))] if level else []
            if stack:
                found.append(Clause("".join(mark for _, mark in stack), text[start:end], start, end))
        elif stack and found and start < end:
            last = found[-1]
            found[-1] = replace(last, text=text[last.start : end], end=end)
        offset += len(line)
    return found


def clause_at(text: str, offset: int) -> Clause | None:
    """The clause that covers an offset of the text."""
    return next((c for c in clauses(text) if c.start <= offset < c.end), None)


def grants(text: str) -> list[Grant]:
    """What a clause gives, in the order of the text; a sum inside an upper bound is told once."""
    taken: list[tuple[int, int, Grant]] = []
    for kind, pattern in _patterns()["grants"].items():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in taken):
                taken.append((match.start(), match.end(), Grant(kind, match[0], _value(kind, match[0]))))
    return [grant for _, _, grant in sorted(taken, key=lambda t: t[0])]


def _value(kind: str, words: str) -> float:
    if kind == "share":
        return max(float(n) for n in re.findall(r"(\d+(?:\.\d+)?)[%％]", words)) / 100
    sums = (VALUE_TYPES["money"].clean(m[0]) for m in _patterns()["amount"].finditer(words))
    return max((float(s) for s in sums if s is not None), default=0.0)


def most(given: Iterable[Grant]) -> float | None:
    """The largest sum in yuan that is given; None where only shares are, or nothing."""
    return max((g.value for g in given if g.kind != "share"), default=None)


def supporting(text: str) -> str:
    """The sentences of a clause that give something, without those that deny it."""
    told = re.split("(?<=[。；])|\n", text)
    return "".join(s for s in told if _patterns()["gives"].search(s) and not _patterns()["denies"].search(s))


def match_clauses(
    source: Source, what: str, *, region: str | None = None, today: date | None = None
) -> list[ClauseRow]:
    """Clauses of policies in force that support a segment, the segments of an enterprise, or anything in a region.

    In the order of value of what they give, policy and text. With `region` only policies that hold there. QueryError where
    `what` is none of the three.
    """
    landscape, day = landscape_of(source), today or date.today()
    firm = find_firm(landscape, what)
    wanted: set[str] | None = None
    area: Area | None = find_area(region) if region else None
    if firm is not None:
        wanted, area = {name for _, name in cases_of(landscape, firm) if name}, area or home_of(firm)
    else:
        try:
            wanted = {find_segment(landscape, what)[1].name}
        except QueryError:
            area = place_of(what, "an enterprise, a segment or a region")
    holding = support.policies_of(landscape, area, day) if area else _in_force(landscape, day)
    rows = [row for policy in holding for row in _rows(landscape, policy, wanted, area)]
    if firm is not None:
        coming = area.code if region and area else ""
        rows = [replace(r, conditions=_judged(r, firm, coming)) for r in rows]
    return sorted(rows, key=lambda r: (-(r.most or 0), r.policy, r.start))


def _in_force(landscape: Landscape, today: date) -> list[Thing]:
    areas = {p.division for policy in landscape.local.of("Policy") for p in policy.places}
    found = {p.id: p for code in sorted(areas) for p in support.policies_of(landscape, find_area(code), today)}
    return list(found.values()) or support.policies_of(landscape, find_area("全国"), today)


def _rows(landscape: Landscape, policy: Thing, wanted: set[str] | None, area: Area | None) -> Iterator[ClauseRow]:
    home = max((p.division for p in policy.places), key=len, default="")
    for clause in clauses(landscape.local.texts.get(policy.id, "")):
        named = dict(landscape.segments.found_in(supporting(clause.text)))
        held = {w: n for w, n in named.items() if wanted is None or wanted.intersection(n)}
        segments = tuple(dict.fromkeys(s for names in held.values() for s in names if wanted is None or s in wanted))
        if not segments:
            continue
        given = tuple(grants(clause.text))
        yield ClauseRow(
            policy.name, policy.id, policy.text("number"), clause.mark, tuple(held), segments, given, most(given),
            tuple(Judged(c, None) for c in _asked(clause.text, home)), policy.text("effective") or policy.text("date"),
            policy.text("expires"), _local(landscape, area, segments), " ".join(clause.text.split()), clause.start, clause.end,
        )  # fmt: skip


def _asked(text: str, home: str) -> list[Condition]:
    found = {
        (c.kind, c.words): c for s in re.split("(?<=[。；])|\n", text) for c in conditions("".join(s.split()), home)
    }
    return list(found.values())


def _judged(row: ClauseRow, firm: Firm, coming: str) -> tuple[Judged, ...]:
    return judged([j.condition for j in row.conditions], firm, coming)


def _local(landscape: Landscape, area: Area | None, segments: Sequence[str]) -> int | None:
    if area is None:
        return None
    index = landscape.segments.index
    return len({f.id for s in segments for f in residents(landscape, area.code, index[s])})


def clause_reader(text: str) -> Callable[[int], dict[str, str]]:
    """For offsets of a text, what its clause lends a relation: `clause`, and `amount` in yuan where it gives a sum."""
    parts = [(c, most(grants(c.text))) for c in clauses(text)]

    def told(offset: int) -> dict[str, str]:
        found = next(((c, sum_) for c, sum_ in parts if c.start <= offset < c.end), None)
        if found is None:
            return {}
        return {"clause": found[0].mark} | ({"amount": f"{found[1]:.0f}元"} if found[1] else {})

    return told
