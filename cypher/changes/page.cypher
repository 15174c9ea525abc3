// Changes in order, from a position on, with their parts. The numbers of changes have no gaps: where one is found, a
// writer is just finishing, and the page ends before it, so that whoever reads on from there misses nothing. What stands
// behind one for a minute will never be filled: somebody has deleted a change by hand, and the page goes on.
// param   sequence: Int!    position: the change that was read last, 0 for none
// param   number: Int!      position: the record in it that was read last
// param   filter: JSON!      statuses, and perhaps by, doors, reasons, types, touching: lists of what is wanted; of parts, only
//                            those are read that may hold records of these types about these elements
// param   changes: Int!     how many changes at most
// param   parts: Int!       how many parts at most
// returns changes: Int!     how many changes were looked at
// returns last: Int         the last of them
// returns count: Int        how many records that one has
// returns parts: [Any!]!    of each part: properties of the change, number of its first record, records
MATCH (change:Internal {kind: 'Change'})
WHERE change.sequence >= $sequence AND change.records IS NOT NULL
WITH change ORDER BY change.sequence LIMIT $changes
WITH collect(change) AS found
WITH found, [n IN range(0, size(found) - 1)
             WHERE found[n].sequence > 1 + CASE n WHEN 0 THEN $sequence ELSE found[n - 1].sequence END
               AND found[n].at > datetime() - duration({minutes: 1}) | n] AS gaps
WITH found[..coalesce(gaps[0], size(found))] AS found
RETURN size(found) AS changes, found[-1].sequence AS last, found[-1].records AS count, COLLECT {
  UNWIND found AS change
  MATCH (change)<-[:OF]-(part:Internal {kind: 'ChangePart'})
  WHERE (change.sequence > $sequence OR part.last > $number)
    AND change.status IN $filter.statuses
    AND ($filter.by IS NULL OR change.by IN $filter.by)
    AND ($filter.doors IS NULL OR change.door IN $filter.doors)
    AND ($filter.reasons IS NULL OR change.reason IN $filter.reasons)
    AND ($filter.types IS NULL OR part.types IS NULL OR any(type IN part.types WHERE type IN $filter.types))
    AND ($filter.touching IS NULL OR any(id IN split(part.touches, '\n') WHERE id IN $filter.touching))
  WITH change, part ORDER BY change.sequence, part.number LIMIT $parts
  RETURN [change {.*, commands: null}, part.number, part.records]
} AS parts;
