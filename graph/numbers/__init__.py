"""Numbers of the network, day by day."""
