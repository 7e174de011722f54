"""Learning the weights of words from the annotated sentences in ``kb/sentences``: run when these change, never by a user."""
