// Writes of all kinds, the newest first, each with the first of its parts. Where a time bounds them, the numbers do too,
// for both grow together.
// param   before: Int!      only writes with a smaller number
// param   first: Int!       how many at most
// param   filter: JSON!     statuses, and perhaps by, doors, reasons: lists of what is wanted; from, to: times between which;
//                           touching: ids of elements, as `write` stores them; sources: ids
// returns writes: [Any!]!   of each: properties of the change, number of the first record of its first part, records
MATCH (change:Internal {kind: 'Change'})
WHERE change.sequence < $before AND change.records IS NOT NULL
  AND change.status IN $filter.statuses
  AND ($filter.by IS NULL OR change.by IN $filter.by)
  AND ($filter.doors IS NULL OR change.door IN $filter.doors)
  AND ($filter.reasons IS NULL OR change.reason IN $filter.reasons)
  AND ($filter.from IS NULL OR change.at >= datetime($filter.from))
  AND ($filter.to IS NULL OR change.at < datetime($filter.to))
  AND ($filter.touching IS NULL OR EXISTS {
    MATCH (change)<-[:OF]-(part:Internal {kind: 'ChangePart'})
    WHERE any(id IN split(part.touches, '\n') WHERE id IN $filter.touching)
  })
  AND ($filter.sources IS NULL OR EXISTS {
    MATCH (change)<-[:OF]-(part:Internal {kind: 'ChangePart'}) WHERE any(id IN $filter.sources WHERE id IN part.sources)
  })
WITH change ORDER BY change.sequence DESC LIMIT $first
RETURN collect([change {.*, commands: null}, COLLECT {
  MATCH (change)<-[:OF]-(part:Internal {kind: 'ChangePart'}) WITH part ORDER BY part.number LIMIT 1 RETURN [part.number, part.records]
}]) AS writes;
