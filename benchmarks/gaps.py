"""Time and memory of the gap analysis, and how well the shipped pool covers the chains: `python benchmarks/gaps.py`.

`--coverage` prints the table of docs/data.md instead. No graph is needed; times are processor seconds of this process.
`--graph N` gives the figures with N enterprises as a graph would add them, a quarter in one district, with a link each,
and N/20 policies, parks and projects.
"""

import argparse
import resource
import time
from collections import Counter
from collections.abc import Callable

from kg.analysis.gaps import gaps
from kg.analysis.kinds import sweep
from kg.analysis.landscape import Landscape
from kg.analysis.local import Aim, Link, Local, Place, Thing
from kg.analysis.targets import targets
from kg.analysis.view import feasibility_of, structure_of
from kg.analysis.weights import weights
from kg.chains import templates
from kg.chains.place import Segments
from kg.chains.pool import pool


def main() -> None:
    """Print what was asked for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--coverage", action="store_true", help="coverage of the chains by the pool")
    ask.add_argument("--graph", type=int, metavar="N", help="with N enterprises of a graph")
    given = ask.parse_args()
    if given.coverage:
        coverage()
    elif given.graph is not None:
        large(given.graph)
    else:
        speed()


def timed(name: str, work: Callable[[], object]) -> None:
    """Run, and print processor and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    print(f"{name:44} {time.process_time() - cpu:6.2f} s cpu  {time.perf_counter() - wall:6.2f} s wall")


def speed() -> None:
    """Every figure that docs/gaps.md names."""
    timed("read templates and pool", lambda: (templates(), pool()))
    landscape = Landscape({})

    def place() -> None:
        nonlocal landscape
        landscape = Landscape(templates(), pool())
        assert landscape.city_counts.any()

    timed("place enterprises, count cities", place)
    structures = [structure_of(landscape, t) for t in templates().values()]
    x = landscape.city_counts
    timed(
        f"{len(x)} cities x {len(structures)} chains, first",
        lambda: sweep(landscape, feasibility_of(landscape), structures, x),
    )
    timed(
        f"{len(x)} cities x {len(structures)} chains, again",
        lambda: sweep(landscape, feasibility_of(landscape), structures, x),
    )
    timed("gaps of one city, all chains", lambda: gaps(landscape, "杭州市"))
    timed("gaps of one city, one chain", lambda: gaps(landscape, "杭州市", "生物医药"))
    timed("targets of one segment, warm", lambda: targets(landscape, "杭州市", "疫苗", limit=None))
    timed("targets of the largest segment, warm", lambda: targets(landscape, "杭州市", "汽车制造应用", limit=None))
    print(f"{'largest memory of the process':44} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


def large(number: int) -> None:
    """Gaps and targets of one district with so many enterprises of a graph."""
    local = made(number)
    landscape = Landscape({})

    def place() -> None:
        nonlocal landscape
        landscape = Landscape(templates(), pool(), local)

    timed(f"place {number} enterprises and the pool", place)
    timed("gaps of one district, all chains, first", lambda: gaps(landscape, "萧山区"))
    timed("gaps of one district, all chains, again", lambda: gaps(landscape, "萧山区"))
    timed("targets of one segment, warm", lambda: targets(landscape, "萧山区", "疫苗", limit=None))
    timed("targets of the largest segment, warm", lambda: targets(landscape, "萧山区", "汽车制造应用", limit=None))


def made(number: int) -> Local:
    """What a graph of so many enterprises would give: each makes what one segment stands for."""
    names, local = [s.name for t in templates().values() for s in t.segments], Local()

    def add(kind: str, i: int, division: str) -> str:
        aims = [Aim("Product", names[i % len(names)], f"made:{kind}:{i}", 0.5)]
        thing = Thing(f"{kind.lower()}:{i}", kind, f"{kind} {i}", {"employees": 10 + i % 500, "started": "2026-06"})
        thing.places, thing.aims = [Place(division, "2026-05", f"stands:{kind}:{i}")], aims
        local.things[thing.id] = thing
        return thing.id

    for i in range(number):
        one, other = add("Enterprise", i, "330109" if i % 4 == 0 else "3302"), f"enterprise:{(7 * i + 4) % number}"
        relation = ("SUPPLIES", "INVESTS_IN", "PARTNERS_WITH")[i % 3]
        local.links.append(Link(one, other, relation, f"link:{i}", "2026-03"))
    for i in range(number // 20):
        for kind in ("Policy", "Park"):
            add(kind, i, "330109")
        local.operates.append(Link(f"enterprise:{20 * i}", add("Project", i, "330109"), "OPERATES", f"runs:{i}"))
    return local


def coverage() -> None:
    """One line a chain, then the totals."""
    segments = Segments(templates().values())
    active = [one for one in pool() if one.active]
    least = weights().present
    placed = {one.code: [p for p in segments.place_listed(one) if p.confidence >= least] for one in active}
    held = Counter(p.segment for found in placed.values() for p in found)
    print("| chain | segments | feeds | with enterprises | enterprises |\n|---|---:|---:|---:|---:|")
    for template in templates().values():
        names = {s.name for s in template.segments}
        who = sum(any(p.segment in names for p in found) for found in placed.values())
        print(f"| {template.name} | {len(names)} | {len(template.feeds)} | {sum(held[n] > 0 for n in names)} | {who} |")
    links = [p for found in placed.values() for p in found]
    trade = sum(not p.why for p in links)
    print(f"\nenterprises listed now {len(active)}, with products {sum(bool(e.products) for e in active)}, ", end="")
    print(f"with trade class {sum(bool(e.trade) for e in active)}, placed {sum(map(bool, placed.values()))}")
    print(f"placements {len(links)}, by products {len(links) - trade}, by trade class alone {trade}")
    print(f"segments {len(segments.names)}, without any enterprise {sum(held[n] == 0 for n in segments.names)}")
    with_products = [e for e in active if e.products]
    print(
        f"of those with products {sum(bool(placed[e.code]) for e in with_products) / len(with_products):.1%} are placed"
    )


if __name__ == "__main__":
    main()
