"""Templates: the shipped ones hold together, and every fault of a file is named with its line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.chains import diff, find_template, load_template, need_template, templates
from kg.chains.shelf import by_name, core
from kg.chains.template import STAGES
from kg.errors import QueryError, SchemaError

GOOD = """\
name: 甲产业链
version: "1.0"
date: 2026-11-23
sources: [GB/T 4754-2017]
segments:
  - {id: a, name: 原料, stage: 上游, products: [矿石], gbt: [2614], feeds: [b]}
  - {id: b, name: 部件, stage: 中游, synonyms: [零件], feeds: [c], substitutes: [d]}
  - {id: d, name: 替代件, stage: 中游, serves: [c]}
  - {id: c, name: 整机, stage: 下游}
"""

SEED = [
    "智能汽车及关键部件产业链",
    "高可靠性芯片产业链",
    "智能物联产业链",
    "智能硬件产业链",
    "纤维新材料产业链",
    "高端功能性材料产业链",
    "国际结算(石化材料)产业链",
    "生物技术创新链",
    "生物医药智造链",
    "医疗器械产业链",
    "AI医药产业链",
    "数字贸易产业链",
    "新消费产业链",
    "航空服务产业链",
]


def write(folder: Path, text: str, name: str = "t.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_chains() -> None:
    assert len(templates()) >= 28
    assert all(find_template(name) is not None for name in SEED)
    for template in templates().values():
        assert 10 <= len(template.segments) <= 40, template.name
        assert {s.stage for s in template.segments} == set(STAGES), template.name
        assert template.sources, template.name


@pytest.mark.parametrize(
    "name", ["智能汽车产业链", "智能汽车", "智能汽车产业", "国际结算（石化材料）产业链", "新能源汽车", "AI医药", "光伏"]
)
def test_found_by_other_names(name: str) -> None:
    assert find_template(name) is not None


def test_unknown_chain_names_the_near_ones() -> None:
    with pytest.raises(QueryError, match="智能物联产业链"):
        need_template("智能物连产业链")


def test_good_file(tmp_path: Path) -> None:
    template = load_template(write(tmp_path, GOOD))
    assert [s.name for s in template.inputs("c")] == ["部件", "替代件"]
    assert [s.name for s in template.outputs("a")] == ["部件"]
    assert {f.weight for f in template.feeds} == {1.0, 0.5}


FAULTS = [
    ("feeds: [c], sub", "feeds: [x], sub", 7, "no segment"),
    ("gbt: [2614]", "gbt: [9999]", 6, "GB/T 4754"),
    ("stage: 下游", "stage: 末端", 9, "unknown stage"),
    ("id: d", "id: b", 8, "twice"),
    ("id: d", "id: 丁", 8, "lower-case"),
    ("name: 替代件", "name: 零件", 8, "already names"),
    (", serves: [c]", "", 8, "feeds nothing"),
    ("substitutes: [d]", "substitutes: [b]", 7, "no other segment"),
    ("id: c, name: 整机, stage: 下游", "id: c, name: 整机, stage: 下游, feeds: [a]", 9, "earlier stage"),
    ("feeds: [b]}", "feeds: [b], serves: [b]}", 6, "twice"),
    ("products: [矿石]", "product: [矿石]", 6, "unknown key"),
    ("date: 2026-11-23", "date: gestern", 3, "no date"),
    ("sources: [GB/T 4754-2017]", "sources: []", 4, "source"),
    ("products: [矿石]", "products: [矿石, null]", 6, "no text"),
    ("products: [矿石]", "products: [矿石, 12]", 6, "no text"),
    ("products: [矿石]", "products: [矿石, '']", 6, "no text"),
    ("products: [矿石]", "products: [矿石, 矿石]", 6, "stands twice"),
    ("synonyms: [零件]", "synonyms: [零件, ~]", 7, "no text"),
    ("serves: [c]}", "serves: [c], products: [矿石]}", 8, "keep it in one"),
]


@pytest.mark.parametrize(("old", "new", "line", "says"), FAULTS)
def test_every_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(SchemaError, match=says) as caught:
        load_template(write(tmp_path, GOOD.replace(old, new)))
    assert f"t.yaml, line {line}:" in str(caught.value)


def test_cycle_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("serves: [c]}", "serves: [c], feeds: [b]}").replace("feeds: [c], sub", "feeds: [c, d], sub")
    with pytest.raises(SchemaError, match="circle"):
        load_template(write(tmp_path, text))


def test_broken_files(tmp_path: Path) -> None:
    for text in ("", "[]", "name: [", "name: x\nsegments: {}\n"):
        with pytest.raises(SchemaError, match=r"t\.yaml"):
            load_template(write(tmp_path, text))
    with pytest.raises(SchemaError, match="cannot be read: No such file"):
        load_template(tmp_path / "none.yaml")
    with pytest.raises(SchemaError, match="cannot be read: Is a directory; name a YAML file"):
        load_template(tmp_path)


def test_one_name_means_one_chain(tmp_path: Path) -> None:
    one = load_template(write(tmp_path, GOOD, "a.yaml"))
    two = load_template(write(tmp_path, GOOD.replace("甲产业链", "甲产业"), "b.yaml"))
    with pytest.raises(SchemaError, match=re.escape("a.yaml")):
        by_name([one, two])


def test_a_folder_of_ones_own_joins_and_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, GOOD.replace("甲产业链", "光伏产业链"), "own.yaml")
    write(tmp_path, GOOD, "new.yaml")
    shipped = len(templates())
    monkeypatch.setenv("KG_CHAINS", str(tmp_path))
    assert len(templates()) == shipped + 1
    assert need_template("光伏").path == "own.yaml"
    monkeypatch.setenv("KG_CHAINS", str(tmp_path / "none"))
    with pytest.raises(SchemaError, match="KG_CHAINS"):
        templates()


def test_diff(tmp_path: Path) -> None:
    old = load_template(write(tmp_path, GOOD))
    text = GOOD.replace('version: "1.0"', 'version: "1.1"').replace("products: [矿石]", "products: [矿石, 煤]")
    text = text.replace("  - {id: d, name: 替代件, stage: 中游, serves: [c]}\n", "").replace(", substitutes: [d]", "")
    new = load_template(write(tmp_path, text + "  - {id: e, name: 服务, stage: 上游, serves: [c]}\n", "u.yaml"))
    told = {(c.what, c.kind, c.name) for c in diff(old, new)}
    assert told == {
        ("chain", "changed", "version"),
        ("segment", "removed", "替代件"),
        ("segment", "added", "服务"),
        ("segment", "changed", "原料: products"),
        ("segment", "changed", "部件: substitutes"),
        ("feed", "removed", "d serves c"),
        ("feed", "added", "e serves c"),
    }
    assert diff(old, old) == []


@given(st.text(min_size=1, max_size=20))
def test_core_is_stable(name: str) -> None:
    assert core(core(name) + "产业链") == core(core(name)) or len(core(name)) < 2
