"""Images of pages to printed lines, by RapidOCR (extra `ocr`)."""

import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError
from rapidocr import RapidOCR

from kg.loaders.reading.paragraphs import Line

_LEAST_SCORE = 0.5


@cache
def _engine() -> Any:
    return RapidOCR(params={"Global.log_level": "critical"})


def image_pixels(data: bytes) -> Any:
    """The pixels of an image file (height x width x 3, uint8); ValueError where it cannot be opened."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return np.asarray(image.convert("RGB"))
    except UnidentifiedImageError:
        raise ValueError("no known format") from None
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error


def recognised_lines(pixels: Any) -> list[Line]:
    """The lines of an image (height x width x 3, uint8) from top to bottom; boxes in pixels, y upwards."""
    result = _engine()(pixels)
    if result.txts is None:
        return []
    height = float(pixels.shape[0])
    boxes = []
    for corners, words, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score >= _LEAST_SCORE and words.strip():
            xs, ys = [float(x) for x, _ in corners], [height - float(y) for _, y in corners]
            boxes.append(Line(words.strip(), min(xs), max(xs), max(ys), min(ys), max(ys) - min(ys)))
    return _rows(sorted(boxes, key=lambda b: -b.top))


def _rows(boxes: list[Line]) -> list[Line]:
    """Boxes beside each other made one line, left to right, parted by a blank."""
    rows: list[list[Line]] = []
    for box in boxes:
        middle = (box.top + box.bottom) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [_merged(sorted(row, key=lambda b: b.left)) for row in rows]


def _merged(row: list[Line]) -> Line:
    return Line(
        " ".join(b.words for b in row),
        row[0].left,
        max(b.right for b in row),
        max(b.top for b in row),
        min(b.bottom for b in row),
        max(b.em for b in row),
    )
