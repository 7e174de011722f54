"""Fingerpost: from a paragraph about yourself to justified career paths after senior engineer."""

__version__ = "0.1.0"
