"""Whole maps in and out of the database."""
