"""Backups: everything that a database holds, in one file, and back into an empty database."""
