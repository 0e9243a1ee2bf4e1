"""The boxes of a page: what stands in them, how large they are, and how to part those that overlap."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from kg.views.pages.scene import Thing

FONT = 13
CARD_FONT = 15
NOTE_FONT = 12
MARK_ROOM = 18
CARD_WIDTH = 168.0
LINE = 1.35
PADDING_X, PADDING_Y = 12, 8
_LEGAL_FORM = re.compile(r"(?<=.{2})(?:集团)?(?:股份有限公司|有限责任公司|有限公司)$")
_CLOSING = frozenset("》〉）)】」』”’、，。；：！？,.;:!?%")
_UNITS = (CARD_WIDTH - 2 * PADDING_X) / FONT


def fit(things: Iterable[Thing]) -> None:
    """Break the names into lines and set the size of each box, in pixels at scale 1."""
    for one in things:
        font = CARD_FONT if one.card else FONT
        badge = units(one.badge) * NOTE_FONT + MARK_ROOM if one.badge else 0.0
        room = (CARD_WIDTH - 2 * PADDING_X - badge) / font if one.card else _UNITS
        one.lines = wrapped(short(one.name), room)
        widest = max(units(line) for line in one.lines) * font + badge
        one.width = CARD_WIDTH if one.card else round(widest) + 2.0 * PADDING_X
        one.height = round(len(one.lines) * font * LINE + (NOTE_FONT * LINE if one.note else 0)) + 2 * PADDING_Y


def short(name: str) -> str:
    """A company's name without its legal form: boxes are small, the panel has the full name."""
    return _LEGAL_FORM.sub("", name)


def units(text: str) -> float:
    """Width of a text in units of the font size: 1 for a Chinese character, about half for a Latin one."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


def wrapped(text: str, most: float, lines: int = 3) -> list[str]:
    """The text in at most `lines` lines of about the same length, at most `most` units each, cut with an ellipsis if need be.

    No line starts with a closing mark, even if the one before grows longer by it.
    """
    text = " ".join(text.split())
    count = math.ceil(units(text) / most) or 1
    target = min(most, units(text) / count + 1)
    found, line = [], ""
    for char in text:
        if line and units(line + char) > target and char not in _CLOSING:
            found.append(line.strip())
            line = ""
        line += char
    found.append(line.strip())
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1][: max(1, int(target) - 1)] + "…"]
    return found


def part(things: Sequence[Thing], gap: float = 12.0, rounds: int = 150) -> None:
    """Move boxes that overlap apart, each by half of the lesser overlap, until none does or `rounds` are over.

    Strong boxes stay. Only near pairs are looked at (a k-d tree), so thousands of boxes are a matter of a second or two.
    """
    import numpy as np
    from scipy.spatial import cKDTree

    if len(things) < 2:
        return
    at = np.array([(t.x, t.y) for t in things], dtype=np.float64)
    size = np.array([(t.width + gap, t.height + gap) for t in things], dtype=np.float64)
    reach = size.max(axis=0)
    free = np.array([[not t.strong] for t in things], dtype=np.float64)
    for _ in range(rounds):
        pairs = cKDTree(at / reach).query_pairs(1.0, p=np.inf, output_type="ndarray")
        one, other = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        away = at[one] - at[other]
        over = (size[one] + size[other]) / 2 - np.abs(away)
        clash = (over > 0.5).all(axis=1)
        if not clash.any():
            break
        one, other, away, over = one[clash], other[clash], away[clash], over[clash]
        flat = over[:, 1] <= over[:, 0]
        push = np.where(away < 0, -1.0, 1.0) * np.stack(
            [np.where(flat, 0, over[:, 0]), np.where(flat, over[:, 1], 0)], axis=1
        )
        move = np.zeros_like(at)
        np.add.at(move, one, push / 2)
        np.add.at(move, other, -push / 2)
        at += np.clip(move, -60, 60) * free
    for thing, (x, y) in zip(things, at.tolist(), strict=True):
        thing.x, thing.y = round(x, 1), round(y, 1)
