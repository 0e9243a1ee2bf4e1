"""Relation rules: what each reads out of a sentence, and that no input breaks them."""

import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document, Span, Table
from kg.errors import SchemaError
from kg.extraction import Referent
from kg.loaders.lexicon.fold import table
from kg.loaders.parsed import Parsed
from kg.loaders.relate import LATE_RULES, LEAST, RULES, prepare, relate, tellings
from kg.loaders.relate import __doc__ as ROOM
from kg.loaders.relate import __file__ as ROOM_FILE
from kg.loaders.relate.confidence import counts
from kg.loaders.relate.scene.cues import CUES, cue
from kg.loaders.relate.scene.document import Scene
from kg.loaders.relate.scene.names import Forms
from kg.mention import Mention
from kg.schema import ontology
from tests.loaders.marked import TYPES, lines, read, scene

HOME = Path(ROOM_FILE).parent
CASES = [
    tuple(line.split(" =>", 1))
    for line in Path(__file__).with_name("relations.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_sentence_tells_these_relations_and_no_others(marked: str, expected: str) -> None:
    parsed, referents = read(marked)
    wanted = {part.strip() for part in expected.split(";") if part.strip()}
    assert lines(relate(parsed, referents), referents) == wanted


def _lines_of(marked: str) -> set[str]:
    parsed, referents = read(marked)
    return lines(relate(parsed, referents), referents)


@pytest.mark.parametrize("marked", [marked for marked, _ in CASES])
def test_latin_marks_tell_the_same(marked: str) -> None:
    latin = str.maketrans("，；：（）", ",;:()")
    assert _lines_of(marked.translate(latin)) == {line.translate(latin) for line in _lines_of(marked)}


@pytest.mark.parametrize("marked", [marked for marked, _ in CASES])
def test_traditional_characters_tell_the_same(marked: str) -> None:
    traditional = {ord(to): chr(code) for code, to in table().items() if "一" <= to <= "鿿"}
    assert _lines_of(marked.translate(traditional)) == {line.translate(traditional) for line in _lines_of(marked)}


def test_rules_have_names_of_their_own_and_rates_are_of_rules() -> None:
    names = [rule.__name__ for rule in (*RULES, *LATE_RULES)]
    assert len(names) == len(set(names))
    assert {rule for _, rule in counts()} <= set(names)


def test_every_rule_reads_some_sentence() -> None:
    silent = {rule.__name__ for rule in (*RULES, *LATE_RULES)} - {"table_row"}
    for marked, _ in CASES:
        made = scene(marked)
        told = []
        for rule in RULES:
            found = list(rule(made))
            silent -= {rule.__name__} if found else set()
            told += found
        for late in LATE_RULES:
            found = list(late(made, told))
            silent -= {late.__name__} if found else set()
            told += found
    assert not silent


def _index() -> dict[str, set[str]]:
    """Relation to the modules (`places.standing`) that its row of the index names."""
    rows = re.findall(r"^    ([A-Z_]+) +(.+)", ROOM, re.MULTILINE)
    parts = [(relation, part.split(":")) for relation, row in rows for part in re.sub(r"\(.*?\)", "", row).split(";")]
    index: dict[str, set[str]] = {relation: set() for relation, _ in rows}
    for relation, (room, modules) in parts:
        index[relation] |= {f"{room.strip()}.{module.strip()}" for module in modules.split(",")}
    return index


def test_the_index_says_which_module_of_which_room_tells_what() -> None:
    index = _index()
    assert index.keys() == ontology().relations.keys()
    files = {".".join(p.relative_to(HOME).with_suffix("").parts) for p in HOME.rglob("*.py") if p.stem != "__init__"}
    assert {word for name in files for word in name.split(".")} <= set(re.findall("[a-z]+", ROOM))
    modules = {rule.__name__: rule.__module__.removeprefix(f"{relate.__module__}.") for rule in (*RULES, *LATE_RULES)}
    assert set(modules.values()) == {n for n in files if hasattr(import_module(f"{relate.__module__}.{n}"), "LATE")}
    for marked, _ in CASES:
        for told, rule in tellings(prepare(*read(marked))):
            assert modules[rule] in index[told.relation] | {"rows"}, (told.relation, rule)


def test_every_relation_is_told_by_some_sentence() -> None:
    assert {part.split()[0] for _, expected in CASES for part in expected.split(";") if part.strip()} == set(
        ontology().relations
    )


def test_stage_amount_and_office_are_kept() -> None:
    parsed, referents = read(
        "[C 光伏产业链]上游为[P 硅料]。[E 甲集团]投资30亿元建设[J 乙项目]。[E 甲集团]董事长[N 某甲]出席。"
    )
    attrs = {(c.relation, *pair) for c in relate(parsed, referents) for pair in c.attrs}
    assert attrs == {
        ("PART_OF", "stage", "上游"),
        ("INVESTS_IN", "amount", "30亿元"),
        ("WORKS_FOR", "position", "董事长"),
    }


@pytest.mark.parametrize(
    ("marked", "since"),
    [
        ("2021年12月，[A 甲市科技局]出台了[L 《乙办法》]。", "2021-12"),
        ("[E 甲公司]２０１１年３月１日落户[R 苏州市]。", "2011-03-01"),
        ("[E 甲公司]1998年落户[R 苏州市]。", "1998"),
        ("[E 甲公司]落户[R 苏州市]。", None),
        ("[E 甲公司]落户[R 苏州市]，预计2025年投产。", None),
        ("[E 甲公司]1998年落户[R 苏州市]，2001年扩建。", None),
        ("[E 甲公司]2021年生产[P 轴承]。", None),
        ("[E 甲公司]落户[R 苏州市]，产值翻番，市场在1998年开放，十分繁荣。", None),
    ],
)
def test_since_is_the_one_date_of_the_event(marked: str, since: str | None) -> None:
    parsed, referents = read(marked)
    assert {c.since for c in relate(parsed, referents)} == {since}


def test_evidence_is_the_sentence() -> None:
    parsed, referents = read("天气晴。[E 甲公司]落户[R 苏州市]。大家高兴。")
    (claim,) = relate(parsed, referents)
    assert parsed.text[claim.start : claim.end] == "甲公司落户苏州市。"


def test_a_table_is_read_by_row() -> None:
    parsed, referents = read(
        "企业 | 主要产品 | 所在地\n[E 甲公司] | [P 轴承]、[P 齿轮] | [R 无锡市]\n[E 乙公司] | [P 叶片] | [R 常州市]\n"
    )
    rows, start = [], 0
    for line in parsed.text.splitlines(keepends=True):
        cells, at = [], start
        for cell in line.rstrip("\n").split(" | "):
            cells.append(Span(at, at + len(cell)))
            at += len(cell) + 3
        rows.append(tuple(cells))
        start += len(line)
    document = replace(parsed.document, tables=(Table(tuple(rows)),))
    claims = relate(Parsed(document), referents)
    assert lines(claims, referents) == {
        "PRODUCES 甲公司 轴承", "PRODUCES 甲公司 齿轮", "LOCATED_IN 甲公司 无锡市", "PRODUCES 乙公司 叶片", "LOCATED_IN 乙公司 常州市",
    }  # fmt: skip
    assert {document.text[c.start : c.end] for c in claims} == {
        "甲公司 | 轴承、齿轮 | 无锡市",
        "乙公司 | 叶片 | 常州市",
    }


def test_a_list_gives_one_relation_for_each_member() -> None:
    parsed, referents = read("[R 滨江区]引进了[E 甲公司]、[E 乙公司]、[E 丙公司]以及[E 丁公司]等企业。")
    assert len([c for c in relate(parsed, referents) if c.relation == "LOCATED_IN"]) == 4


def test_unknown_cue_is_refused() -> None:
    with pytest.raises(SchemaError, match="no list"):
        cue("no such cue")


def test_every_cue_is_read() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in HOME.rglob("*.py"))
    assert not [name for name in CUES.names() if f'"{name}"' not in code and f"{{{name}}}" not in code]


def test_cues_hold_no_long_names() -> None:
    """A cue is a word of the language; a run of eight characters would be a name."""
    words = [re.sub(r"\[[^\]]*\]", "", word) for name in CUES.names() for word in CUES.words(name)]
    assert not [run for word in words for run in re.findall(r"[一-鿿]{8,}", word)]


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, list[Referent]]:
    """Random prose with random, also overlapping, mentions."""
    words = st.sampled_from([
        "甲公司", "苏州市", "生产", "、", "，", "。", "；", "\n", "和", "位于", "芯片", "等", "《", "》", "（", "）", "由", "建设", "上游", "的",
        "支持", "负责", "一、", "公司", "投资3亿元", "我市", "|", " ", "：", "第一条", "😀", "\u202e", "\x00",
    ])  # fmt: skip
    text = "".join(draw(st.lists(words, max_size=60)))
    spans = st.tuples(st.integers(0, max(len(text), 1)), st.integers(1, 6), st.sampled_from(sorted(TYPES.values())))
    referents = []
    for i, (start, length, kind) in enumerate(draw(st.lists(spans, max_size=12))):
        if text[start : start + length].strip():
            end = min(len(text), start + length)
            referents.append(Referent(f"e{i}", kind, text[start:end], mentions=[Mention(start, end, kind, "random")]))
    return text, referents


@given(_texts())
@settings(max_examples=200, deadline=None)
def test_any_input_gives_only_allowed_claims_inside_the_text(sample: tuple[str, list[Referent]]) -> None:
    text, referents = sample
    types = {r.id: r.type for r in referents}
    for claim in relate(Parsed(Document.of_text(text)), referents):
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.source != claim.target
        assert ontology().relation(claim.relation).allows(types[claim.source], types[claim.target])
        assert LEAST <= claim.confidence <= 1


def test_what_is_told_of_doubtful_names_is_not_claimed() -> None:
    parsed, referents = read("[E 甲公司]生产[P 轴承]。")
    assert len(relate(parsed, referents)) == 1
    doubtful = [replace(r, mentions=[replace(m, confidence=0.45) for m in r.mentions]) for r in referents]
    assert not relate(parsed, doubtful)


def test_names_are_prepared_once_however_many_policies_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, ...]] = []
    prepare = Forms.__init__

    def counted(self: Forms, scene: Scene, *types: str, stems: bool = False) -> None:
        made.append(types)
        prepare(self, scene, *types, stems=stems)

    monkeypatch.setattr(Forms, "__init__", counted)
    titles = "".join(f"[L 《甲{i}号纺织产业意见》]出台。" for i in range(30))
    parsed, referents = read(f"[I 纺织]。[K 乙园区]。{titles}")
    assert "SUPPORTS" in {c.relation for c in relate(parsed, referents)}
    assert len(made) < 30


@pytest.mark.timeout(60)
def test_one_endless_line_stays_linear() -> None:
    text = "甲公司生产芯片、" * 3000
    mentions = [Mention(i, i + 3, "Enterprise", "x") for i in range(0, len(text), 8)]
    goods = [Mention(i + 5, i + 7, "Product", "x") for i in range(0, len(text), 8)]
    referents = [
        Referent("e", "Enterprise", "甲公司", mentions=mentions),
        Referent("p", "Product", "芯片", mentions=goods),
    ]
    assert "PRODUCES" in {c.relation for c in relate(Parsed(Document.of_text(text)), referents)}
