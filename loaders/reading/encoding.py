"""Bytes to text: byte order mark, strict UTF-8, GB18030, then detection; UTF-16 is known by its zero bytes."""

import codecs
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 20_000


def decode(data: bytes) -> str | None:
    """The text of `data` with line ends as \\n and no byte order mark; None where no encoding fits (binary data)."""
    text = _decode(data)
    return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding) or _damaged(data[len(mark) :], encoding)
    if b"\0" in data[:_SAMPLE]:
        return _without_mark(data)
    text = _strict(data, "utf-8")
    if text is None:
        text = _strict(data, "gb18030")
        text = text if text is not None and _likely(text) else None
    if text is not None and _is_text(text):
        return text
    return _damaged(data, "utf-8") or _damaged(data, "gb18030") or _detected(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark: blanks and digits have their zero byte always on the same side."""
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    text = _strict(data, "utf-16-le" if odd > even else "utf-16-be")
    return text if text is not None and "\0" not in text and _likely(text) else None


def _likely(text: str) -> bool:
    """Whether next to no character is unassigned or private: decoded with the wrong table many are."""
    sample = text[:_SAMPLE]
    return sum(unicodedata.category(c) in ("Cn", "Co") for c in sample) * 20 <= len(sample) and _is_text(text)


def _is_text(text: str) -> bool:
    """Whether at most a quarter of the characters are controls: of binary data more are."""
    sample = text[:_SAMPLE]
    return sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v" for c in sample) * 4 <= len(sample)


def _detected(data: bytes) -> str | None:
    import chardet

    guess = chardet.detect(data[:_SAMPLE])
    encoding = guess["encoding"]
    if not encoding or (guess["confidence"] or 0) < 0.5:
        return None
    text = _strict(data, "gb18030" if encoding.lower().startswith("gb") else encoding)
    return text if text and _likely(text) else None


def _damaged(data: bytes, encoding: str) -> str | None:
    """Text with three broken characters at most, or one in five hundred; they show as U+FFFD."""
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    few = broken <= 3 and broken * 20 <= len(text) or broken * 500 <= len(text)
    return text if few and "\0" not in text and _likely(text) else None
