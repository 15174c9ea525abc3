// Names with letters of other languages that have no plain form in Unicode (Łódź) sort with the plain ones: the first
// part of `sortKey` has these instead.
UNWIND [['ł', 'l'], ['đ', 'd'], ['ð', 'd'], ['ħ', 'h'], ['ŧ', 't'], ['ø', 'o'], ['æ', 'ae'], ['œ', 'oe'], ['ı', 'i'],
        ['þ', 'th']] AS letter
MATCH (element:Element) WHERE split(element.sortKey, '\t')[0] CONTAINS letter[0]
CALL (element, letter) {
  WITH element, letter, split(element.sortKey, '\t')[0] AS primary
  SET element.sortKey = replace(primary, letter[0], letter[1]) + substring(element.sortKey, size(primary))
} IN TRANSACTIONS OF 5000 ROWS;
