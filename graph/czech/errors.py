"""Errors in Czech, as :mod:`graph.czech.remarks`: those that people meet who ask by a page; for programs, English stands."""

ERRORS = {
    "{} ({} more)": "{} (a dalších: {})",
    # What a value may be
    "an id has 1 to 200 characters": "id má 1 až 200 znaků",
    "an id has more than dots, which stand for folders in an address": "id nemůže být jen z teček, které v adrese znamenají složky",
    "an id has no blanks around it and no control characters": "id nemá na krajích mezery ani v sobě řídicí znaky",
    "a web address begins with http:// or https:// and has no blanks, quotes, < or >": (
        "webová adresa začíná http:// nebo https:// a nemá mezery, uvozovky ani < a >"
    ),
    "a date looks like 2015, 2015-03 or 2015-03-12": "datum vypadá jako 2015, 2015-03 nebo 2015-03-12",
    "there is no such day": "takový den není",
    "{}: {}": "{}: {}",
    "must not be empty": "nesmí být prázdné",
    "has no visible character": "nemá žádný viditelný znak",
    "is required and cannot be cleared": "je povinné a nejde vymazat",
    "{} is missing: {}": "chybí {}",
    "{} may have {} items at most, not {}": "{} může mít nejvýš {} položek, ne {}",
    "{} is too large a number": "{} je příliš velké číslo",
    "{} must be from {} to {}, not {}": "{} musí být od {} do {}, ne {}",
    "{} must be an object, not {}": "{} musí být objekt, ne {}",
    "{} must be one of {}, not {}": "{} musí být jedno z {}, ne {}",
    "{} must be {}, not {}": "{} musí být {}, ne {}",
    "{} is given twice": "{} je zadáno dvakrát",
    "a time looks like 2026-03-01 or 2026-03-01T12:00:00Z": "čas vypadá jako 2026-03-01 nebo 2026-03-01T12:00:00Z",
    "the {} of a request may have {} bytes at most; ask for less at once": "{} dotazu smí mít nejvýš {} bajtů; žádejte najednou méně",
    "body": "tělo",
    # What is not there
    "there is no element with the id {}, or you may not see it; {}": "prvek s id {} tu není, nebo ho nesmíte vidět; {}",
    "there is no element with the id {}; {}": "prvek s id {} tu není; {}",
    "there is no element with the id {}": "prvek s id {} tu není",
    "there is no {} with the id {}, or you may not see it; {}": "{} s id {} tu není, nebo to nesmíte vidět; {}",
    "there is no {} with the id {}; {}": "{} s id {} tu není; {}",
    "there is no {} with the id {}": "{} s id {} tu není",
    "There is no library with the id {}; {}.": "Knihovna s id {} tu není; {}.",
    "there is no such element, or you may not see it; {}": "takový prvek tu není, nebo ho nesmíte vidět; {}",
    "look it up with search (over REST: /v1/search)": "pomůže hledání",
    "there is no {} from {} to {}": "{} z {} do {} tu není",
    "{} has no {} from {} to {}": "{} nemá {} z {} do {}",
    "{} is gone": "{} už tu není",
    "there is no link {}": "odkaz {} tu není",
    "There is no key {}, or it was revoked; `spojenci keys list` shows all.": "Odkaz {} tu není, nebo už byl zneplatněn.",
    "the import {} has no report yet": "import {} ještě nemá zprávu",
    "There is no {} {}, or it belongs to another key.": "{} {} tu není, nebo patří k jinému klíči.",
    "dead letter": "nedoručená zpráva",
    "there is no import {} of yours; ask for imports": "žádný váš import {} tu není",
    "There is no change {}.": "Změna číslo {} tu není.",
    "There is no proposal {} of yours.": "Žádný váš návrh číslo {} tu není.",
    "there is no difference {}": "rozdíl {} tu není",
    "{} is the code of several elements; use the id of one of them: {}": "{} je kód několika prvků; uveďte id jednoho z nich: {}",
    # Lists
    "this is not a cursor of this list; give one that the same field with the same filter and order returned": (
        "toto místo v seznamu není; vraťte se na jeho první stránku"
    ),
    "this is not a cursor of this list": "toto místo v seznamu není; vraťte se na jeho první stránku",
    "this is not a cursor of the log": "toto místo v záznamu není; vraťte se na jeho první stránku",
    "only the first {} can be paged through; confirm these first": "listovat jde jen prvními {}; nejdřív potvrďte tyto",
    "only the first {} can be paged through; ask more narrowly": "listovat jde jen prvními {}; zužte otázku",
    "only the first {} answers can be paged through": "listovat jde jen prvními {} odpověďmi",
    # Writes
    "{} is already that of {} ({}); are they the same?": "{} už má {} ({}); je to totéž?",
    "{} is that of {} already; are they the same?": "{} už má {}; je to totéž?",
    "{} is taken already; are they the same?": "{} už má jiný prvek; je to totéž?",
    "{} is also that of {} ({}); are they the same?": "{} má i {} ({}); je to totéž?",
    "{} is the id of another element already": "{} je už id jiného prvku",
    "{} {} has changed: it is at version {}, not {}": "{} {}: mezitím nastala změna; verze je {}, ne {}",
    "is the element itself; a connection leads to another one": "je týž prvek; spojení vede k jinému",
    "is the element itself; it is merged into another one": "je týž prvek; slučuje se s jiným",
    "is of the type {}, not {}": "je typu {}, ne {}",
    "is not seen by the same people; give both the same visibility first": "vidí ho jiní lidé; dejte nejdřív oběma stejnou viditelnost",
    "somebody said that these are not the same; undo that first": "někdo řekl, že nejsou totéž; nejdřív to vraťte",
    "its connection {} cannot be one of {}": "jeho spojení {} nemůže mít {}",
    "{} would lead in a circle: {}": "{} by vedlo v kruhu: {}",
    "{} cannot lead from {} to {}; it leads {}": "{} nemůže vést odtud tam: {} → {}; vede {}",
    "{} cannot lead from {} to {}": "{} nemůže vést odtud tam: {} → {}",
    "from {} to {}": "{} → {}",
    "from {} to {} or {}": "{} → {} nebo {}",
    "is {}; say first that it holds: its status is confirmed": "je {}; nejdřív řekněte, že platí: jeho stav je confirmed",
    "Change {} is {}; only what was applied can be undone.": "Změna číslo {} je {}; vrátit jde jen to, co bylo provedeno.",
    "Change {} is {}; only what is proposed can be decided on.": "Změna číslo {} je {}; rozhodnout jde jen o tom, co je navrženo.",
    "applied": "provedena",
    "proposed": "navržena",
    "accepted": "přijata",
    "rejected": "zamítnuta",
    "withdrawn": "stažena",
    "replaced": "nahrazena",
    "Change {} is feedback and changed nothing on the map; give other feedback instead.": (
        "Změna číslo {} je hodnocení a na mapě nic nezměnila; dejte místo ní jiné hodnocení."
    ),
    "This change touched what is not yours by now; undoing it takes the role reviewer.": (
        "Tato změna se týká toho, co už není vaše; vrátit ji může správce."
    ),
    "This takes the role {}.": "K tomu je potřeba role „{}“.",
    "This takes a key or token with the role {}.": "K tomu je potřeba klíč s rolí „{}“.",
    "Reading is all that this key or token is for; writing takes the role contributor.": (
        "Tento klíč je jen na čtení; zapisovat může přispěvatel."
    ),
    "reader": "čtenář",
    "contributor": "přispěvatel",
    "reviewer": "správce",
    "admin": "administrátor",
    "This takes a key or token: send it as Authorization: Bearer …": "K tomu je potřeba klíč.",
    "this takes a key or token: send it as Authorization: Bearer …": "k tomu je potřeba klíč",
    "the key is not known, or has ended; ask who gave it to you for another one": (
        "klíč není známý, nebo mu skončila platnost; požádejte o jiný toho, kdo vám ho dal"
    ),
    "send a key or token as Authorization: Bearer …, and nothing else there": "klíč patří do hlavičky Authorization: Bearer … a nic jiného",
    "the token is not accepted: {}": "přihlášení neplatí ({}); přihlaste se znovu",
    "Later changes touched what this one did: {}. Undo these first.": "Pozdější změny se dotkly toho, co tato udělala: {}. Nejdřív vraťte je.",
    "What change {} proposes is so already; reject it.": "To, co navrhuje změna číslo {}, už tak je; zamítněte ji.",
    "The map has changed since change {} was proposed, so that it would do something else than was shown. It is proposed anew as "
    "change {}: look at that one and decide on it.": (
        "Od návrhu číslo {} se mapa změnila, udělal by něco jiného, než co bylo vidět. Je navržen znovu jako číslo {}: "
        "podívejte se na ten a rozhodněte o něm."
    ),
    "The map has changed since change {} was proposed, so that it would do something else than was shown. Decide on it apart "
    "from other writes: it is proposed anew then.": (
        "Od návrhu číslo {} se mapa změnila, udělal by něco jiného, než co bylo vidět. Rozhodněte o něm samostatně, "
        "bez dalších zápisů: pak bude navržen znovu."
    ),
    "What change {} merged has been taken apart already.": "Co sloučila změna číslo {}, už je zase rozděleno.",
    "What {} was merged into is not there any more; undo its deletion first.": (
        "S čím byl sloučen {}, už tu není; nejdřív vraťte jeho smazání."
    ),
    "There is another element with the id {}.": "Id {} už má jiný prvek.",
    "say which elements become one with it": "řekněte, které prvky se s ním spojí",
    "say a place, topics, a search or elements of which there are any": "uveďte místo, témata, hledání nebo prvky, které tu jsou",
    "Nobody is suggested to themselves.": "Nikdo se nedoporučuje sám sobě.",
    "nobody is a partner of itself": "nikdo není partnerem sám sobě",
    "A reason has {} characters at most.": "Důvod má nejvýš {} znaků.",
    "This key gives feedback for its own library only.": "Tento klíč hodnotí jen za svou knihovnu.",
    # Questions
    "{} is a {}, not a {}": "{} je typu {}, ne {}",
    "{} is no {}": "{} není {}",
    "{} is not an organization, library or community; {}": "{} není organizace, knihovna ani komunita; {}",
    "{} has no coordinates, so that distances are unknown.": "{} nemá souřadnice, vzdálenosti tedy nejsou známé.",
    "km must be more than 0, not {}.": "km musí být víc než 0, ne {}.",
    "within needs a place or a number of kilometres.": "okruh potřebuje místo nebo počet kilometrů.",
    # Files and maps of others
    "Nothing was imported: {} problem, the first at {}: {}": "Nenahrálo se nic: {} chyba, {}: {}",
    "Nothing was imported: {} problems, the first at {}: {}": "Nenahrálo se nic: chyb {}, první {}: {}",
    "{} ({} more are not listed)": "{} (dalších, které tu nejsou: {})",
    "An import of yours is under way. Wait until it ends, or cancel it.": "Jeden váš import už běží. Počkejte, až skončí, nebo ho zrušte.",
    "Too many are reading now. Try again in a few seconds.": "Teď se ptá mnoho lidí najednou. Zkuste to za pár vteřin znovu.",
    "Too many are exporting now. Try again in a few seconds.": "Teď vyváží mnoho lidí najednou. Zkuste to za pár vteřin znovu.",
    "Too many are importing now. Try again in a few seconds.": "Teď nahrává mnoho lidí najednou. Zkuste to za pár vteřin znovu.",
    "The file needs more memory than an import may take; divide it.": "Soubor potřebuje víc paměti, než import smí mít; rozdělte ho.",
    "The words of the format {} are the model's: it takes no mapping.": "Slova formátu {} jsou slova modelu: mapování nepotřebuje.",
    "The file is in the format {}, whose words are the model's: it needs no mapping.": (
        "Soubor je ve formátu {}, jehož slova jsou slova modelu: mapování nepotřebuje."
    ),
    "The file looks like {}. The formats that can be read are {}.": "Soubor vypadá jako {}. Číst jde formáty {}.",
    "binary data": "binární data",
    "a document of an office program; save the table as .xlsx or CSV": "dokument kancelářského programu; tabulku uložte jako .xlsx nebo CSV",
    "an Excel workbook of the old kind; save it as .xlsx": "sešit Excelu staršího druhu; uložte ho jako .xlsx",
    "a PDF document": "dokument PDF",
    "a picture": "obrázek",
    "a RAR archive; unpack it": "archiv RAR; rozbalte ho",
    "a 7-Zip archive; unpack it": "archiv 7-Zip; rozbalte ho",
    "a Shapefile; open it in QGIS and save it as GeoJSON": "Shapefile; otevřete ho v QGIS a uložte jako GeoJSON",
    "a SQLite database; save its tables as CSV": "databáze SQLite; její tabulky uložte jako CSV",
    "Graphviz; save it as GraphML": "Graphviz; uložte ho jako GraphML",
    "JavaScript; save what stands in brackets as JSON, with all keys in quotes": (
        "JavaScript; co je v závorkách, uložte jako JSON, všechny klíče v uvozovkách"
    ),
    "a Pajek network; save it as GraphML": "síť z Pajeku; uložte ji jako GraphML",
    "GDF; save it as GraphML": "GDF; uložte ho jako GraphML",
    "a UCINET network; save it as GraphML": "síť z UCINETu; uložte ji jako GraphML",
    "Mermaid; save it as CSV with headings such as From and To": "Mermaid; uložte ho jako CSV se záhlavím, třeba Od a Komu",
    "vCard, a list of people; save it as CSV": "vCard, seznam lidí; uložte ho jako CSV",
    "iCalendar, a list of dates; save it as CSV": "iCalendar, seznam termínů; uložte ho jako CSV",
    "YAML; save it as JSON": "YAML; uložte ho jako JSON",
    "Parquet; save it as CSV": "Parquet; uložte ho jako CSV",
    "Cypher or SQL; run it, and export what it gives as CSV": "Cypher nebo SQL; spusťte ho a výsledek vyvezte jako CSV",
    "a web page": "webová stránka",
    "XML or HTML": "XML nebo HTML",
    "JSON of another kind: it has no list of objects with names or ids": "JSON jiného druhu: nemá seznam objektů s názvy nebo id",
    "GML, a map of places; open it in QGIS and save it as GeoJSON": "GML, mapa míst; otevřete ji v QGIS a uložte jako GeoJSON",
    "GPX, a track or places of a satellite receiver; open it in QGIS and save it as GeoJSON": (
        "GPX, trasa nebo místa z navigace; otevřete ho v QGIS a uložte jako GeoJSON"
    ),
    "OpenStreetMap in XML; export it from overpass-turbo.eu as GeoJSON": (
        "OpenStreetMap v XML; vyvezte ho z overpass-turbo.eu jako GeoJSON"
    ),
    "OPML, an outline; save it as CSV": "OPML, osnova; uložte ji jako CSV",
    "a mind map; export it as CSV or GraphML": "myšlenková mapa; vyvezte ji jako CSV nebo GraphML",
    "a list of news": "seznam novinek",
    "All connection attempts failed": "nikdo neodpovídá",
    "Its process has ended without a word, as where the service is killed. Nothing was written; begin it again.": (
        "Import skončil beze slova, třeba když se služba vypnula. Nic se nezapsalo; začněte znovu."
    ),
    "text that begins with {}; save a list, also one of neighbours, as CSV with headings such as From and To": (
        "text, který začíná {}; seznam, i seznam sousedů, uložte jako CSV se záhlavím, třeba Od a Komu"
    ),
    "The file {}.": "Soubor {}.",
    "is packed and damaged or cut short ({}); fetch it again": "je zabalený a poškozený nebo neúplný ({}); stáhněte ho znovu",
    "is not the UTF-16 text that it begins as ({})": "začíná jako text v UTF-16, ale není jím ({})",
    "is a zip archive with no file in it": "je archiv zip, ve kterém nic není",
    "is a zip archive of {} files; unpack it and choose those that are meant": "je archiv zip s {} soubory; rozbalte ho a vyberte, které chcete",
    "has a part that cannot be unpacked ({}); unpack it and choose the files in it": "má část, kterou nelze rozbalit ({}); rozbalte ho a vyberte soubory v něm",
    "nests deeper than {} levels": "má do sebe vnořeno víc než {} úrovní",
    "is not the register: it has no list {}": "není ten rejstřík: nemá seznam {}",
    "is not an object": "není objekt",
    "{} is not a date": "{} není datum",
    "{} is not a text": "{} není text",
    "{} is not an object": "{} není objekt",
    "{} is not a list of objects": "{} není seznam objektů",
    "nests too deep to be read": "je do sebe vnořený příliš hluboko, než aby šel přečíst",
    "{} files are too many to be read as one map; {} are the most at once.": "{} souborů je na jednu mapu příliš; najednou jich může být nejvýš {}.",
    "is neither UTF-8 nor {}; save the file in the encoding UTF-8": "není v kódování UTF-8 ani {}; uložte soubor v kódování UTF-8",
    "is not UTF-8, as what precedes it is; save the file in one encoding": "není v UTF-8, ač předchozí část ano; uložte soubor v jednom kódování",
    "cannot be read: {}; a quote may be missing": "nejde přečíst: {}; možná chybí uvozovka",
    "has {} columns in row {}; {} are the most": "má {} sloupců v řádku {}; nejvýš smí mít {}",
    "is a damaged workbook ({}); open it and save it again": "je poškozený sešit ({}); otevřete ho a uložte znovu",
    "is a workbook of {} MB, unpacked; {} are the most": "je sešit, který má po rozbalení {} MB; nejvýš smí mít {}",
    "has cells too far apart in {}; delete those that were meant to be blank": "má v {} buňky příliš daleko od sebe; smažte ty, které mají být prázdné",
    "has more than {} MB, too much for a drawing to be read; divide the file": "má víc než {} MB, to je na kresbu moc; rozdělte soubor",
    "has no shapes": "nemá žádné tvary",
    "has no placemarks": "nemá žádné značky míst",
    "is not JSON: {}": "není JSON: {}",
    'a Kumu file is one JSON object with "elements" and "connections"': "soubor z Kumu je jeden objekt JSON s „elements“ a „connections“",
    "has no column id; each element needs an id, the same every time it is imported": (
        "nemá sloupec id; každý prvek potřebuje id, při každém nahrání stejné"
    ),
    "has no column label; add it, or say by the option label what all rows are": "nemá sloupec label; doplňte ho",
    "names several columns; keep one of them": "pojmenovává víc sloupců; nechte jeden",
    "has no name; name the column in row 1": "nemá název; pojmenujte sloupec v řádku 1",
    'a line is either an element with "label" or a connection with "link"': "řádek je buď prvek s „label“, nebo spojení s „link“",
    "is not an id: a text of 1 to 200 characters without blanks around it": "není id: text o 1 až 200 znacích bez mezer na krajích",
    "{} is not in the model; it has {}": "{} v modelu není; má {}",
    "{} is not in the model": "{} v modelu není",
    "contradicts {}, which is about the same": "odporuje {}, kde jde o totéž",
    "{} is {} in the graph, not {}; an element keeps its label": "{} je na mapě {}, ne {}; prvek zůstává svého typu",
    "there is no row {} in the file to be matched": "řádek {}, který se má spárovat, v souboru není",
    "send the file in a part called file, with its name": "chybí soubor",
    "a file of another Spojenci is its export in the canonical form": "soubor od jiných Spojenců je jejich export v kanonickém tvaru",
    "{}; say an address like {}": "{}; uveďte adresu jako {}",
    "the address has more than {} characters, or others than ASCII": "adresa má víc než {} znaků nebo v sobě má písmena s háčky a čárkami",
    "the address does not begin with https://": "adresa nezačíná https://",
    "the address has no host, or a user, password or fragment": "v adrese chybí server, nebo je v ní jméno, heslo či část za #",
    "the address is not one of the public internet": "adresa není z veřejného internetu",
    "the name {} leads to an address that is not one of the public internet": "jméno {} vede na adresu, která není z veřejného internetu",
    "the name {} cannot be found": "jméno {} nejde najít",
    "it did not come within {} seconds": "nepřišlo to do {} vteřin",
    "the connection failed: {}": "spojení se nezdařilo: {}",
    "it answered with status {}": "odpovědělo to stavem {}",
    "it is larger than a file may be; draw in a single map of it": "je to větší, než soubor smí být; načtěte odtamtud jen jednu mapu",
    # The service
    "requests of a cost of {} a minute are answered; go on in {} s, or ask for less": (
        "za minutu lze žádat v ceně {}; pokračujte za {} s, nebo žádejte méně"
    ),
    "Neo4j hangs; where it goes on so, it is started again. Try again in a few seconds.": (
        "Databáze neodpovídá; nevzpamatuje-li se, spustí se znovu. Zkuste to za pár vteřin."
    ),
    "Neo4j does not answer; it may be starting. Try again in a few seconds.": (
        "Databáze neodpovídá, možná se teprve spouští. Zkuste to za pár vteřin."
    ),
    "The change took too long, and may have been made or not: look, or send it once more with the same Idempotency-Key, which makes "
    "it once in any case.": "Změna trvala příliš dlouho a není jisté, zda se zapsala: podívejte se, než ji pošlete znovu.",
    "The question took longer than it may; ask for less, or with a key, which gives it more time.": (
        "Odpověď trvala příliš dlouho; ptejte se na méně, nebo s klíčem, který dává víc času."
    ),
    "Another import or change is under way. Try again when it has ended.": "Právě se zapisuje něco jiného. Zkuste to, až to skončí.",
    "The service is being stopped. Try again in a few seconds; a change may have been made or not: send it once more with the same "
    "Idempotency-Key, which makes it once in any case.": (
        "Služba se vypíná. Zkuste to za pár vteřin; podívejte se, zda se změna nezapsala, než ji pošlete znovu."
    ),
    "Something went wrong on our side; please report it with the request id.": "Něco se u nás pokazilo; nahlaste to prosím s číslem dotazu.",
}  # fmt: skip
