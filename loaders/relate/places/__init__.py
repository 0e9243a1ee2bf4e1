"""Where things stand: LOCATED_IN, and PART_OF among divisions, parks and organs."""
