"""What both readers propose, weighed together: its candidates, what is weighed of them, and how the weights are learned."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.loaders.encoder import reading
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import encoded, learn_weights, propose, weighing
from kg.loaders.recognise.candidates import Candidate, Surroundings
from kg.loaders.recognise.settle import SHADOW
from tests.paths import SHARED, needs_shared

TEXT = (
    "关于支持临港片区发展氢能产业的若干措施\n我区引入了上海氢晨新能源科技有限公司、重塑能源等企业，生产电堆、膜电极和双极板。"
    "电堆项目由临港集团建设，氢晨科技与同济大学共建氢能研究院。膜电极、双极板和电堆销往全国。"
)


PARTS = (
    "我区",
    "引入",
    "上海氢晨新能源科技有限公司",
    "电堆",
    "、",
    "，",
    "。",
    "\n",
    "临港片区",
    "项目",
    "产业",
    "与",
    "《若干措施》",
    "A",
    " ",
    "3万吨",
)
texts = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)


def read(text: str) -> tuple[Parsed, list[Candidate], weighing.Columns]:
    parsed = Parsed(Document.of_text(text, "a"))
    return parsed, *encoded.weighed(parsed, propose(parsed))


def test_candidates_hold_what_each_reader_finds() -> None:
    parsed, found, _ = read(TEXT)
    assert parsed.reading is not None
    spans = [c.span for c in found]
    assert spans == sorted(set(spans))
    assert {(m.start, m.end, m.type) for m in parsed.reading.mentions} == {c.span for c in found if c.on_path}
    assert all(c.rules is None or (c.rules.start, c.rules.end, c.rules.type) == c.span for c in found)
    assert any(c.rules is None for c in found)
    assert any(not c.on_path for c in found)


def test_windows_give_one_row_of_chances_to_each_character() -> None:
    parsed, _, _ = read(TEXT * 5)
    assert parsed.reading is not None
    chances = parsed.reading.chances
    assert chances.shape == (len(TEXT) * 5, len(reading.weights(reading.MODEL).meta["labels"]))
    assert np.allclose(chances.sum(1), 1, atol=1e-4)


@given(texts)
@settings(deadline=None, max_examples=25)
def test_what_is_chosen_does_not_overlap(text: str) -> None:
    parsed = Parsed(Document.of_text(text, "a"))
    kept = encoded.adjust(parsed, propose(parsed))
    chosen = sorted((m.start, m.end) for m in kept if m.name is None and m.type != SHADOW)
    assert all(b <= c for (_, b), (c, _) in zip(chosen, chosen[1:], strict=False))
    assert all(encoded.LEAST <= m.confidence < 1 for m in kept if m.name is None and m.type != SHADOW)


def test_columns_say_what_surrounds_a_candidate() -> None:
    parsed, found, told = read(TEXT)
    around = Surroundings(parsed, found)
    for i, c in enumerate(found):
        start, end, kind = c.span
        name = TEXT[start:end]
        assert told["times"][i] == min(sum(TEXT.startswith(name, k) for k in range(len(TEXT))), 6)
        others = [o.read for o in found if o is not c and o.span[2] == kind and TEXT[o.span[0] : o.span[1]] == name]
        assert around.elsewhere(i) == max(others, default=0.0)
        crossed = [o.read for o in found if o is not c and o.span[0] < end and start < o.span[1]]
        assert told["rival"][i] == max(crossed, default=0.0)
        if "、" not in (TEXT[start - 1 : start], TEXT[end : end + 1]):
            assert told["listed"][i] == 0


def test_every_column_and_type_has_a_weight() -> None:
    _, _, told = read(TEXT)
    types = reading.weights(reading.MODEL).meta["types"]
    assert set(weighing.weights()) == {*told, *(f"type {kind}" for kind in types), "all"}


def test_a_surer_reader_makes_a_name_likelier() -> None:
    assert all(weighing.weights()[name] > 0 for name in ("rules", "least", "mean", "first", "last", "elsewhere"))
    assert weighing.weights()["rival"] < 0


def test_weights_learned_are_those_that_made_the_answers() -> None:
    chance = np.random.default_rng(0)
    told = {"a": chance.normal(0, 1, 40_000), "b": chance.normal(3, 0.1, 40_000)}
    types = ["Park" if x else "Fund" for x in chance.random(40_000) < 0.5]
    true = 1.5 * told["a"] - 4 * told["b"] + np.where(np.array(types) == "Park", 0.5, -0.5) + 11
    right = chance.random(40_000) < 1 / (1 + np.exp(-true))
    learned = weighing.fit(told, types, right)
    assert learned["a"] == pytest.approx(1.5, rel=0.05)
    assert learned["b"] == pytest.approx(-4, rel=0.1)
    assert learned["type Park"] - learned["type Fund"] == pytest.approx(1, rel=0.1)
    guess = learned["all"] + sum(learned[k] * v for k, v in told.items())
    guess += np.array([learned[f"type {kind}"] for kind in types])
    assert (1 / (1 + np.exp(-guess))).mean() == pytest.approx(right.mean(), abs=1e-3)


def test_a_column_that_never_differs_weighs_nothing() -> None:
    told = {"a": np.array([1.0, 2, 3, 4]), "same": np.ones(4)}
    learned = weighing.fit(told, ["Park"] * 4, np.array([False, True, False, True]))
    assert learned["same"] == 0
    assert all(np.isfinite(list(learned.values())))


@needs_shared
def test_weights_are_learned_from_annotated_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for name in ("xiehe.txt", "xiehe.json", "shenzhen.txt", "shenzhen.json"):
        shutil.copy(SHARED / "gold" / "dev" / name, gold)
    monkeypatch.setattr("sys.argv", ["learn_weights", str(gold), "--out", str(tmp_path / "w.tsv")])
    learn_weights.main()
    rows = [
        line.split("\t") for line in (tmp_path / "w.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    assert {"rules", "least", "all"} <= {name for name, _ in rows} <= set(weighing.weights())
    assert all(np.isfinite(float(weight)) for _, weight in rows)
