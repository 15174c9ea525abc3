"""The engine's answers on a map that fits on a page."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from graph.errors import BadInput, NotFound, SpojenciError
from graph.learning.splits import tables_of
from graph.ranking import engine as engines
from graph.ranking.basis import Basis
from graph.ranking.engine import Engine, Request, Strategy, Suggestion, Within
from graph.ranking.features import FEATURES, NAMES, SIGNALS, STRATEGIC, _Meter
from graph.ranking.model import SHIPPED
from graph.ranking.reach import Reach
from graph.ranking.standing import why_not
from tests.ranking.conftest import CONNECTIONS, ELEMENTS, element, engine_of, link, place

ASK = Request(asker="library", topic="seniors")


def _ids(found: list[Suggestion]) -> list[str]:
    return [suggestion.id for suggestion in found]


def _part(suggestion: Suggestion, signal: str) -> float:
    return next((part.contribution for part in suggestion.signals if part.signal == signal), 0.0)


def test_who_works_on_the_topic_nearby_comes_first_and_the_present_partner_not_at_all() -> None:
    found = engine_of().partners(ASK)
    assert found[0].id == "charity"
    assert "museum" not in _ids(found) and "library" not in _ids(found)
    assert "museum" in _ids(engine_of().partners(replace(ASK, include_known=True)))


def test_contributions_add_up_to_the_score() -> None:
    for strategy in Strategy:
        for suggestion in engine_of().partners(replace(ASK, strategy=strategy)):
            assert sum(part.contribution for part in suggestion.signals) == pytest.approx(suggestion.score)
            assert all(0 <= part.value <= 1 and part.contribution >= 0 for part in suggestion.signals)
            assert sum(part.weight for part in suggestion.signals) == pytest.approx(1)


def test_evidence_reads_as_sentences_in_both_languages() -> None:
    charity = engine_of().partners(ASK)[0]
    assert 1 <= len(charity.evidence) <= 3
    assert (
        charity.evidence[0].text("en")
        == "Charity takes part in Club (2019, no newer word), run by Museum, about Seniors"
    )
    assert (
        charity.evidence[0].text("cs")
        == "Charity se účastní aktivity Club (2019, novější zpráva není), kterou pořádá Museum, na téma Seniors"
    )
    assert charity.newest_evidence == "2019-03"


def test_what_is_not_known_is_said() -> None:
    wanted = replace(ASK, topic="robots", target_groups=(), include_known=True)
    museum = next(s for s in engine_of(link("SERVES", "library", "elderly")).partners(wanted) if s.id == "charity")
    assert "no activity about Robots recorded" in [missing.text.en for missing in museum.unknown]
    school = next(s for s in engine_of(link("SERVES", "library", "elderly")).partners(ASK) if s.id == "school")
    assert "no activity for Elderly recorded" in [missing.text.en for missing in school.unknown]
    assert "žádná aktivita není zaznamenána" in [missing.text.cs for missing in school.unknown]


def test_a_greater_weight_is_a_greater_share() -> None:
    plain = engine_of().partners(ASK)[0]
    heavier = engine_of().partners(replace(ASK, weights={"nearness": 2.0}))[0]
    assert _part(heavier, "nearness") / heavier.score > _part(plain, "nearness") / plain.score
    alone = engine_of().partners(replace(ASK, weights=dict.fromkeys(SIGNALS, 0.0) | {"nearness": 1.0}))
    assert all(_part(suggestion, "nearness") == pytest.approx(suggestion.score) for suggestion in alone)


def test_filters() -> None:
    engine = engine_of()
    assert _ids(engine.partners(replace(ASK, kinds=("school",)))) == ["school", "remote"]
    assert set(_ids(engine.partners(replace(ASK, within=Within(place="near"))))) == {"school"}
    assert "remote" not in _ids(engine.partners(replace(ASK, within=Within(km=20), topic="robots")))
    assert _ids(engine.partners(replace(ASK, resources=("space",)))) == ["school"]
    assert _ids(engine.partners(replace(ASK, target_groups=("elderly",)))) == ["charity"]
    assert engine.partners(replace(ASK, first=0)) == []


def test_a_newcomer_gets_an_answer() -> None:
    assert engine_of().partners(Request(asker="newcomer", topic="seniors"))[0].id == "charity"
    lost = engine_of(element("Library", "lost"), element("Topic", "nothing"))
    assert lost.partners(Request(asker="lost", topic="nothing"))


@pytest.mark.parametrize(
    ("request_", "kind", "where"),
    [
        (replace(ASK, asker="nobody"), NotFound, "for"),
        (replace(ASK, topic="nothing"), NotFound, "topic"),
        (replace(ASK, asker="town"), BadInput, "for"),
        (replace(ASK, topic="town"), BadInput, "topic"),
        (replace(ASK, weights={"topic": -1.0}), BadInput, "weights"),
        (replace(ASK, weights={"topic": float("nan")}), BadInput, "weights"),
        (replace(ASK, weights={"luck": 1.0}), BadInput, "weights"),
        (replace(ASK, weights=dict.fromkeys(SIGNALS, 0.0)), BadInput, "weights"),
        (replace(ASK, within=Within(place="nowhere", km=5)), BadInput, "within"),
        (replace(ASK, within=Within()), BadInput, "within"),
        (replace(ASK, kinds=("school", "scool")), BadInput, "kinds"),
        (replace(ASK, asker="museum", within=Within(km=5)), BadInput, "within"),
    ],
)  # fmt: skip
def test_bad_input(request_: Request, kind: type[SpojenciError], where: str) -> None:
    with pytest.raises(kind) as error:
        engine_of().partners(request_)
    assert error.value.place == where


def test_what_is_hidden_neither_appears_nor_counts() -> None:
    secret = element("Activity", "secret", visibility="private")
    joins = [link("RUNS", "school", "secret"), link("ABOUT", "secret", "seniors")]
    lines = [*ELEMENTS, secret, *CONNECTIONS]
    seen = Engine(tables_of([*lines, *joins]))
    unseen = Engine(tables_of(lines))
    assert seen.partners(ASK) == unseen.partners(ASK)
    everything = seen.partners(replace(ASK, visible=("public", "members", "private")))
    school = next(suggestion for suggestion in everything if suggestion.id == "school")
    assert _part(school, "topic") > 0
    hidden = Engine(
        tables_of([element("Library", "library", visibility="members"), *ELEMENTS[:9], *ELEMENTS[10:], *CONNECTIONS])
    )
    with pytest.raises(NotFound):
        hidden.partners(ASK)


def test_the_same_network_serves_all_when_nothing_is_hidden() -> None:
    engine = engine_of()
    assert engine.network(("public",)) is engine.network(("public", "members", "private"))


def test_answers_are_the_same_whatever_the_order_of_the_rows() -> None:
    turned = Engine(tables_of([*reversed(ELEMENTS), *reversed(CONNECTIONS)]))
    assert turned.partners(ASK) == engine_of().partners(ASK)


def test_bridging_prefers_whom_the_asker_does_not_reach() -> None:
    reaching = engine_of(link("TAKES_PART_IN", "school", "lab"), link("ABOUT", "lab", "seniors"))
    plain, bridging = (reaching.partners(replace(ASK, strategy=s)) for s in (Strategy.BALANCED, Strategy.BRIDGING))
    assert plain[0].id == "charity"
    assert bridging[0].id == "school"
    assert _part(bridging[0], "bridging") > 0


def test_diversity_keeps_the_best_first() -> None:
    found = engine_of().partners(replace(ASK, diversity=0.8))
    assert found[0].id == "charity"
    assert set(_ids(found)) == set(_ids(engine_of().partners(ASK)))


def test_what_is_not_confirmed_does_not_count() -> None:
    partners = engine_of(link("PARTNERS_WITH", "library", "school"))
    assert "school" not in _ids(partners.partners(ASK))
    for status in ("proposed", "rejected"):
        unconfirmed = engine_of(link("PARTNERS_WITH", "library", "school", status=status))
        assert unconfirmed.partners(ASK) == engine_of().partners(ASK)


def test_scores_fall() -> None:
    found = engine_of().partners(replace(ASK, first=100))
    assert all(one.score >= other.score for one, other in pairwise(found))
    ranking = engine_of().ranking(ASK)
    assert (np.diff(ranking.sums) <= 0).all()


def test_a_map_without_connections() -> None:
    engine = Engine(tables_of([element("Library", "a"), element("Library", "b"), element("Topic", "t")]))
    assert _ids(engine.partners(Request(asker="a", topic="t"))) == ["b"]


def test_every_feature_is_said_and_measured() -> None:
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    assert all(feature.says for feature in FEATURES)
    meter = _Meter(engine_of().ranking(ASK).question, np.arange(3, dtype=np.int32))
    assert {name for favoured in STRATEGIC for name in meter.columns(favoured)} == {*NAMES}


NEAR, LEARN = replace(ASK, reach=Reach.NEAR), replace(ASK, reach=Reach.LEARN_FROM)


def test_two_topics_of_one_goal_are_not_alike() -> None:
    goal = element("Topic", "goal", scheme="sdg")
    engine = engine_of(goal, link("MATCHES", "seniors", "goal"), link("MATCHES", "robots", "goal"))
    relevance = engine.ranking(ASK).question.relevance
    network = engine.network(("public",))
    of = {engine.tables.ids[row]: relevance[number] for number, row in enumerate(network.topics)}
    assert of == pytest.approx({"seniors": 1, "reading": 0.9, "robots": 0, "goal": 0.6})
    asked = engine.ranking(replace(ASK, topic="goal")).question.relevance
    assert sorted(asked) == pytest.approx([0.81, 0.9, 0.9, 1])


def test_near_lists_who_can_be_met_and_learn_from_whoever_does_it() -> None:
    seminar = [
        element("Activity", "seminar", since="2021", results="Many came."),
        link("RUNS", "remote", "seminar"),
        link("ABOUT", "seminar", "seniors"),
    ]
    engine = engine_of(*seminar)
    assert _ids(engine.partners(NEAR)) == ["charity"]
    assert _ids(engine.partners(LEARN)) == ["remote", "charity"]


def test_a_kind_that_usually_works_on_the_topic_is_near() -> None:
    usual = element("Topic", "health", usualKinds=["healthcare"])
    under = link("BROADER", "seniors", "health")
    hospitals = [element("Organization", name, kind="healthcare") for name in ("hospital", "clinic")]
    seats = [link("LOCATED_IN", "hospital", "town"), link("LOCATED_IN", "clinic", "far")]
    engine = engine_of(usual, under, *hospitals, *seats, link("WORKS_ON", "clinic", "seniors"))
    assert _ids(engine.partners(NEAR)) == ["charity", "hospital"]
    anywhere = _ids(engine.partners(ASK))
    assert anywhere.index("hospital") < anywhere.index("school")
    assert "hospital" not in _ids(engine.partners(LEARN))


def test_who_works_everywhere_is_near_where_it_is_on_the_topic() -> None:
    engine = engine_of(element("Community", "campaign"), link("WORKS_ON", "campaign", "seniors"))
    assert _ids(engine.partners(NEAR)) == ["charity", "campaign"]


def test_an_asker_without_a_place_gets_who_works_everywhere() -> None:
    engine = engine_of(element("Library", "lost"), link("WORKS_ON", "network", "seniors"))
    assert _ids(engine.partners(replace(NEAR, asker="lost"))) == ["network"]


def test_a_strategy_needs_the_topic_and_a_founder_is_no_company() -> None:
    founded = [element("Library", f"l{n}") for n in range(9)]
    ministry = [element("Organization", "ministry"), *(link("FOUNDED_BY", f"l{n}", "ministry") for n in range(9))]
    engine = engine_of(*founded, *ministry)
    for strategy in (Strategy.BRIDGING, Strategy.CLOSURE, Strategy.COMPLEMENT):
        assert "ministry" not in _ids(engine.partners(replace(ASK, strategy=strategy)))
    network = engine.network(("public",))
    assert network.company[engine.ally("ministry", ("public",))] == 0


def test_an_ally_counts_once_however_many_connections_say_the_same() -> None:
    plain, again = (
        engine_of(),
        engine_of(link("PARTNERS_WITH", "library", "museum"), link("FOUNDED_BY", "library", "museum")),
    )
    assert again.partners(ASK) == plain.partners(ASK)
    network = again.network(("public",))
    assert network.degree.tolist() == plain.network(("public",)).degree.tolist()


def test_filters_take_narrower_terms() -> None:
    group, room = element("TargetGroup", "everybody"), element("Resource", "premises")
    under = link("BROADER", "elderly", "everybody"), link("BROADER", "space", "premises")
    engine = engine_of(group, room, *under)
    assert _ids(engine.partners(replace(ASK, target_groups=("everybody",)))) == ["charity"]
    offering = engine.partners(replace(ASK, resources=("premises",)))
    assert _ids(offering) == ["school"]
    assert _part(offering[0], "resources") > 0


def test_a_reason_tells_an_activity_once_and_what_is_only_related() -> None:
    club = element("Topic", "crafts"), link("BROADER", "crafts", "reading"), link("ABOUT", "club", "crafts")
    charity = next(found for found in engine_of(*club).partners(ASK) if found.id == "charity")
    told = [reason.text("en") for reason in charity.evidence if "Club" in reason.text("en")]
    assert told == ["Charity takes part in Club (2019, no newer word), run by Museum, about Seniors"]
    sibling = element("Topic", "elders"), link("BROADER", "seniors", "elders"), link("WORKS_ON", "remote", "elders")
    remote = next(found for found in engine_of(*sibling).partners(ASK) if found.id == "remote")
    assert remote.evidence[0].text("cs") == "Remote se věnuje tématu Elders (příbuzné téma)"


def test_a_kind_is_said_to_be_all_that_is_known() -> None:
    usual = element("Topic", "health", usualKinds=["healthcare"]), link("BROADER", "seniors", "health")
    hospital = element("Organization", "hospital", kind="healthcare"), link("LOCATED_IN", "hospital", "town")
    found = next(each for each in engine_of(*usual, *hospital).partners(NEAR) if each.id == "hospital")
    assert [reason.text("en") for reason in found.evidence] == [
        "Hospital: a health facility in your town; no activity about Seniors is known yet"
    ]
    assert found.km == 0
    assert found.place is not None and found.place.name == "Town"
    assert [each.about for each in found.propose] == ["seniors"]


def test_what_to_propose() -> None:
    both = link("SERVES", "library", "elderly"), link("NEEDS", "charity", "space"), link("OFFERS", "library", "space")
    found = {each.id: each for each in engine_of(*both).partners(replace(ASK, include_known=True))}
    assert [each.about for each in found["charity"].propose] == ["space", "elderly", "seniors"]
    assert found["school"].propose[0].text("en") == "it offers what you need: Space"
    assert found["museum"].propose[-1].text("cs") == "zeptejte se, jak dělá aktivitu Club a co přinesla"


def test_groups_of_other_activities_of_the_asker_are_not_missed() -> None:
    training = element("Activity", "training"), link("RUNS", "library", "training"), link("FOR", "training", "elderly")
    school = next(each for each in engine_of(*training).partners(ASK) if each.id == "school")
    assert [missing.signal for missing in school.unknown] == ["experience"]


def test_why_somebody_is_not_among_the_first() -> None:
    engine = engine_of()
    charity = why_not(engine, ASK, "charity")
    assert (charity.rank, charity.because) == (1, ())
    school = why_not(engine, replace(ASK, kinds=("museum",)), "school")
    assert (school.rank, [reason.about for reason in school.because]) == (None, ["kinds"])
    assert school.lifts[0].about == "topic"
    assert [reason.about for reason in why_not(engine, ASK, "museum").because] == ["includeKnown"]
    remote = why_not(engine, NEAR, "remote")
    assert [reason.about for reason in remote.because] == ["reach"]
    assert remote.km == pytest.approx(283, abs=3)
    for of in ("library", "town"):
        with pytest.raises(BadInput):
            why_not(engine, ASK, of)


def test_a_service_at_several_addresses_is_one_reason() -> None:
    services = [{**element("Activity", f"care{n}"), "name": "Day care"} for n in range(3)]
    runs = [
        line for n in range(3) for line in (link("RUNS", "school", f"care{n}"), link("ABOUT", f"care{n}", "seniors"))
    ]
    engine = engine_of(*services, *runs, link("WORKS_ON", "school", "seniors"))
    [school] = [each for each in engine.partners(ASK) if each.id == "school"]
    texts = [evidence.text("en") for evidence in school.evidence]
    assert [text for text in texts if "Day care" in text or "works on" in text] == texts[:1]


def test_f4_a_kind_that_is_none_is_told_with_what_is_meant() -> None:
    """One that is usual, or that somebody who is seen has, is no mistake; of whom is hidden, no kind is known."""
    rare = engine_of(
        element("Organization", "rare", kind="ropeway"),
        element("Organization", "own", kind="bakery", visibility="private"),
    )
    assert rare.partners(replace(ASK, kinds=("ropeway", "museum"))) is not None
    for kind, visible in (("scool", ("public",)), ("bakery", ("public",))):
        with pytest.raises(BadInput, match="there is no kind"):
            rare.partners(replace(ASK, kinds=(kind,), visible=visible))
    with pytest.raises(BadInput, match="there are school"):
        rare.partners(replace(ASK, kinds=("scool",)))


@pytest.mark.parametrize("diversity", [0.3, 0.9])
def test_pages_of_a_diverse_list_are_of_one_order(diversity: float) -> None:
    towns = [place(f"town{n}", 49.3 + n / 50, 17.4) for n in range(4)]
    bodies = [
        line
        for n in range(40)
        for line in (
            element("Organization", f"o{n:02}", kind=("school", "museum", "nonprofit")[n // 17]),
            link("LOCATED_IN", f"o{n:02}", f"town{n // 12}"),
            link("WORKS_ON", f"o{n:02}", "seniors"),
        )
    ]
    engine = engine_of(*towns, *bodies)
    whole = _ids(engine.partners(replace(ASK, diversity=diversity, first=40)))
    assert whole != _ids(engine.partners(replace(ASK, first=40)))
    for first in (1, 2, 10, 11, 25):
        assert _ids(engine.partners(replace(ASK, diversity=diversity, first=first))) == whole[:first]
    assert why_not(engine, replace(ASK, diversity=diversity), whole[7]).rank == 8


@pytest.mark.parametrize(
    ("more", "about"),
    [({"kinds": ("school",)}, []), ({"kinds": ("museum",)}, ["kinds"]), ({"reach": Reach.LEARN_FROM}, [])],
)
def test_who_was_not_measured_is_not_said_to_be_filtered_out(
    more: dict[str, Any], about: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "POOL", 20)
    monkeypatch.setattr(engines, "PROMISING", 20)
    others = [
        line for n in range(99) for line in (element("Organization", f"a{n}"), link("LOCATED_IN", f"a{n}", "town"))
    ]
    busy = [
        line
        for n in range(60)
        for line in (element("Organization", f"b{n}", kind="school"), link("WORKS_ON", f"b{n}", "seniors"))
    ]
    engine = engine_of(*others, *busy, link("WORKS_ON", "remote", "seniors"))
    request = replace(ASK, **more)
    assert engine.ally("remote", ("public",)) not in engine.ranking(ASK).allies
    assert [reason.about for reason in why_not(engine, request, "remote").because] == about


@pytest.mark.parametrize(
    ("ended", "known"), [("2010", False), ("2010-05", False), ("2010-05-01", False), ("2100", True), (None, True)]
)
def test_a_present_partner_is_one_of_today(ended: str | None, known: bool) -> None:
    ties = [
        link("PARTNERS_WITH", "library", "school", until=ended),
        link("MEMBER_OF", "library", "network", until=ended),
    ]
    joint = [
        element("Activity", "joint"),
        link("RUNS", "remote", "joint", until=ended),
        link("RUNS", "library", "joint"),
    ]
    found = {each.id: each.known for each in engine_of(*ties, *joint).partners(replace(ASK, include_known=True))}
    assert [found[id_] for id_ in ("school", "network", "remote")] == [known] * 3
    again = engine_of(*ties, *joint, link("TAKES_PART_IN", "remote", "joint", involvement="informed"))
    assert next(each.known for each in again.partners(replace(ASK, include_known=True)) if each.id == "remote")


def test_what_goes_on_beside_what_is_over_counts() -> None:
    over = link("PARTNERS_WITH", "library", "school", until="2010"), link("FOUNDED_BY", "library", "school")
    left = link("TAKES_PART_IN", "museum", "visits", until="2016"), link("PARTNERS_WITH", "museum", "library")
    connections = [each for each in CONNECTIONS if each["to"] != "visits" or each["from"] != "museum"]
    engine = Engine(tables_of([*ELEMENTS, *over, *left, *connections]))
    assert {"school", "museum"} == {each.id for each in engine.partners(replace(ASK, include_known=True)) if each.known}


def test_what_is_over_is_told_with_the_year_of_its_end() -> None:
    over = (
        link("PARTNERS_WITH", "remote", "museum", until="2010-06"),
        link("WORKS_ON", "school", "seniors", until="2012"),
    )
    told = {
        (found.id, reason.text(language))
        for found in engine_of(*over).partners(replace(ASK, include_known=True))
        for reason in found.evidence
        for language in ("cs", "en")
    }
    texts = "\n".join(text for _, text in sorted(told))
    assert "(ended 2010)" in texts and "(skončilo 2010)" in texts and "(ended 2012)" in texts


@pytest.mark.parametrize("more", [{"reach": Reach.NEAR}, {"strategy": Strategy.BRIDGING}])
def test_a_useful_one_comes_first_only_in_a_list_it_belongs_to(more: dict[str, Any]) -> None:
    engine, request = engine_of(), replace(ASK, **more)
    assert _ids(engine.partners(replace(request, verdicts={"remote": "useful"}))) == _ids(engine.partners(request))


def test_why_not_heeds_what_was_said() -> None:
    engine = engine_of()
    *_, last = _ids(engine.partners(ASK))
    assert why_not(engine, replace(ASK, verdicts={last: "useful"}), last).rank == 1
    for said, about in (("becamePartner", "includeKnown"), ("notUseful", "verdict")):
        standing = why_not(engine, replace(ASK, verdicts={last: said}), last)
        assert (standing.rank, [reason.about for reason in standing.because]) == (None, [about])


@pytest.mark.parametrize(("serves", "end"), [((), ""), (("elderly",), ", whom you both serve")])
def test_both_serve_a_group_only_where_the_asker_does(serves: tuple[str, ...], end: str) -> None:
    under = element("TargetGroup", "blind"), link("BROADER", "blind", "elderly"), link("SERVES", "charity", "blind")
    engine = engine_of(*under, *(link("SERVES", "library", group) for group in serves))
    charity = next(each for each in engine.partners(replace(ASK, target_groups=("elderly",))) if each.id == "charity")
    [told] = [each for each in charity.propose if each.about in ("elderly", "blind")]
    assert told.text.en == f"something about Seniors together for {told.about.title()}{end}"
    assert told.text.cs.endswith("věnujete se jí oba") == bool(end)


def test_communities_are_no_activities_beside_the_topic() -> None:
    plain = engine_of().partners(LEARN)
    member = [line for n in range(4) for line in (element("Community", f"c{n}"), link("MEMBER_OF", "charity", f"c{n}"))]
    values = [[(s.signal, s.value) for s in found[0].signals] for found in (plain, engine_of(*member).partners(LEARN))]
    assert values[0] == values[1]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"since": "2015", "recurring": True}, "since 2015"),
        ({"since": "2015", "until": "2016", "recurring": True}, "2015–2016, no newer word"),
        ({"since": "2015"}, "2015, no newer word"),
    ],
)
def test_what_recurs_is_not_told_to_be_old(dates: dict[str, Any], told: str) -> None:
    meals = element("Activity", "meals", **dates), link("RUNS", "school", "meals"), link("ABOUT", "meals", "seniors")
    school = next(each for each in engine_of(*meals).partners(ASK) if each.id == "school")
    assert school.evidence[0].text("en") == f"School runs Meals ({told}), about Seniors"


@pytest.mark.parametrize(
    ("dates", "newest"),
    [
        ({"since": "2206"}, ["held"]),
        ({"since": "2005", "until": "2206"}, ["held"]),
        ({"since": "2005", "recurring": True}, ["held"]),
        ({"since": "2005", "until": "2021", "recurring": True}, ["held"]),
        ({"since": "2005"}, ["lab"]),
    ],
)
def test_how_recent_a_meeting_is(dates: dict[str, Any], newest: list[str]) -> None:
    network = engine_of(element("Activity", "held", **dates), link("RUNS", "remote", "held")).network(("public",))
    fresh = {network.tables.ids[node]: value for node, value in zip(network.meetings.node, network.fresh, strict=True)}
    assert [id_ for id_, value in fresh.items() if value == 1] == newest
    assert fresh["club"] > 0.01


def test_what_others_need_for_their_activity_is_no_need_of_the_asker() -> None:
    money = element("Resource", "money"), link("NEEDS", "visits", "money"), link("NEEDS", "club", "money")
    engine = engine_of(*money, link("OFFERS", "charity", "money"))
    for asker, needs in (("museum", 1), ("library", 2), ("charity", 0)):
        assert len(engine.ranking(replace(ASK, asker=asker)).question.needs) == needs


def test_a_chance_is_told_only_of_what_was_measured() -> None:
    engine = Engine(engine_of().tables, replace(SHIPPED, connected=replace(SHIPPED.connected, calibrated=True)))
    asked: list[tuple[Request, set[str]]] = [
        (ASK, {"charity"}),
        (replace(ASK, target_groups=("elderly",)), set()),
        (replace(ASK, resources=("space",)), set()),
    ]
    for request, chances in asked:
        found = engine.partners(replace(request, include_known=True))
        assert {each.id for each in found if each.basis is Basis.CHANCE} >= chances
        assert all(each.basis is Basis.SCALE for each in found if each.known or not chances)
