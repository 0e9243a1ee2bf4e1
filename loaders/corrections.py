"""Relations that a person has judged: a rejected one is claimed no more, an added one wherever both its things are named.

They stand beside the user's names and vetoes (`kg.loaders.local`) in relations.tsv: verdict, relation, source, target and
who judged, a line each, parted by tabs. Things are meant by any name that a document gives them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg import settings
from kg.errors import DocumentError
from kg.extraction import Claim, Referent
from kg.files import read_file, write_file
from kg.identity.names import name_form
from kg.loaders.parsed import Parsed
from kg.schema import ontology

FILE = "relations.tsv"
RIGHT, WRONG = "right", "wrong"
CONFIDENCE = 0.99
_HEAD = "# source: corrections by the user (kg learn); verdict, relation, source, target, by, parted by tabs\n"


class Link(NamedTuple):
    """A relation between two things by their names."""

    relation: str
    source: str
    target: str

    def forms(self) -> "Link":
        """The same in the forms in which names are compared; one that holds both ways from the smaller to the greater."""
        ends = [name_form(self.source), name_form(self.target)]
        if ontology().relation(self.relation).symmetric:
            ends.sort()
        return Link(self.relation, *ends)


@dataclass(frozen=True, slots=True)
class Judged:
    """Relations that hold and that do not, each with who said so."""

    right: dict[Link, str]
    wrong: dict[Link, str]

    def onto(self, older: "Judged") -> "Judged":
        """All judgements, the newer one in force where two contradict each other."""
        mine = {link.forms() for link in (*self.right, *self.wrong)}
        kept = [{k: by for k, by in held.items() if k.forms() not in mine} for held in (older.right, older.wrong)]
        return Judged(kept[0] | self.right, kept[1] | self.wrong)


def apply(parsed: Parsed, referents: list[Referent], claims: list[Claim]) -> list[Claim]:
    """The claims without those that a person rejected, and with those added whose two things the document names."""
    judged = _judged(_stamp(settings.words_folder()))
    if not (judged.right or judged.wrong):
        return claims
    names = {r.id: {name_form(n) for n in (r.name, *r.aliases)} for r in referents}
    wrong = {link.forms() for link in judged.wrong}
    kept = [c for c in claims if wrong.isdisjoint(_links(c.relation, names[c.source], names[c.target]))]
    for link, by in judged.right.items():
        for source, target in _ends(link.forms(), referents, names):
            old = [c for c in kept if _same(c, link.relation, source, target)]
            start, end = (old[0].start, old[0].end) if old else _where(parsed, source, target)
            new = Claim(link.relation, source.id, target.id, start, end, f"person:{by}", CONFIDENCE)
            kept = [c for c in kept if c not in old]
            kept.append(replace(old[0], rule=new.rule, confidence=CONFIDENCE) if old else new)
    return sorted(kept, key=lambda c: (c.start, c.relation, c.source, c.target))


def _links(relation: str, sources: Iterable[str], targets: Iterable[str]) -> set[Link]:
    return {Link(relation, s, t).forms() for s in sources for t in targets}


def _ends(link: Link, referents: list[Referent], names: dict[str, set[str]]) -> Iterator[tuple[Referent, Referent]]:
    """The things of a document that a judgement means, of types that its relation may join."""
    relation = ontology().relation(link.relation)
    for source in (r for r in referents if link.source in names[r.id]):
        for target in (r for r in referents if link.target in names[r.id] and r is not source):
            if relation.allows(source.type, target.type):
                yield source, target


def _same(claim: Claim, relation: str, source: Referent, target: Referent) -> bool:
    ends = {(source.id, target.id)} | ({(target.id, source.id)} if ontology().relation(relation).symmetric else set())
    return claim.relation == relation and (claim.source, claim.target) in ends


def _where(parsed: Parsed, source: Referent, target: Referent) -> tuple[int, int]:
    """The sentences from one thing to the other where they stand nearest."""
    pairs = [(a, b) for a in source.mentions for b in target.mentions]
    nearest = min(pairs, key=lambda pair: abs(pair[0].start - pair[1].start))
    first, last = sorted(nearest, key=lambda mention: mention.start)
    text = parsed.text
    start = max(text.rfind(stop, 0, first.start) for stop in "。；\n") + 1
    ends = [at for stop in "。；\n" if (at := text.find(stop, last.end)) >= 0]
    return start, min(ends, default=len(text) - 1) + 1


def read_relations(folder: Path) -> Judged:
    """The judgements of a folder, none where there is no file; DocumentError names the line of what is wrong."""
    path = folder / FILE
    judged = Judged({}, {})
    for number, line in enumerate(read_file(path).splitlines() if path.is_file() else (), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if (
            len(cells) < 4
            or cells[0] not in (RIGHT, WRONG)
            or cells[1] not in ontology().relations
            or not all(cells[2:4])
        ):
            raise DocumentError(
                f"{path}, line {number}: expected right or wrong, a relation and two names, parted by tabs, as in "
                "'wrong<tab>LOCATED_IN<tab>名称<tab>名称'"
            )
        side = judged.right if cells[0] == RIGHT else judged.wrong
        side[Link(*cells[1:4])] = cells[4] if len(cells) > 4 else ""
    return judged


def write_relations(folder: Path, judged: Judged) -> None:
    """Write the judgements, sorted, so that a difference shows what was learnt."""
    rows = [(v, *link, by) for v, held in ((RIGHT, judged.right), (WRONG, judged.wrong)) for link, by in held.items()]
    write_file(folder / FILE, _HEAD + "".join("\t".join(row) + "\n" for row in sorted(rows)))


def contents() -> bytes:
    """The file in use now, empty where there is none: what is read depends on it."""
    path = settings.words_folder() / FILE
    return path.read_bytes() if path.is_file() else b""


def _stamp(folder: Path) -> tuple[str, float]:
    path = folder / FILE
    return str(folder), path.stat().st_mtime if path.is_file() else 0.0


@lru_cache(maxsize=4)
def _judged(stamp: tuple[str, float]) -> Judged:
    return read_relations(Path(stamp[0])) if stamp[1] else Judged({}, {})
