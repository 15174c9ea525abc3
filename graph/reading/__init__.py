"""Reads: a tree of what is wanted becomes one statement, and its answer becomes objects."""
