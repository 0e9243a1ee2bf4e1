"""How well the model finds what is known: protocols T1 to T4 with baselines, fixed seeds and bootstrap intervals."""
