// Codes are kept in capitals, so that they are found however they are written. One that another element has in capitals
// already stays as it is. One transaction for all: the look for others locks what smaller ones would have to change.
// instead of 6bf06a6ebb25f6cbfcb9ab5fd35ce31d7b78d5df100ca444ee9931eef2892bf5
MATCH (library:Element&Library)
WHERE library.isil <> toUpper(library.isil) AND NOT EXISTS { (:Library {isil: toUpper(library.isil)}) }
SET library.isil = toUpper(library.isil);

MATCH (place:Element&Place)
WHERE place.code <> toUpper(place.code) AND NOT EXISTS { (:Place {code: toUpper(place.code)}) }
SET place.code = toUpper(place.code);
