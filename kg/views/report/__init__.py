"""The report of a region as HTML, Word or Excel."""

from collections.abc import Callable
from pathlib import Path

from kg.analysis.report import Report
from kg.errors import KgError


def write_report(report: Report, path: Path, lang: str = "zh") -> None:
    """Write the report in the form that the file's ending asks for; KgError for another ending."""
    writers: dict[str, Callable[[Report, Path, str], None]] = {".html": _html, ".docx": _word, ".xlsx": _sheet}
    if path.suffix.lower() not in writers:
        raise KgError(f"{path}: a report is written as .html, .docx or .xlsx; give such an ending")
    path.parent.mkdir(parents=True, exist_ok=True)
    writers[path.suffix.lower()](report, path, lang)


def _html(report: Report, path: Path, lang: str) -> None:
    from kg.views.report.html import page

    path.write_text(page(report, lang), encoding="utf-8")


def _word(report: Report, path: Path, lang: str) -> None:
    from kg.views.report.word import document

    document(report, lang).save(str(path))


def _sheet(report: Report, path: Path, lang: str) -> None:
    from kg.views.report.sheet import workbook

    workbook(report, lang).save(str(path))
