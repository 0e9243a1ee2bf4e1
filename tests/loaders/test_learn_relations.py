"""Corrections of relations: what a person rejects is claimed no more, what a person adds is, with the person as its source."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.document import Document
from kg.errors import DocumentError
from kg.extraction import Extraction
from kg.loaders.corrections import Judged, Link, read_relations, write_relations
from kg.loaders.extract import extract
from kg.loaders.learn import learn
from kg.scoring import Scores, score_pair
from tests.loaders.test_learn import folder, own

__all__ = ["folder"]
FIRM, OTHER = "枝江甲化工有限公司", "宜昌乙材料有限公司"
TEXT = f"{FIRM}位于枝江市，主要生产电解液。{OTHER}到枝江市考察，与{FIRM}座谈。\n"
SAID = Link("LOCATED_IN", FIRM, "枝江市")
ADDED = Link("SUPPLIES", FIRM, OTHER)


def links(extraction: Extraction) -> dict[Link, str]:
    """The relations by names, with their rules."""
    name = {r.id: r.name for r in extraction.referents}
    return {Link(c.relation, name[c.source], name[c.target]): c.rule for c in extraction.claims}


def corrected(tmp_path: Path, change: Callable[[dict[str, Any], dict[str, str]], None]) -> Path:
    """The extraction of TEXT, changed by a person who knows the ids of the names."""
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    data = own(tmp_path / "news.txt").as_json()
    ids = {e["name"]: e["id"] for e in data["entities"]}  # type: ignore[attr-defined]
    change(data, ids)
    file = tmp_path / "news.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def correct(data: dict[str, Any], ids: dict[str, str]) -> None:
    """Take the place away, and add that one supplies the other."""
    wrong = {"type": SAID.relation, "source": ids[FIRM], "target": ids["枝江市"]}
    data["relations"] = [r for r in data["relations"] if not wrong.items() <= r.items()]
    data["relations"].append({"type": ADDED.relation, "source": ids[FIRM], "target": ids[OTHER], "evidence": [0, 9]})


def test_a_corrected_relation_is_learnt_and_the_score_rises(tmp_path: Path, folder: Path) -> None:
    file = corrected(tmp_path, correct)
    before, after, gold = Scores(), Scores(), json.loads(file.read_text(encoding="utf-8"))
    assert SAID in links(own(tmp_path / "news.txt"))
    score_pair(before, gold, own(tmp_path / "news.txt").as_json())
    learnt = learn(file, own)
    assert learnt.right == {ADDED}
    assert learnt.wrong == {SAID}
    assert not learnt.names | learnt.veto
    write_relations(folder, learnt.judged("李敏").onto(read_relations(folder)))
    found = own(tmp_path / "news.txt")
    assert SAID not in links(found)
    assert links(found)[ADDED] == "person:李敏"
    score_pair(after, gold, found.as_json())
    assert after.counts["relation", ""].f1 == 1.0 > before.counts["relation", ""].f1
    assert learn(file, own).right == learn(file, own).wrong == frozenset()


def test_it_holds_in_other_documents_and_between_these_two_only(folder: Path) -> None:
    text = f"{FIRM}位于枝江市。{OTHER}位于枝江市。"
    write_relations(folder, Judged({ADDED: "李敏"}, {SAID: "李敏"}))
    found = links(extract(Document.of_text(text)))
    assert SAID not in found
    assert {ADDED, Link("LOCATED_IN", OTHER, "枝江市")} <= found.keys()
    [claim] = [c for c in extract(Document.of_text(text)).claims if c.relation == ADDED.relation]
    assert FIRM in text[claim.start : claim.end]
    assert OTHER in text[claim.start : claim.end]
    assert not links(extract(Document.of_text(f"{FIRM}招聘。"))).keys() & {ADDED}


def test_a_thing_taken_away_takes_its_relations_and_no_judgement(tmp_path: Path, folder: Path) -> None:
    def change(data: dict[str, Any], ids: dict[str, str]) -> None:
        data["entities"] = [e for e in data["entities"] if e["name"] != "枝江市"]

    learnt = learn(corrected(tmp_path, change), own)
    assert ("Region", "枝江市") in learnt.veto
    assert not learnt.right | learnt.wrong


def test_a_table_of_relations_is_learnt_and_the_newer_verdict_wins(tmp_path: Path, folder: Path) -> None:
    table = tmp_path / "r.csv"
    table.write_text(
        f"主体,关系,对象,判断\n{FIRM},位于,枝江市,错\n{FIRM},SUPPLIES,{OTHER},对\n{FIRM},OPERATES,枝江化工园,LOCATED_IN\n",
        encoding="utf-8",
    )
    learnt = learn(table, own)
    write_relations(folder, learnt.judged("李敏").onto(read_relations(folder)))
    assert learnt.wrong == {SAID, Link("OPERATES", FIRM, "枝江化工园")}
    assert learnt.right == {ADDED, Link("LOCATED_IN", FIRM, "枝江化工园")}
    write_relations(folder, Judged({SAID: "王芳"}, {}).onto(read_relations(folder)))
    held = read_relations(folder)
    assert held.right[SAID] == "王芳"
    assert SAID not in held.wrong


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("source,relation,target\n甲,SUPPLIES,乙\n", "no column 'verdict'"),
        ("source,relation,target,verdict\n甲,LIKES,乙,wrong\n", "neither a relation nor a verdict"),
        ("source,relation,target,verdict\n甲,SUPPLIES,,wrong\n", "two ends"),
    ],
)
def test_a_table_that_says_nothing_is_refused_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    table = tmp_path / "r.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=reason):
        learn(table, own)


def test_a_wrong_line_of_the_list_is_named(folder: Path) -> None:
    folder.mkdir()
    (folder / "relations.tsv").write_text("# a\nmaybe\tSUPPLIES\t甲\t乙\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"relations\.tsv, line 2"):
        extract(Document.of_text(TEXT))
