"""Corrections become word lists that are applied from then on."""

import json
from pathlib import Path

import pytest

from kg.document import Document
from kg.errors import DocumentError
from kg.extraction import Extraction
from kg.loaders.extract import extract
from kg.loaders.learn import learn
from kg.loaders.local import Words, read_words, write_words
from kg.scoring import Scores, score_pair

TEXT = "近日，云栖衡器与浔阳江智造走到了一起。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_FAST", "1")  # the encoder knows the names of these texts already
    words = tmp_path / "words"
    monkeypatch.setenv("KG_WORDS", str(words))
    return words


def own(path: Path) -> Extraction:
    return extract(Document.of_text(path.read_text(encoding="utf-8"), str(path)))


def found(text: str) -> set[tuple[str, str]]:
    extraction = extract(Document.of_text(text))
    return {(m.type, text[m.start : m.end]) for r in extraction.referents for m in r.mentions}


def corrected(tmp_path: Path) -> Path:
    """The extraction of TEXT as a person would correct it: both names are enterprises, and nothing else is."""
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    data = own(tmp_path / "news.txt").as_json()
    names = ("云栖衡器", "浔阳江智造")
    data["entities"] = [
        {"id": n, "type": "Enterprise", "name": n, "mentions": [[TEXT.index(n), TEXT.index(n) + len(n)]]} for n in names
    ]
    file = tmp_path / "news.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def test_a_corrected_extraction_is_learnt_and_the_score_rises(tmp_path: Path, folder: Path) -> None:
    file = corrected(tmp_path)
    gold = json.loads(file.read_text(encoding="utf-8"))
    before, after = Scores(), Scores()
    score_pair(before, gold, own(tmp_path / "news.txt").as_json())
    write_words(folder, learn(file, own).onto(read_words(folder)))
    score_pair(after, gold, own(tmp_path / "news.txt").as_json())
    assert after.counts["mention", ""].f1 == 1.0
    assert after.counts["mention", ""].f1 > before.counts["mention", ""].f1
    assert ("Enterprise", "浔阳江智造") in found("昨天，浔阳江智造又来了。")


def test_a_veto_holds_in_other_documents(folder: Path) -> None:
    text = "会议在杭州市举行，杭州市有关部门参加。"
    assert ("Region", "杭州市") in found(text)
    write_words(folder, Words(veto=frozenset({("Region", "杭州市")})))
    assert ("Region", "杭州市") not in found(text)


@pytest.mark.parametrize("separator", [",", "\t"])
def test_a_table_of_verdicts_is_learnt(tmp_path: Path, separator: str) -> None:
    rows = [
        ["名称", "类型", "判断"],
        ["云栖衡器", "企业", "对"],
        ["产业大脑", "Industry", "wrong"],
        ["江南站", "Park", "Project"],
    ]
    file = tmp_path / "verdicts.csv"
    file.write_text("\n".join(separator.join(r) for r in rows), encoding="utf-8")
    learnt = learn(file, own)
    assert learnt.names == {("Enterprise", "云栖衡器"), ("Project", "江南站")}
    assert learnt.veto == {("Industry", "产业大脑"), ("Park", "江南站")}


def test_the_newer_judgement_wins(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.csv"
    file.write_text("name,type,verdict\n甲乙丙,Enterprise,wrong\n", encoding="utf-8")
    words = learn(file, own).onto(Words(names=frozenset({("Enterprise", "甲乙丙")})))
    assert words == Words(veto=frozenset({("Enterprise", "甲乙丙")}))


def test_lists_survive_writing_and_reading(folder: Path) -> None:
    words = Words(frozenset({("Park", "“云上”小镇")}), frozenset({("Person", "某 某")}))
    write_words(folder, words)
    assert read_words(folder) == words


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("x.json", "{", "not an annotation"),
        ("x.json", '{"entities": [], "source": "nowhere.txt"}', "--document FILE"),
        ("x.csv", "a,b\n1,2\n", "no column 'name'"),
        ("x.csv", "name,type,verdict\n甲,Enterprise,vielleicht\n", "line 2: 'vielleicht' is neither"),
        ("x.csv", "name,type,verdict\n甲,Planet,right\n", "line 2: 'Planet' is neither"),
        ("x.csv", "name,type,verdict\n,Park,right\n", "line 2: no name"),
    ],
)
def test_bad_corrections_name_place_and_remedy(tmp_path: Path, name: str, body: str, message: str) -> None:
    file = tmp_path / name
    file.write_text(body, encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        learn(file, own)


def test_a_bad_line_of_the_users_list_is_named(folder: Path) -> None:
    folder.mkdir()
    (folder / "names.tsv").write_text("# mine\nEnterprise 甲\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"names\.tsv, line 2"):
        read_words(folder)
