"""Time and memory of the gap analysis, and how well the shipped pool covers the chains: `python benchmarks/gaps.py`.

`--coverage` prints the table of docs/data.md instead. No graph is needed; times are processor seconds of this process.
"""

import argparse
import resource
import time
from collections import Counter
from collections.abc import Callable

from kg.analysis.gaps import gaps
from kg.analysis.kinds import sweep
from kg.analysis.landscape import Landscape
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
    coverage() if ask.parse_args().coverage else speed()


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
    trade = sum(all(w.startswith("行业类别") for w in p.why) for p in links)
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
