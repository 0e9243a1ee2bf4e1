"""The encoder: its pieces and windows, its arithmetic against JAX, its file, its decoding, and what it is trained on."""

import random
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.extraction import Referent
from kg.loaders.encoder import net, reading
from kg.loaders.encoder.examples import LETTERS, annotated, unmark, written
from kg.loaders.encoder.linking import Spot, allowed_relations, chances, closest
from kg.loaders.encoder.pieces import pieces, windows
from kg.loaders.encoder.weights import Weights, mean, read, rounded, write
from kg.loaders.extract import extract
from kg.loaders.parsed import Parsed
from kg.loaders.recognise import recognise
from kg.mention import Mention
from kg.schema import ontology
from tests.paths import SHARED, needs_shared

LABELS = ["O", "BPark", "IPark", "BFund", "IFund"]
texts = st.text(alphabet=st.sampled_from("萧山区引入了ABc12，。；！”\n \t\u3000臺Ａ😀"), max_size=700)


@given(texts, st.integers(2, 60))
@settings(deadline=None)
def test_windows_tile_the_text(text: str, size: int) -> None:
    found = windows(text, size)
    assert "".join(text[a:b] for a, b in found) == text
    assert all(0 < b - a <= size for a, b in found)


@given(texts)
@settings(deadline=None)
def test_every_character_is_one_piece(text: str) -> None:
    numbers = reading.weights(reading.MODEL).meta["pieces"]
    assert len(pieces(text, numbers)) == len(text)


def test_pieces_are_folded_only_where_they_must_be() -> None:
    numbers = {"[UNK]": 0, "[SEP]": 1, "[unused1]": 2, "a": 3, "##b": 4, "台": 5, "，": 6, "##1": 7, "c": 8}
    assert pieces("ＡB1臺，\n c好", numbers) == [3, 4, 7, 5, 6, 1, 2, 8, 0]


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=300), st.booleans())
@settings(deadline=None)
def test_a_file_keeps_its_weights(values: list[float], fixed: bool) -> None:
    from tempfile import TemporaryDirectory

    array = np.resize(np.array(values, np.float32), (80, 64))
    array = rounded(array) if fixed else array
    small = np.array(values[:3], np.float32)
    with TemporaryDirectory() as folder:
        write(Path(folder) / "m", Weights({"types": ["园区"]}, {"w": array, "b": small}), {"w"} if fixed else ())
        again = read(Path(folder) / "m")
    assert again.meta == {"types": ["园区"]}
    step = np.abs(array.reshape(-1, 64)).max(1, keepdims=True) / 47
    slack = 1e-4 if fixed else 0.51 * step + 1e-4
    assert (np.abs((again["w"] - array).reshape(-1, 64)) <= slack + 0.002 * step).all()
    assert np.allclose(again["b"], small, rtol=1e-3, atol=1e-4)


def test_the_mean_of_models_lies_between_them() -> None:
    one, other = (Weights({"layers": 3}, {"a": np.full((2, 3), v, np.float32)}) for v in (1, 2))
    assert (mean([one, one])["a"] == one["a"]).all()
    assert (mean([one, other])["a"] == 1.5).all()
    assert mean([one, other]).meta == one.meta


def test_the_shipped_model_is_small_and_says_what_it_knows() -> None:
    model = reading.weights(reading.MODEL)
    assert reading.MODEL.stat().st_size <= 10_000_000
    assert set(model.meta["types"]) == set(LETTERS.values())
    assert set(model.meta["relations"]) <= set(ontology().relations)  # a new one needs no training to be used
    assert "bge-small-zh-v1.5" in model.meta["base"]


@given(st.integers(1, 6), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_the_best_path_is_the_best_of_all_allowed(length: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(length, len(LABELS))).astype(np.float32)

    def allowed(path: tuple[int, ...]) -> bool:
        names = ["O", *(LABELS[k] for k in path)]
        return all(b[0] != "I" or a[1:] == b[1:] for a, b in zip(names, names[1:], strict=False))

    paths = [p for p in product(range(len(LABELS)), repeat=length) if allowed(p)]
    best = max(paths, key=lambda p: sum(float(scores[i, k]) for i, k in enumerate(p)))
    assert reading.best_path(scores, LABELS) == list(best)


def test_mentions_are_as_sure_as_their_least_sure_character() -> None:
    scores = np.full((4, 5), -9.0, np.float32)
    scores[0, 1] = scores[1, 2] = scores[2, 1] = scores[3, 0] = 0
    scores[1, 0] = -1
    found = list(reading.decode(scores, LABELS, 10))
    assert [(m.start, m.end, m.type) for m in found] == [(10, 12, "Park"), (12, 13, "Park")]
    assert found[0].confidence == pytest.approx(1 / (1 + np.exp(-1)), abs=0.01)
    assert found[1].confidence > 0.99


def test_the_closest_mentions_of_two_things_are_paired() -> None:
    types, relations = ["Enterprise", "Region"], ["LOCATED_IN"]
    spots = [Spot(0, 2, "e", 0), Spot(10, 12, "r", 1), Spot(13, 15, "e", 0), Spot(30, 32, "r", 1)]
    assert list(closest(spots, allowed_relations(types, relations))) == [(spots[2], spots[1])]


def test_marks_of_the_written_documents() -> None:
    example = unmark("x", "[E1:澜拓]在[R1:株洲]，[E1:该公司]建厂。\n> E1 LOCATED_IN R1")
    assert example.text == "澜拓在株洲，该公司建厂。"
    assert [(s.start, s.end, s.type, s.thing) for s in example.spans] == [
        (0, 2, "Enterprise", "E1"),
        (3, 5, "Region", "R1"),
        (6, 9, "Enterprise", "E1"),
    ]
    assert example.relations == (("E1", "LOCATED_IN", "R1"),)
    assert example.related
    assert unmark("y", "[E:澜拓#龙头]在。").spans[0].thing == "E澜拓"


def test_the_written_documents_are_clean() -> None:
    examples = list(written())
    assert len(examples) > 300
    assert len({e.text for e in examples}) == len(examples)
    for example in examples:
        assert "[" not in example.text, example.name
        kinds = {s.thing: s.type for s in example.spans}
        assert all(example.text[s.start : s.end].strip() == example.text[s.start : s.end] != "" for s in example.spans)
        for source, relation, target in example.relations:
            assert ontology().relation(relation).allows(kinds[source], kinds[target]), (example.name, source, relation)


@pytest.fixture
def read_with_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_FAST", "0")


@given(texts)
@settings(max_examples=25, deadline=None)
def test_any_text_is_read(text: str) -> None:
    found = reading.read_text(text, [])
    assert "".join(text[w.start : w.end] for w in found.windows) == text
    assert all(w.hidden.shape[0] == w.end - w.start for w in found.windows)
    assert all(text[m.start : m.end] and 0 < m.confidence <= 1 for m in found.mentions)


def test_batches_do_not_change_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(example.text for example in random.Random(1).sample(list(written()), 4))
    together = reading.read_text(text, [])
    monkeypatch.setattr(reading, "_BATCH", 1)
    alone = reading.read_text(text, [])
    assert [m.start for m in together.mentions] == [m.start for m in alone.mentions]
    assert np.allclose(together.windows[0].hidden, alone.windows[0].hidden, atol=0.05)


@pytest.mark.usefixtures("read_with_encoder")
def test_a_company_that_no_list_holds_is_read_with_its_relations() -> None:
    text = "昨日，禾沐精工与新昌县人民政府签约，将在新昌高新技术产业园区投资3亿元建设谐波减速器项目，年产谐波减速器20万台。"
    found = extract(Document.of_text(text, "新闻.txt"))
    names = {r.id: (r.type, r.name) for r in found.referents}
    assert ("Enterprise", "禾沐精工") in names.values()
    told = {(names[c.source][1], c.relation, names[c.target][1]) for c in found.claims}
    assert ("禾沐精工", "PRODUCES", "谐波减速器") in told


@pytest.mark.usefixtures("read_with_encoder")
def test_more_is_told_the_less_sure_it_must_be() -> None:
    parsed = Parsed(Document.of_text("禾沐精工位于绍兴市，生产谐波减速器，供应给三花智控。", "x.txt"))
    referents = recognise(parsed)
    assert parsed.reading is not None
    told = [len(list(chances(parsed.reading, referents, least))) for least in (0.0, 0.1, 0.5, 0.9)]
    assert told == sorted(told, reverse=True)
    assert told[0] > told[-1]


def test_things_of_neighbouring_windows_are_related_too() -> None:
    fill = "其他情况从略。" * 34 + "\n"
    text = "禾沐精工简介\n" + fill + "公司位于绍兴市。\n" + fill * 2 + "产品有谐波减速器。\n"
    firm, city, good = (
        Referent(name, kind, name)
        for kind, name in (("Enterprise", "禾沐精工"), ("Region", "绍兴市"), ("Product", "谐波减速器"))
    )
    for thing in (firm, city, good):
        start = text.index(thing.name)
        thing.mentions.append(Mention(start, start + len(thing.name), thing.type, "x", 1.0))
    read_ = reading.read_text(text, [])
    assert len(read_.windows) >= 3
    found = list(chances(read_, [firm, city, good], 0.0))
    assert {(c.source, c.target, c.near) for c in found if c.relation == "LOCATED_IN"} == {
        ("禾沐精工", "绍兴市", False)
    }
    assert not any({c.source, c.target} == {"禾沐精工", "谐波减速器"} for c in found)
    assert all(
        c.start <= text.index("禾沐精工") and c.end >= text.index("绍兴市") + 3 for c in found if c.target == "绍兴市"
    )


@given(
    st.lists(st.sampled_from(["甲厂", "乙厂", "绍兴市", "轴承", "。", "，", "\n", "介绍" * 40]), max_size=40).map(
        "".join
    )
)
@settings(deadline=None, max_examples=20)
def test_what_one_window_holds_is_not_related_across_two(text: str) -> None:
    kinds = {"甲厂": "Enterprise", "乙厂": "Enterprise", "绍兴市": "Region", "轴承": "Product"}
    things = [Referent(name, kind, name) for name, kind in kinds.items() if name in text]
    for thing in things:
        thing.mentions += [Mention(m.start(), m.end(), thing.type, "x", 1.0) for m in re.finditer(thing.name, text)]
    read_ = reading.read_text(text, [])
    together = {
        frozenset((a.id, b.id))
        for w in read_.windows
        for a in things
        for b in things
        if any(w.start <= m.start < w.end for m in a.mentions) and any(w.start <= m.start < w.end for m in b.mentions)
    }
    assert all(c.near == (frozenset((c.source, c.target)) in together) for c in chances(read_, things, 0.0))


@needs_shared
def test_annotated_documents_are_examples() -> None:
    examples = list(annotated(SHARED / "gold" / "dev"))
    assert all(e.real and e.related and e.relations for e in examples)


def test_what_fills_up_a_row_does_not_change_it() -> None:
    model = reading.weights(reading.MODEL)
    chance = np.random.default_rng(1)
    numbers = chance.integers(5, 900, (2, 40))
    numbers[1, 30:] = 0
    clues = (chance.random((2, 40, model["eva"].shape[0])) < 0.1).astype(np.float32)
    together, alone = net.encode(model, numbers, clues), net.encode(model, numbers[1:, :30], clues[1:, :30])
    assert np.allclose(together[1, :30], alone[0], atol=1e-4)


def test_learning_goes_on_from_given_weights() -> None:
    pytest.importorskip("jax")
    from kg.loaders.encoder import learn
    from kg.loaders.encoder.lessons import Schema

    model = reading.weights(reading.MODEL)
    upper = {k: np.zeros_like(v) for k, v in model.arrays.items() if k[0] == "l" and k[1] in "12"}
    schema = Schema(model.meta["pieces"], model.meta["types"], model.meta["relations"])
    learner = learn.Learner(upper, schema, model["eva"].shape[0], 10, model)
    assert all(np.array_equal(v, model[k]) for k, v in learner.parameters().items())


def test_the_newest_texts_come_with_some_of_the_others() -> None:
    from kg.loaders.encoder.train import KEPT, NEWEST, newest

    others = {e.name for e in written(without=[NEWEST])}
    chosen = [e.name for e in newest(random.Random(0))]
    assert {e.name for e in written()} - others <= set(chosen)
    assert sum(name in others for name in chosen) == int(KEPT * len(list(written(without=[NEWEST]))))


def test_numpy_and_jax_agree() -> None:
    jax = pytest.importorskip("jax")
    from kg.loaders.encoder import learn

    model = reading.weights(reading.MODEL)
    kinds = model["eva"].shape[0]
    chance = np.random.default_rng(0)
    numbers = chance.integers(5, 900, (2, 40))
    numbers[1, 30:] = 0
    clues = (chance.random((2, 40, kinds)) < 0.1).astype(np.float32)
    ours = net.encode(model, numbers, clues)
    layers = model.meta["layers"]
    upper = {k: v for k, v in model.arrays.items() if not k.startswith("l") or int(k[1]) == layers - 1}
    theirs = learn.encode(upper, numbers, net.lower(model, numbers, layers - 1), clues, None)
    assert np.allclose(ours[0], theirs[0], atol=1e-3)
    assert np.allclose(ours[1, :30], theirs[1, :30], atol=1e-3)
    spots = np.array([[2, 4, 0], [9, 9, 3], [20, 26, 1]])
    pairs = net.Pairs(spots[:, 0], spots[:, 1], spots[:, 2], np.array([0, 1, 2, 2]), np.array([1, 0, 0, 1]))
    batch = {
        "first": spots[None, :, 0],
        "last": spots[None, :, 1],
        "kind": spots[None, :, 2],
        "row": np.zeros(4, int),
        "source": pairs.source,
        "target": pairs.target,
    }
    scores = learn.links(dict(model.arrays), ours[:1], batch)
    assert np.allclose(net.links(model, ours[0], pairs), jax.nn.sigmoid(scores), atol=1e-3)


@pytest.mark.usefixtures("read_with_encoder")
def test_a_text_too_long_for_the_encoder_is_read_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.loaders.recognise.encoded.LONGEST", 10)
    monkeypatch.setattr("kg.loaders.extract.LONGEST", 10)
    found = extract(Document.of_text("杭州市萧山区的万向集团公司生产万向节。", "x.txt"))
    assert any("without the encoder" in note for note in found.notes)
    assert "encoder" not in {m.rule for r in found.referents for m in r.mentions}
    assert found.referents
