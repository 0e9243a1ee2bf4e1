"""Who makes, sells and buys what: PRODUCES, SUPPLIES."""
