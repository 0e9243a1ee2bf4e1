"""Reference data: chain templates, the pool of listed enterprises, and where these stand in the chains."""

from kg.chains.records import Reference, reference_records
from kg.chains.shelf import Change, diff, find_template, need_template, templates
from kg.chains.template import Feed, Segment, Template, load_template

__all__ = [
    "Change",
    "Feed",
    "Reference",
    "Segment",
    "Template",
    "diff",
    "find_template",
    "load_template",
    "need_template",
    "reference_records",
    "templates",
]
