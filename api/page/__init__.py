"""The query page and the files it is made of."""
