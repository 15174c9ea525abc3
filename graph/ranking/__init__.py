"""Who could be a partner: the network in memory, its features, the ranking and how it is learned and judged."""
