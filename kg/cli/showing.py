"""What `kg demo` does, step by step, and what it prints."""

import shutil
from importlib.resources import files
from pathlib import Path

import typer

from kg.cli import chaining
from kg.cli.loading import progress, show
from kg.cli.shared import Format
from kg.errors import KgError
from kg.pipeline import load, load_reference
from kg.store import Store, open_store

REGION = "萧山区"
CHAIN = "智能汽车及关键部件产业链"
MARK = ".kg-demo"
"""A file that says that the folder is a demo's and may be made anew."""

TEXTS = {
    "zh": {
        "load": "一、载入示例文件与参考产业链",
        "chain": f"二、{CHAIN}在{REGION}的各环节",
        "gaps": f"三、{REGION}的短板环节",
        "targets": "四、面向“{segment}”可招引的企业",
        "pages": "五、已生成的页面与报告（用浏览器打开，无需联网）",
        "next": "接着可以：kg query --store {store} ｜ kg gaps 合肥市 --store {store} ｜ kg why 科百特 --store {store}",
    },
    "en": {
        "load": "1. Load the examples and the reference chains",
        "chain": f"2. {CHAIN} in {REGION}, by stage",
        "gaps": f"3. What the chains of {REGION} lack",
        "targets": "4. Whom to invite for {segment}",
        "pages": "5. Pages and reports (open them in a browser; no network needed)",
        "next": "Next: kg query --store {store} | kg gaps 合肥市 --store {store} | kg why 科百特 --store {store}",
    },
}


def run(folder: Path, lang: str) -> None:
    """Make the demo in `folder`; KgError where the folder holds something else."""
    texts = TEXTS["en" if lang == "en" else "zh"]
    graph = _fresh(folder)
    with open_store(graph) as store:
        _say(texts["load"])
        _load(store)
        _say(texts["chain"])
        chaining.show_chain(store, CHAIN, REGION, Format.table, lang)
        _say(texts["gaps"])
        chaining.show_gaps(store, REGION, CHAIN, chaining.Way.rows, 8, Format.table, lang)
        segment = _most_urgent(store)
        _say(texts["targets"].format(segment=segment))
        chaining.show_targets(store, (REGION, segment, CHAIN), chaining.Way.rows, 5, Format.table, lang)
        _say(texts["pages"])
        for path in _pages(store, folder, lang):
            typer.echo(str(path))
    typer.echo()
    typer.echo(texts["next"].format(store=graph))


def _say(title: str) -> None:
    typer.echo(f"\n== {title}")


def _fresh(folder: Path) -> Path:
    """The folder for the graph, empty; what is not a demo's is left alone."""
    try:
        if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
            raise KgError(f"{folder}: this folder holds something else; name another with --folder")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / MARK).touch()
    except OSError as error:
        raise KgError(f"{folder}: cannot be made: {error.strerror}; name another with --folder") from error
    return folder / "graph"


def _load(store: Store) -> None:
    examples = Path(str(files("kg.examples")))
    with progress() as bars:
        ledger = load_reference(store, progress=bars)
        ledger.add(load([examples / "documents", examples / "tables"], store, progress=bars))
    show(ledger)


def _most_urgent(store: Store) -> str:
    """The segment of the chain with the highest priority for which anybody can be proposed."""
    from kg.analysis.gaps import gaps
    from kg.analysis.targets import targets

    found = gaps(store, REGION, CHAIN)
    return next((g.segment for g in found if targets(store, REGION, g.segment, chain=CHAIN, limit=1)), found[0].segment)


def _pages(store: Store, folder: Path, lang: str) -> list[Path]:
    from kg.analysis.report import report
    from kg.files import write_file
    from kg.views.pages import chain_page, document_page, region_page
    from kg.views.pages.marks import gap_marks, makers
    from kg.views.report import write_report

    pages = {
        "chain.html": chain_page(
            store, CHAIN, REGION, gap_marks(store, REGION, CHAIN, lang), lang=lang, makers=makers(store, REGION, CHAIN)
        ),
        "region.html": region_page(store, REGION, gap_marks(store, REGION, None, lang), lang=lang),
        "document.html": document_page(store, "代表建议答复.txt", 400, lang),
    }
    for name, page in pages.items():
        write_file(folder / name, page)
    made = report(store, REGION, lang=lang)
    reports = [folder / name for name in ("report.html", "report.docx", "report.xlsx")]
    for path in reports:
        write_report(made, path, lang)
    return [*(folder / name for name in pages), *reports]
