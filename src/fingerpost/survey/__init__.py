"""Surveys: reading many answers, assessing them, writing results whole. No domain words here."""
