"""``python -m fingerpost``."""

from fingerpost.cli import main

main()
