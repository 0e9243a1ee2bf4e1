"""The numbered clauses of a policy's text, and what each gives in money, by patterns (clauses.yaml)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

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


def clause_reader(text: str) -> Callable[[int], dict[str, str]]:
    """For offsets of a text, what its clause lends a relation: `clause`, and `amount` in yuan where it gives a sum."""
    parts = [(c, most(grants(c.text))) for c in clauses(text)]

    def told(offset: int) -> dict[str, str]:
        found = next(((c, sum_) for c, sum_ in parts if c.start <= offset < c.end), None)
        if found is None:
            return {}
        return {"clause": found[0].mark} | ({"amount": f"{found[1]:.0f}元"} if found[1] else {})

    return told
