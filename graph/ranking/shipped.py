"""The formulas that are shipped. Written by ``python -m bench.weights learn``: do not edit."""

from typing import TypedDict


class ShippedFormula(TypedDict):
    """Coefficients by feature, and the evidence from which on a signal has its full value; what is 0 is left out."""

    coefficients: dict[str, float]
    high: dict[str, float]


CONNECTED: ShippedFormula = {
    "coefficients": {
        "topic.direct": 3.5,
        "topic.usual": 1.1,
        "group.shared": 1.1,
        "near.place": 0.5,
        "near.district": 0.4,
        "near.region": 0.6,
        "near.circle": 1.153,
        "net.direct": 0.2,
        "net.common": 0.75,
        "prog.partners": 0.248,
        "prog.circle": 0.384,
        "prog.circleNow": 0.023,
        "area.programme": 0.605,
        "area.programmeNow": 0.066,
        "area.places": 0.131,
        "give.offers": 0.75,
    },
    "high": {
        "topic": 4.6,
        "targetGroup": 1.1,
        "nearness": 2.653,
        "network": 0.95,
        "programme": 4.297,
        "surroundings": 4.863,
        "resources": 0.75,
    },
}

NEWCOMER: ShippedFormula = {
    "coefficients": {
        "topic.direct": 3.5,
        "topic.programme": 0.062,
        "topic.usual": 1.1,
        "group.shared": 1.1,
        "near.place": 0.5,
        "near.district": 0.4,
        "near.region": 0.6,
        "near.same": 0.062,
        "net.direct": 0.2,
        "net.common": 0.75,
        "area.programme": 1.045,
        "area.programmeNow": 0.186,
        "give.offers": 0.75,
    },
    "high": {
        "topic": 4.6,
        "targetGroup": 1.1,
        "nearness": 1.562,
        "network": 0.95,
        "surroundings": 8.404,
        "resources": 0.75,
    },
}
