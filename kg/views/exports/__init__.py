"""The graph as files for other tools; the same graph gives the same bytes, whichever engine holds it."""
