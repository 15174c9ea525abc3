"""Prompts: questions that users ask often, as the steps that answer them."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from graph.model import Language, Text


@dataclass(frozen=True, slots=True)
class Ask:
    """A prompt; ``text`` has its arguments in braces, each of which is named with what it is."""

    doc: Text
    arguments: Mapping[str, Text]
    optional: Mapping[str, Text]
    text: Text

    def filled(self, given: Mapping[str, str], language: Language) -> str:
        """The prompt with its arguments, each in quotes; what is not given is empty."""
        values = {name: orjson.dumps(given.get(name, "")).decode() for name in (*self.arguments, *self.optional)}
        return self.text(language).format(**values)


_LIBRARY = Text("Název, sigla nebo id knihovny.", "Name, sigla or id of the library.")

PROMPTS: Mapping[str, Ask] = {
    "prepare_founder_meeting": Ask(
        Text("Příprava na jednání se zřizovatelem.", "Prepare a meeting with the founder."),
        {"library": _LIBRARY},
        {},
        Text(
            "Připrav mi podklady na jednání se zřizovatelem knihovny {library}.\n"
            "1. Najdi ji pomocí search (types: Library); je-li takových víc, zeptej se mě, která to je.\n"
            "2. Zavolej founder_brief a pro obec knihovny gaps.\n"
            "3. Napiš jednu stránku česky: co knihovna pro obec dělá a pro koho, s kým, jak si stojí mezi podobnými, co v obci "
            "chybí, a tři věty, kterými začít. Čísla uváděj tak, jak je mapa má, a řekni, co mapa neví.",
            "Prepare me for a meeting with the founder of the library {library}.\n"
            "1. Find it with search (types: Library); if there are several such, ask me which it is.\n"
            "2. Call founder_brief, and gaps for the municipality of the library.\n"
            "3. Write one page in English: what the library does for the town and for whom, with whom, how it stands among "
            "similar ones, what the town lacks, and three sentences to begin with. Give numbers as the map has them, and say "
            "what the map does not know.",
        ),
    ),
    "whom_to_ask": Ask(
        Text("Na koho se obrátit s tématem.", "Whom to ask about a topic."),
        {"topic": Text("Téma, vlastními slovy.", "The topic, in your words.")},
        {"library": _LIBRARY},
        Text(
            "Na koho se mám obrátit s tématem {topic}? Ptá se knihovna {library}; je-li to prázdné, zeptej se mě, která.\n"
            "1. Najdi téma pomocí search (types: Topic) a knihovnu (types: Library).\n"
            "2. Zavolej potential_partners jednou s reach: near a jednou s reach: learnFrom.\n"
            "3. Odpověz česky: tři, kdo jsou blízko, a dva, od kterých se učit; u každého proč, podle evidence, a čím začít. "
            "Neuváděj nikoho, koho mapa nenavrhla.",
            "Whom should I ask about {topic}? The library that asks is {library}; if that is empty, ask me which.\n"
            "1. Find the topic with search (types: Topic), and the library (types: Library).\n"
            "2. Call potential_partners once with reach: near and once with reach: learnFrom.\n"
            "3. Answer in English: three who are close, and two to learn from; with each why, by its evidence, and what to begin "
            "with. Name nobody whom the map did not suggest.",
        ),
    ),
}
"""All prompts, by name."""
