"""What rules are made of: the prepared document, its sentences and names, and what a rule hands on."""
