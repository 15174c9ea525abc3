"""The words that community maps use, and what they mean in the model: lists, to be extended by anyone.

Words are separated by commas; case, diacritics and punctuation do not matter.
"""

# label, kind (of a place: its level) or nothing, words
TYPES = (
    (
        "Library",
        "",
        (
            "library, libraries, public library, branch, branches, knihovna, knihovny, pobočka, pobočky, "
            "pobočka knihovny, městská knihovna, obecní knihovna, veřejná knihovna"
        ),
    ),
    (
        "Organization",
        "",
        (
            "organization, organizations, organisation, organisations, organizace, instituce, institution, "
            "institutions, ally, allies, spojenec, spojenci, partner, partners, partneři, partnerská organizace"
        ),
    ),
    ("Organization", "municipality", "municipality, municipalities, městský úřad, obecní úřad, samospráva, magistrát"),
    ("Organization", "region", "krajský úřad"),
    (
        "Organization",
        "school",
        "school, schools, škola, školy, základní škola, střední škola",
    ),
    ("Organization", "kindergarten", "kindergarten, kindergartens, mateřská škola, mateřské školy, školka, školky"),
    ("Organization", "artSchool", "art school, art schools, základní umělecká škola, základní umělecké školy, zuš"),
    ("Organization", "leisureCentre", "leisure centre, středisko volného času, dům dětí a mládeže, ddm, svč"),
    ("Organization", "schoolFacility", "školské zařízení, školská zařízení"),
    ("Organization", "university", "university, universities, univerzita, univerzity, vysoká škola, vysoké školy"),
    ("Organization", "museum", "museum, museums, muzeum, muzea"),
    ("Organization", "archive", "archive, archives, archiv, archivy"),
    ("Organization", "research", "research institute, research institutes, výzkumný ústav, výzkumná instituce"),
    (
        "Organization",
        "nonprofit",
        (
            "nonprofit, nonprofits, non profit, ngo, ngos, association, associations, spolek, spolky, "
            "nezisková organizace, neziskové organizace, neziskovka, neziskovky"
        ),
    ),
    (
        "Organization",
        "socialServiceProvider",
        (
            "sociální služba, sociální služby, poskytovatel sociálních služeb, social service, social services, "
            "social service provider"
        ),
    ),
    ("Organization", "healthcare", "healthcare, hospital, hospitals, nemocnice, zdravotnické zařízení"),
    ("Organization", "company", "company, companies, business, businesses, firma, firmy, podnik, podniky"),
    ("Organization", "foundation", "foundation, foundations, nadace, nadační fond"),
    ("Organization", "publicAuthority", "public authority, public authorities, authority, úřad, úřady"),
    (
        "Organization",
        "culturalInstitution",
        "cultural institution, cultural institutions, kulturní instituce, divadlo, galerie",
    ),
    ("Organization", "church", "church, churches, církev, církve, farnost"),
    ("Organization", "informalGroup", "informal group, informal groups, neformální skupina, neformální skupiny"),
    ("Community", "", "community, communities, komunita, komunity"),
    ("Community", "network", "network, networks, síť, sítě"),
    ("Community", "neighbourhood", "neighbourhood, neighborhood, sousedé, sousedství"),
    ("Community", "interestGroup", "interest group, interest groups, zájmová skupina, zájmové skupiny"),
    ("Activity", "", "activity, activities, aktivita, aktivity, činnost, činnosti"),
    ("Activity", "service", "service, services, služba, služby"),
    ("Activity", "event", "event, events, akce, událost, události, setkání, meeting, meetings"),
    ("Activity", "project", "project, projects, projekt, projekty"),
    ("Activity", "programme", "programme, programmes, program, programs, programy"),
    ("Activity", "course", "course, courses, workshop, workshops, kurz, kurzy, dílna, dílny, přednáška, přednášky"),
    ("Activity", "campaign", "campaign, campaigns, kampaň, kampaně"),
    ("Activity", "club", "club, clubs, klub, kluby, kroužek, kroužky"),
    (
        "Topic",
        "",
        (
            "topic, topics, theme, themes, issue, issues, problem, problems, need, needs, téma, témata, problém, "
            "problémy, potřeba, potřeby, problematika"
        ),
    ),
    (
        "Person",
        "",
        (
            "person, persons, people, individual, individuals, human, contact, contacts, contact person, "
            "osoba, osoby, člověk, lidé, jednotlivec, jednotlivci, kontakt, kontakty, kontaktní osoba"
        ),
    ),
    ("Role", "", "role, roles, function, functions, funkce, role knihovny, role knihoven"),
    (
        "TargetGroup",
        "",
        (
            "target group, target groups, targetgroup, audience, audiences, cílová skupina, cílové skupiny, "
            "cílovka, cílovky"
        ),
    ),
    ("Resource", "", "resource, resources, asset, assets, zdroj, zdroje"),
    ("Place", "", "place, places, location, locations, místo, místa, lokalita, lokality"),
    (
        "Place",
        "municipality",
        "obec, obce, město, města, městys, vesnice, town, towns, city, cities, village, villages",
    ),
    ("Place", "district", "okres, okresy, district, districts"),
    ("Place", "region", "kraj, kraje, region, regions"),
    ("Place", "country", "stát, státy, země, country, countries"),
)

# type, words read from source to target, words read from target to source; the first one that the two ends allow
CONNECTIONS = (
    (
        "RUNS",
        (
            "runs, run, run by, leads, lead, led by, organizes, organises, organizer, organiser, organized by, "
            "organised by, accountable, accountable for, responsible, responsible for, coordinates, provides, "
            "pořádá, pořádáno, pořadatel, organizuje, organizátor, vede, provozuje, zajišťuje, realizuje, "
            "koordinuje, garant, zodpovídá, zodpovídá za, odpovídá za, zodpovědný, zodpovědná, poskytuje"
        ),
        "",
    ),
    (
        "ABOUT",
        (
            "about, is about, topic, theme, concerns, addresses, deals with, o, je o, týká se, téma, má téma, "
            "řeší, věnuje se, zabývá se"
        ),
        "",
    ),
    (
        "FOR",
        (
            "for, is for, targets, aimed at, target group, audience, serves, pro, je pro, určeno pro, "
            "je určeno pro, cílí na, zaměřeno na, cílová skupina, slouží"
        ),
        "",
    ),
    (
        "FULFILS",
        (
            "fulfils, fulfills, fulfils role, role, has role, plays, plays role, naplňuje, naplňuje roli, plní, "
            "plní roli, hraje roli, má roli, v roli"
        ),
        "",
    ),
    (
        "PLAYS",
        ("plays, plays role, role, has role, fulfils, fulfills, hraje, hraje roli, má roli, plní roli, naplňuje roli"),
        "",
    ),
    (
        "FOUNDED_BY",
        "founded by, established by, zřízena, zřízeno, zřizována, založena, založeno, je zřizována",
        ("founder, founder of, founds, founded, established, zřizovatel, je zřizovatelem, zřizuje, založil, založila"),
    ),
    (
        "OPERATED_BY",
        "operated by, provozována, provozováno, je provozována, pobočka, je pobočkou, branch of",
        "operator, operator of, operates, provozovatel, je provozovatelem, provozuje, má pobočku, has branch",
    ),
    (
        "MEMBER_OF",
        (
            "member, member of, is member of, is a member of, membership, belongs to, part of, is part of, člen, "
            "členem, je členem, je členkou, členství, patří do, součást, je součástí"
        ),
        "has member, has members, má člena, má členy, sdružuje",
    ),
    (
        "PART_OF",
        (
            "part of, is part of, belongs to, within, located in, součást, je součástí, součástí, patří do, "
            "patří pod, spadá pod, leží v, v rámci"
        ),
        "contains, includes, has part, consists of, obsahuje, zahrnuje, má část, skládá se z",
    ),
    (
        "BROADER",
        (
            "broader, has broader, part of, is part of, is a, kind of, type of, subtopic of, širší, širší pojem, "
            "nadřazené, patří pod, spadá pod, součást, je součástí, je druhem"
        ),
        (
            "narrower, has narrower, includes, contains, has part, subtopic, užší, užší pojem, podřazené, "
            "podtéma, zahrnuje, obsahuje"
        ),
    ),
    ("MATCHES", "matches, corresponds to, same as, equivalent, equivalent to, odpovídá, odpovídá tématu, totéž", ""),
    ("FACES", "faces, need, needs, problem, local need, čelí, trápí, řeší, potřeba, místní potřeba, problém", ""),
    ("WORKS_ON", "works on, interested in, topic, about, deals with, addresses, věnuje se, zabývá se, řeší, téma", ""),
    ("SERVES", "serves, for, targets, works with, target group, slouží, pro, cílí na, pracuje s, cílová skupina", ""),
    ("NEEDS", "needs, lacks, requires, looks for, potřebuje, chybí, hledá, vyžaduje, shání", ""),
    ("OFFERS", "offers, provides, gives, has, can give, nabízí, poskytuje, dává, má, může dát", ""),
    (
        "LOCATED_IN",
        (
            "located in, located at, is in, in, at, based in, takes place in, place, sídlí, sídlí v, koná se, "
            "koná se v, nachází se v, působí v, leží v, v, místo"
        ),
        "",
    ),
    (
        "PARTNERS_WITH",
        (
            "partner, partners, partner of, partners with, partnership, cooperates, cooperates with, "
            "cooperation, collaborates, collaborates with, collaboration, works with, partneři, partnerství, "
            "je partnerem, spolupracuje, spolupracuje s, spolupráce"
        ),
        "",
    ),
    (
        "TAKES_PART_IN",
        (
            "takes part, takes part in, participates, participates in, participant, attends, involved, "
            "involved in, informed, informed about, contributes, contributes to, supports, partner, cooperates, "
            "collaborates, účastní se, účast, účastník, zapojen, zapojena, zapojeno, zapojuje se, podílí se, "
            "podílí se na, informován, informována, přispívá, podporuje, spolupracuje, spolupráce, je partnerem"
        ),
        "",
    ),
)

# nouns that may say what either end is to the other: which one is the founder, only the two ends tell
NOUNS = "founder, zřizovatel, operator, provozovatel"

# how far an ally is involved in an activity; whoever says so takes part
INVOLVEMENT = (
    ("informed", "informed, informed about, informován, informována, informováno"),
    (
        "involved",
        ("involved, involved in, zapojen, zapojena, zapojeno, zapojuje se"),
    ),
)

# kinds of a partnership
KINDS = (
    ("coOrganizer", "co organizer, co organiser, co organizes, spolupořadatel, spolupořádá"),
    (
        "funder",
        (
            "funder, funds, finances, sponsor, sponsors, donor, grant, financuje, přispěvatel, sponzor, "
            "sponzoruje, donátor, dotace"
        ),
    ),
    ("space", "space, gives space, lends space, prostor, poskytuje prostor, půjčuje prostor"),
    ("expert", "expert, expertise, lecturer, odborník, lektor, odborná pomoc"),
    ("referral", "referral, refers clients, refers to, předává klienty, doporučuje klienty"),
    ("method", "method, methodical help, metodická pomoc, metodik, metodicky vede"),
    ("promotion", "promotion, promotes, propagace, propaguje"),
    ("volunteers", "volunteers, sends volunteers, dobrovolníci, posílá dobrovolníky"),
    ("host", "host, hosts, hosted by, hostí, hostitel"),
    ("award", "award, awards, recognition, ocenění, oceňuje"),
)

# what the two ends alone suggest, whichever way the connection is drawn
ENDS = (
    ("RUNS", "Library", "Activity"),
    ("TAKES_PART_IN", "Organization, Community", "Activity"),
    ("ABOUT", "Activity", "Topic"),
    ("FOR", "Activity", "TargetGroup"),
    ("FULFILS", "Activity", "Role"),
    ("NEEDS", "Activity", "Resource"),
    ("PARTNERS_WITH", "Organization, Library", "Organization, Library"),
    ("MEMBER_OF", "Organization, Library", "Community"),
    ("WORKS_ON", "Organization, Library, Community", "Topic"),
    ("SERVES", "Organization, Library, Community", "TargetGroup"),
    ("OFFERS", "Organization, Library, Community", "Resource"),
    ("PLAYS", "Library", "Role"),
    ("FACES", "Place", "Topic"),
    ("LOCATED_IN", "Organization, Library, Community, Activity", "Place"),
)

# other names of the model's properties; their own names need no entry
PROPERTIES = (
    ("description", "popis"),
    ("note", "description, popis, poznámka"),
    ("url", "web, www, website, homepage, webová adresa, webové stránky"),
    ("since", "od, od kdy, start, start date, from date, začátek, datum, datum konání, kdy, termín, termín konání"),
    ("until", "do, do kdy, end, end date, to date, konec"),
    ("alternateNames", "alternate names, aliases, další názvy, synonyma"),
    ("nameEn", "name en, english name, anglický název"),
    ("ico", "ič, ičo, company id"),
    ("registrationNumber", "registration number, evidenční číslo"),
    ("kind", "druh"),
    ("legalForm", "legal form, právní forma"),
    ("contributes", "přispívá čím, příspěvek"),
    ("involvement", "zapojení"),
    ("results", "výsledky"),
    ("sources", "source, zdroj, zdroje"),
)

# headings of columns that name elements: of which label, the word for the connection from the row to them, headings
COLUMNS = (
    (
        "Topic",
        "téma",
        (
            "topic, topics, theme, themes, focus area, focus areas, areas of work, area of interest, field of work, keywords, "
            "téma, témata, tematika, zaměření, oblast, oblasti, oblast činnosti, oblasti činnosti, oblast působení, "
            "obor, obory, klíčová slova"
        ),
    ),
    (
        "TargetGroup",
        "pro",
        (
            "target group, target groups, audience, audiences, beneficiaries, for whom, cílová skupina, cílové skupiny, "
            "cílovka, cílovky, pro koho"
        ),
    ),
    (
        "Organization",
        "partner",
        (
            "partner, partners, partner organization, partner organizations, partner organisation, partner organisations, "
            "cooperates with, collaborators, partneři, partnerská organizace, partnerské organizace, "
            "spolupracující organizace, spolupracuje s, spolupráce s"
        ),
    ),
    ("Organization", "zřizována", "founder, founders, founded by, established by, zřizovatel, zřizovatelé, zakladatel"),
    ("Organization", "provozována", "operator, operators, operated by, provozovatel, provozovatelé"),
    (
        "Organization",
        "pořadatel",
        (
            "organizer, organizers, organiser, organisers, organized by, organised by, provider, "
            "pořadatel, pořadatelé, pořádá, kdo pořádá, organizátor, organizátoři, realizátor, poskytovatel, "
            "co organizer, co organizers, spolupořadatel, spolupořadatelé, spolupořádá"
        ),
    ),
    ("Library", "", "library, libraries, knihovna, knihovny, která knihovna, v knihovně"),  # the ends alone suggest how
    ("Community", "člen", "member of, memberships, network, networks, člen sítě, členství, členem, síť, sítě"),
    ("Role", "role", "role, roles, role knihovny, role knihoven, library role, library roles"),
    ("Resource", "nabízí", "offers, offer, nabízí, nabídka, co nabízí"),
    ("Resource", "potřebuje", "needs, looking for, potřebuje, potřeby, co potřebuje, hledá"),
    ("Place", "sídlí v", "municipality, town, city, village, obec, město, sídlo, místo konání"),
)
