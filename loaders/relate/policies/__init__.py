"""Policies: ISSUED_BY, APPLIES_TO, SUPPORTS, what their own text aims at, and from when and until when they hold."""
