"""What can go wrong, in words for the user: what, where, and what to do about it."""


class KgError(Exception):
    """Root of all errors that a command shows as one line."""


class SchemaError(KgError):
    """A file of the ontology, a mapping, a template or a query does not hold together."""


class DocumentError(KgError):
    """A file cannot be read as a document or a table."""


class StoreError(KgError):
    """The graph engine cannot be opened, reached or written."""


class GoneError(StoreError):
    """An end of an edge is not in the graph: never put, or another load has it in hand or has dropped it."""


class QueryError(KgError):
    """A question is unknown, ill-formed, refused, or took too long."""
