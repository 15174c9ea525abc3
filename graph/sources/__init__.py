"""Readers of files: each yields rows of the canonical form, and knows nothing of the database."""
