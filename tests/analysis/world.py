"""A small country made by hand: every place, product and gap in it is known."""

from pathlib import Path

from kg.analysis.firms import Firm
from kg.analysis.landscape import Landscape
from kg.analysis.local import Local, Place
from kg.chains import Template, load_template
from kg.chains.place import Placement

CHAIN = """\
name: 试验产业链
version: "1.0"
date: 2026-11-23
sources: [made by hand]
segments:
  - {id: ore, name: 甲矿, stage: 上游, feeds: [metal]}
  - {id: tool, name: 乙具, stage: 上游, serves: [part, device]}
  - {id: metal, name: 丙材, stage: 中游, feeds: [part]}
  - {id: part, name: 丁件, stage: 中游, feeds: [device], substitutes: [other]}
  - {id: other, name: 戊件, stage: 中游, feeds: [device]}
  - {id: device, name: 己机, stage: 下游}
"""
SEGMENTS = ("甲矿", "乙具", "丙材", "丁件", "戊件", "己机")


def template(folder: Path, text: str = CHAIN) -> Template:
    """The chain as read from a file."""
    path = folder / "chain.yaml"
    path.write_text(text, encoding="utf-8")
    return load_template(path)


def firm(number: int, division: str, *segments: str, share: float | None = 0.8, confidence: float = 1.0) -> Firm:
    """An enterprise of a division that makes some segments."""
    placed = {s: Placement(s, confidence, share, (f"产品{s}",)) for s in segments}
    products = tuple((f"产品{s}", share) for s in segments)
    return Firm(f"enterprise:{number}", f"企业{number}", f"企业{number}", (Place(division),), placed, products)


def country(folder: Path, rows: dict[str, dict[str, int]], local: Local | None = None, text: str = CHAIN) -> Landscape:
    """A landscape from counts by division and segment: one enterprise a count."""
    one = template(folder, text)
    firms, number = [], 0
    for division, counts in rows.items():
        for segment, count in counts.items():
            for _ in range(count):
                number += 1
                firms.append(firm(number, division, segment))
    return Landscape({one.name: one}, firms=firms, local=local)


def full(count: int) -> dict[str, int]:
    """So many enterprises in every segment."""
    return dict.fromkeys(SEGMENTS, count)
