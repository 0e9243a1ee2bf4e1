"""What a new version of a template does to gaps: nothing where it is the same, exactly the edit where it is not."""

import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.analysis.gaps import gaps
from kg.analysis.source import landscape_of
from kg.analysis.versions import gap_changes
from kg.chains import load_template
from kg.chains.shelf import FOLDER
from kg.cli import app

TODAY = date(2026, 11, 23)
SHIPPED = FOLDER / "ai_medicine.yaml"


def edited(folder: Path) -> Path:
    """Without 数字病理, which nobody in 杭州 makes, and under another version."""
    text = re.sub(r"(?m)^.*id: pathology.*\n", "", SHIPPED.read_text(encoding="utf-8")).replace(
        'version: "1.', 'version: "9.'
    )
    path = folder / "new.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_version_changes_nothing() -> None:
    one = load_template(SHIPPED)
    assert gap_changes(None, "杭州市", one, one, today=TODAY) == []


def test_an_edit_shows_in_the_gaps_and_its_undoing_shows_the_other_way(tmp_path: Path) -> None:
    old, new = load_template(SHIPPED), load_template(edited(tmp_path))
    there = {r.segment: r for r in gaps(landscape_of(None), "杭州市", old.name, today=TODAY)}
    changes = gap_changes(None, "杭州市", old, new, today=TODAY)
    (gone,) = [c for c in changes if c.kind == "removed"]
    assert gone.name == "数字病理与智能检验"
    assert gone.before.endswith(f"{there[gone.name].priority:.1f}")
    back = {(c.name, c.after, c.before) for c in gap_changes(None, "杭州市", new, old, today=TODAY)}
    assert back == {(c.name, c.before, c.after) for c in changes}
    assert all(c.what == "gap" and c.before != c.after for c in changes)


def test_the_command_lists_edits_and_gaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where no graph is
    words = ["chain", "diff", str(SHIPPED), str(edited(tmp_path)), "--format", "csv"]
    plain = CliRunner().invoke(app, words).output
    told = CliRunner().invoke(app, [*words, "--region", "杭州市"]).output
    assert "segment,removed,数字病理与智能检验" in plain
    assert "gap,removed,数字病理与智能检验" in told
    assert "gap," not in plain
