"""Word lists: every `data/*.tsv`, with the two of divisions, is a list of known names, found in a text by one automaton.

A list opens with `# kind:`, `# source:` and `# date:`; each further line is a name, and after a tab what the name stands
for (a division's code, a full name; the name itself where nothing stands there). Of a kind that ends in `.*` the key completes the kind (`head.*` and Park: head.Park). A list makes no mention by itself: the
rule that reads the hit decides.
"""

import gzip
import hashlib
import os
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from kg import settings
from kg.identity import regions
from kg.loaders.lexicon.fold import fold_chars

# What reading a damaged pickle may raise.
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    ImportError,
    LookupError,
    pickle.UnpicklingError,
)
DATA = Path(__file__).parent / "data"


class Hit(NamedTuple):
    """`[start, end)` of a text reads as an entry of the list `kind`; `key` is what the entry stands for."""

    start: int
    end: int
    kind: str
    key: str


def read(path: Path) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """A list's header (kind, source, date ...) and its entries (name, key); `.gz` is unpacked."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    header: dict[str, str] = {}
    entries = []
    for line in raw.decode().splitlines():
        if line.startswith("#"):
            field, _, value = line[1:].partition(":")
            header[field.strip()] = value.strip()
        elif line:
            name, _, key = line.partition("\t")
            entries.append((name, key or name))
    return header, entries


@cache
def entries(kind: str) -> dict[str, str]:
    """All entries of the lists of `kind` (`dull.Park` of a list `dull.*`): folded name to key."""
    found: dict[str, str] = {}
    for path in lists():
        held = _kind(path)
        if held == kind:
            found.update(_folded(read(path)[1]))
        elif held.endswith(".*") and kind.startswith(held[:-1]):
            found.update(_folded([(name, name) for name, key in read(path)[1] if held[:-1] + key == kind]))
    return found


def _folded(rows: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The entries with their names folded, all at once: that is faster than one by one."""
    names = fold_chars("\n".join(name for name, _ in rows)).split("\n")
    return zip(names, (key for _, key in rows), strict=False)  # no rows still make one empty name


@cache
def lists() -> tuple[Path, ...]:
    """The files that hold lists, automaton or not, in the order of their names."""
    found = (*DATA.iterdir(), regions.FULL, regions.SHORT)
    return tuple(sorted((p for p in found if p.name.endswith((".tsv", ".tsv.gz")) and _kind(p)), key=lambda p: p.name))


@dataclass(frozen=True, slots=True)
class Listed:
    """An automaton over the entries of lists, and a line of each: its length, then kind and key of each list that has it.

    The lines are parted when first met: a text meets few.
    """

    machine: Any
    lines: list[str]
    met: dict[int, tuple[int, list[tuple[str, str]]]] = field(default_factory=dict)

    def meaning(self, entry: int) -> tuple[int, list[tuple[str, str]]]:
        """Length of an entry, and (kind, key) of each list that has it."""
        if entry not in self.met:
            length, *fields = self.lines[entry].split("\t")
            self.met[entry] = int(length), list(zip(fields[::2], fields[1::2], strict=True))
        return self.met[entry]


@cache
def automaton() -> Listed:
    """The automaton over all lists except those whose header says `# use: lookup`.

    Making it takes a third of a second, so it is kept in the user's cache folder, under the state of the lists.
    """
    kept = settings.cache_folder() / f"lists-{_state()}.pickle"
    with suppress(*_UNREADABLE):
        if _is_own(kept):
            machine, lines = pickle.loads(kept.read_bytes())
            return Listed(machine, lines.split("\n"))
    made = _build()
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.parent.chmod(0o700)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(pickle.dumps((made.machine, "\n".join(made.lines)), pickle.HIGHEST_PROTOCOL))
        unfinished.replace(kept)
        for older in set(kept.parent.glob("lists-*.pickle")) - {kept}:
            older.unlink(missing_ok=True)
    return made


def _is_own(file: Path) -> bool:
    """Whether nobody else can have written a file: what is unpickled runs. Where files have no owners (Windows), yes."""
    if not hasattr(os, "getuid"):
        return True
    folder = file.parent.stat()
    return {folder.st_uid, file.stat().st_uid} == {os.getuid()} and not folder.st_mode & 0o022


def _state() -> str:
    """A name for the lists as they are, with what decides how the automaton is kept: also the code that reads it back."""
    decide = (*lists(), Path(ahocorasick.__file__), Path(__file__))
    files = "".join(f"{p.name} {p.stat().st_size} {p.stat().st_mtime_ns} " for p in decide)
    return hashlib.sha256(f"{files}{sys.version}".encode()).hexdigest()[:16]


def _build() -> Listed:
    meanings: dict[str, list[str]] = {}
    for path in lists():
        header, rows = read(path)
        if header.get("use") != "lookup":
            kind = header["kind"]
            for name, key in rows:
                own = (kind[:-1] + key, name) if kind.endswith(".*") else (kind, key)
                meanings.setdefault(fold_chars(name), []).extend(own)
    machine = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for entry, name in enumerate(meanings):
        machine.add_word(name, entry)
    machine.make_automaton()
    return Listed(machine, ["\t".join((str(len(name)), *meant)) for name, meant in meanings.items()])


def holds(kind: str, name: str) -> bool:
    """Whether a list of the automaton has the folded `name` as an entry of `kind`; it spares reading a long list again."""
    listed = automaton()
    entry = listed.machine.get(name, None)
    return entry is not None and any(own == kind for own, _ in listed.meaning(entry)[1])


def hits(folded: str) -> dict[str, list[Hit]]:
    """By kind of list, every place where an entry stands in `folded`, nested and overlapping ones too, by their ends."""
    make = tuple.__new__  # what Hit(...) does, at half the cost: there is a hit for every other character
    found: dict[str, list[Hit]] = defaultdict(list)
    listed = automaton()
    meaning = listed.meaning
    for end, entry in listed.machine.iter(folded):
        length, meant = meaning(entry)
        for kind, key in meant:
            found[kind].append(make(Hit, (end + 1 - length, end + 1, kind, key)))
    return found


@cache
def _kind(path: Path) -> str:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        first = lines.readline()
    return first.partition(":")[2].strip() if first.startswith("# kind:") else ""
