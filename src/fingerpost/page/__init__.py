"""Pages for people: records to self-contained HTML that fetches nothing, the same bytes for the same records."""
