"""Region cells settled by the table of divisions: the place's own name and code, and once a sheet what it lies in."""

from kg.extraction import Claim, Record, Referent
from kg.loaders.lexicon.divisions import Division, divisions, find_region

RULE = "table.divisions"


class Places:
    """Settles the regions of a sheet's records; remembers every cell's text, and which places it has stated the parents of."""

    def __init__(self) -> None:
        self._known: dict[str, Division | None] = {}
        self._stated: set[str] = set()

    def place(self, record: Record) -> None:
        """Give each Region of `record` that means one division its name and code; state its parents the first time."""
        for region in [r for r in record.referents if r.type == "Region"]:
            code = region.attrs.get("division_code")
            division = self._division(region.name) if code is None else _by_code(code)
            if division is not None:
                if code is None:
                    _settle(region, division)
                self._state(record, region, division)

    def _division(self, name: str) -> Division | None:
        if name not in self._known:
            found = find_region(name)
            self._known[name] = found[0] if len(found) == 1 else None
        return self._known[name]

    def _state(self, record: Record, region: Referent, division: Division) -> None:
        while division.code not in self._stated:
            self._stated.add(division.code)
            wider = next((divisions()[c] for c in (division.code[:4], division.code[:2]) if c != division.code and c in divisions()), None)
            if wider is None:
                return
            parent = Referent(f"region:{wider.code}", "Region", wider.name)
            _settle(parent, wider)
            record.referents.append(parent)
            record.claims.append(Claim("PART_OF", region.id, parent.id, 0, 0, RULE, 1.0))
            region, division = parent, wider


def _by_code(code: str) -> Division | None:
    """The division of a code with or without the zeros that only fill."""
    while code not in divisions() and code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return divisions().get(code)


def _settle(region: Referent, division: Division) -> None:
    region.name = division.name
    region.attrs["division_code"] = division.code.ljust(6, "0")
    region.attrs.setdefault("level", division.level)
