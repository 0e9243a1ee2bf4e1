"""Who is who: names, keys, the classes of keys that are one thing, and the judgements of people."""
