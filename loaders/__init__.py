"""Documents and tables in, what they say out: reading, recognising, relating."""
