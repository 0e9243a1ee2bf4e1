"""The back-test: metrics by hand, nothing of the future or of the hidden one leaks in, planted structure is found."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.analysis.backtest import alarm, data, enterprise, likelihood, regionsegment, supply
from kg.analysis.backtest.metrics import (
    Interval,
    Ranked,
    difference,
    filtered_ranks,
    interval,
    logistic,
    values_of,
    verdict,
)
from kg.analysis.backtest.run import Row, Skipped, backtest
from kg.analysis.backtest.table import figure, markdown
from kg.chains import templates
from kg.chains.pool import pool
from kg.cli import app
from tests.analysis.world import country, full
from tests.paths import SHARED, needs_shared


def mean(ranked: Sequence[Ranked], figure: str) -> float:
    return float(values_of(ranked, figure).mean())


def test_ranks_are_filtered_and_ties_averaged() -> None:
    scores = np.array([0.9, 0.5, 0.5, 0.1, 0.8])
    ranked = filtered_ranks(scores, np.array([True, True, False, False, False]), "r")
    assert [r.rank for r in ranked] == [1.0, 2.5]
    assert ranked[1].auc == pytest.approx(0.5)
    assert mean(ranked, "Hits@10") == 1.0
    assert mean(ranked, "MRR") == pytest.approx((1 + 0.4) / 2)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=30))
@settings(max_examples=50, deadline=None)
def test_auc_equals_counting(values: list[float]) -> None:
    scores = np.array(values)
    ranked = filtered_ranks(scores, np.arange(len(scores)) == 0, "r")[0]
    wrong = scores[1:]
    counted = ((scores[0] > wrong).sum() + 0.5 * (scores[0] == wrong).sum()) / len(wrong)
    assert ranked.auc == pytest.approx(counted)


def test_intervals_hold_their_value_and_repeat() -> None:
    values = np.random.default_rng(1).random(60)
    groups = [str(i % 12) for i in range(60)]
    made = interval(values, groups)
    assert made.low < made.value < made.high
    assert made == interval(values, groups)
    same = [Ranked(g, 1 + 10 * v, 50) for g, v in zip(groups, values, strict=True)]
    assert difference(same, same, "AUC") == Interval(0.0, 0.0, 0.0)
    assert [verdict(Interval(0, a, b)) for a, b in ((0.1, 0.2), (-0.1, 0.1), (-0.2, -0.1))] == [
        "better",
        "not better",
        "worse",
    ]


def test_logistic_finds_the_weights() -> None:
    draw = np.random.default_rng(2)
    features = draw.normal(size=(4000, 2))
    target = (draw.random(4000) < 1 / (1 + np.exp(-(2 * features[:, 0] - features[:, 1])))).astype(float)
    assert logistic(features, target)[:2] == pytest.approx([2, -1], abs=0.25)


def settled(rows: str) -> list[regionsegment.Settled]:
    return [regionsegment.Settled(s, s[0], r, d) for s, r, d in (row.split() for row in rows.split(";"))]


EARLY = "a1 r1 2010;a2 r1 2010;b1 r1 2011;a1 r2 2010;a2 r2 2011;b1 r2 2011;b2 r3 2010;b1 r3 2010;a1 r3 2011"


def test_nothing_after_the_split_is_seen() -> None:
    known = settled(EARLY)
    later = known + settled("a2 r3 2014;b2 r1 2014;c1 r1 2015;b2 r2 2019")
    plain, full_ = (regionsegment.window(f, "2012", "2016") for f in (known, later))
    for name, value in regionsegment.scores(full_).items():
        assert value == pytest.approx(regionsegment.scores(plain)[name]), name
    assert full_.positive.sum() == 2
    assert not plain.positive.any()
    assert not (full_.positive & ~full_.candidate).any()


def test_popularity_and_density_by_hand() -> None:
    w = regionsegment.window(settled(EARLY), "2012", "2016")
    made = regionsegment.scores(w)
    assert w.regions == ["r1", "r2", "r3"]
    assert made["popularity (enterprises)"][0].tolist() == [3, 2, 3, 1]
    assert made["popularity (regions)"][0].tolist() == [3, 2, 3, 1]
    assert made["cosine"][0, 3] == pytest.approx(2 / np.sqrt(3))
    assert made["density"][0, 3] == 1.0


def bench() -> enterprise.Bench:
    words = {
        "0": ("锂电池", "动力电池"),
        "1": ("锂电池组", "动力电池"),
        "2": ("锂电池", "储能电池"),
        "3": ("疫苗", "血液制品"),
        "4": ("疫苗",),
        "5": ("钢材",),
    }
    return enterprise.Bench(
        [
            enterprise.Maker(c, p, f"22010{i % 2}", "电池" if i < 3 else "药", 100.0 + i, {p[0]: 0.9})
            for i, (c, p) in enumerate(words.items())
        ]
    )


def test_the_hidden_enterprise_does_not_describe_its_segment() -> None:
    pool = bench()
    case = next(c for c in enterprise.cases(pool, [enterprise.Labelled("电池", ("0", "1", "2"))]) if c.hidden == 0)
    rest = enterprise.cases(pool, [enterprise.Labelled("电池", ("1", "2", "5"))])
    other = next(c for c in rest if c.hidden == 5)
    assert case.others.tolist() == other.others.tolist() == [1, 2]
    assert case.features == pytest.approx(other.features)


def test_the_hidden_enterprise_is_found() -> None:
    pool = bench()
    found = enterprise.methods(pool, {"x": enterprise.cases(pool, [enterprise.Labelled("电池", ("0", "1", "2"))])})["x"]
    assert all(r.rank == 1 for r in found["name + members (TF-IDF)"])
    assert enterprise.cases(pool, [enterprise.Labelled("药", ("3", "4"))]) == []


LINKS = [supply.Trade(f"s{i}", f"b{i % 4}") for i in range(12)] + [
    supply.Trade(f"t{i}", f"c{i % 4}") for i in range(12)
]
CODES = sorted({c for t in LINKS for c in (t.supplier, t.buyer)})


def shaped(codes: Sequence[str]) -> likelihood.Profiles:
    """Enterprises known by one class each, the first letter of the code."""
    kinds = sorted({c[0] for c in codes})
    classes = np.array([[float(c[0] == k) for k in kinds] for c in codes])
    alike = classes @ classes.T
    return likelihood.Profiles(classes, alike, alike, np.zeros_like(alike))


@pytest.mark.parametrize("matched", [False, True])
@pytest.mark.parametrize("by_company", [False, True])
def test_classes_find_supply(matched: bool, by_company: bool) -> None:
    group = {c: frozenset(c[0]) for c in CODES}
    found = supply.evaluate(LINKS, {"segment pairs": group}, matched, by_company, shaped)
    assert len({len(v) for v in found.values()}) == 1
    for method in ("segment pairs", supply.LIKELY):
        assert mean(found[method], "AUC") > 0.6
        assert mean(found[method], "AUC") > mean(found["popularity"], "AUC")


@pytest.mark.parametrize("by_company", [False, True])
def test_hidden_links_are_hidden(by_company: bool) -> None:
    pairs = [(i, i % 7 + 20) for i in range(20)] + [(i, 22) for i in range(4)]
    made = supply.splits(sorted(set(pairs)), by_company)
    assert sorted(p for split in made for p in split.hidden) == sorted(set(pairs))
    for split in made:
        assert not set(split.hidden) & set(split.known)
        if by_company:
            assert not {i for p in split.hidden for i in p} & {i for p in split.known for i in p}


def test_profiles_do_not_depend_on_names() -> None:
    chosen = [one for one in pool() if one.products and one.trade][:30]
    other = [replace(one, name=f"企业{i}", short=f"企{i}") for i, one in enumerate(chosen)]
    codes = [one.code for one in chosen[:6]]
    first, second = (likelihood.profiles(codes, firms, templates()) for firms in (chosen, other))
    for name in ("classes", "products", "kinds", "inputs"):
        assert getattr(first, name) == pytest.approx(getattr(second, name))
        assert np.isfinite(getattr(first, name)).all()
    assert likelihood.features(first, [(0, 1), (2, 3)]).shape == (6, 6, len(likelihood.FEATURES))


def test_regions_are_halved_once() -> None:
    names = [str(i) for i in range(15)]
    chosen, kept = alarm.halves(names)
    assert sorted([*chosen, *kept]) == sorted(names)
    assert abs(len(chosen) - len(kept)) <= 1
    assert (chosen, kept) == alarm.halves(names)


def test_deleted_segments_come_back(tmp_path: Path) -> None:
    rows = {c: full(6) for c in ("3302", "3401", "3501", "3701")} | {"3301": full(6) | {"丁件": 40, "丙材": 40}}
    landscape = country(tmp_path, rows)
    cells = alarm.strong_cells(landscape, ["3301"])
    assert [j for _, _, j in cells] == [2, 3]
    found = alarm.alarms(landscape, cells)
    assert all(a.missed and a.ranks["model"] == 1 for a in found)
    assert alarm.recovery(found, "model", 1).tolist() == [1.0, 1.0]


def test_what_is_missing_is_skipped_and_named(tmp_path: Path) -> None:
    rows = list(backtest(tmp_path, ["T2", "T3"]))
    skipped = [r for r in rows if isinstance(r, Skipped)]
    assert len(skipped) == len(rows)
    assert data.CHAINS in skipped[0].files
    text = markdown(rows)
    assert data.ATLAS_SUPPLY in text
    assert figure(rows).startswith("<svg")
    result = CliRunner().invoke(
        app, ["backtest", "--only", "T3", "--data", str(tmp_path), "--table", str(tmp_path / "t.md")]
    )
    assert result.exit_code == 0
    assert "skipped: T3" in result.output
    assert (tmp_path / "t.md").read_text(encoding="utf-8") == markdown(rows[1:])


def test_the_table_holds_every_figure() -> None:
    rows = [
        Row("T1", "d", m, f, 7, 0.5, 0.4, 0.6, *(("b", 0.1, 0.05, 0.2, "better") if m == "ours" else ()))
        for m in ("b", "ours")
        for f in ("AUC", "Hits@10")
    ]
    text = markdown(rows)
    assert text.count("0.500 [0.400, 0.600]") == 4
    assert "**ours against b** | +0.100 [+0.050, +0.200] better" in text
    assert figure(rows).count("<rect") == 3


@pytest.mark.shared
@needs_shared
def test_the_published_floors_are_held() -> None:
    folder = SHARED / "data"
    if data.missing(folder, data.COMPANIES, data.TRADES):
        pytest.skip("the public data of T1 are not there")
    floors = {"province": (0.662, 0.167), "city": (0.642, 0.171)}
    for level, (auc, hits) in floors.items():
        firms = data.by_name(folder, level)
        late = regionsegment.window(firms, "2016-12-31", "2021-12-31")
        made = regionsegment.scores(late)
        learnt = regionsegment.fit(regionsegment.window(firms, "2012-12-31", "2016-12-31"))
        found = regionsegment.evaluate(late, {"logit": regionsegment.predict(late, made, learnt)})["logit"]
        assert mean(found, "AUC") >= auc
        assert mean(found, "Hits@10") >= hits
