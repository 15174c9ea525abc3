"""Short texts that are no UTF-8: the encoding in which they are words of some language."""

import pytest

from graph.formats.encodings import likeliest

_CENTRAL = (
    "Knihovna města Plzně|Řehoř;Žďár|Přátelé knihovny|Spolek čtenářů Děčín|Kroužek šachu|Ústí nad Labem|dům dětí|Vršovice|"
    "Zdeněk Schön;Eva Fröhlich;Petr Fröhlich;Jan Müller;Eva Böhm;Petr Völker;Ota Jäger;Ivo König;Jan Köhler|Velké Hydčice|Jiří Müller|Polnička|Libuň|Lavičné|Louňovice|Břvany|"
    "Břeclav;Šumperk|Klub důchodců|Tvořivá dílna|Třebíč|"
    "Vŕba stĺp|Mestská knižnica Žilina|Spoločnosť čitateľov|Ľubovňa;Košice|Dom kultúry Piešťany|Združenie žien|Vďačná škola|"
    "Kŕčová;stĺpik|Bábkové divadlo;Ľuboš|Materské centrum;Štúrovo|Tŕnie;ďatelina|Hviezdoslavov Kubín;súťaž|"
    "Jędrzej dzień;Kędzierzyn|Biblioteka Śląska|Towarzystwo Przyjaciół Łodzi|Kraków;Młodzież|Gmina Dąbrowa|Święto książki|"
    "Koło gospodyń wiejskich;Żywiec|Świetlica w Poznaniu;śpiew|Gdańsk;Wrocław|Stowarzyszenie Kobiet;Bełchatów|Związek|Góra|"
    "Győri könyvtár|Művelődési Ház|Nőegylet;Szentendre|Szőlőskert Egyesület|Fűzfő|Megyei Könyvtár;Pécs|Időskorúak klubja|"
    "Ifjúsági kör;Hódmezővásárhely|Gyűjtők köre|Tűzoltó Egylet|Családsegítő|Kőszeg;Békéscsaba"
)
_WESTERN = (
    "Bibliothèque municipale;Orléans|Fête de la forêt|Médiathèque François|Hôpital;Nîmes|Association des élèves|Crèche|"
    "Stadtbücherei Köln|Jugendhaus;Größe|Straße|Förderverein Grünau|Mädchentreff|Bäckerei;Nürnberg|"
    "Niños y niñas|Biblioteca;España|Año nuevo|Compañía de teatro|Peña|Montaña;León|Caña|"
    "Università;Forlì|Città di Torino|Comunità Montana|È così|Perché no|Gioventù;Cantù|Più libri|"
    "Børn;København|Læseforening Århus|Sønderborg bibliotek|Ungdomsgård|Små skoler|Fællesskab|Kærlighed|Håndværkere"
)


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
@pytest.mark.parametrize("words", _CENTRAL.split("|"))
def test_words_of_central_europe(words: str, encoding: str) -> None:
    data = words.encode(encoding)
    assert data.decode(likeliest(data)) == words


@pytest.mark.parametrize("words", _WESTERN.split("|"))
def test_words_of_the_west(words: str) -> None:
    data = words.encode("cp1252")
    assert data.decode(likeliest(data)) == words
