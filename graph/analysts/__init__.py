"""Analysts' work: a twin of the database that holds only what they may see, and free Cypher on it."""
