"""Whatever is wrong with what a user names is one line that says so, and nothing is made on the way."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KgError

DOCUMENT = "杭州甲乙科技有限公司落户萧山区。"
TABLE = "企业名称,地区\n甲公司,萧山区\n"
ANNOTATIONS = {
    "entities.json": {"entities": 5},
    "texts.json": {"entities": ["甲"]},
    "untyped.json": {"entities": [{"name": "甲"}]},
    "alias.json": {"entities": [{"type": "Enterprise", "aliases": 3}]},
    "name.json": {"entities": [{"type": "Enterprise", "name": 3}]},
    "offsets.json": {"entities": [{"type": "Enterprise", "name": "甲", "mentions": [["a", "b"]]}]},
    "pair.json": {"entities": [{"type": "Enterprise", "name": "甲", "mentions": [[1]]}]},
    "ends.json": {"relations": [{"type": "LOCATED_IN", "source": "e1"}]},
    "list.json": [1, 2],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with right and wrong files, and the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    texts = {"file": "x", "doc.txt": DOCUMENT, "table.csv": TABLE, "v.csv": "name,type,verdict\n甲公司,Enterprise,对\n"}
    texts |= {"list.yaml": "- 1\n", "key.yaml": "? [a, b]\n: c\n", "empty.yaml": "", "odd.yaml": "columns: 3\n"}
    texts |= {n: json.dumps(a | {"source": "doc.txt"} if isinstance(a, dict) else a) for n, a in ANNOTATIONS.items()}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("bin.yaml", "bin.json", "bin.zip"):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00\x80")
    return tmp_path


def refused(*arguments: str, env: dict[str, str] | None = None) -> str:
    result = CliRunner().invoke(app, list(arguments), env={"KG_FAST": "1", **(env or {})})
    assert isinstance(result.exception, KgError), (arguments, result.exception, result.output)
    assert "\n" not in str(result.exception)
    return str(result.exception)


@pytest.mark.parametrize(
    "mapping", ["missing.yaml", "folder", "bin.yaml", "list.yaml", "key.yaml", "empty.yaml", "odd.yaml"]
)
def test_a_mapping_is_checked_before_anything_is_made(folder: Path, mapping: str) -> None:
    assert mapping in refused("load", "table.csv", "--mapping", mapping, "--store", "graph")
    assert not (folder / "graph").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["extract", "doc.txt", "--out", "file"],
        ["extract", "doc.txt", "--out", "file/x"],
        ["learn", "v.csv"],
        ["demo", "--folder", "file"],
        ["demo", "--folder", "file/x"],
        ["backtest", "--only", "T1", "--data", "folder", "--table", "file/x"],
        ["backtest", "--only", "T1", "--data", "folder", "--figure", "folder"],
    ],
)
def test_where_nothing_can_be_written_is_named(folder: Path, words: list[str]) -> None:
    before = sorted(folder.rglob("*"))
    assert "file" in (said := refused(*words, env={"KG_WORDS": "file"})) or "folder" in said
    assert sorted(folder.rglob("*")) == before


def test_word_lists_that_are_no_text_are_named(folder: Path) -> None:
    (folder / "names.tsv").write_bytes(b"\xff\x80")
    assert "names.tsv: is no UTF-8 text" in refused("extract", "doc.txt", env={"KG_WORDS": str(folder)})


@pytest.mark.parametrize("name", ["bin.json", *ANNOTATIONS])
def test_annotations_of_another_shape_are_named(folder: Path, name: str) -> None:
    assert name in refused("score", name, str(folder / name))
    assert name in refused("learn", name)


@pytest.mark.parametrize(
    "words",
    [
        ["review", "list"],
        ["review", "same", "a", "b"],
        ["forget", "a.csv"],
        ["stats"],
        ["timeline", "甲"],
        ["backup", "x.zip"],
        ["export", "rdf"],
        ["report", "萧山区", "--out", "x.html"],
    ],
)
def test_a_graph_that_is_not_there_is_not_made(folder: Path, words: list[str]) -> None:
    before = sorted(folder.rglob("*"))
    assert "no graph is kept there" in refused(*words, "--store", "mistyped")
    assert sorted(folder.rglob("*")) == before


def test_a_dry_run_without_a_graph_makes_none(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = CliRunner().invoke(app, ["load", "table.csv", "--dry-run", "--json", "--store", "graph"])
    account = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {line["type"]: line["created"] for line in account["lines"]}["Enterprise"] == 1
    assert sorted(folder.rglob("*")) == before


def test_a_dry_run_leaves_the_graph_as_it_was(folder: Path) -> None:
    def stats() -> str:
        return CliRunner().invoke(app, ["stats", "--store", "graph"]).stdout

    (folder / "more.csv").write_text(TABLE.replace("甲", "乙") + ",无\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["load", "table.csv", "--store", "graph"]).exit_code == 0
    before = stats()
    result = CliRunner().invoke(app, ["load", "more.csv", "--dry-run", "--store", "graph"])
    assert "Enterprise" in result.stdout
    assert stats() == before
    assert not list(folder.glob("graph.*"))


def test_an_empty_name_of_a_graph_is_refused(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert "store is empty" in refused("load", "table.csv", "--store", "")
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["missing.zip", "bin.zip", "folder", ""])
def test_what_is_no_backup_makes_no_graph(folder: Path, name: str) -> None:
    before = sorted(folder.rglob("*"))
    assert "cannot be re" in refused("restore", name, "--store", "graph")
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_path_is_not_the_current_folder(folder: Path, name: str) -> None:
    before = sorted(folder.rglob("*"))
    result = CliRunner().invoke(app, ["load", "table.csv", name, "--store", "graph"])
    assert result.exit_code == 2
    assert "is empty" in result.output
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("option", ["--table", "--figure"])
@pytest.mark.parametrize("target", ["file/x", "file/x/y", "folder"])
def test_where_a_backtest_writes_is_checked_before_it_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, option: str, target: str
) -> None:
    def run(*_: object) -> None:
        raise AssertionError("it ran")

    monkeypatch.setattr("kg.analysis.backtest.run.backtest", run)
    assert f"{target}: cannot be written" in refused("backtest", option, target)
    assert (folder / "file").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "rdf", "--base", "no iri"], "begins no IRI"),
        (["export", "rdf", "--base", ""], "begins no IRI"),
        (["export", "graphml", "--out", "folder"], "cannot be written"),
        (["export", "csv", "--out", "file"], "cannot be written"),
        (["backup", "file/x.zip"], "cannot be written"),
        (["backup", "."], "cannot be written"),
        (["backup", "folder"], "cannot be written"),
        (["report", "萧山区", "--out", "file/x.html"], "cannot be written"),
        (["report", "萧山区", "--out", "file/x.docx"], "cannot be written"),
        (["report", "萧山区", "--out", "file/x.xlsx"], "cannot be written"),
        (["restore", "bin.zip"], "no archive of a graph"),
    ],
)
def test_questions_to_a_graph_that_cannot_be_answered(graph: str, folder: Path, words: list[str], said: str) -> None:
    before = sorted(folder.rglob("*"))
    assert said in refused(*words, "--store", graph)
    assert sorted(folder.rglob("*")) == before


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small graph."""
    place = tmp_path_factory.mktemp("graph")
    (place / "table.csv").write_text(TABLE, encoding="utf-8")
    store = str(place / "store")
    assert CliRunner().invoke(app, ["load", str(place / "table.csv"), "--store", store]).exit_code == 0
    return store


@pytest.mark.parametrize("seconds", ["inf", "nan", "1e300", "0"])
def test_a_time_that_is_none_is_wrong_usage(graph: str, seconds: str) -> None:
    assert CliRunner().invoke(app, ["query", "policies", "--timeout", seconds, "--store", graph]).exit_code == 2
