"""Events: known ones by list, congress sessions by their grammar, forums, fairs and contests by form."""

from collections.abc import Iterator
from pathlib import Path

from kg.loaders.cues import Cues
from kg.loaders.lexicon import Hit
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import beyond_places, counted, dull, heads, left_edge, place_edge, proper
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_NUMERAL = r"[一二三四五六七八九十百\d]+"
_SESSION = pattern(
    rf"第?{_NUMERAL}届(?:全国)?(?:人民代表大会|人大|政协|委员会|[一二三四五六七八九十]*[省市区县]?委)?(?:常委会)?第?{_NUMERAL}次(?:全体)?(?:会议|全会)"
    rf"|(?:党代会|两会)|党的{_NUMERAL}[大届](?:{_NUMERAL}中全会)?|{_NUMERAL}届{_NUMERAL}中全会"
)
_OF_WHOM = pattern(r"(?:[省市区县州]|自治区|全国)?(?:政协|人大|中共)?\Z")
_ORDER = pattern(rf"(?:(?:19|20)\d\d年?|第{_NUMERAL}届|首届)+\Z")
_ORDER_FIRST = pattern(rf"(?:(?:19|20)\d\d年?|第{_NUMERAL}届|首届)+")
_ACTS = frozenset(_CUES.words("acts"))
_CONTESTS = frozenset(_CUES.words("contest"))
_LOOSE = frozenset(_CUES.words("loose"))


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose events."""
    text = parsed.folded
    for hit in parsed.hits.get("event", ()):
        order = _ORDER.search(text, max(0, hit.start - 12), hit.start)
        start = order.start() if order and not order[0].endswith("年") else hit.start
        yield Mention(start, hit.end, "Event", "event.list", 0.9)
    for found in _SESSION.finditer(text):
        body = _OF_WHOM.search(text, max(0, found.start() - 5), found.start())
        start = body.start() if body else found.start()
        yield Mention(parsed.place_ends.get(start, start), found.end(), "Event", "event.session", 0.9)
    for head in heads(parsed, "Event"):
        yield from _by_form(parsed, head)


def _by_form(parsed: Parsed, head: Hit) -> Iterator[Mention]:
    text = parsed.folded
    start = place_edge(parsed, left_edge(parsed, head.start, 26, verbs=_ACTS), head.start)
    order = _ORDER.search(text, max(0, start - 14), start) or _ORDER_FIRST.match(text, start, head.start)
    name = text[max(start, order.end() if order else 0) : head.start]
    if order:
        start = order.end() if order[0].endswith("年") else order.start()
    if (dull("Event", name) and not order) or counted(name) or len(name) < 2:
        return
    ending = text[head.start : head.end]
    built = text.rfind("项目", start, head.start)
    own = beyond_places(parsed, start, built) if ending == "仪式" and built > start else ""
    if own and not dull("Project", own):  # 甲公司硅片项目奠基仪式: the project is the thing named, not the hour
        yield Mention(start, built + 2, "Project", "event.of_project", 0.6)
        return
    singled = proper(parsed, start, head.start) or order is not None
    if ending in _CONTESTS and not singled:
        return
    start = start - 3 if text.startswith("中国·", max(0, start - 3)) else start
    levelled = text[start] in "省市区县州" and start in parsed.word_starts and not order
    sure = (0.6 if ending in _LOOSE else 0.85) if singled else 0.5 if levelled else 0.25
    yield Mention(start + levelled, head.end, "Event", "event.form", sure)
