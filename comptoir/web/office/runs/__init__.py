"""Synchronising: asking for it, watching it, and what each run changed."""
