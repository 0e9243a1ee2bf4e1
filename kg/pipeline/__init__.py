"""From files to the graph: reading, identity, projection, transactions, and the account of it."""

from kg.pipeline.forget import forget
from kg.pipeline.load import Options, load
from kg.pipeline.reference import load_reference

__all__ = ["Options", "forget", "load", "load_reference"]
