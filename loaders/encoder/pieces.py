"""A text as the encoder reads it: in windows of whole lines and sentences, one piece a character."""

import re
from collections.abc import Iterator, Mapping

from kg.loaders.lexicon.fold import fold_chars

WINDOW = 250
"""Characters of a window at most; with its two marks it fits the 256 places that the encoder tells apart."""
BLANK, BREAK, UNKNOWN, FIRST, LAST = "[unused1]", "[SEP]", "[UNK]", "[CLS]", "[SEP]"
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]+[”」）]?|[^。；！？]+\Z")
_BLANKS = frozenset(" \t\r\u3000\xa0")


def windows(text: str, size: int = WINDOW) -> list[tuple[int, int]]:
    """Ranges that tile the text, each as many whole lines as fit into `size` characters; longer lines are cut after sentences."""
    packed: list[tuple[int, int]] = []
    for start, end in _parts(text, size):
        if packed and end - packed[-1][0] <= size:
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    return packed


def _parts(text: str, size: int) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text):
        if line.end() - line.start() <= size:
            yield line.span()
            continue
        for sentence in _SENTENCE.finditer(text, line.start(), line.end()):
            for start in range(sentence.start(), sentence.end(), size):
                yield start, min(start + size, sentence.end())


def pieces(text: str, numbers: Mapping[str, int]) -> list[int]:
    """The number of each character: as it stands where it is known, else folded; within a word of Latin letters or digits `##x`."""
    unknown, found, within = numbers[UNKNOWN], [], False
    for character, folded in zip(text.lower(), fold_chars(text).lower(), strict=True):
        if character == "\n":
            found.append(numbers[BREAK])
        elif character in _BLANKS:
            found.append(numbers[BLANK])
        else:
            known = character if character in numbers else folded
            found.append(numbers.get("##" + known if within and _is_latin(known) else known, unknown))
        within = _is_latin(folded)
    return found


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
