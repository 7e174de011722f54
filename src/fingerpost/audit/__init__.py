"""Questions asked of results: which rule fired, for whom, on what words, and what would be first without it."""
