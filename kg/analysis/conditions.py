"""What a policy asks of an enterprise, read from the policy's own sentences, and whether an enterprise meets it.

Only what is written in patterns (conditions.yaml) is found; what is not known of an enterprise is None, never "not met".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.analysis.firms import Firm, gone
from kg.identity import regions
from kg.schema.values import VALUE_TYPES

FILE = Path(__file__).parent / "conditions.yaml"


@dataclass(frozen=True, slots=True)
class Condition:
    """One demand: `kind` is place, revenue, capital, investment, staff, title or clean; `words` as written.

    `least` is in yuan or persons; `value` the division code of a place ("" if it has none) or the key of a title.
    """

    kind: str
    words: str
    sentence: str
    least: float | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition and whether an enterprise meets it; None where that is not known, or (`coming`) where settling will do."""

    condition: Condition
    met: bool | None
    coming: bool = False


@cache
def _patterns() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    single = ("general", "item", "here", "money", "staff", "hoped", "clean", "partly")
    made: dict[str, Any] = {name: re.compile(found[name]) for name in single}
    made["places"] = [re.compile(p) for p in found["places"]]
    for table in ("amounts", "titles"):
        made[table] = {key: re.compile(p) for key, p in found[table].items()}
    return made


def relevant(text: str, words: Sequence[str]) -> list[str]:
    """Sentences of a policy that speak of everybody it serves, with the items they open, or that name one of `words`."""
    found, listing = [], False
    for sentence in sentences(text):
        general = bool(_patterns()["general"].search(sentence))
        item = listing and bool(_patterns()["item"].match(sentence))
        if general or item or any(word in sentence for word in words):
            found.append(sentence)
        listing = item or (general and sentence.endswith(("：", ":")))
    return found


def sentences(text: str) -> Iterator[str]:
    """Sentences without blanks, ended by 。, ；, ： or a line end."""
    for line in text.splitlines():
        yield from re.findall(r"[^。；：]+[。；：]?", "".join(line.split()))


def conditions(sentence: str, home: str) -> list[Condition]:
    """The demands of one sentence; `home` is the division of the policy, which 本区 and the like mean."""
    return [*_places(sentence, home), *_amounts(sentence), *_titles(sentence), *_clean(sentence)]


def of_policy(text: str, home: str, words: Sequence[str]) -> list[Condition]:
    """The demands of all relevant sentences, each once, in the order of the text."""
    found = {(c.kind, c.words): c for s in reversed(relevant(text, words)) for c in reversed(conditions(s, home))}
    return list(reversed(found.values()))


def _places(sentence: str, home: str) -> Iterator[Condition]:
    patterns = _patterns()
    for match in (m for p in patterns["places"] for m in p.finditer(sentence)):
        name = match["place"]
        code = home if patterns["here"].match(name) else regions.find(name, home or None) or ""
        if code or name.endswith(("园区", "开发区", "新区", "示范区")):
            yield Condition("place", match.group(), sentence, value=code)


def _amounts(sentence: str) -> Iterator[Condition]:
    patterns = _patterns()
    for kind, what in patterns["amounts"].items():
        for head in what.finditer(sentence):
            match = re.compile(r"[^，。；\d]{0,8}?" + patterns["money"].pattern).match(sentence, head.end())
            if match and (match["verb"] or match["more"]):
                yield Condition(kind, head.group() + match.group().rstrip("、"), sentence, _yuan(match["amount"]))
                break
    for match in patterns["staff"].finditer(sentence):
        yield Condition("staff", match.group(), sentence, float(match["count"]))


def _yuan(text: str) -> float | None:
    amount = VALUE_TYPES["money"].clean(text)
    return None if amount is None else float(amount)


def _titles(sentence: str) -> Iterator[Condition]:
    patterns = _patterns()
    for key, pattern in patterns["titles"].items():
        match = pattern.search(sentence)
        if match and not patterns["hoped"].search(sentence[: match.start()]):
            yield Condition("title", match.group(), sentence, value=key)


def _clean(sentence: str) -> Iterator[Condition]:
    match = _patterns()["clean"].search(sentence)
    if match:
        yield Condition("clean", match.group(), sentence)


def judge(condition: Condition, firm: Firm) -> bool | None:
    """Whether an enterprise meets a condition; None where the data do not say."""
    if condition.kind == "place":
        return _stands(firm, condition.value)
    if condition.kind == "title":
        return any(condition.value in tag for tag in firm.tags) or None
    if condition.kind == "clean":
        return False if firm.thing is not None and gone(firm.thing) else None
    if condition.kind == "revenue":
        have = _turnover(condition, firm)
    else:
        have = {"staff": firm.staff, "capital": firm.capital}.get(condition.kind)
    return None if have is None or condition.least is None else have >= condition.least


def _turnover(condition: Condition, firm: Firm) -> float | None:
    """What an enterprise sells or makes in a year; None where the demand is not on the whole of that."""
    clause = re.split("[，。；]", condition.sentence.partition(condition.words)[0])[-1] + condition.words
    if _patterns()["partly"].search(clause):
        return None
    return firm.turnover("output" if "产值" in condition.words else "revenue")


def _stands(firm: Firm, division: str) -> bool | None:
    if not division or not firm.divisions:
        return None
    if firm.based_in(division):
        return True
    return None if any(division.startswith(d) for d in firm.divisions) else False


def judged(asked: Sequence[Condition], firm: Firm, coming: str = "") -> tuple[Judged, ...]:
    """Every condition judged; for one that is to come to the division `coming` the place there is no hindrance."""
    found = []
    for one in asked:
        met = judge(one, firm)
        settles = bool(coming and one.value) and one.kind == "place" and not met and regions.related(one.value, coming)
        found.append(Judged(one, None if settles else met, settles))
    return tuple(found)


def share_met(made: Sequence[Judged]) -> float:
    """Share of the decided conditions that are met; 1 where none is decided."""
    decided = [j.met for j in made if j.met is not None]
    return sum(decided) / len(decided) if decided else 1.0
