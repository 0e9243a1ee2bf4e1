"""Projects: money, land, the step they have reached, their dates, and what holds of one that was given up."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.document import Document, Meta
from kg.loaders.parsed import Parsed
from kg.loaders.relate import relate
from kg.schema import ontology
from tests.loaders.marked import lines, read

CASES = [
    tuple(line.split(" => ", 1))
    for line in Path(__file__).with_name("projects.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_a_project_is_told_with_its_particulars(marked: str, expected: str) -> None:
    parsed, referents = read(f"[R 云州市]项目快讯\n\n{marked}")
    dated = Parsed(replace(Document.of_text(parsed.text), meta=Meta(date="2025年6月18日")))
    claims = relate(dated, referents)
    projects = [r for r in referents if r.type == "Project"]
    ids = {p.id for p in projects}
    told = lines([c for c in claims if {c.source, c.target} & ids], referents)
    wanted = [part.strip() for part in expected.split(";") if part.strip()]
    assert told == {w for w in wanted if "=" not in w}
    assert [p.attrs for p in projects] == [dict(x.split("=") for x in w.split(", ")) for w in wanted if "=" in w]
    assert all(p.attrs.keys() <= ontology().node("Project").properties.keys() for p in projects)
