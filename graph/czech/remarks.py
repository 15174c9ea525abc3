"""What readers tell of a file, in Czech."""

REMARKS = {
    "nothing of what a file of this name said before is in this one; name another map apart by its source, or withdraw that source first": (
        "z toho, co říkal dřívější soubor téhož názvu, tu nic není; je-li to jiná mapa, dejte jí jiný zdroj, nebo nejdřív stáhněte ten dřívější"
    ),
    "{} is a guess: the address has no https:// or http:// in the file": "{} je odhad: adresa v souboru nemá https:// ani http://",
    "{}: a web address begins with http:// or https:// and has no blanks, quotes, < or >; kept as it is, not as {}": (
        "{}: webová adresa začíná http:// nebo https:// a nemá mezery, uvozovky ani < a >; zůstává, jak je, ne jako {}"
    ),
    "{}; kept as it is, not as {}": "{}; zůstává, jak je, ne jako {}",
    "{}: a date looks like 2015, 2015-03 or 2015-03-12": "{}: datum vypadá jako 2015, 2015-03 nebo 2015-03-12",
    "{}: there is no such day": "{}: takový den není",
    "{}: nothing ends before it begins": "{}: nic nekončí, než začne",
    "{}: there is no such host or port": "{}: takový server nebo port není",
    "{}: an IČO has eight digits; put zeros in front of a shorter one": "{}: IČO má osm číslic; před kratší dejte nuly",
    "{}: the check digit of this IČO is wrong; look the number up in the register": (
        "{}: kontrolní číslice tohoto IČO nesedí; najděte číslo v registru"
    ),
    "{}: an ISIL looks like CZ-PRNK: a prefix, a hyphen, up to 11 letters, digits, / - :": (
        "{}: ISIL vypadá jako CZ-PRNK: předpona, pomlčka, nejvýš 11 písmen, číslic, / - :"
    ),
    "{}: a sigla has three letters and three digits: VSG001": "{}: sigla má tři písmena a tři číslice: VSG001",
    "{}: a ROR id looks like 02j46qs45": "{}: id v ROR vypadá jako 02j46qs45",
    "{}: a Wikidata item looks like Q42": "{}: položka Wikidat vypadá jako Q42",
    "must be one of {}, not {}": "musí být jedno z {}, ne {}",
    "must be {}, not {}": "musí být {}, ne {}",
    "true or false": "true nebo false",
    "a whole number": "celé číslo",
    "a number": "číslo",
    "fields that the model does not know are kept: {}": "pole, která model nezná, zůstávají: {}",
    "private fields are kept apart, in extra.private": "soukromá pole jsou uložena zvlášť, v extra.private",
    "said of the map as a whole, and kept with it: {}": "řečeno o mapě jako celku a uloženo u ní: {}",
    "is of the type {}, which the model does not name: an item": "je typu {}, který model nezná: obecný prvek",
    "is of a further type: an item": "je dalšího typu: obecný prvek",
    "has a further word: only related, for the model has no such connection": "má další slovo: jen souvisí, model takové spojení nemá",
    "is without a type: an item": "nemá typ: obecný prvek",
    "is missing, empty or private; every element needs a label": "chybí, je prázdné nebo soukromé; každý prvek potřebuje název",
    "is missing: an id or label of an element": "chybí: id nebo název prvku",
    "is missing": "chybí",
    "labels are written in one line, without blanks at the ends": "názvy se píší na jeden řádek, bez mezer na krajích",
    "{} is described nowhere; it becomes an item; did you mean {}?": "{} není nikde popsáno; stane se obecným prvkem; nemyslíte {}?",
    "is described nowhere; it becomes an item, and no name like it was looked for, as for those before": "není nikde popsáno; stane se obecným prvkem a podobné jméno se nehledalo, jako u předchozích",
    "{} is described nowhere; it becomes an item": "{} není nikde popsáno; stane se obecným prvkem",
    "the file describes no elements; each end of a connection becomes an item": (
        "soubor nepopisuje žádné prvky; každý konec spojení se stane obecným prvkem"
    ),
    "the ends of links are ids of nodes behind {}; they are read so": "konce spojení jsou id uzlů za {}; tak se i čtou",
    "{} is the id of no element": "{} není id žádného prvku",
    "{} is the label of {} elements; give the elements ids, and use ids here": (
        "{} je název {} prvků; dejte prvkům id a uveďte je zde"
    ),
    "{} stands at {} elements; kept as it is": "{} je u {} prvků; zůstává, jak je",
    "{} of further elements stands at several; kept as it is": "{} dalších prvků je u několika; zůstává, jak je",
    "is of the body that it is a part of, by its legal form; kept as it is": (
        "patří podle právní formy tomu, čeho je součástí; zůstává, jak je"
    ),
    "ends before all brackets are closed; what stands there was read": (
        "končí dřív, než jsou všechny závorky uzavřeny; co v něm je, se přečetlo"
    ),
    "has letters of no encoding that is known; {} stands for them": (
        "má písmena, která nejsou v žádném známém kódování; místo nich je {}"
    ),
    "is the same as {}; they differ in {}, where this one holds": "je totéž co {}; liší se v {}, kde platí tento",
    "is the same as {}": "je totéž co {}",
    "has the id {}, as {} has": "má id {} stejně jako {}",
    "has the name and type of another row, and says otherwise; each is an element of its own": (
        "má název a typ jiného řádku a říká něco jiného; každý je samostatným prvkem"
    ),
    "has the ends and words of another row, and says otherwise; each is a connection of its own": (
        "má konce a slova jiného řádku a říká něco jiného; každé je samostatným spojením"
    ),
    "leads from an element to itself; kept with the map": "vede z prvku do něj samého; uloženo u mapy",
    "another {} between the same two says it already; kept with the map": "jiné {} mezi týmiž dvěma to už říká; uloženo u mapy",
    "{} would lead in a circle of {}: only related": "{} by vedlo v kruhu {}: jen souvisí",
    "without a type between {} and {}: only related, for the model has no such connection": (
        "bez typu mezi {} a {}: jen souvisí, model takové spojení nemá"
    ),
    "{} between {} and {}: only related, for the model has no such connection": (
        "{} mezi {} a {}: jen souvisí, model takové spojení nemá"
    ),
    "without a type between {} and {}: proposed as {}, a guess": "bez typu mezi {} a {}: navrženo jako {}, odhadem",
    "{} between {} and {}: proposed as {}, a guess": "{} mezi {} a {}: navrženo jako {}, odhadem",
    "{} between {} and {}: proposed as {}, which needs a direction": "{} mezi {} a {}: navrženo jako {}, které potřebuje směr",
    "{} holds no names; it stays a field": "{} neobsahuje názvy; zůstává polem",
    "{} becomes connections, as the mapping says": "{} se mění ve spojení, jak říká mapování",
    "is not RDF that can be read: {}": "není RDF, které by šlo přečíst: {}",
    "kept with the map, but not understood: {}": "uloženo u mapy, ale nepochopeno: {}",
    "stands above the headings; it is left out": "stojí nad záhlavím; vynechává se",
    "has no name where others have theirs; it is called by its first cell": "nemá jméno tam, kde ostatní; jmenuje se podle první buňky",
    "{} stands below the list; it is left out": "{} stojí pod seznamem; vynechává se",
    "stands across the table; rows below keep it as the field 'section'": (
        "stojí přes celou tabulku; řádky pod ním je mají v poli 'section'"
    ),
    "has headings and nothing below them; it is left out": "má záhlaví a pod ním nic; vynechává se",
    "no row has headings; columns are called by their number": "žádný řádek není záhlavím; sloupce se jmenují číslem",
    "is taken for the headings, though none is Label; {} names the elements": (
        "se bere jako záhlaví, ač v něm není Label; prvky pojmenovává {}"
    ),
    "{} names several columns; column {} is called {}": "{} pojmenovává víc sloupců; sloupec {} se jmenuje {}",
    "has a cell in column {}, which has no heading; it is called so": "má buňku ve sloupci {}, který nemá záhlaví; tak se i jmenuje",
    "is not UTF-8; it was read as {}": "není v UTF-8; čte se jako {}",
    "is hidden; it is read as the others": "je skrytý; čte se jako ostatní",
    "is left out: it is {}": "se vynechává: je to {}",
    "empty entries are skipped": "prázdné záznamy se přeskakují",
    "must be an object in braces": "musí být objekt ve složených závorkách",
    "has no geometry": "nemá geometrii",
    "has no name; it is called by its type and place": "nemá název; jmenuje se podle svého typu a místa",
    "a {} is kept as it is; its location is its middle": "{} zůstává, jak je; polohou je jeho střed",
    "a {} is kept as it is; it has no longitude and latitude": "{} zůstává, jak je; nemá zeměpisné souřadnice",
    "a {} of many points is left out; its location is its middle": "{} z mnoha bodů se vynechává; polohou je jeho střed",
    "a {} of many points is left out; it has no longitude and latitude": "{} z mnoha bodů se vynechává; nemá zeměpisné souřadnice",
    "has lines that the file does not have": "má čáry, které v souboru nejsou",
    "a {} is left out; only placemarks are read": "{} se vynechává; čtou se jen značky míst",
    "is called by a page; its first words are the name": "je pojmenováno celou stránkou; názvem jsou její první slova",
    "no row has headings; names of one column stand in another, so rows are connections": (
        "žádný řádek není záhlavím; názvy z jednoho sloupce jsou i v jiném, řádky jsou tedy spojení"
    ),
    "how placemarks are drawn is left out": "jak jsou značky nakreslené, se vynechává",
    "names the context {}, and nothing is fetched; the names in it are read as they stand": (
        "jmenuje kontext {}, a nic se nestahuje; jména v něm se čtou, jak jsou"
    ),
    "no {} of the file has this id, though something names it": "žádné {} v souboru nemá toto id, ač se na ně něco odkazuje",
    "{} has {}, not {}; it stays so": "{} má {}, ne {}; zůstává to tak",
    "{} is that of {} in the graph; left out": "{} má na mapě {}; vynechává se",
    "connects two rows that are both {} in the graph; left out": "spojuje dva řádky, které jsou na mapě oba {}; vynechává se",
    "{} is already that of {} ({}) in the graph; are they the same?": "{} už má na mapě {} ({}); je to totéž?",
    "there is no element {}, neither in the file nor in the graph": "prvek {} není v souboru ani na mapě",
}
