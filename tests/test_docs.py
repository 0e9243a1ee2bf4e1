"""The documentation says what the program does."""

import re
import shlex
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

import pytest
import typer.main

from kg.cli import app
from kg.schema import ontology
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
LINE = re.compile(r"^    (python3 -m venv .*)$", re.MULTILINE)


def commands() -> dict[str, Any]:
    """Commands by name, as click objects (typer may bring its own click, so they have no common type)."""
    return dict(vars(typer.main.get_command(app))["commands"])


def test_ci_runs_the_test_line_of_the_readme() -> None:
    lines = LINE.findall(README)
    assert len(lines) == 2
    assert "kg demo" in lines[0]
    assert lines[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_both_readmes_give_the_same_lines() -> None:
    assert LINE.findall(README) == LINE.findall(CHINESE)


@pytest.mark.parametrize("text", [README, CHINESE], ids=["en", "zh"])
def test_readme_links_lead_somewhere(text: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / target).exists(), target


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_and_is_in_the_readme(name: str) -> None:
    assert (commands()[name].help or "").strip()
    assert f"kg {name}" in README
    assert f"kg {name}" in CHINESE


def test_every_option_has_help() -> None:
    def walk(prefix: str, command: Any) -> list[str]:
        bare = [
            f"{prefix} {p.name}"
            for p in command.params
            if p.name != "help" and not (getattr(p, "help", None) or "").strip()
        ]
        for name, inner in getattr(command, "commands", {}).items():
            bare += walk(f"{prefix} {name}", inner)
        return bare

    assert [line for name, command in commands().items() for line in walk(f"kg {name}", command)] == []


def test_graph_page_names_every_type_and_relation() -> None:
    text = (ROOT / "docs" / "graph.md").read_text(encoding="utf-8")
    known = ontology()
    rows = [(n.name, n.label.zh) for n in known.nodes.values()] + [
        (r.name, r.label.zh) for r in known.relations.values()
    ]
    for name, label in rows:
        assert f"| {name} | {label} |" in text


@pytest.mark.parametrize("page", sorted(p.name for p in (ROOT / "docs").glob("*.md")))
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / "docs" / target).exists(), target


@pytest.mark.parametrize("text", [README, CHINESE], ids=["en", "zh"])
def test_commands_named_in_the_readmes_exist(text: str) -> None:
    assert set(re.findall(r"\bkg ([a-z]+)\b", text)) <= set(commands())


def examples(text: str) -> list[list[str]]:
    """The words after `kg` of every command on an indented line that begins with one: `;` and `/` stand between two."""
    found: list[list[str]] = []
    for line in re.findall(r"^ {4,}(kg .*)$", text, re.MULTILINE):
        words = shlex.shlex(line, posix=True, punctuation_chars=";>()")
        words.whitespace_split = True
        for ends, part in groupby(words, key=(";", "/").__contains__):
            if not ends:
                program, *rest = takewhile(lambda w: w not in (">", "(", "..."), part)
                assert program == "kg", line
                found.append(rest)
    return found


def parse(words: list[str]) -> None:
    """Parse a command line, sub-command by sub-command, without running it; a click error where it does not hold."""
    command, name, context = typer.main.get_command(app), "kg", None
    while True:
        context = command.make_context(name, words, parent=context, resilient_parsing=False)
        if not hasattr(command, "resolve_command"):
            return
        _, command, words = command.resolve_command(context, [*context._protected_args, *context.args])
        name = command.name


PAGES = {p.name: p.read_text(encoding="utf-8") for p in (*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md"))}


@pytest.mark.parametrize("words", sorted(w for text in PAGES.values() for w in examples(text)), ids=" ".join)
def test_a_command_line_in_the_docs_is_one(words: list[str]) -> None:
    parse(words)


@pytest.mark.parametrize("page", ["usage.md", "gaps.md", "identity.md", "extraction.md"])
def test_pages_on_commands_give_command_lines(page: str) -> None:
    assert examples(PAGES[page])


@pytest.mark.parametrize("line", ["kg gap 萧山区", "kg gaps 萧山区 --explained", "kg review same a", "kg draw rings x"])
def test_a_command_line_that_does_not_hold_is_seen(line: str) -> None:
    ((*words,),) = examples(f"    {line}  # why\n")
    with pytest.raises(Exception, match=r"(?i)no such|missing") as seen:
        parse(words)
    assert hasattr(seen.value, "exit_code")


def test_the_python_of_the_usage_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "通知.txt").write_text("杭州甲乙新材料有限公司位于萧山区，主要生产隔膜。", encoding="utf-8")
    exec(compile(code, "usage.md", "exec"), {})
    said, enterprises, named, lacking = capsys.readouterr().out.splitlines()
    assert "杭州甲乙新材料有限公司" in said
    assert "杭州甲乙新材料有限公司" in enterprises
    assert "杭州甲乙新材料有限公司" in named
    assert lacking.startswith("[(")
