// Tombstones keep the number of the change that deleted the element, for its id may be given again. Of older ones it is
// not known: what was written up to now stays hidden with them.
MATCH (tombstone:Gone) WHERE tombstone.visibility IS NOT NULL
OPTIONAL MATCH (log:ChangeLog {name: 'changes'})
SET tombstone.visibilities = coalesce(tombstone.visibilities, []) + tombstone.visibility,
    tombstone.sequences = coalesce(tombstone.sequences, []) + coalesce(log.last, 0)
REMOVE tombstone.visibility;
