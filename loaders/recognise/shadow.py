"""Names that are no mention but hide those inside them: roads and stations, newspapers and sites, document numbers.

They are proposed with the type `SHADOW`, win or lose against what they overlap like any other, and are dropped at the end.
"""

from collections.abc import Iterator
from pathlib import Path

from kg.loaders.cues import Cues
from kg.loaders.parsed import Parsed
from kg.loaders.recognise.names import left_edge
from kg.loaders.recognise.settle import SHADOW
from kg.mention import Mention
from kg.schema.patterns import pattern

_CUES = Cues(Path(__file__).with_suffix(".yaml"))
_YEAR = pattern(r"[〔\[(【](?:19|20)\d\d[〕\])】]\s?第?\d+号")
_WORD = pattern(r"[㐀-鿿]{2,13}\Z")
_AFTER_PLACE = _CUES.expression(r"[㐀-鿿]{0,4}?(?:{after_place})|(?:{media_of_place})|(?:话|菜|菜系|味|式|籍|语)")
# Works hide their place too, but a project of that name is a mention and outweighs this.
_BUILT = pattern(r"[㐀-鿿]{0,3}?(?:国际机场|机场|大桥|隧道|高铁站|铁路)")
# Branches and public bodies that are no mention: their place says only where they are.
_OFFICE = _CUES.expression(r"[㐀-鿿]{0,2}?(?:{branch})|[㐀-鿿]{0,8}?(?P<end>{public_body})")
_SLOGAN = pattern(r"“[^“”\n]{1,14}”")
_MEDIA = _CUES.cue("media")


_SHARED = _CUES.expression(r"\s?(?:[\d一二两三四五六七八九十]+[个家大])?[㐀-鿿]{0,4}?(?:{shared})")


def _share_a_head(parsed: Parsed) -> Iterator[Mention]:
    """长沙、株洲、湘潭高新区: of places that share the head of a longer name, none stands for itself."""
    row: list[Mention] = []
    for i, place in enumerate(parsed.places):
        row.append(Mention(place.start, place.end, SHADOW, "shadow.shared", 0.95))
        after = parsed.folded[place.end : place.end + 1]
        following = parsed.places[i + 1].start if i + 1 < len(parsed.places) else -1
        if after in {"、", "和"} and following == place.end + 1:
            continue
        if len(row) > 1 and not place.full and _SHARED.match(parsed.folded, place.end):
            yield from row[:-1]
            if not parsed.folded.startswith(("高新", "经济", "技术", "开发"), place.end):
                yield row[-1]
        row = []


def find(parsed: Parsed) -> Iterator[Mention]:
    """Propose the stretches that hide what stands in them."""
    text = parsed.folded
    for found in _YEAR.finditer(text):
        word = _WORD.search(text, max(0, found.start() - 13), found.start())
        if word:
            yield Mention(word.start(), found.end(), SHADOW, "shadow.number", 0.9)
    for place in parsed.places:
        named = _AFTER_PLACE.match(text, place.end)
        built = _BUILT.match(text, place.end)
        if named:
            yield Mention(place.start, named.end(), SHADOW, "shadow.place", 0.8)
        elif built:
            yield Mention(place.start, built.end(), SHADOW, "shadow.works", 0.5)
        office = _OFFICE.match(text, place.end)
        if office and (office["end"] is None or left_edge(parsed, office.start("end"), 12) <= place.end):
            yield Mention(place.start, office.end(), SHADOW, "shadow.office", 0.65)
    yield from _share_a_head(parsed)
    ends = parsed.place_ends
    for found in _SLOGAN.finditer(text):
        if ends.get(found.end() - 1, found.start() + 1) > found.start() + 1:
            yield Mention(*found.span(), SHADOW, "shadow.slogan", 0.8)
    for found in _MEDIA.finditer(text):
        yield Mention(left_edge(parsed, found.end(), 8), found.end(), SHADOW, "shadow.media", 0.6)
