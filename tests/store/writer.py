"""A process that writes: python -m tests.store.writer URL FIRST LAST; prints the number of each batch once it is in."""

import sys

from kg.store import Batch, open_store
from tests.store.graphs import edge, entity, fact

BATCHES = 40


def batch(number: int) -> Batch:
    """Batch `number` of a load: a document, its facts, and entities that several documents name; sometimes a drop."""
    firms = [entity(f"enterprise:{i % 60}", sources=number) for i in range(number, number + 12)]
    place = entity(f"region:{number % 5}", "Region")
    return Batch(
        documents=[{"id": f"doc:{number}", "name": str(number)}],
        entities=[*firms, place],
        edges=[edge(f"edge:{f['id']}:{place['id']}", f, "LOCATED_IN", place, facts=number) for f in firms],
        facts=[fact(f"fact:{number}:{i}", f"doc:{number}", subject=f["id"]) for i, f in enumerate(firms)],
        drop_documents=[f"doc:{number - 7}"] if number % 4 == 3 else [],
        drop_entities=["region:9"],
    )


def main() -> None:
    url, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with open_store(url) as store:
        for number in range(first, last):
            store.apply(batch(number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
