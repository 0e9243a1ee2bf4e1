"""The boxes of a page: what stands in them, how large they are, and how to part those that overlap."""

import re
import unicodedata
from collections.abc import Iterable

from kg.views.pages.scene import Thing

FONT = 13
CARD_FONT = 15
NOTE_FONT = 12
MARK_WIDTH = 30
CARD_WIDTH = 204.0
LINE = 1.35
PADDING_X, PADDING_Y = 12, 8
_LEGAL_FORM = re.compile(r"(?<=.{2})(?:集团)?(?:股份有限公司|有限责任公司|有限公司)$")
_UNITS = 13
_CARD_UNITS = 12


def fit(things: Iterable[Thing]) -> None:
    """Break the names into lines and set the size of each box, in pixels at scale 1."""
    for one in things:
        font = CARD_FONT if one.card else FONT
        one.lines = wrapped(short(one.name), _CARD_UNITS if one.card else _UNITS)
        widest = max(units(line) for line in one.lines) * font + (MARK_WIDTH if one.mark else 0)
        one.width = max(CARD_WIDTH if one.card else 0.0, round(widest) + 2 * PADDING_X)
        one.height = round(len(one.lines) * font * LINE + (NOTE_FONT * LINE if one.note else 0)) + 2 * PADDING_Y


def short(name: str) -> str:
    """A company's name without its legal form: boxes are small, the panel has the full name."""
    return _LEGAL_FORM.sub("", name)


def units(text: str) -> float:
    """Width of a text in units of the font size: 1 for a Chinese character, about half for a Latin one."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


def wrapped(text: str, most: float, lines: int = 3) -> list[str]:
    """The text in at most `lines` lines of at most `most` units, the last one cut with an ellipsis if need be."""
    found, line = [], ""
    for char in " ".join(text.split()):
        if line and units(line + char) > most:
            found.append(line.strip())
            line = ""
        line += char
    found.append(line.strip())
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1][: int(most) - 1] + "…"]
    return found


def part(things: list[Thing], gap: float = 12.0, rounds: int = 120) -> None:
    """Move boxes that overlap apart, each by half of the lesser overlap, until none does or `rounds` are over.

    All pairs at once, so memory grows with the square of their number: for some thousand boxes at most.
    """
    import numpy as np

    if len(things) < 2:
        return
    at = np.array([(t.x, t.y) for t in things], dtype=np.float32)
    half = np.array([(t.width + gap, t.height + gap) for t in things], dtype=np.float32) / 2
    fixed = np.array([t.strong for t in things])
    need = half[:, None, :] + half[None, :, :]
    for _ in range(rounds):
        away = at[:, None, :] - at[None, :, :]
        over = need - np.abs(away)
        clash = (over > 0.5).all(axis=2)
        np.fill_diagonal(clash, False)
        if not clash.any():
            break
        flat = over[..., 1] <= over[..., 0]
        sign = np.where(
            away == 0, np.sign(np.arange(len(things))[:, None] - np.arange(len(things)))[..., None], np.sign(away)
        )
        push = (
            np.stack([np.where(clash & ~flat, over[..., 0], 0), np.where(clash & flat, over[..., 1], 0)], axis=2) * sign
        )
        move = push.sum(axis=1) / 2
        move[fixed] = 0
        at += np.clip(move, -60, 60)
    for one, (x, y) in zip(things, at.tolist(), strict=True):
        one.x, one.y = round(x, 1), round(y, 1)
