"""Whole maps in and out: rows, import, export."""
