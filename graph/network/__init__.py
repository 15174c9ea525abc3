"""The network of allies in memory: common ground of ranking, learning and numbers."""
