"""Many enterprises and papers: what is asked again and again is looked up, and says the same as looking at everything."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from kg.analysis import support
from kg.analysis.area import find_area
from kg.analysis.gaps import gaps
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Local, Place, Thing
from kg.chains import Template
from tests.analysis.world import SEGMENTS, country, full

TODAY = date(2026, 11, 23)


class Watched(dict[str, Thing]):
    """Things that count how often all of them are gone through."""

    def __init__(self, things: Sequence[Thing]) -> None:
        super().__init__({thing.id: thing for thing in things})
        self.rounds = 0

    def items(self) -> Iterator[tuple[str, Thing]]:  # type: ignore[override]
        self.rounds += 1
        return iter(super().items())


def paper(kind: str, number: int, aim: Aim, division: str = "330109") -> Thing:
    return Thing(f"{kind.lower()}:{number}", kind, f"{kind} {number}", {}, [Place(division)], [aim])


def papers(*aims: Aim) -> Watched:
    return Watched([paper(kind, i, aim) for kind in ("Policy", "Park") for i, aim in enumerate(aims)])


def planted(folder: Path, things: Watched) -> Landscape:
    local = Local(things=things, chain_industries={"试验产业链": {"试验制造业"}})
    return country(folder, {"330109": full(1) | {"丙材": 0}, "3302": full(6), "3201": full(3)}, local)


def test_things_are_gone_through_once(tmp_path: Path) -> None:
    things = papers(*(Aim("Product", name) for name in SEGMENTS))
    landscape = planted(tmp_path, things)
    for _ in range(2):
        assert gaps(landscape, "萧山区", today=TODAY)
    assert things.rounds == 1


def test_papers_on_other_things_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_at(folder: Path, others: int) -> int:
        folder.mkdir()
        aims = [Aim("Product", "丙材"), *(Aim("Product", f"别物{i}") for i in range(others))]
        landscape, seen = planted(folder, papers(*aims)), list[str]()

        def watched(landscape: Landscape, aim: Aim, chain: Template, segment: str) -> str | None:
            seen.append(aim.name)
            return aimed(landscape, aim, chain, segment)

        monkeypatch.setattr(support, "aimed", watched)
        rows = gaps(landscape, "萧山区", today=TODAY)
        assert any(offer.type == "Policy" for row in rows for offer in row.offers)
        return len(seen)

    aimed = support.aimed
    assert looked_at(tmp_path / "few", 0) == looked_at(tmp_path / "many", 200)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_every_paper_that_means_a_segment_is_offered(tmp_path: Path, segment: str) -> None:
    aims = [Aim("Product", name) for name in SEGMENTS]
    aims += [Aim("Chain", "试验"), Aim("Industry", "试验制造业"), Aim("Industry", "别业"), Aim("Chain", segment)]
    aims += [Aim("Product", "别物", said=segment), Aim("Product", segment, said="别名")]
    landscape, area = planted(tmp_path, papers(*aims)), find_area("萧山区")
    chain = next(iter(landscape.templates.values()))
    meant = {i for i, aim in enumerate(aims) if support.aimed(landscape, aim, chain, segment)}
    assert len(meant) == 6
    policies = support.policies_for(landscape, area, chain, segment, TODAY)
    parks = support.parks_for(landscape, area, chain, segment)
    for offers in (policies, parks):
        assert {int(offer.id.partition(":")[2]) for offer in offers} == meant
