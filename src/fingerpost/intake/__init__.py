"""The intake: text -> mentions and cues -> statements -> facts. The only importer of spaCy; knows no rules."""
