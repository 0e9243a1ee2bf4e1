"""What the encoder adds to the claims of the rules: only the new, only the sure, each once, on whole sentences."""

import pytest

from kg.document import Document
from kg.extraction import Claim, Referent
from kg.loaders.encoder.linking import Chance
from kg.loaders.encoder.reading import Reading
from kg.loaders.encoder.weights import Weights
from kg.loaders.parsed import Parsed
from kg.loaders.relate import prepare
from kg.loaders.relate.beyond import further
from kg.mention import Mention

TEXT = "甲公司落户乙园。丙公司与甲公司合作。"
NAMES = {"a": ("Enterprise", "甲公司"), "b": ("Park", "乙园"), "c": ("Enterprise", "丙公司")}


def added(monkeypatch: pytest.MonkeyPatch, read: list[Chance], claims: list[Claim], known: float = 0.95) -> list[Claim]:
    """What is added to `claims` where the encoder reads `read` between things that are known so surely."""
    referents = [
        Referent(i, kind, name, mentions=[Mention(TEXT.index(name), TEXT.index(name) + len(name), kind, "test", known)])
        for i, (kind, name) in NAMES.items()
    ]
    monkeypatch.setattr("kg.loaders.relate.beyond.chances", lambda *_: iter(read))
    scene = prepare(Parsed(Document.of_text(TEXT, "x.txt")), referents)
    return list(further(scene, Reading(Weights({}, {}), [], []), claims))


def test_what_a_rule_claims_is_not_claimed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read = [Chance("LOCATED_IN", "a", "b", 0.95, 0, 7)]
    assert not added(monkeypatch, read, [Claim("LOCATED_IN", "a", "b", 0, 8, "settled", 0.6)])


def test_new_claims_stand_on_whole_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    (claim,) = added(monkeypatch, [Chance("LOCATED_IN", "c", "b", 0.98, 5, 11)], [])
    assert (claim.start, claim.end, claim.rule) == (0, len(TEXT), "encoder")
    assert claim.confidence == pytest.approx(0.98 * 0.95 * 0.95)


def test_a_claim_between_doubtful_things_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not added(monkeypatch, [Chance("LOCATED_IN", "c", "b", 0.98, 5, 11)], [], known=0.5)


def test_a_relation_without_direction_is_claimed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = [Chance("PARTNERS_WITH", "c", "a", 0.92, 8, 15), Chance("PARTNERS_WITH", "a", "c", 0.96, 8, 15)]
    (claim,) = added(monkeypatch, read, [])
    assert claim.confidence == pytest.approx(0.96 * 0.95 * 0.95)
    assert not added(monkeypatch, read, [Claim("PARTNERS_WITH", "c", "a", 8, 18, "with", 0.8)])
