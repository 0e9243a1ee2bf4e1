"""Administrative divisions that documents name get their official name, code and place in the hierarchy, from the shipped table."""

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Any

from kg.document import document_id
from kg.fact import Fact
from kg.identity import regions
from kg.identity.keys import code_form
from kg.pipeline.stored import SECONDS
from kg.pipeline.units import Statement
from kg.store.base import Store

SOURCE = regions.FULL.name
DOCUMENT = document_id(SOURCE)


@cache
def document() -> dict[str, Any]:
    """The node of the table."""
    raw = regions.FULL.read_bytes()
    head = dict(line[2:].split(": ", 1) for line in raw.decode().splitlines()[:4] if line.startswith("# "))
    return {
        "id": DOCUMENT,
        "name": SOURCE,
        "source": head.get("source", SOURCE),
        "sha256": hashlib.sha256(raw).hexdigest(),
        "title": "行政区划代码",
        "mark": "shipped",
        "account": "{}",
    }


def division(id_: str) -> str | None:
    """Short code of the division that an id belongs to, or None."""
    code = id_.removeprefix("region:")
    if code == id_ or not code.isdigit():
        return None
    short = regions.short_code(code)
    return short if short in regions.division_names() else None


def described(ids: Iterable[str], done: set[str]) -> list[Statement]:
    """What the table says of the divisions among `ids` and of all above them, but for those in `done`, which grows."""
    found: list[Statement] = []
    for id_ in sorted(set(ids)):
        code = division(id_)
        while code is not None and code not in done:
            done.add(code)
            found += _rows(code)
            code = regions.parent(code)
    return found


def _rows(code: str) -> list[Statement]:
    name, full, above = regions.division_names()[code], regions.full_code(code), regions.parent(code)
    told = {"name": name, "division_code": full, "level": regions.level(code)}
    made = [_statement(code, relation, value=value) for relation, value in told.items()]
    return made + ([_statement(code, "PART_OF", object_=f"region:{regions.full_code(above)}")] if above else [])


def _statement(code: str, relation: str, value: str | None = None, object_: str | None = None) -> Statement:
    full = regions.full_code(code)
    fact = Fact(
        subject=f"region:{full}",
        relation=relation,
        value=value,
        object=object_,
        document=DOCUMENT,
        quote=f"{full} {regions.division_names()[code]}",
        rule="division",
        confidence=1.0,
        place=f"{SOURCE} / {full}",
    )
    form = code_form("Region", "division_code", full) if relation in {"name", "division_code"} else None
    return Statement(fact.id, fact, form)


_OTHERS = (
    "UNWIND $ids AS id MATCH (f:Fact {SIDE: id})-[:STATED_IN]->(d:Document) "
    "WHERE d.id <> $table OR f.object = id RETURN DISTINCT id AS id"
)
_OWN = "UNWIND $ids AS id MATCH (f:Fact {subject: id})-[:STATED_IN]->(d:Document {id: $table}) RETURN f.id AS id"


def unneeded(store: Store, ids: set[str]) -> set[str]:
    """Facts of the table about those divisions among `ids` that nothing else in the graph speaks of any more."""
    parameters = {"ids": sorted(i for i in ids if division(i)), "table": DOCUMENT}
    if not parameters["ids"]:
        return set()
    questions = (_OTHERS.replace("SIDE", side) for side in ("subject", "object"))
    needed = {r["id"] for text in questions for r in store.read(text, parameters, timeout=SECONDS)}
    parameters["ids"] = [i for i in parameters["ids"] if i not in needed]
    return {r["id"] for r in store.read(_OWN, parameters, timeout=SECONDS)} if parameters["ids"] else set()


def above(ids: Iterable[str]) -> set[str]:
    """Ids of the divisions next above those among `ids`."""
    codes = (regions.parent(code) for id_ in ids if (code := division(id_)))
    return {f"region:{regions.full_code(code)}" for code in codes if code}
