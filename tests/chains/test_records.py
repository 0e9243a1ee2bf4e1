"""The reference as records: everything in it is allowed by the ontology, and no synonym joins two segments."""

from kg.chains import reference_records, templates
from kg.schema import ontology


def test_records_fit_the_ontology() -> None:
    known = ontology()
    names = []
    chains = set()
    for reference in reference_records():
        names.append(reference.name)
        assert len(reference.sha256) == 64
        for record in reference.records:
            kinds = {r.id: r.type for r in record.referents}
            assert record.place
            assert record.quote
            for referent in record.referents:
                assert set(referent.attrs) <= set(known.node(referent.type).properties)
            for claim in record.claims:
                assert known.relation(claim.relation).allows(kinds[claim.source], kinds[claim.target])
                assert 0 < claim.confidence <= 1
            chains |= {r.name for r in record.referents if r.type == "Chain"}
    assert len(names) == len(set(names)) == len(templates()) + 1
    assert chains == set(templates())


def test_a_synonym_means_one_segment() -> None:
    owner: dict[str, str] = {}
    for reference in reference_records():
        if not reference.name.endswith(".yaml"):
            continue
        for record in reference.records:
            segment = next(r for r in record.referents if r.id == "segment")
            for alias in segment.aliases:
                assert owner.setdefault(alias.upper(), segment.name) == segment.name


def test_the_same_reference_has_the_same_mark() -> None:
    assert [r.sha256 for r in reference_records()] == [r.sha256 for r in reference_records()]
