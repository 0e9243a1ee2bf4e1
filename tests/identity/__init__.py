"""Identity: names, keys, classes, judgements."""
