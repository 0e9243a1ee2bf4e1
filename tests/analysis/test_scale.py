"""Many enterprises and papers: what is asked again and again is looked up, and says the same as looking at everything."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.analysis import support
from kg.analysis.area import find_area
from kg.analysis.gaps import gaps
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Link, Local, Place, Thing
from kg.analysis.network import Network
from kg.analysis.targets import ODD, targets
from kg.analysis.view import view_of
from kg.chains import Template
from kg.chains.pool import pool
from tests.analysis.world import SEGMENTS, country, firm, full, template

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


class Gone(list[Link]):
    """Links that count how often all of them are gone through."""

    rounds = 0

    def __iter__(self) -> Iterator[Link]:
        self.rounds += 1
        return super().__iter__()


def linked(folder: Path, makers: int) -> Landscape:
    """Six local enterprises of each segment but 丙材, some outside that make it, and links between neighbours by number."""
    firms = [firm(n, "330109", s) for n, s in enumerate([s for s in SEGMENTS for _ in range(6) if s != "丙材"])]
    firms += [firm(100 + n, "3201", "丙材") for n in range(makers)]
    for one in firms:
        one.thing = Thing(one.id, "Enterprise", one.name)
    pairs = [*zip(firms, firms[1:], strict=False), *zip(firms, firms[7:], strict=False)]
    links = Gone(Link(a.id, b.id, "SUPPLIES", f"{a.id}-{b.id}", "2026-01") for a, b in pairs)
    local = Local(things={f.id: f.thing for f in firms if f.thing is not None}, links=links)
    chain = template(folder)
    landscape = Landscape({chain.name: chain}, firms=firms, local=local)
    landscape.by_thing = {one.id: i for i, one in enumerate(firms)}
    return landscape


def test_links_and_paths_are_not_gone_through_for_every_candidate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, starts, path = [], list[int](), Network.path

    def watched(graph: Network, start: int, goals: Iterable[int]) -> list[int]:
        starts.append(start)
        return path(graph, start, goals)

    monkeypatch.setattr(Network, "path", watched)
    for makers in (3, 30):
        starts.clear()
        landscape = linked(tmp_path, makers)
        assert len(targets(landscape, "萧山区", "丙材", limit=None, today=TODAY)) == makers
        assert len(starts) == len(set(starts)) == makers
        assert isinstance(landscape.local.links, Gone)
        found.append(landscape.local.links.rounds)
    assert found[0] == found[1]


def test_linked_segments_are_those_of_linked_local_enterprises(tmp_path: Path) -> None:
    landscape = linked(tmp_path, 3)
    at, firms = landscape.segments.index, landscape.firms
    place = {one.id: one for one in firms if one.divisions == ("330109",)}
    ends = [(place[e.source], place[e.target]) for e in landscape.local.links if {e.source, e.target} <= place.keys()]
    wanted = {frozenset((at[s], at[t])) for a, b in ends for s in a.placements for t in b.placements}
    assert len(wanted) > 5
    assert view_of(landscape, "萧山区").linked == wanted


@pytest.mark.parametrize(("others", "same", "doubted"), [(5, 0, True), (4, 0, False), (5, 1, False), (0, 0, False)])
def test_an_industry_of_its_own_is_a_doubt_among_enough(tmp_path: Path, others: int, same: int, doubted: bool) -> None:
    firms = [firm(n, "3201", "丙材") for n in range(1 + others)] + [firm(90, "330109", "丁件")]
    for n, one in enumerate(firms[:-1]):
        industry = "影视" if n <= same else "化工"
        one.listed = replace(next(iter(pool())), code=str(n), industry=industry, short="甲")
    chain = template(tmp_path)
    rows = targets(Landscape({chain.name: chain}, firms=firms), "萧山区", "丙材", limit=None, today=TODAY)
    assert (ODD in next(r for r in rows if r.stock_code == "0").tags) == doubted
