"""Types of the rows inside answers that count: of the founder's brief and of what something looks like in numbers."""

from dataclasses import dataclass
from typing import Annotated

from graph.contract.operation import Doc, declared

Id = Annotated[str, Doc("Id of the element.", "Id prvku.", type="ID!")]
Name = Annotated[str, Doc("Its name.", "Jeho název.")]
English = Annotated[str | None, Doc("Its English name.", "Anglický název.")]
Activities = Annotated[int, Doc("How many activities.", "Kolik aktivit.")]
Partners = Annotated[int, Doc("How many partners.", "Kolik partnerů.")]
Topics = Annotated[int, Doc("How many topics.", "Kolik témat.")]


@declared("LibraryCounts", "A library that another one is compared with.", "Knihovna, se kterou je jiná srovnána.")
@dataclass(frozen=True, slots=True)
class LibraryCounts:
    """What a library does, in numbers."""

    element_id: Id
    name: Name
    activities: Activities
    partners: Partners
    topics: Topics


@declared("BriefActivity", "An activity as the founder's brief tells of it.", "Aktivita v podkladu pro zřizovatele.")
@dataclass(frozen=True, slots=True)
class BriefActivity:
    """An activity, and the ids of what it is connected with."""

    element_id: Id
    name: Name
    kind: Annotated[str | None, Doc("Its kind.", "Její druh.")]
    since: Annotated[str | None, Doc("Since when.", "Od kdy.", type="Date")]
    until: Annotated[str | None, Doc("Until when.", "Do kdy.", type="Date")]
    recurring: Annotated[bool, Doc("Whether it takes place again and again.", "Zda se opakuje.")]
    results: Annotated[str | None, Doc("What came of it.", "Co přinesla.")]
    url: Annotated[str | None, Doc("Its web address.", "Její webová adresa.")]
    source: Annotated[str | None, Doc("Where the map has it from.", "Odkud ji mapa má.")]
    topics: Annotated[list[str], Doc("Ids of its topics.", "Id témat.", type="[ID!]!")]
    target_groups: Annotated[list[str], Doc("Ids of its target groups.", "Id cílových skupin.", type="[ID!]!")]
    partners: Annotated[list[str], Doc("Ids of who runs it too or takes part.", "Id partnerů.", type="[ID!]!")]


@declared("TopicCounts", "A topic, and how much there is about it.", "Téma, a kolik o něm je.")
@dataclass(frozen=True, slots=True)
class TopicCounts:
    """A topic in numbers."""

    element_id: Id
    name: Name
    name_en: English
    activities: Activities
    partners: Partners


@declared("GoalCounts", "A goal of another framework, and how much serves it.", "Cíl jiného rámce, a kolik mu slouží.")
@dataclass(frozen=True, slots=True)
class GoalCounts:
    """A goal in numbers."""

    element_id: Id
    scheme: Annotated[str, Doc("Its framework.", "Jeho rámec.")]
    notation: Annotated[str | None, Doc("Its number there.", "Jeho číslo tam.")]
    name: Name
    name_en: English
    activities: Activities


@declared("TargetGroupCounts", "A target group, and how much is for it.", "Cílová skupina, a kolik je pro ni.")
@dataclass(frozen=True, slots=True)
class TargetGroupCounts:
    """A target group in numbers."""

    element_id: Id
    name: Name
    name_en: English
    activities: Activities


@declared("PartnerCounts", "A partner, and in how much it takes part.", "Partner, a čeho všeho se účastní.")
@dataclass(frozen=True, slots=True)
class PartnerCounts:
    """A partner in numbers."""

    element_id: Id
    name: Name
    kind: Annotated[str | None, Doc("Its kind; library or community where it has none.", "Jeho druh.")]
    activities: Activities
    direct: Annotated[bool, Doc("Whether it is a partner beside activities too.", "Zda je partnerem i mimo aktivity.")]
    founder: Annotated[bool, Doc("Whether it founds the library.", "Zda knihovnu zřizuje.")]


@declared("Need", "Something that a library or an activity of it needs.", "Co knihovna nebo její aktivita potřebuje.")
@dataclass(frozen=True, slots=True)
class Need:
    """A resource that is needed."""

    element_id: Id
    name: Name
    name_en: English
    note: Annotated[str | None, Doc("A note.", "Poznámka.")]
    activity: Annotated[str | None, Doc("Name of the activity that needs it.", "Název aktivity, která to potřebuje.")]
    ended: Annotated[bool, Doc("Whether it has ended, or was not confirmed for long.", "Zda skončila.")]


@declared("Claim", "Something that is said, and where it is from.", "Tvrzení, a odkud je.")
@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with its source."""

    kind: Annotated[str, Doc("activity, partner, founder or need.", "activity, partner, founder nebo need.")]
    name: Annotated[str, Doc("What it is about.", "Čeho se týká.")]
    source: Annotated[str | None, Doc("Where it is from.", "Odkud je.")]


@declared("ProposedLink", "A connection that is only proposed.", "Spojení, které je jen navrženo.")
@dataclass(frozen=True, slots=True)
class ProposedLink:
    """A proposed connection, by its other end."""

    link: Annotated[str, Doc("Type of the connection.", "Typ spojení.", type="ConnectionType!")]
    element_id: Id
    name: Name
    activity: Annotated[
        str | None, Doc("Of which activity of the library, if not its own.", "Které aktivity knihovny, není-li její.")
    ]


@declared("YearCounts", "What went on in a year.", "Co se dělo v jednom roce.")
@dataclass(frozen=True, slots=True)
class YearCounts:
    """A year in numbers."""

    year: Annotated[int, Doc("The year.", "Rok.")]
    activities: Activities
    partners: Partners
    topics: Topics


@declared("CommunityCounts", "A community of the network, found in its ties.", "Komunita sítě, nalezená ve vazbách.")
@dataclass(frozen=True, slots=True)
class CommunityCounts:
    """A community in numbers, told by its strongest member, where the asker may see that."""

    element_id: Annotated[str | None, Doc("Id of its strongest member.", "Id nejsilnějšího člena.", type="ID")]
    name: Annotated[str | None, Doc("The name of that.", "Jeho název.")]
    size: Annotated[int, Doc("How many allies belong to it.", "Kolik k ní patří spojenců.")]
    allies: Annotated[int, Doc("How many of these the numbers are of.", "O kolika z nich čísla jsou.")]


@declared("DayOfNetwork", "What something looked like in the network on a day.", "Jak co vypadalo v síti jednoho dne.")
@dataclass(frozen=True, slots=True)
class DayOfNetwork:
    """One snapshot of the numbers."""

    day: Annotated[str, Doc("When it was measured (ISO 8601).", "Kdy byla změřena.")]
    degree: Annotated[int, Doc("Ties.", "Kolik vazeb.")]
    betweenness: Annotated[float, Doc("Share of shortest paths over it (Freeman).", "Mezilehlost.")]
    reach: Annotated[int, Doc("Allies within two steps.", "Kolik spojenců do dvou kroků.")]
    density: Annotated[float | None, Doc("Ties among its neighbours, as a share.", "Hustota okolí.")]
    rank: Annotated[int | None, Doc("Of a library: its place by ties.", "Pořadí mezi knihovnami.")]
    percentile: Annotated[
        float | None, Doc("Of a library: the share of the others with fewer ties.", "Podíl knihoven s méně vazbami.")
    ]
