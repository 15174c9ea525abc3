"""Named Cypher: the files of ``cypher/``, their answers as plain data, and paths in words."""
