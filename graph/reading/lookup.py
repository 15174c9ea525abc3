"""The statement that finds elements by the value of one property."""


def holders(label: str, name: str) -> str:
    """A row for each element of a label that has one of ``$values``: the value, its id and its visibility."""
    return f"MATCH (n:{label}) WHERE n.{name} IN $values RETURN n.{name} AS value, n.id AS id, n.visibility"
