"""`kg score` gives the figures of the scorer that comes with the annotations."""

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.errors import DocumentError
from kg.scoring import Scores, score_folders, score_pair
from tests.paths import SHARED, needs_shared

GOLD: dict[str, Any] = {
    "entities": [
        {"id": "a", "type": "Enterprise", "name": "甲公司", "aliases": ["甲"], "mentions": [[0, 3], [5, 6]]},
        {"id": "b", "type": "Enterprise", "name": "乙公司", "aliases": [], "mentions": [[10, 13]]},
        {"id": "c", "type": "Region", "name": "丙区", "aliases": [], "mentions": [[20, 22]]},
    ],
    "relations": [
        {"type": "LOCATED_IN", "source": "a", "target": "c"},
        {"type": "PARTNERS_WITH", "source": "a", "target": "b"},
    ],
}


def of(gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, float]:
    scores = Scores()
    score_pair(scores, gold, predicted)
    return {row["kind"]: row["f1"] for row in scores.rows() if row["type"] == "all"}


def test_gold_against_itself_is_perfect() -> None:
    assert of(GOLD, GOLD) == {"mention": 1.0, "entity": 1.0, "relation": 1.0}


def test_empty_prediction_scores_zero() -> None:
    assert of(GOLD, {}) == {"mention": 0.0, "entity": 0.0, "relation": 0.0}


def test_partners_may_stand_in_either_direction_and_others_may_not() -> None:
    turned = GOLD | {"relations": [{**r, "source": r["target"], "target": r["source"]} for r in GOLD["relations"]]}
    scores = Scores()
    score_pair(scores, GOLD, turned)
    assert scores.counts["relation", "PARTNERS_WITH"].right == 1
    assert scores.counts["relation", "LOCATED_IN"].right == 0


def test_an_alias_is_enough_for_an_entity() -> None:
    entities = [{**e, "name": "甲"} if e["id"] == "a" else e for e in GOLD["entities"]]
    assert of(GOLD, {"entities": entities, "relations": GOLD["relations"]})["relation"] == 1.0


def test_a_thing_split_in_two_costs_precision_once() -> None:
    twice = GOLD["entities"] + [{"id": "a2", "type": "Enterprise", "name": "甲", "aliases": [], "mentions": []}]
    scores = Scores()
    score_pair(scores, GOLD, {"entities": twice, "relations": []})
    assert (scores.counts["entity", ""].right, scores.counts["entity", ""].predicted) == (3, 4)


def test_entities_without_an_id_are_counted() -> None:
    bare = [{k: v for k, v in e.items() if k != "id"} for e in GOLD["entities"]]
    assert of(GOLD, {"entities": bare}) == {"mention": 1.0, "entity": 1.0, "relation": 0.0}
    assert of(GOLD, {"entities": [*bare, {"type": "Enterprise", "name": "丁公司"}]})["entity"] == pytest.approx(
        6 / 7, abs=1e-4
    )


def test_missing_files_are_named_and_no_gold_is_an_error(tmp_path: Path) -> None:
    gold, predicted = tmp_path / "gold", tmp_path / "predicted"
    gold.mkdir()
    predicted.mkdir()
    with pytest.raises(DocumentError, match="no annotation"):
        score_folders(gold, predicted)
    (gold / "x.json").write_text(json.dumps(GOLD), encoding="utf-8")
    assert score_folders(gold, predicted).missing == ["x.json"]
    (predicted / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"x\.json: not an annotation"):
        score_folders(gold, predicted)


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", SHARED / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def damaged(annotation: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The annotation with some entities lost, renamed or doubled and some relations turned."""
    entities = [dict(e) for e in annotation["entities"] if chance.random() > 0.15]
    for entity in entities:
        if chance.random() < 0.1:
            entity["name"], entity["aliases"] = "别的", []
        if chance.random() < 0.1:
            entity["type"] = "Product"
    entities += [{**e, "id": e["id"] + "x", "mentions": []} for e in entities if chance.random() < 0.1]
    kept = {e["id"] for e in entities}
    relations = [
        r for r in annotation["relations"] if r["source"] in kept and r["target"] in kept and chance.random() > 0.2
    ]
    return {"entities": entities, "relations": relations}


@needs_shared
@pytest.mark.shared
def test_figures_are_those_of_the_reference_scorer() -> None:
    other = reference()
    chance = random.Random(7)
    for file in sorted((SHARED / "gold" / "dev").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        predicted = damaged(gold, chance)
        mine, theirs = of(gold, predicted), other.score(gold, predicted).out()
        for kind in ("mention", "entity", "relation"):
            assert mine[kind] == pytest.approx(theirs[kind]["f1"], abs=2e-4), (file.name, kind)
