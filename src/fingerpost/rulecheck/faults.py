"""How a fault of the rule base is told: the file, the key, what is wrong, and the mend."""

from __future__ import annotations

from fingerpost.knowledge import Rule

# what a check returns: its faults, and the line that sums it up
Findings = tuple[list[str], str]


def tell_fault(rule: Rule, key: str, what: str, mend: str) -> str:
    """Say on one line what is wrong with a rule."""
    place = f" ({key})" if key else ""
    return f"{rule.file}{place}: {what}; {mend}"
