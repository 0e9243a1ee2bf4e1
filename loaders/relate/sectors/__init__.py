"""Who works in which sector, and which sectors a place builds up: ENGAGED_IN, DEVELOPS."""
