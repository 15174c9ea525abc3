"""The mapping language: which elements a map holds and how they connect.

This file is the one place where types are declared. Constraints and indexes, validation, GraphQL types and the
reference docs derive from it. Read it top to bottom; the patterns above the connections are what an analyst types.
"""

from graph.model import Concerns, ConnectionType, ElementType, Ends, Kind, Property, Schema, Text, Trait
from graph.records import CONFIRMED, PROPOSED, REJECTED
from graph.values import rules, texts

# ---------------------------------------------------------------------------------------------- common properties

_PRIVATE = Property(
    "private",
    Kind.JSON,
    Text("Vlastnosti, které vidí jen správci.", "Properties that only reviewers see."),
    managed=True,
    visibility="private",
)

_SOURCES = Property(
    "sources",
    Kind.STRINGS,
    Text(
        "Kdo to říká: id zdrojů, nejbližší první; v souborech může stát `source` s jedním.",
        "Who says so: ids of sources, the nearest first; files may say `source` for one.",
    ),
    label=Text("Zdroje", "Sources"),
)

_CORRECTED = Property(
    "corrected",
    Kind.STRINGS,
    Text(
        "Vlastnosti, které opravil člověk; import je nemění, jen ohlásí rozdíl.",
        "Properties that a person corrected; imports leave them and report the difference.",
    ),
    managed=True,
    visibility="private",
)

LASTS = 18
"""Months for which a need or an offer stands that nobody confirms."""

_ENDED = Property(
    "ended",
    Kind.BOOLEAN,
    Text(
        f"Zda už neplatí: po `until`, a potřeba či nabídka {LASTS} měsíců po uvedení nebo potvrzení.",
        f"Whether it is over: after `until`, and a need or offer {LASTS} months after it was stated or confirmed.",
    ),
    managed=True,
    absent=False,
    formula="(coalesce(toStringOrNull({it}.until) < left(toString(date()), size(toStringOrNull({it}.until))), false) OR type({it}) IN ['NEEDS', 'OFFERS'] "
    f"AND coalesce({{it}}.confirmedAt < toString(date() - duration({{{{months: {LASTS}}}}})), false))",
)

_CONFIRMATION = (
    Property(
        "confirmedAt",
        Kind.DATE,
        Text(
            "Kdy někdo naposledy řekl, že to stále platí; u potřeb a nabídek zprvu odkdy tu jsou.",
            "When somebody last said that it is still true; a need or offer at first since when it is there.",
        ),
        label=Text("Potvrzeno", "Confirmed"),
        rule=rules.partial_date,
        managed=True,
    ),
    Property(
        "confirmedBy",
        Kind.STRING,
        Text("Kdo to řekl.", "Who said so."),
        label=Text("Kdo potvrdil", "Confirmed by"),
        managed=True,
        visibility="members",
    ),
)

COMMON = (
    Property(
        "id",
        Kind.STRING,
        Text("Stálý identifikátor, jedinečný mezi všemi prvky.", "Stable, unique over all elements."),
        required=True,
        unique=True,
        searchable=True,
        rule=rules.element_id,
        normalize=texts.composed,
        label=Text("Id", "Id"),
    ),
    Property(
        "name",
        Kind.STRING,
        Text("Název v jazyce mapy.", "Name in the language of the map."),
        required=True,
        indexed=True,
        searchable=True,
        label=Text("Název", "Name"),
    ),
    Property(
        "alternateNames",
        Kind.STRINGS,
        Text("Další názvy, zkratky a synonyma.", "Other names, short forms, synonyms."),
        searchable=True,
        label=Text("Jiné názvy", "Other names"),
    ),
    Property(
        "description",
        Kind.STRING,
        Text("Popis (Markdown).", "Description (Markdown)."),
        searchable=True,
        long=True,
        label=Text("Popis", "Description"),
    ),
    Property("url", Kind.STRING, Text("Webová adresa.", "Web address."), rule=rules.url, label=Text("Web", "Web")),
    Property(
        "visibility",
        Kind.STRING,
        Text("Kdo prvek vidí; bez hodnoty všichni.", "Who sees it; everyone when absent."),
        indexed=True,
        enum="Visibility",
        choices=("public", "members", "private"),
        absent="public",
    ),
    _SOURCES,
    _CORRECTED,
    *_CONFIRMATION,
    Property(
        "sortKey", Kind.STRING, Text("Pořadí podle abecedy.", "Place in the alphabet."), indexed=True, internal=True
    ),
    Property("createdAt", Kind.DATETIME, Text("Kdy prvek vznikl.", "When it was created."), indexed=True, managed=True),
    Property(
        "updatedAt",
        Kind.DATETIME,
        Text("Kdy se naposledy změnil.", "When it last changed."),
        indexed=True,
        managed=True,
        label=Text("Naposledy změněno", "Last changed"),
    ),
    Property("version", Kind.INTEGER, Text("Kolikátá je to podoba.", "Counts its states, from 1."), managed=True),
    Property(
        "extra",
        Kind.JSON,
        Text("Vlastnosti, které model nezná.", "Properties that the model does not know."),
        managed=True,
    ),
    _PRIVATE,
)

CONNECTION_COMMON = (
    Property(
        "parallel",
        Kind.STRING,
        Text(
            "Odlišuje ta, která běží vedle sebe; v souborech `id`.",
            "Tells those apart that run in parallel; `id` in files.",
        ),
        rule=rules.element_id,
        normalize=texts.composed,
        file_name="id",
    ),
    Property(
        "since",
        Kind.DATE,
        Text("Od kdy platí.", "Since when it holds."),
        rule=rules.partial_date,
        label=Text("Od", "Since"),
    ),
    Property(
        "until",
        Kind.DATE,
        Text("Do kdy platí.", "Until when it holds."),
        rule=rules.partial_date,
        label=Text("Do", "Until"),
    ),
    Property(
        "status",
        Kind.STRING,
        Text("Stav; bez hodnoty potvrzeno.", "State; confirmed when absent."),
        enum="Status",
        choices=(PROPOSED, CONFIRMED, REJECTED),
        absent=CONFIRMED,
        label=Text("Stav", "Status"),
    ),
    Property(
        "awaits",
        Kind.STRING,
        Text("Id toho konce, který ještě nepotvrdil.", "Id of the end whose word it still takes to count."),
        managed=True,
    ),
    _SOURCES,
    _CORRECTED,
    *_CONFIRMATION,
    _ENDED,
    Property("note", Kind.STRING, Text("Poznámka.", "Note."), long=True, label=Text("Poznámka", "Note")),
    Property(
        "extra",
        Kind.JSON,
        Text("Vlastnosti, které model nezná.", "Properties that the model does not know."),
        managed=True,
    ),
    _PRIVATE,
)

# -------------------------------------------------------------------------------------------------------- traits

ELEMENT = Trait("Element", Text("Cokoli na mapě.", "Anything on a map."))
ALLY = Trait(
    "Ally",
    Text(
        "Kdo může být spojencem: organizace, knihovna, komunita.",
        "Who can be an ally: an organization, a library, a community.",
    ),
)
TERM = Trait(
    "Term",
    Text(
        "Pojem společného slovníku: téma, role, cílová skupina, zdroj.",
        "A term of the shared vocabulary: a topic, role, target group or resource.",
    ),
)

# ------------------------------------------------------------------------------------------------- element types

_NAME_EN = Property(
    "nameEn",
    Kind.STRING,
    Text("Anglický název.", "Name in English."),
    searchable=True,
    label=Text("Anglický název", "English name"),
)

_ORGANIZATION_KINDS = {
    "municipality": Text("obec", "municipality"),
    "region": Text("kraj", "region"),
    "school": Text("škola", "school"),
    "kindergarten": Text("mateřská škola", "kindergarten"),
    "artSchool": Text("základní umělecká škola", "school of arts"),
    "leisureCentre": Text("středisko volného času", "leisure centre"),
    "schoolFacility": Text("školské zařízení", "educational facility"),
    "university": Text("vysoká škola", "university"),
    "museum": Text("muzeum", "museum"),
    "archive": Text("archiv", "archive"),
    "research": Text("výzkumná instituce", "research institution"),
    "nonprofit": Text("nezisková organizace", "nonprofit"),
    "socialServiceProvider": Text("poskytovatel sociálních služeb", "provider of social services"),
    "healthcare": Text("zdravotnické zařízení", "health facility"),
    "company": Text("firma", "company"),
    "foundation": Text("nadace", "foundation"),
    "publicAuthority": Text("úřad", "public authority"),
    "culturalInstitution": Text("kulturní instituce", "cultural institution"),
    "church": Text("církevní organizace", "church"),
    "informalGroup": Text("neformální skupina", "informal group"),
}

_COMMUNITY_KINDS = {
    "network": Text("síť", "network"),
    "campaign": Text("kampaň", "campaign"),
    "neighbourhood": Text("sousedství", "neighbourhood"),
    "interestGroup": Text("zájmová skupina", "interest group"),
}

_PLACE_LEVELS = {
    "municipality": Text("obec", "municipality"),
    "district": Text("okres", "district"),
    "region": Text("kraj", "region"),
    "country": Text("země", "country"),
}

ORGANIZATION = ElementType(
    "Organization",
    "organization",
    "organizations",
    Text("organizace", "organization"),
    Text("organizace", "organizations"),
    Text(
        "Organizace, která může být spojencem: obec, škola, muzeum, spolek, sociální služba, firma, nadace, úřad.",
        "A body that can be an ally: municipality, school, museum, nonprofit, social service, company, authority.",
    ),
    (
        Property(
            "kind",
            Kind.STRING,
            Text("Druh organizace.", "Kind of body."),
            groups=True,
            usual=tuple(_ORGANIZATION_KINDS),
            named=_ORGANIZATION_KINDS,
            label=Text("Druh", "Kind"),
        ),
        Property("legalForm", Kind.STRING, Text("Právní forma.", "Legal form.")),
        Property(
            "ico",
            Kind.STRING,
            Text("IČO, osm číslic.", "Czech organisation number (IČO), eight digits."),
            unique=True,
            searchable=True,
            rule=rules.ico,
            normalize=rules.normalized_ico,
            label=Text("IČO", "Organization number (IČO)"),
        ),
        Property(
            "ror",
            Kind.STRING,
            Text("Identifikátor ROR.", "ROR identifier."),
            unique=True,
            rule=rules.ror,
            normalize=rules.normalized_ror,
        ),
        Property(
            "wikidata",
            Kind.STRING,
            Text("Položka Wikidat.", "Wikidata item."),
            unique=True,
            rule=rules.wikidata,
            normalize=rules.normalized_wikidata,
        ),
    ),
    traits=(ALLY,),
)

LIBRARY = ElementType(
    "Library",
    "library",
    "libraries",
    Text("knihovna", "library"),
    Text("knihovny", "libraries"),
    Text(
        "Veřejná knihovna nebo pobočka; umí vše, co organizace.",
        "A public library or branch; does all that an organization can.",
    ),
    (
        Property(
            "registrationNumber",
            Kind.STRING,
            Text("Evidenční číslo v registru Ministerstva kultury.", "Number in the register of Czech libraries."),
            unique=True,
            searchable=True,
            normalize=rules.normalized_number,
        ),
        Property(
            "sigla",
            Kind.STRING,
            Text("Sigla; pobočky mohou mít siglu své knihovny.", "Sigla; branches may share their library's."),
            indexed=True,
            lookup=True,
            searchable=True,
            rule=rules.sigla,
            normalize=rules.normalized_code,
            label=Text("Sigla", "Sigla"),
        ),
        Property(
            "isil",
            Kind.STRING,
            Text("ISIL (ISO 15511).", "ISIL (ISO 15511)."),
            unique=True,
            searchable=True,
            rule=rules.isil,
            normalize=rules.normalized_code,
        ),
        Property(
            "libraryKind",
            Kind.STRING,
            Text("Druh knihovny podle registru.", "Kind of library in the register."),
            groups=True,
            usual=("basic", "basicWithSpecialCollection", "specialised", "regional", "national"),
        ),
        Property(
            "closed",
            Kind.BOOLEAN,
            Text("Zda zanikla nebo byla z registru vyškrtnuta.", "Whether it closed or was struck off the register."),
            absent=False,
            label=Text("Zrušena", "Closed"),
        ),
    ),
    parent=ORGANIZATION,
)

COMMUNITY = ElementType(
    "Community",
    "community",
    "communities",
    Text("komunita", "community"),
    Text("komunity", "communities"),
    Text(
        "Komunita nebo síť: CoderDojo, Zdravá města, sousedé.",
        "A community or network: CoderDojo, Healthy Cities, a neighbourhood.",
    ),
    (
        Property(
            "kind",
            Kind.STRING,
            Text("Druh komunity.", "Kind of community."),
            groups=True,
            usual=tuple(_COMMUNITY_KINDS),
            named=_COMMUNITY_KINDS,
            label=Text("Druh", "Kind"),
        ),
    ),
    traits=(ALLY,),
)

ACTIVITY = ElementType(
    "Activity",
    "activity",
    "activities",
    Text("aktivita", "activity"),
    Text("aktivity", "activities"),
    Text(
        "Služba, akce, projekt nebo program se sociálním či komunitním dopadem.",
        "A service, event, project or programme with a social, community or societal effect.",
    ),
    (
        Property(
            "kind",
            Kind.STRING,
            Text("Druh aktivity.", "Kind of activity."),
            groups=True,
            usual=("service", "event", "project", "programme", "course", "campaign", "club"),
            label=Text("Druh", "Kind"),
        ),
        Property(
            "since",
            Kind.DATE,
            Text("Od kdy.", "Since when."),
            indexed=True,
            rule=rules.partial_date,
            label=Text("Od", "Since"),
        ),
        Property(
            "until", Kind.DATE, Text("Do kdy.", "Until when."), rule=rules.partial_date, label=Text("Do", "Until")
        ),
        Property(
            "recurring",
            Kind.BOOLEAN,
            Text("Zda se opakuje.", "Whether it repeats."),
            absent=False,
            label=Text("Opakuje se", "Recurring"),
        ),
        Property(
            "results",
            Kind.STRING,
            Text("Co přinesla, slovy i čísly.", "What it brought, in words and numbers."),
            long=True,
            label=Text("Výsledky", "Results"),
        ),
    ),
)

TOPIC = ElementType(
    "Topic",
    "topic",
    "topics",
    Text("téma", "topic"),
    Text("témata", "topics"),
    Text("Místní nebo společenské téma, problém či potřeba.", "A local or social theme, problem or need."),
    (
        _NAME_EN,
        Property(
            "scheme",
            Kind.STRING,
            Text("Ze kterého slovníku.", "Which vocabulary it belongs to."),
            groups=True,
            usual=("spojenci", "sdg", "keyCompetence", "koncepce"),
        ),
        Property("notation", Kind.STRING, Text("Kód v tom slovníku.", "Its code there.")),
        Property(
            "usualKinds",
            Kind.STRINGS,
            Text(
                "Druhy organizací, které se mu a jeho užším tématům obvykle věnují.",
                "Kinds of organization that usually work on it and on narrower topics.",
            ),
        ),
    ),
    traits=(TERM,),
)

ROLE = ElementType(
    "Role",
    "role",
    "roles",
    Text("role", "role"),
    Text("role", "roles"),
    Text(
        "Typická role knihovny: průvodce, učitel, prostor, spojovatel.",
        "A typical role of libraries: guide, teacher, space, connector.",
    ),
    (_NAME_EN,),
    traits=(TERM,),
)

TARGET_GROUP = ElementType(
    "TargetGroup",
    "targetGroup",
    "targetGroups",
    Text("cílová skupina", "target group"),
    Text("cílové skupiny", "target groups"),
    Text("Pro koho je aktivita.", "Whom an activity is for."),
    (_NAME_EN,),
    traits=(TERM,),
)

RESOURCE = ElementType(
    "Resource",
    "resource",
    "resources",
    Text("zdroj (prostor, peníze…)", "resource (space, money…)"),
    Text("zdroje (prostor, peníze…)", "resources (space, money…)"),
    Text(
        "Co lze dát nebo co chybí: prostor, peníze, odborníci, dobrovolníci, vybavení, propagace, klienti, metoda.",
        "What one can give or lack: space, finance, experts, volunteers, equipment, promotion, clients, method.",
    ),
    (_NAME_EN,),
    traits=(TERM,),
)

PLACE = ElementType(
    "Place",
    "place",
    "places",
    Text("místo", "place"),
    Text("místa", "places"),
    Text("Obec, okres, kraj, země.", "A municipality, district, region or country."),
    (
        _NAME_EN,
        Property(
            "code",
            Kind.STRING,
            Text("Kód RÚIAN, LAU nebo NUTS.", "RÚIAN, LAU or NUTS code."),
            unique=True,
            searchable=True,
            normalize=rules.normalized_code,
            label=Text("Kód", "Code"),
        ),
        Property(
            "level",
            Kind.STRING,
            Text("Úroveň.", "Level."),
            groups=True,
            enum="PlaceLevel",
            choices=tuple(_PLACE_LEVELS),
            named=_PLACE_LEVELS,
            label=Text("Úroveň", "Level"),
        ),
        Property(
            "location", Kind.POINT, Text("Poloha.", "Where it is."), indexed=True, label=Text("Poloha", "Location")
        ),
        Property(
            "population",
            Kind.INTEGER,
            Text("Počet obyvatel.", "Number of inhabitants."),
            indexed=True,
            label=Text("Počet obyvatel", "Inhabitants"),
        ),
        Property(
            "averageAge",
            Kind.FLOAT,
            Text("Průměrný věk obyvatel.", "Average age of the inhabitants."),
            label=Text("Průměrný věk", "Average age"),
        ),
        Property(
            "around",
            Kind.STRINGS,
            Text(
                "Místa, ve kterých leží, i ono samo; před každým nejužší viditelnost cestou k němu.",
                "The places that it lies in, itself too; before each, the narrowest visibility on the way there.",
            ),
            internal=True,
        ),
    ),
)

PERSON = ElementType(
    "Person",
    "person",
    "persons",
    Text("osoba", "person"),
    Text("osoby", "people"),
    Text(
        "Kdo má na mapě veřejnou roli: kontakt, zakladatel klubu; sám není spojencem.",
        "Somebody with a public role on a map: a contact, the founder of a club; no ally by oneself.",
    ),
    (Property("role", Kind.STRING, Text("Jakou roli má.", "In which role."), groups=True),),
    visibility="members",
)

ITEM = ElementType(
    "Item",
    "item",
    "items",
    Text("prvek mapy", "item of a map"),
    Text("prvky mapy", "items of maps"),
    Text(
        "Cokoli, co mapa ukazuje a model nejmenuje; druh je slovo té mapy.",
        "Anything that a map shows and the model does not name; its kind is the word of that map.",
    ),
    (
        Property(
            "kind",
            Kind.STRING,
            Text("Slovo mapy pro něj.", "The map's own word for it."),
            groups=True,
            label=Text("Druh", "Kind"),
        ),
    ),
)

MAP = ElementType(
    "Map",
    "map",
    "maps",
    Text("mapa", "map"),
    Text("mapy", "maps"),
    Text(
        "Mapa: výběr z celku se svou skupinou, účelem a jazykem.",
        "A map: a curated part of the whole with its own mapping group, purpose and language.",
    ),
    (
        Property(
            "purpose",
            Kind.STRING,
            Text("K čemu mapa slouží.", "What the map is for."),
            long=True,
            label=Text("Účel", "Purpose"),
        ),
        Property("mappedBy", Kind.STRINGS, Text("Kdo mapoval.", "Who mapped.")),
        Property("language", Kind.STRING, Text("Jazyk mapy (kód ISO 639-1).", "Language of the map (ISO 639-1).")),
    ),
)

SOURCE = ElementType(
    "Source",
    "source",
    "sources",
    Text("pramen", "source"),
    Text("prameny", "sources"),
    Text(
        "Zdroj, který něco o mapě říká: soubor, registr, stránka, role člověka, jiná mapa.",
        "Who says something of the map: a file, a register, a page, a person's role, another map.",
    ),
    (
        Property(
            "kind",
            Kind.STRING,
            Text("Druh zdroje.", "Kind of source."),
            groups=True,
            usual=("file", "register", "page", "person", "map"),
            label=Text("Druh", "Kind"),
        ),
        _NAME_EN,
        Property("licence", Kind.STRING, Text("Za jakých podmínek.", "Under which terms.")),
        Property("date", Kind.DATE, Text("K jakému dni.", "As of when."), indexed=True, rule=rules.partial_date),
        Property(
            "digest",
            Kind.STRING,
            Text("SHA-256 obsahu, jak byl naposledy načten.", "SHA-256 of its content when it was last imported."),
            indexed=True,
            managed=True,
        ),
    ),
)

ELEMENT_TYPES = (
    ORGANIZATION,
    LIBRARY,
    COMMUNITY,
    ACTIVITY,
    TOPIC,
    ROLE,
    TARGET_GROUP,
    RESOURCE,
    PLACE,
    PERSON,
    ITEM,
    MAP,
    SOURCE,
)

# ---------------------------------------------------------------------------------------------- connection types

_ORGANIZATIONS = (ORGANIZATION, LIBRARY)
_ALLIES = (ORGANIZATION, LIBRARY, COMMUNITY)

CONNECTION_TYPES = (
    # (:Organization)-[:RUNS {featured}]->(:Activity)
    ConnectionType(
        "RUNS",
        (Ends(_ORGANIZATIONS, (ACTIVITY,)),),
        "activities",
        "organizers",
        Text("Kdo za aktivitu odpovídá.", "Who is accountable for an activity."),
        Text("{source} pořádá aktivitu {target}", "{source} runs {target}"),
        Text("pořádá aktivitu {target}", "which runs {target}"),
        Text("kterou pořádá {source}", "run by {source}"),
        (
            Property(
                "featured",
                Kind.INTEGER,
                Text(
                    "Kolikátou ji pořadatel sám ukazuje, od 1; bez hodnoty až po nich, podle názvu.",
                    "As which of its own the organizer shows it, from 1; without a value after those, by name.",
                ),
                label=Text("Pořadí na profilu", "Place on the profile"),
            ),
        ),
        concerns=Concerns.BOTH,
    ),
    # (:Ally)-[:TAKES_PART_IN {involvement, contributes}]->(:Activity)
    ConnectionType(
        "TAKES_PART_IN",
        (Ends(_ALLIES, (ACTIVITY,)),),
        "takesPartIn",
        "participants",
        Text("Kdo se aktivity účastní a čím přispívá.", "Who is involved in an activity, and with what."),
        Text("{source} se účastní aktivity {target}", "{source} takes part in {target}"),
        Text("účastní se aktivity {target}", "which takes part in {target}"),
        Text("účastní se i {source}", "in which {source} takes part too"),
        (
            Property(
                "involvement",
                Kind.STRING,
                Text("Jak se účastní.", "How far it is involved."),
                enum="Involvement",
                choices=("involved", "informed"),
            ),
            Property("contributes", Kind.STRINGS, Text("Čím přispívá (zdroje).", "What it contributes (resources).")),
        ),
        concerns=Concerns.BOTH,
    ),
    # (:Activity)-[:ABOUT]->(:Topic)
    ConnectionType(
        "ABOUT",
        (Ends((ACTIVITY,), (TOPIC,)),),
        "topics",
        "activities",
        Text("O čem aktivita je.", "What an activity is about."),
        Text("{source} má téma {target}", "{source} is about {target}"),
        Text("na téma {target}", "about {target}"),
        Text("je o tom {source}", "the topic of {source}"),
    ),
    # (:Activity)-[:FOR]->(:TargetGroup)
    ConnectionType(
        "FOR",
        (Ends((ACTIVITY,), (TARGET_GROUP,)),),
        "targetGroups",
        "activities",
        Text("Pro koho aktivita je.", "Whom an activity is for."),
        Text("{source} je pro skupinu {target}", "{source} is for {target}"),
        Text("pro skupinu {target}", "for {target}"),
        Text("pro tuto skupinu je {source}", "for whom {source} is"),
    ),
    # (:Activity)-[:FULFILS]->(:Role)
    ConnectionType(
        "FULFILS",
        (Ends((ACTIVITY,), (ROLE,)),),
        "roles",
        "activities",
        Text("Jakou roli knihovny aktivita naplňuje.", "Which role of the library an activity fulfils."),
        Text("{source} naplňuje roli {target}", "{source} fulfils the role {target}"),
        Text("v roli {target}", "in the role {target}"),
        Text("tuto roli naplňuje {source}", "fulfilled by {source}"),
    ),
    # (:Activity)-[:PART_OF]->(:Activity)   (:Place)-[:PART_OF]->(:Place)
    ConnectionType(
        "PART_OF",
        (Ends((ACTIVITY,), (ACTIVITY,)), Ends((PLACE,), (PLACE,))),
        "partOf",
        "parts",
        Text(
            "Část většího celku: akce projektu, obec okresu.",
            "Part of a whole: event of a project, town of a district.",
        ),
        Text("{source} je součástí: {target}", "{source} is part of {target}"),
        Text("součást celku {target}", "part of {target}"),
        Text("patří sem {source}", "which includes {source}"),
        acyclic=True,
    ),
    # (:Organization)-[:PARTNERS_WITH {kinds}]->(:Ally)
    ConnectionType(
        "PARTNERS_WITH",
        (Ends(_ORGANIZATIONS, _ALLIES),),
        "partners",
        "partners",
        Text("Partnerství; uložené jednou, čtené z obou stran.", "A partnership; stored once, read from both sides."),
        Text("{source} spolupracuje s: {target}", "{source} partners with {target}"),
        Text("spolupracuje s: {target}", "a partner of {target}"),
        Text("spolupracuje s: {source}", "a partner of {source}"),
        (
            Property(
                "kinds",
                Kind.STRINGS,
                Text("Druhy partnerství.", "Kinds of partnership."),
                usual=(
                    "coOrganizer",
                    "funder",
                    "space",
                    "expert",
                    "referral",
                    "method",
                    "promotion",
                    "volunteers",
                    "host",
                    "award",
                ),
            ),
        ),
        mutual=True,
        concerns=Concerns.BOTH,
    ),
    # (:Organization)-[:FOUNDED_BY]->(:Organization)
    ConnectionType(
        "FOUNDED_BY",
        (Ends(_ORGANIZATIONS, _ORGANIZATIONS),),
        "founders",
        "founded",
        Text("Zřizovatel.", "The founder."),
        Text("{source} má zřizovatele: {target}", "{source} was founded by {target}"),
        Text("zřizovatel {target}", "founded by {target}"),
        Text("zřizuje: {source}", "the founder of {source}"),
        concerns=Concerns.BOTH,
    ),
    # (:Organization)-[:OPERATED_BY]->(:Organization)
    ConnectionType(
        "OPERATED_BY",
        (Ends(_ORGANIZATIONS, _ORGANIZATIONS),),
        "operators",
        "operates",
        Text(
            "Provozovatel, je-li jím jiná organizace: obec, kulturní dům, hlavní knihovna pobočky.",
            "The operator, where it is another body: a municipality, a house of culture, a branch's main library.",
        ),
        Text("{source} má provozovatele: {target}", "{source} is operated by {target}"),
        Text("provozovatel {target}", "operated by {target}"),
        Text("provozuje: {source}", "the operator of {source}"),
        concerns=Concerns.BOTH,
    ),
    # (:Ally)-[:MEMBER_OF]->(:Community)
    ConnectionType(
        "MEMBER_OF",
        (Ends(_ALLIES, (COMMUNITY,)),),
        "memberOf",
        "members",
        Text("Členství v komunitě nebo síti.", "Membership in a community or network."),
        Text("{source} je členem: {target}", "{source} is a member of {target}"),
        Text("člen: {target}", "a member of {target}"),
        Text("členem je i {source}", "of which {source} is a member too"),
        concerns=Concerns.BOTH,
    ),
    # (:Ally)-[:WORKS_ON]->(:Topic)
    ConnectionType(
        "WORKS_ON",
        (Ends(_ALLIES, (TOPIC,)),),
        "worksOn",
        "allies",
        Text("Téma, kterému se spojenec soustavně věnuje.", "A topic that an ally keeps working on."),
        Text("{source} se věnuje tématu {target}", "{source} works on {target}"),
        Text("věnuje se tématu {target}", "working on {target}"),
        Text("tématu se věnuje i {source}", "which {source} works on too"),
    ),
    # (:Ally)-[:SERVES]->(:TargetGroup)
    ConnectionType(
        "SERVES",
        (Ends(_ALLIES, (TARGET_GROUP,)),),
        "serves",
        "allies",
        Text("Skupina, které spojenec soustavně slouží.", "A target group that an ally keeps serving."),
        Text("{source} slouží skupině {target}", "{source} serves {target}"),
        Text("slouží skupině {target}", "serving {target}"),
        Text("této skupině slouží i {source}", "whom {source} serves too"),
    ),
    # (:Library)-[:PLAYS]->(:Role)
    ConnectionType(
        "PLAYS",
        (Ends((LIBRARY,), (ROLE,)),),
        "roles",
        "libraries",
        Text("Role, kterou knihovna soustavně hraje.", "A role that a library keeps playing."),
        Text("{source} hraje roli {target}", "{source} plays the role {target}"),
        Text("hraje roli {target}", "in the role {target}"),
        Text("tuto roli hraje i {source}", "played by {source} too"),
    ),
    # (:Ally)-[:OFFERS]->(:Resource)
    ConnectionType(
        "OFFERS",
        (Ends(_ALLIES, (RESOURCE,)),),
        "offers",
        "offeredBy",
        Text("Co může dát.", "What an ally can give."),
        Text("{source} nabízí: {target}", "{source} offers {target}"),
        Text("nabízí: {target}", "offering {target}"),
        Text("nabízí {source}", "offered by {source}"),
        lasts=LASTS,
    ),
    # (:Ally)-[:NEEDS]->(:Resource)   (:Activity)-[:NEEDS]->(:Resource)
    ConnectionType(
        "NEEDS",
        (Ends((*_ALLIES, ACTIVITY), (RESOURCE,)),),
        "needs",
        "neededBy",
        Text("Co chybí.", "What is lacking."),
        Text("{source} potřebuje: {target}", "{source} needs {target}"),
        Text("potřebuje: {target}", "in need of {target}"),
        Text("potřebuje {source}", "needed by {source}"),
        lasts=LASTS,
    ),
    # (:Place)-[:FACES]->(:Topic)   (:Library)-[:FACES]->(:Topic)
    ConnectionType(
        "FACES",
        (Ends((PLACE, LIBRARY), (TOPIC,)),),
        "faces",
        "facedBy",
        Text("Potřeba, která tu byla zjištěna.", "A need observed there."),
        Text("{source} řeší: {target}", "{source} faces {target}"),
        Text("řeší: {target}", "facing {target}"),
        Text("řeší {source}", "faced by {source}"),
    ),
    # (:Ally)-[:LOCATED_IN]->(:Place)   (:Activity)-[:LOCATED_IN]->(:Place)
    ConnectionType(
        "LOCATED_IN",
        (Ends((*_ALLIES, ACTIVITY), (PLACE,)),),
        "places",
        "located",
        Text("Kde sídlí nebo se koná.", "Where it is or takes place."),
        Text("{source} sídlí v místě {target}", "{source} is in {target}"),
        Text("v místě {target}", "in {target}"),
        Text("sídlí tam i {source}", "where {source} is too"),
    ),
    # (:Topic)-[:BROADER]->(:Topic), and so for roles, target groups and resources
    ConnectionType(
        "BROADER",
        tuple(Ends((term,), (term,)) for term in (TOPIC, ROLE, TARGET_GROUP, RESOURCE)),
        "broader",
        "narrower",
        Text("Širší pojem.", "The broader term."),
        Text("{source} patří pod {target}", "{source} belongs under {target}"),
        Text("což patří pod {target}", "which belongs under {target}"),
        Text("patří tam i {source}", "which includes {source}"),
        acyclic=True,
    ),
    # (:Topic)-[:MATCHES]->(:Topic)
    ConnectionType(
        "MATCHES",
        (Ends((TOPIC,), (TOPIC,)),),
        "matches",
        "matchedBy",
        Text(
            "Odpovídá tématu jiného slovníku (SDG, klíčové kompetence).",
            "Corresponds to a topic of another vocabulary (SDG, key competences).",
        ),
        Text("{source} odpovídá: {target}", "{source} matches {target}"),
        Text("což odpovídá: {target}", "which matches {target}"),
        Text("odpovídá tomu i {source}", "which {source} matches too"),
        concerns=Concerns.BOTH,
    ),
    # (:Element)-[:RELATED_TO {kind, direction}]->(:Element)
    ConnectionType(
        "RELATED_TO",
        (Ends(ELEMENT_TYPES, ELEMENT_TYPES),),
        "relatedTo",
        "relatedFrom",
        Text(
            "Spojení, které mapa kreslí a model nejmenuje; do pořadí partnerů se nepočítá.",
            "A connection that a map draws and the model does not name; counts for nothing in the ranking of partners.",
        ),
        Text("{source} souvisí s: {target}", "{source} is related to {target}"),
        Text("souvisí s: {target}", "related to {target}"),
        Text("souvisí s: {source}", "related to {source}"),
        (
            Property(
                "kind",
                Kind.STRING,
                Text("Slovo mapy pro ně.", "The map's own word for it."),
                label=Text("Druh", "Kind"),
            ),
            Property(
                "direction",
                Kind.STRING,
                Text("Zda má šipku; bez hodnoty ano.", "Whether it has an arrow; one when absent."),
                enum="Direction",
                choices=("directed", "undirected", "mutual"),
                absent="directed",
            ),
        ),
        concerns=Concerns.BOTH,
    ),
    # (:Element)-[:SAME_AS {status: 'rejected'}]->(:Element)
    ConnectionType(
        "SAME_AS",
        (
            Ends(_ORGANIZATIONS, _ORGANIZATIONS),
            *(Ends((each,), (each,)) for each in ELEMENT_TYPES if each not in (*_ORGANIZATIONS, MAP)),
        ),
        "sameAs",
        "sameAs",
        Text(
            "Zda jde o totéž: navržené čeká na rozhodnutí, odmítnuté říká, že ne; co totéž je, se sloučí.",
            "Whether two are the same: proposed waits for a decision, rejected says no; what is the same is merged.",
        ),
        Text("{source} je totéž co {target}", "{source} is the same as {target}"),
        Text("totéž co {target}", "the same as {target}"),
        Text("totéž co {source}", "the same as {source}"),
        mutual=True,
        concerns=Concerns.BOTH,
    ),
    # (:Map)-[:SHOWS {x, y}]->(:Element)
    ConnectionType(
        "SHOWS",
        (Ends((MAP,), ELEMENT_TYPES),),
        "shows",
        "shownOn",
        Text("Co mapa ukazuje a kde.", "What a map shows, and where."),
        Text("{source} ukazuje: {target}", "{source} shows {target}"),
        Text("ukazuje: {target}", "showing {target}"),
        Text("na mapě {source}", "shown on {source}"),
        (
            Property("x", Kind.FLOAT, Text("Vodorovná poloha na mapě.", "Horizontal position on the map.")),
            Property("y", Kind.FLOAT, Text("Svislá poloha na mapě.", "Vertical position on the map.")),
        ),
    ),
)

SCHEMA = Schema(ELEMENT, ELEMENT_TYPES, CONNECTION_TYPES, COMMON, CONNECTION_COMMON)
