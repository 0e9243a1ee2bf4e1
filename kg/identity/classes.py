"""Which keys are one thing: joined by evidence and judgements, kept apart where a code or a judgement says so.

A pure function of the set of evidence, so the order of loading cannot matter. Evidence in the order of its strength:
a judgement, a shared code, the same name, a full name given as another name (曾用名), a short name that a source defines,
a short name whose only bearer in the region is known, a project's name in a city and one county. What would need more waits.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from kg.identity import regions
from kg.identity.best import names_of, rank
from kg.identity.keys import own_form, place_of, unscoped
from kg.identity.names import is_registered, take_apart
from kg.identity.union import Union
from kg.identity.zones import EITHER, two_kinds

_NAMES = frozenset({"name", "alias"})
_Trade = tuple[str, str]
"""Brand and trade of a company's name."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source says that the thing of `key` has the name or code `form`; `relation` is name, alias or the code's property."""

    key: str
    relation: str
    form: str
    loose: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two keys that are likely, but not certainly, one thing, and why; `a` < `b`."""

    a: str
    b: str
    reason: str


@dataclass(slots=True)
class Classes:
    """Key to canonical id, and the pairs (each side the best key of its class) that wait for a judgement."""

    canon: dict[str, str]
    waiting: list[Pair] = field(default_factory=list)


@dataclass(slots=True)
class Judged:
    """What people said of pairs of keys, in force now: `same`, `apart` (not same) and `unsure`."""

    same: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    unsure: frozenset[tuple[str, str]] = frozenset()

    def partners(self, keys: Iterable[str]) -> set[str]:
        """The keys that a judgement names together with one of `keys`."""
        wanted = set(keys)
        pairs = (*self.same, *self.apart)
        return {b if a in wanted else a for a, b in pairs if (a in wanted) != (b in wanted)}


class _Settling:
    """The steps of settling one closed set of evidence; `settle` runs them in order."""

    def __init__(self, evidence: Iterable[Evidence], judged: Judged) -> None:
        self.evidence = sorted(set(evidence), key=lambda e: (e.key, e.relation, e.form))
        self.judged = judged
        self.union = Union({e.key for e in self.evidence}, judged.apart)
        self.by_form: dict[str, list[Evidence]] = defaultdict(list)
        for item in self.evidence:
            self.by_form[item.form].append(item)
            if item.relation not in _NAMES:
                _, name, value = _code(item.form)
                self.union.codes.setdefault(item.key, {}).setdefault(name, set()).add(value)
        self.shared = sorted(f for f, claims in self.by_form.items() if len(claims) > 1 and not _short(f))
        self.short = sorted(f for f in self.by_form if f.startswith("~enterprise|") and _short(f))
        self.waiting: set[Pair] = set()

    def wait(self, a: str, b: str, reason: str) -> None:
        pair = _pair(a, b, reason)
        told = (pair.a, pair.b) in self.judged.apart or (pair.a, pair.b) in self.judged.unsure
        if a != b and not told:
            self.waiting.add(pair)

    def judgements(self) -> None:
        for a, b in sorted(self.judged.same):
            if a in self.union.parent and b in self.union.parent:
                self.union.join(a, b)

    def same_form(self) -> None:
        """Codes first, then names: keys that claim one code or one full name are one thing, unless they are several."""
        for form in sorted(self.shared, key=lambda f: (not _code(f)[1], f)):
            keys = sorted({e.key for e in self.by_form[form] if e.relation != "alias"})
            if len(keys) > 1:
                self._gather(form, keys)

    def full_aliases(self) -> None:
        """A full name that a source gives as another name of something (曾用名, 又名)."""
        for form in self.shared:
            keys = sorted({e.key for e in self.by_form[form]})
            if len(keys) > 1 and any(e.relation == "alias" for e in self.by_form[form]):
                self._gather(form, keys)

    def _gather(self, form: str, keys: list[str]) -> None:
        """Join the bearers of a form if they can all be one; else join none of those that are only named so."""
        firm = [k for k in keys if own_form(k) != form]
        bare = [k for k in keys if own_form(k) == form]
        heads = sorted({self.union.find(k) for k in firm})
        clash = [(a, b) for a, b in combinations(heads, 2) if self.union.conflict(a, b)]
        widest = self._widest(heads) if clash else None
        if widest is not None:
            for key in bare:
                self.union.join(widest, key)
        elif clash:
            for a, b in clash:
                self.wait(a, b, f"one name, {_shown(form)}, but {self.union.conflict(a, b)}")
        else:
            first, *others = firm + bare
            for key in others:
                if not self.union.join(first, key):
                    self.wait(first, key, f"one name, {_shown(form)}")

    def _widest(self, heads: list[str]) -> str | None:
        """Of classes of one classification that lie in each other (651 and 6510) the widest; None if they do not."""
        codes = {h: min(self.union.codes.get(h, {}).get("code", {""})).rstrip("0") for h in heads}
        widest = min(heads, key=lambda h: (len(codes[h]), codes[h]))
        return widest if codes[widest] and all(c.startswith(codes[widest]) for c in codes.values()) else None

    def short_names(self) -> None:
        """Short names: who bears them by definition or by brand is settled for each place they were read in."""
        joins: list[tuple[str, str]] = []
        loose = defaultdict(set)
        for item in self.evidence:
            if item.loose is not None and item.loose != item.form and not _short(item.form):
                loose[item.loose].add(item.key)
        for form in self.short:
            claims = self.by_form[form]
            bare = sorted({e.key for e in claims if own_form(e.key) == form})
            defined = {self.union.find(e.key) for e in claims if own_form(e.key) != form}
            branded = {self.union.find(k) for k in loose[form]} - defined
            joins += self._short_name(form, bare, sorted(defined), sorted(branded))
        for a, b in joins:
            if not self.union.join(a, b):
                self.wait(a, b, "a short name with two bearers")

    def _short_name(self, form: str, bare: list[str], defined: list[str], branded: list[str]) -> list[tuple[str, str]]:
        joins, left = [], []
        for key in bare:
            found = self._bearer(key, defined, branded)
            if found is not None:
                joins.append((found, key))
            else:
                left.append(key)
        if len(defined) + len(branded) < 2:
            joins += [(left[0], other) for other in left[1:]]
        for key in left:
            for other in (defined or branded)[:5]:
                self.wait(key, other, f"{_shown(form)} may be short for it")
        return joins

    def _bearer(self, key: str, defined: list[str], branded: list[str]) -> str | None:
        if len(defined) == 1 and not branded:
            return defined[0]
        place = place_of(key)
        if len(defined) == 1 and (place is None or self._near(defined[0], place)):
            return defined[0]
        if place is None:
            return None
        near = [c for c in (defined or branded) if self._near(c, place)]
        return near[0] if len(near) == 1 else None

    def _near(self, head: str, place: str) -> bool:
        """Whether a thing of the class is of `place` or around it, by its registered names and the places it was read in."""
        for key in self.union.of(self.union.find(head)):
            here = place_of(key) or take_apart(key.partition(":")[2]).region
            if here is not None and (regions.related(here, place)):
                return True
        return False

    def projects(self) -> None:
        """One name of a project in a city and in one of its counties, and in no other of them, is one project."""
        for keys in self._of_one_city():
            placed = sorted((place, k) for k in keys if k.startswith("project:") and (place := place_of(k)))
            for _, key in placed[1:] if all(regions.within(placed[-1][0], place) for place, _ in placed) else ():
                self.union.join(placed[0][1], key)

    def zones(self) -> None:
        """经开区 is the one economic zone that is known of its place, if the other kind is not."""
        for keys in self._of_one_city():
            for key in (k for k in keys if k.startswith("park:") and unscoped(k).endswith(EITHER)):
                full = sorted(k for k in keys if place_of(k) == place_of(key) and not unscoped(k).endswith(EITHER))
                if len({unscoped(k) for k in full}) == 1:
                    self.union.join(full[0], key)

    def likely(self) -> None:
        """What only a person can settle: equal names of different places, registered names that differ in form only."""
        self._same_but_place()
        self._same_but_form()

    def _same_but_form(self) -> None:
        """有限公司 beside 股份有限公司, with or without 集团: one company before and after a change, or two of a group.

        Or beside no form at all (衢州甲新材料公司): that may be the same one, where both are of one place.
        """
        full: dict[_Trade, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
        brief: dict[_Trade, set[tuple[str | None, str]]] = defaultdict(set)
        for item in self.evidence:
            if item.relation == "name" and item.loose not in (None, item.form) and item.form.startswith("~enterprise|"):
                parts = take_apart(item.form.partition("|")[2])
                if _short(item.form):
                    brief[parts.brand, parts.trade].add((parts.region or place_of(item.key), item.key))
                else:
                    full[parts.brand, parts.trade][parts.region].add(item.key)
        for keys in (k for places in full.values() for k in places.values() if len(k) > 1):
            self._wait_for_form(combinations(sorted({self.union.find(k) for k in keys}), 2))
        for trade, named in brief.items():
            for place, key in named:
                near = (k for there, keys in full[trade].items() if _of_one_place(place, there) for k in keys)
                self._wait_for_form((self.union.find(key), self.union.find(other)) for other in near)

    def _wait_for_form(self, pairs: Iterable[tuple[str, str]]) -> None:
        for a, b in pairs:
            if self.union.conflict(a, b) is None:
                self.wait(a, b, "the names differ in their legal form only")

    def _same_but_place(self) -> None:
        for keys in self._of_one_city():
            heads = sorted({self.union.find(k) for k in keys if place_of(k)})
            for a, b in combinations(heads, 2):
                if _related(a, b) and not two_kinds(unscoped(a), unscoped(b)):
                    self.wait(a, b, f"both are called {unscoped(a.partition(':')[2])}")

    def _of_one_city(self) -> list[set[str]]:
        """The keys that share a name and a city, name by name; companies are compared otherwise."""
        groups: dict[str, set[str]] = defaultdict(set)
        for item in self.evidence:
            if item.loose is not None and not item.key.startswith("enterprise:"):
                groups[item.loose].add(item.key)
        return [keys for _, keys in sorted(groups.items())]


def settle(evidence: Iterable[Evidence], judged: Judged | None = None) -> Classes:
    """Canonical id of every key in a closed set of evidence (all that shares a form with any of it), and what waits."""
    work = _Settling(evidence, judged or Judged())
    work.judgements()
    work.same_form()
    work.full_aliases()
    work.short_names()
    work.projects()
    work.zones()
    work.likely()
    heads = (k for k, parent in work.union.parent.items() if k == parent)
    best = {head: min(work.union.of(head), key=rank) if head in work.union.members else head for head in heads}
    named = names_of(best)
    find = work.union.find
    canon = {key: named[find(key)] for key in work.union.parent}
    waiting = {_pair(best[find(p.a)], best[find(p.b)], p.reason) for p in work.waiting if find(p.a) != find(p.b)}
    return Classes(canon, sorted(waiting))


def _pair(a: str, b: str, reason: str) -> Pair:
    return Pair(min(a, b), max(a, b), reason)


def _code(form: str) -> tuple[str, str, str]:
    head, _, value = form.partition("|")
    kind, _, name = head[1:].partition("#")
    return kind, name, value


def _short(form: str) -> bool:
    kind, name, value = _code(form)
    if kind != "enterprise" or name:
        return False
    return not is_registered(value)


def _shown(form: str) -> str:
    return unscoped(form.partition("|")[2])


def _of_one_place(here: str | None, there: str | None) -> bool:
    """Whether two places, or none, are the same, or one lies in the other."""
    return here == there or (here is not None and there is not None and regions.related(here, there))


def _related(a: str, b: str) -> bool:
    x, y = place_of(a), place_of(b)
    return x is not None and y is not None and regions.related(x, y)
