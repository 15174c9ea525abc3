"""The image, the compose files, and the service on a Neo4j in a container."""
