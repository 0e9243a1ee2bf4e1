"""What the small model sees of each word: the word and its neighbours, what surrounds its phrase, lists, and what rules propose."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from kg.loaders import lexicon
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.phrases import Phrases, generics, phrases
from kg.mention import Mention

_KINDS = {"product": "P", "industry": "I", "sector": "S", "company": "E"}


def shape(word: str) -> str:
    """The kind of characters of a word: digits, Latin, Chinese with its length, marks."""
    if word.isdigit():
        return "d"
    if word.isascii():
        return "a" if word.isalpha() else "A" if any(c.isalnum() for c in word) else "p"
    return f"h{min(len(word), 4)}" if "一" <= word[0] <= "鿿" else "p"


def features(parsed: Parsed, proposed: Iterable[Mention]) -> tuple[Phrases, list[list[str]]]:
    """The words of the text, cut also where a proposal begins or ends, and the features of each."""
    proposals = [m for m in proposed if m.end > m.start]
    cuts = frozenset(edge for m in proposals for edge in (m.start, m.end))
    seen = phrases(parsed.folded, cuts)
    listed = _listed(parsed, seen)
    ruled = _ruled(seen, proposals)
    return seen, _rows(seen, listed, ruled)


def _inside(seen: Phrases, start: int, end: int) -> range | None:
    """Indices of the words that `[start, end)` covers exactly; None where it cuts a word."""
    first, last = bisect_left(seen.starts, start), bisect_left(seen.starts, end)
    if first == last or seen.starts[first] != start or (seen.starts[last] if last < len(seen.starts) else seen.length) != end:
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


def _ruled(seen: Phrases, proposals: list[Mention]) -> list[list[str]]:
    """What rules propose at each word: type and place, rule, and how sure."""
    marks: list[list[str]] = [[] for _ in seen.starts]
    for mention in proposals:
        within = _inside(seen, mention.start, mention.end)
        for i in within or ():
            place = _place(i, within or range(0))
            marks[i].append(f"{mention.type}{place}{int(mention.confidence * 4)}")
            marks[i].append(f"{mention.rule}{place}")
    return marks


def _glue(words: list[str], times: Counter[str]) -> list[str]:
    """How firmly each word holds to the next in this document: 1 (met once), or low, middle, high share of the rarer one."""
    pairs = Counter(zip(words, words[1:], strict=False))
    marks = []
    for pair in zip(words, words[1:], strict=False):
        met = pairs[pair]
        share = met / min(times[pair[0]], times[pair[1]])
        marks.append("1" if met == 1 else "h" if share >= 0.8 else "m" if share >= 0.4 else "l")
    return [*marks, "-"][: len(words)]


def _rows(seen: Phrases, listed: list[str], ruled: list[list[str]]) -> list[list[str]]:
    words, tags, count = ["^", "^", *seen.words, "^", "^"], ["^", "^", *seen.tags, "^", "^"], len(seen.words)
    common, tails = generics(), lexicon.entries("product.tail")
    times = Counter(seen.words)
    shapes = ["^", "^", *map(shape, seen.words), "^", "^"]
    around = ["", *listed, ""]
    glue = ["-", *_glue(seen.words, times), "-"]
    rows = []
    for i in range(count):
        k = i + 2
        word, tag, before, after, mark = words[k], tags[k], words[k - 1], words[k + 1], listed[i]
        group = common.get(seen.right[i], "-")
        row = [
            "b", "w=" + word, "w-=" + before, "w+=" + after, "w++=" + words[k + 2], "w--=" + words[k - 2], f"w-w={before}|{word}", f"ww+={word}|{after}",
            "t=" + tag, f"tt+={tag}|{tags[k + 1]}", f"t-t={tags[k - 1]}|{tag}", f"t-t+={tags[k - 1]}|{tag}|{tags[k + 1]}",
            "s=" + shapes[k], f"s-s+={shapes[k - 1]}{shapes[k]}{shapes[k + 1]}",
            "e2=" + word[-2:], "e1=" + word[-1], "b1=" + word[0], f"tail={word[-2:] in tails}{len(word) > 1}",
            f"n={min(times[word], 4)}{len(word) > 1}{tag[0]}",
            "R=" + seen.right[i], "Rg=" + group, "L=" + seen.left[i], "V=" + seen.verb[i], "D=" + seen.listed[i], f"Rgt={group}{tag}",
            "g=" + common.get(word, "-"), f"g-g+={common.get(before, '-')}{common.get(after, '-')}",
        ]  # fmt: skip
        if mark:
            row += ["C=" + mark, f"CR={mark}{seen.right[i]}", f"CG={mark}{group}", f"CD={mark}{seen.listed[i]}", f"CV={mark}{seen.verb[i]}", f"Ct={mark}{tag}"]
        row += [f"CC+={mark}|{around[i + 2]}", f"C-C={around[i]}|{mark}"]
        row += [f"G={glue[i]}{glue[i + 1]}", f"Gt={glue[i]}{glue[i + 1]}{tag}"]
        row += ruled[i]
        if ruled[i]:
            row.append("/".join(sorted(r for r in ruled[i] if "." not in r)))
        rows.append(row)
    return rows
