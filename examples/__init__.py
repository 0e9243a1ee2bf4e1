"""Documents and tables of the project's own writing, for the first run."""
