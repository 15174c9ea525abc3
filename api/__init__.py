"""The doors: GraphQL, REST and the query page. No Cypher and no driver here."""
