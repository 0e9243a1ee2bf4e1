"""Projects: named construction and investment projects, by form."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from rjieba import has_word

from kg.loaders import lexicon
from kg.loaders.cues import Cues
from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import beyond_places, counted, dull, heads, left_edge, place_edge, proper
from kg.loaders.recognise.settle import SHADOW
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_WORKS = frozenset(_CUES.words("works"))
_BUILT = ("工程", "水利枢纽", "隧道", "机场", "大桥", "电站", "铁路")
_PHASE = pattern(r"[一二三四五]期")
_EXTENDED = _CUES.expression(r"(?:{extension})\Z")
_WORK = _CUES.cue("work")
_NEAR = _CUES.expression(r"(?:{near})\Z")
_END = attrgetter("end")
_FAINT = 0.2  # no mention by itself; the text around may raise it
_WORKS_END = _CUES.expression(r"[一二三四五]期(?:工程|项目)?|(?:{rebuilding})?工程")
_INVESTED = _CUES.expression(r"(?:{invests})[^,。;]{0,12}的|(?:投资|承建|合资)?(?:建设|兴建|新建)")
_SCHEME = _CUES.cue("scheme")
_UNDER_WAY = _CUES.expression(r"(?:{when})?(?:{move})")
_MARKED = pattern(
    r"(?:^|\n)[ \t　]*(?:[(]?[一二三四五六七八九十\d]{1,3}[).、][ ]?|[一二三四五六七八九十]是|[●◆■▲★•·])\Z"
)
_PARTICULARS = _CUES.expression(r"(?:[。:(\n]|—)[^\n]{0,160}?(?:{particulars})")
_AID = _CUES.expression(r"[。:][^\n]{0,120}?(?:{aid})")
_SIZED = _CUES.expression(
    r"(?:[一二三四五]期)?(?:{yearly_size}|(?:年产)?{size})|[一二三四五]期(?=[㐀-鿿\d])|第\d+(?:\.\d+)?代"
)
_YEARLY = pattern(r"(?<![\d.])\d[\d.,]*(?:万|亿)?[㐀-鿿GMK][㐀-鿿Whp]?[㐀-鿿]?/年\Z")
_MOVES = _CUES.cue("signed")
_OF_FIRM = _CUES.expression(r"(?:{firm_part})*(?:{firm_end})")
_OUTPUT = _CUES.expression(r"(?:{yearly_size}|年产{size})[^,。;:!?的\n]{2,24}\Z")
_PRIZE = pattern(r"[“(]?[㐀-鿿]{0,3}(?:奖|杯)")
_GENERATION = pattern(r"第?\d+(?:\.\d+)?代(?:线)?")
_REFUSED = _CUES.expression(r"(?:{refused})")
_FEATURE = _CUES.cue("feature")


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose projects."""
    for head in heads(parsed, "Project"):
        for mention in _by_form(parsed, head):
            yield mention
            yield from _firm_before(parsed, mention)
    for head in heads(parsed, "ProjectPhase"):
        yield from _phase(parsed, head)


def _firm_before(parsed: Parsed, project: Mention) -> Iterator[Mention]:
    """The listed company right before a project's name: whose project it is."""
    if project.type != "Project" or project.confidence < 0.5:
        return
    for hit in _firms_ending(parsed, project.start):
        place = parsed.place_starts.get(hit.start) == hit.end  # 鄂尔多斯 is listed as a company too
        if hit.end - hit.start >= 3 and hit.key != "!" and not place:
            yield Mention(hit.start, hit.end, "Enterprise", "project.firm", 0.86)


def _firms_ending(parsed: Parsed, first: int, last: int | None = None) -> list[Hit]:
    """The listed companies whose names end at `first`, or at an offset up to `last`."""
    firms = parsed.hits.get("company", [])
    low = bisect_left(firms, first, key=_END)
    return firms[low : bisect_right(firms, first if last is None else last, low, key=_END)]


def _by_form(parsed: Parsed, head: Hit) -> Iterator[Mention]:
    text = parsed.folded
    ending = text[head.start : head.end]
    if _REFUSED.match(text, head.end + 2 * text.startswith("项目", head.end)) and ending in {"项目", "工程"}:
        return
    if (
        _PRIZE.match(text, head.end)
        or text[head.start - 1 : head.start] == "”"
        or (_SCHEME.search(text, max(0, head.start - 12), head.start) and not _UNDER_WAY.match(text, head.end))
    ):
        return
    sized = _sized(parsed, head, ending)
    if sized is not None:
        yield Mention(sized, head.end, "Project", "project.sized", 0.85)
        return
    start = _start(parsed, head)
    name, own = text[start : head.start], beyond_places(parsed, start, head.start)
    common = dull("Project", own) and (ending not in _WORKS or start not in parsed.place_starts)
    if text.startswith("建设", head.end) and not proper(parsed, start, head.start):
        return
    if len(name) < 2 or common or counted(name) or (ending == "项目" and name.endswith(_BUILT)):
        return
    if ending in _WORKS:
        yield from _works(parsed, start, head)
    else:
        sure = _confidence(parsed, start, head, ending)
        if sure:
            yield Mention(start, head.end, "Project", "project.form", sure)


def _start(parsed: Parsed, head: Hit) -> int:
    """Where the name begins: over 和 and 及 where a place opens it, and behind the company that stands before it."""
    ended = _EXTENDED.search(parsed.folded, max(0, head.start - 6), head.start)
    phase = head.start - ended.start() if ended else 0
    edge = left_edge(parsed, head.start - phase, 30)
    wider = left_edge(parsed, head.start - phase, 30, joined=True)
    edge = wider if wider in parsed.place_starts else edge
    start = place_edge(parsed, edge, head.start)
    owned = parsed.folded.rfind("旗下", start, head.start)
    start = owned + 2 if owned >= 0 else start
    firm = parsed.folded.rfind("公司", start, head.start)
    own = parsed.folded[firm + 2 : head.start]
    if firm >= 0 and len(own) >= 4 and own[0] not in "(和及与的、" and not dull("Project", own):
        return firm + 2
    for begin in (wider, start):
        firm = max((h.end for h in _firms_ending(parsed, begin, head.start - 1) if h.start == begin), default=0)
        rest = parsed.folded[firm : head.start]
        if firm and len(rest) >= 4 and rest[0] not in "(和及与" and not dull("Project", rest):
            return firm
    return start


def _sized(parsed: Parsed, head: Hit, ending: str) -> int | None:
    """Where a name begins that says its generation, its phase or its size (年产5万吨…项目); None if it says none.

    A generation belongs to a name with the company's in it (甲公司第8代线项目); a size opens the name.
    """
    text = parsed.folded
    start = left_edge(parsed, head.start, 36, joined=True)
    start = start - 2 if start >= 2 and _PHASE.match(text, start - 2) else start
    generation = _GENERATION.search(text, start, head.start)
    if generation and ending == "项目":
        return left_edge(parsed, generation.start(), 14)
    yield_of = _OUTPUT.search(text, max(0, head.start - 36), head.start)
    if yield_of:
        return yield_of.start()
    if head.start >= 2 and _PHASE.match(text, head.start - 2):  # the phase ends the name (产业园一期项目)
        opened = _start(parsed, head)
        return opened if head.start - opened >= 6 and text[opened] not in "全该本各" else None
    size = _SIZED.search(text, start, head.start)
    yearly = _YEARLY.search(text, max(0, start - 10), start)
    if yearly:
        return yearly.start()
    return size.start() if size else None


def _works(parsed: Parsed, start: int, head: Hit) -> Iterator[Mention]:
    """Roads, dams and airports: projects where the sentence builds them; elsewhere they only hide their place."""
    common = parsed.goods.get(start, 0) >= head.start or _known_words(parsed, start, head.start)
    common = common and parsed.folded[start : start + 2] not in lexicon.entries("division.short")
    if common and not proper(parsed, start, head.start):
        return
    if _OF_FIRM.match(parsed.folded, head.end):
        return
    longer = _WORKS_END.match(parsed.folded, head.end)
    end = longer.end() if longer else head.end
    if _built_here(parsed, start, head.end):
        yield Mention(start, end, "Project", "project.works", 0.6)
    else:
        yield Mention(start, end, SHADOW, "shadow.works", 0.7)


def _confidence(parsed: Parsed, start: int, head: Hit, ending: str) -> float:
    name = parsed.folded[start : head.start]
    singled = proper(parsed, start, head.start)
    if ending == "工程":
        return 0.6 if singled and len(name) >= 3 else 0.0
    if _invested(parsed, start) or _UNDER_WAY.match(parsed.folded, head.end) or _is_item(parsed, start, head.end):
        return 0.55
    opened = start in parsed.place_starts or bool(_firms_ending(parsed, start))
    if opened and (_FEATURE.search(name) or _moves(parsed, start, head.end)):
        return 0.5
    if _cut_off(parsed, start):
        return _FAINT
    return 0.5 if singled and _FEATURE.search(name) else _FAINT


def _is_item(parsed: Parsed, start: int, end: int) -> bool:
    """Whether the name is a whole item of a list (2. 某某项目。), and its particulars follow, no aid to such projects."""
    marked = _MARKED.search(parsed.folded, max(0, start - 8), start)
    return bool(marked and _PARTICULARS.match(parsed.folded, end) and not _AID.match(parsed.folded, end))


def _cut_off(parsed: Parsed, start: int) -> bool:
    """Whether what stands before is the first half of the name (研发和|制造基地项目), and no other project."""
    before = parsed.folded[max(0, start - 3) : start]
    return (
        before.endswith(("和", "及", "与"))
        and before[:2] not in {"项目", "工程", "企业"}
        and start not in parsed.place_starts
    )


def _moves(parsed: Parsed, start: int, end: int) -> bool:
    """Whether the sentence says that projects are signed, begun or done."""
    sentence = parsed.layout.sentence_at(start)
    return sentence is not None and bool(
        _MOVES.search(parsed.folded, sentence.span.start, start) or _MOVES.search(parsed.folded, end, sentence.span.end)
    )


def _built_here(parsed: Parsed, start: int, end: int) -> bool:
    """Whether the sentence speaks of building the thing, and does not only measure a distance to it."""
    sentence = parsed.layout.sentence_at(start)
    around = parsed.folded[max(sentence.span.start, start - 60) : min(sentence.span.end, end + 60)] if sentence else ""
    return bool(_WORK.search(around)) and not _NEAR.search(parsed.folded, max(0, start - 6), start)


def _invested(parsed: Parsed, start: int) -> bool:
    """投资22亿元建设的…项目: what stands before says that somebody builds just this."""
    before = parsed.folded[max(0, start - 16) : start]
    found = _INVESTED.search(before)
    return found is not None and before.endswith((found[0], "的")) and "元" in before and "以上" not in before


def _known_words(parsed: Parsed, start: int, end: int) -> bool:
    words = [t for t in parsed.words(start, end) if t.start >= start]
    return all(t.tag in {"n", "v", "vn", "a", "b", "m"} and has_word(t.word) for t in words)


def _phase(parsed: Parsed, head: Hit) -> Iterator[Mention]:
    """甲公司二期 at the end of a list's member: a company's name and a phase."""
    text = parsed.folded
    if text[head.end : head.end + 1] not in {"、", "等", ",", "。", "和"}:
        return
    start = left_edge(parsed, head.start, 12)
    if head.start - start >= 3 and text[start - 1 : start] in {"、", ",", "。", "了", "\n", "随着", "着"}:
        yield Mention(start, head.end, "Project", "project.phase", 0.7)
