"""Who counts as near: what a body's own place, or those of its activities, say about where it works."""

from dataclasses import replace

from graph.network.network import Network
from graph.ranking.engine import Request
from graph.ranking.reach import Reach
from tests.ranking.conftest import element, engine_of, link

NEAR = Request(asker="library", topic="seniors", reach=Reach.NEAR)

CLUBS = [
    *(element("Activity", f"club-{place}") for place in ("far", "near")),
    *(link("LOCATED_IN", f"club-{place}", place) for place in ("far", "near")),
    *(link("ABOUT", f"club-{place}", "seniors") for place in ("far", "near")),
]


def test_a_nonprofit_known_from_one_far_place_alone_is_not_near() -> None:
    bodies = [element("Organization", name, kind="nonprofit") for name in ("local", "roving", "unplaced")]
    ties = [link("TAKES_PART_IN", "local", "club-far"), link("WORKS_ON", "unplaced", "seniors")]
    ties += [link("TAKES_PART_IN", "roving", f"club-{place}") for place in ("far", "near")]
    found = {each.id for each in engine_of(*CLUBS, *bodies, *ties).partners(NEAR)}
    assert found & {"local", "roving", "unplaced"} == {"roving", "unplaced"}


def test_how_far_a_body_is_that_works_everywhere_is_not_told_by_one_activity() -> None:
    fund = element("Organization", "fund", kind="foundation"), link("TAKES_PART_IN", "fund", "club-far")
    remote = link("TAKES_PART_IN", "remote", "club-far")
    found = {each.id: each.km for each in engine_of(*CLUBS, *fund, remote).partners(replace(NEAR, reach=Reach.ANY))}
    assert found["fund"] is None
    assert found["remote"] is not None


def test_activities_of_one_place_are_no_roving() -> None:
    twice = [element("Activity", "again"), link("LOCATED_IN", "again", "far")]
    body = element("Organization", "local", kind="nonprofit")
    ties = [link("TAKES_PART_IN", "local", activity) for activity in ("club-far", "again")]
    network: Network = engine_of(*CLUBS, *twice, body, *ties).network(("public",))
    assert not network.roves.any()


def test_the_first_reason_is_on_the_topic_wherever_a_body_is() -> None:
    beside = element("Topic", "elders"), link("BROADER", "seniors", "elders"), link("BROADER", "crafts", "elders")
    craft = element("Topic", "crafts"), element("Activity", "knitting"), link("ABOUT", "knitting", "crafts")
    runs = link("RUNS", "newcomer", "knitting")
    found = {each.id: each for each in engine_of(*beside, *craft, runs).partners(NEAR)}
    assert [reason.text("en") for reason in found["newcomer"].evidence] == [
        "Newcomer runs Knitting, about Crafts (a related topic)",
        "Newcomer is in Town (where you are too)",
    ]
