"""`kg load --reference`: the shipped chain templates and listed enterprises, loaded like any table."""

from collections.abc import Iterator

from kg.chains import reference_records
from kg.chains.records import Reference
from kg.document import document_id
from kg.identity.review import Reviews
from kg.ledger import Ledger
from kg.pipeline.load import Options, Progress, load_parts
from kg.pipeline.sources import Part, mark
from kg.pipeline.statements import Reader
from kg.pipeline.units import Unit
from kg.store.base import Store


def load_reference(
    store: Store, options: Options | None = None, reviews: Reviews | None = None, progress: Progress | None = None
) -> Ledger:
    """Load the reference data into `store`; again, or after an update of the project, only what changed."""
    return load_parts(reference_parts(), store, options or Options(), reviews or Reviews.beside(store.url), progress)


def reference_parts() -> Iterator[Part]:
    """The reference data as files to load."""
    return map(_part, reference_records())


def _part(reference: Reference) -> Part:
    id_ = document_id(reference.name)
    node = {"id": id_, "name": reference.name, "source": reference.name, "sha256": reference.sha256}

    def units() -> Iterator[Unit]:
        return map(Reader(id_, reference.name).record, reference.records)

    return Part(id_, reference.name, node, mark(reference.sha256), units)
