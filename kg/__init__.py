"""Industry chains, enterprises, parks, hospitals and policies as a knowledge graph."""

__version__ = "0.1.0"
