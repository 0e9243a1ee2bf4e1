"""PDF: the text layer as paragraphs; pages without one by OCR when asked. Images are pages too."""

import unicodedata
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from kg.document import Document
from kg.loaders.reading.file import File, check_text
from kg.loaders.reading.header import with_meta
from kg.loaders.reading.paragraphs import Line, page_list, paragraphs
from kg.loaders.reading.sheet import Unreadable
from kg.schema.patterns import pattern

_END_MARK = b"%%EOF"
_PAGE_IMAGE = 3
_SCALE = 200 / 72
_TOUCH = 0.1  # of the height of a line: characters closer than this have no blank between them
_QUOTE = pattern("[“”‘’]")
_GAP = pattern("(?<=[⺀-鿿＀-￯]) *[“”‘’]+ *| *[“”‘’]+ *(?=[⺀-鿿＀-￯])")
_MARKS = "\r\ufffe\x02"
_BLANK = _MARKS + " \u3000\t"
_HOW = "read them with --ocr (pip install 'chain-kg[ocr]')"


def read_pdf(file: File) -> Iterator[Document | Unreadable]:
    """The one document of a PDF, and an Unreadable for its scanned pages unless OCR was asked for."""
    from pypdfium2 import PdfiumError

    try:
        pages, scanned = _pages(file)
    except PdfiumError as error:
        raise file.error(_why(str(error))) from error
    if scanned and not any(pages) and not file.ocr:
        raise file.error(f"no text layer, its {len(pages)} pages are images; {_HOW}")
    text = paragraphs(pages)
    yield with_meta(Document(file.source, check_text(file, text), file.sha256))
    if scanned and not file.ocr:
        numbers = page_list(i + 1 for i in scanned)
        yield Unreadable(
            file.path, f"{file.path}: pages {numbers} are images and were left out, the rest was read; {_HOW}"
        )


def _pages(file: File) -> tuple[list[list[Line]], list[int]]:
    """The lines of every page, and the indices of those that are images (recognised, if OCR was asked for)."""
    pdf = _open(file)
    try:
        pages = [_lines(page) for page in pdf]
        scanned = [i for i, lines in enumerate(pages) if not lines and _has_image(pdf[i])]
        if file.ocr:
            for i in scanned:
                pages[i] = _ocr(file).recognised_lines(pdf[i].render(scale=_SCALE).to_numpy())
    finally:
        pdf.close()
    return pages, scanned


def read_image(file: File) -> Iterator[Document]:
    """A scanned page as one image; only when OCR was asked for."""
    if not file.ocr:
        raise file.error("an image; read it with --ocr (pip install 'chain-kg[ocr]')")
    ocr = _ocr(file)
    try:
        pixels = ocr.image_pixels(file.data)
    except ValueError as error:
        raise file.error(f"not an image that can be opened ({error}); fetch it again") from error
    text = paragraphs([ocr.recognised_lines(pixels)])
    yield with_meta(Document(file.source, check_text(file, text), file.sha256))


def _open(file: File) -> Any:
    import pypdfium2

    if b"%PDF-" not in file.data[:1024]:
        raise file.error("not a PDF, though its name says so; fetch it again or correct the ending")
    if _END_MARK not in file.data[-4096:]:
        raise file.error("the PDF is cut off (no end mark); fetch it again")
    return pypdfium2.PdfDocument(file.data)


def _why(error: str) -> str:
    if "password" in error.lower():
        return "the PDF is encrypted; save it without a password"
    return f"a broken PDF ({error}); fetch it again or print it to a new PDF"


def _lines(page: Any) -> list[Line]:
    """The printed lines of a page's text layer; none where the layer holds no readable text."""
    layer = page.get_textpage()
    text, last = layer.get_text_range(), layer.count_chars() - 1
    found, at = [], 0
    for raw in text.split("\n"):
        shown = _ordered(layer, raw, at) if _QUOTE.search(raw) and at + len(raw) <= last + 1 else None
        words = _clean(raw) if shown is None else _tight("".join(text[i] for i in shown))
        if words:
            told = [i for i in shown or range(at, at + len(raw)) if text[i] not in _BLANK] or [at]
            first, final = told[0], told[-1]
            left, bottom, _, top = layer.get_charbox(min(first, last), loose=True)
            _, low, right, high = layer.get_charbox(min(max(final, 0), last), loose=True)
            found.append(Line(words, left, right, max(top, high), min(bottom, low), max(top - bottom, high - low)))
        at += len(raw) + 1
    layer.close()
    return found if _readable("".join(line.words for line in found)) else []


def _ordered(layer: Any, raw: str, at: int) -> list[int] | None:
    """The characters of a line from left to right, by their index; None where they are written in that order.

    Quotation marks of another font are often written behind the rest of their line. A line whose characters do not stand
    on one height (notes set high, text set upright) is left as it is.
    """
    boxes = {at + i: layer.get_charbox(at + i, loose=True) for i, c in enumerate(raw) if c not in _MARKS}
    inked = [box for i, box in boxes.items() if not raw[i - at].isspace()]
    low, high = max((box[1] for box in inked), default=0.0), min((box[3] for box in inked), default=0.0)
    order = sorted(boxes, key=lambda i: boxes[i][0])
    if low >= high or order == list(boxes):
        return None
    between = zip(order, order[1:], order[2:], strict=False)
    apart = _TOUCH * (high - low)
    touching = {i for a, i, b in between if raw[i - at].isspace() and boxes[b][0] - boxes[a][2] < apart}
    return [i for i in order if i not in touching]


def _tight(words: str) -> str:
    """A line put in order, without the blanks that stood where its quotation marks belong."""
    return _clean(_GAP.sub(lambda found: found[0].strip(), words))


def _clean(raw: str) -> str:
    """A line without the marks that PDFium puts for broken hyphens and ends."""
    return " ".join(raw.replace("\x02", "").replace("\ufffe", "").replace("\0", "").split())


def _readable(words: str) -> bool:
    """Whether the layer says what is printed: fonts without a character table give private or unassigned characters."""
    odd = sum(1 for c in words if c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc"))
    return odd * 4 < len(words)


def _has_image(page: Any) -> bool:
    return next(iter(page.get_objects(filter=[_PAGE_IMAGE])), None) is not None


def _ocr(file: File) -> ModuleType:
    try:
        return import_module("kg.loaders.reading.ocr")
    except ImportError as error:
        raise file.error(f"OCR is not installed ({error}); run: pip install 'chain-kg[ocr]'") from error
