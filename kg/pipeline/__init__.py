"""From files to the graph: reading, identity, projection, transactions, and the account of it."""

from kg.pipeline.load import Options, load

__all__ = ["Options", "load"]
