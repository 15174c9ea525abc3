"""Metrics of the network of allies, day by day."""
