"""How sure a rule is: the share of its claims that were right on annotated documents, drawn towards a common prior.

With r right of n claims the estimate is (r + k p) / (n + k): the mean of a beta posterior whose prior weighs k claims of
precision p. A rule seen seldom, or never, stays near p, so that only rules with much support reach 0.9.
"""

from functools import cache
from pathlib import Path

from kg.schema.lists import read_rows

FILE = Path(__file__).with_name("rates.tsv")
PRIOR = 0.65
WEIGHT = 5.0
Counts = dict[tuple[str, str], tuple[int, int]]


@cache
def counts() -> Counts:
    """(relation, rule) -> right and all claims, as counted on the development documents."""
    return {(relation, rule): (int(right), int(claimed)) for relation, rule, right, claimed in read_rows(FILE)}


@cache
def rate(relation: str, rule: str) -> float:
    """The precision to expect of a rule for a relation."""
    return expected(*counts().get((relation, rule), (0, 0)))


def expected(right: int, claimed: int) -> float:
    """The mean of the posterior after `right` of `claimed`."""
    return (right + WEIGHT * PRIOR) / (claimed + WEIGHT)
