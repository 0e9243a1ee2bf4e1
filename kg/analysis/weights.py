"""The numbers of the gap model, read once from one YAML file and checked."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.schema.files import Located, read_yaml

FILE = Path(__file__).parent / "weights.yaml"
_SUMS = ("criticality", "priority", "candidate")


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights and thresholds; the comments of the file say what each means."""

    version: str
    criticality: Mapping[str, float]
    priority: Mapping[str, float]
    candidate: Mapping[str, float]
    expansion: Mapping[str, float]
    policy_level: Mapping[str, float]
    policy_target: Mapping[str, float]
    park_host: Mapping[str, float]
    stated: Mapping[str, float]
    outlet: float
    fading_months: float
    event_months: float
    present: float
    strong: float
    strong_count: float
    weak: float
    weak_balance: float
    missing_surprise: float
    extend_feasible: float
    lone: float
    thin_enterprises: float
    thin_known: float
    complete: float
    unknown: float
    restart: float
    tiers: float
    tier_decay: float
    stated_wider: float
    stated_months: float
    contested: float

    def moved(self, table: str, name: str, factor: float) -> "Weights":
        """The same with one weight multiplied by `factor` and its table scaled back to the old sum."""
        old = dict(getattr(self, table))
        new = old | {name: old[name] * factor}
        scale = sum(old.values()) / sum(new.values())
        changed: dict[str, Any] = {table: MappingProxyType({k: v * scale for k, v in new.items()})}
        return replace(self, **changed)


_NUMBERS = tuple(f.name for f in fields(Weights) if f.type is float)
_TABLES = tuple(f.name for f in fields(Weights) if f.name not in ("version", *_NUMBERS))


@cache
def weights() -> Weights:
    """The weights that ship with the project."""
    return load_weights(FILE)


def load_weights(path: Path) -> Weights:
    """Read a weights file; SchemaError names file and line of what is missing, unknown or out of range."""
    data = read_yaml(path)
    data.only("version", *_TABLES, *_NUMBERS)
    found: dict[str, Any] = {name: _table(data, name) for name in _TABLES}
    found |= {name: _number(data, name) for name in _NUMBERS}
    return Weights(version=data.text("version"), **found)


def _table(data: Located, name: str) -> Mapping[str, float]:
    inner = data.map(name)
    found = {key: _number(inner, key) for key in inner.names()}
    if not found:
        data.fail(name, f"{name!r} is missing; copy it from the file that ships")
    if name in _SUMS and not math.isclose(sum(found.values()), 1.0, abs_tol=1e-9):
        data.fail(name, f"the weights of {name!r} add to {sum(found.values()):g}; they must add to 1")
    return MappingProxyType(found)


def _number(data: Located, name: str) -> float:
    try:
        value = float(data.text(name))
    except ValueError:
        data.fail(name, f"{name!r} must be a number")
    if not (math.isfinite(value) and value >= 0):
        data.fail(name, f"{name!r} must be a number of at least 0")
    return value
