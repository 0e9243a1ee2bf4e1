"""What a region's own documents say that it lacks or wants raises that gap, with its sentence, and adds up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.analysis.explain import explain_gap, explain_target, priority_with
from kg.analysis.gaps import gaps
from kg.analysis.landscape import Landscape
from kg.analysis.local import Local
from kg.analysis.reasons import BUILDING, STATED
from kg.analysis.rows import GapRow
from kg.analysis.statements import Stated
from kg.analysis.targets import seek
from kg.analysis.weights import weights
from kg.fact import LACKS, SEEKS
from tests.analysis.world import SEGMENTS, country, full

TODAY = date(2026, 11, 23)
NATION = {"3301": full(6), "3302": full(6), "4201": full(6)}


def said(name: str = "丁件", **more: str | float | None) -> Stated:
    """A statement of 萧山区, whatever `more` says otherwise."""
    plain = Stated(
        LACKS, "Product", name, "330109", "萧山区", "Region", f"我区缺少{name}企业。", "某方案", f"fact:{name}", 0.9
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def world(folder: Path, here: dict[str, int], *stated: Stated) -> Landscape:
    """A district with some enterprises in a country with all."""
    return country(folder, {**NATION, "330109": here}, Local(stated=list(stated)))


def row_of(rows: Sequence[GapRow], segment: str = "丁件") -> GapRow | None:
    return next((r for r in rows if r.segment == segment), None)


HERE = {"甲矿": 8, "丙材": 8, "己机": 8}


def test_a_planted_statement_raises_its_gap_and_no_other(tmp_path: Path) -> None:
    plain = gaps(world(tmp_path, HERE), "萧山区", today=TODAY)
    told = gaps(world(tmp_path, HERE, said()), "萧山区", today=TODAY)
    assert [r.segment for r in told if STATED in r.kinds] == ["丁件"]
    for row in told:
        before = row_of(plain, row.segment)
        assert before is not None
        assert row.priority is not None
        assert before.priority is not None
        if row.segment == "丁件":
            assert row.priority == pytest.approx(before.priority + 20 * 0.9, abs=1e-3)
            assert row.own
            assert "本地资料自述短板“丁件”：“我区缺少丁件企业”《某方案》" in row.reasons
        else:
            assert row == replace(before, offers=row.offers)


def test_every_priority_adds_up_and_is_shown(tmp_path: Path) -> None:
    rows = gaps(world(tmp_path, HERE, said(), said("乙具", kind=SEEKS)), "萧山区", today=TODAY)
    for row in rows:
        assert row.priority == pytest.approx(row.factor * sum(p.contribution for p in row.parts), abs=1e-3)
        assert row.priority == pytest.approx(priority_with(row, weights()), abs=1e-3)
        assert sum(weights().priority.values()) == pytest.approx(1)
    sought = row_of(rows, "乙具")
    assert sought is not None
    assert next(p for p in sought.parts if p.term == "stated").value == pytest.approx(0.6 * 0.9)
    lines = explain_gap(next(r for r in rows if r.segment == "丁件"))
    assert "  自述短板 0.9000 × 0.2 × 100 = 18.0000" in lines
    assert sum("某方案" in line for line in lines) == 1


def test_where_enterprises_are_seen_both_are_said(tmp_path: Path) -> None:
    here = full(8)
    row = row_of(gaps(world(tmp_path, here, said()), "萧山区", today=TODAY))
    assert row is not None
    assert STATED in row.kinds
    assert any(r.startswith("自述缺少，但见到8家") for r in row.reasons)
    assert row.factor == weights().contested
    only = row_of(gaps(world(tmp_path, here, said(kind=SEEKS)), "萧山区", today=TODAY))
    assert only is not None
    assert any(r.startswith("提出招引，本地已见8家") for r in only.reasons)


@pytest.mark.parametrize(
    "other",
    [
        said(division="420102"),
        said(confidence=0.49),
        said(date="2019-01-01"),
        said(date="2027-01-01"),
        said(name="无此环节"),
        said(type="Enterprise"),
        said(division="999999"),
    ],
)
def test_what_is_of_elsewhere_doubtful_old_or_unknown_counts_nothing(tmp_path: Path, other: Stated) -> None:
    assert gaps(world(tmp_path, HERE, other), "萧山区", today=TODAY) == gaps(
        world(tmp_path, HERE), "萧山区", today=TODAY
    )


def test_a_wider_region_raises_by_half_and_makes_no_gap(tmp_path: Path) -> None:
    wide = said(division="3301", holder="杭州市")
    row = row_of(gaps(world(tmp_path, HERE, wide), "萧山区", today=TODAY))
    assert row is not None
    assert STATED not in row.kinds
    assert not row.own
    assert next(p for p in row.parts if p.term == "stated").value == pytest.approx(0.45)
    assert any(r.startswith("杭州市自述短板") for r in row.reasons)
    kinds = {r.segment: r.kinds for r in gaps(world(tmp_path, full(8), wide), "萧山区", today=TODAY)}
    assert kinds == {r.segment: r.kinds for r in gaps(world(tmp_path, full(8)), "萧山区", today=TODAY)}


def test_a_statement_of_another_chain_that_has_the_segment_does_not_count(tmp_path: Path) -> None:
    unknown = row_of(gaps(world(tmp_path, HERE, said(chain="没有的产业链")), "萧山区", today=TODAY))
    own = row_of(gaps(world(tmp_path, HERE, said(chain="试验产业链")), "萧山区", today=TODAY))
    assert unknown is not None
    assert own is not None
    assert STATED in unknown.kinds
    assert STATED in own.kinds


def test_a_little_known_region_lists_what_it_says_first(tmp_path: Path) -> None:
    rows = gaps(world(tmp_path, {"甲矿": 1}, said("戊件")), "萧山区", today=TODAY)
    assert rows[0].segment == "戊件"
    assert not rows[0].graded
    assert rows[0].kinds[-1] == STATED
    assert rows[0].priority


def test_a_firm_that_is_sought_is_marked_and_one_without_products_is_told(tmp_path: Path) -> None:
    plain = seek(world(tmp_path, HERE), "萧山区", "丁件", today=TODAY)
    first = plain.rows[0]
    wish = said(first.name, kind=SEEKS, type="Enterprise", sentence="拟招引丁件企业。", number="萧政〔2026〕1号")
    good = said(kind=SEEKS, sentence="拟招引丁件企业。")
    other = replace(wish, name="未知公司", fact="fact:未知")
    found = seek(world(tmp_path, HERE, wish, good, other), "萧山区", "丁件", today=TODAY)
    assert [(r.name, r.score) for r in found.rows] == [(r.name, r.score) for r in plain.rows]
    assert [r.name for r in found.rows if r.named is not None] == [first.name]
    assert found.rows[0].named is not None
    assert found.rows[0].named.basis == "《某方案》（萧政〔2026〕1号）点名招引"
    assert any("点名招引" in line for line in explain_target(found.rows[0]))
    assert [(w.name, w.reason) for w in found.wanted] == [("未知公司", "《某方案》（萧政〔2026〕1号）点名招引")]
    assert plain.wanted == []


def test_planted_statements_are_all_found_and_no_other(tmp_path: Path) -> None:
    for segment in SEGMENTS:
        rows = gaps(world(tmp_path, HERE, said(segment)), "萧山区", today=TODAY)
        assert [r.segment for r in rows if STATED in r.kinds and BUILDING not in r.kinds] == [segment]
