"""Places a chain left to right: a band a stage, its segments below each other, the enterprises under their segment."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.views.pages.boxes import CARD_WIDTH
from kg.views.pages.scene import Band, Scene, Thing

STAGES = ("上游", "中游", "下游", "")
CONTEXT = ("Industry", "Region", "Park", "Policy", "Agency")
_TONES = {"上游": "#eaf1fa", "中游": "#ebf5ee", "下游": "#fcf3e6", "": "#f1f0f6", "context": "#f3f5f8"}
EDGE, HEAD = 14.0, 40.0
ACROSS = 6
"""Columns of boxes beside each other: as many as a screen shows at a readable size; more goes below."""
_GAP, _UNDER, _COLUMN, _BETWEEN = 14.0, 5.0, 18.0, 20.0
_WRAP = 1100.0


def columns(scene: Scene, stages: Mapping[str, str]) -> dict[str, list[Thing]]:
    """Segments by stage, ordered so that what feeds each other stands at about the same height.

    Barycentre heuristic: each column in turn is sorted by the mean place of its neighbours in the other columns.
    K. Sugiyama, S. Tagawa, M. Toda, IEEE Trans. SMC 11 (1981) 109.
    """
    order = {s: [scene.things[i] for i in stages if stages[i] == s and i in scene.things] for s in STAGES}
    for some in order.values():
        some.sort(key=lambda t: t.name)
    near: dict[str, list[str]] = {i: [] for i in stages}
    for link in scene.links.values():
        if link.type == "UPSTREAM_OF" and link.source in near and link.target in near:
            near[link.source].append(link.target)
            near[link.target].append(link.source)
    for _ in range(4):
        for some in order.values():
            at = {t.id: n / max(1, len(column)) for column in order.values() for n, t in enumerate(column)}
            mean = {t.id: _mean([at[i] for i in near[t.id]], at[t.id]) for t in some}
            some.sort(key=lambda t: mean[t.id])
    return {s: some for s, some in order.items() if some or s}


def place(
    scene: Scene,
    order: Mapping[str, list[Thing]],
    inside: Mapping[str, Sequence[str]],
    context: Sequence[str],
    say: Mapping[str, str],
) -> None:
    """Set the place of every box, and the bands behind them."""
    top = _place_context(scene, [i for i in context if i in scene.things], say)
    left = 0.0
    loose = [scene.things[i] for i in inside.get("", ())]
    if not any(order.values()) and not loose:
        return
    blocks = {s: [_block(scene, one, inside) for one in some] for s, some in order.items()}
    wide = _widths(blocks, loose)
    for stage, some in blocks.items():
        title = f"{say[stage or 'other']} {len(some)}"
        left = _place_stage(scene, _split(some, wide[stage]), (left, top), title, _TONES[stage])
    _place_loose(scene, loose, (left, top), say)
    bottom = max(b.y + b.height for b in scene.bands)
    scene.bands[:] = [b if b.tone == _TONES["context"] else _tall(b, bottom) for b in scene.bands]


@dataclass(slots=True)
class _Block:
    """A segment with the boxes under it, before it has a place."""

    card: Thing
    boxes: list[Thing]
    height: float


def _block(scene: Scene, card: Thing, inside: Mapping[str, Sequence[str]]) -> _Block:
    boxes = [scene.things[i] for i in inside.get(card.id, ())]
    return _Block(card, boxes, card.height + sum(b.height + _UNDER for b in boxes) + _GAP)


def _widths(blocks: Mapping[str, list[_Block]], loose: Sequence[Thing]) -> dict[str, int]:
    """Columns of each stage: one each, and what is left of a screen's width to the tallest in turn."""
    wide = dict.fromkeys(blocks, 1)
    while sum(wide.values()) + bool(loose) < ACROSS:
        heights = {
            s: max((sum(b.height for b in p) for p in _split(some, wide[s])), default=0.0) for s, some in blocks.items()
        }
        tallest = max(heights, key=lambda s: heights[s])
        if heights[tallest] < 400 or wide[tallest] >= len(blocks[tallest]):
            return wide
        wide[tallest] += 1
    return wide


def _split(blocks: Sequence[_Block], columns_: int) -> list[list[_Block]]:
    """Consecutive blocks in columns of about the same height."""
    whole = sum(b.height for b in blocks)
    parts: list[list[_Block]] = [[] for _ in range(columns_)]
    done = 0.0
    for block in blocks:
        parts[min(columns_ - 1, int((done + block.height / 2) * columns_ / whole))].append(block)
        done += block.height
    return [part for part in parts if part]


def _place_context(scene: Scene, ids: Sequence[str], say: Mapping[str, str]) -> float:
    """The chain and what surrounds it, in rows above the stages; the height that they end at."""
    centre = scene.things[str(scene.centre)]
    centre.x, centre.y = centre.width / 2 + EDGE, HEAD + centre.height / 2
    x, y, height = centre.width + 2 * EDGE + 20, HEAD, centre.height
    first = x
    for id_ in ids:
        one = scene.things[id_]
        if x + one.width > _WRAP and x > first:
            x, y, height = first, y + height + _GAP, 0.0
        one.x, one.y = x + one.width / 2, y + one.height / 2
        height = max(height, one.height)
        x += one.width + _GAP
    width = max([centre.x + centre.width / 2, *(scene.things[i].x + scene.things[i].width / 2 for i in ids)]) + EDGE
    if ids:
        scene.bands.append(
            Band(say["context"], 0, 0, max(width, Band.least(say["context"])), y + height + EDGE, _TONES["context"])
        )
    return y + height + EDGE + 20


def _place_stage(
    scene: Scene, parts: Sequence[Sequence[_Block]], corner: tuple[float, float], title: str, tone: str
) -> float:
    """One band with its segments in columns; where the next one starts."""
    left, top = corner
    x, bottom = left + EDGE, top + 120.0
    for part in parts:
        y = top + HEAD
        for block in part:
            block.card.x, block.card.y = x + CARD_WIDTH / 2, y + block.card.height / 2
            under = y + block.card.height + _UNDER
            for one in block.boxes:
                one.width = CARD_WIDTH
                one.x, one.y = x + CARD_WIDTH / 2, under + one.height / 2
                under += one.height + _UNDER
            y += block.height
        bottom = max(bottom, y)
        x += CARD_WIDTH + _COLUMN
    width = max(x - _COLUMN + EDGE - left, Band.least(title), CARD_WIDTH + 2 * EDGE)
    scene.bands.append(Band(title, left, top, width, bottom - top, tone))
    return left + width + _BETWEEN


def _place_loose(scene: Scene, boxes: Sequence[Thing], corner: tuple[float, float], say: Mapping[str, str]) -> None:
    """Who is in the chain but in no segment: a band of their own on the right."""
    if not boxes:
        return
    left, top = corner
    height, right = grid(boxes, left + EDGE, top + HEAD, 1)
    scene.bands.append(
        Band(
            say["no_segment"],
            left,
            top,
            max(right + EDGE - left, Band.least(say["no_segment"])),
            height + HEAD + EDGE,
            _TONES[""],
        )
    )


def grid(boxes: Sequence[Thing], left: float, top: float, most: int) -> tuple[float, float]:
    """Boxes in a grid of at most `most` columns; its height and right edge."""
    if not boxes:
        return 0.0, left - 2 * _GAP
    rows = math.ceil(len(boxes) / min(most, len(boxes)))
    x, bottom = left, top
    for start in range(0, len(boxes), rows):
        some, y = boxes[start : start + rows], top
        width = max(b.width for b in some)
        for one in some:
            one.x, one.y = x + width / 2, y + one.height / 2
            one.width = width
            y += one.height + _GAP / 2
        bottom = max(bottom, y - _GAP / 2)
        x += width + _GAP
    return bottom - top, x - _GAP


def _tall(band: Band, bottom: float) -> Band:
    return Band(band.title, band.x, band.y, band.width, bottom - band.y, band.tone)


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
