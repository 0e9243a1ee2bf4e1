"""Tables inside documents: the heading over a column decides what it says."""

from collections.abc import Callable, Iterator

import pytest

from kg.document import Document
from kg.extraction import Extraction
from kg.loaders.extract import extract
from kg.loaders.grids import FIRM, LACKING, OTHERS, PRODUCT, Grid, grids, kinds
from kg.loaders.reading.writer import TextWriter
from kg.loaders.relate import relate
from tests.loaders.marked import lines, read

FIRMS = ("云州中科新材有限公司", "云州先导机械有限公司")


def _marked(*rows: str) -> Document:
    writer = TextWriter()
    writer.line("云州市重点产业链图谱")
    for row in rows:
        writer.row([cell.strip() for cell in row.split("|")])
    writer.end_table()
    return Document("a.docx", writer.text, "", tables=tuple(writer.tables))


def _typed(*rows: str) -> Document:
    return Document.of_text("云州市重点产业链图谱\n\n" + "\n".join(f"| {row} |" for row in rows) + "\n", "a.md")


def _told(found: Extraction, relation: str) -> set[tuple[str, str]]:
    names = {r.id: r.name for r in found.referents}
    return {(names[c.source], names[c.target]) for c in found.claims if c.relation == relation}


@pytest.mark.parametrize("made", [_marked, _typed])
@pytest.mark.parametrize("lacking", ["短板", "缺失环节", "拟招引产品", "配套需求", "存在问题", "主要原料", "采购产品"])
@pytest.mark.parametrize("product", ["产品", "主要产品", "主营产品", "主导产品/服务"])
def test_only_the_column_of_products_says_what_is_made(
    made: Callable[..., Document], lacking: str, product: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_FAST", "1")
    document = made(
        f"企业 | {product} | {lacking}", f"{FIRMS[0]} | 轴承钢、滚子 | 碳纤维", f"{FIRMS[1]} | 滚珠丝杠 | 光刻胶"
    )
    wanted = {(FIRMS[0], "轴承钢"), (FIRMS[0], "滚子"), (FIRMS[1], "滚珠丝杠")}
    assert _told(extract(document), "PRODUCES") == wanted


def test_whom_to_invite_has_no_place_and_makes_nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_FAST", "1")
    document = _typed("环节 | 代表企业 | 主要产品 | 拟招引企业", f"上游 | {FIRMS[0]} | 轴承钢 | 中信特钢")
    found = extract(document)
    assert any(r.name == "中信特钢" for r in found.referents)
    told = [pair for relation in ("LOCATED_IN", "PRODUCES", "ENGAGED_IN") for pair in _told(found, relation)]
    assert (FIRMS[0], "轴承钢") in told
    assert all("中信特钢" not in pair for pair in told)


def _served(text: str) -> set[str]:
    parsed, referents = read(text)
    return {line for line in lines(relate(parsed, referents), referents) if line.startswith("WORKS_FOR")}


@pytest.mark.parametrize("chief", ["链长", "市领导", "联系领导", "包联市级领导"])
def test_who_looks_after_a_chain_serves_only_where_his_office_is(chief: str) -> None:
    row = "[C 轴承产业链] | [N 王建军] | [A 市商务局]局长 | [A 市发改委] | [E 甲公司]"
    assert _served(f"链长制安排\n\n产业链 | {chief} | 职务 | 牵头部门 | 链主企业\n{row}\n") == {
        "WORKS_FOR 王建军 市商务局"
    }


def test_who_is_in_charge_of_a_firm_still_works_for_it() -> None:
    text = "企业名录\n\n企业名称 | 负责人 | 主要产品\n[E 甲公司] | [N 王建军] | [P 轴承]\n"
    assert _served(text) == {"WORKS_FOR 王建军 甲公司"}


def test_headings_of_two_rows_after_a_caption_are_read_together() -> None:
    document = _marked(
        "重点企业情况表 | |", "企业 | 情况 |", "名称 | 主要产品 | 存在问题", f"{FIRMS[0]} | 轴承钢 | 缺碳纤维"
    )
    (grid,) = grids(document)
    assert [row[0].text(document.text) for row in grid.rows] == [FIRMS[0]]
    assert PRODUCT in grid.says(1)
    assert grid.says(2) == {LACKING}
    assert not grid.says(9)


@pytest.mark.parametrize(
    ("heading", "kind", "no"),
    [
        ("拟招引企业", LACKING, PRODUCT), ("重点企业", FIRM, LACKING), ("企业名称", FIRM, LACKING), ("主营业务", PRODUCT, LACKING),
        ("下游客户", OTHERS, PRODUCT), ("需求产品", LACKING, PRODUCT), ("主 要 产 品", PRODUCT, OTHERS), ("产业问题", LACKING, FIRM),
    ],
)  # fmt: skip
def test_a_heading_says_what_its_column_holds(heading: str, kind: str, no: str) -> None:
    assert kind in kinds(heading)
    assert no not in kinds(heading)


def test_lines_with_bars_and_no_heading_keep_what_their_types_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_FAST", "1")
    document = Document.of_text(f"轴承钢｜约11%｜{FIRMS[0]}\n滚珠丝杠｜约9%｜{FIRMS[1]}\n", "a.txt")
    (grid,) = grids(document)
    assert grid.headings == ()
    assert len(grid.rows) == 2


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("“我们缺的是铜箔企业，”市投资促进中心主任王芳说。", "Person", "王芳"),
        ("“我们缺的是铜箔企业，”杭州市投资促进中心主任王芳说。", "Institution", "杭州市投资促进中心"),
        ("云州华友循环科技有限公司年处理10万吨废旧锂电池项目开工。", "Project", "年处理10万吨废旧锂电池项目"),
        ("年回收5万吨废铝项目签约，总投资2亿元。", "Project", "年回收5万吨废铝项目"),
        (
            "一、签约项目\n1.医用高分子耗材项目。投资方为云州华友循环科技有限公司，总投资3亿元。",
            "Project",
            "医用高分子耗材项目",
        ),
        ("云州华芯电子有限公司智能电表扩建项目正式投产。", "Project", "智能电表扩建项目"),
    ],
)
def test_names_of_project_news(text: str, kind: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_FAST", "1")
    names = {r.name for r in extract(Document.of_text(text)).referents if r.type == kind}
    assert name in names
    assert not any(n.startswith("“") or n.endswith("说") for n in names)


@pytest.mark.parametrize(
    "text",
    ["3.技术改造项目。对投资额500万元以上的，给予补助。", "全市30个项目开工。", "共签约项目12个，总投资86亿元。"],
)
def test_what_is_no_project(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_FAST", "1")
    assert not [r.name for r in extract(Document.of_text(text)).referents if r.type == "Project"]


def test_the_tables_of_a_document_are_parted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parted: list[Document] = []

    def counted(document: Document) -> Iterator[Grid]:
        parted.append(document)
        yield from grids(document)

    monkeypatch.setattr("kg.loaders.parsed.grids", counted)
    document = _marked("重点企业 | 主要产品", f"{FIRMS[0]} | 隔膜", f"{FIRMS[1]} | 电解液")
    assert _told(extract(document), "PRODUCES")
    assert parted == [document]
