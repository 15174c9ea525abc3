"""Who counts as near: what a body's own place, or those of its activities, say about where it works."""

from dataclasses import replace

from graph.network.network import Network
from graph.ranking.engine import Request
from graph.ranking.evidence import inside
from graph.ranking.reach import Reach
from tests.ranking.conftest import element, engine_of, link, place

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
    beside = [element("Topic", "elders"), link("BROADER", "seniors", "elders"), link("BROADER", "crafts", "elders")]
    beside += [element("Topic", "people"), link("BROADER", "elders", "people")]
    craft = element("Topic", "crafts"), element("Activity", "knitting"), link("ABOUT", "knitting", "crafts")
    runs = link("RUNS", "newcomer", "knitting")
    found = {each.id: each for each in engine_of(*beside, *craft, runs).partners(NEAR)}
    assert [reason.text("en") for reason in found["newcomer"].evidence] == [
        "Newcomer runs Knitting, about Crafts (a related topic)",
        "Newcomer is in Town (where you are too)",
    ]


def test_what_is_beside_the_topic_below_a_root_of_the_tree_tells_nothing() -> None:
    wide = element("Topic", "life"), link("BROADER", "seniors", "life"), link("BROADER", "robots", "life")
    engine = engine_of(*wide, link("WORKS_ON", "school", "robots"), link("WORKS_ON", "newcomer", "life"))
    assert "school" not in {each.id for each in engine.partners(NEAR)}
    assert "newcomer" in {each.id for each in engine.partners(NEAR)}
    assert "newcomer" not in {each.id for each in engine.partners(replace(NEAR, reach=Reach.LEARN_FROM))}


def test_of_one_kind_alone_the_three_nearest_are_asked() -> None:
    usual = element("Topic", "arts", usualKinds=["artSchool"])
    schools = [element("Organization", f"arts-{number}", kind="artSchool") for number in range(5)]
    seats = [link("LOCATED_IN", f"arts-{number}", "near" if number < 2 else "town") for number in range(5)]
    found = [each.id for each in engine_of(usual, *schools, *seats).partners(replace(NEAR, topic="arts"))]
    assert found == ["arts-2", "arts-3", "arts-4"]


def test_a_narrower_topic_that_names_kinds_has_no_others() -> None:
    topics = element("Topic", "care", usualKinds=["museum"]), element("Topic", "visits-home", usualKinds=["school"])
    engine = engine_of(*topics, link("BROADER", "visits-home", "care"), link("LOCATED_IN", "museum", "town"))
    network: Network = engine.network(("public",))
    usual = network.usual[:, [network.topic[engine.tables.rows()["visits-home"]]]]
    kinds = [kind for kind, value in zip(engine.tables.kinds, usual[:, 0], strict=True) if value]
    assert kinds == ["school"]


def test_of_municipalities_alone_a_town_is_asked_and_no_part_of_a_city() -> None:
    usual = element("Topic", "roads", usualKinds=["municipality"])
    names = ("village", "big", "part-1", "part-2", "part-3")
    bodies = [element("Organization", name, kind="municipality") for name in names]
    bodies += [element("Organization", f"firm-{number}", kind="company") for number in range(20)]
    seats = [place("hamlet", 49.31, 17.4), place("city", 49.32, 17.4), place("large", 49.35, 17.4)]
    seats += [link("LOCATED_IN", "village", "hamlet"), link("LOCATED_IN", "big", "large")]
    seats += [link("LOCATED_IN", name, "city") for name in names[2:]]
    seats += [link("LOCATED_IN", f"firm-{number}", "large" if number < 10 else "city") for number in range(20)]
    engine = engine_of(usual, *bodies, *seats)
    assert [each.id for each in engine.partners(replace(NEAR, topic="roads"))] == ["big", "village"]
    own = engine_of(usual, *bodies, *seats, element("Library", "reader"), link("LOCATED_IN", "reader", "large"))
    [first, *_] = own.partners(replace(NEAR, asker="reader", topic="roads"))
    assert first.evidence[0].text("cs") == "Big: samospráva ve vaší obci; žádná aktivita na téma Roads zatím není známa"


def test_only_the_region_that_the_asker_is_in_is_called_its_own() -> None:
    usual = element("Topic", "roads", usualKinds=["region"])
    regions = [element("Organization", f"region-{seat}", kind="region") for seat in ("town", "near")]
    seats = [link("LOCATED_IN", f"region-{seat}", seat) for seat in ("town", "near")]
    found = engine_of(usual, *regions, *seats).partners(replace(NEAR, topic="roads", reach=Reach.ANY, first=50))
    told = {each.id: " ".join(reason.text("en") for reason in each.evidence) for each in found}
    assert ("your region" in told["region-town"], "your region" in told["region-near"]) == (True, False)


def test_a_country_is_near_in_itself_alone_and_at_no_distance() -> None:
    countries = [
        element("Place", name, level="country", location={"latitude": 49.3, "longitude": longitude})
        for name, longitude in (("home", 17.5), ("abroad", 17.45))
    ]
    bodies = [element("Organization", f"of-{name}", kind="publicAuthority") for name in ("home", "abroad")]
    seats = [link("LOCATED_IN", f"of-{name}", name) for name in ("home", "abroad")]
    works = [link("WORKS_ON", f"of-{name}", "seniors") for name in ("home", "abroad")]
    engine = engine_of(*countries, *bodies, *seats, *works, link("PART_OF", "town", "home"))
    near = {each.id: each.km for each in engine.partners(NEAR)}
    assert (near["of-home"], "of-abroad" in near) == (None, False)
    assert {each.km for each in engine.partners(replace(NEAR, reach=Reach.ANY)) if each.id == "of-abroad"} == {None}


def test_proper_names_keep_their_capital_letter_inside_a_sentence() -> None:
    for english, told in (
        ("Roma", "Roma"),
        ("Czech as a second language", "Czech as a second language"),
        ("Old", "old"),
    ):
        assert inside({"elementId": "a", "type": "TargetGroup", "name": "x", "nameEn": english}) == told
