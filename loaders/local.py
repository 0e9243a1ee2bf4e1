"""Word lists of the user's own: names that always count and names that never do, from corrections (`kg learn`).

They stand in one folder (`KG_WORDS`, default `kg-words` in the current folder) as two plain files, names.tsv and
veto.tsv, with a type and a name a line. They belong to the user, who may edit them by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ahocorasick

from kg import settings
from kg.errors import DocumentError
from kg.extraction import Referent
from kg.files import read_file, write_file
from kg.loaders.parsed import Parsed
from kg.mention import Mention
from kg.schema import ontology

NAMES, VETO = "names.tsv", "veto.tsv"
CONFIDENCE = 0.99
Word = tuple[str, str]
"""A type and a name."""


@dataclass(frozen=True, slots=True)
class Words:
    """Names that count and names that do not, each with its type."""

    names: frozenset[Word] = frozenset()
    veto: frozenset[Word] = frozenset()


def find(parsed: Parsed) -> Iterable[Mention]:
    """Every occurrence of the user's own names."""
    automaton = _automaton(_stamp(settings.words_folder()))
    if automaton is None:
        return
    for end, (kind, name) in automaton.iter_long(parsed.text):
        yield Mention(end + 1 - len(name), end + 1, kind, "local:names", CONFIDENCE)


def veto(parsed: Parsed, proposed: list[Mention]) -> list[Mention]:
    """The proposals without those that the user has ruled out."""
    ruled_out = _words(_stamp(settings.words_folder())).veto
    if not ruled_out:
        return proposed
    return [m for m in proposed if (m.type, parsed.text[m.start : m.end]) not in ruled_out]


def strike(parsed: Parsed, referents: list[Referent]) -> list[Referent]:
    """The referents without mentions that the user has ruled out, for what the document's memory found again."""
    if not _words(_stamp(settings.words_folder())).veto:
        return referents
    for referent in referents:
        referent.mentions = veto(parsed, referent.mentions)
    return [r for r in referents if r.mentions]


def read_words(folder: Path) -> Words:
    """The lists of a folder, empty where there are none; DocumentError names the file and line of what is wrong."""
    return Words(frozenset(_read(folder / NAMES)), frozenset(_read(folder / VETO)))


def contents() -> tuple[bytes, ...]:
    """The two files that are in use now, byte by byte, empty where there are none: what is read depends on them."""
    files = (settings.words_folder() / name for name in (NAMES, VETO))
    return tuple(path.read_bytes() if path.is_file() else b"" for path in files)


def write_words(folder: Path, words: Words) -> None:
    """Write both lists, sorted, so that a difference shows what was learnt."""
    for file, entries in ((NAMES, words.names), (VETO, words.veto)):
        lines = ["# source: corrections by the user (kg learn); one type and name a line, separated by a tab"]
        lines += [f"{kind}\t{name}" for kind, name in sorted(entries)]
        write_file(folder / file, "\n".join(lines) + "\n")


def _read(path: Path) -> Iterable[Word]:
    if not path.is_file():
        return
    for number, line in enumerate(read_file(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, name = line.partition("\t")
        if kind not in ontology().nodes or not name.strip():
            raise DocumentError(
                f"{path}, line {number}: expected a type, a tab and a name, as in 'Enterprise<tab>名称'"
            )
        yield kind, name.strip()


_Stamp = tuple[str, float, float]


def _stamp(folder: Path) -> _Stamp:
    times = [p.stat().st_mtime if p.is_file() else 0.0 for p in (folder / NAMES, folder / VETO)]
    return str(folder), times[0], times[1]


@lru_cache(maxsize=4)
def _words(stamp: _Stamp) -> Words:
    return read_words(Path(stamp[0])) if stamp[1] or stamp[2] else Words()


@lru_cache(maxsize=4)
def _automaton(stamp: _Stamp) -> "ahocorasick.Automaton | None":
    names = _words(stamp).names
    if not names:
        return None
    automaton = ahocorasick.Automaton()
    for kind, name in sorted(names):
        automaton.add_word(name, (kind, name))
    automaton.make_automaton()
    return automaton
