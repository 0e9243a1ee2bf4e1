"""The blocks of a page that are its article: lines of text and rows of tables, in the order of the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.loaders.reading.writer import TextWriter
from kg.schema.patterns import pattern

_DROPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "select",
        "button",
        "textarea",
        "input",
        "video",
        "audio",
        "head",
    )
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search"))
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|sidebar|footer|foot|copyright|share|bdshare|toolbar|login|qrcode|ewm"
    r"|pagination|friendlink|dqwz|logo)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
_LISTS = frozenset(("ul", "ol", "dl", "div", "table", "section"))
_CONTROL = pattern(
    r"(?:打印|关闭|返回)(?:本页|窗口|顶部)?|分享到?|收藏|【?字[号体][:：]?.{0,12}|[【\[](?:打印|关闭)[^。]{0,20}[】\]]|(?:上|下)一[篇条][:：][^。]*"
    r"|您?(?:的)?当前(?:的)?位置[:：].*|扫一扫.{0,20}|微信|微博"
    r"|.{0,80}(?:ICP备案?号?[:： ]?\d|公网安备|网站标识码).{0,120}|[^。]{0,40}版权所有[^。]{0,40}"
)
_LINE_BREAK = pattern(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_WIDEST_SPAN = 60
_LONGEST_CELL = 2000
_LINKS = 4


class Article:
    """Walks a page once, without recursion: pages nest deeper than Python does. `writer` holds the result."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        self.writer = TextWriter()
        self._inline: list[str] = []
        root = parser.body or parser.root
        if root is not None:
            self._survey = _Survey(root)
            self._walk(root)

    def _walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            tag = node.tag or ""
            if leaving:
                self._flush()
            elif tag == "-text":
                self._inline.append(node.text_content or "")
            elif tag == "br":
                self._flush()
            elif tag == "pre":
                self._flush()
                for line in node.text().splitlines():
                    self.writer.line(line)
            elif (
                tag == "table" and node.mem_id not in self._survey.outer and not self._skipped(node) and _is_data(node)
            ):
                self._flush()
                self._table(node)
            elif not tag.startswith(("-", "_", "!")) and not self._skipped(node):
                if tag in _BLOCKS:
                    self._flush()
                    stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(_children(node))))
        self._flush()

    def _skipped(self, node: LexborNode) -> bool:
        if node.tag in _DROPPED or node.mem_id in self._survey.dense:
            return True
        attributes = node.attributes
        if not attributes:
            return False
        if "hidden" in attributes or attributes.get("role") in _ROLES or _HIDDEN.search(attributes.get("style") or ""):
            return True
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        return (
            bool(_NAMED.search(names))
            and node.tag not in ("body", "main", "article", "html")
            and node.mem_id not in self._survey.long
        )

    def _flush(self) -> None:
        words = _joined(self._inline)
        self._inline.clear()
        if words and not _CONTROL.fullmatch(words):
            self.writer.line(words)

    def _table(self, table: LexborNode) -> None:
        for cells in table_rows(table):
            self.writer.row(cells)
        self.writer.end_table()


def page_tables(page: str) -> Iterator[list[list[str]]]:
    """The rows of every data table of a page."""
    parser = LexborHTMLParser(page)
    outer = _Survey(parser.root).outer if parser.root is not None else set()
    for table in parser.css("table"):
        if table.mem_id not in outer and _is_data(table):
            yield list(table_rows(table))


def table_rows(table: LexborNode) -> Iterator[list[str]]:
    """Rows of a data table; a cell that spans rows stands in each of them, one that spans columns is followed by blanks."""
    above: dict[int, tuple[int, str]] = {}
    for tr in table.css("tr"):
        cells: list[str] = []
        for td in (c for c in _children(tr) if c.tag in ("td", "th")):
            _fill(cells, above)
            words, rows = _cell_words(td), _span(td, "rowspan")
            for extra in range(_span(td, "colspan")):
                cells.append("" if extra else words)
                if rows > 1:
                    above[len(cells) - 1] = (rows, cells[-1])
        _fill(cells, above)
        above = {at: (left - 1, words) for at, (left, words) in above.items() if left > 1}
        if cells:
            yield cells


def _cell_words(cell: LexborNode) -> str:
    """The text of a cell: its blocks and lines parted by a blank."""
    parts = [""]
    for node in cell.traverse(include_text=True):
        if node.tag == "br" or node.tag in _BLOCKS:
            parts.append("")
        elif node.tag == "-text" and (node.parent is None or node.parent.tag not in _DROPPED):
            parts[-1] += node.text_content or ""
    return " ".join(filter(None, (_joined([part]) for part in parts)))


def _fill(cells: list[str], above: dict[int, tuple[int, str]]) -> None:
    while len(cells) in above:
        cells.append(above[len(cells)][1])


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return min(max(int(value), 1), _WIDEST_SPAN) if value.isdecimal() and len(value) < 5 else 1


def _joined(parts: list[str]) -> str:
    return " ".join(_LINE_BREAK.sub("", "".join(parts)).split())


def _is_data(table: LexborNode) -> bool:
    """Whether a table without another one in it holds data: a row of two cells or more, no cell as long as an article."""
    cells = table.css("td,th")
    rows = table.css("tr")
    return len(cells) > len(rows) and all(len(c.text()) <= _LONGEST_CELL for c in cells)


class _Survey:
    """What must be known of the elements of a page before it is walked, found in one pass, children first.

    `dense` are lists of links (at least four, with four fifths of the words), `long` elements that hold as much as an
    article, `outer` tables that hold other tables.
    """

    def __init__(self, root: LexborNode) -> None:
        self.dense: set[int] = set()
        self.long: set[int] = set()
        self.outer: set[int] = set()
        weights: dict[int, _Weight] = {}
        stack: list[tuple[LexborNode, bool, _Weight]] = [(root, False, _Weight())]
        while stack:
            node, leaving, outer = stack.pop()
            if leaving:
                self._leave(node, weights.pop(node.mem_id), outer)
            elif node.tag == "-text":
                text = node.text_content or ""
                outer.length += len(text)
                outer.words += len(text.strip())
            else:
                own = weights[node.mem_id] = _Weight()
                stack.append((node, True, outer))
                stack.extend((child, False, own) for child in _children(node))

    def _leave(self, node: LexborNode, own: "_Weight", outer: "_Weight") -> None:
        if node.tag == "a":
            own.linked, own.links = own.words, 1
        if node.tag in _LISTS and own.links >= _LINKS and own.linked * 5 >= own.words * 4:
            self.dense.add(node.mem_id)
        if own.length >= _LONGEST_CELL:
            self.long.add(node.mem_id)
        if node.tag == "table":
            if own.tables:
                self.outer.add(node.mem_id)
            outer.tables += 1
        outer.length += own.length
        outer.words += own.words
        outer.linked += own.linked
        outer.links += own.links
        outer.tables += own.tables


@dataclass(slots=True)
class _Weight:
    """Characters, those that are no blanks at an end, those in links, links and tables of an element."""

    length: int = 0
    words: int = 0
    linked: int = 0
    links: int = 0
    tables: int = 0
