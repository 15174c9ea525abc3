"""What lies between the wire and the doors: connections, bodies, origins, caches."""
