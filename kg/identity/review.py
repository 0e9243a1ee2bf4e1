"""Judgements of people on pairs of things, in a plain text file that is theirs: one line each, replayed on every load.

The file lies beside the store (`kg-store.review.tsv` for the folder `kg-store`; for a server, in the current folder). A
line holds verdict, the two keys, by whom, when and why, separated by tabs; the last line about a pair is in force, so a
judgement is undone by a further line, and nothing is ever lost; `waiting` counts only as the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import DocumentError
from kg.files import append_file, read_file
from kg.identity.classes import Judged, Pair

WAITING, SAME, NOT_SAME, UNSURE, UNDONE = VERDICTS = ("waiting", "same", "not-same", "unsure", "undone")
_HEAD = "# verdict\ta\tb\tby\twhen\treason\n"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the file."""

    verdict: str
    a: str
    b: str
    by: str
    when: str
    reason: str

    @property
    def pair(self) -> tuple[str, str]:
        """The pair, smaller key first."""
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)

    def line(self) -> str:
        """The line as it stands in the file."""
        return (
            "\t".join(" ".join(v.split()) for v in (self.verdict, *self.pair, self.by, self.when, self.reason)) + "\n"
        )


@dataclass(slots=True)
class Reviews:
    """The file's lines by pair, last one in force; `path` None keeps them in memory only."""

    path: Path | None = None
    lines: dict[tuple[str, str], list[Judgement]] = field(default_factory=dict)

    @classmethod
    def beside(cls, url: str) -> "Reviews":
        """The judgements that belong to the store at `url`."""
        return cls.read(beside(url, "review.tsv"))

    @classmethod
    def read(cls, path: Path) -> "Reviews":
        """The judgements in `path`, none if there is no such file; DocumentError names a line that does not parse."""
        found = cls(path)
        if path.exists():
            for number, text in enumerate(read_file(path).splitlines(), 1):
                if text.strip() and not text.startswith("#"):
                    found._add(_parse(path, number, text))
        return found

    def _add(self, judgement: Judgement) -> None:
        """Take a line in; a load that has not seen what was judged since it began may offer the pair once more, in vain."""
        lines = self.lines.setdefault(judgement.pair, [])
        if judgement.verdict != WAITING or not lines:
            lines.append(judgement)

    @property
    def judged(self) -> Judged:
        """The judgements in force."""
        last = {pair: lines[-1].verdict for pair, lines in self.lines.items()}
        return Judged(*(frozenset(p for p, v in last.items() if v == verdict) for verdict in (SAME, NOT_SAME, UNSURE)))

    def offer(self, pairs: Iterable[Pair]) -> None:
        """Write down the pairs that nobody has been asked about yet."""
        new = [Judgement(WAITING, p.a, p.b, "", "", p.reason) for p in pairs if (p.a, p.b) not in self.lines]
        for judgement in new:
            self._add(judgement)
        self._append(new)

    def judge(self, verdict: str, a: str, b: str, by: str, when: str | None = None, reason: str = "") -> Judgement:
        """Write down a judgement (or that the last one is undone) and return it."""
        made = Judgement(verdict, min(a, b), max(a, b), by, when or now(), reason)
        self._add(made)
        self._append([made])
        return made

    def _append(self, judgements: list[Judgement]) -> None:
        if self.path is None or not judgements:
            return
        new = not self.path.exists()
        append_file(self.path, (_HEAD if new else "") + "".join(j.line() for j in judgements))


def beside(url: str, ending: str) -> Path:
    """Where a file of the user's belongs: beside the store's folder, for a server in the current folder."""
    if "://" in url:
        return Path(f"kg.{ending}")
    folder = Path(url) if Path(url).name not in ("", "..") else Path(url).resolve()
    return folder.parent / f"{folder.name}.{ending}"


def now() -> str:
    """The time of a judgement: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parse(path: Path, number: int, text: str) -> Judgement:
    cells = text.split("\t")
    if len(cells) < 3 or cells[0] not in VERDICTS:
        raise DocumentError(
            f"{path}, line {number}: a line reads verdict, key, key, by, when, reason with tabs between; verdicts: {', '.join(VERDICTS)}"
        )
    return Judgement(*(cells + [""] * 6)[:6])
