"""A mistake in a schema is told when the schema is built, with its place."""

from dataclasses import replace
from typing import Any, cast

import pytest

from graph.model import ConnectionType, ElementType, Ends, Kind, Property, Schema, Text, Trait
from graph.schema import CONNECTION_TYPES, ORGANIZATION, SCHEMA

TEXT = Text("Text.", "Text.")
NAME = Property("name", Kind.STRING, TEXT)
TOWN = ElementType("Town", "town", "towns", TEXT, TEXT, TEXT)
ROAD = ElementType("Road", "road", "roads", TEXT, TEXT, TEXT)
LEADS = ConnectionType("LEADS", (Ends((ROAD,), (TOWN,)),), "towns", "roads", TEXT, TEXT, TEXT, TEXT)


def schema(elements: Any = (TOWN, ROAD), connections: Any = (LEADS,), common: Any = (NAME,)) -> Schema:
    """A small schema; ``Any``, for what is given is wrong in kind."""
    return Schema(Trait("Element", TEXT), elements, connections, common, ())


def leading(**changes: Any) -> tuple[ConnectionType]:
    """The connection type, changed."""
    return (replace(LEADS, **changes),)


def test_a_schema_without_mistakes_is_built() -> None:
    assert schema().by_type == {"LEADS": LEADS}


def test_a_mutual_connection_may_be_called_the_same_from_both_sides() -> None:
    mutual = leading(ends=(Ends((TOWN,), (TOWN,)),), out="near", back="near", mutual=True)
    assert schema(connections=mutual).by_type


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"connections": ((LEADS,),)},
            "connections[0] is no ConnectionType but a tuple of ConnectionType('LEADS'); leave out the brackets",
        ),
        ({"elements": TOWN}, "elements is no tuple but ElementType('Town'); write a comma"),
        ({"elements": (TOWN, "Road")}, "elements[1] is no ElementType but str('Road')"),
        (
            {"elements": (replace(TOWN, properties=cast("Any", NAME)), ROAD)},
            "Town: properties is no tuple but Property",
        ),
        ({"connections": leading(ends=Ends((ROAD,), (TOWN,)))}, "LEADS: ends is no tuple but Ends"),
        ({"connections": leading(ends=(Ends((ROAD,), cast("Any", TOWN)),))}, "LEADS: targets is no tuple"),
        ({"elements": (ROAD,)}, "LEADS: Town is not among the elements"),
        ({"elements": (TOWN, ROAD, replace(ROAD, parent=ORGANIZATION))}, "Road: its parent Organization is not among"),
        ({"elements": (TOWN, ROAD, replace(TOWN, singular="t"))}, "two labels are called Town"),
        ({"elements": (TOWN, ROAD, replace(TOWN, label="T"))}, "two root fields are called towns"),
        ({"connections": (LEADS, *leading(out="t", back="r"))}, "two connection types are called LEADS"),
        ({"connections": leading(out="name")}, "two fields of Road are called name"),
        ({"connections": (LEADS, *leading(type="GOES"))}, "two fields of Town are called roads"),
        ({"common": (NAME, NAME)}, "two fields of Town are called name"),
        ({"connections": leading(properties=(NAME, NAME))}, "two properties of LEADS are called name"),
    ],
)
def test_a_mistake_is_told_with_its_place(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match="the schema is wrong") as raised:
        schema(**given)
    assert told in str(raised.value)


def test_every_mistake_of_a_kind_is_told_at_once() -> None:
    with pytest.raises(ValueError, match="the schema is wrong") as raised:
        replace(SCHEMA, connections=(*CONNECTION_TYPES, *CONNECTION_TYPES[:2]))
    assert "two connection types are called RUNS" in str(raised.value)
    assert "two connection types are called TAKES_PART_IN" in str(raised.value)
