"""Every operation of the service; :mod:`graph.contract.operation` says what one is."""
