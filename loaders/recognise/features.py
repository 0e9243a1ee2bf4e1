"""What the small model sees of each word: the word and its neighbours, what surrounds its phrase, lists, and what rules propose."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from kg.loaders import lexicon
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.phrases import Phrases, generics, phrases
from kg.mention import Mention


class Part(NamedTuple):
    """A value for each word: that of the word `shift` places on, `edge` beyond the ends of the text."""

    values: Sequence[Any]
    shift: int = 0
    edge: Any = "^"

    def listed(self) -> Sequence[Any]:
        """The values in the order of the words that they are for."""
        shift, edges = self.shift, [self.edge] * min(abs(self.shift), len(self.values))
        if shift < 0:
            return [*edges, *self.values[:shift]]
        return [*self.values[shift:], *edges] if shift else self.values


# What names the features that the values of the parts stand for together, and the parts.
Column = tuple[Callable[..., Iterable[str]], tuple[Part, ...]]

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
    """The words of the text, cut also where a proposal begins or ends, and columns of values that expand to features."""
    proposals = [m for m in proposed if m.end > m.start]
    cuts = frozenset(edge for m in proposals for edge in (m.start, m.end))
    seen = phrases(parsed.folded, cuts)
    return seen, _columns(seen, _listed(parsed, seen), _ruled(seen, proposals))


def rows(columns: Iterable[Column], count: int) -> list[list[str]]:
    """All features of each word, as the training of the model takes them."""
    made: list[list[str]] = [[] for _ in range(count)]
    for expand, parts in columns:
        for row, *values in zip(made, *(part.listed() for part in parts), strict=True):
            row += expand(*values)
    return made


def _inside(seen: Phrases, start: int, end: int) -> range | None:
    """Indices of the words that `[start, end)` covers exactly; None where it cuts a word."""
    first, last = seen.edges.get(start), seen.edges.get(end)
    return range(first, last) if first is not None and last is not None and first < last else None


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
    marks: dict[int, set[str]] = defaultdict(set)
    for mention in proposals:
        within = _inside(seen, mention.start, mention.end)
        for i in within or ():
            place = _place(i, within or range(0))
            marks[i] |= {f"{mention.type}{place}{int(mention.confidence * 4)}", f"{mention.rule}{place}"}
    ruled: list[tuple[str, ...]] = [()] * len(seen.starts)
    for i, own in marks.items():
        ruled[i] = tuple(sorted(own))
    return ruled


def _glue(words: Sequence[str], times: Counter[str]) -> list[str]:
    """How firmly each word holds to the next in this document: 1 (met once), or low, middle, high share of the rarer one."""
    marks = {}
    for pair, met in Counter(pairwise(words)).items():
        share = met / min(times[pair[0]], times[pair[1]]) if met > 1 else 0.0
        marks[pair] = "1" if met == 1 else "h" if share >= 0.8 else "m" if share >= 0.4 else "l"
    return [*(marks[pair] for pair in pairwise(words)), "-"][: len(words)]


def _columns(seen: Phrases, listed: list[str], ruled: list[tuple[str, ...]]) -> Iterator[Column]:
    words, right, left, verb = map(Part, map(_visible, (seen.words, seen.right, seen.left, seen.verb)))
    times = Counter(words.values)
    tags, mark, listing, glue = Part(seen.tags), Part(listed), Part(seen.listed), Part(_glue(words.values, times))
    shapes, common = Part(list(map(shape, words.values))), generics()
    groups = [common.get(word, "-") for word in words.values]
    often = {word: f"{min(count, 4)}{len(word) > 1}" for word, count in times.items()}
    yield (_word, (words, tags))
    yield (_before, (_moved(words, -1),))
    yield (_pair_before, (_moved(words, -1), words))
    yield (_after, (_moved(words, 1),))
    yield (_pair_after, (words, _moved(words, 1)))
    yield (_second, (_moved(words, 2),))
    yield (_second_last, (_moved(words, -2),))
    yield (_speech, (_moved(tags, -1), tags, _moved(tags, 1)))
    yield (_shapes, (_moved(shapes, -1), shapes, _moved(shapes, 1)))
    yield (_groups, (Part(groups, -1, "-"), Part(groups, 1, "-")))
    yield (_times, (Part([often[word] for word in words.values]), tags))
    yield (_right, (right, tags))
    yield (_left, (left,))
    yield (_verb, (verb,))
    yield (_list, (listing,))
    yield (_mark_right, (mark, right))
    yield (_mark_list, (mark, listing))
    yield (_mark_verb, (mark, verb))
    yield (_mark_speech, (mark, tags))
    yield (_marks, (mark, Part(listed, 1, ""), Part(listed, -1, "")))
    yield (_firm, (Part(glue.values, -1, "-"), glue, tags))
    yield (_rules, (Part(ruled),))


def _moved(part: Part, shift: int) -> Part:
    return part._replace(shift=shift)


def _visible(words: list[str]) -> list[str]:
    """The words, with one mark for every blank or line end: a feature's name is one line."""
    blank = set(filter(str.isspace, set(words)))
    return ["␣" if word in blank else word for word in words] if blank else words


def _word(word: str, tag: str) -> tuple[str, ...]:
    tail = word[-2:] in lexicon.entries("product.tail")
    return (
        "b=", "w=" + word, "t=" + tag, "s=" + shape(word), "e2=" + word[-2:], "e1=" + word[-1], "b1=" + word[0],
        f"tail={tail}{len(word) > 1}", "g=" + generics().get(word, "-"),
    )  # fmt: skip


def _before(before: str) -> tuple[str]:
    return ("w-=" + before,)


def _pair_before(before: str, word: str) -> tuple[str]:
    return (f"w-w={before}|{word}",)


def _after(after: str) -> tuple[str]:
    return ("w+=" + after,)


def _pair_after(word: str, after: str) -> tuple[str]:
    return (f"ww+={word}|{after}",)


# Pairs of words are too many to keep those met: the name of its feature is looked up for each.
PAIRS: dict[Callable[..., Iterable[str]], str] = {_pair_before: "w-w=", _pair_after: "ww+="}


def _second(word: str) -> tuple[str]:
    return ("w++=" + word,)


def _second_last(word: str) -> tuple[str]:
    return ("w--=" + word,)


def _speech(before: str, tag: str, after: str) -> tuple[str, str, str]:
    return f"tt+={tag}|{after}", f"t-t={before}|{tag}", f"t-t+={before}|{tag}|{after}"


def _shapes(before: str, own: str, after: str) -> tuple[str]:
    return (f"s-s+={before}{own}{after}",)


def _groups(before: str, after: str) -> tuple[str]:
    return (f"g-g+={before}{after}",)


def _times(often: str, tag: str) -> tuple[str]:
    return (f"n={often}{tag[0]}",)


def _right(word: str, tag: str) -> tuple[str, str, str]:
    group = generics().get(word, "-")
    return "R=" + word, "Rg=" + group, f"Rgt={group}{tag}"


def _left(word: str) -> tuple[str]:
    return ("L=" + word,)


def _verb(word: str) -> tuple[str]:
    return ("V=" + word,)


def _list(word: str) -> tuple[str]:
    return ("D=" + word,)


def _mark_right(mark: str, right: str) -> tuple[str, ...]:
    return ("C=" + mark, f"CR={mark}{right}", f"CG={mark}{generics().get(right, '-')}") if mark else ()


def _mark_list(mark: str, listed: str) -> tuple[str, ...]:
    return (f"CD={mark}{listed}",) if mark else ()


def _mark_verb(mark: str, verb: str) -> tuple[str, ...]:
    return (f"CV={mark}{verb}",) if mark else ()


def _mark_speech(mark: str, tag: str) -> tuple[str, ...]:
    return (f"Ct={mark}{tag}",) if mark else ()


def _marks(mark: str, after: str, before: str) -> tuple[str, str]:
    return f"CC+={mark}|{after}", f"C-C={before}|{mark}"


def _firm(before: str, after: str, tag: str) -> tuple[str, str]:
    return f"G={before}{after}", f"Gt={before}{after}{tag}"


def _rules(key: tuple[str, ...]) -> tuple[str, ...]:
    return (*("r=" + mark for mark in key), "rr=" + "/".join(mark for mark in key if "." not in mark)) if key else ()
