"""Goods and what they are made of: UPSTREAM_OF, and PART_OF among chains, sectors and products."""
