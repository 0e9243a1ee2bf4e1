"""The encoder beside the rules: it makes their claims more or less sure, and adds the new, each once, on whole sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document
from kg.extraction import Claim, Referent
from kg.loaders.encoder.linking import Chance
from kg.loaders.encoder.reading import Reading
from kg.loaders.encoder.weights import Weights
from kg.loaders.parsed import Parsed
from kg.loaders.relate import prepare
from kg.loaders.relate.beyond import FAR_LEAST, LEAST, agreement, further, hear, least, tempered
from kg.mention import Mention
from kg.schema import ontology

TEXT = "甲公司落户乙园。丙公司与甲公司合作。"
NAMES = {"a": ("Enterprise", "甲公司"), "b": ("Park", "乙园"), "c": ("Enterprise", "丙公司")}
CLAIM = Claim("LOCATED_IN", "a", "b", 0, 8, "settled", 0.6)


def added(monkeypatch: pytest.MonkeyPatch, read: list[Chance], claims: list[Claim], known: float = 0.95) -> list[Claim]:
    """What is added to `claims` where the encoder reads `read` between things that are known so surely."""
    referents = [
        Referent(i, kind, name, mentions=[Mention(TEXT.index(name), TEXT.index(name) + len(name), kind, "test", known)])
        for i, (kind, name) in NAMES.items()
    ]
    monkeypatch.setattr("kg.loaders.relate.beyond.chances", lambda *_: iter(read))
    scene = prepare(Parsed(Document.of_text(TEXT, "x.txt")), referents)
    return list(further(scene, hear(scene, Reading(Weights({}, {}), [], [])), claims))


def test_what_a_rule_claims_is_not_claimed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not added(monkeypatch, [Chance("LOCATED_IN", "a", "b", 0.95, 0, 7)], [CLAIM])


def test_new_claims_stand_on_whole_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    (claim,) = added(monkeypatch, [Chance("LOCATED_IN", "c", "b", 0.98, 5, 11)], [])
    assert (claim.start, claim.end, claim.rule) == (0, len(TEXT), "encoder")
    (doubtful,) = added(monkeypatch, [Chance("LOCATED_IN", "c", "b", 0.98, 5, 11)], [], known=0.475)
    assert doubtful.confidence == pytest.approx(claim.confidence / 4)


def test_what_is_hardly_likely_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not added(monkeypatch, [Chance("LOCATED_IN", "c", "b", LEAST - 0.01, 5, 11)], [])


def test_what_is_read_across_windows_must_be_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = (LEAST + FAR_LEAST) / 2
    assert added(monkeypatch, [Chance("LOCATED_IN", "c", "b", sure, 5, 11)], [])
    assert not added(monkeypatch, [Chance("LOCATED_IN", "c", "b", sure, 5, 11, near=False)], [])
    assert added(monkeypatch, [Chance("LOCATED_IN", "c", "b", FAR_LEAST, 5, 11, near=False)], [])


def test_some_relations_are_claimed_earlier() -> None:
    relations = ontology().relations
    assert all(relation in relations and 0 < chance < 1 and chance != LEAST for relation, chance in least().items())


def test_a_relation_without_direction_is_claimed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = [Chance("PARTNERS_WITH", "c", "a", 0.82, 8, 15), Chance("PARTNERS_WITH", "a", "c", 0.96, 8, 15)]
    (claim,) = added(monkeypatch, read, [])
    assert claim.source == "a"
    assert not added(monkeypatch, read, [Claim("PARTNERS_WITH", "c", "a", 8, 18, "with", 0.8)])


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.3, 0.99))
def test_the_likelier_to_the_encoder_the_surer(one: float, other: float, rate: float) -> None:
    less, more = (
        tempered(CLAIM, rate, {("LOCATED_IN", "a", "b"): Chance("LOCATED_IN", "a", "b", c, 0, 7)}).confidence
        for c in sorted((one, other))
    )
    assert 0 < less <= more < 0.6 / rate
    assert tempered(CLAIM, rate, {}).confidence < 0.6 / rate


def test_every_reader_has_its_numbers() -> None:
    assert {who: len(numbers) for who, numbers in agreement().items()} == {"both": 3, "rules": 2, "encoder": 2}
