"""Formats as they are written: one file each."""
