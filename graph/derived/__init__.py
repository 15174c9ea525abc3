"""What derives from the schema besides code: constraints and indexes, reference pages."""
