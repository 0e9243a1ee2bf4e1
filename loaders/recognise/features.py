"""What the small model sees of each word: the word and its neighbours, what surrounds its phrase, lists, and what rules propose."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from kg.loaders import lexicon
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.phrases import Phrases, generics, phrases
from kg.mention import Mention

Column = tuple[Callable[..., Iterable[str]], Sequence[Any]]

_KINDS = {"product": "P", "industry": "I", "sector": "S", "company": "E"}


@lru_cache(maxsize=100_000)
def shape(word: str) -> str:
    """The kind of characters of a word: digits, Latin, Chinese with its length, marks."""
    if word.isdigit():
        return "d"
    if word.isascii():
        return "a" if word.isalpha() else "A" if any(c.isalnum() for c in word) else "p"
    return f"h{min(len(word), 4)}" if "一" <= word[0] <= "鿿" else "p"


def features(parsed: Parsed, proposed: Iterable[Mention]) -> tuple[Phrases, Iterator[Column]]:
    """The words of the text, cut also where a proposal begins or ends, and columns of keys that expand to features.

    A column holds one key a word; its function names the features that a key stands for. They come one by one, since those
    of a long text fill much memory.
    """
    proposals = [m for m in proposed if m.end > m.start]
    cuts = frozenset(edge for m in proposals for edge in (m.start, m.end))
    seen = phrases(parsed.folded, cuts)
    return seen, _columns(seen, _listed(parsed, seen), _ruled(seen, proposals))


def rows(columns: Iterable[Column], count: int) -> list[list[str]]:
    """All features of each word, as the training of the model takes them."""
    made: list[list[str]] = [[] for _ in range(count)]
    for expand, keys in columns:
        for row, key in zip(made, keys, strict=True):
            row += expand(key)
    return made


def _inside(seen: Phrases, start: int, end: int) -> range | None:
    """Indices of the words that `[start, end)` covers exactly; None where it cuts a word."""
    first, last = bisect_left(seen.starts, start), bisect_left(seen.starts, end)
    if (
        first == last
        or seen.starts[first] != start
        or (seen.starts[last] if last < len(seen.starts) else seen.length) != end
    ):
        return None
    return range(first, last)


def _listed(parsed: Parsed, seen: Phrases) -> list[str]:
    """Which lists each word stands in, with its place in the longest entry (B first, E last, M between, W the whole)."""
    marks = [""] * len(seen.starts)
    for kind, letter in _KINDS.items():
        free = 0
        for hit in sorted(parsed.hits.get(kind, ()), key=lambda h: (h.start, -h.end)):
            within = _inside(seen, hit.start, hit.end) if hit.start >= free else None
            if within:
                free = hit.end
                for i in within:
                    marks[i] += letter + _place(i, within)
    return marks


def _place(i: int, within: range) -> str:
    if len(within) == 1:
        return "W"
    return "B" if i == within[0] else "E" if i == within[-1] else "M"


def _ruled(seen: Phrases, proposals: list[Mention]) -> list[tuple[str, ...]]:
    """What rules propose at each word: type and place with how sure, and the rule with the place."""
    marks: list[list[str]] = [[] for _ in seen.starts]
    for mention in proposals:
        within = _inside(seen, mention.start, mention.end)
        for i in within or ():
            place = _place(i, within or range(0))
            marks[i].append(f"{mention.type}{place}{int(mention.confidence * 4)}")
            marks[i].append(f"{mention.rule}{place}")
    return [tuple(sorted(set(m))) if m else () for m in marks]


def _glue(words: list[str], times: Counter[str]) -> list[str]:
    """How firmly each word holds to the next in this document: 1 (met once), or low, middle, high share of the rarer one."""
    marks = {}
    for pair, met in Counter(pairwise(words)).items():
        share = met / min(times[pair[0]], times[pair[1]])
        marks[pair] = "1" if met == 1 else "h" if share >= 0.8 else "m" if share >= 0.4 else "l"
    return [*(marks[pair] for pair in pairwise(words)), "-"][: len(words)]


def _columns(seen: Phrases, listed: list[str], ruled: list[tuple[str, ...]]) -> Iterator[Column]:
    words, right, left, verb = _visible(seen.words), _visible(seen.right), _visible(seen.left), _visible(seen.verb)
    tags = seen.tags
    before, after = ["^", *words[:-1]], [*words[1:], "^"]
    shapes = list(map(shape, words))
    times = Counter(words)
    glue = ["-", *_glue(words, times)]
    often = {word: (min(count, 4), len(word) > 1) for word, count in times.items()}
    common = generics()
    groups = [common.get(word, "-") for word in words]
    yield (_word, list(zip(words, tags, strict=True)))
    yield (_pair, list(zip(before, words, strict=True)))
    yield (_next, list(zip(words, after, strict=True)))
    yield (_second, _later(after, "^"))
    yield (_second_last, _earlier(before, "^"))
    yield (_speech, list(zip(_earlier(tags, "^"), tags, _later(tags, "^"), strict=True)))
    yield (_shapes, list(zip(_earlier(shapes, "^"), shapes, _later(shapes, "^"), strict=True)))
    yield (_groups, list(zip(_earlier(groups, "-"), _later(groups, "-"), strict=True)))
    yield (_times, [(often[word], tag[0]) for word, tag in zip(words, tags, strict=True)])
    yield (_right, list(zip(right, tags, strict=True)))
    yield (_left, left)
    yield (_verb, verb)
    yield (_list, seen.listed)
    yield (_mark_right, list(zip(listed, right, strict=True)))
    yield (_mark_list, list(zip(listed, seen.listed, strict=True)))
    yield (_mark_verb, list(zip(listed, verb, strict=True)))
    yield (_mark_speech, list(zip(listed, tags, strict=True)))
    yield (_marks, list(zip(listed, _later(listed), _earlier(listed), strict=True)))
    yield (_firm, list(zip(glue, glue[1:], tags, strict=False)))
    yield (_rules, ruled)


def _visible(words: list[str]) -> list[str]:
    """The words, with one mark for every blank or line end: a feature's name is one line."""
    return ["␣" if word.isspace() else word for word in words]


def _later(items: list[str], end: str = "") -> list[str]:
    return [*items[1:], end] if items else []


def _earlier(items: list[str], start: str = "") -> list[str]:
    return [start, *items[:-1]] if items else []


def _word(key: tuple[str, str]) -> tuple[str, ...]:
    word, tag = key
    tail = word[-2:] in lexicon.entries("product.tail")
    return (
        "b=", "w=" + word, "t=" + tag, "s=" + shape(word), "e2=" + word[-2:], "e1=" + word[-1], "b1=" + word[0],
        f"tail={tail}{len(word) > 1}", "g=" + generics().get(word, "-"),
    )  # fmt: skip


def _pair(key: tuple[str, str]) -> tuple[str, ...]:
    return "w-=" + key[0], f"w-w={key[0]}|{key[1]}"


def _next(key: tuple[str, str]) -> tuple[str, ...]:
    return "w+=" + key[1], f"ww+={key[0]}|{key[1]}"


def _second(word: str) -> tuple[str]:
    return ("w++=" + word,)


def _second_last(word: str) -> tuple[str]:
    return ("w--=" + word,)


def _speech(key: tuple[str, str, str]) -> tuple[str, ...]:
    before, tag, after = key
    return f"tt+={tag}|{after}", f"t-t={before}|{tag}", f"t-t+={before}|{tag}|{after}"


def _shapes(key: tuple[str, str, str]) -> tuple[str]:
    return ("s-s+=" + "".join(key),)


def _groups(key: tuple[str, str]) -> tuple[str]:
    return ("g-g+=" + "".join(key),)


def _times(key: tuple[tuple[int, bool], str]) -> tuple[str]:
    (times, several), speech = key
    return (f"n={times}{several}{speech}",)


def _right(key: tuple[str, str]) -> tuple[str, ...]:
    group = generics().get(key[0], "-")
    return "R=" + key[0], "Rg=" + group, f"Rgt={group}{key[1]}"


def _left(word: str) -> tuple[str]:
    return ("L=" + word,)


def _verb(word: str) -> tuple[str]:
    return ("V=" + word,)


def _list(word: str) -> tuple[str]:
    return ("D=" + word,)


def _mark_right(key: tuple[str, str]) -> tuple[str, ...]:
    mark, right = key
    return ("C=" + mark, f"CR={mark}{right}", f"CG={mark}{generics().get(right, '-')}") if mark else ()


def _mark_list(key: tuple[str, str]) -> tuple[str, ...]:
    return (f"CD={key[0]}{key[1]}",) if key[0] else ()


def _mark_verb(key: tuple[str, str]) -> tuple[str, ...]:
    return (f"CV={key[0]}{key[1]}",) if key[0] else ()


def _mark_speech(key: tuple[str, str]) -> tuple[str, ...]:
    return (f"Ct={key[0]}{key[1]}",) if key[0] else ()


def _marks(key: tuple[str, str, str]) -> tuple[str, str]:
    return f"CC+={key[0]}|{key[1]}", f"C-C={key[2]}|{key[0]}"


def _firm(key: tuple[str, str, str]) -> tuple[str, str]:
    return f"G={key[0]}{key[1]}", f"Gt={key[0]}{key[1]}{key[2]}"


def _rules(key: tuple[str, ...]) -> tuple[str, ...]:
    return (*("r=" + mark for mark in key), "rr=" + "/".join(mark for mark in key if "." not in mark)) if key else ()
