"""Upkeep of stored data."""
