"""Where a name begins: from the word that ends it (its head) leftwards, by words, what may not stand in a name, and places."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rjieba import has_word

from kg.loaders import lexicon
from kg.loaders.cues import Cues
from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed, Token
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_NAME_CHARACTERS = pattern(r"[㐀-鿿A-Za-z0-9·\-&+.]+\Z")
_SPELLED = pattern(r"[(][A-Za-z0-9\- ]+[)]\Z")
_SPOKEN = pattern(r"[,。;:!?]")  # marks that quoted speech holds, and no quoted part of a name
_JOINS = {"和", "与", "及"}
OPENERS = tuple(_CUES.words("opener"))
"""Verbs that are left out where a name begins with them, though they stand inside other names."""
FOREIGN = frozenset("".join(_CUES.words("foreign")))
"""Characters that render foreign names of persons and of places."""
_IN_NAMES = frozenset(_CUES.words("office_in_name"))
_ITEM = pattern(r"\d{1,2}\.(?!\d)")
_BRAND_TAGS = {"nz", "nr", "nrt", "nt", "ns"}
_INNER = {"中", "上", "下", "内", "外", "里", "间", "前", "后"}
_PREPOSITIONS = frozenset("".join(_CUES.words("preposition")))
_VERB_TAGS = {"v", "vd", "vi", "vq", "ad", "vg"}
_STOP_TAGS = {"p", "r", "d", "y", "e", "o", "c", "u", "uj", "ul", "ud", "uv", "uz", "ug", "df"}
_CLOSERS = {"”": "“", ")": "(", "》": "《"}
_OWNERS = _CUES.expression(r"({owner})\Z")
PROPER_TAGS = frozenset({"nr", "ns", "nz", "nt", "nrt", "nrfg", "eng"})
NAME_TAGS = frozenset({"nr", "ns", "nrt", "nrfg"})
_COUNT = pattern(
    r"(?:\d|[一二两三四五六七八九十百几数])(?:多|余)?[个家项批类座条大所只支名](?![学])|[一二两三四五六七八九十]大(?!学|道|洲)"
)
_PLURAL = _CUES.expression(r"(?:{plural})\Z")
_ENDED = pattern(r"[㐀-鿿]{2}(?:局|委员会|委|政府|厅|办公室|管委会)\Z")
_EAGER = tuple(_CUES.words("eager"))
_NUMERALS = frozenset("一二两三四五六七八九十百0123456789")
_LONGEST_DULL = 6  # characters
_NATIONAL = tuple(_CUES.words("national"))


@cache
def name_verbs() -> frozenset[str]:
    """Verbs that do stand inside names (管理, 投资, 促进 ...)."""
    return frozenset(lexicon.entries("name.verb"))


@cache
def _short_places() -> frozenset[str]:
    return frozenset(lexicon.entries("division.short"))


@cache
def stops() -> frozenset[str]:
    """Words that never stand inside a name of an organisation or place (引入, 位于, 打造 ...)."""
    return frozenset(lexicon.entries("stop")) | (frozenset(lexicon.entries("office")) - _IN_NAMES)


def heads(parsed: Parsed, kind: str) -> list[Hit]:
    """The words that end a name of `kind`, in text order, without those that lie inside a longer one."""
    kept: list[Hit] = []
    for hit in sorted(parsed.hits.get(f"head.{kind}", ()), key=lambda h: (h.start, -h.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


def left_edge(
    parsed: Parsed, head: int, reach: int = 24, joined: bool = False, verbs: frozenset[str] = frozenset()
) -> int:
    """Where a name may begin whose head starts at `head`: the furthest place left without a stop word or a mark.

    At most `reach` characters are walked. `joined` lets 和, 与 and 及 stand inside the name, `verbs`
    are words that may stand in names of this kind beside the common ones.
    """
    edge = _walk(parsed, head, reach, joined, verbs)
    numbered = _ITEM.match(parsed.folded, edge, head)
    edge = numbered.end() if numbered else edge
    for verb in OPENERS:
        if parsed.folded.startswith(verb, edge) and edge + len(verb) < head and not verbs:
            return edge + len(verb)
    return edge


def _walk(parsed: Parsed, head: int, reach: int, joined: bool, verbs: frozenset[str]) -> int:
    edge = head
    while edge > 0:
        before = _before(parsed, edge)
        if before is None or head - before.start > reach or before.start >= edge or _is_dash(parsed, edge):
            break
        known = before.word in verbs or (_is_listed(parsed, before) and before.word not in stops())
        if not known and (not _may_stand(before, joined) or _cuts(parsed, before)):
            break
        inner = _hidden_stop(before)
        if inner:
            return before.start + inner
        edge = before.start
    return edge


def _is_dash(parsed: Parsed, edge: int) -> bool:
    """Whether a dash of two strokes ends there, which parts a name from what is said of it (one stroke may join: 中国—东盟)."""
    return parsed.folded[max(0, edge - 2) : edge] == "--"


def _before(parsed: Parsed, edge: int) -> Token | None:
    """The word that ends at `edge` (cut at it where it runs on), or the whole quotation or bracket that closes there."""
    text = parsed.folded
    opener = _CLOSERS.get(text[edge - 1])
    if opener:
        start = text.rfind(opener, max(0, edge - 20), edge)
        return Token(start, text[start:edge], "quoted") if start >= 0 else None
    token = parsed.word_at(edge - 1)
    return token if token is None or token.end == edge else Token(token.start, token.word[: edge - token.start], "n")


def _may_stand(token: Token, joined: bool) -> bool:
    if token.tag == "quoted":
        return (
            (token.word[0] == "“" and not _SPOKEN.search(token.word))
            or bool(_SPELLED.match(token.word))
            or token.word[1:-1] in _short_places()
        )
    if joined and token.word in _JOINS:
        return True
    if token.word in name_verbs():
        return True
    if token.tag in _STOP_TAGS and len(token.word) < 3:
        return False
    if token.tag in _VERB_TAGS and len(token.word) > 1:
        return False
    if (len(token.word) > 2 and token.word.startswith(_EAGER)) or token.word[0] in "我你该各":
        return False
    if token.word.removeprefix("副") in stops():
        return False
    return bool(_NAME_CHARACTERS.match(token.word))


def _is_listed(parsed: Parsed, token: Token) -> bool:
    """Whether a list knows the word as a place, or as part of a product's name, whatever its part of speech (包头, 低压)."""
    if len(token.word) < 2:
        return False
    longer = any(parsed.goods.get(token.start - i, 0) >= token.end + (i == 0) for i in range(3))
    return longer or parsed.place_starts.get(token.start, 0) >= token.end


def _cuts(parsed: Parsed, token: Token) -> bool:
    """Whether a one-character word of place (中, 上, 内) ends what stands before it: not where it opens a name (中大, 上药)."""
    if token.word not in _INNER or token.start == 0:
        return False
    before = _before(parsed, token.start)
    return before is not None and before.tag[0] in "nqs"


def _hidden_stop(token: Token) -> int:
    """Length of a preposition that the word cutter took into an unknown word (在浒 of 在浒关开发区); 0 if there is none."""
    known = len(token.word) < 2 or token.word[0] not in _PREPOSITIONS or has_word(token.word)
    return 0 if known or token.tag == "quoted" else 1


def place_edge(parsed: Parsed, edge: int, head: int) -> int:
    """The first place named in `[edge, head)` where what stands before it is no owner's name; else `edge` itself.

    A name that holds a place mostly begins with it (鄞州区商务局), unless an owner stands before (中国科学院上海药物研究所).
    """
    found = edge
    for i, start in enumerate(places(parsed, edge, head)):
        owned = _OWNERS.search(parsed.folded, edge, start) or _is_brand(parsed, edge, start)
        if (i == 0 and not owned) or _ENDED.search(parsed.folded, edge, start):
            found = start
    return found


def _is_brand(parsed: Parsed, start: int, end: int) -> bool:
    """Whether one short proper word alone stands in `[start, end)` (华西 before 厦门医院)."""
    word = parsed.word_at(start)
    return (
        word is not None
        and word.start == start
        and word.end == end
        and 2 <= end - start <= 3
        and word.tag in _BRAND_TAGS
    )


def beyond_places(parsed: Parsed, start: int, end: int) -> str:
    """What of `[start, end)` is left after the places it opens with."""
    while start < end:
        until = parsed.place_starts.get(start, start)
        if until == start or until > end:
            break
        start = until
    return parsed.folded[start:end]


def without_place(name: str) -> str:
    """A name without the division that it begins with, in full or in short; itself where it begins with none."""
    known = lexicon.entries("division"), lexicon.entries("division.short")
    return next((name[n:] for n in range(min(6, len(name) - 2), 1, -1) if any(name[:n] in k for k in known)), name)


def places(parsed: Parsed, start: int, end: int) -> Iterator[int]:
    """Where places begin that stand inside `[start, end)`, ascending."""
    listed = parsed.places
    for i in range(bisect_left(listed, start, key=lambda p: p.start), len(listed)):
        if listed[i].end > end:
            return
        yield listed[i].start


def proper(parsed: Parsed, start: int, end: int, tags: frozenset[str] = PROPER_TAGS) -> bool:
    """Whether `[start, end)` singles a thing out: a place, a name-like or foreign word, 中国 or 国家, a quotation."""
    text = parsed.folded[start:end]
    if text.startswith(_NATIONAL) or "“" in text or any(True for _ in places(parsed, start, end)):
        return True
    words = (t for t in parsed.words(start, end) if t.end <= end)
    return any(t.tag in tags or (len(t.word) == 1 and t.tag in {"x", "zg", "ng"}) for t in words)


def dull(kind: str, name: str) -> bool:
    """Whether `name` is put together of nothing but common words and numbers, so that it names no `kind` of its own."""
    words = lexicon.entries(f"dull.{kind}")
    reached = {0}
    for i, character in enumerate(name):
        if i in reached:
            reached.update(i + n for n in range(1, _LONGEST_DULL + 1) if name[i : i + n] in words)
            if character in _NUMERALS:
                reached.add(i + 1)
    return len(name) in reached


def counted(text: str) -> bool:
    """Whether a would-be name holds a number and a measure (3个, 一批, 三大): a count, not a name."""
    return bool(_COUNT.search(text))


def plural(parsed: Parsed, start: int) -> bool:
    """Whether what stands before `start` makes the name one of many (各, 各级, 一批, 所属)."""
    return bool(_PLURAL.search(parsed.folded[max(0, start - 3) : start]))
