"""The founder brief as a document: what the question answered, in words, tables and pictures, in Czech or English.

What a meeting needs fits on two sheets of paper; what is longer stands whole in an annex.

It is made of the answer alone, so it shows what the JSON shows and nothing else.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress
from math import floor
from typing import Any

from api.briefs import drawings
from api.briefs.drawings import FOLDER, Pair
from graph.model import Language
from graph.schema import COMMUNITY, LIBRARY, ORGANIZATION
from graph.values.texts import isolated

TELLING = 3
"""Activities from which on a share of them tells something."""

ROWS = 40
"""Of a table at most; the others are only counted."""

LETTERS = 90
"""Of a cell on the sheets at most."""

DRAWN = 12
"""Entries of each column of the network at most."""

ENOUGH = 3
"""Libraries that a comparison needs at least: among fewer, one stands for all."""

HERE = 0.5
"""Kilometres below which the place alone says where one is."""

FRAMEWORKS = ("koncepce", "sdg", "keyCompetence")
"""Vocabularies that founders know, in the order in which they are shown; others come after these."""

SHOWN = 2
"""Of the frameworks on the sheets at most; the others stand in the annex."""

KINDS = {
    **ORGANIZATION.named("kind"),
    **COMMUNITY.named("kind"),
    "library": LIBRARY.one,
    "community": COMMUNITY.one,
}
"""What people call the kinds of partners."""

_TEXTS: dict[str, Any] = tomllib.loads((FOLDER / "texts.toml").read_text("utf-8"))
_OUT_OF = re.compile(r"\bz (?=(?:1?[23467]|[23467]\d|[123467]\d\d)\b)")
"""What Czech says "ze" for: a number whose word begins with a cluster or a hissing sound ("ze čtyř", "ze sta")."""

_SHORT = re.compile(r"\b([aikosuvz]) ", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BEHIND = re.compile(r" \([^()]*\)$")
_TIE = "\n"
"""Stands for an id in the drawing; no id has a line break in it."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG, what it shows for those who do not see it, and the line below it.

    ``broad`` are those that a phone has no room for; they tell nothing that the table below does not.
    """

    svg: str
    alt: str
    caption: str
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts; ``numeric`` says which columns hold numbers, ``strong`` which row stands out.

    In a ``wide`` one several columns hold sentences or lists.
    """

    columns: list[str]
    numeric: list[bool]
    rows: list[list[str]]
    wide: bool
    strong: int | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, in this order."""

    heading: str
    texts: list[str]
    picture: Picture | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole document; ``name`` is that of its file, ``day`` of what it is a state of.

    ``sections`` fit on two sheets, the ``annex`` has in full what is cut there or left out.
    """

    language: Language
    name: str
    title: str
    library: str
    founder: str
    state: str
    day: date
    lead: list[str]
    figures: list[tuple[str, str]]
    sections: list[Section]
    annex_title: str
    annex: list[Section]


def brief(answer: Row, language: Language, day: date, *, public: bool, allies: Mapping[str, list[Row]] = {}) -> Brief:
    """The brief of one answer of the question ``founder_brief``; ``public`` when anybody would get the same one.

    ``allies`` are who is ``near``, and from whom to ``learnFrom``, on the topic of most activities: ``name``, ``km`` and
    ``why``; of a library without topics, libraries ``alike``: ``name``, ``km`` and what it ``runs``.
    """
    return _Writer(_printable({**answer, **allies}), language, public=public).write(day)


def _printable(value: Any) -> Any:
    """The same without characters that XML has no place for (XML 1.0, section 2.2), and each text by its own direction."""
    if isinstance(value, str):
        return isolated(_UNPRINTABLE.sub(" ", value))
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return {key: _printable(each) for key, each in value.items()} if isinstance(value, dict) else value


class _Writer:
    def __init__(self, answer: Row, language: Language, *, public: bool) -> None:
        self._answer, self._language, self._public = answer, language, public
        self._names = {
            row["elementId"]: self._name(row)
            for rows in ("topicCounts", "targetGroupCounts", "partnerCounts")
            for row in answer[rows]
        }
        self._all = len(answer["activityDetails"])
        self._shared = answer["withPartners"]

    def write(self, day: date) -> Brief:
        answer, name = self._answer, self._answer["library"]["name"]
        founders = ", ".join(founder["name"] for founder in answer["founders"])
        czech = f"{day.day}.\u00a0{day.month}.\u00a0{day.year}"
        placed = [(section, rows) for section, rows in self._placed() if section]
        return Brief(
            language=self._language,
            name=f"{self._text('slug')}-{_slug(name) or _slug(answer['library']['id'])}",
            title=self._text("title"),
            library=name,
            founder=self._text("founder", names=founders) if founders else self._text("founderUnknown"),
            state=self._text("state", day=czech if self._language == "cs" else f"{day.day} {day:%B %Y}"),
            day=day,
            lead=list(self._lead()),
            figures=self._figures(),
            sections=[self._cut(section, rows) for section, rows in placed if rows is not None],
            annex_title=self._text("annex"),
            annex=[rest for section, rows in placed if (rest := _beyond(section, rows))],
        )

    def _placed(self) -> Iterable[tuple[Section | None, int | None]]:
        """All sections, with how many rows of their tables stand on the sheets; none where they stand in the annex alone."""
        yield self._results(), 5
        yield self._needs(), 5
        yield self._programme(), 11
        yield self._partners(), 8
        yield self._compared(), 0
        for place, framework in enumerate(self._frameworks()):
            yield framework, 4 if place < SHOWN else None
        yield self._topics(), None
        yield self._groups(), None
        yield self._allies("near"), 3
        yield self._allies("learnFrom"), None
        yield self._alike(), 3
        yield self._about(), 0

    def _cut(self, section: Section, rows: int) -> Section:
        """A section as it stands on the sheets."""
        table = section.table
        if table is None:
            return section
        left = len(table.rows) - rows
        kept = [[_shortened(cell) for cell in row] for row in table.rows[:rows]]
        more = self._others(left) if left > 0 else table.more
        return replace(section, table=replace(table, rows=kept, more=more) if kept else None)

    # Words.

    def _text(self, key: str, **values: Any) -> str:
        text: str = _TEXTS[key][self._language].format(**values)
        if self._language != "cs":
            return text
        # Czech typography: no line ends with a preposition of one letter (ČSN 01 6910).
        return _SHORT.sub("\\1\u00a0", _OUT_OF.sub("ze ", text))

    def _form(self, key: str, number: int) -> str:
        """The form of a word after a number: Czech has one for 2 to 4."""
        one, few, many = _TEXTS[key][self._language]
        form: str = one if number == 1 else few if 2 <= number <= 4 else many
        return form

    def _counted(self, key: str, number: int) -> str:
        return f"{number}\u00a0{self._form(key, number)}"

    def _name(self, row: Row) -> str:
        name: str = (row.get("nameEn") if self._language == "en" else None) or row["name"]
        return name

    def _needed(self, row: Row) -> str:
        name = self._name(row)
        return self._text("ended", name=name) if row.get("ended") else name

    def _kind(self, kind: str | None) -> str:
        known = KINDS.get(kind or "")
        return known(self._language) if known else kind or ""

    def _number(self, number: float) -> str:
        text = f"{floor(number * 10 + 0.5) / 10:,.1f}".removesuffix(".0")
        return text.translate({ord("."): ",", ord(","): "\u00a0"}) if self._language == "cs" else text

    def _percent(self) -> str:
        share = round(100 * self._shared / self._all) if self._all else 0
        return f"{share}\u00a0%" if self._language == "cs" else f"{share}%"

    # Parts.

    def _lead(self) -> Iterable[str]:
        answer = self._answer
        if not self._all:
            yield self._text("leadNothing")
            return
        topics, groups = len(answer["topicCounts"]), len(answer["targetGroupCounts"])
        yield self._text(
            "leadActivities",
            activities=self._counted("runs", self._all),
            topics=self._text("leadTopics", topics=self._counted("onTopics", topics)) if topics else "",
            groups=self._text("leadGroups", groups=self._counted("forGroups", groups)) if groups else "",
        )
        if answer["since"]:
            yield self._text("leadSince", year=answer["since"][:4])
        if not answer["partnerCounts"]:
            yield self._text("leadAlone")
            return
        yield self._text(
            "leadPartners" if self._shared else "leadDirect",
            partners=self._counted("hasPartners", len(answer["partnerCounts"])),
            founder=self._text("leadFounder") if any(p["founder"] for p in answer["partnerCounts"]) else "",
            shared=self._shared,
            rest=self._form("rest", self._shared),
            all=self._counted("ofActivities", self._all),
            share=f" ({self._percent()})" if self._all >= TELLING else "",
        )

    def _figures(self) -> list[tuple[str, str]]:
        """What there is any of, in numbers."""
        answer = self._answer
        counts = {
            "figureActivities": self._all,
            "figurePartners": len(answer["partnerCounts"]),
            "figureTopics": len(answer["topicCounts"]),
            "figureGroups": len(answer["targetGroupCounts"]),
            "figureGoals": sum(goal["scheme"] == "sdg" for goal in answer["goalCounts"]),
        }
        figures = [(str(number), self._form(key, number)) for key, number in counts.items() if number]
        telling = self._shared and self._all >= TELLING
        return [*figures, (self._percent(), self._text("figureShare"))] if telling else figures

    def _table(self, columns: Mapping[str, bool], rows: Sequence[list[str]], strong: int | None = None) -> Table:
        """A table whose columns are named by keys of texts and say whether they hold numbers; one of blanks is left out."""
        left = len(rows) - ROWS
        more = self._others(left) if left > 0 else ""
        told = [any(column) for column in zip(*rows, strict=True)]
        headings, numeric = [*compress(map(self._text, columns), told)], [*compress(columns.values(), told)]
        return Table(headings, numeric, [[*compress(row, told)] for row in rows[:ROWS]], not any(numeric), strong, more)

    def _others(self, number: int) -> str:
        return self._form("others", number).format(n=number)

    def _results(self) -> Section | None:
        rows = [
            [activity["name"], activity["results"], self._period(activity)]
            for activity in self._answer["activityDetails"]
            if activity["results"]
        ]
        return self._listed("results", [], {"columnActivity": False, "columnResult": False, "columnYears": False}, rows)

    def _needs(self) -> Section | None:
        rows = [[self._needed(n), n["activity"] or "", n["note"] or ""] for n in self._answer["needs"]]
        return self._listed("needs", [], {"columnNeed": False, "columnFor": False, "columnNote": False}, rows)

    def _comparable(self) -> bool:
        return bool(self._all) and self._answer["similarCount"] >= ENOUGH

    def _compared(self) -> Section | None:
        answer = self._answer
        if not self._comparable():
            return None
        own = {
            "activities": self._all,
            "partners": len(answer["partnerCounts"]),
            "topics": len(answer["topicCounts"]),
        }
        similar, unlisted = answer["similar"], answer["similarCount"] - len(answer["similar"])
        ahead = sum(each["activities"] > self._all for each in similar)
        low, high = answer["similarFrom"], answer["similarTo"]
        text = self._text(
            "comparedByKind" if low is None else "comparedBySize",
            libraries=self._counted("ofLibraries", answer["similarCount"]),
            low=self._number(low or 0),
            high=self._number(high or 0),
        )
        level = sum(each["activities"] == self._all for each in similar)
        placed = not unlisted or ahead + level < len(similar)
        if placed and 2 * (ahead + level) < answer["similarCount"]:
            text += " " + self._text("comparedRank", rank=ahead + 1, all=answer["similarCount"] + 1)
        pairs = [
            Pair(self._text(f"count{n.title()}"), own[n], average, self._number(own[n]), self._number(average))
            for n in own
            for average in (answer[f"similar{n.title()}"],)
        ]
        told = "; ".join(
            self._text("comparisonRow", label=pair.label, own=pair.own_text, average=pair.other_text) for pair in pairs
        )
        svg = drawings.comparison((self._text("own"), self._text("average")), pairs)
        picture = Picture(svg, self._text("comparisonAlt", rows=told), "")
        rows = [*similar]
        rows.insert(ahead, {"name": answer["library"]["name"], **own})
        cells = [[row["name"], *(str(row[figure]) for figure in own)] for row in rows]
        columns = {"columnLibrary": False, "countActivities": True, "countPartners": True, "countTopics": True}
        table = self._table(columns, cells, ahead)
        more = self._others(unlisted) if unlisted else ""
        return Section(self._text("compared"), [text], picture, replace(table, more=more))

    def _partners(self) -> Section:
        partners, heading = self._answer["partnerCounts"], self._text("partners")
        if not partners:
            return Section(heading, [self._text("partnersNone")])
        rows = [
            [
                p["name"],
                self._text("founderKind") if p["founder"] else self._kind(p["kind"]),
                str(p["activities"]),
                self._text("yes") if p["direct"] else "–",
            ]
            for p in partners
        ]
        columns = {"columnPartner": False, "columnKind": False, "countActivities": True, "columnDirect": False}
        return Section(heading, [], self._network(), self._table(columns, rows))

    def _network(self) -> Picture | None:
        """Activities with partners come first; then what they are about, and who takes part. None of half of nothing."""
        answer = self._answer
        if 2 * sum(bool(a["partners"] or a["topics"]) for a in answer["activityDetails"]) < self._all:
            return None
        partners = [p["elementId"] for p in answer["partnerCounts"]][:DRAWN]
        shown = sorted(answer["activityDetails"], key=lambda a: not set(a["partners"]) & set(partners))
        ties = [p["elementId"] for p in answer["partnerCounts"] if p["direct"] and p["elementId"] in partners]
        shown = shown[: DRAWN - bool(ties)]
        met = {topic for activity in shown for topic in activity["topics"]}
        topics = [t["elementId"] for t in answer["topicCounts"] if t["elementId"] in met][:DRAWN]
        pairs = [
            (a["elementId"], id_)
            for a in shown
            for id_ in (*a["topics"], *a["partners"])
            if id_ in (*topics, *partners)
        ]
        pairs += [(_TIE, id_) for id_ in ties]
        middle = {a["elementId"]: a["name"] for a in shown} | ({_TIE: self._text("direct")} if ties else {})
        headings = (self._text("countTopics"), self._text("countActivities"), self._text("countPartners"))
        left, right = ({id_: self._names[id_] for id_ in ids} for ids in (topics, partners))
        svg = drawings.network(headings, left, middle, right, pairs, _TIE)
        alt = self._text("networkAlt", names=", ".join(right.values()))
        caption = self._text("network", shared=self._shared, all=self._counted("ofActivities", self._all))
        return Picture(svg, alt, caption if self._all else "", broad=True)

    def _programme(self) -> Section | None:
        if not self._all:
            return None
        rows = [
            [
                activity["name"],
                self._period(activity),
                ", ".join(self._names[id_] for id_ in activity["targetGroups"]),
                ", ".join(self._names[id_] for id_ in activity["partners"]),
            ]
            for activity in self._answer["activityDetails"]
        ]
        columns = {"columnActivity": False, "columnYears": False, "columnGroups": False, "columnPartners": False}
        known = {"dated": self._answer["dated"], "all": self._counted("ofActivities", self._all)}
        few = 2 * self._answer["dated"] < self._all
        texts = [self._text("yearsFew", **known)] if few and self._answer["dated"] else []
        picture = None if few else self._years(self._text("years", **known))
        return Section(self._text("programme"), texts, picture, self._table(columns, rows))

    def _period(self, activity: Row) -> str:
        since, until = ((activity[end] or "")[:4] for end in ("since", "until"))
        if since and until and since != until:
            return f"{since}–{until}"
        if since and activity["recurring"] and not until:
            return self._text("from", year=since)
        return since or until

    def _years(self, caption: str) -> Picture | None:
        counts = {row["year"]: row["activities"] for row in self._answer["years"]}
        if len(counts) < 2:
            return None
        told = ", ".join(f"{year}: {number}" for year, number in counts.items())
        return Picture(drawings.years(counts), self._text("yearsAlt", rows=told), caption)

    def _topics(self) -> Section | None:
        rows = [[self._name(t), str(t["activities"]), str(t["partners"])] for t in self._answer["topicCounts"]]
        return self._listed("topics", [], {"columnTopic": False, "countActivities": True, "countPartners": True}, rows)

    def _frameworks(self) -> Iterable[Section | None]:
        """What the activities serve, for each framework that topics of the map correspond to."""
        goals = self._answer["goalCounts"]
        for scheme in sorted({g["scheme"] for g in goals}, key=_place):
            known = _TEXTS["frameworks"].get(scheme)
            heading = known[self._language] if known else self._text("frameworkOther", scheme=scheme)
            rows = [[self._goal(goal), str(goal["activities"])] for goal in goals if goal["scheme"] == scheme]
            table = self._table({"columnGoal": False, "countActivities": True}, rows)
            yield Section(heading, [self._text("goalsNote")], None, table)

    def _goal(self, goal: Row) -> str:
        """Its code and name, without the framework's name behind that, which stands above."""
        name = _BEHIND.sub("", self._name(goal))
        return f"{goal['notation']}. {name}" if goal["notation"] else name

    def _groups(self) -> Section | None:
        rows = [[self._name(g), str(g["activities"])] for g in self._answer["targetGroupCounts"]]
        return self._listed("groups", [], {"columnGroup": False, "countActivities": True}, rows)

    def _allies(self, reach: str) -> Section | None:
        """Who could come in next, on the topic of most activities."""
        found = self._answer.get(reach, [])
        rows = [[each["name"], _whereabouts(each), each["why"]] for each in found]
        texts = [self._text(f"{reach}Text", topic=self._name(self._answer["topicCounts"][0]))] if rows else []
        columns = {"columnAlly": False, "columnWhere": False, "columnWhy": False}
        return self._listed(reach, texts, columns, rows)

    def _alike(self) -> Section | None:
        """What libraries like one run of which the map knows nothing."""
        rows = [[each["name"], _whereabouts(each), ", ".join(each["runs"])] for each in self._answer.get("alike", [])]
        columns = {"columnLibrary": False, "columnWhere": False, "columnRuns": False}
        return self._listed("alike", [self._text("alikeText")], columns, rows)

    def _listed(
        self, heading: str, texts: list[str], columns: Mapping[str, bool], rows: list[list[str]]
    ) -> Section | None:
        return Section(self._text(heading), texts, None, self._table(columns, rows)) if rows else None

    def _about(self) -> Section:
        keys = ["aboutMap", "aboutPartners", "aboutYears", "aboutPublic" if self._public else "aboutMembers"]
        texts = [self._text(key) for key in keys]
        if self._answer["sources"]:
            texts.append(self._text("aboutAnnex"))
        if self._all and not self._comparable():
            texts.insert(1, self._text("aboutFew"))
        if waiting := self._answer["unconfirmed"]:
            names = (f"{told['name']} ({_TEXTS['links'][_link(told)][self._language]})" for told in waiting)
            texts.insert(1, self._text("aboutUnconfirmed", names=", ".join(names)))
        claims = self._answer["sources"]
        known = sorted({claim["source"] or "" for claim in claims}, key=lambda source: (not source, source))
        rows = [[source or self._text("sourceNone"), self._claims(claims, source)] for source in known]
        table = self._table({"columnSource": False, "columnClaims": False}, rows) if rows else None
        return Section(self._text("about"), texts, None, table)

    def _claims(self, claims: Sequence[Row], source: str) -> str:
        """What rests on a source, by kind."""
        names = {
            kind: dict.fromkeys(c["name"] for c in claims if c["kind"] == kind and (c["source"] or "") == source)
            for kind in ("activity", "partner", "founder", "need")
        }
        return "; ".join(
            _TEXTS["claims"][kind][self._language].format(names=", ".join(told)) for kind, told in names.items() if told
        )


def _link(told: Row) -> str:
    """The word for a proposed connection: who is said to run an activity of the library runs it with it."""
    return "runsToo" if told["link"] == "RUNS" and told["activity"] else told["link"]


def _beyond(section: Section, rows: int | None) -> Section | None:
    """A section as it stands in the annex; none where the sheets have all of it."""
    table = section.table
    if rows is None or table is None:
        return section if rows is None else None
    whole = len(table.rows) <= rows and all(len(cell) <= LETTERS for row in table.rows for cell in row)
    return None if whole else replace(section, texts=[], picture=None)


def _shortened(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1].rstrip(" ,;") + "…"


def _whereabouts(row: Row) -> str:
    near = row["km"] is None or (row["place"] and row["km"] < HERE)
    away = None if near else f"{row['km']:.0f}\N{NO-BREAK SPACE}km"
    return ", ".join(filter(None, (row["place"], away)))


def _place(scheme: str) -> tuple[int, str]:
    return (FRAMEWORKS.index(scheme) if scheme in FRAMEWORKS else len(FRAMEWORKS)), scheme


def _slug(text: str) -> str:
    """A text as a part of a file's name: small letters without marks, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80]
