"""Surveys: reading many answers, assessing them, writing results whole. No domain words here.

`assess_batch` is public: a table of answers in, a table of results out, for those who work with Arrow, pandas, Spark,
Ray or Dask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fingerpost.survey.tables import assess_batch

__all__ = ["assess_batch"]


def __getattr__(name: str) -> Any:
    """Import the public function when it is asked for: it needs pyarrow, which the command line mostly does not."""
    if name == "assess_batch":
        from fingerpost.survey.tables import assess_batch

        return assess_batch
    raise AttributeError(name)
