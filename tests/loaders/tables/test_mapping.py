"""Mappings as data: what ships is valid, what is wrong is named with file and line."""

from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.loaders.tables import load_mapping, shipped_mappings
from kg.loaders.tables import mapping as mapping_file
from kg.loaders.tables.columns import plain_title, title_note
from tests.paths import ROOT

GOOD = """name: t
summary: 表
needs: [name]
columns:
  name: {headers: [企业名称]}
  capital: {headers: [注册资本], unit: 万元}
  rel: {headers: [rel]}
  place: {headers: [地区]}
things:
  company: {type: Enterprise, name: name, properties: {capital: capital}}
  region: {type: Region, name: place, optional: true}
relations:
  - {type: LOCATED_IN, from: company, to: region, when: rel, is: [位于], confidence: 0.5}
reject:
  - {column: name, pattern: '^合计$', reason: a total}
"""

BROKEN = {
    "type: Enterprise": ("type: Company", 10, "unknown type 'Company'"),
    "properties: {capital: capital}": ("properties: {money: capital}", 10, "no property 'money'"),
    "capital: capital}": ("capital: capitol}", 10, "unknown column 'capitol'"),
    "type: LOCATED_IN": ("type: SUPPLIES", 13, "does not join Enterprise to Region"),
    "to: region": ("to: regin", 13, "unknown thing 'regin'"),
    "when: rel, ": ("", 13, "go together"),
    "confidence: 0.5": ("confidence: 5", 13, "at most 1"),
    "pattern: '^合计$'": ("pattern: '(合计'", 15, "not a valid pattern"),
    ", pattern: '^合计$'": ("", 15, "needs 'pattern'"),
    "needs: [name]": ("needs: [nam]", 3, "unknown column 'nam'"),
    "unit: 万元": ("unti: 万元", 6, "unknown key 'unti'"),
    ", unit: 万元": (", unit: 万块", 6, "unknown unit '万块'"),
    "{headers: [rel]}": ("{split: '、'}", 7, "needs 'headers'"),
    "{headers: [地区]}": ("{join: [nam]}", 8, "refers to 'nam'"),
    "summary: 表": ("summery: 表", 2, "unknown key 'summery'"),
    "headers: [企业名称]": ("headers: [企业名称], extract: '^a$'", 5, "exactly 1 group"),
    "headers: [企业名称]}": ("headers: [企业名称], holds: money2}", 5, "unknown value type"),
}


def test_a_good_mapping_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(GOOD, encoding="utf-8")
    mapping = load_mapping(path)
    assert [t.type for t in mapping.things] == ["Enterprise", "Region"]
    assert mapping.links[0].confidence == 0.5


@pytest.mark.parametrize(("old", "change"), BROKEN.items())
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, old: str, change: tuple[str, int, str]) -> None:
    new, line, words = change
    assert old in GOOD
    path = tmp_path / "m.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_mapping(path)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert words in str(caught.value)


def test_shipped_mappings_have_names_of_their_own_and_state_source_and_date() -> None:
    mappings = shipped_mappings()
    assert len({m.name for m in mappings}) == len(mappings) > 10
    for mapping in mappings:
        head = mapping.path.read_text(encoding="utf-8")[:500]
        assert "# source: " in head
        assert "# date: " in head


def test_the_manual_names_every_option_and_its_example_is_valid(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    for key in {
        *mapping_file._KEYS,
        *mapping_file._COLUMN,
        *mapping_file._THING,
        *mapping_file._LINK,
        *mapping_file._RULE,
    }:
        assert f"`{key}`" in manual
    for mapping in shipped_mappings():
        assert mapping.name in manual or f"{mapping.name.split('.')[0]}.*" in manual
    example = manual.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "example.yaml").write_text(example, encoding="utf-8")
    assert load_mapping(tmp_path / "example.yaml").name == "suppliers"


@pytest.mark.parametrize(
    ("title", "plain", "note"),
    [
        ("注册资本（万元）", "注册资本", "万元"),
        ("*企业名称：", "企业名称", ""),
        ("面积(单位:亩)", "面积", "亩"),
        ("企业 名称", "企业名称", ""),
        ("（万元）", "(万元)", "万元"),
        ("Name", "name", ""),
    ],
)
def test_titles_are_compared_without_notes_and_marks(title: str, plain: str, note: str) -> None:
    assert (plain_title(title), title_note(title)) == (plain, note)
