"""Region cells settled by the table of divisions: the place's own name and code, and once a sheet what it lies in."""

from functools import lru_cache

from kg.extraction import Claim, Record, Referent
from kg.identity import regions
from kg.loaders.lexicon.fold import fold_chars
from kg.loaders.places import divisions_named

RULE = "table.divisions"


@lru_cache(maxsize=50_000)
def division_of(text: str) -> tuple[str, bool] | None:
    """Code of the division that `text` is, or lies in (False); None if it names none or may mean several.

    A text is a division if it says no more than that, up to one character (杭州市区); 苏州工业园区 lies in one.
    """
    folded = fold_chars(text)
    code = regions.find(folded)
    if code is not None:
        return code, True
    head = regions.prefix(folded)
    if head is not None:
        return head.code, len(head.rest) < 2
    within = divisions_named(text)
    return (within[0], False) if len(within) == 1 else None


class Places:
    """Settles the regions of a sheet's records; remembers what it has stated of which place."""

    def __init__(self) -> None:
        self._stated: set[str] = set()

    def place(self, record: Record) -> None:
        """Give each Region of `record` that is a division its name and code; state the first time what it lies in.

        A place that only begins with one (苏州工业园区) keeps its name and lies in that one.
        """
        for region in [r for r in record.referents if r.type == "Region"]:
            told = region.attrs.get("division_code")
            found = division_of(region.name) if told is None else _listed(told)
            if found is None:
                continue
            code, is_it = found
            if not is_it:
                self._lies_in(record, region, region.name, code)
                continue
            if told is None:
                _settle(region, code)
            wider = regions.parent(code)
            if wider is not None:
                self._lies_in(record, region, code, wider)

    def _lies_in(self, record: Record, region: Referent, key: str, wider: str | None) -> None:
        """State that `region` lies in the division `wider`, and so on upwards, unless this sheet has said so of `key`."""
        while wider is not None and key not in self._stated:
            self._stated.add(key)
            name = regions.division_names()[wider]
            parent = next((r for r in record.referents if r.type == "Region" and r.name == name), None)
            if parent is None:
                parent = Referent(f"region:{wider}", "Region", name)
                record.referents.append(parent)
            _settle(parent, wider)
            record.claims.append(Claim("PART_OF", region.id, parent.id, 0, 0, RULE, 1.0))
            region, key, wider = parent, wider, regions.parent(wider)


def _listed(code: str) -> tuple[str, bool] | None:
    """The division of a code with or without the zeros that only fill, if there is one."""
    while code not in regions.division_names() and code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return (code, True) if code in regions.division_names() else None


def _settle(region: Referent, code: str) -> None:
    region.name = regions.division_names()[code]
    region.attrs["division_code"] = regions.full_code(code)
    region.attrs.setdefault("level", regions.level(code))
