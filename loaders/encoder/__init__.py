"""A small pre-trained encoder that reads names and relations; only `train` and what it imports need more than numpy."""
