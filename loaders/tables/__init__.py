"""Tables to what their rows say: a declarative mapping reads each row into exactly one record."""

from kg.loaders.tables.mapping import Mapping, load_mapping
from kg.loaders.tables.propose import propose_mapping
from kg.loaders.tables.records import records, unused_columns
from kg.loaders.tables.rejected import write_rejected
from kg.loaders.tables.shelf import find_mapping, lacking, mapping_beside, save_mapping, shipped_mappings

__all__ = [
    "Mapping",
    "find_mapping",
    "lacking",
    "load_mapping",
    "mapping_beside",
    "propose_mapping",
    "records",
    "save_mapping",
    "shipped_mappings",
    "unused_columns",
    "write_rejected",
]
