"""`kg load`: files to statements to transactions, and the account of it all."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from kg.entity import ends
from kg.identity.review import Reviews, beside
from kg.ledger import CREATED, FILE, MERGED, PART, REVIEW, ROW, SHEET, UNCHANGED, VALUE, Ledger
from kg.loaders.reading import Unreadable
from kg.pipeline import places
from kg.pipeline.commit import Change, Done, commit
from kg.pipeline.rehearsal import rehearsal
from kg.pipeline.sources import Part, parts, write_corrections
from kg.pipeline.stored import facts_of
from kg.pipeline.units import NEED, Item, Unit
from kg.pipeline.withdraw import account_of, withdraw
from kg.store.base import Store

UNITS = 2_000
_ITEMS = 4_000
_UNUSED = "columns not used"
Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Options:
    """How to load: a mapping for all tables, only rehearse it (`dry_run`), processes for extraction, OCR for scanned pages.

    `fast` reads documents without the encoder; None leaves that to the environment.
    """

    mapping: Path | None = None
    dry_run: bool = False
    jobs: int = 1
    ocr: bool = False
    fast: bool | None = None


def load(
    paths: Iterable[Path],
    store: Store,
    options: Options | None = None,
    reviews: Reviews | None = None,
    progress: Progress | None = None,
) -> Ledger:
    """Load documents and tables below `paths` into `store`; the ledger accounts for every row, thing and relation read.

    Loading the same files again changes nothing; a new version of a file replaces what the old one said. What an
    interrupted load left is completed by the next one.
    """
    chosen = options or Options()
    found = parts(paths, mapping=chosen.mapping, jobs=chosen.jobs, ocr=chosen.ocr, fast=chosen.fast)
    return load_parts(found, store, chosen, reviews or Reviews.beside(store.url), progress)


def load_parts(
    found: Iterable[Part | Unreadable],
    store: Store,
    options: Options,
    reviews: Reviews,
    progress: Progress | None = None,
) -> Ledger:
    """As `load`, for parts that were read already."""
    if options.dry_run:
        with rehearsal(store, reviews) as (scratch, judgements):
            return _load_parts(found, scratch, options, judgements, progress)
    return _load_parts(found, store, options, reviews, progress)


def _load_parts(
    found: Iterable[Part | Unreadable], store: Store, options: Options, reviews: Reviews, progress: Progress | None
) -> Ledger:
    ledger = Ledger()
    sources: dict[str, str] = {}
    for part in found:
        if isinstance(part, Unreadable):
            kind, name = PART if part.part else FILE, _told_apart(part.path.name, str(part.path), sources)
            ledger.read(name, kind)
            ledger.reject(name, kind, part.reason)
        else:
            part.file = _told_apart(part.file, part.node["source"], sources)
            with store.busy():
                _Loading(part, store, options, reviews, ledger, progress).run()
    return ledger


def _told_apart(name: str, source: str, sources: dict[str, str]) -> str:
    """How the ledger calls a file: by its name, and by its whole path where another file of this load has the same name."""
    return name if sources.setdefault(name, source) == source else source


class _Loading:
    """The loading of one file."""

    def __init__(
        self, part: Part, store: Store, options: Options, reviews: Reviews, ledger: Ledger, progress: Progress | None
    ) -> None:
        self.part = part
        self.store = store
        self.options = options
        self.reviews = reviews
        self.ledger = ledger
        self.progress = progress
        self.fresh: set[str] = set()
        self.named: set[str] = set()
        self.placed: set[str] = set()

    def run(self) -> None:
        """Read, commit in batches, withdraw what an older version said, mark the file as complete."""
        before = _document(self.store, self.part.id)
        self.ledger.read(self.part.file, FILE)
        if before.get("mark") == self.part.mark:
            self._unchanged(json.loads(before["account"]))
            self._note(*self.part.notes)
            return
        old = facts_of(self.store, self.part.id) if before else set()
        for units in _ahead(_batches(self.part.units())):
            self._count_read(units)
            self._commit(units, old)
        self._note(*self.part.notes)
        self.ledger.unused |= {(self.part.file, sheet): titles for sheet, titles in self.part.unused.items()}
        if self._refused():
            if old:
                self._note("nothing of it could be read; what it said before stays in the graph")
            return
        self.ledger.end(self.part.file, FILE, MERGED if before else CREATED)
        self._complete(old - self.fresh)

    def _note(self, *notes: str) -> None:
        self.ledger.notes += [f"{self.part.file}: {note}" for note in notes]

    def _refused(self) -> bool:
        """Account for sheets that no mapping reads; whether that leaves nothing of the file."""
        part, ledger = self.part, self.ledger
        if part.sheets and len(part.refused) + len(part.remarks) == len(part.sheets):
            ledger.reject(part.file, FILE, next(iter(part.refused), f"{part.file}: holds remarks only, no table"))
            return True
        for reason in part.refused:
            ledger.read(part.file, SHEET)
            ledger.reject(part.file, SHEET, reason)
        self._note(*(f"{name!r} is a remark, not a table; it was passed over" for name in part.remarks))
        return False

    def _commit(self, units: list[Unit], old: set[str]) -> None:
        change = Change(documents=[{**self.part.node, "mark": None}])
        for item in _items(units):
            change.statements += item.statements
            change.forms.update(item.forms)
        self.fresh.update(s.id for s in change.statements)
        self.named.update(s.fact.subject for s in change.statements)
        table = places.described((s.fact.subject for s in change.statements), self.placed)
        if table:
            change.statements += table
            change.documents.append(places.document())
        done = commit(self.store, change, self.reviews.judged)
        self.reviews.offer(done.waiting)
        self._count(units, done, old)
        if self.progress:
            self.progress(self.part.file, len(units))

    def _complete(self, gone: set[str]) -> None:
        """Withdraw what the older version said, write down rejected rows, mark the file as loaded."""
        if gone:
            self._note(account_of(self.store, gone, self.named))
        withdraw(self.store, gone, self.reviews.judged)
        if not self.options.dry_run:
            written = write_corrections(self.part, beside(self.store.url, "rejected"))
            self.ledger.corrections += map(str, written)
        account = json.dumps(self._account(), ensure_ascii=False)
        done = {**self.part.node, "mark": self.part.mark, "account": account}
        commit(self.store, Change(documents=[done]), self.reviews.judged)

    def _count_read(self, units: list[Unit]) -> None:
        for unit in units:
            if unit.row:
                self.ledger.read(self.part.file, ROW)
            for item in unit.items:
                self.ledger.read(self.part.file, item.type)
            if unit.whole and unit.refused:
                self.ledger.read(self.part.file, VALUE, len(unit.refused))

    def _count(self, units: list[Unit], done: Done, old: set[str]) -> None:
        waiting = {side for pair in done.waiting for side in (pair.a, pair.b)}
        made: set[str] = set()
        for unit in units:
            outcomes = [self._count_item(item, done, old, waiting, made) for item in unit.items]
            self._count_unit(unit, [o for o in outcomes if o])

    def _count_unit(self, unit: Unit, outcomes: list[str]) -> None:
        if not unit.whole:
            reasons = "; ".join(refusal.reason for refusal in unit.refused)
            self.ledger.reject(self.part.file, ROW, reasons, first=unit.refused[0].first)
            return
        for refusal in unit.refused:
            self.ledger.reject(self.part.file, VALUE, refusal.reason, first=refusal.first)
        if unit.row:
            order = (CREATED, REVIEW, MERGED, UNCHANGED)
            self.ledger.end(self.part.file, ROW, next((o for o in order if o in outcomes), UNCHANGED))

    def _count_item(self, item: Item, done: Done, old: set[str], waiting: set[str], made: set[str]) -> str | None:
        if item.reason is not None:
            self.ledger.reject(self.part.file, item.type, item.reason)
            return None
        outcome = _outcome(item, done, old, waiting, made)
        self.ledger.end(self.part.file, item.type, outcome)
        return outcome

    def _account(self) -> dict[str, dict[str, Any]]:
        """What is told of the file again when it is loaded unchanged: its lines, and the columns not used by sheet."""
        lines = (line for (file, _), line in self.ledger.lines.items() if file == self.part.file)
        account: dict[str, dict[str, Any]] = {
            line.type: {"read": line.read, "rejected": dict(line.reasons), "first": line.first}
            for line in lines
            if line.type not in {FILE, PART}
        }
        return account | ({_UNUSED: self.part.unused} if self.part.unused else {})

    def _unchanged(self, account: dict[str, dict[str, Any]]) -> None:
        self.ledger.end(self.part.file, FILE, UNCHANGED)
        for sheet, titles in account.pop(_UNUSED, {}).items():
            self.ledger.unused[self.part.file, sheet] = titles
        for kind, held in account.items():
            rejected, first = held["rejected"], held.get("first", {})
            self.ledger.read(self.part.file, kind, held["read"])
            for reason, count in rejected.items():
                self.ledger.reject(self.part.file, kind, reason, count, first.get(reason, ""))
            self.ledger.end(self.part.file, kind, UNCHANGED, held["read"] - sum(rejected.values()))


def _outcome(item: Item, done: Done, old: set[str], waiting: set[str], made: set[str]) -> str:
    canon = [done.canon.get(k, k) for k in item.keys]
    if item.statements and all(s.id in old for s in item.statements):
        return UNCHANGED
    if item.type == NEED:
        return MERGED if all(s.id in done.facts_before for s in item.statements) else CREATED
    if len(canon) == 1:
        id_, before = canon[0], canon[0] in done.entities_before
        if not item.statements:
            return UNCHANGED if old else MERGED
        if id_ in waiting and id_ not in made:
            made.add(id_)
            return REVIEW
    else:
        id_ = ends(canon[0], item.type, canon[1]).id
        before = id_ in done.edges_before
    if before or id_ in made:
        return MERGED
    made.add(id_)
    return CREATED


def _items(units: Iterable[Unit]) -> Iterator[Item]:
    for unit in units:
        yield from unit.items


def _batches(units: Iterator[Unit]) -> Iterator[list[Unit]]:
    """Batches of at most so many units, and about so many items."""
    while True:
        batch, items = [], 0
        for unit in islice(units, UNITS):
            batch.append(unit)
            items += len(unit.items)
            if items >= _ITEMS:
                break
        if not batch:
            return
        yield batch


def _ahead(batches: Iterator[list[Unit]]) -> Iterator[list[Unit]]:
    """The batches, the next one read in another thread while the engine writes this one."""
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = pool.submit(next, batches, None)
            yield batch


def _document(store: Store, id_: str) -> dict[str, str]:
    found = store.read("MATCH (d:Document {id: $id}) RETURN d.mark AS mark, d.account AS account", {"id": id_})
    return found[0] if found else {}
