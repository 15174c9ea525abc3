"""Every operation of the service; :mod:`graph.operation` says what one is."""
