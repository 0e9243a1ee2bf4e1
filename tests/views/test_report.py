"""The report: every score adds up, every source is a sentence of a document, and names stay names."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document as WordDocument

from kg.analysis.chainmap import NAMES, chain_map
from kg.analysis.match import MatchRow
from kg.analysis.report import Citation, Report
from kg.analysis.report import report as make_report
from kg.analysis.wording import roster
from kg.errors import KgError
from kg.pipeline import load
from kg.store import open_store
from kg.views.report import content, write_report
from kg.views.report.html import page
from kg.views.report.picture import plan
from kg.views.report.words import findings, first_choice, reasons, shared, sum_of, words
from tests.paths import ROOT

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    folder = tmp_path_factory.mktemp("report")
    with open_store(folder / "graph") as store:
        load([EXAMPLES / "documents" / "xiaoshan", EXAMPLES / "tables"], store)
        yield make_report(store, "萧山区", today=date(2026, 1, 1))


def values(text: str) -> float:
    """The value of one of the workbook's own formulas."""
    plain = re.sub(r"\bN\(([^)]*)\)", r"float(\1 or 0)", text.lstrip("="))
    plain = re.sub(r"\bISNUMBER\(([^)]*)\)", r"('\1' != 'None')", plain).replace("ROUND", "round")
    return float(eval(plain, {"__builtins__": {}, "round": round, "float": float}))


def computed(sheet: Any, cell: Any) -> float:
    """The formula of a cell with the cells it names filled in."""
    return values(re.sub(r"\b([A-Z]{1,2}\d+)\b", lambda m: repr(sheet[m.group(1)].value), cell.value))


def test_chains_of_the_plan_are_reported(made: Report) -> None:
    assert made.region == "萧山区"
    names = {p.coverage.chain for p in made.chains}
    assert {"智能汽车及关键部件产业链", "医疗器械产业链"} <= names
    assert len(findings(made, words("zh"))) >= min(len(made.chains), 6)


def test_scores_are_the_sums_of_their_parts(made: Report) -> None:
    for part in made.chains:
        for gap in part.gaps:
            if gap.priority is not None:
                assert gap.priority == pytest.approx(gap.factor * sum(p.contribution for p in gap.parts), abs=1e-3)
        for row in (r for h in part.hunted for r in h.rows):
            assert row.score == pytest.approx(sum(p.contribution for p in row.parts), abs=1e-3)


def test_workbook_formulas_give_the_printed_scores(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    gaps = [g for p in made.chains for g in p.gaps]
    for row, gap in zip(book["短板环节"].iter_rows(min_row=2), gaps, strict=True):
        if gap.priority is not None:
            assert computed(book["短板环节"], row[3]) == pytest.approx(gap.priority, abs=2e-4)
    rows = [r for p in made.chains for h in p.hunted for r in h.rows]
    for cells, target in zip(book["建议招引企业"].iter_rows(min_row=2), rows, strict=True):
        assert computed(book["建议招引企业"], cells[5]) == pytest.approx(target.score, abs=2e-4)
        assert cells[6].value == pytest.approx(target.completeness, abs=2e-4)


def test_rows_of_the_workbook_are_high_enough_for_their_text(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "r.xlsx"):
        assert sheet.freeze_panes == "A2"
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "s" and c.value):
            room = sheet.column_dimensions[cell.column_letter].width * sheet.row_dimensions[cell.row].height / 15
            wide = sum(2 if ord(char) > 0x2E80 else 1 for char in cell.value)
            assert wide <= room or sheet.row_dimensions[cell.row].height == 400


def test_every_citation_is_a_sentence_of_a_document(made: Report) -> None:
    assert made.citations
    assert [c.number for c in made.citations] == list(range(1, len(made.citations) + 1))
    assert all(c.sentence and c.document for c in made.citations)
    assert set(made.cites.values()) <= {c.number for c in made.citations}


def test_page_has_no_script_and_fetches_nothing(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
    assert text.count("<svg") == len(made.chains)
    for number in re.findall(r'href="#c(\d+)"', text):
        assert f'id="c{number}"' in text


def test_word_document_holds_the_same(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.docx")
    read = WordDocument(str(tmp_path / "r.docx"))
    cells = {c.text for t in read.tables for row in t.rows for c in row.cells}
    for part in made.chains:
        assert all(g.segment in cells for g in part.gaps)
    assert all(t.rows[0]._tr.xpath("w:trPr/w:tblHeader") for t in read.tables)


def test_the_map_of_the_word_document_is_the_picture_of_the_page(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.docx")
    body = WordDocument(str(tmp_path / "r.docx")).element.body
    maps = body.xpath(".//w:drawing/wp:inline")
    assert len(maps) == len(made.chains)
    for part, drawn in zip(made.chains, maps, strict=True):
        texts = [t.text for t in drawn.xpath(".//w:t")]
        boxes = plan(part.segments).boxes
        assert [s.segment for s, _, _ in boxes] == [t for t in texts if t in {s.segment for s in part.segments}]
        assert {s.segment for s in part.segments} == {s.segment for s, _, _ in boxes}
        extent = drawn.xpath("wp:extent")[0]
        assert int(extent.get("cx")) <= 178 * 36000
        assert int(extent.get("cy")) <= 118 * 36000


def test_a_heading_stands_on_the_page_of_what_follows_it(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.docx")
    paragraphs = WordDocument(str(tmp_path / "r.docx")).paragraphs
    for n, one in enumerate(paragraphs):
        if one._p.xpath(".//wp:inline"):
            before = paragraphs[n - 3 : n + 1]
            assert [p.style.name for p in before if p.style] == ["Heading 1", "Normal", "Heading 2", "Normal"]
            assert all(p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next for p in before)  # type: ignore[union-attr]
    for table in WordDocument(str(tmp_path / "r.docx")).tables:
        assert all(c.paragraphs[0].paragraph_format.keep_with_next for c in table.rows[0].cells)


def ungraded(report: Report) -> Report:
    """The same of a region of which too little is known."""
    parts = (
        replace(
            p,
            coverage=replace(p.coverage, graded=False, peers=None),
            gaps=tuple(replace(g, graded=False, kinds=("未观察到",)) for g in p.gaps),
        )
        for p in report.chains
    )
    return replace(report, chains=tuple(parts))


def test_what_is_known_of_no_chain_takes_no_column(made: Report) -> None:
    graded, bare = (content.overview(report, words("zh")) for report in (made, ungraded(made)))
    assert graded.heads == ("产业链", "已有环节", "完整度", "可比地区", "首要环节", "首选企业")
    assert bare.heads == ("产业链", "已有环节", "首要环节", "首选企业")
    for table in (graded, bare):
        assert sum(table.widths) == 100
        assert all(len(row) == len(table.heads) == len(table.widths) for row in table.rows)
        assert [row[1].text for row in table.rows] == [
            f"{p.coverage.covered}/{p.coverage.segments}" for p in made.chains
        ]


def test_the_workbook_calls_each_column_by_what_stands_in_it(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.xlsx")
    write_report(ungraded(made), tmp_path / "u.xlsx")
    book, bare = (openpyxl.load_workbook(tmp_path / name) for name in ("r.xlsx", "u.xlsx"))
    heads = {sheet.title: [c.value for c in sheet[1]] for sheet in book}
    assert all(len(set(some)) == len(some) for some in heads.values())
    assert all(heads[title][0] == "产业链" for title in ("产业链图谱", "短板环节", "建议招引企业"))
    assert heads["可用园区与政策"][:3] == ["类型", "名称", "文号"]
    assert heads["出处"] == ["编号", "原文", "文件", "文号", "位置", "日期"]
    assert "待核实环节" in bare.sheetnames
    assert "短板环节" not in bare.sheetnames


def test_a_list_of_enterprises_that_is_cut_says_how_many_there_are(made: Report, tmp_path: Path) -> None:
    part = next(p for p in made.chains if any(s.enterprises for s in p.strong))
    row = replace(next(s for s in part.strong if s.enterprises), enterprises=("甲公司", "乙公司"), total=18)
    one = replace(made, chains=(replace(part, segments=(row,)),))
    write_report(one, tmp_path / "r.html")
    assert "甲公司、乙公司等18家" in (tmp_path / "r.html").read_text(encoding="utf-8")
    write_report(one, tmp_path / "r.xlsx")
    cells = [
        c.value for sheet in openpyxl.load_workbook(tmp_path / "r.xlsx") for line in sheet.iter_rows() for c in line
    ]
    assert "甲公司、乙公司等18家" in cells


def test_a_map_counts_all_whom_it_does_not_name() -> None:
    rows = chain_map(None, "集成电路", "深圳市")
    assert all(len(r.enterprises) == min(r.total, NAMES) for r in rows)
    cut = next(r for r in rows if r.total > NAMES)
    assert roster(cut.enterprises, cut.total)[-1] == f"{cut.enterprises[-1]}等{cut.total}家"
    assert roster(("甲", "乙"), 2) == ["甲", "乙"]
    assert roster((), 0) == []


def test_gaps_proper_come_before_what_could_be_added(made: Report) -> None:
    for part in made.chains:
        assert list(part.gaps) == [*part.lacking, *part.possible]
        assert all("延" in g.kinds and set(g.kinds) <= {"延", "在建"} for g in part.possible)
        assert len(part.hunted) <= 3
    covered = [p.coverage.covered > 0 for p in made.chains]
    assert covered == sorted(covered, reverse=True)


def test_a_policy_is_one_row_with_what_it_supports_and_asks(made: Report) -> None:
    assert len({m.id for m in made.policies}) == len(made.policies)
    own = next(m for m in made.policies if m.number == "示范萧政办〔2024〕2号")
    assert "医疗器械产业链" in own.segment.split("、")
    assert [j.condition.words for j in own.conditions] == ["在萧山区注册"]
    assert own.date == "2024-05-20"
    text = page(made)
    assert "在萧山区注册" in text
    assert ">Product<" not in text


def test_one_under_risk_warning_is_not_the_first_choice(made: Report) -> None:
    from dataclasses import replace

    rows = next(h.rows for p in made.chains for h in p.hunted if len(h.rows) > 1)
    warned = replace(rows[0], tags=("上市公司", "风险警示"))
    rest = [replace(row, tags=()) for row in rows[1:]]
    assert first_choice([warned, replace(rows[0], tags=("行业存疑",)), *rest]) == rest[0]
    assert first_choice([warned]) is None


def test_what_holds_for_the_whole_chain_is_said_once(made: Report) -> None:
    text = page(made)
    for part in made.chains:
        for basis in shared(part):
            assert all(basis in [o.basis for o in g.offers] for g in part.gaps)
            assert basis not in "".join(r for g in part.gaps for r in reasons(g, shared(part)))
            assert basis in text


def test_empty_sections_are_left_out(made: Report) -> None:
    from dataclasses import replace

    bare = replace(made, hospitals=(), policies=(), parks=())
    text = page(bare)
    assert words("zh")("hospitals") not in text
    for part in made.chains:
        if not part.possible:
            alone = page(replace(made, chains=(part,)))
            assert "<h3>可延伸环节</h3>" not in alone


def test_a_region_of_which_nothing_is_known_gets_no_order(tmp_path: Path) -> None:
    with open_store(tmp_path / "graph") as store:
        load([EXAMPLES / "tables"], store)
        bare = make_report(store, "拉萨市", "医疗器械", today=date(2026, 1, 1))
    assert not bare.chains[0].gaps
    assert not bare.chains[0].hunted
    text = page(bare)
    assert "不作排序" in text
    assert "最应补" not in text


def test_the_shown_sums_add_up(made: Report) -> None:
    for part in made.chains:
        for gap in part.gaps:
            factor, _, inner = sum_of(gap.parts, gap.factor).rpartition("×")
            shown = sum(float(n) for n in re.findall(r"\d+\.\d", inner))
            assert (float(factor) if factor else 1.0) * shown == pytest.approx(gap.priority, abs=0.3)


def test_names_that_look_like_formulas_stay_names(made: Report, tmp_path: Path) -> None:
    from dataclasses import replace

    part = made.chains[0]
    evil = replace(part.segments[0], enterprises=("=HYPERLINK(1)",), segment="=1+1<script>")
    report = replace(made, chains=(replace(part, segments=(evil,)),))
    write_report(report, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["产业链图谱"]
    assert [sheet["C2"].data_type, sheet["H2"].data_type] == ["s", "s"]
    write_report(report, tmp_path / "r.html")
    assert "<script" not in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_english_report_and_unknown_ending(made: Report, tmp_path: Path) -> None:
    write_report(made, tmp_path / "r.html", "en")
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Whom to invite" in text
    chips = re.findall(r'class="chip"[^>]*></span>([^<]+) <', text)
    assert set(chips) == {"strong", "medium", "weak", "missing", "not observed"}
    with pytest.raises(KgError, match=r"\.html, \.docx or \.xlsx"):
        write_report(made, tmp_path / "r.pdf")


def broken(value: Any) -> Any:
    """A report of which every text is broken by what no XML holds: a tabulator of lines, a bell, half a character."""
    if isinstance(value, str):
        return f"{value[:1]}\x0b\x07{value[1:]}\ud83d\uffff" if value else value
    if isinstance(value, tuple):
        return tuple(map(broken, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: broken(getattr(value, f.name)) for f in fields(value)})
    return value


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html"])
def test_control_characters_of_a_document_do_not_spoil_the_report(tmp_path: Path, ending: str) -> None:
    said = Citation(1, "甲公司生产乙机", "调研.docx", "甲发〔2026〕1号", "2026-01-01", "调研.docx / row 1")
    row = MatchRow("甲园", "park:1", None, None, "甲公司", "乙机", 1.0, "位于本区", ("edge:1",), facts=("省级",))
    plain = Report("萧山区", date(2026, 1, 1), (), (row,), (row,), (row,), (said,), {"edge:1": 1})
    for name, report in (("plain", plain), ("broken", replace(broken(plain), cites=plain.cites))):
        write_report(report, tmp_path / f"{name}.{ending}")
    assert told(tmp_path / f"broken.{ending}") == told(tmp_path / f"plain.{ending}")


def told(path: Path) -> list[str]:
    """All texts of a written report, in order."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".xlsx":
        return [str(c.value) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for c in row]
    return list(WordDocument(str(path)).element.body.itertext())
