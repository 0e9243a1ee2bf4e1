"""What a text says that its place lacks or wants to attract is kept as a need, and is no relation."""

from pathlib import Path

import pytest

from kg.document import Document
from kg.extraction import Extraction, Need
from kg.fact import LACKS, SEEKS
from kg.loaders.extract import extract
from kg.loaders.relate import claims_of, prepare
from kg.loaders.relate.needs import RULES, needs
from tests.loaders.marked import lines, read

_TITLE = "[R 云州市]产业调研\n\n"
CASES = [
    tuple(line.split("=>", 1))
    for line in Path(__file__).with_name("needs.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_what_is_lacking_or_sought_is_read(marked: str, expected: str) -> None:
    parsed, referents = read(_TITLE + marked.strip())
    names = {r.id: r.name for r in referents}
    found = needs(prepare(parsed, referents))
    assert {f"{n.kind} {names[n.holder]} {n.name}" for n in found} == {
        part.strip() for part in expected.split(";") if part.strip()
    }
    for need in found:
        assert need.kind in (LACKS, SEEKS)
        assert need.name in parsed.text[need.start : need.end]
        assert 0 < need.confidence <= 1
        assert need.rule in {rule.__name__ for rule in RULES}


def test_every_rule_is_shown_by_a_case() -> None:
    used = set()
    for marked, _ in CASES:
        used |= {n.rule for n in needs(prepare(*read(_TITLE + marked.strip())))}
    assert used == {rule.__name__ for rule in RULES}


def test_a_need_is_no_relation() -> None:
    parsed, referents = read(_TITLE + "[R 云州市]缺少[P 隔膜]企业，建议招引[E 甲公司]。")
    scene = prepare(parsed, referents)
    assert lines(claims_of(scene), referents) == set()
    assert len(needs(scene)) == 2


def test_the_chain_of_heading_or_title_is_kept() -> None:
    text = "[R 云州市][C 医药产业链]、[C 光伏产业链]调研\n\n一、[C 光伏产业链]短板\n缺少[P 硅片]企业。\n二、其他\n缺少[P 疫苗]企业。"
    found = {n.name: n.chain for n in needs(prepare(*read(text)))}
    assert found == {"硅片": "光伏产业链", "疫苗": None}


def test_a_document_of_no_place_says_nothing_of_one() -> None:
    assert needs(prepare(*read("行业观察\n\n缺少[P 隔膜]企业。"))) == []


@pytest.mark.parametrize("text", ["", "短板环节：", "缺少、、、企业。", "招引方向：\n\n\n", "短板|短板|短板\n||\n|"])
def test_odd_texts_are_read_without_a_fault(text: str) -> None:
    assert extract(Document.of_text(text)).needs == []


def test_needs_stand_apart_in_the_json() -> None:
    need = Need(LACKS, "e1", "Product", "隔膜", 3, 9, "says_wish", 0.8500001, "动力电池产业链")
    told = Extraction(Document.of_text("x"), needs=[need]).as_json()
    assert told["relations"] == []
    assert told["needs"] == [
        {"kind": "lacks", "holder": "e1", "type": "Product", "name": "隔膜", "evidence": [3, 9], "rule": "says_wish"}
        | {"confidence": 0.85, "chain": "动力电池产业链"}
    ]


@pytest.mark.parametrize(
    "last",
    [
        "四、招商目标企业\n1.卧龙电气驱动集团股份有限公司，主营驱动电机。\n",
        "与滨江区相比，高端影像设备尚未布局。\n",
        "| 环节 | 拟招引企业 | 所在地 |\n|---|---|---|\n| 电控 | 某公司 | 滨江区 |\n",
    ],
)
def test_a_place_in_the_last_lines_of_a_short_text_is_not_its_own(last: str) -> None:
    found = extract(Document.of_text(f"来安县汽车产业链招商方案\n\n我县缺少驱动电机企业。\n{last}"))
    names = {r.id: (r.name, *r.aliases) for r in found.referents}
    assert [n.name for n in found.needs if n.kind == LACKS][:1] == ["驱动电机"]
    assert all("来安县" in names[n.holder] for n in found.needs)
