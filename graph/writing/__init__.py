"""Writes: commands, what is valid, what a batch comes to."""
