"""What the analysis returns: plain rows with every part of every score, ready to be shown or added up by hand."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a score: `value` in [0, 1] or None (unknown), its weight, and weight * value * scale.

    `assumed` counts in place of an unknown value; None where the term counts for nobody. `basis` says in words what the
    value rests on; `evidence` are ids of edges of the graph.
    """

    term: str
    label: str
    value: float | None
    weight: float
    contribution: float
    basis: str = ""
    evidence: tuple[str, ...] = ()
    date: str | None = None
    assumed: float | None = None

    @property
    def counted(self) -> float | None:
        """The value that enters the score."""
        return self.assumed if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Offer:
    """A policy, park, project or statement (Need) that bears on a segment: its name, what it says and since when, with its evidence.

    `own` says that it is of the region itself and names this very segment.
    """

    type: str
    id: str
    name: str
    basis: str
    value: float = 0.0
    number: str | None = None
    date: str | None = None
    evidence: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment of a chain in a region: counts (sums of confidences), strength, class and who stands there.

    `enterprises` are the first of `total`; `evidence` are the edges by which those named stand there.
    """

    chain: str
    stage: str
    segment: str
    local: float
    expected: float
    national: float
    peers: float | None
    lq: float | None
    lq_star: float | None
    above: float | None
    balance: float | None
    grade: str
    enterprises: tuple[str, ...] = ()
    total: int = 0
    projects: tuple[Offer, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap: its kinds (缺 弱 断 延, 断-配套, 强, 在建, 自述, 未观察到), priority 0..100 with its parts, and why.

    `graded` is False where too little is known of the region: then `basis` names the wider region that the figures are of,
    and `own` says that a policy, park or document of the region itself names the segment. `evidence` are the edges behind the
    enterprises beside it.
    """

    region: str
    chain: str
    stage: str
    segment: str
    kinds: tuple[str, ...]
    priority: float | None
    graded: bool
    basis: str
    local: float
    wider: float
    expected: float
    surprise: float
    national: float
    lq_star: float
    above: float
    balance: float
    broken: float
    feasibility: float
    reward: float
    factor: float
    parts: tuple[Part, ...]
    criticality: tuple[Part, ...]
    reasons: tuple[str, ...]
    offers: tuple[Offer, ...] = ()
    own: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def backing(self) -> list[Offer]:
        """The policies and parks among the offers; projects and statements stand among the reasons."""
        return [offer for offer in self.offers if offer.type in ("Policy", "Park")]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A candidate for a segment of a chain: score 0..100 with its parts, reason against, what each part moves.

    `known` is the sum of the known parts alone, `scale` the weights that the sum is divided by, `completeness` the known
    share of the weights that are on the enterprise itself; `verify` says that it is too small. `without` maps a part to
    (rank with it, rank without it). `named` says which document of the region names it as one to be invited.
    """

    rank: int
    chain: str
    segment: str
    id: str
    name: str
    short: str
    place: str
    score: float
    known: float
    scale: float
    completeness: float
    verify: bool
    parts: tuple[Part, ...]
    against: str
    without: Mapping[str, tuple[int, int]]
    products: tuple[str, ...]
    path: tuple[str, ...] = ()
    role: str = ""
    stock_code: str | None = None
    tags: tuple[str, ...] = ()
    named: Offer | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """An enterprise that was not proposed, and why: the gate it failed, or that it is in the region already (培育)."""

    id: str
    name: str
    reason: str
    detail: str = ""
