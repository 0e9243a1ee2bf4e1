"""The report of a region as HTML, Word or Excel."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from kg.analysis.report import Report
from kg.errors import KgError
from kg.files import write_file


def write_report(report: Report, path: Path, lang: str = "zh") -> None:
    """Write the report in the form that the file's ending asks for; KgError for another ending."""
    writers: dict[str, Callable[[Report, Path, str], None]] = {".html": _html, ".docx": _word, ".xlsx": _sheet}
    if path.suffix.lower() not in writers:
        raise KgError(f"{path}: a report is written as .html, .docx or .xlsx; give such an ending")
    writers[path.suffix.lower()](report, path, lang)


def _html(report: Report, path: Path, lang: str) -> None:
    from kg.views.report.html import page

    write_file(path, page(report, lang))


def _word(report: Report, path: Path, lang: str) -> None:
    from kg.views.report.word import document

    written = BytesIO()
    document(report, lang).save(written)
    write_file(path, written.getvalue())


def _sheet(report: Report, path: Path, lang: str) -> None:
    from kg.views.report.sheet import workbook

    written = BytesIO()
    workbook(report, lang).save(written)
    write_file(path, written.getvalue())
