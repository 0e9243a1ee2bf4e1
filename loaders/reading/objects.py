"""JSON and JSON lines: lists of objects are sheets, an object with a text is a document."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from kg.document import Document
from kg.loaders.reading.cells import cell_text, column_title
from kg.loaders.reading.encoding import decode
from kg.loaders.reading.file import File, check_text
from kg.loaders.reading.header import with_meta
from kg.loaders.reading.sheet import Row, Sheet

_TEXTS = ("text", "content", "body", "正文", "内容", "全文")
_TITLES = ("title", "标题", "题名", "name")
_ANNOTATION = {"entities", "relations"}
# Keys in English that mean a label of a government header.
_LABELS = {
    "issuer": "发布机构",
    "number": "文号",
    "date": "成文日期",
    "publish_date": "发布日期",
    "pubdate": "发布日期",
    "published": "发布日期",
}
_HEAD = 500
_LONG = 200
_PROSE = 50
Found = Document | Sheet


class _Broken(NamedTuple):
    """A line that is no JSON, and why."""

    line: str
    reason: str


def read_json(file: File) -> Iterator[Found]:
    """Documents and sheets of a JSON file; one object a line is read as JSON lines, as many data sets are named .json."""
    text = _text(file)
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise file.error("nested too deeply; give a list of plain objects") from error
    except ValueError as error:
        if "\n" in text.strip() and text.lstrip().startswith("{"):
            yield from _from_lines(file, text)
            return
        raise file.error(f"not valid JSON ({error}); correct it or export it again") from error
    yield from _from_value(file, value)


def read_lines(file: File) -> Iterator[Found]:
    """The sheet of a file with one JSON object a line, or its documents where each object is a text with a title."""
    yield from _from_lines(file, _text(file))


def _text(file: File) -> str:
    text = decode(file.data)
    if text is None:
        raise file.error("not text in any known encoding; save it as UTF-8")
    if not text.strip():
        raise file.error("there is nothing in it; fetch it again or remove it")
    return text


def _from_value(file: File, value: Any) -> Iterator[Found]:
    if _is_objects(value):
        yield from _from_objects(file, [(i + 1, v) for i, v in enumerate(value)], file.stem)
    elif isinstance(value, dict) and set(value) >= _ANNOTATION:
        if isinstance(value.get("doc"), str) and (file.path.parent / value["doc"]).is_file():
            return  # it stands beside its document, which is read
        raise file.error("an annotation (entities, relations), not a source; compare it with kg score")
    elif isinstance(value, dict) and (document := _document(file, value, file.source)):
        yield document
    elif isinstance(value, dict) and (lists := {k: v for k, v in value.items() if _is_objects(v)}):
        for name, objects in lists.items():
            yield from _from_objects(file, [(i + 1, v) for i, v in enumerate(objects)], name)
    elif isinstance(value, dict) and value:
        yield _sheet(file, file.stem, [(1, value)])
    else:
        raise file.error("neither a list of objects nor an object with a text; give one of these")


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _from_lines(file: File, text: str) -> Iterator[Found]:
    rows: list[tuple[int, Any]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.isspace():
            continue
        try:
            rows.append((number, json.loads(line)))
        except (ValueError, RecursionError) as error:
            rows.append((number, _Broken(line, str(error))))
    if not any(isinstance(v, dict) for _, v in rows):
        raise file.error("no line of it is a JSON object; give one object a line")
    yield from _from_objects(file, rows, file.stem)


def _from_objects(file: File, rows: list[tuple[int, Any]], name: str) -> Iterator[Found]:
    documents = []
    for number, value in rows:
        document = _document(file, value, f"{file.source}#{number}") if isinstance(value, dict) else None
        if document is None or len(document.text) < _PROSE:
            yield _sheet(file, name, rows)
            return
        documents.append(document)
    yield from documents


def _document(file: File, value: dict[str, Any], source: str) -> Document | None:
    """A document where the object has a long text and hardly anything besides; None where it is a row of data.

    A title that the text does not begin with stands above it, as on a page.
    """
    text = next((value[k] for k in _TEXTS if isinstance(value.get(k), str)), None)
    title = next((value[k] for k in _TITLES if isinstance(value.get(k), str)), None)
    if text is None or (title is None and len(text) < _LONG):
        return None
    text = cell_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    if title and "".join(title.split()) not in "".join(text[:_HEAD].split()):
        text = f"{cell_text(title).strip()}\n\n{text}"
    page = [(_LABELS.get(k.lower(), k), v) for k, v in value.items() if isinstance(v, str) and len(v) < _LONG]
    return with_meta(Document(source, check_text(file, text), file.sha256), title=title, page=page)


def _sheet(file: File, name: str, rows: list[tuple[int, Any]]) -> Sheet:
    keys = list(dict.fromkeys(k for _, v in rows if isinstance(v, dict) for k in v))

    def load() -> Iterator[Row]:
        for number, value in rows:
            if isinstance(value, dict):
                yield Row(number, tuple(map(cell_text, map(value.get, keys))))
            elif isinstance(value, _Broken):
                yield Row(number, (value.line,), f"not valid JSON: {value.reason}")
            else:
                yield Row(number, (cell_text(value),), "not a JSON object; give one object a line")

    return Sheet(name, file.source, file.sha256, tuple(map(column_title, keys)), load)
