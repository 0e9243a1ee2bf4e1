"""HTML pages: the text of the article with its tables in place; navigation, scripts and footers left out."""

from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from kg.document import Document
from kg.loaders.reading.blocks import Article
from kg.loaders.reading.encoding import decode
from kg.loaders.reading.file import File, check_text
from kg.loaders.reading.header import with_meta

_LARGEST_PAGE = 20_000_000
_STATED = {"pubdate": "发布日期", "contentsource": "发布机构"}
_SITE_MARKS = "-_—|·"


def read_html(file: File) -> Iterator[Document]:
    """The one document of a page; DocumentError where nothing but navigation is on it."""
    text = decode(file.data)
    if text is None:
        raise file.error("not a page in any known encoding; save it as UTF-8")
    if len(text) > _LARGEST_PAGE:
        raise file.error(f"a page of {len(text):,} characters; no article is so long, split it")
    try:
        parser = LexborHTMLParser(text)
    except (SelectolaxError, ValueError) as error:
        raise file.error(f"not a page that can be parsed ({error}); save it again from the browser") from error
    writer = Article(parser).writer
    document = Document(file.source, check_text(file, writer.text), file.sha256, tables=tuple(writer.tables))
    yield with_meta(document, title=_title(parser), page=_stated(parser))


def _title(parser: LexborHTMLParser) -> str | None:
    """The article's title: the page's own statement, else its only h1, else <title> without the site's name."""
    for node in parser.css("meta[name]"):
        if (node.attributes.get("name") or "").lower() == "articletitle" and (
            node.attributes.get("content") or ""
        ).strip():
            return " ".join((node.attributes["content"] or "").split())
    heads = list(islice((words for h in parser.css("h1") if (words := " ".join(h.text().split()))), 2))
    if len(heads) == 1:
        return heads[0]
    title = parser.css_first("title")
    return _without_site(" ".join(title.text().split())) if title else None


def _without_site(title: str) -> str | None:
    """`title` up to the last mark that sets off the site's name, where what follows looks like one."""
    for at in range(len(title) - 1, 0, -1):
        if title[at] in _SITE_MARKS:
            site = title[at + 1 :].strip()
            if site.endswith(("网", "政府", "网站", "门户", "平台", "局", "委员会", "公开", "中心")):
                return title[:at].rstrip(_SITE_MARKS + " ") or None
            break
    return title or None


def _stated(parser: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """What the page's meta elements state (names of the government sites' convention), as header labels."""
    for node in parser.css("meta[name]"):
        label = _STATED.get((node.attributes.get("name") or "").lower())
        if label and node.attributes.get("content"):
            yield label, node.attributes["content"] or ""
