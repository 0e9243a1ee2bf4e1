"""A document prepared for relation rules: its sentences with the things they name, in order, lists joined, subjects known."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.document import Span
from kg.extraction import Referent
from kg.loaders.layout import Section
from kg.loaders.lexicon.fold import fold_chars
from kg.loaders.parsed import Parsed
from kg.loaders.relate.scene.cues import cue, told_in
from kg.loaders.relate.scene.judged import Doubt, Setting
from kg.loaders.relate.scene.kinds import FIRM, Types
from kg.loaders.relate.scene.line import Line, Point, clause_start, lines_of
from kg.schema.patterns import pattern

if TYPE_CHECKING:
    from kg.loaders.relate.scene.names import Forms

_CLAUSE = 300
_ITEM = pattern(r"\s*[·◆■▲★▶►○□◎◇△➢※]")
_SUBJECT = 3
_NEGATED = frozenset({"promote", "support", "raise", "grow", "give", "enter", "attract", "make"})
_CHINESE = str.maketrans(";:()!?", "；：（）！？")
_MARKS = dict.fromkeys(map(ord, "《》“”\"‘’'"))
_ECHOES = {"Enterprise": "echo_enterprise", "Hospital": "echo_hospital", "Park": "echo_park", "Project": "echo_project"}


@dataclass
class Scene:
    """The prepared document. `lines` hold every mention once, apart from overlapping ones, of which the first stays."""

    parsed: Parsed
    referents: list[Referent]
    setting: Setting = Setting()
    doubt: Doubt = Doubt()
    by_id: dict[str, Referent] = field(init=False)
    _having: dict[tuple[Types, ...], list[Line]] = field(default_factory=dict, repr=False)
    _said: dict[str, tuple[list[int], list[re.Match[str]]]] = field(default_factory=dict, repr=False)
    _oblique: dict[int, bool] = field(default_factory=dict, repr=False)
    _forms: dict[str, list[str]] = field(default_factory=dict, repr=False)
    names: "dict[tuple[tuple[str, ...], bool], Forms]" = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.by_id = {r.id: r for r in self.referents}

    @cached_property
    def text(self) -> str:
        """The document's text folded (simplified characters, one width), with Chinese marks for , ; : ( ) ! ?; one for one."""
        return re.sub(r"(?<!\d),|,(?!\d)", "，", self.parsed.folded).translate(_CHINESE)

    @cached_property
    def known(self) -> dict[str, float]:
        """How sure it is that the document names each thing: the best of its mentions."""
        return {r.id: max((m.confidence for m in r.mentions), default=1.0) for r in self.referents}

    def said(self, name: str, start: int, end: int) -> list[re.Match[str]]:
        """Where the cue of that name stands in `[start, end)`, outside the names in the text; read once a document."""
        if name not in self._said:
            found = [m for m in told_in(self.text, cue(name)) if m.end() > m.start() and not self._named(m.start())]
            if name in _NEGATED:
                found = [m for m in found if not cue("negated").search(self.text, max(0, m.start() - 4), m.start())]
            self._said[name] = ([m.start() for m in found], found)
        starts, matches = self._said[name]
        return matches[bisect_left(starts, start) : bisect_left(starts, end)]

    def _named(self, offset: int) -> bool:
        place = bisect_right(self._starts, offset) - 1
        return place >= 0 and offset < self.points[place].end

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """All mentions in the order of the text, without overlaps."""
        found = sorted(
            (Point(m.start, m.end, r.type, r.id) for r in self.referents for m in r.mentions),
            key=lambda p: (p.start, -p.end),
        )
        kept: list[Point] = []
        for point in found:
            if not kept or point.start >= kept[-1].end:
                kept.append(point)
        return tuple(kept)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The sentences in order, each with its points (echoes too) and groups."""
        lines: list[Line] = []
        starts = self._starts
        last: dict[str, str] = {}
        for sentence in self.parsed.layout.sentences:
            span = sentence.span
            named = self.points[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            points = tuple(self._with_echoes(span, named, last))
            lines.extend(lines_of(self.text, sentence, points, len(lines)))
        return tuple(lines)

    def lines_at(self, start: int, end: int | None = None) -> Sequence[Line]:
        """The lines that `[start, end)` touches, or the one that covers `start`."""
        first = max(0, bisect_right(self.lines, start, key=lambda line: line.start) - 1)
        last = bisect_left(self.lines, end or start + 1, key=lambda line: line.start)
        return [line for line in self.lines[first:last] if line.end > start]

    @cached_property
    def prose(self) -> list[Line]:
        """The lines that are no rows of a table: the rules for running text do not read across cells."""
        rows = {row[0].start for table in self.parsed.document.tables for row in table.rows}
        return [line for line in self.lines if line.start not in rows] if rows else list(self.lines)

    def having(self, *wanted: Types) -> list[Line]:
        """The lines of running text that name (or echo) a thing of each of the sets of types."""
        lines = self._having.get(wanted)
        if lines is None:
            lines = list(self.having(*wanted[:-1])) if len(wanted) > 1 else self.prose
            lines = [line for line in lines if not wanted[-1].isdisjoint(line.kinds)]
            self._having[wanted] = lines
        return lines

    def firsts(self, *types: str) -> list[tuple[Line, Point]]:
        """The first mention of every thing of these types, with its line, in order."""
        return [(line, point) for line, point in self._firsts if point.type in types]

    @cached_property
    def _firsts(self) -> list[tuple[Line, Point]]:
        seen: dict[str, tuple[Line, Point]] = {}
        for line in self.lines:
            for point in line.points:
                if not point.echo:
                    seen.setdefault(point.id, (line, point))
        return list(seen.values())

    def _with_echoes(self, span: Span, named: Iterable[Point], last: dict[str, str]) -> Iterator[Point]:
        """The points of one sentence with those that 公司 and the like stand for; `last` is carried from line to line."""
        taken = list(named)
        echoes = [
            (m.start(m.lastindex or 0), m.end(m.lastindex or 0), kind)
            for kind, name in _ECHOES.items()
            if kind in last or any(p.type == kind for p in taken)
            for m in cue(name).finditer(self.text, span.start, span.end)
        ]
        led: set[str] = set()
        for start, end, kind, point in sorted(
            [(s, e, k, None) for s, e, k in echoes] + [(p.start, p.end, p.type, p) for p in taken], key=lambda x: x[:2]
        ):
            if point is None:
                if kind == "Enterprise" and self._main_firm and self.text[start - 1 : start] not in ("该", "它"):
                    last[kind] = self._main_firm
                if kind in last and not any(p.start < end and start < p.end for p in taken):
                    led.add(kind)
                    yield Point(start, end, kind, last[kind], echo=True)
                continue
            if kind not in led and (kind == "Park" or not self.oblique(start)):
                last[kind] = point.id
                led.add(kind)
            yield point

    @cached_property
    def _main_firm(self) -> str | None:
        """What a document calls 公司 whose title names one."""
        return next((p.id for p in self.titled(FIRM)), None)

    def titled(self, types: Types) -> list[Point]:
        """The one thing of `types` that the title names; nothing where it names several."""
        title = self.parsed.layout.title
        named = {p.id: p for p in self.within(*title) if p.type in types} if title else {}
        return list(named.values()) if len(named) == 1 else []

    @property
    def home(self) -> Point | None:
        """The document's own place, as a point that stands nowhere in the text."""
        id_ = self.setting.home
        return Point(0, 0, self.by_id[id_].type, id_) if id_ else None

    def oblique(self, start: int) -> bool:
        """Whether what begins at `start` follows a preposition (由, 为, 与 …) and so is no subject."""
        if start not in self._oblique:
            found = cue("oblique").search(self.text, max(0, start - 7), start)
            place = bisect_left(self._starts, start) - 1
            before = self.points[place] if place >= 0 else None
            if found is None and before and before.end == start and before.type == "Region":
                found = cue("oblique_at_place").search(self.text, max(0, before.start - 4), before.start)
            leads = found is not None and cue("leads").fullmatch(found[0]) and _opens(self.text, found.start())
            named = found is not None and cue("names_whom").search(self.text, max(0, start - 12), start)
            self._oblique[start] = found is not None and not leads and not named
        return self._oblique[start]

    def between(self, left: int, right: int) -> str:
        """The text of `[left, right)`."""
        return self.text[left:right]

    def outside(self, line: Line, point: Point) -> bool:
        """Whether the words around a name, or around the list it stands in, say that it comes from elsewhere, buys or only comments."""
        first = line.list_of(point)[0]
        before = cue("outsider").search(self.text, max(0, first.start - 12), first.start)
        return before is not None or cue("observer").match(self.text, point.end) is not None

    def name(self, id_: str) -> str:
        """The name of a referent."""
        return self.by_id[id_].name

    def forms(self, id_: str) -> list[str]:
        """Name and aliases of a referent, longest first, without pronoun-like ones (我区)."""
        if id_ not in self._forms:
            referent = self.by_id[id_]
            forms = {bare(f) for f in (referent.name, *referent.aliases)}
            self._forms[id_] = sorted(
                (f for f in forms if f and not cue("pronoun").match(f)), key=lambda f: (-len(f), f)
            )
        return self._forms[id_]

    def of_type(self, *types: str) -> list[Referent]:
        """The referents of these types, in the order given."""
        return [r for r in self.referents if r.type in types]

    @cached_property
    def topic(self) -> list[Point]:
        """The product that the document is about, if one makes up three tenths of all its mentions of products, else nothing."""
        counts = Counter(p.id for p in self.points if p.type == "Product")
        best = max(counts, key=lambda i: (counts[i], i), default=None)
        enough = best is not None and counts[best] >= max(4, 0.3 * sum(counts.values()))
        return [Point(0, 0, "Product", best)] if best is not None and enough else []

    def sections(self, line: Line) -> list[Section]:
        """The sections that a line stands in, innermost first."""
        return self.parsed.layout.around(line.sentence)

    def heads(self, line: Line, types: Types) -> list[Point]:
        """Points of `types` in the headings that stand over a line, innermost heading first."""
        return [p for s in self.sections(line) for p in self.within(s.heading.start, s.heading.end) if p.type in types]

    def within(self, start: int, end: int) -> tuple[Point, ...]:
        """The points that begin in `[start, end)`."""
        starts = self._starts
        return self.points[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [p.start for p in self.points]

    def subject(self, line: Line, offset: int, types: Types, back: int = 3) -> list[Point]:
        """Who does what is said at `offset`: the nearest group of `types` to the left that is no oblique, else the leading one
        of the sentences before in the same section, at most `back` of them.
        """
        for group in line.before(offset, types):
            if not self.oblique(group.start) and not self.bracketed(group.end, offset):
                return group.of(types)
        for earlier in self.earlier(line, back):
            for group in earlier.groups:
                found = group.of(types)
                if found and not self.oblique(group.start):
                    return found
        return []

    def leader(self, line: Line, offset: int, types: Types) -> list[Point]:
        """As `subject`, but where the clause has none, the one that opens a clause of the sentence goes before a nearer object."""
        clause = clause_start(line, max(line.start, offset - 1))
        left = [g for g in line.before(offset, types) if not self.oblique(g.start)]
        if left and left[0].start < clause:
            opening = next((g for g in left if g.start - clause_start(line, g.start) <= _SUBJECT), left[0])
            owned = cue("under").match(self.text, opening.end)
            child = next(line.after(owned.end(), types, owned.end() + 1), None) if owned else None
            return (child or opening).of(types)
        return self.subject(line, offset, types, back=1)

    def bracketed(self, end: int, offset: int) -> bool:
        """Whether what ends at `end` stands in brackets that close before `offset`."""
        close = self.text.find("）", end, offset)
        return close >= 0 and self.text.find("（", end, close) < 0

    def earlier(self, line: Line, back: int) -> Iterator[Line]:
        """The lines before `line` in its section and item (●), nearest first."""
        after = line
        for other in reversed(self.lines[max(0, line.index - back) : line.index]):
            if other.sentence.section != line.sentence.section or _ITEM.match(self.text, after.start):
                return
            yield other
            after = other

    def clause_end(self, line: Line, offset: int) -> int:
        """End of the clause at `offset`, and of those that go on with its list (以及…, 其中…); 300 characters at most."""
        end = min(line.end, offset + _CLAUSE)
        found = cue("clause_stop").search(self.text, offset, end)
        return found.start() if found else end


def _opens(text: str, offset: int) -> bool:
    """Whether a sentence begins at `offset`."""
    return offset == 0 or text[offset - 1] in "。；！？\n"


@lru_cache(maxsize=20_000)
def bare(name: str) -> str:
    """A name folded, without the marks that stand around titles and quotations."""
    return "".join(fold_chars(name).translate(_MARKS).split())
