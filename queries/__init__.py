"""Named questions in Cypher, one a file; the same file runs on every engine."""
