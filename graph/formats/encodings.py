"""Which encoding a text is in that is no UTF-8: what its letters and their neighbours would be in each, and in which language."""

import re
from collections import Counter
from itertools import islice

CZECH, LATIN_2, WESTERN, CYRILLIC = "cp1250", "iso8859-2", "cp1252", "cp1251"
ENCODINGS = {CZECH: "Windows-1250", LATIN_2: "ISO-8859-2", WESTERN: "Windows-1252", CYRILLIC: "Windows-1251"}
"""Encodings of text that is no UTF-8, and what they are called, the likeliest first."""

UNKNOWN = f"is neither UTF-8 nor {', '.join(ENCODINGS.values())}; save the file in the encoding UTF-8"
"""What is said of a text that is in none of them."""

_CENTRAL = (
    (
        "děti škola knihovna městská příspěvková základní žák čtenář loď teď ďábel byť síť kůň dílňa tříd třída paměť úřad "
        "můžu dům stůl žena žluť křižák řeka šťastný čeština český obec věk město náměstí tělo pěkný běh oběd změna něco "
        "součást účet péče úterý ňadra éra óda výška půjčovna průvodce vůbec růže síň píseň čtvrť zeď středisko šíře moře "
        "polnička libuň lavičné louňovice břvany vlčnov hydčice chrčice starkoč"
    ),
    (
        "mesto škola knižnica stĺp vŕba vŕšok kŕdeľ hĺbka dĺžka tŕň mŕtvy dieťa deti čitateľ vôľa kôň stôl môže ďakujem ťava "
        "ľudia ľahký učiteľ priateľ žiak žltý šťastie päť mäso väčší svätý spoločnosť výstava súťaž môj úrad námestie čaj tŕstie "
        "nôž obľúbený kultúra ľúbiť vedľa deväť zväz spoluúčasť ďalší ťažký stĺpec vŕtať zŕn jabĺk tĺcť"
    ),
    (
        "dzień książka się łódź żółty święto ćwiczenie część biblioteka pięć dziecięcy młodzież społeczny gałąź ręka wąż źródło "
        "jaźń przyjaźń też może są kąt mąż łąka wieś śląsk gość koń słońce tydzień góra król córka świat między język węgiel "
        "zespół ośrodek współpraca kobieta świetlica żyć być miłość działanie księga męski mały cały był była"
    ),
    (
        "könyv könyvtár gyűjtemény művelődési művészet ház fű szőlő nő erdő felnőtt gyűlés egyesület önkormányzat iskola óvoda "
        "közösség szülő gyermek fiú lány tűz víz idő időpont főiskola első utolsó kő bűn hűség őszi űr dús dűlő múzeum ünnep "
        "körút térkép nyári ősz falu közművelődés működés vezető előadó fejlesztő győr jövő városi szövetség"
    ),
    (
        "škola djeca čovjek ćuk kuća može želja šuma đak dječji građanin nađe knjižnica mladež žena veće noć čitatelj riječ "
        "općina središte udruga društvo učenik mještani mož otrok že več člen družba občina središče"
    ),
    (
        "şcoală ţară învăţător bibliotecă viaţă mâine român câine fără pădure oraş copiii şi să în până tânăr cărţi grădină "
        "judeţ asociaţie fundaţie învăţământ sănătate"
    ),
)
_WESTERN = (
    (
        "école bibliothèque médiathèque père mère très être fête forêt hôtel hôpital août où là déjà garçon leçon français "
        "noël naïf œuvre cœur sœur élève après château théâtre âge île goût même prêt intérêt évènement à dès près première "
        "côte tôt connaît dû sûr reçu ça développement crèche voilà société modèle système collège"
    ),
    (
        "für über schön grün straße bücherei mädchen größe fußball jugend universität müller köln übung ärztin österreich "
        "gemütlich öffentlich führung fördern häuser bäcker spaß gruß weiß heiß tür fünf zwölf hören könig"
    ),
    (
        "niño año mañana señor español educación información biblioteca también está niñas corazón público médico fácil árbol "
        "útil pingüino compañía españa pequeño montaña baño sueño enseñanza cultural jóvenes música años"
    ),
    (
        "città università perché più già così può sarà attività libertà comunità è né caffè società lunedì martedì qualità "
        "virtù gioventù però c'è cioè metà età là lì sì ciò novità verità"
    ),
    (
        "barn skole bibliotek børn ung år små får på også være større første læse bøger københavn skæl æble øl ål få gå "
        "område fællesskab årligt høj grøn sø kærlighed være nærmest både når håndværk træ ø å"
    ),
    (
        "skola år på för är också nå måste stå små kör öppen höst människor företag möte själv ålder åker åt båda råd över två "
        "göteborg malmö språk får låna böcker många ökar äldre första sång vård"
    ),
    (
        "são não educação ação irmã mãe pão avó avô você três português informação coração à às árvore público também órgão "
        "associação crianças irmão põe lições ações manhã amanhã três câmara ciência"
    ),
)


def _pairs(words: str) -> frozenset[str]:
    """Each letter beyond ASCII of some words, and each of them with the letter before or behind it; a blank is none."""
    found = set()
    for at, char in enumerate(said := f" {words} "):
        if char > "\x7f":
            found |= {char, said[at - 1 : at + 1], said[at : at + 2]}
    return frozenset(found)


_GERMAN = "äöüßÄÖÜ"
"""Letters of German, also of German names of Czechs: they stand at the same places in all of these encodings."""

_PLAIN = bytes.maketrans(_GERMAN.encode(WESTERN), b"aousAOU")

_LANGUAGES = {CZECH: [*map(_pairs, _CENTRAL)], LATIN_2: [*map(_pairs, _CENTRAL)], WESTERN: [*map(_pairs, _WESTERN)]}

_WORD = re.compile(rb"[A-Za-z\xb8\xa8\xb2-\xb4\xba\xbf\xc0-\xff]+")
_LONG = 3
"""Letters of a word without one of ASCII; Latin words that have none are shorter."""

_ENOUGH = 20_000
"""Letters beyond ASCII by which an encoding is told."""

_NO_LETTER, _FOREIGN, _USUAL = -6, -4, 1
"""What it counts that a letter would be none, is none of the language, or has a neighbour that it often has there."""


def likeliest(data: bytes) -> str:
    """The encoding in which the letters of a text are most like those of one language; those of German tell where no others do."""
    words = [word for word in _WORD.findall(data) if not word.isascii()]
    if sum(len(word) for word in words if len(word) >= _LONG and min(word) > 0x7F) > sum(map(len, words)) / 2:
        return CYRILLIC
    telling = data.translate(_PLAIN)
    data = data if telling.isascii() else telling
    return max(_LANGUAGES, key=lambda each: _likeness(data.decode(each, "replace").lower(), _LANGUAGES[each]))


def _likeness(text: str, languages: list[frozenset[str]]) -> int:
    """How like the letters of a text are those of the language that they are most like."""
    said = f" {text} "
    places = islice((at for at, char in enumerate(said) if char > "\x7f"), _ENOUGH)
    found = Counter(_plain(said[at - 1]) + said[at] + _plain(said[at + 1]) for at in places)
    return max(sum(times * _score(three, language) for three, times in found.items()) for language in languages)


def _plain(char: str) -> str:
    return char if char.isalpha() else " "


def _score(three: str, language: frozenset[str]) -> int:
    """How usual a letter between two others is."""
    before, char, behind = three[0], three[1], three[2]
    if not char.isalpha():
        between_letters = before != " " or behind != " "
        return _NO_LETTER if between_letters or not char.isprintable() else 0
    if char not in language:
        return _FOREIGN
    return _USUAL * ((before + char in language) + (char + behind in language))
