"""A mapping of the user's own reads the sheets it fits, and takes nothing away from the others."""

from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.identity.review import Reviews
from kg.ledger import Ledger
from kg.pipeline import Options, load
from kg.store import Store
from tests.pipeline.graph import export, write

MAPPING = """name: suppliers
summary: 供应商名单
needs: [name]
columns:
  name: {headers: [供货方]}
  products: {headers: [供应产品], split: "、"}
things:
  supplier: {type: Enterprise, name: name}
  product: {type: Product, name: products, optional: true}
relations:
  - {type: PRODUCES, from: supplier, to: product}
"""
SUPPLIERS = "供货方,供应产品\n无锡甲轴承有限公司,轴承、轴套\n"
HOSPITALS = "医院名称,床位数\n含山县人民医院,600\n"
FIRMS = "企业名称,主营产品\n含山县乙铸造有限公司,铸件\n含山县丙铸造有限公司,飞轮\n"
PARTED = "没有的列,另一列\n1,2\n"


def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in (("名单.csv", SUPPLIERS), ("医院.csv", HOSPITALS), ("企业.csv", FIRMS)):
        write(tmp_path / "in", name, text)
    return tmp_path / "in"


def names(store: Store) -> set[str]:
    return {row["n"] for row in store.read("MATCH (e:Entity) RETURN e.name AS n")}


def notes(ledger: Ledger, file: str) -> str:
    return "\n".join(note for note in ledger.notes if note.startswith(f"{file}: "))


def test_a_given_mapping_reads_only_the_tables_that_it_fits(embedded: Store, tmp_path: Path) -> None:
    path, mapping = folder(tmp_path), write(tmp_path, "sup.yaml", MAPPING)
    first = load([path], embedded, Options(), Reviews())
    assert first.unread == 1
    before = names(embedded)
    assert {"含山县人民医院", "含山县乙铸造有限公司"} <= before
    second = load([path], embedded, Options(mapping=mapping), Reviews())
    assert (second.unread, second.balanced) == (0, True)
    assert names(embedded) == before | {"无锡甲轴承有限公司", "轴承", "轴套"}
    assert second.lines["医院.csv", "Hospital"].unchanged == 1
    assert "sup.yaml does not fit it (no column 供货方); read as without it" in notes(second, "医院.csv")
    assert not notes(second, "名单.csv")


def test_a_file_that_no_mapping_fits_keeps_what_it_said(embedded: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "企业.csv", FIRMS)
    load([path], embedded, Options(), Reviews())
    before = export(embedded)
    write(tmp_path, "企业.csv", PARTED)
    ledger = load([path], embedded, Options(mapping=write(tmp_path, "sup.yaml", MAPPING)), Reviews())
    assert (ledger.loaded, ledger.balanced, ledger.unread) == (False, True, 1)
    assert "what it said before stays in the graph" in notes(ledger, "企业.csv")
    assert export(embedded) == before


def test_what_a_new_version_withdraws_is_told(embedded: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "企业.csv", FIRMS)
    load([path], embedded, Options(), Reviews())
    write(tmp_path, "企业.csv", FIRMS.rsplit("含山县丙", 1)[0])
    ledger = load([path], embedded, Options(), Reviews())
    told = notes(ledger, "企业.csv")
    assert "withdrawn: " in told
    assert "it no longer names 含山县丙铸造有限公司、飞轮" in told
    assert "含山县乙" not in told
    assert not load([path], embedded, Options(), Reviews()).notes


def test_the_mapping_beside_a_table_is_used_without_being_named(embedded: Store, tmp_path: Path) -> None:
    path = folder(tmp_path)
    write(path, "名单.mapping.yaml", MAPPING)
    for outcome in ("created", "unchanged"):
        ledger = load([path], embedded, Options(), Reviews())
        assert (ledger.unread, len(ledger.files())) == (0, 3)
        assert getattr(ledger.lines["名单.csv", "PRODUCES"], outcome) == 2
    write(path, "名单.mapping.yaml", MAPPING.replace('split: "、"', "longest: 40"))
    load([path], embedded, Options(), Reviews())
    assert "轴承、轴套" in names(embedded)


def test_a_broken_mapping_beside_a_table_refuses_that_table_alone(embedded: Store, tmp_path: Path) -> None:
    path = folder(tmp_path)
    write(path, "医院.mapping.yaml", MAPPING.replace("PRODUCES", "PRODUCE"))
    ledger = load([path], embedded, Options(), Reviews())
    assert ledger.unread == 2
    assert any("医院.mapping.yaml, line " in row["reason"] for row in ledger.rejections())
    assert "含山县乙铸造有限公司" in names(embedded)


def test_a_broken_mapping_given_by_hand_stops_before_anything_is_loaded(embedded: Store, tmp_path: Path) -> None:
    mapping = write(tmp_path, "sup.yaml", MAPPING.replace("needs: [name]", "needs: [names]"))
    with pytest.raises(SchemaError, match=r"sup.yaml, line 3"):
        load([folder(tmp_path)], embedded, Options(mapping=mapping), Reviews())
    assert not names(embedded)
