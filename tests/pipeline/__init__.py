"""From files to the graph: what a load does, on both engines."""
